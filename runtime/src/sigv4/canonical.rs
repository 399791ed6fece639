//! The canonical request: what both sides hash, however the request was written on the way.
//!
//! It is written into one buffer, in one go; what is canonical already is copied as it stands.

use std::borrow::Cow;
use std::ops::Range;

use http::{HeaderMap, Method, Uri};

use super::payload::sha256;
use super::{Settings, SignError, Signature, SigningParams, scan};

/// A header that the signature brings, where it does.
pub(super) type Extra<'a> = (&'static str, Option<&'a [u8]>);

/// A header that is signed.
#[derive(Clone, Copy)]
struct Line<'a> {
    name: &'a str,
    value: &'a [u8],
    /// Whether the value may have spaces that have to go.
    has_spaces: bool,
}

impl Line<'_> {
    const NONE: Self = Self { name: "", value: &[], has_spaces: false };
}

/// As many headers as are sorted without an allocation.
const FEW: usize = 8;

pub(super) struct Canonical {
    /// Bytes, for header values need not be UTF-8.
    pub text: Vec<u8>,
    signed_headers: Range<usize>,
}

impl Canonical {
    /// The names of the headers that are signed: `host;x-amz-date`.
    pub(super) fn signed_headers(&self) -> &[u8] {
        self.text.get(self.signed_headers.clone()).unwrap_or_default()
    }

    /// The signature. The string to sign is written behind the text, where there is room.
    pub(super) fn sign(mut self, params: &SigningParams<'_>) -> Signature {
        let start = self.text.len();
        let hash = sha256(&self.text);
        params.push_string_to_sign(&mut self.text, params.algorithm(), &[&hash]);
        params.signature(self.text.get(start..).unwrap_or_default())
    }
}

/// Headers that proxies and transports change, so that no signature covers them.
pub(super) fn is_signed(name: &str, settings: Settings) -> bool {
    match name {
        "content-length" => settings.sign_content_length,
        "authorization"
        | "connection"
        | "expect"
        | "keep-alive"
        | "proxy-authenticate"
        | "proxy-authorization"
        | "proxy-connection"
        | "te"
        | "trailer"
        | "transfer-encoding"
        | "upgrade"
        | "user-agent"
        | "x-amzn-trace-id" => false,
        name => !name.starts_with("sec-websocket-") && !name.starts_with("amz-sdk-"),
    }
}

