//! The query: encoded in one way, and sorted.

use std::borrow::Cow;

use super::encode::encode;
use crate::sigv4::scan;

/// Writes the parameters that a signature adds, encoded and sorted.
pub(in crate::sigv4) type Added<'a> = &'a dyn Fn(&mut Vec<u8>);

/// Writes the parameters, encoded in one way and sorted by key and value. A key without a value is
/// written as `key=`.
#[inline]
pub(super) fn push_query(out: &mut Vec<u8>, query: &str, write_added: Added<'_>) {
    if query.is_empty() {
        write_added(out);
        return;
    }
    let mut added = Vec::new();
    write_added(&mut added);
    // All of it is ASCII.
    let added = std::str::from_utf8(&added).unwrap_or_default();
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

/// A part of the query in the encoding that is signed. A `+` becomes `%20`, because services decode it
/// as a space, and AWS's own clients sign it as a space.
fn recode(text: &str) -> Cow<'_, str> {
    if scan::is_plain(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    let decoded: Vec<u8> = percent_encoding::percent_decode_str(&spaced).collect();
    Cow::Owned(encode(&decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(query: &str, added: &'static str) -> String {
        let mut out = Vec::new();
        push_query(&mut out, query, &|out| out.extend_from_slice(added.as_bytes()));
        String::from_utf8_lossy(&out).into_owned()
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
            assert_eq!(canonical(from, ""), to, "{from}");
        }
    }

    #[test]
    fn added_parameters_find_their_place() {
        assert_eq!(canonical("", "a=%2F&c="), "a=%2F&c=");
        assert_eq!(canonical("b=2", "a=%2F&c="), "a=%2F&b=2&c=");
    }
}
