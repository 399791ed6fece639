//! No field is too ordinary a name: generated locals never meet those of fields.

use aws_operation::{ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/{label}/{key+}", output = Output, error = Error)]
#[derive(Debug)]
struct Request {
    label: String,
    key: String,
    #[query]
    query: String,
    #[header("x-header")]
    header: String,
    #[sensitive]
    request: String,
    body: String,
    self_: String,
    index: String,
    value: String,
    response: String,
    f: String,
    debug: String,
    field_0: String,
    #[idempotency_token]
    token: Option<String>,
    token_token: String,
    payload: String,
    output: String,
    error: String,
}

#[aws_output]
#[derive(Debug)]
struct Output {
    request: String,
    body: String,
    self_: String,
    index: String,
    #[sensitive]
    value: String,
    response: String,
    members: String,
    member_response: String,
    member_index: String,
    names: String,
}

#[aws_error]
#[derive(Debug)]
enum Error {
    Error {
        error: String,
        response: String,
        decoded: String,
        f: String,
        inner: String,
    },
    Message {
        #[sensitive]
        message: String,
        inner: String,
    },
    Response {
        message: String,
        code: String,
    },
    Other(ServiceError),
}

fn main() {
    let error = Error::Message { message: "hidden".into(), inner: "a".into() };
    assert_eq!(error.to_string(), "Message");
    let error = Error::Response { message: "why".into(), code: "a".into() };
    assert_eq!(error.to_string(), "Response: why");
}