/// The canonical request. `added_query` has the parameters, encoded and sorted, that a presigned URL
/// adds to the request's own; `extra` the headers that the signature adds.
pub(super) fn request(
    method: &Method,
    uri: &Uri,
    added_query: &[u8],
    headers: &HeaderMap,
    extra: &[Extra<'_>],
    payload_hash: &[u8],
    settings: Settings,
) -> Canonical {
    let (mut few, mut many) = ([Line::NONE; FEW], Vec::new());
    let signed = signed_headers(headers, extra, settings, &mut few, &mut many);
    let size: usize = signed.iter().map(|line| 2 * line.name.len() + line.value.len() + 3).sum();
    let size = size + uri.path().len() * 2 + added_query.len();
    let mut out = Vec::with_capacity(size + 384);

    out.extend_from_slice(method.as_str().as_bytes());
    out.push(b'\n');
    push_path(&mut out, uri.path(), settings);
    out.push(b'\n');
    push_query(&mut out, uri.query().unwrap_or_default(), added_query);
    out.push(b'\n');
    let mut last = "";
    for Line { name, value, has_spaces } in signed {
        if *name == last {
            // The line end of the value before makes room for another.
            out.pop();
            out.push(b',');
        } else {
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
        }
        if *has_spaces {
            push_trimmed(&mut out, value);
        } else {
            out.extend_from_slice(value);
        }
        out.push(b'\n');
        last = name;
    }
    out.push(b'\n');
    let start = out.len();
    push_names(&mut out, signed);
    let end = out.len();
    out.push(b'\n');
    out.extend_from_slice(payload_hash);
    Canonical { text: out, signed_headers: start..end }
}

/// The names of the headers that would be signed: `host;x-amz-date`.
pub(super) fn signed_names(
    headers: &HeaderMap,
    extra: &[Extra<'_>],
    settings: Settings,
) -> Vec<u8> {
    let (mut few, mut many) = ([Line::NONE; FEW], Vec::new());
    let mut names = Vec::new();
    push_names(&mut names, signed_headers(headers, extra, settings, &mut few, &mut many));
    names
}

/// By name; those of one name in their order. They are put where there is room.
fn signed_headers<'l, 'a>(
    headers: &'a HeaderMap,
    extra: &[Extra<'a>],
    settings: Settings,
    few: &'l mut [Line<'a>; FEW],
    many: &'l mut Vec<Line<'a>>,
) -> &'l [Line<'a>] {
    let own = headers.iter().filter_map(|(name, value)| {
        let (name, value) = (name.as_str(), value.as_bytes());
        let line = || Line { name, value, has_spaces: scan::has_spaces(value) };
        is_signed(name, settings).then(line)
    });
    let extra = extra.iter().filter_map(|(name, value)| {
        let is_given = matches!(*name, "x-amz-region-set" | "x-amz-security-token");
        let value = (*value)?;
        Some(Line { name, value, has_spaces: is_given && scan::has_spaces(value) })
    });
    let most = headers.len() + extra.clone().count();
    let signed = if most <= FEW {
        let mut count = 0;
        for (slot, line) in few.iter_mut().zip(own.chain(extra)) {
            *slot = line;
            count += 1;
        }
        few.get_mut(..count).unwrap_or_default()
    } else {
        many.reserve(most);
        many.extend(own.chain(extra));
        many
    };
    // Stable: values of one name stay in order. Most names differ by their first letter.
    let first = |line: &Line<'_>| line.name.as_bytes().first().copied();
    signed.sort_by(|a, b| first(a).cmp(&first(b)).then_with(|| a.name.cmp(b.name)));
    signed
}

fn push_names(out: &mut Vec<u8>, signed: &[Line<'_>]) {
    let mut last = "";
    for Line { name, .. } in signed {
        if *name != last {
            if !last.is_empty() {
                out.push(b';');
            }
            out.extend_from_slice(name.as_bytes());
            last = name;
        }
    }
}

/// The value without edge spaces, its inner runs of spaces collapsed.
fn push_trimmed(out: &mut Vec<u8>, value: &[u8]) {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let words = value.split(is_space).filter(|word| !word.is_empty());
    for (i, word) in words.enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

fn push_path(out: &mut Vec<u8>, path: &str, settings: Settings) {
    if scan::is_plain_path(path.as_bytes()) {
        out.extend_from_slice(path.as_bytes());
        return;
    }
    // What stands for the server itself is no path.
    let path = if path == "*" { "/" } else { path };
    let path = match settings.normalize_path {
        true => normalize(path),
        false => Cow::Borrowed(path),
    };
    let path = if path.is_empty() { "/" } else { &*path };
    if settings.double_encode_path {
        push_encoded_but(out, path.as_bytes(), &PATH);
    } else {
        out.extend_from_slice(path.as_bytes());
    }
}

/// RFC 3986 5.2.4, and `//` collapsed; a trailing slash stays.
fn normalize(path: &str) -> Cow<'_, str> {
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
    Cow::Owned(format!("/{}{end}", kept.join("/")))
}

/// Parameters encoded in one way, sorted by key and value; a bare key is `key=`. Those of `added`
/// are so already.
fn push_query(out: &mut Vec<u8>, query: &str, added: &[u8]) {
    if query.is_empty() {
        out.extend_from_slice(added);
        return;
    }
    // All of it is ASCII.
    let added = std::str::from_utf8(added).unwrap_or_default();
    let split = |pair| str::split_once(pair, '=').unwrap_or((pair, ""));
    let own = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = split(pair);
        (recode(key), recode(value))
    });
    let added = added.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = split(pair);
        (Cow::Borrowed(key), Cow::Borrowed(value))
    });
    let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = own.chain(added).collect();
    pairs.sort_unstable();
    for (i, (key, value)) in pairs.iter().enumerate() {
        if i > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(key.as_bytes());
        out.push(b'=');
        out.extend_from_slice(value.as_bytes());
    }
}

