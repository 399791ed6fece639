//! [`Case`]: a request and its signing parameters, in a form that fits every signer.

use std::fmt;
use std::time::{Duration, SystemTime};

/// A request and its signing parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// The method.
    pub method: &'static str,
    /// `https` or `http`.
    pub scheme: &'static str,
    /// The host and port, as the user wrote them.
    pub authority: String,
    /// The path, as it is sent.
    pub path: String,
    /// The query, as it is sent.
    pub query: Option<String>,
    /// The headers, as the user wrote them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// What the signature covers of the body.
    pub payload: PayloadKind,
    /// The access key id.
    pub access_key: String,
    /// The secret access key.
    pub secret: String,
    /// The session token.
    pub token: Option<String>,
    /// The region.
    pub region: String,
    /// The signing name of the service.
    pub service: String,
    /// The time of signing, in seconds since 1970.
    pub time: u64,
    /// The validity in seconds for a presigned URL. `None` for a signature in the headers.
    pub expires_in: Option<u64>,
    /// Whether dot segments and double slashes are removed.
    pub normalize_path: bool,
    /// Whether the path is encoded a second time.
    pub double_encode_path: bool,
    /// Whether `x-amz-content-sha256` is sent.
    pub content_sha256_header: bool,
    /// Whether the session token is added after signing.
    pub omit_session_token: bool,
}

/// What a signature covers of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadKind {
    /// The hash of the body.
    Bytes,
    /// The hash of the body, computed by the caller.
    Sha256,
    /// Nothing: the payload is unsigned.
    Unsigned,
    /// A stream of unsigned chunks, with a trailer.
    StreamingUnsignedTrailer,
    /// A stream of signed chunks.
    StreamingSigned,
    /// A stream of signed chunks, with a signed trailer.
    StreamingSignedTrailer,
}

impl PayloadKind {
    /// The text that replaces the hash.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Self::Bytes | Self::Sha256 => None,
            Self::Unsigned => Some("UNSIGNED-PAYLOAD"),
            Self::StreamingUnsignedTrailer => Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            Self::StreamingSigned => Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            Self::StreamingSignedTrailer => Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
        }
    }
}

impl Case {
    /// The whole URL.
    pub fn url(&self) -> String {
        let query = self.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}://{}{}{query}", self.scheme, self.authority, self.path)
    }

    /// The time of signing.
    pub fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.time)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url())?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value:?}")?;
        }
        writeln!(f, "body of {} bytes, {:?}", self.body.len(), self.payload)?;
        writeln!(
            f,
            "signed for {} in {}, at {} s since 1970, by {} {} {:?}",
            self.service, self.region, self.time, self.access_key, self.secret, self.token,
        )?;
        match self.expires_in {
            Some(seconds) => write!(f, "in the query, for {seconds} s")?,
            None => write!(f, "in the header")?,
        }
        for (flag, name) in [
            (self.normalize_path, "normalize_path"),
            (self.double_encode_path, "double_encode_path"),
            (self.content_sha256_header, "content_sha256_header"),
            (self.omit_session_token, "omit_session_token"),
        ] {
            if flag {
                write!(f, ", {name}")?;
            }
        }
        Ok(())
    }
}

/// The result of signing a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// The headers that it added, sorted by their names.
    pub headers: Vec<(String, String)>,
    /// The parameters that it added, decoded, sorted by their names.
    pub parameters: Vec<(String, String)>,
}

/// How a signer computed its result.
#[derive(Debug, Clone, Default)]
pub struct Explained {
    /// The canonical request.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
}
