//! Presigned URLs, used by a client that knows nothing of AWS.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use aws_operation::sigv4::Presigned;
use aws_operation_server_tests::s3::*;

use super::{Bucket, read};

/// The status, and the body of the answer.
fn fetch(presigned: &Presigned, target: &str) -> (u16, Vec<u8>) {
    let authority = presigned.url().trim_start_matches("http://").split('/').next();
    let authority = authority.unwrap_or_default();
    let mut stream = TcpStream::connect(authority).expect("the server listens");
    let mut message = format!("{} {target} HTTP/1.0\r\nhost: {authority}\r\n", presigned.method());
    for (name, value) in presigned.headers() {
        message += &format!("{name}: {}\r\n", value.to_str().expect("a header is text"));
    }
    message += &format!("content-length: {}\r\n\r\n", presigned.body().len());
    stream.write_all(message.as_bytes()).expect("it is sent");
    stream.write_all(presigned.body()).expect("it is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it is answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("it has a head");
    let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("it has a status");
    (status, answer.split_off(end + 4))
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
    let target = |presigned: &Presigned| {
        let rest = presigned.url().trim_start_matches("http://");
        rest.find('/').map(|start| rest[start..].to_owned()).expect("it has a path")
    };
    let put = bucket.s3.presign(put, Duration::from_secs(60)).await.expect("it can be presigned");
    assert_eq!(fetch(&put, &target(&put)).0, 200);
    let get = GetObject {
        bucket: bucket.name.clone(),
        key: key.into(),
        response_content_type: Some("text/plain; charset=utf-8".into()),
        ..GetObject::default()
    };
    let got = bucket.send(&get).await;
    assert_eq!(read(got.body).await, &b"presigned"[..]);
    let get = bucket.s3.presign(get, Duration::from_secs(60)).await.expect("it can be presigned");
    assert_eq!(fetch(&get, &target(&get)), (200, b"presigned".to_vec()));
    // Of another object it is no URL.
    let (status, body) = fetch(&get, &target(&get).replace(".txt", ".text"));
    let body = String::from_utf8_lossy(&body);
    assert!(status == 403 && body.contains("SignatureDoesNotMatch"), "{status} {body}");
}
