//! Many objects deleted in one call, whose request has to carry a checksum.

use aws_operation_server_tests::s3::*;
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
async fn a_request_without_its_checksum_is_refused() {
    /// The operation as it would be without `http_checksum_required`, but with the header.
    #[aws_operation::aws_operation(
        protocol = "restXml",
        method = "POST",
        uri = "/{Bucket}?delete",
        output = DeleteObjectsOutput,
        rename_all = "PascalCase"
    )]
    struct DeleteWithChecksum {
        bucket: String,
        #[payload]
        delete: Delete,
        #[header("Content-MD5")]
        checksum: String,
    }
    let bucket = Bucket::new().await;
    bucket.put("kept", "x").await;
    let delete = DeleteWithChecksum {
        bucket: bucket.name.clone(),
        delete: Delete { objects: vec![object("kept")], quiet: None },
        // Of another body.
        checksum: "1B2M2Y8AsgTpgAmY7PhCfg==".into(),
    };
    let error = bucket.s3.send(delete).await.expect_err("the checksum is wrong");
    assert_eq!(error.code(), Some("BadDigest"), "{error}");
    assert_eq!(bucket.boto3("list_objects_v2", json!({}))["KeyCount"], 1);
}
