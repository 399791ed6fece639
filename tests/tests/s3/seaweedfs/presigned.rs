//! Presigned URLs, used by a client that knows nothing of AWS.

use std::time::Duration;

use aws_operation::sigv4::Presigned;
use aws_operation_server_tests::s3::*;

use super::{Bucket, browser, read};

const MINUTE: Duration = Duration::from_secs(60);

/// The status and the body of the answer to a request with this URL.
async fn fetch(presigned: &Presigned, url: &str) -> (u16, Vec<u8>) {
    let mut request = browser().request(presigned.method().clone(), url);
    for (name, value) in presigned.headers() {
        request = request.header(name, value);
    }
    let answer = request.body(presigned.body().clone()).send().await.expect("it is answered");
    let status = answer.status().as_u16();
    (status, answer.bytes().await.expect("it is whole").to_vec())
}

#[tokio::test]
async fn a_presigned_url_is_all_that_a_client_needs() {
    let bucket = Bucket::new().await;
    let key = "a b+c/ü%20&=~.txt";
    let put = PutObject {
        bucket: bucket.name.clone(),
        key: key.into(),
        body: Some(b"presigned".to_vec().into()),
        content_type: Some("text/x-pets".into()),
        ..PutObject::default()
    };
    let put = bucket.s3.presign(put, MINUTE).await.expect("it can be presigned");
    // Whoever has the URL chooses the bytes.
    let names = || put.headers().iter().map(|(name, _)| name.as_str());
    assert!(!put.url().contains("checksum") && names().all(|name| !name.contains("checksum")));
    assert_eq!(fetch(&put, put.url()).await.0, 200);
    let get = GetObject {
        bucket: bucket.name.clone(),
        key: key.into(),
        response_content_type: Some("text/plain; charset=utf-8".into()),
        ..GetObject::default()
    };
    let got = bucket.send(&get).await;
    assert_eq!(read(got.body).await, &b"presigned"[..]);
    let get = bucket.s3.presign(get, MINUTE).await.expect("it can be presigned");
    assert_eq!(fetch(&get, get.url()).await, (200, b"presigned".to_vec()));
    // Of another object it is no URL.
    let (status, body) = fetch(&get, &get.url().replace(".txt", ".text")).await;
    let body = String::from_utf8_lossy(&body);
    assert!(status == 403 && body.contains("SignatureDoesNotMatch"), "{status} {body}");
}
