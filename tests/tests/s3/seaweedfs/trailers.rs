//! Chunks and trailers that a client of this crate would never send. The server must refuse them:
//! otherwise it would prove nothing that it accepts ours.

use aws_operation_server_tests::s3::*;
use aws_operation_server_tests::seaweedfs;
use aws_operation_tests::chunked::Upload;
use aws_operation_tests::crc32;

use super::{Bucket, browser, read};

const NAME: &str = "x-amz-checksum-crc32";

/// Sends the request as it is, and returns the status and the body of the answer.
async fn send(request: http::Request<Vec<u8>>) -> (u16, String) {
    let request = request.try_into().expect("a request");
    let answer = browser().execute(request).await.expect("it is answered");
    (answer.status().as_u16(), answer.text().await.expect("it is text"))
}

/// The bytes of the object, if it is there.
async fn object(bucket: &Bucket, key: &str) -> Option<Vec<u8>> {
    let get = GetObject { bucket: bucket.name.clone(), key: key.into(), ..GetObject::default() };
    match bucket.s3.send(get).await {
        Ok(got) => Some(read(got.body).await.to_vec()),
        Err(error) => {
            assert_eq!(error.code(), Some("NoSuchKey"), "{error}");
            None
        }
    }
}

#[tokio::test]
async fn a_wrong_checksum_in_a_trailer_is_refused() {
    let bucket = Bucket::new().await;
    let data: Vec<u8> = (0..20_000_u32).map(|byte| (byte % 251) as u8).collect();
    let (right, wrong) = (crc32(&data), crc32(b"other bytes"));
    for is_signed in [false, true] {
        for (checksum, status) in [(&right, 200), (&wrong, 400)] {
            let key = format!("{is_signed}-{status}");
            let url = format!("{}/{}/{key}", seaweedfs(), bucket.name);
            let trailer = Some((NAME, checksum.as_str()));
            let upload = Upload { url: &url, data: &data, chunk: 8 * 1024, is_signed, trailer };
            let (found, answer) = send(upload.request()).await;
            assert_eq!(found, status, "{key}: {answer}");
            assert_eq!(
                answer.contains("<Code>InvalidDigest</Code>"),
                status == 400,
                "{key}: {answer}"
            );
            let stored = object(&bucket, &key).await;
            assert!(stored == (status == 200).then(|| data.clone()), "{key}");
        }
    }
}

#[tokio::test]
async fn a_tampered_chunk_is_refused() {
    let bucket = Bucket::new().await;
    let data = vec![b'a'; 20_000];
    let url = format!("{}/{}/tampered", seaweedfs(), bucket.name);
    let upload = Upload { url: &url, data: &data, chunk: 8 * 1024, is_signed: true, trailer: None };
    let mut request = upload.request();
    request.body_mut()[10_000] = b'b';
    let (status, answer) = send(request).await;
    // SeaweedFS does not say why.
    assert!(status == 500 && answer.contains("<Code>InternalError</Code>"), "{status}: {answer}");
    assert_eq!(object(&bucket, "tampered").await, None);
}
