//! Percent-encoding of labels and query parameters.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::types::RESERVED;

const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// Adds a label that has letters and digits alone, as most have. Returns whether it was added.
pub(super) fn push_plain(path: &mut String, text: &str) -> bool {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain {
        path.push_str(text);
    }
    is_plain
}

pub(super) fn encode_label(path: &mut String, text: &str) {
    path.extend(utf8_percent_encode(text, RESERVED));
}

pub(super) fn encode_greedy_label(path: &mut String, text: &str) {
    path.extend(utf8_percent_encode(text, RESERVED_BUT_SLASH));
}

pub(super) fn encode_query(query: &mut String, name: &str, value: &str) {
    separate(query);
    let name = utf8_percent_encode(name, RESERVED);
    // Writing to a `String` cannot fail.
    let _ = write!(query, "{name}={}", utf8_percent_encode(value, RESERVED));
}

pub(super) fn separate(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}

/// The names of the parameters in an encoded query. There are few: the items of a list stand in a row,
/// and have one name.
pub(super) fn keys(query: &str) -> Vec<&str> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut keys: Vec<&str> =
        pairs.map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    keys.dedup();
    keys
}

/// Whether a parameter of this name is among `keys`, which are encoded.
pub(super) fn has_key(keys: &[&str], name: &str) -> bool {
    !keys.is_empty() && keys.contains(&&*Cow::from(utf8_percent_encode(name, RESERVED)))
}
