//! [`Request`] and [`Reply`]: requests and responses of a store.

use std::collections::BTreeMap;

use aws_operation_tests::chunked::data_and_trailer;
use aws_operation_tests::faults::Seen;
use bytes::Bytes;

/// A request, with its body decoded.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: Bytes,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The operation, with the number of the part.
    pub fn name(&self) -> String {
        let has = |name: &str| self.query.contains_key(name);
        match self.method.as_str() {
            "PUT" if has("partNumber") => format!("UploadPart {}", self.query["partNumber"]),
            "PUT" => "PutObject".into(),
            "POST" if has("uploads") => "CreateMultipartUpload".into(),
            "POST" => "CompleteMultipartUpload".into(),
            "DELETE" => "AbortMultipartUpload".into(),
            "GET" if has("uploadId") => "ListParts".into(),
            "GET" => format!("GetObject {}", self.header("range").unwrap_or_default()),
            _ => "HeadObject".into(),
        }
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub fn error(status: u16, code: &str) -> Self {
        Self::new(status)
            .header("content-type", "application/xml")
            .body(format!("<Error><Code>{code}</Code><Message>no</Message></Error>"))
    }
}

pub(super) fn request_of(seen: &Seen) -> Request {
    let headers = seen.head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    request(seen.method(), seen.target(), headers, &seen.body)
}

pub(super) fn request(
    method: &str,
    target: &str,
    mut headers: BTreeMap<String, String>,
    body: &[u8],
) -> Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_encoding::percent_decode_str(value).decode_utf8().expect("text");
        (name.to_owned(), value.into_owned())
    });
    let query = query.collect();
    let body = match headers.get("content-encoding").is_some_and(|it| it.starts_with("aws-chunked"))
    {
        true => {
            let (data, trailer) = data_and_trailer(body);
            for line in trailer.lines() {
                if let Some((name, value)) = line.split_once(':') {
                    headers.insert(name.to_owned(), value.to_owned());
                }
            }
            data
        }
        false => body.to_vec(),
    };
    let path = path.strip_prefix("/bucket/").unwrap_or(path).to_owned();
    Request { method: method.to_owned(), path, query, headers, body: body.into() }
}
