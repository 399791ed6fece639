//! [`Secrets`]: removes the secrets of a request from its response.
//!
//! Some services respond to a rejected request with a copy of it, in an encoding of their own:
//! unchanged, with JSON escapes, HTML entities or percent-encoding, or with several of them.
//! Therefore secrets are searched in the decoded text. Every response that an error keeps is
//! redacted once, before it is read.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::{DecodeError, ServiceError, TransportError, with_causes};
use crate::types::Credentials;
use crate::wire::protocol::Rules;

const REDACTED: &str = "[redacted]";

/// How many levels of encoding are decoded, such as percent-encoding in a JSON string in a JSON
/// string. Each level takes several times as long, so large texts get fewer levels. Otherwise a
/// server could keep the client busy.
fn depth(text: &[u8]) -> u8 {
    match text.len() {
        0..=65_536 => 4,
        65_537..=1_048_576 => 2,
        _ => 1,
    }
}

/// The secrets of a call.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// The credentials that sign the request. The request contains their session token.
    credentials: Option<Credentials>,
    /// Other secrets that the operation sends.
    others: Vec<Zeroizing<String>>,
}

impl Secrets {
    /// The secrets that an operation sends.
    #[cfg(any(
        feature = "container",
        feature = "imds",
        feature = "process",
        feature = "sso",
        feature = "sts"
    ))]
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let others = secrets.into_iter().map(|secret| Zeroizing::new(secret.to_owned()));
        Self { credentials: None, others: others.collect() }
    }

    /// Adds the session token of the credentials.
    pub(crate) fn and_of(&self, credentials: Option<Credentials>) -> Self {
        Self { credentials, others: self.others.clone() }
    }

    /// The credentials that sign the request.
    pub(crate) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// The text without secrets.
    pub(crate) fn redact_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.redact(text.as_bytes()) {
            Some(redacted) => String::from_utf8_lossy(&redacted).into_owned().into(),
            None => text.into(),
        }
    }

    /// The response without secrets.
    #[cold]
    pub(crate) fn redact_response(
        &self,
        mut response: http::Response<Bytes>,
    ) -> http::Response<Bytes> {
        for value in response.headers_mut().values_mut() {
            if let Some(redacted) = self.redact(value.as_bytes()) {
                let redacted = HeaderValue::from_bytes(&redacted);
                *value = redacted.unwrap_or(HeaderValue::from_static(REDACTED));
            }
        }
        if let Some(redacted) = self.redact(response.body()) {
            *response.body_mut() = redacted.into();
        }
        response
    }

    /// The reason why a successful response cannot be decoded, and the response, both without
    /// secrets. The reason contains keys of the body, perhaps shortened, so it is made again with
    /// `decode` from the redacted response.
    #[cold]
    pub(crate) fn redact_success(
        &self,
        error: DecodeError,
        response: http::Response<Bytes>,
        rules: Option<&Rules>,
        decode: &dyn Fn(&http::Response<Bytes>) -> Option<DecodeError>,
    ) -> (DecodeError, ServiceError) {
        let before = (response.headers().clone(), response.body().clone());
        let response = self.redact_response(response);
        let error = match before == (response.headers().clone(), response.body().clone()) {
            true => error,
            false => decode(&response).unwrap_or_else(|| {
                DecodeError::new(
                    "the response cannot be decoded, and contains a secret of the request",
                )
            }),
        };
        (error, ServiceError::read(&response, rules, None))
    }

    /// The error without secrets. A transport other than the default one may quote the request.
    #[cold]
    pub(crate) fn redact_transport(&self, error: TransportError) -> TransportError {
        let line = with_causes(error.to_string(), error.get_ref());
        match self.redact_text(&line) {
            Cow::Owned(line) => error.with_message(line),
            Cow::Borrowed(_) => error,
        }
    }

    /// The text without secrets; `None` if it contains no secret.
    fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
        let token = self.credentials.as_ref().and_then(Credentials::session_token);
        let secrets = token.into_iter().chain(self.others.iter().map(|other| other.as_str()));
        let mut redacted = None;
        for secret in secrets.filter(|secret| !secret.is_empty()) {
            let text = redacted.as_deref().unwrap_or(text);
            redacted = replace(text, secret.as_bytes()).or(redacted);
        }
        redacted
    }
}

