//! Random requests, including some that no user would send.

use super::case::{Case, PayloadKind};
use crate::random::Random;

/// The inputs that a peer supports. Other inputs cannot be compared.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// Header values that are not ASCII, and escapes in a query that are not UTF-8.
    pub beyond_text: bool,
    /// In presigned requests: a body, names that occur twice, and escapes that are not UTF-8.
    pub whole_presign: bool,
    /// Any combination of settings, not only those of S3 and those of all other services.
    pub any_settings: bool,
}

const METHODS: [&str; 7] = ["GET", "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"];

const AUTHORITIES: [(&str, &str); 10] = [
    ("https", "example.amazonaws.com"),
    ("https", "abc.execute-api.eu-west-1.amazonaws.com"),
    ("https", "Example.AmazonAWS.com"),
    ("https", "example.com:443"),
    ("https", "example.com:80"),
    ("https", "localhost:8443"),
    ("https", "[2001:db8::1]"),
    ("https", "[::1]:8443"),
    ("http", "127.0.0.1:80"),
    ("http", "localhost:8080"),
];

const SEGMENTS: [&str; 24] = [
    "",
    "",
    ".",
    ".",
    "..",
    "..",
    "...",
    ".well-known",
    "a",
    "restapis",
    "-._~",
    "%20",
    "%2F",
    "%2f.%2F",
    "%2E",
    "%2e%2E",
    "100%25",
    "model%3A0",
    "model:0",
    "$default",
    "!$&'()*+,;=:@",
    "%E1%88%B4",
    "%e1%88%b4",
    "\u{1234}",
];

/// Parts of names and values of query parameters.
const WORDS: [&str; 24] = [
    "",
    "a",
    "a",
    "A",
    "b",
    "a-b",
    "a.b",
    "Action",
    "mode",
    "limit",
    "0",
    "-._~",
    "%20",
    "%2F",
    "%2f",
    "%7E",
    "%25",
    "%2B",
    "/?:@",
    "!$'()*,;",
    "{}",
    "%E1%88%B4",
    "\u{1234}",
    "a%00b",
];

const NAMES: [&str; 16] = [
    "X-Custom",
    "x-custom",
    "My-Header1",
    "my-header1",
    "My-Header",
    "Content-Type",
    "Accept",
    "Cookie",
    "Range",
    "Content-MD5",
    "X-Amz-Target",
    "x-amz-acl",
    "x-amz-meta-Name",
    "X-Amz-Meta-name",
    "x-amz-decoded-content-length",
    "a",
];

/// Headers that are never signed, see [`super::rules`].
const NEVER_SIGNED: [&str; 16] = [
    "User-Agent",
    "X-Amzn-Trace-Id",
    "Transfer-Encoding",
    "Expect",
    "Connection",
    "Content-Length",
    "Keep-Alive",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Sec-WebSocket-Key",
    "TE",
    "Trailer",
    "Upgrade",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "Proxy-Connection",
];

const VALUES: [&str; 14] = [
    "",
    "value",
    "VALUE",
    "a b",
    "a  b",
    " a   b  c ",
    "\ta\t b\t",
    "\"a   b   c\"",
    "a,b",
    "a, b;q=0.5",
    "text/plain; charset=utf-8",
    "bytes=0-499",
    "k=v:w/x?y",
    " ",
];

const SERVICES: [&str; 6] = ["execute-api", "lambda", "apigateway", "es", "service", "s3-outposts"];

const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "us-gov-west-1", "aws-global"];

