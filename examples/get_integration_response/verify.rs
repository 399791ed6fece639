//! Verifies the AWS Signature Version 4 of a received request, by AWS's description alone.
//!
//! It shares no code with the signer of `aws-operation`: where the two agree, both follow
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SERVICE: &str = "apigateway";
const TERMINATOR: &str = "aws4_request";
const TOLERANCE_SECONDS: u64 = 5 * 60;
/// All but the characters that AWS leaves as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const INCOMPLETE: &str = "IncompleteSignatureException";
const INVALID: &str = "InvalidSignatureException";
const MISSING: &str = "MissingAuthenticationTokenException";
const UNRECOGNIZED: &str = "UnrecognizedClientException";

/// The one set of keys whose signatures are accepted.
#[derive(Clone, Copy)]
pub struct Keys<'a> {
    pub access_key_id: &'a str,
    pub secret_access_key: &'a str,
    pub session_token: Option<&'a str>,
}

/// A request as it stood on the wire.
pub struct ReceivedRequest<'a> {
    pub method: &'a str,
    /// Path and query, still percent-encoded.
    pub target: &'a str,
    /// Names and values in the order received.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

/// Why a request was refused: the code of an AWS error, and what the sender can do about it.
///
/// No message holds the secret key, the session token or the signature that would have been right.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub message: String,
}

/// Accepts a request that was signed with `keys` within five minutes of `now`.
pub fn verify(
    request: &ReceivedRequest<'_>,
    keys: &Keys<'_>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let headers = canonical_headers(request.headers);
    let header = |name| headers.get(name).map(String::as_str);
    let missing = || refusal(MISSING, "Missing Authentication Token");
    let claim = Claim::parse(header("authorization").ok_or_else(missing)?)?;
    let time = header("x-amz-date").unwrap_or_default();

    check_signed_headers(&headers, &claim.signed_headers)?;
    check_keys(claim.access_key_id, header("x-amz-security-token"), keys)?;
    check_scope(claim.scope, time)?;
    check_clock(time, now)?;
    let canonical = canonical_request(request, &headers, &claim.signed_headers);
    check_signature(&claim, time, &canonical, keys)
}

/// What the Authorization header says.
struct Claim<'a> {
    access_key_id: &'a str,
    /// Day, region, service and terminator.
    scope: [&'a str; 4],
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    fn parse(header: &'a str) -> Result<Self, Refusal> {
        let form = "Credential=ID/DAY/REGION/SERVICE/aws4_request, SignedHeaders=…, Signature=…";
        let message = format!("the Authorization header must be `{ALGORITHM} {form}`");
        Self::parts(header).ok_or_else(|| refusal(INCOMPLETE, message))
    }

    fn parts(header: &'a str) -> Option<Self> {
        let parameters = header.strip_prefix(ALGORITHM)?.strip_prefix(' ')?;
        let parameters: Vec<&str> = parameters.split(',').map(str::trim).collect();
        let find = |name| parameters.iter().find_map(|item| item.strip_prefix(name));
        let (access_key_id, scope) = find("Credential=")?.split_once('/')?;
        let claim = Self {
            access_key_id,
            scope: scope.split('/').collect::<Vec<_>>().try_into().ok()?,
            signed_headers: find("SignedHeaders=")?.split(';').collect(),
            signature: find("Signature=")?,
        };
        (parameters.len() == 3).then_some(claim)
    }
}

/// The host and all that AWS gives a meaning to must be signed; what is signed must be there.
fn check_signed_headers(headers: &Headers, signed: &[&str]) -> Result<(), Refusal> {
    let message = "`SignedHeaders` must list each name once, in lowercase and sorted";
    require(signed.is_sorted_by(|a, b| a < b), INCOMPLETE, message)?;
    let special = headers.keys().filter(|name| name.starts_with("x-amz-"));
    for name in special.map(String::as_str).chain(["host", "x-amz-date"]) {
        let message = format!("the header `{name}` is not signed; add it to `SignedHeaders`");
        require(signed.contains(&name), INVALID, message)?;
    }
    for &name in signed {
        let message = format!("`SignedHeaders` has `{name}`, but this request has no such header");
        require(headers.contains_key(name), INVALID, message)?;
    }
    Ok(())
}

fn check_keys(id: &str, token: Option<&str>, keys: &Keys<'_>) -> Result<(), Refusal> {
    let message = "the access key id in `Credential` is not known here";
    require(id == keys.access_key_id, UNRECOGNIZED, message)?;
    let message = match keys.session_token {
        Some(_) => "`X-Amz-Security-Token` must be the session token of these keys",
        None => "these keys have no session token; leave `X-Amz-Security-Token` out",
    };
    // Digests, so that the time this takes tells nothing about the token.
    let digest = |token: &str| sha256_hex(token.as_bytes());
    let is_ours = token.map(digest) == keys.session_token.map(digest);
    require(is_ours, UNRECOGNIZED, message)
}

