//! Many objects deleted in one call, whose request has to carry a checksum.

use aws_operation_server_tests::s3::*;
use aws_operation_server_tests::{client, seaweedfs};
use aws_operation_tests::crc32;
use aws_operation_tests::server;
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use serde_json::json;

use super::Bucket;

fn object(key: &str) -> ObjectIdentifier {
    ObjectIdentifier { key: key.into(), ..ObjectIdentifier::default() }
}

#[tokio::test]
async fn many_objects_are_deleted_in_one_call() {
    let bucket = Bucket::new().await;
    let keys = ["one", "two & <three>", "vier \u{1f408}", "per%cent", "kept"];
    for key in keys {
        bucket.put(key, key).await;
    }
    let delete = DeleteObjects {
        bucket: bucket.name.clone(),
        delete: Delete {
            objects: keys[..4].iter().chain(&["never there"]).map(|key| object(key)).collect(),
            quiet: None,
        },
        ..DeleteObjects::default()
    };
    let output = bucket.send(&delete).await;
    let mut deleted: Vec<String> =
        output.deleted.unwrap_or_default().into_iter().filter_map(|deleted| deleted.key).collect();
    deleted.sort();
    let mut expected: Vec<&str> = keys[..4].iter().chain(&["never there"]).copied().collect();
    expected.sort_unstable();
    assert_eq!(deleted, expected);
    assert_eq!(output.errors, None);
    let theirs = bucket.boto3("list_objects_v2", json!({}));
    assert_eq!((&theirs["KeyCount"], &theirs["Contents"][0]["Key"]), (&json!(1), &json!("kept")));

    // A quiet call names only what failed.
    let delete = DeleteObjects {
        bucket: bucket.name.clone(),
        delete: Delete { objects: vec![object("kept")], quiet: Some(true) },
        ..DeleteObjects::default()
    };
    let output = bucket.send(delete).await;
    assert_eq!((output.deleted, output.errors), (None, None));
    assert_eq!(bucket.boto3("list_objects_v2", json!({}))["KeyCount"], 0);
}

#[tokio::test]
async fn the_request_carries_its_checksum() {
    let bucket = Bucket::new().await;
    bucket.put("gone", "x").await;
    // SeaweedFS does not look at it here; what arrives is seen at a gate before it.
    let gate = server::gate(seaweedfs(), ACCESS_KEY, SECRET_KEY);
    let delete = DeleteObjects {
        bucket: bucket.name.clone(),
        delete: Delete { objects: vec![object("gone")], quiet: None },
        ..DeleteObjects::default()
    };
    if let Err(error) = client(gate.endpoint(), S3).send(delete).await {
        panic!("{error}");
    }
    let requests = gate.requests();
    let [request] = requests.as_slice() else { panic!("there is one request: {requests:?}") };
    let headers = request["headers"].as_array().cloned().unwrap_or_default();
    let checksums: Vec<_> =
        headers.iter().filter(|header| header[0] == "x-amz-checksum-crc32").collect();
    let body = request["body_base64"].as_str().unwrap_or_default();
    let body = STANDARD.decode(body).expect("it is base64");
    assert_eq!(checksums, [&json!(["x-amz-checksum-crc32", crc32(&body)])]);
    assert_eq!(bucket.boto3("list_objects_v2", json!({}))["KeyCount"], 0);
}