/// The case with this number, in a run with this seed.
pub fn case(seed: u64, index: u64, reach: Reach) -> Case {
    let mut source = Random::of_case(seed, "signature", index);
    let presign = source.once_in(3);
    let (scheme, authority) = *source.pick(&AUTHORITIES);
    let is_s3 = source.once_in(4);
    let token = source.once_in(3).then(|| source.text(BASE64, 300));
    let mut case = Case {
        method: source.pick::<&str>(&METHODS),
        scheme,
        authority: authority.to_owned(),
        path: source.path(),
        query: source.query(reach.beyond_text && (reach.whole_presign || !presign)),
        headers: source.headers(reach),
        body: source.body(),
        payload: PayloadKind::Bytes,
        access_key: source.text(ALPHANUMERIC, 20),
        secret: source.text(BASE64, 40),
        omit_session_token: token.is_some() && source.once_in(4),
        token,
        region: (*source.pick(&REGIONS)).to_owned(),
        service: if is_s3 { "s3" } else { *source.pick(&SERVICES) }.to_owned(),
        // A time up to the end of the year 2100.
        time: source.next() % 4_133_980_800,
        expires_in: presign.then(|| 1 + source.next() % 604_800),
        normalize_path: !is_s3,
        double_encode_path: !is_s3,
        content_sha256_header: is_s3 && !presign,
    };
    if reach.any_settings && source.once_in(4) {
        case.normalize_path = source.once_in(2);
        case.double_encode_path = source.once_in(2);
        case.content_sha256_header = !presign && source.once_in(2);
    }
    case.payload = source.payload(&case);
    if presign && !reach.whole_presign {
        case.body.clear();
        case.query = case.query.map(|query| without_doubles(&query));
        if is_s3 {
            case.payload = PayloadKind::Unsigned;
        }
    }
    case
}

/// The query without repeated names: only the first parameter of each name is kept.
fn without_doubles(query: &str) -> String {
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    for pair in query.split('&') {
        // `+` and `%20` both stand for a space, so the names are equal.
        let name = pair.split('=').next().unwrap_or_default().replace('+', " ");
        let name: Vec<u8> = percent_encoding::percent_decode_str(&name).collect();
        if !seen.contains(&name) {
            seen.push(name);
            kept.push(pair);
        }
    }
    kept.join("&")
}

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

impl Random {
    fn path(&mut self) -> String {
        let segments: Vec<&str> = (0..self.below(7)).map(|_| *self.pick(&SEGMENTS)).collect();
        format!("/{}", segments.join("/"))
    }

    fn query(&mut self, bytes: bool) -> Option<String> {
        if self.once_in(4) {
            return None;
        }
        let pairs: Vec<String> = (0..self.below(6)).map(|_| self.pair(bytes)).collect();
        Some(pairs.join("&"))
    }

    fn pair(&mut self, bytes: bool) -> String {
        let word = |source: &mut Self| {
            let mut word = String::from(*source.pick(&WORDS));
            match source.below(24) {
                0..8 => word.push_str(source.pick::<&str>(&WORDS)),
                8 => word.push('+'),
                9 => word.push_str("%zz%"),
                10 if bytes => word.push_str("%FF%fe"),
                _ => {}
            }
            word
        };
        let name = word(self);
        match self.below(5) {
            0 => name,
            1 => format!("{name}="),
            2 => format!("{name}={}={}", word(self), word(self)),
            _ => format!("{name}={}", word(self)),
        }
    }

    fn headers(&mut self, reach: Reach) -> Vec<(String, String)> {
        let count = self.below(6);
        let mut headers: Vec<(String, String)> = Vec::new();
        for _ in 0..count {
            let never = self.once_in(8);
            let name = if never { *self.pick(&NEVER_SIGNED) } else { *self.pick(&NAMES) };
            let mut value = String::from(*self.pick(&VALUES));
            if reach.beyond_text && self.once_in(8) {
                value.push_str("\u{1234} \u{e9}");
            }
            headers.push((name.to_owned(), value));
        }
        if self.once_in(8) {
            headers.push(("Host".to_owned(), "front.example.com:8443".to_owned()));
        }
        headers
    }

    fn body(&mut self) -> Vec<u8> {
        let length = match self.below(3) {
            0 => 0,
            1 => self.below(64),
            _ => self.below(2048),
        };
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    fn payload(&mut self, case: &Case) -> PayloadKind {
        let is_streamed = case.scheme == "https" && case.expires_in.is_none();
        match self.below(10) {
            0 => PayloadKind::Sha256,
            1 if case.scheme == "https" => PayloadKind::Unsigned,
            2 if is_streamed => PayloadKind::StreamingUnsignedTrailer,
            3 if is_streamed => PayloadKind::StreamingSigned,
            4 if is_streamed => PayloadKind::StreamingSignedTrailer,
            // A presigned URL of S3 does not cover the body.
            _ if case.service == "s3" && case.expires_in.is_some() => PayloadKind::Unsigned,
            _ => PayloadKind::Bytes,
        }
    }
}
