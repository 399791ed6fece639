//! Headers of requests: joins lists, and refuses values that would begin another header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::error::EncodeError;
use crate::wire::text::{Scalar, Shape};

/// Headers that the transport or the signer writes, so that no member can be bound to them.
pub(super) const RESERVED: [&str; 14] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-date",
    "x-amz-security-token",
];

/// The reserved headers that the signer writes. The other ones frame the message: they say where it
/// ends, which host it is for, or what happens to the connection. If their values differed from those of
/// the transport, a server and a proxy could disagree about where the next request begins.
const SIGNING: [&str; 3] = ["authorization", "x-amz-date", "x-amz-security-token"];

/// The maximum number of a request's own headers. A [`HeaderMap`] panics with a few more, and no server
/// accepts as many.
pub(crate) const MAX_HEADERS: usize = 20_000;

/// Removes the headers that the transport writes, if their values are those of the transport.
///
/// # Errors
///
/// Such a header has another value.
pub(crate) fn remove_framing(request: &mut http::Request<Bytes>) -> Result<(), EncodeError> {
    let length = request.body().len();
    let authority = request.uri().authority().cloned();
    let host = authority.as_ref().map_or("", |authority| authority.as_str());
    let headers = request.headers_mut();
    if headers.len() > MAX_HEADERS {
        return Err(EncodeError::request(&format!(
            "the request has {} headers, more than the {MAX_HEADERS} that can be sent",
            headers.len()
        )));
    }
    for name in RESERVED.into_iter().filter(|name| !SIGNING.contains(name)) {
        let says_the_same = |value: &HeaderValue| match name {
            "content-length" => is_number(value.as_bytes(), length),
            "host" => value.as_bytes().eq_ignore_ascii_case(host.as_bytes()),
            _ => false,
        };
        if !headers.get_all(name).iter().all(says_the_same) {
            let why = match name {
                "content-length" => format!("is not the body's length, {length} bytes"),
                "host" => "is not the host of the request's endpoint".to_owned(),
                _ => "is written only by the transport".to_owned(),
            };
            let reason = format!("the header `{name}` {why}; remove the header");
            return Err(EncodeError::request(&reason));
        }
        headers.remove(name);
    }
    Ok(())
}

/// Whether a text is this number, written in digits.
fn is_number(text: &[u8], number: usize) -> bool {
    text.iter().all(u8::is_ascii_digit)
        && std::str::from_utf8(text).is_ok_and(|text| text.parse() == Ok(number))
}

/// Refuses a header that no member may set. The name is in lowercase.
pub(super) fn check_reserved(field: &'static str, name: &str) -> Result<(), EncodeError> {
    if RESERVED.contains(&name) {
        return Err(EncodeError::new(
            field,
            &format!("would set the header `{name}`, which the transport or the signer writes"),
        ));
    }
    Ok(())
}

/// The text of a header; `None` if the member is unset.
pub(super) fn value(field: &'static str, shape: Shape) -> Result<Option<String>, EncodeError> {
    match shape {
        Shape::Absent => Ok(None),
        Shape::One(scalar) => Ok(Some(scalar.text)),
        Shape::Many(items) => {
            let items: Vec<String> = items.into_iter().flatten().map(item).collect();
            Ok(Some(items.join(", ")))
        }
        Shape::Map(_) => Err(EncodeError::new(field, "is a map, which a header cannot hold")),
    }
}

/// An item of a list. It is quoted if a reader would otherwise split or trim it.
fn item(item: Scalar) -> String {
    let Scalar { text, quotable } = item;
    let ambiguous = text.is_empty() || text.contains(['"', ',']) || text.trim_ascii() != text;
    if quotable && ambiguous {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text
    }
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn insert(
    headers: &mut HeaderMap,
    field: &'static str,
    name: &str,
    text: &str,
) -> Result<(), EncodeError> {
    if headers.len() >= MAX_HEADERS {
        return Err(EncodeError::new(
            field,
            &format!("has more entries than the {MAX_HEADERS} headers that can be sent"),
        ));
    }
    let header = HeaderName::try_from(name).map_err(|_| {
        EncodeError::new(
            field,
            "has a key that is not a header name; use letters, digits and hyphens",
        )
    })?;
    let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        EncodeError::new(
            field,
            &format!("has a line break or another control character, which the header `{name}` cannot have"),
        )
    })?;
    headers.insert(header, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, SIGNING};

    #[test]
    fn the_signer_s_headers_are_reserved_for_members_too() {
        assert!(SIGNING.iter().all(|name| RESERVED.contains(name)));
    }
}
