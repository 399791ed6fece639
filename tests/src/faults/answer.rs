//! [`Answer`]: the bytes of a valid or invalid response.

use std::fmt::Write as _;

/// A response under construction.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// The value of `Content-Length`, which may be wrong. `None` omits the header.
    length: Option<String>,
}

impl Answer {
    /// A response with this status and no body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), length: Some("0".into()) }
    }

    /// `200 OK` with this body.
    pub fn ok(body: &str) -> Self {
        Self::new(200).body(body)
    }

    /// An error of restJson1.
    pub fn error(status: u16, code: &str) -> Self {
        Self::new(status).header("x-amzn-errortype", code)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body and its `Content-Length`.
    #[must_use]
    pub fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self.length = Some(self.body.len().to_string());
        self
    }

    /// Sets another `Content-Length`.
    #[must_use]
    pub fn announcing(mut self, length: &str) -> Self {
        self.length = Some(length.into());
        self
    }

    /// Omits `Content-Length`. The body then ends when the connection closes, or as another header
    /// says.
    #[must_use]
    pub fn unannounced(mut self) -> Self {
        self.length = None;
        self
    }

    /// The bytes of the head.
    pub fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} -\r\n", self.status);
        let length = self.length.iter().map(|length| ("content-length", length.as_str()));
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in headers.chain(length) {
            // Writing to a `String` cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// All bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Half of the head.
    pub fn half_head(&self) -> Vec<u8> {
        let mut head = self.head();
        head.truncate(head.len() / 2);
        head
    }

    /// The head and half of the body.
    pub fn half_body(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend_from_slice(&self.body[..self.body.len() / 2]);
        bytes
    }
}
