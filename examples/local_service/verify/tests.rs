//! What botocore signed is let through, and whatever was changed since is not.

use std::time::Duration;

use super::*;

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
            (AUTH, format!("{ALGORITHM} Credential={scope}, {names}, Signature={signature}")),
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
        let value = &mut parts.next().expect("the part is there").1;
        assert!(value.contains(old), "{part} has no {old} to change");
        *value = value.replacen(old, new, 1);
        self
    }

    fn verify(&self, session_token: Option<&str>, now: u64) -> Result<(), Refusal> {
        let parts: Vec<_> = self.0.iter().map(|(name, it)| (*name, &**it)).collect();
        let request = ReceivedRequest {
            method: parts[0].1,
            target: parts[1].1,
            body: parts[2].1.as_bytes(),
            headers: &parts[3..],
        };
        let keys = Keys {
            access_key_id: "AKIALOCALEXAMPLE0001",
            secret_access_key: SECRET,
            session_token,
        };
        verify(&request, "apigateway", &keys, UNIX_EPOCH + Duration::from_secs(now))
    }

    #[track_caller]
    fn refused(&self, code: &str, what: &str) {
        let refusal = self.verify(Some(TOKEN), NOW).expect_err(what);
        let message = refusal.message;
        assert_eq!(refusal.code, code, "{what}: {message}");
        let shows = |hidden| message.contains(hidden);
        let encoded = encode(TOKEN.as_bytes());
        let hidden = [SECRET, TOKEN, &encoded, SIGNATURE];
        assert!(!hidden.into_iter().any(shows), "{what}: {message}");
    }
}

/// Without this, requests of other people's signers would be refused; botocore made these.
#[test]
fn what_botocore_signed_is_accepted() {
    let cases = [
        "/ 8db4b7afc9842e5f5eedb7b1365182b020194a3695a922b796b3dcd4f35913d8",
        "/restapis/a%20b%3Ac//d/./e/../caf%C3%A9/ \
         4de57ec9958358de419e94369a1603625e8cc47c4075bb9f5f5b2c0d7c469d1d",
        "/tags?b=%2F%3D%26%2B&a=two%20words&a=%3A&A=~-_.&bare&empty= \
         25106a9da3d7f622eac7591e883ebd9df28a8b4318b10f8ccacbc0def516e60b",
    ];
    for case in cases {
        let (target, signature) = case.split_once(' ').expect("both are there");
        assert_eq!(Sent::get(target, signature).verify(None, NOW), Ok(()), "{target}");
    }
    assert_eq!(Sent::put().verify(Some(TOKEN), NOW), Ok(()));
}

/// Without this, the example would show that it signs, but not that it signs rightly.
#[test]
fn whatever_was_changed_is_refused() {
    let cases = [
        ("method", "PUT", "POST", INVALID),
        ("target", "a1", "a2", INVALID),
        ("target", "%3A", "/", INVALID),
        ("target", "limit=5", "limit=6", INVALID),
        ("target", "limit=5&", "", INVALID),
        ("target", "?", "?added&", INVALID),
        ("target", "5", &encode(TOKEN.as_bytes()), INVALID),
        ("body", "pet", "cat", INVALID),
        ("body", "}", "} ", INVALID),
        ("Host", "8080", "8081", INVALID),
        ("Content-Type", "json", "xml", INVALID),
        ("X-Amz-Note", "two", "too", INVALID),
        ("X-Amz-Date", "07Z", "08Z", INVALID),
        ("X-Amz-Date", "0304T", "0305T", INVALID),
        ("X-Amz-Date", "07Z", "07", INCOMPLETE),
        ("X-Amz-Security-Token", "==", "=", UNRECOGNIZED),
        (AUTH, "SHA256", "SHA512", INCOMPLETE),
        (AUTH, "0001/", "0002/", UNRECOGNIZED),
        (AUTH, "/20260304", "/20260305", INVALID),
        (AUTH, "eu-central-1", "eu-west-1", INVALID),
        (AUTH, "eu-central-1", "", INVALID),
        (AUTH, "eu-central-1/", "", INCOMPLETE),
        (AUTH, "apigateway", "s3", INVALID),
        (AUTH, "aws4_request", "aws4", INVALID),
        (AUTH, "host;x-amz-date", "x-amz-date;host", INCOMPLETE),
        (AUTH, "token,", "Token,", INVALID),
        (AUTH, "host;", "", INVALID),
        (AUTH, "x-amz-date;", "", INVALID),
        (AUTH, "x-amz-note;", "", INVALID),
        (AUTH, "x-amz-note", "x-amz-nope", INVALID),
        (AUTH, "Signature=b45e", "Signature=b45f", INVALID),
        (AUTH, "Signature=b45e", "Signature=B45E", INVALID),
        (AUTH, "Signature=b45e", "Signature=", INVALID),
        (AUTH, "Signature=", "Signature=, Signature=", INCOMPLETE),
    ];
    for (part, old, new, code) in cases {
        let sent = Sent::put().with(part, old, new);
        sent.refused(code, &format!("{part} with {new} for {old}"));
    }
}

