//! S3's errors that come after the status of a success: what a caller sees of them, and how often the
//! call was made. A copy that failed must not look like one that succeeded.

use aws_operation::{
    Blob, Client, Error, ErrorKind, ServiceError, aws_error, aws_operation, aws_output, services,
};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::{Answer, FaultServer, Step};

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    output = CopyObjectOutput,
    error = CopyObjectError,
    rename_all = "PascalCase"
)]
#[derive(Clone)]
struct CopyObject {
    bucket: String,
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct CopyObjectOutput {
    #[payload]
    result: Option<CopyObjectResult>,
}

#[derive(Debug, serde::Deserialize)]
struct CopyObjectResult {
    #[serde(rename = "ETag")]
    e_tag: Option<String>,
}

#[aws_error]
#[derive(Debug)]
enum CopyObjectError {
    ObjectNotInActiveTierError {
        #[body("Message")]
        message: Option<String>,
    },
    Other(ServiceError),
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}",
    output = ListObjectsOutput,
    rename_all = "PascalCase"
)]
struct ListObjects {
    bucket: String,
}

#[derive(Debug, serde::Deserialize)]
struct ListObjectsOutput {
    #[serde(rename = "Name")]
    name: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    output = GetObjectOutput,
    rename_all = "PascalCase"
)]
struct GetObject {
    bucket: String,
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct GetObjectOutput {
    #[payload]
    body: Blob,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}?policy",
    output = GetBucketPolicyOutput,
    rename_all = "PascalCase"
)]
struct GetBucketPolicy {
    bucket: String,
}

#[aws_output]
#[derive(Debug)]
struct GetBucketPolicyOutput {
    #[payload]
    policy: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    output = PutObjectOutput,
    rename_all = "PascalCase"
)]
struct PutObject {
    bucket: String,
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct PutObjectOutput {
    #[header("ETag")]
    e_tag: Option<String>,
}

const COPIED: &str = "<CopyObjectResult><ETag>\"9b2cf5\"</ETag></CopyObjectResult>";

fn error(code: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>It did not work.</Message><RequestId>4442587FB7D0A2F9</RequestId>\
         <HostId>xyz</HostId></Error>"
    )
}

fn ok(body: impl AsRef<[u8]>) -> Step {
    Step::answer(&Answer::ok("").body(body))
}

fn client(server: &FaultServer) -> Client {
    let config = config(&server.endpoint()).build().expect("the configuration is complete");
    Client::new(&config, services::S3)
}

fn copy() -> CopyObject {
    CopyObject { bucket: "pets".into(), key: "cat.jpg".into() }
}

/// The error of a copy that every attempt answers with this body, and how many attempts were made.
async fn failed_copy(body: &str) -> (Error<CopyObjectError>, usize) {
    let server = FaultServer::start([ok(body), ok(body), ok(body)]);
    let error = client(&server).send(copy()).await.expect_err(body);
    (error, server.counts().requests())
}

#[tokio::test]
async fn an_error_in_a_success_is_retried_by_its_code() {
    for (code, attempts) in [
        ("InternalError", 3),
        ("ServiceUnavailable", 3),
        ("SlowDown", 3),
        ("RequestTimeout", 3),
        ("AccessDenied", 1),
        ("NoSuchKey", 1),
    ] {
        let (failed, made) = failed_copy(&error(code)).await;
        assert_eq!((failed.kind(), failed.code()), (ErrorKind::Service, Some(code)), "{failed}");
        assert_eq!(failed.request_id(), Some("4442587FB7D0A2F9"), "{code}");
        let extended = failed.raw().and_then(ServiceError::extended_request_id);
        assert_eq!(extended, Some("xyz"), "{code}");
        assert_eq!(failed.is_throttled(), code == "SlowDown", "{code}");
        assert_eq!(made, attempts, "{code}");
        let start = format!("CopyObject: {code} (200): It did not work.");
        assert!(failed.to_string().starts_with(&start), "{failed}");
    }
}