fn check_scope(scope: [&str; 4], time: &str) -> Result<(), Refusal> {
    let [day, region, service, terminator] = scope;
    let is_ours = !region.is_empty() && service == SERVICE && terminator == TERMINATOR;
    let message = format!("`Credential` must be scoped to `DAY/REGION/{SERVICE}/{TERMINATOR}`");
    require(is_ours, INVALID, message)?;
    let message = format!("`Credential` is of the day `{day}`, but `X-Amz-Date` is `{time}`");
    require(time.split('T').next() == Some(day), INVALID, message)
}

/// Compares times as text: those of the form `YYYYMMDDTHHMMSSZ` are in order when their text is.
fn check_clock(sent: &str, now: SystemTime) -> Result<(), Refusal> {
    let shape = sent.replace(|c: char| c.is_ascii_digit(), "0");
    let message = format!("`X-Amz-Date` is `{sent}`; it must have the form YYYYMMDDTHHMMSSZ");
    require(shape == "00000000T000000Z", INCOMPLETE, message)?;
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let earliest = amz_date(now.saturating_sub(TOLERANCE_SECONDS));
    let message = format!("Signature expired: {sent} is before {earliest}; compare the clocks");
    require(sent >= &*earliest, INVALID, message)?;
    let latest = amz_date(now.saturating_add(TOLERANCE_SECONDS));
    let message = format!("Signature not yet current: {sent} is after {latest}; set the clock");
    require(sent <= &*latest, INVALID, message)
}

fn check_signature(
    claim: &Claim<'_>,
    time: &str,
    canonical: &str,
    keys: &Keys<'_>,
) -> Result<(), Refusal> {
    let hash = sha256_hex(canonical.as_bytes());
    let string_to_sign = format!("{ALGORITHM}\n{time}\n{}\n{hash}", claim.scope.join("/"));
    let secret = format!("AWS4{}", keys.secret_access_key);
    let mut key = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
    for part in claim.scope {
        let derived = hmac::sign(&key, part.as_bytes());
        key = hmac::Key::new(HMAC_SHA256, derived.as_ref());
    }
    let expected = hex(hmac::sign(&key, string_to_sign.as_bytes()).as_ref());
    // In constant time: equal texts have equal HMACs, and these are compared so.
    let sent = hmac::sign(&key, claim.signature.as_bytes());
    let outcome = hmac::verify(&key, expected.as_bytes(), sent.as_ref());

    let mut shown = canonical.to_owned();
    if let Some(token) = keys.session_token {
        shown = shown.replace(token, "(hidden)");
        shown = shown.replace(&encode(token.as_bytes()), "(hidden)");
    }
    let advice = "check the secret access key, and compare what you signed with what came";
    let message = format!("the signature is not that of this request; {advice}:\n{shown}");
    require(outcome.is_ok(), INVALID, message)
}

fn canonical_request(request: &ReceivedRequest<'_>, headers: &Headers, signed: &[&str]) -> String {
    let mut target = request.target.splitn(2, '?');
    let path = canonical_path(target.next().unwrap_or_default());
    let query = canonical_query(target.next().unwrap_or_default());
    let line = |(name, value)| format!("{name}:{value}\n");
    let signed_headers = headers.iter().filter(|(name, _)| signed.contains(&&***name));
    let lines: String = signed_headers.map(line).collect();
    let (method, names, body) = (request.method, signed.join(";"), sha256_hex(request.body));
    format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body}")
}

/// Without dot segments and empty ones, and encoded a second time: on the wire was the first.
fn canonical_path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(encode(segment.as_bytes())),
        }
    }
    let is_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if is_folder {
        segments.push(String::new());
    }
    format!("/{}", segments.join("/"))
}

/// Decoded and encoded anew, so that it matters nothing which characters the sender left bare.
fn canonical_query(query: &str) -> String {
    let anew = |text| encode(&Cow::from(percent_decode_str(text)));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut pairs: Vec<_> = pairs.map(|(key, value)| [anew(key), anew(value)]).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|pair| pair.join("=")).collect();
    pairs.join("&")
}

/// By lowercase name: values trimmed, with single spaces, and joined where a name came twice.
type Headers = BTreeMap<String, String>;

fn canonical_headers(received: &[(&str, &str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in received {
        let words = value.trim_matches([' ', '\t']).split(' ').filter(|word| !word.is_empty());
        let value = words.collect::<Vec<_>>().join(" ");
        let entry = headers.entry(name.to_ascii_lowercase());
        entry.and_modify(|earlier| *earlier += &format!(",{value}")).or_insert(value);
    }
    headers
}

fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED).to_string()
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970 as `YYYYMMDDTHHMMSSZ`, by Howard Hinnant's `civil_from_days`.
fn amz_date(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468; // since 1 March of the year 0
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100); // of a year that begins in March
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = 400 * era + year + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

fn refusal(code: &'static str, message: impl Into<String>) -> Refusal {
    let message = message.into();
    Refusal { code, message }
}

fn require(holds: bool, code: &'static str, message: impl Into<String>) -> Result<(), Refusal> {
    let refusal = || refusal(code, message);
    holds.then_some(()).ok_or_else(refusal)
}

#[cfg(test)]
mod tests {
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
            verify(&request, &keys, UNIX_EPOCH + Duration::from_secs(now))
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
}