/// Without this, a signature for something else would do: these are right, but not for us.
#[test]
fn what_was_signed_for_another_scope_is_refused() {
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
        let outcome = sent.verify(None, NOW);
        assert_eq!(outcome.map_err(|refusal| refusal.code), Err(INVALID), "{case}");
    }
}

/// Without this, headers that AWS gives a meaning to could be slipped in, or taken out.
#[test]
fn headers_taken_out_or_added_are_refused() {
    let out = [
        (AUTH, MISSING),
        ("Host", INVALID),
        ("Content-Type", INVALID),
        ("X-Amz-Date", INVALID),
        ("X-Amz-Security-Token", INVALID),
    ];
    for (name, code) in out {
        let mut sent = Sent::put();
        sent.0.retain(|part| part.0 != name);
        sent.refused(code, &format!("without {name}"));
    }
    let added = [
        ("x-amz-target", INVALID),
        ("x-amz-note", INVALID),
        ("host", INVALID),
        ("x-amz-date", INCOMPLETE),
        ("authorization", INCOMPLETE),
    ];
    for (name, code) in added {
        let mut sent = Sent::put();
        sent.0.push((name, "a, b".into()));
        sent.refused(code, &format!("with another {name}"));
    }
}

/// Without this, a recorded request could be sent again for ever.
#[test]
fn five_minutes_are_the_limit() {
    for (now, expected) in [
        (NOW - 300, Ok(())),
        (NOW + 300, Ok(())),
        (NOW - 301, Err(INVALID)),
        (NOW + 301, Err(INVALID)),
        (0, Err(INVALID)),
    ] {
        let outcome = Sent::put().verify(Some(TOKEN), now);
        assert_eq!(outcome.map_err(|refusal| refusal.code), expected, "{now}");
    }
    assert_eq!(amz_date(951_868_799), "20000229T235959Z");
    assert_eq!(amz_date(4_107_542_400), "21000301T000000Z");
}

/// Without this, a header cut short could end the thread instead of the request.
#[test]
fn no_part_of_an_authorization_is_enough() {
    let whole = Sent::put().0.swap_remove(6).1;
    for end in 0..whole.len() {
        let sent = Sent::put().with(AUTH, &whole, &whole[..end]);
        let refusal = sent.verify(Some(TOKEN), NOW).expect_err("it is cut short");
        assert!([INCOMPLETE, INVALID].contains(&refusal.code), "{end}");
    }
}

/// Without this, keys that last would be taken for those of a session.
#[test]
fn a_token_is_refused_where_the_keys_have_none() {
    let refusal = Sent::put().verify(None, NOW).expect_err("there is no token");
    assert_eq!(refusal.code, UNRECOGNIZED);
    assert!(!refusal.message.contains(TOKEN), "{}", refusal.message);
}
