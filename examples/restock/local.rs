//! A server in this process with a table of four products and a queue. It verifies signatures.

use std::io;

use aws_operation::Credentials;
use aws_operation::testing::verify::Server;
use bytes::Bytes;
use http::{Request, Response};

pub const TABLE: &str = "products";
pub const QUEUE_URL: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";

const FIRST_PAGE: &str = r#"{
    "Items": [
        {"name": {"S": "cake"}, "quantity": {"N": "2"}, "minimum": {"N": "5"}},
        {"name": {"S": "coffee"}, "quantity": {"N": "40"}, "minimum": {"N": "10"}}
    ],
    "LastEvaluatedKey": {"name": {"S": "coffee"}}
}"#;
const SECOND_PAGE: &str = r#"{
    "Items": [
        {"name": {"S": "milk"}, "quantity": {"N": "0"}, "minimum": {"N": "12"}},
        {"name": {"S": "tea"}, "quantity": {"N": "7"}, "minimum": {"N": "7"}}
    ]
}"#;
const MISSING: &str = r#"{"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}"#;

pub fn start() -> io::Result<Server> {
    Server::start(Credentials::new("AKIDEXAMPLE", "secret"), answer)
}

fn answer(request: &Request<Bytes>) -> Response<&'static str> {
    let body = String::from_utf8_lossy(request.body());
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let (status, answer) = match target {
        Some("AmazonSQS.SendMessage") => (200, "{}"),
        Some("DynamoDB_20120810.Scan") if !body.contains(TABLE) => (400, MISSING),
        Some("DynamoDB_20120810.Scan") if body.contains("ExclusiveStartKey") => (200, SECOND_PAGE),
        Some("DynamoDB_20120810.Scan") => (200, FIRST_PAGE),
        _ => (400, r#"{"__type": "UnknownOperationException"}"#),
    };
    let mut response = Response::new(answer);
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}
