//! Removes secrets from forms, from queries, and from the parameters of URLs in text.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::names::{REDACTED, Redaction};

/// How long the name of a parameter can be, in bytes.
const MAX_NAME: usize = 128;

/// A form or a query with `REDACTED` for the values of secret parameters. A parameter is secret if one part
/// of its name between dots is.
pub(super) fn redacted_form(form: &str, redaction: &Redaction, depth: usize) -> String {
    let pairs = form.split('&').map(|pair| {
        let Some((name, encoded)) = pair.split_once('=') else { return pair.to_owned() };
        let decoded = percent_decode_str(name).decode_utf8_lossy();
        if decoded.split('.').any(|member| redaction.is_secret(member)) {
            return format!("{name}={REDACTED}");
        }
        let value = encoded.replace('+', " ");
        let value = percent_decode_str(&value).decode_utf8_lossy();
        let redacted = redaction.text(&value, depth + 1);
        match redacted == value {
            true => pair.to_owned(),
            false => format!("{name}={}", utf8_percent_encode(&redacted, NON_ALPHANUMERIC)),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A text with `REDACTED` for the values of secret parameters, such as `X-Amz-Signature=…`, and for the users
/// and passwords in URLs. A URL may be percent-encoded in another URL.
pub(super) fn redacted_parameters(text: &str, redaction: &Redaction) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', '%', ':']) {
        let after = &rest[at..];
        let sign = ["://", "=", "%3D", "%3d"].into_iter().find(|sign| after.starts_with(sign));
        let end = at + sign.map_or(1, str::len);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        match sign {
            Some("://") => {
                let length = rest.find(|c: char| c.is_whitespace() || "/?#\"'<>".contains(c));
                let authority = &rest[..length.unwrap_or(rest.len())];
                if let Some(user) = authority.rfind('@') {
                    out.push_str(REDACTED);
                    rest = &rest[user..];
                }
            }
            Some(sign) if redaction.is_secret(&name_before(&out[..out.len() - sign.len()])) => {
                out.push_str(REDACTED);
                rest = rest.trim_start_matches(is_of_value);
            }
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

fn is_of_value(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~%+/=".contains(character)
}

/// The name of a parameter at the end of a text.
fn name_before(text: &str) -> String {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._%".contains(byte);
    let length = text.bytes().rev().take(MAX_NAME).take_while(is_of_name).count();
    let name = percent_decode_str(&text[text.len() - length..]).decode_utf8_lossy().into_owned();
    let is_of_decoded = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    name.rsplit(|c| !is_of_decoded(c)).next().unwrap_or_default().to_owned()
}
