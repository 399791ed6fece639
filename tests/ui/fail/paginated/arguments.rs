use aws_operation::{Client, aws_operation};

#[derive(serde::Deserialize)]
struct Output {
    next_marker: Option<String>,
    functions: Vec<String>,
}

#[aws_operation(method = "GET", uri = "/", output = Output, paginated)]
struct Alone {}

#[aws_operation(method = "GET", uri = "/", output = Output, paginated())]
struct Empty {}

#[aws_operation(method = "GET", uri = "/", output = Output, paginated(output_token = next_marker))]
struct NoInputToken {}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(token = marker, outputtoken = next_marker, colour = red)
)]
struct Unknown {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, input_token = marker, output_token = next_marker)
)]
struct Twice {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = "Marker", output_token = next_marker, items = functions)
)]
struct WrongKind {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = page.marker, output_token = next_marker)
)]
struct NestedInput {
    #[query]
    marker: Option<String>,
}

#[aws_operation(method = "GET", uri = "/", paginated(input_token = marker, output_token = next_marker))]
struct NoOutput {
    #[query]
    marker: Option<String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.pages(Alone {}));
    drop(client.items(NoInputToken {}).page_size(1));
    drop(client.pages(Unknown { marker: None }));
    drop(client.items(WrongKind { marker: None }));
    drop(client.pages(NoOutput { marker: None }));
}
