//! The other side of `aws-chunked`: decodes a body, and verifies its signatures.
//!
//! Source: Amazon S3 API reference, "Signature calculations for the Authorization header:
//! transferring a payload in multiple chunks", and "including trailing headers".

use crate::server::Known;

/// A decoded body.
#[derive(Debug, Default)]
pub struct Decoded {
    /// The length of each chunk with data.
    pub chunks: Vec<usize>,
    /// The data of all chunks.
    pub data: Vec<u8>,
    /// The headers of the trailer, without its signature.
    pub trailer: Vec<(String, String)>,
}

/// Decodes a body. With `signed`, what both sides know and the signature of the head, every signature is
/// verified.
///
/// # Errors
///
/// The body is not as it must be, or a signature is wrong.
pub fn decode(body: &[u8], signed: Option<(Known<'_>, &str)>) -> Result<Decoded, String> {
    let mut rest = body;
    let mut decoded = Decoded::default();
    let mut previous = signed.map_or(String::new(), |(_, head)| head.to_owned());
    loop {
        let head = line(&mut rest)?;
        let (size, signature) = match head.split_once(";chunk-signature=") {
            Some((size, signature)) => (size, Some(signature)),
            None => (head, None),
        };
        let length = usize::from_str_radix(size, 16).map_err(|_| format!("the size {size:?}"))?;
        let data = rest.get(..length).ok_or("the body ends in a chunk")?;
        if signature.is_some() != signed.is_some() {
            return Err(format!("a chunk begins with {head:?}"));
        }
        if let (Some((known, _)), Some(found)) = (signed, signature) {
            previous = known.of_chunk(&previous, data);
            if found != previous {
                return Err(format!("chunk {} has another signature", decoded.chunks.len()));
            }
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
    let (mut text, mut signature) = (String::new(), None);
    loop {
        let header = line(&mut rest)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(|| format!("no header: {header}"))?;
        if name == "x-amz-trailer-signature" && signature.is_none() {
            signature = Some(value);
        } else {
            text += &format!("{name}:{value}\n");
            decoded.trailer.push((name.to_owned(), value.to_owned()));
        }
    }
    match (signed, signature) {
        (Some((known, _)), Some(found)) if known.of_trailer(&previous, &text) != found => {
            return Err("the trailer has another signature".into());
        }
        (Some(_), None) if !text.is_empty() => return Err("the trailer is not signed".into()),
        (None, Some(_)) => return Err("the trailer is signed, but the chunks are not".into()),
        _ => {}
    }
    if !rest.is_empty() {
        return Err(format!("{} bytes are behind the end", rest.len()));
    }
    Ok(decoded)
}

/// The next line, without its end.
fn line<'a>(rest: &mut &'a [u8]) -> Result<&'a str, String> {
    let end = rest.windows(2).position(|two| two == b"\r\n").ok_or("the body ends in a line")?;
    let (line, behind) = rest.split_at(end);
    *rest = &behind[2..];
    std::str::from_utf8(line).map_err(|_| "a line is not text".to_owned())
}
