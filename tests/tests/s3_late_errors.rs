//! S3's errors that come after the status of a success: what a caller sees of them, and how often the
//! call was made. A copy that failed must not look like one that succeeded.

use aws_operation::{
    Blob, Client, Error, ErrorKind, Operation, ServiceError, aws_error, aws_operation, aws_output,
    services,
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

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/{Bucket}/{Key+}?uploadId=1",
    output = CompleteMultipartUploadOutput,
    rename_all = "PascalCase"
)]
struct CompleteMultipartUpload {
    bucket: String,
    key: String,
}

#[derive(Debug, serde::Deserialize)]
struct CompleteMultipartUploadOutput {
    #[serde(rename = "ETag")]
    e_tag: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}?partNumber=1&uploadId=1",
    output = UploadPartCopyOutput,
    rename_all = "PascalCase"
)]
struct UploadPartCopy {
    bucket: String,
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct UploadPartCopyOutput {
    #[payload]
    result: Option<CopyObjectResult>,
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

/// What a call returns whose first attempts are answered with these bodies, and how many there were.
async fn after<O: Operation>(operation: O, bodies: &[&str]) -> (Result<O::Output, String>, usize) {
    let server = FaultServer::start(bodies.iter().map(ok));
    let result = client(&server).send(operation).await.map_err(|error| error.to_string());
    (result, server.counts().requests())
}

#[tokio::test]
async fn every_operation_with_a_document_is_retried_until_there_is_one() {
    let key = || ("pets".to_owned(), "cat.jpg".to_owned());
    let completed = "<CompleteMultipartUploadResult><ETag>\"9b2cf5\"</ETag>\
                     </CompleteMultipartUploadResult>";
    let complete = || CompleteMultipartUpload { bucket: key().0, key: key().1 };
    let part = || UploadPartCopy { bucket: key().0, key: key().1 };
    let list = || ListObjects { bucket: key().0 };
    let failed = error("InternalError");
    for body in ["", " \n ", "<html><body>Sign in</body></html>", "<", &*failed] {
        let (output, attempts) = after(complete(), &[body, body, completed]).await;
        let e_tag = output.unwrap_or_else(|error| panic!("{body}: {error}")).e_tag;
        assert_eq!((e_tag.as_deref(), attempts), (Some("\"9b2cf5\""), 3), "{body}");
        let (output, attempts) =
            after(part(), &[body, COPIED.replace("Object", "Part").as_str()]).await;
        let result = output.unwrap_or_else(|error| panic!("{body}: {error}")).result;
        assert!(result.is_some_and(|result| result.e_tag.is_some()) && attempts == 2, "{body}");
        let (output, attempts) = after(complete(), &[body; 3]).await;
        let line = output.expect_err(body);
        assert!(line.ends_with("3 of 3 attempts]") && attempts == 3, "{line}");
        let listed = "<ListBucketResult><Name>pets</Name></ListBucketResult>";
        if body.trim().is_empty() {
            // The bodies of other operations may be empty.
            continue;
        }
        let (output, attempts) = after(list(), &[body, listed]).await;
        let name = output.unwrap_or_else(|error| panic!("{body}: {error}")).name;
        assert_eq!((name.as_deref(), attempts), (Some("pets"), 2), "{body}");
    }

    // S3 sends spaces while it works, so that the connection is not taken for a dead one.
    const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let slow = format!("{XML}\n \n   {completed}");
    let (output, attempts) = after(complete(), &[&slow]).await;
    assert!(output.is_ok_and(|output| output.e_tag.is_some()) && attempts == 1);
    let slow = error("AccessDenied").replace(XML, &format!("{XML}\n \n   "));
    assert!(slow.contains("\n \n   <Error>"), "{slow}");
    let (output, attempts) = after(complete(), &[&slow]).await;
    let line = output.expect_err("it failed");
    assert!(line.contains("AccessDenied (200)") && attempts == 1, "{line}");
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
