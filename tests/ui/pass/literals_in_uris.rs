//! Literals that look like labels of other tools, and that services really have, are legal.

use aws_operation::{aws_operation, encode, services};

#[aws_operation(method = "PUT", uri = "/things/{thingName}/jobs/$next")]
struct StartNextPendingJobExecution {
    thing_name: String,
    status_details: Option<String>,
}

#[aws_operation(method = "POST", uri = "/@connections/{ConnectionId}")]
struct PostToConnection {
    #[label("ConnectionId")]
    connection_id: String,
}

#[aws_operation(method = "POST", uri = "/models/a:b/{id}/~x/%3Aid")]
struct Escaped {
    id: String,
}

fn path<O: aws_operation::Operation>(operation: &O) -> String {
    let endpoint = "https://example.com".parse().expect("a URL");
    let encoded = encode(operation, &services::EXECUTE_API, &endpoint, &mut String::new);
    encoded.expect("it can be sent").request.uri().path().to_owned()
}

fn main() {
    let start = StartNextPendingJobExecution { thing_name: "lamp".into(), status_details: None };
    assert_eq!(path(&start), "/things/lamp/jobs/$next");
    assert_eq!(path(&PostToConnection { connection_id: "a".into() }), "/@connections/a");
    assert_eq!(path(&Escaped { id: "1".into() }), "/models/a:b/1/~x/%3Aid");
}
