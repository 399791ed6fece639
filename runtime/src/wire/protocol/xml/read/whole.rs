//! Checks whether a body is a complete document, and whether it is an error. Parses the body only
//! if its start and end do not decide it.

use super::parser;
use crate::wire::protocol::memory::MAX_MEMORY;

/// Whether the root element is `Error`.
pub(crate) fn is_error(body: &[u8]) -> bool {
    let name = root_name(body).unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next() == Some(b"Error")
}

/// Whether a body is a complete document.
pub(crate) fn is_whole(body: &[u8]) -> bool {
    has_ends(body) || problem(body).is_none()
}

/// What is wrong with a document; `None` if it is valid.
pub(crate) fn problem(body: &[u8]) -> Option<String> {
    parser::parse(body, MAX_MEMORY).err().map(|error| error.problem())
}

/// Whether a body starts with a start tag and ends with an end tag of the same name. The end tag
/// could belong to a nested element of that name, but S3's documents have none.
fn has_ends(body: &[u8]) -> bool {
    let is_end = |name: &[u8]| {
        let body = body.trim_ascii_end().strip_suffix(b">")?;
        body.strip_suffix(name)?.strip_suffix(b"</")
    };
    root_name(body).is_some_and(|name| !is_page(name) && is_end(name).is_some())
}

/// Whether an element is the root of an HTML page.
fn is_page(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"html")
}

/// The root element's name with its prefix. `None` if the body does not start with an element.
fn root_name(body: &[u8]) -> Option<&[u8]> {
    let mut rest = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let tag = loop {
        rest = match rest.trim_ascii_start() {
            [b'<', b'?', after @ ..] => past(after, b"?>")?,
            [b'<', b'!', b'-', b'-', after @ ..] => past(after, b"-->")?,
            [b'<', tag @ ..] => break tag,
            _ => return None,
        };
    };
    let is_end = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
    let name = tag.get(..tag.iter().position(is_end)?)?;
    let is_name = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    is_name.then_some(name)
}

/// The text after `end`.
fn past<'a>(text: &'a [u8], end: &[u8]) -> Option<&'a [u8]> {
    let start = text.windows(end.len()).position(|window| window == end)?;
    text.get(start + end.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_without_a_parser() {
        for (body, name) in [
            ("<A/>", Some("A")),
            ("<A>", Some("A")),
            ("<A b='c'></A>", Some("A")),
            ("<A\n></A>", Some("A")),
            (" \n<?xml version='1.0'?>\n<!-- <B> -- > -->\n<s:A></s:A>", Some("s:A")),
            ("\u{feff}<A/>", Some("A")),
            ("<!DOCTYPE html><html/>", None),
            ("", None),
            ("<", None),
            ("<A", None),
            ("<>", None),
            ("< A>", None),
            ("</A>", None),
            ("A", None),
            ("<!-- <A/>", None),
            ("<?xml", None),
            ("{\"a\":1}", None),
        ] {
            let found = root_name(body.as_bytes());
            assert_eq!(found, name.map(str::as_bytes), "{body}");
        }
    }

    #[test]
    fn an_error_is_known_by_its_root() {
        for (body, expected) in [
            ("<Error/>", true),
            ("<?xml version=\"1.0\"?>\n<Error><Code>A</Code></Error>", true),
            ("<a:Error xmlns:a='b'/>", true),
            ("<Errors/>", false),
            ("<MyError/>", false),
            ("<Result><Error/></Result>", false),
            ("Error", false),
        ] {
            assert_eq!(is_error(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn a_document_is_whole_if_its_root_ends() {
        for (body, expected) in [
            ("<A></A>", true),
            ("<A></A>\n", true),
            ("<A><A></A></A>", true),
            ("<A></A >", true),
            ("<A/>", true),
            ("<A></A><!-- end -->", true),
            ("<A>", false),
            ("<A><B></B>", false),
            ("<A></A", false),
            ("<A></B>", false),
            ("<A></AA>", false),
            ("<AA></A>", false),
            ("<html><body></body></html>", false),
            ("<HTML></HTML>", false),
            ("<!DOCTYPE html><html></html>", false),
            ("OK", false),
            ("\u{feff}", false),
        ] {
            assert_eq!(is_whole(body.as_bytes()), expected, "{body}");
            assert_eq!(problem(body.as_bytes()).is_none(), expected, "{body}");
        }
    }

    #[test]
    fn what_is_cut_off_is_not_whole() {
        let body = b"<?xml version=\"1.0\"?>\n<A><B>text</B><B>&lt;</B><C/></A>";
        assert!(is_whole(body));
        for length in 0..body.len() {
            assert!(!is_whole(&body[..length]), "{length}");
        }
    }
}
