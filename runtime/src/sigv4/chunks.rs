//! [`ChunkSigner`]: signs a body in chunks, so that its first bytes can be sent before its last bytes are
//! known.

use std::fmt;
use std::time::SystemTime;

use http::header::{HeaderName, HeaderValue};

use super::payload::sha256;
use super::{Settings, Signature, SigningKey, SigningParams};
use crate::error::SignError;
use crate::types::Credentials;

/// Signs the chunks of a body, after its request was signed. Each signature covers the previous one.
///
/// Sign the request with [`Payload::StreamingSigned`](super::Payload::StreamingSigned) or
/// [`StreamingSignedTrailer`](super::Payload::StreamingSignedTrailer). Its header
/// `x-amz-decoded-content-length` is the length of the data. Without a trailer, `content-length` is the
/// [`encoded_length`]. The last chunk is empty.
///
/// ```
/// use std::time::SystemTime;
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::{self, ChunkSigner, Payload, Settings, SigningParams};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let params = SigningParams::new(&credentials, "eu-west-1", "s3", SystemTime::UNIX_EPOCH)
///     .with_settings(Settings::S3);
/// let mut request = http::Request::put("https://bucket.s3.eu-west-1.amazonaws.com/key")
///     .header("content-encoding", "aws-chunked")
///     .header("x-amz-decoded-content-length", "5")
///     .body(())?;
/// let signature = sigv4::sign(&mut request, Payload::StreamingSigned, &params)?;
///
/// let mut chunks = ChunkSigner::new(&signature, &params);
/// let body = [chunks.chunk(b"hello"), chunks.last_chunk()].concat();
/// assert!(body.starts_with(b"5;chunk-signature="));
/// assert_eq!(body.len() as u64, sigv4::encoded_length(5, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: Amazon S3 API reference, "Signature calculations for the Authorization header:
/// transferring a payload in multiple chunks", and "including trailing headers".
#[derive(Clone)]
pub struct ChunkSigner<'a> {
    params: SigningParams<'a>,
    key: Option<SigningKey>,
    previous: Signature,
}

impl fmt::Debug for ChunkSigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkSigner").field("params", &self.params).finish_non_exhaustive()
    }
}

impl<'a> ChunkSigner<'a> {
    /// A signer for the chunks after this signature, with the same parameters.
    pub fn new(signature: &Signature, params: &SigningParams<'a>) -> Self {
        Self { params: params.clone(), key: params.key(), previous: *signature }
    }

    /// Signs with the key of the request, which is derived once. ECDSA has its own key.
    fn sign(&self, text: &[u8]) -> Signature {
        match &self.key {
            Some(key) => key.sign(text),
            None => self.params.signature(text),
        }
    }

    fn algorithm(&self, what: &str) -> String {
        format!("{}-{what}", self.params.algorithm())
    }

    /// Returns a chunk as it is sent. All chunks except the last two must have at least 8 KiB of data; the
    /// last one is empty.
    pub fn chunk(&mut self, data: &[u8]) -> Vec<u8> {
        let previous = self.previous;
        let hashes = [previous.as_str().as_bytes(), &sha256(b""), &sha256(data)];
        let text = self.params.string_to_sign(&self.algorithm("PAYLOAD"), &hashes);
        self.previous = self.sign(&text);
        let head = format!("{:x};chunk-signature={}\r\n", data.len(), self.previous.as_str());
        let mut chunk = Vec::with_capacity(head.len() + data.len() + 2);
        chunk.extend_from_slice(head.as_bytes());
        chunk.extend_from_slice(data);
        chunk.extend_from_slice(b"\r\n");
        chunk
    }

    /// The empty chunk at the end of a body without a trailer.
    pub fn last_chunk(&mut self) -> Vec<u8> {
        self.chunk(b"")
    }

