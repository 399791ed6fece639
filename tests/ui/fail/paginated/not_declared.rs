use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/")]
struct NotPaginated {}

#[derive(serde::Deserialize)]
struct Output {
    next_marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = next_marker)
)]
struct TokensAlone {
    #[query]
    marker: Option<String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.pages(NotPaginated {}));
    drop(client.items(TokensAlone { marker: None }));
    drop(client.pages(TokensAlone { marker: None }).page_size(1));
}
