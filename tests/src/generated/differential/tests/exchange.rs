//! Tests of the common form of requests.

use aws_operation::Blob;
use aws_operation_codegen::model::Shape;
use serde_json::json;

use super::super::exchange::{self, CHECKSUM_OF_BODY};
use super::{model, operation};
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;

#[test]
fn requests_of_both_sides_take_one_form() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let (bin, file) = (operation("Bin"), operation("File"));
    let ours = json!({
        "method": "PUT",
        "host": "example.com",
        "path": "/a%2Fb",
        "query": "k=2&k=%2B1&flag",
        "headers": [["accept", "application/json"], ["user-agent", "mine"]],
        "body": Blob::from(r#"{"a": 1, "b": 2}"#),
    });
    let theirs = json!({
        "method": "PUT",
        "url": "https://example.com/a%2Fb?flag=&k=%2b1&k=2",
        "headers": [
            ["Accept", "application/json"],
            ["User-Agent", "mine"],
            ["Content-Length", "16"],
            ["amz-sdk-request", "attempt=1"],
        ],
        "body": Blob::from(r#"{"b": 2, "a": 1}"#),
    });
    let expected = json!({
        "method": "PUT",
        "host": "example.com",
        "path": "/a%2Fb",
        "query": {"flag": [""], "k": ["+1", "2"]},
        "headers": {"accept": "application/json", "user-agent": "mine"},
        "body": {"a": 1, "b": 2},
    });
    let given = json!({"agent": "mine"});
    assert_eq!(exchange::request(schema, &bin, &given, &ours).as_ref(), Ok(&expected));
    assert_eq!(exchange::request(schema, &bin, &given, &theirs).as_ref(), Ok(&expected));
    // If the input has no agent, the header is the client's own and is omitted.
    let client = exchange::request(schema, &bin, &json!({}), &ours).expect("it is a request");
    assert_eq!(client["headers"], json!({"accept": "application/json"}));

    // If the body is bytes, a body that looks like JSON stays bytes. The agent is then the client's
    // own.
    let file = exchange::request(schema, &file, &given, &ours).expect("it is a request");
    assert_eq!(file["body"], json!({"base64": Blob::from(r#"{"a": 1, "b": 2}"#)}));
    assert_eq!(file["headers"], json!({"accept": "application/json"}));
}

/// A checksum that is right for its body equals another of the same algorithm. A wrong one does not.
#[test]
fn checksums_are_compared_with_their_bodies() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let mut file = operation("File");
    let header = |name: &str, value: &str, file: &Shape| {
        let request = json!({
            "method": "PUT", "url": "https://h/", "headers": [[name, value]],
            "body": Blob::from("hello"),
        });
        let request = exchange::request(schema, file, &json!({}), &request);
        request.expect("it is a request")["headers"].clone()
    };
    // Computed by Python's `zlib.crc32` and `hashlib`.
    let right = [
        ("x-amz-checksum-crc32", "NhCmhg=="),
        ("x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
        ("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
    ];
    let checksum = json!({"requestAlgorithmMember": "algorithm"});
    let traits = json!({"aws.protocols#httpChecksum": checksum});
    file.traits = serde_json::from_value(traits).expect("it is a trait");
    for (name, value) in right {
        assert_eq!(header(name, value, &file), json!({ name: CHECKSUM_OF_BODY }));
        assert_eq!(header(name, "AAAAAA==", &file), json!({ name: "AAAAAA==" }));
        let other = right.map(|(_, value)| value).into_iter().find(|other| *other != value);
        let other = other.expect("there are three");
        assert_eq!(header(name, other, &file), json!({ name: other }));
    }
    // So does the name of the algorithm.
    let name = "x-amz-sdk-checksum-algorithm";
    assert_eq!(header(name, "CRC32", &file), json!({ name: "CRC32" }));
    let traits = json!({"aws.protocols#httpChecksum": {"requestChecksumRequired": true}});
    file.traits = serde_json::from_value(traits).expect("it is a trait");
    assert_eq!(header(name, "CRC32", &file), json!({ name: "CRC32" }));
}
