//! `aws-chunked` as a server sees it: a request that a test builds itself, right or wrong in one
//! place, and a decoder that verifies signatures. The request uses the signer of the crate, but not the
//! code that streams are sent with. The decoder uses neither.
//!
//! Source: Amazon S3 API reference, "Signature calculations for the Authorization header:
//! transferring a payload in multiple chunks", and "including trailing headers".

use std::time::SystemTime;

use aws_operation::Credentials;
use aws_operation::sigv4::{self, ChunkSigner, Payload, Settings, SigningParams};
use ring::{digest, hmac};

use crate::{ACCESS_KEY, REGION, SECRET_KEY};

/// A PUT of an object in chunks.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The object's URL.
    pub url: &'a str,
    /// The bytes of the object.
    pub data: &'a [u8],
    /// The size of a chunk.
    pub chunk: usize,
    /// Whether the chunks, and the trailer, are signed.
    pub is_signed: bool,
    /// A header in the trailer, with its value.
    pub trailer: Option<(&'a str, &'a str)>,
}

impl Upload<'_> {
    /// The signed request.
    ///
    /// # Panics
    ///
    /// When it cannot be signed.
    pub fn request(&self) -> http::Request<Vec<u8>> {
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
        let params = SigningParams::new(&credentials, REGION, "s3", SystemTime::now());
        let params = params.with_settings(Settings::S3);
        let mut request = http::Request::put(self.url)
            .header("content-encoding", "aws-chunked")
            .header("x-amz-decoded-content-length", self.data.len());
        if let Some((name, _)) = self.trailer {
            request = request.header("x-amz-trailer", name);
        }
        let payload = match (self.is_signed, self.trailer) {
            (true, Some(_)) => Payload::StreamingSignedTrailer,
            (true, None) => Payload::StreamingSigned,
            (false, _) => Payload::StreamingUnsignedTrailer,
        };
        let mut request = request.body(()).expect("a request");
        let signature = sigv4::sign(&mut request, payload, &params).expect("it can be signed");
        let mut signer = ChunkSigner::new(&signature, &params);
        let mut body = Vec::new();
        for data in self.data.chunks(self.chunk) {
            if self.is_signed {
                body.extend(signer.chunk(data));
            } else {
                body.extend(format!("{:x}\r\n", data.len()).into_bytes());
                body.extend_from_slice(data);
                body.extend_from_slice(b"\r\n");
            }
        }
        body.extend(match (self.is_signed, self.trailer) {
            (true, Some(trailer)) => signer.trailer(&[trailer]).expect("a header"),
            (true, None) => signer.last_chunk(),
            (false, Some((name, value))) => format!("0\r\n{name}:{value}\r\n\r\n").into_bytes(),
            (false, None) => b"0\r\n\r\n".to_vec(),
        });
        request.map(|()| body)
    }
}

/// A decoded body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The length of each chunk with data.
    pub chunks: Vec<usize>,
    /// The data of all chunks.
    pub data: Vec<u8>,
    /// The headers of the trailer, without its signature.
    pub trailer: Vec<(String, String)>,
}

/// Decodes a body without signatures.
///
/// # Errors
///
/// The body is malformed.
pub fn decode(body: &[u8]) -> Result<Decoded, String> {
    read(body, None)
}

/// Decodes a body with signatures, and verifies them. `authorization` and `date` are headers of the
/// request (`authorization`, `x-amz-date`), and `secret` belongs to its access key.
///
/// # Errors
///
/// The body is malformed, or a signature is wrong.
pub fn verify(
    body: &[u8],
    authorization: &str,
    date: &str,
    secret: &str,
) -> Result<Decoded, String> {
    let part = |name: &str| {
        let part = authorization.split([' ', ',']).find_map(|part| part.strip_prefix(name));
        part.ok_or_else(|| format!("there is no {name} in {authorization}"))
    };
    let (_, scope) = part("Credential=")?.split_once('/').ok_or("no scope")?;
    let mut key = format!("AWS4{secret}").into_bytes();
    for word in scope.split('/') {
        key = hmac(&key, word).as_ref().to_vec();
    }
    let previous = part("Signature=")?.to_owned();
    read(body, Some(Chain { key, scope, date, previous }))
}

