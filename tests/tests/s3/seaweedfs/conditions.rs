//! Conditional requests, and keys of the caller (SSE-C).

use aws_operation_server_tests::s3::*;

use super::{Bucket, read};

#[tokio::test]
async fn an_object_is_written_only_if_its_condition_holds() {
    let bucket = Bucket::new().await;
    let put = |body: &'static [u8]| PutObject {
        bucket: bucket.name.clone(),
        key: "key".into(),
        body: Some(body.to_vec().into()),
        ..PutObject::default()
    };
    let new = |body| PutObject { if_none_match: Some("*".into()), ..put(body) };
    let e_tag = bucket.send(new(b"first")).await.e_tag.expect("an object has an ETag");
    let other = PutObject { if_match: Some("\"0\"".into()), ..put(b"other") };
    for refused in [new(b"second"), other] {
        let error = bucket.s3.send(refused).await.expect_err("the condition does not hold");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(412), "{error}");
        assert_eq!(error.code(), Some("PreconditionFailed"), "{error}");
        assert!(matches!(error.service(), Some(PutObjectError::Other(_))), "{error:?}");
        assert!(!error.is_retryable() && error.attempts() == 1, "{error}");
    }
    let get = GetObject { bucket: bucket.name.clone(), key: "key".into(), ..GetObject::default() };
    assert_eq!(read(bucket.send(&get).await.body).await, b"first"[..]);
    let same = PutObject { if_match: Some(e_tag.clone()), ..put(b"third") };
    let newer = bucket.send(same).await.e_tag;
    assert_eq!(read(bucket.send(&get).await.body).await, b"third"[..]);

    let old = GetObject { if_match: Some(e_tag), ..get };
    let error = bucket.s3.send(old).await.expect_err("the object has changed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(412), "{error}");
    let head = HeadObject {
        bucket: bucket.name.clone(),
        key: "key".into(),
        if_none_match: newer,
        ..HeadObject::default()
    };
    let error = bucket.s3.send(head).await.expect_err("the object has not changed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304), "{error}");
    assert_eq!(error.code(), Some("NotModified"), "{error}");
}

#[tokio::test]
async fn an_object_is_encrypted_with_the_key_of_the_caller() {
    let bucket = Bucket::new().await;
    let key = "0123456789abcdef0123456789abcdef";
    let encoded = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let put = PutObject {
        bucket: bucket.name.clone(),
        key: "secret".into(),
        body: Some(b"plain".to_vec().into()),
        sse_customer_algorithm: Some("AES256".into()),
        sse_customer_key: Some(key.into()),
        ..PutObject::default()
    };
    bucket.send(put).await;
    let get = |key: Option<&str>| GetObject {
        bucket: bucket.name.clone(),
        key: "secret".into(),
        sse_customer_algorithm: key.map(|_| "AES256".into()),
        sse_customer_key: key.map(Into::into),
        ..GetObject::default()
    };
    for key in [key, encoded] {
        assert_eq!(read(bucket.send(get(Some(key))).await.body).await, b"plain"[..]);
    }
    for key in [Some("another key of thirty-two bytes."), None] {
        let error = bucket.s3.send(get(key)).await.expect_err("it is not the key");
        let status = error.status().map(|status| status.as_u16());
        assert!(matches!(status, Some(400 | 403)), "{error}");
    }
}
