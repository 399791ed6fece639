//! Any request, presigned: a URL that a plain client can send, and that a server comes to as well.
#![no_main]

use std::time::{Duration, SystemTime};

use arbitrary::Arbitrary;
use aws_operation::sigv4::{self, MAX_EXPIRES_IN, Payload, Presigned};
use aws_operation_fuzz::line;
use aws_operation_fuzz::request::{self, AnyRequest};
use aws_operation_fuzz::server;
use aws_operation_fuzz::signing::{AnySigning, SESSION_TOKEN, check_explanation};
use http::{Request, Uri};
use libfuzzer_sys::{Corpus, fuzz_target};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    request: AnyRequest<'a>,
    signing: AnySigning<'a>,
    expires_in: AnyDuration,
    /// When the credentials die: so many seconds after the signature.
    expiration: Option<i32>,
}

#[derive(Debug, Arbitrary)]
enum AnyDuration {
    Usual,
    Seconds(u32),
    Any(u64, u32),
}

impl AnyDuration {
    fn duration(&self) -> Duration {
        match *self {
            Self::Usual => Duration::from_secs(900),
            Self::Seconds(seconds) => Duration::from_secs(seconds.into()),
            Self::Any(seconds, nanos) => Duration::new(seconds, nanos % 1_000_000_000),
        }
    }
}

fuzz_target!(|input: Input<'_>| -> Corpus {
    let Input { request, signing, expires_in, expiration } = input;
    let (Some(request), Some(time)) = (request.build(), signing.time()) else {
        return Corpus::Reject;
    };
    let expires_in = expires_in.duration();
    let expiration = expiration.and_then(|seconds| match u64::try_from(seconds) {
        Ok(after) => time.checked_add(Duration::from_secs(after)),
        Err(_) => time.checked_sub(Duration::from_secs(seconds.unsigned_abs().into())),
    });
    let credentials = match expiration {
        Some(expiration) => signing.credentials().with_expiration(expiration),
        None => signing.credentials(),
    };
    let (payload, params) = (signing.payload(), signing.params(&credentials, time));

    let presigned = sigv4::presign(&request, payload, expires_in, &params);
    let explanation = sigv4::explain_presigned(&request, payload, expires_in, &params);
    let is_possible = expires_in.as_secs() > 0
        && expires_in <= MAX_EXPIRES_IN
        && matches!(payload, Payload::Bytes(_) | Payload::Sha256(_) | Payload::Unsigned);
    let presigned = match presigned {
        Ok(presigned) => presigned,
        Err(error) => {
            line::check("the error", &error.to_string());
            assert_eq!(Some(error), explanation.err());
            return Corpus::Keep;
        }
    };
    assert!(is_possible, "{expires_in:?} of {payload:?}");
    let explanation = explanation.expect("what can be presigned can be explained");
    if let Some(other) = request::reordered(&request) {
        let other = sigv4::presign(&other, payload, expires_in, &params);
        let other = other.expect("it was presigned in another order");
        assert_eq!(signature(presigned.url()).1, signature(other.url()).1);
    }

    // What a client sends that knows nothing of signatures.
    let uri: Uri = presigned.url().parse().expect("a presigned URL is a URL");
    let mut received = Request::new(());
    *received.method_mut() = presigned.method().clone();
    *received.headers_mut() = presigned.headers().clone();
    let Some(host) = server::host(&uri) else {
        assert!(server::host(request.uri()).is_none(), "a URL without a host: {uri}");
        return Corpus::Keep;
    };
    assert!(!presigned.headers().contains_key("host"));
    received.headers_mut().insert("host", host.parse().expect("a host is a header"));
    *received.uri_mut() = uri;

    // The server takes it apart.
    let (before, signature) = signature(presigned.url());
    let (_, mut query) = before.split_once('?').expect("it has a query");
    let settings = signing.settings();
    let mut token = None;
    if settings.omit_session_token && signing.session_token().is_some() {
        let (rest, value) = query.split_once("&X-Amz-Security-Token=").expect("a token");
        (query, token) = (rest, Some(value));
    }
    let parameter = |name: &str| {
        let prefix = format!("{name}=");
        let mut values = query.split('&').filter_map(|pair| pair.strip_prefix(&*prefix));
        let value = values
            .next()
            .map(|value| String::from_utf8(server::decode(value)).expect("what we write is UTF-8"));
        assert!(values.next().is_none(), "{name} is there twice: {query}");
        value
    };
    let date = parameter("X-Amz-Date").expect("a date");
    let known = signing.known(&date);
    let hash = server::payload_hash(payload);
    let (canonical, names) = server::canonical_request(&received, query, None, &hash, settings);
    assert_eq!(parameter("X-Amz-Algorithm").as_deref(), Some("AWS4-HMAC-SHA256"));
    assert_eq!(
        parameter("X-Amz-Credential"),
        Some(format!("{}/{}", signing.access_key_id(), known.scope()))
    );
    assert_eq!(parameter("X-Amz-Expires"), Some(expires_in.as_secs().to_string()));
    assert_eq!(parameter("X-Amz-SignedHeaders"), Some(names));
    let token = match token {
        Some(token) => Some(String::from_utf8(server::decode(token)).expect("a token is text")),
        None => parameter("X-Amz-Security-Token"),
    };
    assert_eq!(token.as_deref(), signing.session_token());
    assert_eq!(signature, known.of_request(&canonical), "{}", String::from_utf8_lossy(&canonical));

    check_explanation(&explanation, &canonical, signature, &signing, known);
    check_expiry(&presigned, &date, expires_in, expiration);
    let debug = format!("{presigned:?}");
    assert!(!debug.contains(signature) && !debug.contains(SESSION_TOKEN), "{debug}");
    Corpus::Keep
});

/// A URL before its signature, and the signature.
fn signature(url: &str) -> (&str, &str) {
    url.rsplit_once("&X-Amz-Signature=").expect("a URL ends with its signature")
}

/// The server refuses it from `X-Amz-Date` plus `X-Amz-Expires`, or when the credentials die.
fn check_expiry(
    presigned: &Presigned,
    date: &str,
    expires_in: Duration,
    expiration: Option<SystemTime>,
) {
    let (day, rest) = date.split_at(8);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &day[..4],
        &day[4..6],
        &day[6..],
        &rest[1..3],
        &rest[3..5],
        &rest[5..7]
    );
    let signed: aws_operation::Timestamp = text.parse().expect("a date is a date");
    let by_url = SystemTime::from(signed) + Duration::from_secs(expires_in.as_secs());
    let refused = expiration.map_or(by_url, |expiration| expiration.min(by_url));
    assert_eq!(presigned.expires(), refused);
    assert_eq!(presigned.warning().is_some(), refused < by_url);
    line::check("the warning", presigned.warning().unwrap_or_default());
}
