//! Presigned URLs, the hash of the payload, and the message of a wrong signature.

use std::time::{Duration, SystemTime};

use aws_operation::testing::verify::{Reason, Verifier};
use aws_operation::{Credentials, sigv4};
use bytes::Bytes;
use http::Request;

const SECRET: &str = "9/local+Example/Secret/Key0123456789abcd";
const TOKEN: &str = "Local//Session+Token/Example==";
const NOW: u64 = 1_772_600_767; // 20260304T050607Z

/// Without this, an expired URL would seem to be valid, or one for a week would not.
#[test]
fn presigned_urls_are_accepted_until_they_expire() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let credentials = Credentials::new("AKID", SECRET).with_session_token(TOKEN);
    let params = sigv4::SigningParams::new(&credentials, "eu-west-1", "s3", at(NOW));
    let params = params.with_settings(sigv4::Settings::S3);
    let uri = "https://bucket.s3.eu-west-1.amazonaws.com/a%20b?versionId=1";
    let request = Request::get(uri).body(()).expect("a request");
    let payload = sigv4::Payload::Unsigned;
    let url = sigv4::presign(&request, payload, Duration::from_secs(60), &params).expect("a URL");
    let request = |url: &str| Request::get(url).body(Bytes::new()).expect("a request");
    let verify = |now, url: &str| {
        let verifier = Verifier::new(credentials.clone()).now(move || at(now));
        verifier.verify(&request(url)).map(drop).map_err(|error| (error.code(), error.reason()))
    };
    let url = url.url();
    assert_eq!(verify(NOW, url), Ok(()));
    assert_eq!(verify(NOW + 60, url), Ok(()));
    assert_eq!(verify(NOW + 61, url), Err(("AccessDenied", Reason::Expired)));
    assert_eq!(verify(NOW - 901, url), Err(("RequestTimeTooSkewed", Reason::Clock)));
    let malformed = Err(("AuthorizationQueryParametersError", Reason::MalformedUrl));
    for (old, new, expected) in [
        ("Expires=60", "Expires=61", Err(("SignatureDoesNotMatch", Reason::Signature))),
        ("Expires=60", "Expires=0", malformed),
        ("Expires=60", "Expires=604801", malformed),
        ("Expires=60", "Expires=a", malformed),
        ("X-Amz-Expires=60&", "", malformed),
        ("SignedHeaders=host", "SignedHeaders=Host", malformed),
        ("SignedHeaders=host", "SignedHeaders=", Err(("AccessDenied", Reason::Header))),
        ("X-Amz-Date=", "X-Amz-Date=20260304T050607Z&X-Amz-Date=", malformed),
        (
            "Security-Token=Local",
            "Security-Token=Other",
            Err(("InvalidToken", Reason::SessionToken)),
        ),
        ("versionId=1", "versionId=2", Err(("SignatureDoesNotMatch", Reason::Signature))),
    ] {
        assert!(url.contains(old), "{url} has no {old}");
        assert_eq!(verify(NOW, &url.replace(old, new)), expected, "{old} as {new}");
    }
}

/// Without this, a body that was changed after its hash was sent would be accepted.
#[test]
fn the_sent_hash_must_be_that_of_the_body() {
    let credentials = Credentials::new("AKID", SECRET);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let params = sigv4::SigningParams::new(&credentials, "eu-west-1", "s3", now);
    let params = params.with_settings(sigv4::Settings::S3);
    let mut request = Request::put("https://bucket.example.com/key").body("object").expect("valid");
    sigv4::sign(&mut request, sigv4::Payload::Bytes(b"object"), &params).expect("it is signed");
    let verify = |body: &'static str, hash: Option<&str>| {
        let mut request = request.clone().map(|_| Bytes::from(body));
        match hash {
            Some("") => drop(request.headers_mut().remove("x-amz-content-sha256")),
            Some(hash) => {
                let hash = hash.parse().expect("a header value");
                request.headers_mut().insert("x-amz-content-sha256", hash);
            }
            None => {}
        }
        let verifier = Verifier::new(credentials.clone()).now(move || now);
        verifier.verify(&request).map(drop).map_err(|error| (error.code(), error.reason()))
    };
    assert_eq!(verify("object", None), Ok(()));
    let mismatch = Err(("XAmzContentSHA256Mismatch", Reason::PayloadHash));
    assert_eq!(verify("abject", None), mismatch);
    let signature = Err(("SignatureDoesNotMatch", Reason::Signature));
    assert_eq!(verify("object", Some("UNSIGNED-PAYLOAD")), signature);
    let malformed = Err(("AuthorizationHeaderMalformed", Reason::MalformedHeader));
    assert_eq!(verify("object", Some("anything")), malformed);
    assert_eq!(verify("object", Some("")), Err(("AccessDenied", Reason::Header)));
}

/// Without this, the message would not help to find common mistakes.
#[test]
fn the_message_names_common_mistakes() {
    let credentials = Credentials::new("AKID", SECRET);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let message = |service: &str, settings: sigv4::Settings, payload: sigv4::Payload<'_>| {
        let params = sigv4::SigningParams::new(&credentials, "eu-west-1", service, now);
        let mut request =
            Request::put("https://example.com/a//b%20c").body("{}").expect("a request");
        sigv4::sign(&mut request, payload, &params.with_settings(settings)).expect("it is signed");
        let request = request.map(Bytes::from);
        let refused = Verifier::new(credentials.clone()).now(move || now).verify(&request);
        refused.expect_err("it is signed differently").message().to_owned()
    };
    let mut once = sigv4::Settings::default();
    once.double_encode_path = false;
    let mut twice = sigv4::Settings::S3;
    twice.double_encode_path = true;
    let mut kept = sigv4::Settings::default();
    kept.normalize_path = false;
    let mut s3_default = sigv4::Settings::default();
    s3_default.content_sha256_header = true;
    let body = sigv4::Payload::Bytes(b"{}");
    for (service, settings, payload, mistake) in [
        ("lambda", once, body, "the signer encoded the path once."),
        ("s3", twice, body, "the signer encoded the path twice."),
        ("lambda", kept, body, "the signer kept empty and dot segments of the path."),
        ("s3", s3_default, body, "encoded the path twice, and the signer removed empty"),
        ("lambda", sigv4::Settings::default(), sigv4::Payload::Bytes(b""), "is for an empty body."),
    ] {
        let message = message(service, settings, payload);
        assert!(message.contains(mistake), "{mistake}: {message}");
        assert!(message.contains("PUT\n/a/"), "{message}");
    }
}
