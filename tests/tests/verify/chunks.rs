//! Bodies in chunks: accepted, decoded, and refused after each change.

use aws_operation::Credentials;
use aws_operation::testing::verify::{Reason, Signed, Verifier, VerifyError};
use aws_operation_tests::chunked::Upload;
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};
use bytes::Bytes;
use http::Request;

const TRAILER: (&str, &str) = ("x-amz-checksum-crc32", "AAAAAA==");

fn verify(request: Request<Vec<u8>>) -> Result<Signed, VerifyError> {
    let verifier = Verifier::new(Credentials::new(ACCESS_KEY, SECRET_KEY));
    verifier.verify(&request.map(Bytes::from))
}

fn uploads() -> Vec<Upload<'static>> {
    let mut uploads = Vec::new();
    for (is_signed, trailer) in
        [(true, None), (true, Some(TRAILER)), (false, None), (false, Some(TRAILER))]
    {
        for data in [&b""[..], b"hello, chunks"] {
            let url = "http://127.0.0.1:1/bucket/key";
            uploads.push(Upload { url, data, chunk: 5, is_signed, trailer });
        }
    }
    uploads
}

/// Without this, the function of a server would get the chunks instead of the object.
#[test]
fn bodies_in_chunks_are_decoded() {
    for upload in uploads() {
        let signed = verify(upload.request()).expect("it is accepted");
        assert_eq!(signed.body, upload.data);
        assert_eq!(signed.is_payload_signed, upload.is_signed);
        let trailer: Vec<_> = signed.trailer.iter().collect();
        match upload.trailer {
            Some((name, value)) => {
                assert_eq!(trailer[0], (&name.parse().unwrap(), &value.parse().unwrap()))
            }
            None => assert!(trailer.is_empty()),
        }
    }
}

/// Without this, an error in the signatures of chunks would not be noticed.
#[test]
fn bodies_with_any_changed_byte_are_refused() {
    for upload in uploads().into_iter().filter(|upload| upload.is_signed) {
        let request = upload.request();
        for at in 0..request.body().len() {
            let mut changed = request.clone();
            changed.body_mut()[at] ^= 1;
            let shown = String::from_utf8_lossy(changed.body()).into_owned();
            let error = verify(changed).err().unwrap_or_else(|| panic!("accepted: {shown}"));
            let expected = [Reason::Body, Reason::Signature];
            assert!(expected.contains(&error.reason()), "{error}");
        }
        for end in 0..request.body().len() {
            let mut cut = request.clone();
            cut.body_mut().truncate(end);
            verify(cut).expect_err("it is cut");
        }
        let mut longer = request;
        longer.body_mut().push(b'x');
        assert_eq!(verify(longer).map(drop).map_err(|error| error.code()), Err("IncompleteBody"));
    }
}

/// Without this, a server would accept half an object.
#[test]
fn the_decoded_length_must_be_the_announced_one() {
    let url = "http://127.0.0.1:1/bucket/key";
    let upload = Upload { url, data: b"hello", chunk: 5, is_signed: false, trailer: None };
    let mut request = upload.request();
    *request.body_mut() = b"4\r\nhell\r\n0\r\n\r\n".to_vec();
    let error = verify(request).expect_err("a byte is missing");
    assert_eq!((error.reason(), error.code()), (Reason::Body, "IncompleteBody"));
    assert!(error.message().contains("is 5, but the chunks have 4 bytes"), "{error}");
}

/// Without this, a server would accept an object whose checksum was not sent.
#[test]
fn the_announced_trailer_must_be_sent() {
    let with_trailer = uploads().into_iter().filter(|upload| upload.trailer.is_some());
    for upload in with_trailer {
        let mut request = upload.request();
        let body = request.body_mut();
        let start = body.windows(TRAILER.0.len()).position(|part| part == TRAILER.0.as_bytes());
        body.truncate(start.expect("the trailer"));
        body.extend(b"\r\n");
        let error = verify(request).expect_err("the trailer is missing");
        assert_eq!((error.reason(), error.code()), (Reason::Body, "IncompleteBody"));
        let expected = "`x-amz-trailer` announces `x-amz-checksum-crc32`";
        assert!(error.message().contains(expected), "{error}");
    }
}