/// A part of the query in the one encoding that is signed. A `+` is the space that forms write so:
/// services decode it as one, and AWS's own clients sign it as one.
fn recode(text: &str) -> Cow<'_, str> {
    if scan::is_plain(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    let decoded: Vec<u8> = percent_encoding::percent_decode_str(&spaced).collect();
    Cow::Owned(encode(&decoded))
}

/// A value in the encoding of queries.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    push_encoded(&mut out, bytes);
    // All of it is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// RFC 3986's unreserved characters, `A-Za-z0-9-._~`.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

/// Which bytes are not encoded.
type Plain = [bool; 256];

static UNRESERVED: Plain = plain(false);
static PATH: Plain = plain(true);

const fn plain(slash: bool) -> Plain {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let c = byte as u8;
        table[byte] = is_unreserved(c) || (slash && c == b'/');
        byte += 1;
    }
    table
}

/// Writes a value in the encoding of queries.
pub(super) fn push_encoded(out: &mut Vec<u8>, bytes: &[u8]) {
    push_encoded_but(out, bytes, &UNRESERVED);
}

/// Runs of plain bytes are copied, and the bytes between them encoded.
fn push_encoded_but(out: &mut Vec<u8>, bytes: &[u8], plain: &Plain) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !plain[usize::from(*byte)]) {
        let (run, from) = rest.split_at(at);
        out.extend_from_slice(run);
        let Some((byte, after)) = from.split_first() else { break };
        let digit = |digit: u8| DIGITS[usize::from(digit)];
        out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        rest = after;
    }
    out.extend_from_slice(rest);
}

/// The host and port as they are sent: in lowercase, without the scheme's default port.
pub(super) fn host(uri: &Uri) -> Result<Cow<'_, str>, SignError> {
    let authority = uri.authority().ok_or(SignError::NoHost)?.as_str();
    let default = match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    let is_sent_so = is_sent_as_it_is(authority)
        || authority.split_once(':').is_some_and(|(name, port)| {
            !port.starts_with('0')
                && port.bytes().all(|byte| byte.is_ascii_digit())
                && uri.port_u16().is_some_and(|port| Some(port) != default)
                && is_sent_as_it_is(name)
        });
    if is_sent_so {
        return Ok(Cow::Borrowed(authority));
    }
    let host = uri.host().ok_or(SignError::NoHost)?;
    // Whatever follows is a port, or nothing that can be sent.
    if uri.port_u16().is_none() && !authority.ends_with(host) && !authority.ends_with(':') {
        return Err(SignError::NotAHost("host"));
    }
    let host = match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
    };
    Ok(match uri.port_u16() {
        Some(port) if Some(port) != default => Cow::Owned(format!("{host}:{port}")),
        _ => host,
    })
}

