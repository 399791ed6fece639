use aws_operation::{Client, aws_operation};

#[derive(serde::Deserialize)]
struct Output {
    result: Option<Page>,
    is_truncated: Option<bool>,
}

#[derive(serde::Deserialize)]
struct Page {
    next_marker: Option<String>,
    functions: Vec<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = maker, output_token = result.next_marker, page_size = size)
)]
struct OfTheOperation {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = result.next_token)
)]
struct Token {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = results.next_marker)
)]
struct Nested {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(
        input_token = marker,
        output_token = result.next_marker,
        items = functions: Vec<String>,
        more = result.is_truncated
    )
)]
struct Items {
    #[query]
    marker: Option<String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.pages(OfTheOperation { marker: None }));
    drop(client.pages(Token { marker: None }));
    drop(client.items(Items { marker: None }));
}
