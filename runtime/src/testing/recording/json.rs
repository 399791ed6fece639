//! Removes secrets from JSON. Everything else stays as it is, also in documents that are not valid.

use super::names::{REDACTED, Redaction};
use crate::types::Document;
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::{Payload, json};

/// The document with `REDACTED` for the strings of secret members, and `null` for their numbers, also inside
/// of secret objects and lists.
pub(super) fn redacted(document: &str, redaction: &Redaction, depth: usize) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    let mut open = 0_usize;
    // How many objects and lists were open when a secret one began.
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
                out.push_str(&match is_secret {
                    true => REDACTED.to_owned(),
                    false => redacted_string(content, redaction, depth),
                });
                if content.len() < after.len() {
                    out.push('"');
                }
                is_value_of_secret &= is_key;
                rest = behind;
                continue;
            }
            '{' | '[' => {
                if is_value_of_secret && secret.is_none() {
                    secret = Some(open);
                }
                open += 1;
                is_value_of_secret = false;
            }
            '}' | ']' => {
                open = open.saturating_sub(1);
                if secret.is_some_and(|begin| open <= begin) {
                    secret = None;
                }
                is_value_of_secret = false;
            }
            ',' => is_value_of_secret = false,
            // A number, `true` or `false`.
            character
                if (is_value_of_secret || secret.is_some())
                    && character.is_ascii_alphanumeric() =>
            {
                let is_token = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                out.push_str("null");
                rest = rest.trim_start_matches(is_token);
                continue;
            }
            _ => {}
        }
        // The sign of a secret number.
        if character != '-' || !(is_value_of_secret || secret.is_some()) {
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

/// The content of a string, in which a document may stand.
fn redacted_string(content: &str, redaction: &Redaction, depth: usize) -> String {
    let text = unescaped(content);
    let redacted = redaction.text(&text, depth + 1);
    if redacted == text {
        return content.to_owned();
    }
    match json::payload(&Document::from(redacted)) {
        Ok(Payload::Document(json) | Payload::Text(json)) => {
            let json = String::from_utf8_lossy(&json).into_owned();
            let inner = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
            inner.unwrap_or(REDACTED).to_owned()
        }
        _ => REDACTED.to_owned(),
    }
}

/// The text of a string. An invalid one is returned as it is.
fn unescaped(content: &str) -> String {
    if !content.contains('\\') {
        return content.to_owned();
    }
    let document = json::from_slice::<Document>(format!("\"{content}\"").as_bytes(), MAX_MEMORY);
    let text = document.ok().and_then(|document| document.as_str().map(str::to_owned));
    text.unwrap_or_else(|| content.to_owned())
}
