//! Errors: typed by their codes, and refusals of signatures.

use aws_operation::{Credentials, ErrorKind};
use aws_operation_server_tests::s3::*;
use aws_operation_server_tests::{client_as, seaweedfs};
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};

use super::Bucket;

#[tokio::test]
async fn what_is_not_there_is_a_typed_error() {
    let bucket = Bucket::new().await;
    let get =
        GetObject { bucket: bucket.name.clone(), key: "no/ne".into(), ..GetObject::default() };
    let error = bucket.s3.send(get).await.expect_err("there is no such object");
    assert!(matches!(error.service(), Some(GetObjectError::NoSuchKey(NoSuchKey {}))), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.code(), Some("NoSuchKey"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let message = error.message().expect("it has a message").to_owned();
    let request_id = error.request_id().expect("it has a request id").to_owned();
    let line = error.to_string();
    assert!(line.starts_with(&format!("GetObject: NoSuchKey (404): {message} [")), "{line}");
    assert!(line.contains(&request_id) && !line.contains('\n'), "{line}");

    let list = ListObjectsV2 { bucket: "no-such-bucket".into(), ..ListObjectsV2::default() };
    let error = bucket.s3.send(list).await.expect_err("there is no such bucket");
    assert!(
        matches!(error.service(), Some(ListObjectsV2Error::NoSuchBucket(NoSuchBucket {}))),
        "{error:?}"
    );

    let again = CreateBucket { bucket: bucket.name.clone(), ..CreateBucket::default() };
    let error = bucket.s3.send(again).await.expect_err("there is one already");
    let typed = error.service();
    assert!(
        matches!(
            typed,
            Some(
                CreateBucketError::BucketAlreadyExists(BucketAlreadyExists {})
                    | CreateBucketError::BucketAlreadyOwnedByYou(BucketAlreadyOwnedByYou {})
            )
        ),
        "{error:?}"
    );
    assert_eq!(error.status().map(|status| status.as_u16()), Some(409));
}

#[tokio::test]
async fn wrong_keys_are_refused() {
    let bucket = Bucket::new().await;
    bucket.put("key", "x").await;
    let get = GetObject { bucket: bucket.name.clone(), key: "key".into(), ..GetObject::default() };
    for (credentials, code) in [
        (Credentials::new(ACCESS_KEY, "wrong"), "SignatureDoesNotMatch"),
        (Credentials::new("AKIDOTHER", SECRET_KEY), "InvalidAccessKeyId"),
    ] {
        let error = client_as(credentials, seaweedfs(), S3).send(&get).await;
        let error = error.expect_err("the signature is wrong");
        let Some(GetObjectError::Other(other)) = error.service() else {
            panic!("{error} is not the error of a service");
        };
        assert_eq!(other.code(), Some(code), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
        assert!(other.message().is_some_and(|message| !message.is_empty()), "{error}");
    }
    // And the right ones are let through.
    bucket.send(get).await;
}

#[tokio::test]
async fn an_answer_without_a_body_is_typed_by_its_status() {
    let bucket = Bucket::new().await;
    let head =
        HeadObject { bucket: bucket.name.clone(), key: "none".into(), ..HeadObject::default() };
    let error = bucket.s3.send(head).await.expect_err("there is no such object");
    assert!(matches!(error.service(), Some(HeadObjectError::NotFound(NotFound {}))), "{error:?}");
    let head = HeadBucket { bucket: "no-such-bucket".into(), ..HeadBucket::default() };
    let error = bucket.s3.send(head).await.expect_err("there is no such bucket");
    assert!(matches!(error.service(), Some(HeadBucketError::NotFound(NotFound {}))), "{error:?}");
}
