//! Responses of S3 that are odd, and that generated operations must read nevertheless.

use aws_operation::{Client, Config, Credentials};
use aws_operation_server_tests::s3::*;
use aws_operation_tests::faults::{Answer, FaultServer, Step};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY, crc32};

fn client(server: &FaultServer) -> Client {
    let config = Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(server.endpoint());
    Client::new(&config.build().expect("it is whole"), S3)
}

fn get() -> GetObject {
    GetObject { bucket: "pets".into(), key: "cat".into(), ..GetObject::default() }
}

#[tokio::test]
async fn expires_may_hold_anything() {
    for expires in ["0", "-1", "Thu, 01 Dec 2094 16:00:00 GMT", "never \u{e9}", "2094-12-01"] {
        let answer = || Step::answer(&Answer::ok("x").header("expires", expires));
        let server = FaultServer::start([answer(), answer()]);
        let s3 = client(&server);
        let got = s3.send(get()).await.unwrap_or_else(|error| panic!("{expires}: {error}"));
        assert_eq!(got.expires.as_deref(), Some(expires));
        let head = HeadObject { bucket: "pets".into(), key: "cat".into(), ..HeadObject::default() };
        let head = s3.send(head).await.unwrap_or_else(|error| panic!("{expires}: {error}"));
        assert_eq!(head.expires.as_deref(), Some(expires));
    }
}

#[tokio::test]
async fn a_checksum_of_other_bytes_than_those_of_the_body_is_not_checked() {
    let name = "x-amz-checksum-crc32";
    let parts = Answer::ok("hello").header(name, &format!("{}-3", crc32(b"parts")));
    let range = Answer::new(206).body("hello").header(name, &crc32(b"hello, and more"));
    let range = range.header("content-range", "bytes 0-4/15");
    for answer in [parts, range] {
        let server = FaultServer::start([Step::answer(&answer)]);
        let body = client(&server).send(get()).await.expect("a head").body;
        assert_eq!(body.collect(usize::MAX).await.expect("it is whole"), &b"hello"[..]);
    }
}

#[tokio::test]
async fn the_location_of_a_bucket_has_no_element_around_it() {
    const XMLNS: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    for (body, location) in [
        (format!("<LocationConstraint {XMLNS}>eu-west-1</LocationConstraint>"), Some("eu-west-1")),
        (format!("<LocationConstraint {XMLNS}>EU</LocationConstraint>"), Some("EU")),
        (format!("<LocationConstraint {XMLNS}/>"), None),
    ] {
        let server = FaultServer::start([Step::answer(&Answer::ok(&body))]);
        let get = GetBucketLocation { bucket: "pets".into(), ..GetBucketLocation::default() };
        let found = client(&server).send(get).await.expect(&body).location_constraint;
        let found = found.map(|location| location.as_str().to_owned());
        assert_eq!(found.filter(|text| !text.is_empty()).as_deref(), location, "{body}");
    }
}
