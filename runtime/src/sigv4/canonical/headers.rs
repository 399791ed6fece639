//! The signed headers: which headers are signed, in which order, and how they are written.

use http::HeaderMap;

use super::encode::push_encoded;
use crate::sigv4::{Settings, scan};

/// A header that is signed.
#[derive(Clone, Copy)]
struct Line<'a> {
    name: &'a str,
    value: &'a [u8],
    /// Whether the value may have spaces that must be removed.
    has_spaces: bool,
}

/// The signed headers, sorted by name. Headers with the same name keep their order.
pub(in crate::sigv4) struct SignedHeaders<'a>(Vec<Line<'a>>);

impl<'a> SignedHeaders<'a> {
    /// The signed headers of a request.
    #[inline]
    pub(in crate::sigv4) fn new(headers: &'a HeaderMap, settings: Settings) -> Self {
        // A signature adds up to five.
        let mut signed = Self(Vec::with_capacity(headers.len() + 5));
        for (name, value) in headers {
            let (name, value) = (name.as_str(), value.as_bytes());
            if is_signed(name, settings) {
                signed.insert(Line { name, value, has_spaces: scan::has_spaces(value) });
            }
        }
        signed
    }

    /// Adds a header whose value is canonical.
    #[inline]
    pub(in crate::sigv4) fn add(&mut self, name: &'static str, value: &'a [u8]) {
        self.insert(Line { name, value, has_spaces: false });
    }

    /// Adds a header with any value.
    pub(in crate::sigv4) fn add_given(&mut self, name: &'static str, value: &'a str) {
        let value = value.as_bytes();
        self.insert(Line { name, value, has_spaces: scan::has_spaces(value) });
    }

    fn insert(&mut self, line: Line<'a>) {
        // The first letter decides for most names.
        let key = |line: &Line<'a>| (line.name.as_bytes().first().copied(), line.name);
        let new = key(&line);
        let at = self.0.iter().rposition(|before| key(before) <= new).map_or(0, |at| at + 1);
        self.0.insert(at, line);
    }

    /// The length of the names, as [`push_names`](Self::push_names) writes them.
    #[inline]
    pub(super) fn names_length(&self) -> usize {
        self.0.iter().map(|line| line.name.len() + 1).sum()
    }

    /// An upper limit for the length of the lines.
    #[inline]
    pub(super) fn lines_length(&self) -> usize {
        self.0.iter().map(|line| line.name.len() + line.value.len() + 2).sum()
    }

    /// Writes one line for each name: `host:example.com`.
    #[inline]
    pub(super) fn push_lines(&self, out: &mut Vec<u8>) {
        let mut last = "";
        for Line { name, value, has_spaces } in &self.0 {
            if *name == last {
                // Another value of the same name: a comma replaces the line break.
                out.pop();
                out.push(b',');
            } else {
                out.extend_from_slice(name.as_bytes());
                out.push(b':');
            }
            if *has_spaces {
                push_trimmed(out, value);
            } else {
                out.extend_from_slice(value);
            }
            out.push(b'\n');
            last = name;
        }
    }

    /// Writes each name once: `host;x-amz-date`.
    #[inline]
    pub(super) fn push_names(&self, out: &mut Vec<u8>) {
        self.each_name(out, b";", |out, name| out.extend_from_slice(name));
    }

    /// The same for a query: `host%3Bx-amz-date`.
    pub(in crate::sigv4) fn push_encoded_names(&self, out: &mut Vec<u8>) {
        self.each_name(out, b"%3B", push_encoded);
    }

    #[inline]
    fn each_name(
        &self,
        out: &mut Vec<u8>,
        between: &'static [u8],
        push: impl Fn(&mut Vec<u8>, &[u8]),
    ) {
        let mut last = "";
        for Line { name, .. } in &self.0 {
            if *name != last {
                if !last.is_empty() {
                    out.extend_from_slice(between);
                }
                push(out, name.as_bytes());
                last = name;
            }
        }
    }
}

/// Whether a header is signed. Headers that proxies and transports change are not.
#[inline]
pub(in crate::sigv4) fn is_signed(name: &str, settings: Settings) -> bool {
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

/// Writes the value without leading and trailing spaces, and with one space for each inner run.
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

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn header_values_are_trimmed_and_joined() {
        let mut headers = HeaderMap::new();
        for value in ["  a   b ", "c"] {
            headers.append("x-list!", value.parse().unwrap_or(HeaderValue::from_static("")));
        }
        headers.insert("user-agent", HeaderValue::from_static("unsigned"));
        headers.insert("content-length", HeaderValue::from_static("1"));
        for (sign_content_length, line, name) in
            [(false, "", ""), (true, "content-length:1\n", "content-length;")]
        {
            let settings = Settings { sign_content_length, ..Settings::default() };
            let mut signed = SignedHeaders::new(&headers, settings);
            signed.add("x-amz-date", b"now");
            signed.add_given("x-token", " t  u");
            let (mut lines, mut names, mut encoded) = (Vec::new(), Vec::new(), Vec::new());
            signed.push_lines(&mut lines);
            signed.push_names(&mut names);
            signed.push_encoded_names(&mut encoded);
            let expected = format!("{line}x-amz-date:now\nx-list!:a b,c\nx-token:t u\n");
            assert_eq!(String::from_utf8_lossy(&lines), expected);
            assert!(lines.len() <= signed.lines_length());
            assert_eq!(
                String::from_utf8_lossy(&names),
                format!("{name}x-amz-date;x-list!;x-token")
            );
            let expected = format!("{}x-amz-date%3Bx-list%21%3Bx-token", name.replace(';', "%3B"));
            assert_eq!(String::from_utf8_lossy(&encoded), expected);
        }
    }

    #[test]
    fn any_number_of_headers_is_sorted_and_values_of_a_name_stay_in_order() {
        for count in 0..24 {
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
            let mut signed = SignedHeaders::new(&headers, Settings::default());
            signed.add("host", b"h");
            let found: Vec<_> = signed
                .0
                .iter()
                .map(|line| {
                    let value = String::from_utf8_lossy(line.value).into_owned();
                    (line.name.to_owned(), value)
                })
                .collect();
            assert_eq!(found, expected);
        }
    }
}
