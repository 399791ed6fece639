//! [`Message`]: an HTTP/1.1 request in the signing suite's format. It can contain bytes that a URI
//! cannot.

use http::{HeaderName, HeaderValue, Request};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use super::RESERVED;

/// Bytes that a URI cannot contain (RFC 3986). A client encodes them in a path or query that a user
/// wrote.
const NO_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Characters that are encoded in the path of a signature.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// A request, signed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The method.
    pub method: String,
    /// The path, as it was written.
    pub path: Vec<u8>,
    /// The query, as it was written.
    pub query: Option<Vec<u8>>,
    /// The headers, in order. A value on several lines is unfolded.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Message {
    /// Parses a request.
    ///
    /// # Errors
    ///
    /// The bytes are not a request.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut rest = bytes;
        let mut line = || {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            line.strip_suffix(b"\r").unwrap_or(line)
        };
        let first = line();
        let parts = first
            .iter()
            .position(|byte| *byte == b' ')
            .zip(first.iter().rposition(|byte| *byte == b' '))
            .filter(|(start, end)| start < end);
        let Some((start, end)) = parts else {
            return Err(format!("no request line: {:?}", String::from_utf8_lossy(first)));
        };
        // A target can contain spaces; a version cannot.
        let target = &first[start + 1..end];
        let (path, query) = match target.iter().position(|byte| *byte == b'?') {
            Some(mark) => (&target[..mark], Some(target[mark + 1..].to_vec())),
            None => (target, None),
        };
        let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
        loop {
            let line = line();
            match (line.first(), headers.last_mut()) {
                (None, _) => break,
                // RFC 9112 5.2: a recipient replaces the fold with spaces.
                (Some(b' ' | b'\t'), Some((_, value))) => {
                    value.push(b' ');
                    value.extend_from_slice(line);
                }
                _ => {
                    let colon = line.iter().position(|byte| *byte == b':');
                    let colon = colon
                        .ok_or_else(|| format!("no header: {:?}", String::from_utf8_lossy(line)))?;
                    let name = String::from_utf8_lossy(&line[..colon]).into_owned();
                    headers.push((name, line[colon + 1..].to_vec()));
                }
            }
        }
        Ok(Self {
            method: String::from_utf8_lossy(&first[..start]).into_owned(),
            path: path.to_vec(),
            query,
            headers,
            body: rest.to_vec(),
        })
    }

    /// Whether a client must encode the path before it can be sent.
    pub fn needs_encoding(&self) -> bool {
        percent_encode(&self.path, NO_URI).to_string().as_bytes() != self.path
    }

    /// The path as a client sends it: unchanged if a URI can contain it. Otherwise all characters
    /// except unreserved ones are encoded.
    pub fn wire_path(&self) -> String {
        let set = if self.needs_encoding() { RESERVED_IN_PATH } else { NO_URI };
        percent_encode(&self.path, set).to_string()
    }

    /// The query as a client sends it. Characters that a URI cannot contain are encoded.
    pub fn wire_query(&self) -> Option<String> {
        self.query.as_ref().map(|query| percent_encode(query, NO_URI).to_string())
    }

    /// The message as a request, over TLS, to the host in the message.
    ///
    /// # Errors
    ///
    /// The message has no host, or has a part that is invalid in a request.
    pub fn request(&self) -> Result<Request<Vec<u8>>, String> {
        let host = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let Some((_, host)) = host else { return Err("no host".to_owned()) };
        let host = String::from_utf8_lossy(host.trim_ascii());
        let query = self.wire_query().map(|query| format!("?{query}")).unwrap_or_default();
        let uri = format!("https://{host}{}{query}", self.wire_path());
        let mut request = Request::builder().method(self.method.as_str()).uri(uri);
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().map_err(|_| format!("no header name: {name}"))?;
            let value =
                HeaderValue::from_bytes(value).map_err(|error| format!("{name}: {error}"))?;
            request = request.header(name, value);
        }
        request.body(self.body.clone()).map_err(|error| error.to_string())
    }

    /// The parts that two messages must share to be the same request: the method, the target, the
    /// headers by name, and the body. The order of parameters is ignored, and so is the order of
    /// different headers.
    pub fn meaning(&self) -> Meaning {
        let mut query: Vec<String> = self
            .wire_query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(str::to_owned)
            .collect();
        query.sort();
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                (name.to_lowercase(), String::from_utf8_lossy(value.trim_ascii()).into_owned())
            })
            .collect();
        // The sort is stable, so the values of one header keep their order.
        headers.sort_by(|(one, _), (other, _)| one.cmp(other));
        Meaning {
            method: self.method.clone(),
            path: self.wire_path(),
            query,
            headers,
            body: self.body.clone(),
        }
    }
}

/// A request without information that has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The method.
    pub method: String,
    /// The path as a client sends it.
    pub path: String,
    /// The parameters, sorted.
    pub query: Vec<String>,
    /// The headers, sorted by their names in lowercase.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}