/// The text without the secret; `None` if it does not contain the secret.
fn replace(text: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let depth = depth(text);
    let decoded = decode(secret, depth);
    let (mut out, mut kept, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let raw = text[at..].starts_with(secret).then(|| at + secret.len());
        match raw.or_else(|| end_of(text, at, &decoded, depth)) {
            Some(end) => {
                out.extend_from_slice(&text[kept..at]);
                out.extend_from_slice(REDACTED.as_bytes());
                (kept, at) = (end, end);
            }
            None => at += 1,
        }
    }
    (kept > 0).then(|| {
        out.extend_from_slice(&text[kept..]);
        out
    })
}

/// The decoded text.
fn decode(text: &[u8], depth: u8) -> Zeroizing<Vec<u8>> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut at = 0;
    while let Some((byte, next)) = unit(text, at, depth) {
        decoded.push(byte);
        at = next;
    }
    decoded
}

/// The end of the decoded secret, if the secret starts at `at`.
fn end_of(text: &[u8], mut at: usize, decoded: &[u8], depth: u8) -> Option<usize> {
    for wanted in decoded {
        let (byte, next) = unit(text, at, depth)?;
        if byte != *wanted {
            return None;
        }
        at = next;
    }
    Some(at)
}

/// The byte at `at` after decoding up to `depth` levels, and the index of the next byte.
fn unit(text: &[u8], at: usize, depth: u8) -> Option<(u8, usize)> {
    let raw = *text.get(at)?;
    if depth == 0 || !matches!(raw, b'%' | b'\\' | b'&') {
        return Some((raw, at + 1));
    }
    let (first, next) = unit(text, at, depth - 1)?;
    let mut rest = Rest { text, at: next, depth: depth - 1 };
    let decoded = match first {
        b'%' => percent(&mut rest),
        b'\\' => backslash(&mut rest),
        b'&' => entity(&mut rest),
        _ => None,
    };
    Some(decoded.map_or((first, next), |byte| (byte, rest.at)))
}

/// The text after the first character of an escape, with the deeper levels decoded.
#[derive(Clone, Copy)]
struct Rest<'a> {
    text: &'a [u8],
    at: usize,
    depth: u8,
}

impl Rest<'_> {
    fn next(&mut self) -> Option<u8> {
        let (byte, next) = unit(self.text, self.at, self.depth)?;
        self.at = next;
        Some(byte)
    }

    /// Skips the next byte if it is `byte`.
    fn skip(&mut self, byte: u8) -> bool {
        let mut ahead = *self;
        let is_there = ahead.next() == Some(byte);
        if is_there {
            *self = ahead;
        }
        is_there
    }

    /// Reads a number with `least` to `most` digits. `None` if the number is not an ASCII
    /// character.
    fn number(&mut self, radix: u32, least: usize, most: usize) -> Option<u8> {
        let (mut value, mut digits) = (0_u32, 0);
        while digits < most {
            let mut ahead = *self;
            let digit = ahead.next().and_then(|byte| char::from(byte).to_digit(radix));
            let Some(digit) = digit else { break };
            value = value.saturating_mul(radix).saturating_add(digit);
            digits += 1;
            *self = ahead;
        }
        u8::try_from(value).ok().filter(|value| digits >= least && value.is_ascii())
    }
}

/// Decodes `%3D` and `%u003D`.
fn percent(rest: &mut Rest<'_>) -> Option<u8> {
    match rest.skip(b'u') {
        true => rest.number(16, 4, 4),
        false => rest.number(16, 2, 2),
    }
}

/// Decodes `\u003d`, `\u{3d}`, `\x3d` and `\/`.
fn backslash(rest: &mut Rest<'_>) -> Option<u8> {
    match rest.next()? {
        b'u' if rest.skip(b'{') => rest.number(16, 1, 6).filter(|_| rest.skip(b'}')),
        b'u' => rest.number(16, 4, 4),
        b'x' => rest.number(16, 2, 2),
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        other => (!other.is_ascii_alphanumeric()).then_some(other),
    }
}