#[tokio::test]
async fn a_retry_after_a_late_error_succeeds() {
    let server = FaultServer::start([ok(error("InternalError")), ok(COPIED)]);
    let output = client(&server).send(copy()).await.expect("the second attempt succeeds");
    let e_tag = output.result.and_then(|result| result.e_tag);
    assert_eq!(e_tag.as_deref(), Some("\"9b2cf5\""));
    assert_eq!(server.counts().requests(), 2);
}

#[tokio::test]
async fn a_late_error_is_a_modelled_one() {
    let (failed, made) = failed_copy(&error("ObjectNotInActiveTierError")).await;
    assert_eq!(made, 1);
    match failed.into_service() {
        Ok(CopyObjectError::ObjectNotInActiveTierError { message }) => {
            assert_eq!(message.as_deref(), Some("It did not work."));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_body_that_is_not_a_whole_document_is_an_error() {
    for (body, reason) in [
        ("", "expected XML, found an empty document at byte 0"),
        ("  \n\n  ", "expected XML, found an empty document at byte 6"),
        ("<CopyObjectResult><ETag>\"9b2", "the XML ends too early at byte 28"),
        ("<html><body>Sign in</body></html>", "expected XML, found an HTML page at byte 0"),
        ("<!DOCTYPE html>\n<html></html>", "expected XML, found an HTML page at byte 0"),
        ("OK", "not XML at byte 0"),
    ] {
        let (failed, made) = failed_copy(body).await;
        let start = format!("CopyObject: HTTP status 200: {reason}");
        assert!(failed.to_string().starts_with(&start), "{failed}");
        assert_eq!(failed.kind(), ErrorKind::Service, "{failed}");
        assert!(failed.is_retryable(), "{failed}");
        assert_eq!(made, 3, "{body}");
    }
}

#[tokio::test]
async fn other_operations_are_judged_by_what_they_read() {
    let error = error("InternalError");
    // A listing that is cut off has lost names.
    let server = FaultServer::start([
        ok("<ListBucketResult><Name>pets</Name>"),
        ok("<ListBucketResult><Name>pets</Name></ListBucketResult>"),
    ]);
    let listed = client(&server).send(ListObjects { bucket: "pets".into() }).await;
    assert_eq!(listed.expect("the second attempt succeeds").name.as_deref(), Some("pets"));

    // An upload has no document.
    let put = || PutObject { bucket: "pets".into(), key: "cat.jpg".into() };
    for (body, fails) in [("", false), ("OK", false), ("<Error/>", false), (&*error, true)] {
        let step = || Step::answer(&Answer::ok(body).header("etag", "\"9b2cf5\""));
        let server = FaultServer::start([step(), step(), step()]);
        let put = client(&server).send(put()).await;
        let e_tag = put.ok().map(|output| output.e_tag);
        assert_eq!(e_tag, (!fails).then(|| Some("\"9b2cf5\"".to_owned())), "{body}");
    }

    // What is stored may be anything.
    for body in [&*error, "<html></html>", "<Error>", "<a>"] {
        let server = FaultServer::start([ok(body), ok(body)]);
        let client = client(&server);
        let get = GetObject { bucket: "pets".into(), key: "error.xml".into() };
        let object = client.send(get).await.expect("an object");
        assert_eq!(&object.body[..], body.as_bytes());
        let policy = client.send(GetBucketPolicy { bucket: "pets".into() }).await;
        assert_eq!(policy.expect("a policy").policy.as_deref(), Some(body));
    }
}

#[tokio::test]
async fn services_that_are_not_s3_are_judged_by_the_status() {
    let body = error("InternalError");
    let server = FaultServer::start([ok(&body)]);
    let config = config(&server.endpoint()).build().expect("the configuration is complete");
    let listed = Client::new(&config, services::CLOUDFRONT)
        .send(ListObjects { bucket: "pets".into() })
        .await
        .expect("the status is that of a success");
    assert!(listed.name.is_none());
    assert_eq!(server.counts().requests(), 1);
}
