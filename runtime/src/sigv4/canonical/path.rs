//! The path: dot segments and double slashes are removed, and the rest is encoded once more.

use std::borrow::Cow;

use super::encode::push_encoded_path;
use crate::sigv4::{Settings, scan};

#[inline]
pub(super) fn push_path(out: &mut Vec<u8>, path: &str, settings: Settings) {
    if scan::is_plain_path(path.as_bytes()) {
        out.extend_from_slice(path.as_bytes());
        return;
    }
    // `*`, which means the server itself, is not a path.
    let path = if path == "*" { "/" } else { path };
    let path = match settings.normalize_path {
        true => normalize(path),
        false => Cow::Borrowed(path),
    };
    let path = if path.is_empty() { "/" } else { &*path };
    if settings.double_encode_path {
        push_encoded_path(out, path.as_bytes());
    } else {
        out.extend_from_slice(path.as_bytes());
    }
}

/// Removes dot segments (RFC 3986, section 5.2.4) and double slashes. A trailing slash stays.
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
            let mut out = Vec::new();
            push_path(&mut out, from, settings);
            assert_eq!(String::from_utf8_lossy(&out), to, "{from}");
        }
    }
}
