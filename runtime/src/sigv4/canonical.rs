//! The canonical request: what both sides hash, however the request was written on the way.

use http::{HeaderMap, Method, Uri};
use percent_encoding::{percent_decode_str, percent_encode};
use ring::digest;

use super::{Payload, Settings};
use crate::percent::RESERVED;

/// Headers that proxies and transports change, so that no signature covers them.
const UNSIGNED: [&str; 14] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

pub(super) struct Canonical {
    /// Bytes, for header values need not be UTF-8.
    pub text: Vec<u8>,
    pub signed_headers: String,
}

pub(super) fn request(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    payload_hash: &str,
    settings: Settings,
) -> Canonical {
    let mut names: Vec<&str> = headers.keys().map(|name| name.as_str()).collect();
    names.retain(|name| {
        !UNSIGNED.contains(name)
            && !name.starts_with("sec-websocket-")
            && !name.starts_with("amz-sdk-")
    });
    names.sort_unstable();
    let signed_headers = names.join(";");

    let mut text = Vec::with_capacity(512);
    let mut line = |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        text.push(b'\n');
    };
    line(method.as_str().as_bytes());
    line(path(uri.path(), settings).as_bytes());
    line(query(uri.query().unwrap_or_default()).as_bytes());
    for name in names {
        let mut header = format!("{name}:").into_bytes();
        for (i, value) in headers.get_all(name).iter().enumerate() {
            if i > 0 {
                header.push(b',');
            }
            push_trimmed(&mut header, value.as_bytes());
        }
        line(&header);
    }
    line(b"");
    line(signed_headers.as_bytes());
    text.extend_from_slice(payload_hash.as_bytes());
    Canonical { text, signed_headers }
}

/// The value without edge spaces, its inner runs of spaces collapsed.
fn push_trimmed(out: &mut Vec<u8>, value: &[u8]) {
    let words = value.split(|byte| *byte == b' ' || *byte == b'\t').filter(|word| !word.is_empty());
    for (i, word) in words.enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

fn path(path: &str, settings: Settings) -> String {
    let path = if settings.normalize_path { normalize(path) } else { path.to_owned() };
    let path = if path.is_empty() { "/".to_owned() } else { path };
    if !settings.double_encode_path {
        return path;
    }
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| percent_encode(segment.as_bytes(), RESERVED).to_string())
        .collect();
    segments.join("/")
}

/// RFC 3986 5.2.4, and `//` collapsed; a trailing slash stays.
fn normalize(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let directory = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    let end = if directory && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// Parameters encoded in one way, sorted by key and value; a bare key is `key=`.
fn query(query: &str) -> String {
    let recode = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(text).collect();
        percent_encode(&decoded, RESERVED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (recode(key), recode(value))
        })
        .collect();
    pairs.sort_unstable();
    let pairs: Vec<String> =
        pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

/// The host and port as they are sent: in lowercase, without the scheme's default port.
pub(super) fn host(uri: &Uri) -> Option<String> {
    let host = uri.host()?.to_ascii_lowercase();
    let default = match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    Some(match uri.port_u16() {
        Some(port) if Some(port) != default => format!("{host}:{port}"),
        _ => host,
    })
}

pub(super) fn payload_hash(payload: Payload<'_>) -> String {
    match payload {
        Payload::Bytes(bytes) => sha256(bytes),
        Payload::Unsigned => "UNSIGNED-PAYLOAD".to_owned(),
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalized_and_encoded_once_more() {
        let standard = Settings::default();
        let s3 = Settings { normalize_path: false, double_encode_path: false, ..standard };
        for (settings, from, to) in [
            (standard, "", "/"),
            (standard, "/", "/"),
            (standard, "//", "/"),
            (standard, "/a//b/", "/a/b/"),
            (standard, "/a/./b/../c", "/a/c"),
            (standard, "/a/..", "/"),
            (standard, "/a/b/..", "/a/"),
            (standard, "/../a", "/a"),
            (standard, "/a%2F.%2Fb", "/a%252F.%252Fb"),
            (
                standard,
                "/model/anthropic.claude-v2%3A1/invoke",
                "/model/anthropic.claude-v2%253A1/invoke",
            ),
            (s3, "/a//b/../%20", "/a//b/../%20"),
        ] {
            assert_eq!(path(from, settings), to, "{from}");
        }
    }

    #[test]
    fn queries_are_sorted_by_encoded_key_then_value() {
        for (from, to) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=1&a", "a=&a=1&a=2"),
            ("mode=import", "mode=import"),
            ("k=%2f~%7e{}", "k=%2F~~%7B%7D"),
            ("k=a=b", "k=a%3Db"),
            ("a-b=1&a=2", "a=2&a-b=1"),
        ] {
            assert_eq!(query(from), to, "{from}");
        }
    }

    #[test]
    fn header_values_are_trimmed_and_joined() {
        let mut headers = HeaderMap::new();
        for value in ["  a   b ", "c"] {
            headers.append("x-list", value.parse().unwrap_or(http::HeaderValue::from_static("")));
        }
        headers.insert("user-agent", http::HeaderValue::from_static("unsigned"));
        let uri = Uri::from_static("https://example.com/");
        let canonical = request(&Method::GET, &uri, &headers, "hash", Settings::default());
        assert_eq!(
            String::from_utf8_lossy(&canonical.text),
            "GET\n/\n\nx-list:a b,c\n\nx-list\nhash",
        );
    }

    #[test]
    fn the_host_is_what_is_sent() {
        for (uri, sent) in [
            ("https://Example.com:443/", "example.com"),
            ("http://example.com:443/", "example.com:443"),
            ("https://[::1]:8443/", "[::1]:8443"),
        ] {
            assert_eq!(host(&Uri::from_static(uri)).as_deref(), Some(sent));
        }
    }
}
