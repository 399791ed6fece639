//! Pages with scripted responses, in paused time.

mod calls;
mod ends;
mod members;
mod streams;

use std::time::{Duration, SystemTime};

use aws_operation::{
    Client, Config, Credentials, Items, Pages, Paginated, aws_operation, services,
};
use aws_operation_tests::paused::Case;
use aws_operation_tests::scripted::{Answer, Scripted, StartsAt};
use serde::Deserialize;

pub const CASES: &[&[Case]] = &[ends::CASES, members::CASES, calls::CASES, streams::CASES];

/// Its output is a plain serde type.
#[aws_operation(
    method = "GET",
    uri = "/2015-03-31/functions",
    output = ListFunctionsOutput,
    rename_all = "PascalCase",
    paginated(
        input_token = marker,
        output_token = next_marker,
        items = functions: Vec<String>,
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

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListFunctionsOutput {
    next_marker: Option<String>,
    functions: Vec<String>,
}

fn client(transport: &Scripted) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url("https://example.com")
        .transport(transport.clone())
        .timer(StartsAt::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)))
        .build();
    Client::new(&config.expect("a configuration"), services::LAMBDA)
}

/// A successful response with this body.
fn ok(body: impl Into<String>) -> Answer {
    Answer::Response(200, Vec::new(), body.into().leak())
}

/// A page of functions, and the token of the next page.
fn page(functions: &[&str], next: Option<&str>) -> Answer {
    ok(serde_json::json!({ "Functions": functions, "NextMarker": next }).to_string())
}

fn denied() -> Answer {
    Answer::code(403, "AccessDeniedException")
}

fn scripted(answers: impl IntoIterator<Item = Answer>) -> (Scripted, Client) {
    let transport = Scripted::new(answers);
    let client = client(&transport);
    (transport, client)
}

/// Three pages: a and b, c, d.
fn three() -> (Scripted, Client) {
    scripted([page(&["a", "b"], Some("1")), page(&["c"], Some("2")), page(&["d"], None)])
}

async fn all_of(items: &mut Items<ListFunctions>) -> Result<Vec<String>, aws_operation::Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}

async fn count<O: Paginated>(mut pages: Pages<O>) -> Result<usize, aws_operation::Error<O::Error>> {
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page?;
        count += 1;
    }
    Ok(count)
}