/// The signatures so far.
struct Chain<'a> {
    key: Vec<u8>,
    scope: &'a str,
    date: &'a str,
    previous: String,
}

impl Chain<'_> {
    /// Verifies the next signature. `signed` is the end of the string to sign.
    fn verify(&mut self, what: &str, signed: &str, found: &str) -> Result<(), String> {
        let Self { key, scope, date, previous } = self;
        let text = format!("AWS4-HMAC-SHA256-{what}\n{date}\n{scope}\n{previous}\n{signed}");
        let expected = hex(hmac(key, &text).as_ref());
        if expected != found {
            return Err(format!("the signature {found} must be {expected} for\n{text}"));
        }
        self.previous = expected;
        Ok(())
    }
}

fn read(body: &[u8], mut chain: Option<Chain<'_>>) -> Result<Decoded, String> {
    let mut rest = body;
    let mut decoded = Decoded { chunks: Vec::new(), data: Vec::new(), trailer: Vec::new() };
    loop {
        let head = line(&mut rest)?;
        let (size, signature) = match head.split_once(";chunk-signature=") {
            Some((size, signature)) => (size, Some(signature)),
            None => (head, None),
        };
        let length = usize::from_str_radix(size, 16).map_err(|_| format!("the size {size:?}"))?;
        let data = rest.get(..length).ok_or("the body ends in a chunk")?;
        match (&mut chain, signature) {
            (Some(chain), Some(signature)) => {
                let signed = format!("{}\n{}", hash(b""), hash(data));
                chain.verify("PAYLOAD", &signed, signature)?;
            }
            (None, None) => {}
            _ => return Err(format!("a chunk begins with {head:?}")),
        }
        if length == 0 {
            break;
        }
        rest = &rest[length..];
        if !line(&mut rest)?.is_empty() {
            return Err("there is no line break behind a chunk".into());
        }
        decoded.chunks.push(length);
        decoded.data.extend_from_slice(data);
    }
    let (mut signed, mut signature) = (String::new(), None);
    loop {
        let header = line(&mut rest)?;
        if header.is_empty() {
            break;
        }
        let (name, value) =
            header.split_once(':').ok_or_else(|| format!("not a header: {header}"))?;
        if name == "x-amz-trailer-signature" {
            signature = Some(value);
        } else {
            signed += &format!("{name}:{value}\n");
            decoded.trailer.push((name.to_owned(), value.to_owned()));
        }
    }
    match (&mut chain, signature) {
        (Some(chain), Some(found)) => chain.verify("TRAILER", &hash(signed.as_bytes()), found)?,
        (Some(_), None) if !signed.is_empty() => return Err("the trailer is not signed".into()),
        (None, Some(_)) => return Err("the trailer is signed, but the chunks are not".into()),
        _ => {}
    }
    match rest {
        [] => Ok(decoded),
        rest => Err(format!("{} bytes are behind the end", rest.len())),
    }
}

/// The data of the chunks, and the text of the trailer. Nothing is verified.
///
/// # Panics
///
/// When the body is malformed.
pub fn data_and_trailer(mut coded: &[u8]) -> (Vec<u8>, String) {
    let mut data = Vec::new();
    loop {
        let end = coded.windows(2).position(|two| two == b"\r\n").expect("a line");
        let line = std::str::from_utf8(&coded[..end]).expect("text");
        let length = line.split(';').next().expect("a length");
        let length = usize::from_str_radix(length, 16).expect("a length");
        coded = &coded[end + 2..];
        if length == 0 {
            return (data, String::from_utf8(coded.to_vec()).expect("text"));
        }
        data.extend_from_slice(&coded[..length]);
        coded = &coded[length + 2..];
    }
}

/// The next line, without its end.
fn line<'a>(rest: &mut &'a [u8]) -> Result<&'a str, String> {
    let end = rest.windows(2).position(|two| two == b"\r\n").ok_or("the body ends in a line")?;
    let (line, behind) = rest.split_at(end);
    *rest = &behind[2..];
    std::str::from_utf8(line).map_err(|_| "a line is not text".to_owned())
}

pub(crate) fn hmac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

/// The SHA-256 of the bytes, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
