//! Decodes bodies in chunks (`aws-chunked`), and verifies the signatures of the chunks and of the trailer.
//!
//! Source: Amazon S3 API reference, "Signature calculations for the Authorization header: transferring a
//! payload in multiple chunks", and "including trailing headers".

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use ring::hmac;

use super::canonical::{EMPTY, is_signed, sha256};
use super::claim::Claim;
use super::error::VerifyError;
use super::reason::Reason;

/// A decoded body.
pub(super) struct Decoded {
    pub body: Bytes,
    /// The headers of the trailer, without its signature.
    pub trailer: HeaderMap,
}

/// Verifies the signatures of the chunks and of the trailer. Each one covers the previous one.
pub(super) struct Chain<'a> {
    key: &'a hmac::Key,
    claim: &'a Claim,
    previous: String,
}

impl<'a> Chain<'a> {
    /// Begins with the signature of the request.
    pub(super) fn new(key: &'a hmac::Key, claim: &'a Claim) -> Self {
        Self { key, claim, previous: claim.signature.clone() }
    }

    /// Verifies the next signature. `hashes` is the end of the string to sign.
    fn verify(&mut self, what: &str, hashes: &str, found: &str) -> Result<(), VerifyError> {
        let (date, scope) = (&self.claim.date, self.claim.scope());
        let previous = &self.previous;
        let text = format!("AWS4-HMAC-SHA256-{what}\n{date}\n{scope}\n{previous}\n{hashes}");
        if !is_signed(self.key, &text, found) {
            return Err(VerifyError::new(
                Reason::Signature,
                format!(
                    "the signature of a chunk or of the trailer is wrong; the string to sign is\n{text}"
                ),
            ));
        }
        found.clone_into(&mut self.previous);
        Ok(())
    }
}

/// What is done with the signatures of the chunks and of the trailer.
pub(super) enum Signatures<'a> {
    /// They are verified.
    Verified(Chain<'a>),
    /// A signature is an error.
    Absent,
    /// They are not verified.
    Ignored,
}

/// Decodes a body, and verifies its signatures if `signatures` says so.
pub(super) fn decode(coded: &[u8], mut signatures: Signatures<'_>) -> Result<Decoded, VerifyError> {
    let mut rest = coded;
    let mut body = Vec::new();
    loop {
        let head = line(&mut rest)?;
        let (size, signature) = match head.split_once(";chunk-signature=") {
            Some((size, signature)) => (size, Some(signature)),
            None => (head, None),
        };
        let length = Some(size).filter(|size| size.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let length = length.and_then(|size| usize::from_str_radix(size, 16).ok());
        let length = length.ok_or_else(|| malformed("a chunk has an invalid size"))?;
        let data = rest.get(..length).ok_or_else(|| malformed("the body ends in a chunk"))?;
        match (&mut signatures, signature) {
            (Signatures::Verified(chain), Some(signature)) => {
                chain.verify("PAYLOAD", &format!("{EMPTY}\n{}", sha256(data)), signature)?;
            }
            (Signatures::Ignored, _) | (Signatures::Absent, None) => {}
            (Signatures::Verified(_), None) => return Err(malformed("a chunk has no signature")),
            (Signatures::Absent, Some(_)) => {
                return Err(malformed(
                    "a chunk is signed, but `x-amz-content-sha256` announces unsigned chunks",
                ));
            }
        }
        if length == 0 {
            break;
        }
        body.extend_from_slice(data);
        rest = rest.get(length..).unwrap_or_default();
        if !line(&mut rest)?.is_empty() {
            return Err(malformed("a chunk is longer than its size"));
        }
    }
    let trailer = read_trailer(&mut rest, &mut signatures)?;
    match rest {
        [] => Ok(Decoded { body: body.into(), trailer }),
        _ => Err(malformed("there are bytes after the end of the body")),
    }
}

fn read_trailer(
    rest: &mut &[u8],
    signatures: &mut Signatures<'_>,
) -> Result<HeaderMap, VerifyError> {
    let (mut trailer, mut canonical, mut signature) = (HeaderMap::new(), String::new(), None);
    loop {
        let header = line(rest)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| malformed("a line of the trailer is not a header"))?;
        if name == "x-amz-trailer-signature" {
            signature = Some(value);
            continue;
        }
        canonical.push_str(&format!("{}:{}\n", name.to_ascii_lowercase(), value.trim()));
        match (HeaderName::try_from(name), HeaderValue::try_from(value.trim())) {
            (Ok(name), Ok(value)) => drop(trailer.append(name, value)),
            _ => return Err(malformed("a header of the trailer is invalid")),
        }
    }
    match (signatures, signature) {
        (Signatures::Verified(chain), Some(found)) => {
            chain.verify("TRAILER", &sha256(canonical.as_bytes()), found)?;
        }
        (Signatures::Verified(_), None) if !canonical.is_empty() => {
            return Err(malformed("the trailer has no signature"));
        }
        (Signatures::Absent, Some(_)) => {
            return Err(malformed("the trailer is signed, but the chunks are not"));
        }
        _ => {}
    }
    Ok(trailer)
}

/// The data of a body in chunks. Signatures are not verified. `None` if the body is malformed.
pub(in crate::testing) fn decode_chunks(coded: &[u8]) -> Option<Bytes> {
    decode(coded, Signatures::Ignored).ok().map(|decoded| decoded.body)
}

/// The next line, without its end.
fn line<'a>(rest: &mut &'a [u8]) -> Result<&'a str, VerifyError> {
    let end = rest.windows(2).position(|two| two == b"\r\n");
    let end = end.ok_or_else(|| malformed("the body ends in a line"))?;
    let (line, behind) = rest.split_at(end);
    *rest = behind.get(2..).unwrap_or_default();
    std::str::from_utf8(line).map_err(|_| malformed("a line is not text"))
}

fn malformed(message: &str) -> VerifyError {
    VerifyError::new(Reason::Body, format!("the body is not valid `aws-chunked`: {message}"))
}
