//! Removes secrets from JSON. Everything else stays as it is, also in documents that are not valid.

use super::names::{REDACTED, Redaction};

/// The document with `REDACTED` for the strings of secret members, and for all strings inside of secret
/// objects and lists.
pub(super) fn redacted(document: &str, redaction: &Redaction) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    let mut depth = 0_usize;
    // The depth at which a secret object or list began.
    let mut secret: Option<usize> = None;
    // Whether the next value is that of a secret member.
    let mut is_value_of_secret = false;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        match character {
            '"' => {
                let (content, behind) = string(after);
                let is_key = behind.trim_start().starts_with(':');
                if is_key {
                    is_value_of_secret = redaction.is_secret(&unescaped(content));
                }
                let is_secret = !is_key && (is_value_of_secret || secret.is_some());
                out.push('"');
                out.push_str(if is_secret { REDACTED } else { content });
                if content.len() < after.len() {
                    out.push('"');
                }
                is_value_of_secret &= is_key;
                rest = behind;
                continue;
            }
            '{' | '[' => {
                if is_value_of_secret && secret.is_none() {
                    secret = Some(depth);
                }
                depth += 1;
                is_value_of_secret = false;
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if secret.is_some_and(|begin| depth <= begin) {
                    secret = None;
                }
                is_value_of_secret = false;
            }
            ',' => is_value_of_secret = false,
            // A number, `true` or `false`.
            character if is_value_of_secret && character.is_ascii_alphanumeric() => {
                let is_token = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                out.push_str("null");
                rest = rest.trim_start_matches(is_token);
                continue;
            }
            _ => {}
        }
        // The sign of a secret number.
        if !(is_value_of_secret && character == '-') {
            out.push(character);
        }
        rest = after;
    }
    out
}

/// The content of a string after its first quote, and what follows the string.
fn string(text: &str) -> (&str, &str) {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

/// A name without its escapes, such as `\u0050assword`.
fn unescaped(content: &str) -> String {
    let mut parts = content.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        out.extend(code.and_then(char::from_u32));
        out.push_str(part.get(4..).unwrap_or_default());
    }
    out
}