    /// The empty chunk and the trailer at the end of a body. The trailer has headers such as
    /// `x-amz-checksum-crc32c`, which the request must announce in `x-amz-trailer`.
    ///
    /// # Errors
    ///
    /// [`SignError::NotAHeader`]: a name or value is invalid. For example, a line break would begin
    /// another header. Then nothing is signed.
    pub fn trailer(&mut self, headers: &[(&str, &str)]) -> Result<Vec<u8>, SignError> {
        let mut lines = Vec::with_capacity(headers.len());
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).map_err(|_| SignError::NotAHeader("trailer"))?;
            let value = value.trim_matches([' ', '\t']);
            HeaderValue::try_from(value).map_err(|_| SignError::NotAHeader("trailer"))?;
            let at = lines.partition_point(|line: &(HeaderName, &str)| {
                (line.0.as_str(), line.1) < (name.as_str(), value)
            });
            lines.insert(at, (name, value));
        }
        let mut end = self.chunk(b"");
        // The trailer takes the place of the line break after the empty chunk's data.
        end.truncate(end.len().saturating_sub(2));
        let mut canonical = String::new();
        for (name, value) in lines {
            canonical.push_str(&format!("{name}:{value}\n"));
            end.extend_from_slice(format!("{name}:{value}\r\n").as_bytes());
        }
        let previous = self.previous;
        let hashes: [&[u8]; 2] = [previous.as_str().as_bytes(), &sha256(canonical.as_bytes())];
        let text = self.params.string_to_sign(&self.algorithm("TRAILER"), &hashes);
        self.previous = self.sign(&text);
        let signature = self.previous;
        end.extend_from_slice(
            format!("x-amz-trailer-signature:{}\r\n\r\n", signature.as_str()).as_bytes(),
        );
        Ok(end)
    }
}

/// Returns the current time, for the signatures of events.
pub(crate) type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// A [`ChunkSigner`] that owns its parameters, for a body that is sent after the call that signed it.
pub(crate) struct OwnedChunkSigner {
    credentials: Credentials,
    region: String,
    service: String,
    time: SystemTime,
    settings: Settings,
    key: SigningKey,
    previous: Signature,
}

impl OwnedChunkSigner {
    /// A signer for the chunks after this signature. `None` if the signature is for several regions:
    /// the signatures of its chunks have no fixed length.
    pub(crate) fn new(signature: &Signature, params: &SigningParams<'_>) -> Option<Self> {
        Some(Self {
            credentials: params.credentials.clone(),
            region: params.one_region()?.to_owned(),
            service: params.service.to_owned(),
            time: params.time.into(),
            settings: params.settings,
            key: params.key()?,
            previous: *signature,
        })
    }

