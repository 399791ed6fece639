//! The operations of the tests.

use aws_operation::{
    ByteStream, EventStream, RawEvent, ServiceError, aws_error, aws_event_stream, aws_operation,
    aws_output, aws_structure,
};

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = GetItemOutput,
    error = GetItemError
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetItem {
    pub table_name: String,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Default, PartialEq)]
pub struct GetItemOutput {
    pub item: Option<String>,
}

#[aws_error]
#[derive(Debug, PartialEq)]
pub enum GetItemError {
    ResourceNotFoundException {
        message: Option<String>,
    },
    #[code("ProvisionedThroughputExceededException")]
    #[retryable(throttling)]
    TooFast,
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/users/{id}")]
#[derive(Debug)]
pub struct GetUser {
    pub id: String,
}

#[aws_operation(
    protocol = "awsJson1_0",
    output = ListOutput,
    paginated(input_token = from, output_token = next, items = names: Vec<String>)
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct List {
    pub from: Option<String>,
}

#[aws_structure]
#[derive(Debug, Default)]
pub struct ListOutput {
    pub names: Vec<String>,
    pub next: Option<String>,
}

#[aws_operation(method = "GET", uri = "/{Key}", protocol = "restXml", output = GetObjectOutput, rename_all = "PascalCase")]
pub struct GetObject {
    pub key: String,
}

#[aws_output]
#[derive(Debug)]
pub struct GetObjectOutput {
    #[payload]
    pub body: ByteStream,
}

#[aws_operation(method = "GET", uri = "/listen", output = ListenOutput)]
pub struct Listen {}

#[aws_output]
#[derive(Debug)]
pub struct ListenOutput {
    #[payload]
    pub heard: EventStream<Heard>,
}

#[aws_operation(method = "POST", uri = "/speak")]
pub struct Speak {
    #[payload]
    pub words: EventStream<Heard>,
}

#[aws_operation(method = "POST", uri = "/talk", output = ListenOutput)]
pub struct Talk {
    #[payload]
    pub words: EventStream<Heard>,
}

#[aws_event_stream]
#[derive(Debug, PartialEq)]
pub enum Heard {
    Word {
        text: String,
    },
    #[exception]
    Gone,
    Unknown(RawEvent),
}

#[aws_operation(method = "PUT", uri = "/order", error = PutOrderError)]
pub struct PutOrder {}

#[aws_error]
#[derive(Debug, PartialEq)]
pub enum PutOrderError {
    #[status(409)]
    Conflict,
    Other(ServiceError),
}
