//! What fuzzing found, and reading what was fuzzed: odd requests, and answers that would print as more
//! than a line.
use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Payload, Settings, SignError, SigningParams, tokens};
use aws_operation::{Credentials, Failure, ServiceError, aws_error, aws_operation, decode};

const NOW: SystemTime = SystemTime::UNIX_EPOCH;
const LIFE: Duration = Duration::from_secs(900);
fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret")
}
fn is_line(text: &str) -> bool {
    text.len() <= 4096 && !text.chars().any(char::is_control)
}

#[aws_operation(method = "GET", uri = "/", error = GetError)]
struct Get {}
#[aws_error]
#[derive(Debug)]
enum GetError {
    NotFoundException { message: Option<String> },
    Other(ServiceError),
}

fn failure(code: &str, message: &str) -> (GetError, Box<ServiceError>) {
    let body = serde_json::json!({"code": code, "message": message}).to_string();
    let response = http::Response::builder().status(404).body(body.into()).expect("a response");
    match decode::<Get>(&response) {
        Err(Failure::Service(typed, raw)) => (typed, raw),
        _ => panic!("an error is none"),
    }
}

#[test]
fn a_code_with_a_line_break_prints_one_line() {
    let (_, raw) = failure("A\n2026-01-01 forged line", "m");
    assert!(is_line(&raw.to_string()), "{raw}");
}
#[test]
fn a_message_with_control_characters_prints_without_them() {
    let (_, raw) = failure("A", "\u{1b}[2Jgone\u{7f}\u{9b}");
    assert!(is_line(&raw.to_string()), "{raw}");
}
#[test]
fn a_long_code_or_message_is_cut() {
    let long = "x".repeat(1 << 20);
    assert!(is_line(&failure("A", &long).1.to_string()));
    assert!(is_line(&failure(&long, "m").1.to_string()));
}
#[test]
fn a_typed_error_prints_one_line_too() {
    let (typed, _) = failure("NotFoundException", "a\nforged line\u{1b}[2J");
    assert!(is_line(&typed.to_string()), "{typed}");
    let (typed, _) = failure("NotFoundException", &"x".repeat(1 << 20));
    assert!(is_line(&typed.to_string()));
}
#[test]
fn an_unknown_field_prints_one_line() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(default, rename = "a")]
        _a: Option<i32>,
    }
    #[aws_operation(method = "GET", uri = "/", output = Strict)]
    struct GetStrict {}
    let response = http::Response::new("{\"b\\nforged\": 1}".into());
    match decode::<GetStrict>(&response) {
        Err(Failure::Decode(error)) => assert!(is_line(&error.to_string()), "{error}"),
        other => panic!("{:?}", other.is_ok()),
    }
}
#[test]
fn a_host_header_that_the_url_has_not_is_refused() {
    let credentials = credentials();
    let params = SigningParams::new(&credentials, "us-east-1", "service", NOW);
    for (uri, host) in [
        ("https://example.com/", ""),
        ("https://example.com/", "example.com:443"),
        ("/path", "Example.com"),
        ("/path", "a b"),
        ("/path", "example.com/a?b="),
        ("/path", "user@example.com"),
        ("example.com:443", "example.com:443"),
    ] {
        let request = http::Request::get(uri).header("host", host).body(()).expect("a request");
        let url = sigv4::presign(&request, Payload::Unsigned, LIFE, &params);
        assert!(url.is_err(), "{uri} {host:?}: {}", url.expect("it is there").url());
    }
    let twice = http::Request::get("https://example.com/")
        .header("host", "example.com")
        .header("host", "example.com")
        .body(())
        .expect("a request");
    assert!(sigv4::presign(&twice, Payload::Unsigned, LIFE, &params).is_err());
}
#[test]
fn two_preset_hashes_are_refused() {
    let credentials = credentials();
    let params =
        SigningParams::new(&credentials, "us-east-1", "s3", NOW).with_settings(Settings::S3);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut request = http::Request::get("https://example.com/")
        .header("x-amz-content-sha256", "other")
        .header("x-amz-content-sha256", empty)
        .body(())
        .expect("a request");
    let signed = sigv4::sign(&mut request, Payload::Bytes(b""), &params);
    assert_eq!(signed.err(), Some(SignError::Preset("x-amz-content-sha256")));
}
#[test]
fn no_length_panics() {
    sigv4::encoded_length(u64::MAX, 1);
    sigv4::encoded_length(u64::MAX, u64::MAX);
}
#[test]
fn a_full_header_map_does_not_panic() {
    let credentials = credentials();
    let params = SigningParams::new(&credentials, "us-east-1", "service", NOW);
    let mut request = http::Request::get("https://example.com/").body(()).expect("a request");
    for number in 0..24_573 {
        let name = http::HeaderName::try_from(format!("x-{number}")).expect("a name");
        request.headers_mut().append(name, http::HeaderValue::from_static("v"));
    }
    let _ = sigv4::sign(&mut request, Payload::Bytes(b""), &params);
}
#[test]
fn a_region_that_would_change_the_host_is_refused() {
    let credentials = credentials();
    let region = "x@attacker.example:443/#";
    assert!(tokens::caller_identity(&credentials, region, &[], LIFE, NOW).is_err());
    assert!(tokens::eks(&credentials, region, "cluster", NOW).is_err());
    for host in ["a/b?c=", "user@example.com", "example.com:1/"] {
        assert!(tokens::rds(&credentials, "eu-west-1", host, 3306, "app", NOW).is_err(), "{host}");
        let dsql = tokens::dsql(&credentials, "eu-west-1", host, true, LIFE, NOW);
        assert!(dsql.is_err(), "{host}");
    }
}
#[test]
fn what_cannot_be_signed_cannot_be_explained() {
    let credentials = Credentials::new("AKID\nEXAMPLE", "secret");
    let params = SigningParams::new(&credentials, "us-east-1", "service", NOW);
    let mut request = http::Request::get("https://example.com/").body(()).expect("a request");
    let explained = sigv4::explain(&request, Payload::Bytes(b""), &params).err();
    assert_eq!(explained, sigv4::sign(&mut request, Payload::Bytes(b""), &params).err());
}
#[test]
fn a_region_with_a_line_break_is_not_called_an_access_key_id() {
    let credentials = credentials();
    let params = SigningParams::new(&credentials, "us-east-1\n", "service", NOW);
    let mut request = http::Request::get("https://example.com/").body(()).expect("a request");
    let error = sigv4::sign(&mut request, Payload::Bytes(b""), &params).expect_err("no header");
    assert!(!error.to_string().contains("access key id"), "{error}");
}