/// Whether a host is sent as it is written, in any scheme: most are.
pub(super) fn is_sent_as_it_is(host: &str) -> bool {
    scan::is_plain_host(host.as_bytes())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn paths_are_normalized_and_encoded_once_more() {
        let standard = Settings::default();
        let s3 = Settings { normalize_path: false, double_encode_path: false, ..standard };
        for (settings, from, to) in [
            (standard, "", "/"),
            (standard, "/", "/"),
            (standard, "//", "/"),
            (standard, "*", "/"),
            (standard, "/a//b/", "/a/b/"),
            (standard, "/a/./b/../c", "/a/c"),
            (standard, "/a/..", "/"),
            (standard, "/a/b/..", "/a/"),
            (standard, "/../a", "/a"),
            (standard, "/.well-known/a", "/.well-known/a"),
            (standard, "/a%2F.%2Fb", "/a%252F.%252Fb"),
            (
                standard,
                "/model/anthropic.claude-v2%3A1/invoke",
                "/model/anthropic.claude-v2%253A1/invoke",
            ),
            (standard, "/~a/b_c.d-e", "/~a/b_c.d-e"),
            (standard, "/restapis/a1b2c3/r\u{e9}sources", "/restapis/a1b2c3/r%C3%A9sources"),
            (s3, "/a//b/../%20", "/a//b/../%20"),
        ] {
            assert_eq!(text(|out| push_path(out, from, settings)), to, "{from}");
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
            ("k=a+b%2Bc", "k=a%20b%2Bc"),
            ("a-b=1&a=2", "a=2&a-b=1"),
        ] {
            assert_eq!(text(|out| push_query(out, from, b"")), to, "{from}");
        }
        assert_eq!(text(|out| push_query(out, "b=2", b"a=%2F&c=")), "a=%2F&b=2&c=");
    }

    #[test]
    fn header_values_are_trimmed_and_joined() {
        let mut headers = HeaderMap::new();
        for value in ["  a   b ", "c"] {
            headers.append("x-list", value.parse().unwrap_or(HeaderValue::from_static("")));
        }
        headers.insert("user-agent", HeaderValue::from_static("unsigned"));
        headers.insert("content-length", HeaderValue::from_static("1"));
        let uri = Uri::from_static("https://example.com/");
        let extra = [("host", None), ("x-amz-date", Some(&b"now"[..]))];
        for (sign_content_length, line, name) in
            [(false, "", ""), (true, "content-length:1\n", "content-length;")]
        {
            let settings = Settings { sign_content_length, ..Settings::default() };
            let canonical = request(&Method::GET, &uri, b"", &headers, &extra, b"hash", settings);
            assert_eq!(
                String::from_utf8_lossy(&canonical.text),
                format!(
                    "GET\n/\n\n{line}x-amz-date:now\nx-list:a b,c\n\n{name}x-amz-date;x-list\nhash"
                ),
            );
            let names = signed_names(&headers, &extra, settings);
            assert_eq!(canonical.text[canonical.signed_headers], names);
        }
    }

    /// As many as are sorted without an allocation, one more, and none.
    #[test]
    fn any_number_of_headers_is_sorted_and_values_of_a_name_stay_in_order() {
        for count in 0..3 * FEW {
            let mut headers = HeaderMap::new();
            let mut expected = vec![("host".to_owned(), "h".to_owned())];
            for i in (0..count).rev() {
                // Two of each name, of various letters and lengths, and some that are not signed.
                let name = format!("{}-{}", "xmaz".repeat(i % 3 + 1), i / 2);
                let value = format!("value {i} \u{e9}");
                let name: http::HeaderName = name.parse().expect("a name");
                headers.append(&name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
                headers.insert("user-agent", HeaderValue::from_static("unsigned"));
                expected.push((name.to_string(), value));
            }
            // Names come one after the other from the map, whenever they were added.
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            let (mut few, mut many) = ([Line::NONE; FEW], Vec::new());
            let extra: [Extra<'_>; 2] = [("host", Some(b"h")), ("x-amz-date", None)];
            let settings = Settings::default();
            let signed = signed_headers(&headers, &extra, settings, &mut few, &mut many);
            let found: Vec<_> = signed
                .iter()
                .map(|line| {
                    let value = String::from_utf8_lossy(line.value).into_owned();
                    (line.name.to_owned(), value)
                })
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_host_is_what_is_sent() {
        for (uri, sent) in [
            ("https://Example.com:443/", "example.com"),
            ("http://example.com:443/", "example.com:443"),
            ("https://[::1]:8443/", "[::1]:8443"),
            ("https://user@example.com/", "example.com"),
            ("https://example.com:/", "example.com"),
        ] {
            assert_eq!(host(&Uri::from_static(uri)).as_deref(), Ok(sent));
        }
        for (uri, error) in [
            ("/", SignError::NoHost),
            ("https://example.com:8443g/", SignError::NotAHost("host")),
            ("https://example.com:65536/", SignError::NotAHost("host")),
        ] {
            assert_eq!(host(&Uri::from_static(uri)), Err(error));
        }
    }
}
