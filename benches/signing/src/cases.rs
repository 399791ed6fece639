//! The requests to sign, and for each the bytes that any signer has to hash.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE};

pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
pub const SERVICE: &str = "apigateway";
pub const EXPIRES_IN: Duration = Duration::from_secs(900);

pub const DAY: &str = "20150830";
const TIMESTAMP: &str = "20150830T123600Z";
const HOST: &str = "apigateway.us-east-1.amazonaws.com";

/// What [`DAY`] and the timestamp say.
pub fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

/// Where the signature goes, and what it says about the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In a header; it covers the body's hash.
    Header,
    /// The same with that hash in `x-amz-content-sha256` too, as S3 asks for.
    HashedHeader,
    /// In the URL; it covers the body's hash.
    Query,
    /// In the URL; it leaves the body open, as S3 does.
    UnsignedQuery,
}

/// One request, unsigned.
pub struct Case {
    pub name: &'static str,
    pub title: &'static str,
    pub form: Form,
    pub request: Request<Bytes>,
    build: Box<dyn Fn() -> Request<Bytes>>,
    /// How many bytes the body has decides how often it can be signed in a run.
    pub large: bool,
}

pub fn all() -> Vec<Case> {
    let case = |name, title, form, build: Box<dyn Fn() -> Request<Bytes>>| {
        let request = build();
        let large = request.body().len() > 100_000;
        Case { name, title, form, request, build, large }
    };
    let get = |accept| Box::new(move || get(accept)) as Box<dyn Fn() -> Request<Bytes>>;
    let post = |bytes| {
        let body = document(bytes);
        Box::new(move || post(body.clone())) as Box<dyn Fn() -> Request<Bytes>>
    };
    let (small, large) = (1 << 10, 1 << 20);
    vec![
        case("get", "GET, four labels", Form::Header, get(true)),
        case("post-1k", "POST, 1 KB", Form::Header, post(small)),
        case("post-1m", "POST, 1 MB", Form::Header, post(large)),
        case("presign", "presigned GET", Form::Query, get(false)),
        case("get-hashed", "GET, hash in a header", Form::HashedHeader, get(true)),
        case("post-1k-hashed", "POST, 1 KB, hash in a header", Form::HashedHeader, post(small)),
        case("post-1m-hashed", "POST, 1 MB, hash in a header", Form::HashedHeader, post(large)),
        case("presign-unsigned", "presigned GET, body open", Form::UnsignedQuery, get(false)),
    ]
}

/// GetIntegrationResponse. A presigned URL is opened by a program that sends headers of its own.
fn get(accept: bool) -> Request<Bytes> {
    let path = "/restapis/a1b2c3d4e5/resources/x9y8z7/methods/GET/integration/responses/200";
    let mut request = Request::get(format!("https://{HOST}{path}"));
    if accept {
        request = request.header(ACCEPT, "application/json");
    }
    request.body(Bytes::new()).expect("a request")
}

fn post(body: Bytes) -> Request<Bytes> {
    Request::post(format!("https://{HOST}/restapis"))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/json")
        .body(body)
        .expect("a request")
}

/// A document of this many bytes, some more than the text around it.
fn document(bytes: usize) -> Bytes {
    let (start, end) = (r#"{"description":""#, r#""}"#);
    let mut body = format!("{start}{}", "pets ".repeat(bytes / 5));
    body.truncate(bytes - end.len());
    body.push_str(end);
    Bytes::from(body)
}

/// What the algorithm hashes for a request, ready made.
pub struct Hashed {
    pub body: Bytes,
    pub canonical_request: String,
    pub string_to_sign: String,
}

impl Case {
    /// The request as a program makes it: a copy of one has no room for more headers.
    pub fn build(&self) -> Request<Bytes> {
        (self.build)()
    }

    /// Written down from the rules, and only for the requests above: their paths, queries and
    /// header values are canonical already.
    pub fn hashed(&self, sha256: impl Fn(&[u8]) -> String) -> Hashed {
        let request = &self.request;
        let hash = match self.form {
            Form::UnsignedQuery => "UNSIGNED-PAYLOAD".to_owned(),
            _ => sha256(request.body()),
        };
        let mut headers = vec![("host".to_owned(), HOST.to_owned())];
        for (name, value) in request.headers() {
            headers.push((name.to_string(), value.to_str().expect("text").to_owned()));
        }
        if matches!(self.form, Form::Header | Form::HashedHeader) {
            headers.push(("x-amz-date".to_owned(), TIMESTAMP.to_owned()));
        }
        if self.form == Form::HashedHeader {
            headers.push(("x-amz-content-sha256".to_owned(), hash.clone()));
        }
        headers.sort();
        let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
        let names = names.join(";");
        let lines: String =
            headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();

        let scope = format!("{DAY}/{REGION}/{SERVICE}/aws4_request");
        let query = match self.form {
            Form::Header | Form::HashedHeader => String::new(),
            Form::Query | Form::UnsignedQuery => format!(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={ACCESS_KEY_ID}%2F{}\
                 &X-Amz-Date={TIMESTAMP}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
                scope.replace('/', "%2F"),
                EXPIRES_IN.as_secs(),
                names.replace(';', "%3B"),
            ),
        };
        let (method, path) = (request.method(), request.uri().path());
        let canonical_request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{hash}");
        let string_to_sign = format!(
            "AWS4-HMAC-SHA256\n{TIMESTAMP}\n{scope}\n{}",
            sha256(canonical_request.as_bytes())
        );
        Hashed { body: request.body().clone(), canonical_request, string_to_sign }
    }
}
