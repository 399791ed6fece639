use aws_operation::{Client, aws_operation};

#[derive(serde::Deserialize)]
struct Output {
    next_marker: Option<String>,
    functions: Vec<String>,
    count: i32,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = next_marker, page_size = max_items)
)]
struct PageSize {
    #[query]
    marker: Option<String>,
    #[query]
    max_items: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = next_marker)
)]
struct InputToken {
    #[query]
    marker: bool,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = next_marker)
)]
struct UnknownToken {
    #[query]
    marker: Option<Marker>,
}

#[derive(Clone, PartialEq, serde::Serialize)]
struct Marker(u8);

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = next_marker)
)]
struct Borrowed<'a> {
    #[query]
    marker: Option<&'a str>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(input_token = marker, output_token = count)
)]
struct OutputToken {
    #[query]
    marker: Option<String>,
}

#[aws_operation(
    method = "GET",
    uri = "/",
    output = Output,
    paginated(
        input_token = marker,
        output_token = next_marker,
        items = functions: Vec<u8>,
        more = count
    )
)]
struct ItemsAndFlag {
    #[query]
    marker: Option<String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.pages(PageSize { marker: None, max_items: None }).page_size(1));
    drop(client.pages(OutputToken { marker: None }));
    drop(client.items(ItemsAndFlag { marker: None }));
}
