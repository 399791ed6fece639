//! Operations of protocols without HTTP bindings, as a person writes them.

use std::collections::BTreeMap;

use aws_operation::{
    Client, Failure, Service, ServiceError, aws_error, aws_operation, aws_structure, aws_union,
    decode, encode, services,
};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::{Answer, FaultServer, Step};
use bytes::Bytes;

const DYNAMODB: Service = Service::new("dynamodb").target_prefix("DynamoDB_20120810");
const SQS: Service = Service::new("sqs").target_prefix("AmazonSQS").query_compatible();

#[aws_union(rename_all = "UPPERCASE")]
#[derive(Debug, Clone, PartialEq)]
enum AttributeValue {
    S(String),
    N(String),
    Unknown(String, aws_operation::Document),
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = GetItemOutput,
    error = GetItemError,
)]
struct GetItem {
    table_name: String,
    key: BTreeMap<String, AttributeValue>,
    consistent_read: Option<bool>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct GetItemOutput {
    item: BTreeMap<String, AttributeValue>,
}

#[aws_error]
#[derive(Debug)]
enum GetItemError {
    ResourceNotFoundException { message: Option<String> },
    Other(ServiceError),
}

#[aws_operation(protocol = "awsJson1_1", name = "ListQueues")]
struct List {}

fn request<O: aws_operation::Operation>(
    operation: &O,
    service: &Service,
) -> Result<http::Request<Bytes>, String> {
    let endpoint = "https://example.com".parse().expect("it is a URL");
    let encoded = encode(operation, service, &endpoint, &mut String::new);
    encoded.map(|encoded| encoded.request).map_err(|error| error.to_string())
}

fn get_item() -> GetItem {
    let key = BTreeMap::from([("id".to_owned(), AttributeValue::S("1".into()))]);
    GetItem { table_name: "things".into(), key, consistent_read: None }
}

#[test]
fn an_operation_is_a_post_with_its_name_in_a_header() {
    let request = request(&get_item(), &DYNAMODB).expect("it is encoded");
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/"));
    assert_eq!(request.headers()["x-amz-target"], "DynamoDB_20120810.GetItem");
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.0");
    assert_eq!(request.headers().get("x-amzn-query-mode"), None);
    assert_eq!(request.body(), r#"{"TableName":"things","Key":{"id":{"S":"1"}}}"#);
}

#[test]
fn an_operation_without_members_sends_an_empty_document_under_its_own_name() {
    let request = request(&List {}, &SQS).expect("it is encoded");
    assert_eq!(request.headers()["x-amz-target"], "AmazonSQS.ListQueues");
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(request.headers()["x-amzn-query-mode"], "true");
    assert_eq!(request.body(), "{}");
}

#[test]
fn a_service_that_lacks_what_the_protocol_needs_is_an_error_that_names_both() {
    let error = request(&get_item(), &Service::new("orders")).expect_err("it has no target prefix");
    assert!(error.contains("`GetItem`") && error.contains("`orders`"), "{error}");
    assert!(error.contains("target_prefix"), "{error}");
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let built = http::Response::builder().status(status);
    let built = headers.iter().fold(built, |built, (name, value)| built.header(*name, *value));
    built.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response")
}

#[test]
fn outputs_and_errors_are_read() {
    let output = decode::<GetItem>(&response(200, &[], r#"{"Item":{"id":{"N":"2"}}}"#));
    let item = BTreeMap::from([("id".to_owned(), AttributeValue::N("2".into()))]);
    assert_eq!(output.ok(), Some(GetItemOutput { item }));

    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table"}"#;
    match decode::<GetItem>(&response(400, &[], body)) {
        Err(Failure::Service(GetItemError::ResourceNotFoundException { message }, _)) => {
            assert_eq!(message.as_deref(), Some("no table"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_code_of_a_query_compatible_service_wins() {
    let headers = [("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")];
    let body = r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no queue"}"#;
    match decode::<List>(&response(400, &headers, body)) {
        Err(Failure::Service(error, _)) => {
            assert_eq!(error.code(), Some("AWS.SimpleQueueService.NonExistentQueue"));
            assert_eq!(error.message(), Some("no queue"));
        }
        other => panic!("{other:?}"),
    }
}

/// A document of XML that does not fit the type is not called a page of a proxy.
#[tokio::test]
async fn a_document_of_xml_is_not_taken_for_a_page() {
    #[aws_operation(protocol = "awsQuery", output = GetQuotaOutput)]
    struct GetQuota {}

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct GetQuotaOutput {
        #[expect(dead_code, reason = "it is never decoded")]
        quota: u32,
    }

    let body =
        "<GetQuotaResponse><GetQuotaResult><Quota>many</Quota></GetQuotaResult></GetQuotaResponse>";
    for (content_type, is_page) in [("text/xml", false), ("text/html", true)] {
        let server = FaultServer::start([Step::answer(
            &Answer::ok(body).header("content-type", content_type),
        )]);
        let config = config(&server.endpoint()).build().expect("a configuration");
        let sns = Client::new(&config, services::SNS);
        let error = sns.send(GetQuota {}).await.expect_err("no number").to_string();
        assert!(error.contains("Quota"), "{error}");
        assert_eq!(error.contains("which looks like an HTML or XML page"), is_page, "{error}");
    }
}