    fn with<R>(&mut self, sign: impl FnOnce(&mut ChunkSigner<'_>) -> R) -> R {
        let params = SigningParams::new(&self.credentials, &self.region, &self.service, self.time);
        let params = params.with_settings(self.settings).with_key(&self.key);
        let mut signer = ChunkSigner::new(&self.previous, &params);
        let signed = sign(&mut signer);
        self.previous = signer.previous;
        signed
    }

    pub(crate) fn chunk(&mut self, data: &[u8]) -> Vec<u8> {
        self.with(|signer| signer.chunk(data))
    }

    pub(crate) fn trailer(&mut self, headers: &[(&str, &str)]) -> Result<Vec<u8>, SignError> {
        self.with(|signer| signer.trailer(headers))
    }

    /// The signature of an event, as bytes. It covers the event's encoded headers (without the
    /// signature), the wrapped message, and the previous signature. A key is valid for one day: if the
    /// day has changed since the request, a new key is derived.
    pub(crate) fn event(&mut self, headers: &[u8], wrapped: &[u8], time: SystemTime) -> [u8; 32] {
        let params = SigningParams::new(&self.credentials, &self.region, &self.service, time);
        let of_request =
            SigningParams::new(&self.credentials, &self.region, &self.service, self.time);
        let params = match params.day() == of_request.day() {
            true => params.with_key(&self.key),
            false => params,
        };
        let hashes: [&[u8]; 3] =
            [self.previous.as_str().as_bytes(), &sha256(headers), &sha256(wrapped)];
        let text = params.string_to_sign("AWS4-HMAC-SHA256-PAYLOAD", &hashes);
        self.previous = params.signature(&text);
        self.previous.mac()
    }
}

/// The length of a body of `length` bytes in signed chunks of `chunk` bytes, without a trailer. It is
/// the value of `content-length`.
pub fn encoded_length(length: u64, chunk: u64) -> u64 {
    const SIGNATURE: u64 = ";chunk-signature=".len() as u64 + 64;
    let framed = |bytes: u64| {
        let digits = u64::from((u64::BITS - bytes.leading_zeros()).div_ceil(4).max(1));
        bytes.saturating_add(digits + SIGNATURE + 4)
    };
    let chunk = chunk.max(1);
    let (whole, rest) = (length / chunk, length % chunk);
    let rest = if rest > 0 { framed(rest) } else { 0 };
    whole.saturating_mul(framed(chunk)).saturating_add(rest).saturating_add(framed(0))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::super::{Payload, Settings, sign};
    use super::*;
    use crate::types::Credentials;

    /// The example of the S3 API reference.
    #[test]
    fn the_documentations_example_has_its_signatures() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", secret);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_369_353_600);
        let settings = Settings { sign_content_length: true, ..Settings::S3 };
        let params =
            SigningParams::new(&credentials, "us-east-1", "s3", time).with_settings(settings);
        let mut request =
            http::Request::put("https://s3.amazonaws.com/examplebucket/chunkObject.txt")
                .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
                .header("content-encoding", "aws-chunked")
                .header("x-amz-decoded-content-length", "66560")
                .header("content-length", "66824")
                .body(())
                .expect("a request");
        let signature =
            sign(&mut request, Payload::StreamingSigned, &params).expect("it is signed");
        assert_eq!(
            signature.as_str(),
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
        );
        let mut signer = ChunkSigner::new(&signature, &params);
        let data = vec![b'a'; 66_560];
        let mut length = 0;
        for (data, signature) in [
            (&data[..65_536], "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            (&data[65_536..], "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            (&[], "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
        ] {
            let chunk = signer.chunk(data);
            let head = format!("{:x};chunk-signature={signature}\r\n", data.len());
            assert_eq!(&chunk[..head.len()], head.as_bytes());
            assert_eq!(&chunk[head.len()..chunk.len() - 2], data);
            length += chunk.len() as u64;
        }
        assert_eq!((length, encoded_length(66_560, 65_536)), (66_824, 66_824));
    }

    #[test]
    fn an_invalid_trailer_is_an_error_and_signs_nothing() {
        let credentials = Credentials::new("id", "secret");
        let params = SigningParams::new(&credentials, "r", "s3", SystemTime::UNIX_EPOCH);
        let mut signer = ChunkSigner::new(&params.signature(b"seed"), &params);
        for header in [
            ("x-amz-a", "1\r\nx-amz-b: 2"),
            ("x-amz-a", "1\nx-amz-b: 2"),
            ("x-amz-a", "1\r"),
            ("x-amz-a", "\n"),
            ("x-amz-a", "a\0b"),
            ("x-amz-a", "\u{7f}"),
            ("x-amz-a:1\r\nx-amz-b", "2"),
            ("x-amz a", "1"),
            ("x-amz-a:", "1"),
            ("", "1"),
        ] {
            let error = signer.trailer(&[("x-amz-c", "3"), header]);
            assert_eq!(error, Err(SignError::NotAHeader("trailer")), "{header:?}");
        }
        let mut fresh = ChunkSigner::new(&params.signature(b"seed"), &params);
        let headers = [("x-amz-b", " 2 "), ("X-Amz-A", "1")];
        let trailer = signer.trailer(&headers).expect("headers");
        assert_eq!(Ok(&trailer), fresh.trailer(&headers).as_ref());
        let text = String::from_utf8_lossy(&trailer);
        assert!(text.contains("\r\nx-amz-a:1\r\nx-amz-b:2\r\nx-amz-trailer-signature:"), "{text}");
    }

    /// A stream of events may last until the next day, when the key of the request is no longer valid.
    #[test]
    fn an_event_is_signed_with_the_key_of_its_day() {
        let credentials = Credentials::new("id", "secret");
        let params = |time| SigningParams::new(&credentials, "r", "transcribe", time);
        let today = SystemTime::UNIX_EPOCH;
        let tomorrow = today + Duration::from_secs(24 * 60 * 60);
        let seed = params(today).signature(b"seed");
        let signer = |time| OwnedChunkSigner::new(&seed, &params(time)).expect("one region");
        let signature = signer(today).event(b"headers", b"event", tomorrow);
        assert_eq!(signature, signer(tomorrow).event(b"headers", b"event", tomorrow));
        assert_ne!(signature, signer(today).event(b"headers", b"event", today));
    }

    #[test]
    fn encoded_length_is_the_length_of_the_chunks() {
        let credentials = Credentials::new("id", "secret");
        let params = SigningParams::new(&credentials, "r", "s3", SystemTime::UNIX_EPOCH);
        for (length, chunk) in [(0, 8), (1, 8), (15, 8), (16, 8), (4096, 16), (4095, 4096)] {
            let signature = params.signature(b"seed");
            let mut signer = ChunkSigner::new(&signature, &params);
            let data = vec![0; length];
            let mut sent: usize = data.chunks(chunk).map(|data| signer.chunk(data).len()).sum();
            sent += signer.last_chunk().len();
            assert_eq!(sent as u64, encoded_length(length as u64, chunk as u64), "{length}");
        }
    }
}
