//! Signatures that botocore made, and each change of their requests, with the reason of the refusal.

use std::time::{Duration, SystemTime};

use aws_operation::Credentials;
use aws_operation::testing::verify::{Reason, Verifier};
use bytes::Bytes;
use http::Request;

const SECRET: &str = "9/local+Example/Secret/Key0123456789abcd";
const TOKEN: &str = "Local//Session+Token/Example==";
const NOW: u64 = 1_772_600_767; // 20260304T050607Z
const SIGNATURE: &str = "b45e882c272c2343de9ce70e23572a28b59e50b37e28652917b908d260388cf6";
const AUTH: &str = "Authorization";

/// Method, target and body are parts like any header, so that a table can change them all.
struct Sent(Vec<(&'static str, String)>);

impl Sent {
    fn get(target: &str, signature: &str) -> Self {
        let scope = "AKIALOCALEXAMPLE0001/20260304/eu-central-1/apigateway/aws4_request";
        let names = "SignedHeaders=host;x-amz-date";
        let parts = [
            ("method", "GET".into()),
            ("target", target.into()),
            ("body", String::new()),
            ("Host", "127.0.0.1:8080".into()),
            ("User-Agent", "not signed".into()),
            ("X-Amz-Date", "20260304T050607Z".into()),
            (AUTH, format!("AWS4-HMAC-SHA256 Credential={scope}, {names}, Signature={signature}")),
        ];
        Self(parts.into())
    }

    /// With all that a request can have: a body, a session token, a header that came twice.
    fn put() -> Self {
        let names = "content-type;host;x-amz-date;x-amz-note;x-amz-security-token";
        let mut sent = Self::get("/restapis/a1%3A2/tags?limit=5&mode=a%2Fb", SIGNATURE)
            .with("method", "GET", "PUT")
            .with("body", "", r#"{"name":"pet"}"#)
            .with(AUTH, "host;x-amz-date", names);
        sent.0.extend([
            ("Content-Type", "application/json".into()),
            ("X-Amz-Note", "  two   words ".into()),
            ("X-Amz-Note", "again".into()),
            ("X-Amz-Security-Token", TOKEN.into()),
        ]);
        sent
    }

    fn with(mut self, part: &str, old: &str, new: &str) -> Self {
        let mut parts = self.0.iter_mut().filter(|(name, _)| *name == part);
        let value = &mut parts.next().expect("the part exists").1;
        assert!(value.contains(old), "{part} has no {old} to change");
        *value = value.replacen(old, new, 1);
        self
    }

    fn request(&self) -> Request<Bytes> {
        let [method, target, body, headers @ ..] = &self.0[..] else { panic!("parts are missing") };
        let mut request = Request::builder().method(&*method.1).uri(&target.1);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.body(Bytes::from(body.1.clone())).expect("a request")
    }

    fn verify(&self, session_token: Option<&str>, now: u64) -> Result<(), (Reason, String)> {
        let credentials = Credentials::new("AKIALOCALEXAMPLE0001", SECRET);
        let credentials = match session_token {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        };
        let verifier = Verifier::new(credentials)
            .region("eu-central-1")
            .service("apigateway")
            .now(move || SystemTime::UNIX_EPOCH + Duration::from_secs(now));
        let outcome = verifier.verify(&self.request());
        outcome.map(drop).map_err(|error| (error.reason(), error.message().to_owned()))
    }

    #[track_caller]
    fn refused(&self, expected: Reason, what: &str) {
        let (reason, message) = self.verify(Some(TOKEN), NOW).expect_err(what);
        assert_eq!(reason, expected, "{what}: {message}");
        let encoded = TOKEN.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
        for hidden in [SECRET, TOKEN, &encoded, SIGNATURE] {
            assert!(!message.contains(hidden), "{what}: {message}");
        }
    }
}

/// Without this, the requests of other signers would be refused.
#[test]
fn requests_that_botocore_signed_are_accepted() {
    let cases = [
        "/ 8db4b7afc9842e5f5eedb7b1365182b020194a3695a922b796b3dcd4f35913d8",
        "/restapis/a%20b%3Ac//d/./e/../caf%C3%A9/ \
         4de57ec9958358de419e94369a1603625e8cc47c4075bb9f5f5b2c0d7c469d1d",
        "/tags?b=%2F%3D%26%2B&a=two%20words&a=%3A&A=~-_.&bare&empty= \
         25106a9da3d7f622eac7591e883ebd9df28a8b4318b10f8ccacbc0def516e60b",
    ];
    for case in cases {
        let (target, signature) = case.split_once(' ').expect("both exist");
        assert_eq!(Sent::get(target, signature).verify(None, NOW), Ok(()), "{target}");
    }
    assert_eq!(Sent::put().verify(Some(TOKEN), NOW), Ok(()));
}

/// Without this, a test would not notice that the client signs something else than it sends.
#[test]
fn changed_requests_are_refused() {
    let cases = [
        ("method", "PUT", "POST", Reason::Signature),
        ("target", "a1", "a2", Reason::Signature),
        ("target", "%3A", "/", Reason::Signature),
        ("target", "limit=5", "limit=6", Reason::Signature),
        ("target", "limit=5&", "", Reason::Signature),
        ("target", "?", "?added&", Reason::Signature),
        ("target", "5", "Local%2F%2FSession%2BToken%2FExample%3D%3D", Reason::Signature),
        ("body", "pet", "cat", Reason::Signature),
        ("body", "}", "} ", Reason::Signature),
        ("Host", "8080", "8081", Reason::Signature),
        ("Content-Type", "json", "xml", Reason::Signature),
        ("X-Amz-Note", "two", "too", Reason::Signature),
        ("X-Amz-Date", "07Z", "08Z", Reason::Signature),
        ("X-Amz-Date", "0304T", "0305T", Reason::Scope),
        ("X-Amz-Date", "07Z", "07", Reason::MalformedHeader),
        ("X-Amz-Date", "20260304", "20261304", Reason::MalformedHeader),
        ("X-Amz-Date", "050607", "050660", Reason::MalformedHeader),
        ("X-Amz-Security-Token", "==", "=", Reason::SessionToken),
        (AUTH, "SHA256", "SHA512", Reason::MalformedHeader),
        (AUTH, "HMAC", "ECDSA-P256", Reason::MalformedHeader),
        (AUTH, "0001/", "0002/", Reason::AccessKey),
        (AUTH, "/20260304", "/20260305", Reason::Scope),
        (AUTH, "eu-central-1", "eu-west-1", Reason::Scope),
        (AUTH, "eu-central-1", "", Reason::MalformedHeader),
        (AUTH, "eu-central-1/", "", Reason::MalformedHeader),
        (AUTH, "apigateway", "s3", Reason::Scope),
        (AUTH, "aws4_request", "aws4", Reason::MalformedHeader),
        (AUTH, "host;x-amz-date", "x-amz-date;host", Reason::MalformedHeader),
        (AUTH, "token,", "Token,", Reason::MalformedHeader),
        (AUTH, "host;", "", Reason::Header),
        (AUTH, "x-amz-date;", "", Reason::Header),
        (AUTH, "x-amz-note;", "", Reason::Header),
        (AUTH, "content-type;", "", Reason::Signature),
        (AUTH, "x-amz-note", "x-amz-nope", Reason::Header),
        (AUTH, "Signature=b45e", "Signature=b45f", Reason::Signature),
        (AUTH, "Signature=b45e", "Signature=B45E", Reason::Signature),
        (AUTH, "Signature=b45e", "Signature=b45", Reason::Signature),
        (AUTH, "Signature=b45e", "Signature=", Reason::Signature),
        (AUTH, "Signature=", "Signature=, Signature=", Reason::MalformedHeader),
    ];
    for (part, old, new, reason) in cases {
        let sent = Sent::put().with(part, old, new);
        sent.refused(reason, &format!("{part} with {new} for {old}"));
    }
}

/// Without this, a signature for something else would be enough: these are right, but for another scope.
#[test]
fn requests_that_were_signed_for_another_scope_are_refused() {
    let cases = [
        "apigateway execute-api 1b24061a447704de34fd79f7b31c53cdc556965a240e242669b07303af912886",
        "aws4 aws5 b9267f2a3334fd68ad91a82466b62344feb8ab4c55edc80fac4808a8446a037b",
        "20260304 20260303 1c5f726cee7d4602a58206588a567c540b6cbc14dc5afa7d62706787db98110e",
        "eu-central-1  627457cb6139024ce0b7f0fce8199a26ae2275c938294f62ad4e151362d1d44e",
        "host;  74361309e293ed763675cb7c8ace28d885e0e3c011a8e4ca66a50c9724bb163b",
        ";x-amz-date  d3a94366eae9caef89d4aeb0ddf7dcc4398ee2d6772a98997aec6e52013e22f5",
    ];
    for case in cases {
        let parts: Vec<&str> = case.split(' ').collect();
        let sent = Sent::get("/", parts[2]).with(AUTH, parts[0], parts[1]);
        let (reason, message) = sent.verify(None, NOW).expect_err(case);
        let expected = [Reason::Scope, Reason::Header, Reason::MalformedHeader];
        assert!(expected.contains(&reason), "{case}: {message}");
    }
}

/// Without this, headers that AWS gives a meaning to could be added or removed.
#[test]
fn requests_with_headers_removed_or_added_are_refused() {
    let removed = [
        (AUTH, Reason::Unsigned),
        ("Host", Reason::Header),
        ("Content-Type", Reason::Header),
        ("X-Amz-Date", Reason::MalformedHeader),
        ("X-Amz-Security-Token", Reason::Header),
    ];
    for (name, reason) in removed {
        let mut sent = Sent::put();
        sent.0.retain(|part| part.0 != name);
        sent.refused(reason, &format!("without {name}"));
    }
    let added = [
        ("x-amz-target", Reason::Header),
        ("x-amz-note", Reason::Signature),
        ("host", Reason::Signature),
        ("x-amz-date", Reason::MalformedHeader),
        ("authorization", Reason::MalformedHeader),
        ("x-amz-content-sha256", Reason::Header),
    ];
    for (name, reason) in added {
        let mut sent = Sent::put();
        sent.0.push((name, "a, b".into()));
        sent.refused(reason, &format!("with another {name}"));
    }
}

/// Without this, a test would pass although the client's clock is wrong.
#[test]
fn the_clocks_can_differ_by_15_minutes() {
    for (now, expected) in [
        (NOW - 900, Ok(())),
        (NOW + 900, Ok(())),
        (NOW - 901, Err(Reason::Clock)),
        (NOW + 901, Err(Reason::Clock)),
        (0, Err(Reason::Clock)),
    ] {
        let outcome = Sent::put().verify(Some(TOKEN), now);
        assert_eq!(outcome.map_err(|(reason, _)| reason), expected, "{now}");
    }
}

/// Without this, malformed input could end the thread instead of the request.
#[test]
fn a_part_of_an_authorization_is_refused() {
    let whole = Sent::put().0.swap_remove(6).1;
    for end in 0..whole.len() {
        let sent = Sent::put().with(AUTH, &whole, &whole[..end]);
        let (reason, _) = sent.verify(Some(TOKEN), NOW).expect_err("it is cut");
        let expected = [Reason::MalformedHeader, Reason::Header, Reason::Signature];
        assert!(expected.contains(&reason), "{end}: {reason:?}");
    }
}

/// Without this, the difference between long-term and temporary credentials would not be noticed.
#[test]
fn a_session_token_is_refused_if_the_credentials_have_none() {
    let (reason, message) = Sent::put().verify(None, NOW).expect_err("there is no token");
    assert_eq!(reason, Reason::SessionToken);
    assert!(!message.contains(TOKEN), "{message}");
}