/// Decodes `&#61;`, `&#x3d;` and `&equals;`. The semicolon is optional, as in browsers.
fn entity(rest: &mut Rest<'_>) -> Option<u8> {
    /// HTML, "Named character references": the ASCII characters.
    const NAMES: [(&[u8], u8); 42] = [
        (b"amp", b'&'),
        (b"AMP", b'&'),
        (b"lt", b'<'),
        (b"gt", b'>'),
        (b"quot", b'"'),
        (b"apos", b'\''),
        (b"equals", b'='),
        (b"plus", b'+'),
        (b"sol", b'/'),
        (b"bsol", b'\\'),
        (b"colon", b':'),
        (b"semi", b';'),
        (b"comma", b','),
        (b"period", b'.'),
        (b"lowbar", b'_'),
        (b"UnderBar", b'_'),
        (b"num", b'#'),
        (b"percnt", b'%'),
        (b"dollar", b'$'),
        (b"excl", b'!'),
        (b"quest", b'?'),
        (b"ast", b'*'),
        (b"midast", b'*'),
        (b"commat", b'@'),
        (b"lpar", b'('),
        (b"rpar", b')'),
        (b"lsqb", b'['),
        (b"lbrack", b'['),
        (b"rsqb", b']'),
        (b"rbrack", b']'),
        (b"lcub", b'{'),
        (b"lbrace", b'{'),
        (b"rcub", b'}'),
        (b"rbrace", b'}'),
        (b"verbar", b'|'),
        (b"vert", b'|'),
        (b"VerticalLine", b'|'),
        (b"Hat", b'^'),
        (b"grave", b'`'),
        (b"Tab", b'\t'),
        (b"NewLine", b'\n'),
        (b"nbsp", b' '),
    ];
    const LONGEST_NAME: usize = 12;

    let byte = if rest.skip(b'#') {
        match rest.skip(b'x') || rest.skip(b'X') {
            true => rest.number(16, 1, 8)?,
            false => rest.number(10, 1, 10)?,
        }
    } else {
        // Each letter is read once, because it may be an escape too.
        let (mut name, mut ends) = ([0; LONGEST_NAME], [*rest; LONGEST_NAME]);
        let mut length = 0;
        while length < LONGEST_NAME {
            let mut ahead = *rest;
            let Some(letter) = ahead.next().filter(u8::is_ascii_alphabetic) else { break };
            *rest = ahead;
            (name[length], ends[length]) = (letter, ahead);
            length += 1;
        }
        let name = &name[..length];
        let (known, byte) = NAMES.iter().find(|(known, _)| name.starts_with(known))?;
        *rest = ends[known.len() - 1];
        *byte
    };
    rest.skip(b';');
    Some(byte)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "IQoJ/b3Jp+Z2lu==";

    fn secrets(token: &str) -> Secrets {
        let credentials = Credentials::new("AKIDEXAMPLE", "secret").with_session_token(token);
        Secrets::default().and_of(Some(credentials))
    }

    fn each(text: &str, write: impl Fn(&mut String, char)) -> String {
        text.chars().fold(String::new(), |mut out, c| {
            write(&mut out, c);
            out
        })
    }

    /// Encodings of a token. Each is used by a service.
    fn spellings(token: &str) -> Vec<String> {
        let special = |c: char| !c.is_ascii_alphanumeric();
        let only = |write: fn(char) -> String| {
            each(token, |out, c| match special(c) {
                true => out.push_str(&write(c)),
                false => out.push(c),
            })
        };
        let all = |write: fn(char) -> String| each(token, |out, c| out.push_str(&write(c)));
        let named = |c: char| match c {
            '/' => "&sol;".to_owned(),
            '+' => "&plus;".to_owned(),
            '=' => "&equals;".to_owned(),
            '&' => "&amp;".to_owned(),
            c => format!("&#{};", u32::from(c)),
        };
        let mut spellings = vec![
            token.to_owned(),
            token.replace('/', "\\/"),
            only(|c| format!("\\u{:04x}", u32::from(c))),
            only(|c| format!("\\u{:04X}", u32::from(c))),
            only(|c| format!("\\x{:02x}", u32::from(c))),
            only(|c| format!("\\u{{{:x}}}", u32::from(c))),
            only(|c| format!("\\{c}")),
            only(|c| format!("%{:02X}", u32::from(c))),
            only(|c| format!("%{:02x}", u32::from(c))),
            only(|c| format!("%u{:04x}", u32::from(c))),
            only(|c| format!("&#{};", u32::from(c))),
            only(|c| format!("&#x{:x};", u32::from(c))),
            only(|c| format!("&#X{:04X};", u32::from(c))),
            only(named),
            all(|c| format!("\\u{:04x}", u32::from(c))),
            all(|c| format!("%{:02X}", u32::from(c))),
            all(|c| format!("&#{};", u32::from(c))),
        ];
        // Only one letter is escaped, as in `to\u006ben`.
        spellings.push(token.chars().enumerate().fold(String::new(), |mut out, (at, c)| {
            let _ = match at {
                2 => write!(out, "\\u{:04x}", u32::from(c)),
                _ => write!(out, "{c}"),
            };
            out
        }));
        // Encoded twice, and in a mixture of encodings.
        let twice: Vec<String> = spellings
            .iter()
            .flat_map(|once| {
                [
                    once.replace('\\', "\\\\").replace('"', "\\\""),
                    once.replace('%', "%25"),
                    once.replace('&', "&amp;"),
                    once.replace('&', "\\u0026"),
                    once.replace('\\', "%5C"),
                    once.replace('\\', "&#92;"),
                ]
            })
            .collect();
        spellings.extend(twice);
        spellings
    }

    #[test]
    fn a_token_is_found_however_it_is_written() {
        for written in spellings(TOKEN) {
            for text in [
                written.clone(),
                format!("{{\"message\":\"x-amz-security-token:{written}\\nhost:a\"}}"),
                format!("<Message>{written}</Message>&amp;{written}"),
            ] {
                let redacted = secrets(TOKEN).redact_text(&text).into_owned();
                assert!(redacted.contains(REDACTED), "{text}: {redacted}");
                assert!(!redacted.contains("b3Jp"), "{text}: {redacted}");
                assert!(!redacted.contains(&written), "{text}: {redacted}");
                let around = text.replace(&written, REDACTED);
                assert_eq!(redacted, around, "what is around it stays");
            }
        }
    }

    #[test]
    fn headers_and_bodies_that_are_no_text_are_redacted() {
        let mut response =
            http::Response::new(Bytes::from([b"\xff\xfe", TOKEN.as_bytes(), b"\xff"].concat()));
        for (name, value) in [
            ("x-amzn-errortype", "Bad%20IQoJ%2Fb3Jp%2BZ2lu%3D%3D"),
            ("x-amzn-requestid", TOKEN),
            ("x-other", "IQoJ"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let response = secrets(TOKEN).redact_response(response);
        assert_eq!(&response.body()[..], b"\xff\xfe[redacted]\xff");
        assert_eq!(response.headers()["x-amzn-errortype"], "Bad%20[redacted]");
        assert_eq!(response.headers()["x-amzn-requestid"], "[redacted]");
        assert_eq!(response.headers()["x-other"], "IQoJ");
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in ["", "&", "%", "\\", "&#", "%4", "\\u00", "a & b", "100%", "IQoJ/b3Jp", "&#x;"]
        {
            assert_eq!(secrets(TOKEN).redact_text(text), text);
        }
        assert_eq!(secrets("").redact_text("text"), "text", "an empty token is no secret");
        assert_eq!(Secrets::default().redact_text(TOKEN), TOKEN);
    }

    #[test]
    fn a_token_that_looks_encoded_is_found_too() {
        for token in ["a%41b", "a\\u0041", "&amp;=", "ends%", "ends\\", "ends&", "%25%25"] {
            for text in [format!("<{token}>"), format!("{token}41"), format!("41{token}")] {
                let redacted = secrets(token).redact_text(&text).into_owned();
                assert_eq!(redacted, text.replace(token, REDACTED), "{token}");
            }
        }
    }

    #[test]
    fn a_large_body_takes_little_time() {
        // Each of these is read to its end at its place, and no further.
        for unit in
            ["&", "%25", "\\\\", "&#0000000000", "&amp;", "%", "&#x0000000", "%26amp", "&#38;lt"]
        {
            for length in [4_000, 66_000, 1_049_000] {
                let text = unit.repeat(length / unit.len());
                assert_eq!(secrets(TOKEN).redact_text(&text), text);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_token_stays(
            token in "[ -~]{8,40}",
            before in "[ -~]{0,20}",
            after in "[ -~]{0,20}",
        ) {
            let text = format!("{before}{token}{after}");
            let redacted = secrets(&token).redact_text(&text).into_owned();
            prop_assert!(!redacted.replace(REDACTED, "").contains(&token));
        }
    }
}
