//! Lambda: restJson1, declared by hand, and pages of functions.

use aws_operation::{Blob, aws_operation, aws_structure, services};
use aws_operation_server_tests::{client, ministack};

use super::send;

#[aws_operation(
    method = "POST",
    uri = "/2015-03-31/functions",
    code = 201,
    rename_all = "PascalCase"
)]
struct CreateFunction {
    function_name: String,
    runtime: String,
    role: String,
    handler: String,
    code: Code,
}

#[aws_structure(rename_all = "PascalCase")]
struct Code {
    zip_file: Blob,
}

#[aws_operation(
    method = "GET",
    uri = "/2015-03-31/functions",
    rename_all = "PascalCase",
    output = Functions,
    paginated(
        input_token = marker,
        output_token = next_marker,
        items = functions: Vec<Function>,
        page_size = max_items
    )
)]
#[derive(Default)]
struct ListFunctions {
    #[query]
    marker: Option<String>,
    #[query]
    max_items: Option<i32>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Functions {
    functions: Vec<Function>,
    next_marker: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Function {
    function_name: String,
}

/// An archive without files.
const ARCHIVE: [u8; 22] = [b'P', b'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

#[tokio::test]
async fn functions_are_listed_in_pages() {
    let lambda = client(ministack(), services::LAMBDA);
    let expected: Vec<String> = (0..12).map(|number| format!("paged-{number:02}")).collect();
    for function_name in &expected {
        let create = CreateFunction {
            function_name: function_name.clone(),
            runtime: "python3.12".into(),
            role: "arn:aws:iam::000000000000:role/lambda".into(),
            handler: "main.handler".into(),
            code: Code { zip_file: Blob::from(&ARCHIVE[..]) },
        };
        send(&lambda, create).await;
    }
    let mut pages = lambda.pages(ListFunctions::default()).page_size(5);
    let (mut names, mut counts) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        counts.push(page.functions.len());
        names.extend(page.functions.into_iter().map(|function| function.function_name));
        let resumed = ListFunctions { marker: pages.token(), ..ListFunctions::default() };
        if resumed.marker.is_some() {
            let rest = lambda.items(resumed).page_size(3).collect(100).await.expect("the rest");
            let rest: Vec<String> = rest.into_iter().map(|it| it.function_name).collect();
            assert_eq!(rest, expected[names.len()..]);
        }
    }
    assert_eq!(names, expected);
    assert_eq!(counts, [5, 5, 2]);
}
