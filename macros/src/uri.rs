//! Parses URI patterns such as `/restapis/{restApiId}?mode=import` into path pieces and query
//! literals.

use std::fmt;

use crate::foreign::{self, Meant};

/// A pattern with valid syntax.
#[derive(Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Path pieces in order. Together they are the path.
    pub path: Vec<Piece>,
    /// The query's literals, `mode=import` or `acl`.
    pub query: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    Label { name: String, greedy: bool },
}

impl Pattern {
    /// The names of the labels, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.path
            .iter()
            .filter_map(|piece| match piece {
                Piece::Label { name, .. } => Some(&**name),
                Piece::Literal(_) => None,
            })
            .collect()
    }
}

/// An error in a pattern. It quotes the segment that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Parses a pattern. Reports all errors in it.
///
/// Smithy 2.0, HTTP bindings, `http` trait, "uri".
pub fn parse(pattern: &str) -> Result<Pattern, Vec<PatternError>> {
    let mut errors = Vec::new();
    let mut error = |message: String| errors.push(PatternError(message));
    if let Some(fragment) = pattern.find('#') {
        let fragment = &pattern[fragment..];
        let segment = fragment.split('/').next().unwrap_or_default();
        error(match foreign::label(segment) {
            Some(meant) => format!("`{segment}`: {}", another_form(&meant)),
            None => format!("`{fragment}`: fragments are not allowed in a uri pattern; remove it"),
        });
        return Err(errors);
    }
    if let Some(end) = pattern.find("?}") {
        // The `?` would otherwise be read as the beginning of the query.
        let start = pattern[..end].rfind('/').map_or(0, |slash| slash + 1);
        let segment = &pattern[start..end + 2];
        let name = segment.trim_matches(['{', '?', '}']);
        error(format!(
            "`{segment}`: a label is always part of the path; write `{{{name}}}`, or bind the \
             field with `#[query]`"
        ));
        return Err(errors);
    }
    if let Some((_, rest)) = pattern.split_once("://").filter(|_| !pattern.starts_with('/')) {
        let path = rest.find('/').map_or("/", |slash| &rest[slash..]);
        error(format!(
            "{pattern:?} is a full URL, but the host comes from the client; write {path:?}"
        ));
        return Err(errors);
    }
    let (path, query) = match pattern.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (pattern, None),
    };
    if !path.starts_with('/') {
        error(format!("{path:?} has no leading `/`; write \"/{path}\""));
    }
    let pieces = parse_path(path.strip_prefix('/').unwrap_or(path), &mut error);
    let query = query.map_or(Vec::new(), |query| parse_query(query, &mut error));
    if errors.is_empty() { Ok(Pattern { path: pieces, query }) } else { Err(errors) }
}

fn parse_path(path: &str, error: &mut dyn FnMut(String)) -> Vec<Piece> {
    let mut pieces = vec![Piece::Literal("/".to_owned())];
    let literal = |pieces: &mut Vec<Piece>, text: &str| match pieces.last_mut() {
        Some(Piece::Literal(literal)) => literal.push_str(text),
        _ => pieces.push(Piece::Literal(text.to_owned())),
    };
    let mut seen: Vec<(String, bool)> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    for (i, segment) in segments.iter().enumerate() {
        let at = |message: &str| format!("segment {} `{segment}`: {message}", i + 1);
        if i > 0 {
            literal(&mut pieces, "/");
        }
        match parse_segment(segment) {
            // A trailing slash is an empty last segment, and is kept.
            Ok(Segment::Literal) if segment.is_empty() && i + 1 < segments.len() => {
                error(format!("segment {} is empty; remove a `/`", i + 1));
            }
            Ok(Segment::Literal) => literal(&mut pieces, segment),
            Ok(Segment::Label { name, greedy }) => {
                if seen.iter().any(|(other, _)| other == name) {
                    error(at("duplicate label; rename one"));
                } else if let Some((first, _)) = seen.iter().find(|(_, greedy)| *greedy) {
                    error(format!(
                        "`{{{first}+}}` must be the last label (literals after it are legal)"
                    ));
                }
                seen.push((name.to_owned(), greedy));
                pieces.push(Piece::Label { name: name.to_owned(), greedy });
            }
            Err(message) => error(at(&message)),
        }
    }
    pieces
}

enum Segment<'a> {
    Literal,
    Label { name: &'a str, greedy: bool },
}

/// The message for a label in the syntax of another tool.
fn another_form(meant: &Meant) -> String {
    format!("a label is a name in braces; write `{}`", meant.braced())
}

fn parse_segment(segment: &str) -> Result<Segment<'_>, String> {
    if let Some(meant) = foreign::label(segment) {
        let mut message = another_form(&meant);
        // If the segment is also a valid literal, the message suggests an escaped form.
        if let Some(first) = segment.chars().next().filter(|c| ":*(".contains(*c)) {
            if segment.chars().all(is_path_char) {
                let escape = format!("%{:02X}{}", u32::from(first), &segment[1..]);
                message.push_str(&format!(", or `{escape}` for the literal text"));
            }
        }
        return Err(message);
    }
    if is_dots(segment) {
        return Err(
            "URL libraries remove dot segments, so it would not be sent; remove it".to_owned()
        );
    }
    match (segment.find('{'), segment.find('}')) {
        (None, None) => match segment.chars().find(|c| !is_path_char(*c)) {
            Some(c) => Err(format!("{c:?} is not allowed in a path; percent-encode it")),
            None if has_bad_escape(segment) => {
                Err("`%` must be followed by two hexadecimal digits; write `%25` for a literal `%`"
                    .to_owned())
            }
            None => Ok(Segment::Literal),
        },
        (Some(open), None) => {
            let name = segment[open + 1..].split([':', '+', '[']).next().unwrap_or_default();
            Err(format!("the label is not closed; write `{{{name}}}`"))
        }
        (None, Some(_)) => {
            Err("unmatched `}`; remove it, or write `%7D` for a literal `}`".to_owned())
        }
        (Some(0), Some(close)) if close + 1 == segment.len() => {
            let inner = &segment[1..close];
            let (name, greedy) = match inner.strip_suffix('+') {
                Some(name) => (name, true),
                None => (inner, false),
            };
            if name.is_empty() {
                return Err("the label has no name; write it like `{restApiId}`".to_owned());
            }
            match name.chars().find(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(*c))) {
                Some(c) => Err(format!("{c:?} is not allowed in a label name; remove it")),
                None => Ok(Segment::Label { name, greedy }),
            }
        }
        _ => Err("a label must be the whole segment".to_owned()),
    }
}

fn parse_query(query: &str, error: &mut dyn FnMut(String)) -> Vec<String> {
    let mut literals: Vec<String> = Vec::new();
    for literal in query.split('&') {
        let (key, value) = literal.split_once('=').unwrap_or((literal, ""));
        let is_label = literal.contains(['{', '}']) || foreign::label(value).is_some();
        if is_label || foreign::label(key).is_some() {
            // For `?{limit}` and `?:limit`, the name in the label is the name of the parameter.
            let named = foreign::label(key).map(|meant| meant.name().to_owned());
            let key = named.as_deref().unwrap_or(key).trim_matches(['{', '}', '?', '&']);
            error(format!(
                "query literal `{literal}`: labels are not allowed in the query; put \
                 `#[query({key:?})]` on a field"
            ));
        } else if key.is_empty() {
            error(format!(
                "query literal `{literal}`: the parameter has no name; write it like `mode=import`"
            ));
        } else if let Some(c) = literal.chars().find(|c| !is_query_char(*c)) {
            error(format!(
                "query literal `{literal}`: {c:?} is not allowed in a query; percent-encode it"
            ));
        } else if has_bad_escape(literal) {
            error(format!(
                "query literal `{literal}`: `%` must be followed by two hexadecimal digits; write \
                 `%25` for a literal `%`"
            ));
        } else if literals.iter().any(|other| other.split('=').next() == Some(key)) {
            error(format!("duplicate query parameter `{key}` in the uri; remove one"));
        } else {
            literals.push(literal.to_owned());
        }
    }
    literals
}

/// The name of a query literal.
pub fn key(literal: &str) -> &str {
    literal.split('=').next().unwrap_or_default()
}

/// `pchar` of RFC 3986, and `%`.
fn is_path_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(c)
}

/// Characters that RFC 3986 allows in a query, and `%`.
fn is_query_char(c: char) -> bool {
    is_path_char(c) || "/?".contains(c)
}

fn has_bad_escape(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        !rest.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

/// Whether a segment is `.` or `..`, also percent-encoded.
fn is_dots(segment: &str) -> bool {
    matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Piece {
        Piece::Literal(text.to_owned())
    }

    fn label(name: &str, greedy: bool) -> Piece {
        Piece::Label { name: name.to_owned(), greedy }
    }

    #[test]
    fn patterns_keep_trailing_slashes_and_query_literals() {
        for (text, path, query) in [
            ("/", vec![literal("/")], vec![]),
            ("/a/b/", vec![literal("/a/b/")], vec![]),
            ("/a/{id}", vec![literal("/a/"), label("id", false)], vec![]),
            ("/a/{id}/", vec![literal("/a/"), label("id", false), literal("/")], vec![]),
            (
                "/{bucket}/{key+}/tail?acl&mode=import",
                vec![
                    literal("/"),
                    label("bucket", false),
                    literal("/"),
                    label("key", true),
                    literal("/tail"),
                ],
                vec!["acl", "mode=import"],
            ),
        ] {
            let query = query.into_iter().map(str::to_owned).collect();
            assert_eq!(parse(text), Ok(Pattern { path, query }), "{text}");
        }
    }

    #[test]
    fn literals_of_real_services_are_kept() {
        for text in [
            "/things/{thingName}/jobs/$next",
            "/@connections/{ConnectionId}",
            "/-/vaults/{vaultName}",
            "/a:b/{id}",
            "/2015-03-31/functions/{FunctionName}/invocations",
            "/a/~b!$&'()*+,;=:@",
            "/a?x-id=GetObject&list-type=2&a:b=c:d",
        ] {
            assert!(parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn every_mistake_quotes_its_segment() {
        for (text, message) in [
            ("", "\"\" has no leading `/`; write \"/\""),
            ("restapis", "\"restapis\" has no leading `/`; write \"/restapis\""),
            (
                "https://api.example.com/a/{id}",
                "\"https://api.example.com/a/{id}\" is a full URL, but the host comes from the \
                 client; write \"/a/{id}\"",
            ),
            ("/a/{id", "segment 2 `{id`: the label is not closed; write `{id}`"),
            (
                "/a/id}",
                "segment 2 `id}`: unmatched `}`; remove it, or write `%7D` for a literal `}`",
            ),
            ("/a/{}", "segment 2 `{}`: the label has no name; write it like `{restApiId}`"),
            ("/a/{+}", "segment 2 `{+}`: the label has no name; write it like `{restApiId}`"),
            (
                "/a/{b}/{stageName}.json",
                "segment 3 `{stageName}.json`: a label must be the whole segment",
            ),
            ("/a/{b}{c}", "segment 2 `{b}{c}`: a label must be the whole segment"),
            ("/a/{b c}", "segment 2 `{b c}`: ' ' is not allowed in a label name; remove it"),
            ("/a/{b}/{b}", "segment 3 `{b}`: duplicate label; rename one"),
            ("/a#b", "`#b`: fragments are not allowed in a uri pattern; remove it"),
            (
                "/a/:id",
                "segment 2 `:id`: a label is a name in braces; write `{id}`, or `%3Aid` for the \
                 literal text",
            ),
            ("/a/<id>/b", "segment 2 `<id>`: a label is a name in braces; write `{id}`"),
            (
                "/a/*rest",
                "segment 2 `*rest`: a label is a name in braces; write `{rest+}`, or `%2Arest` for \
                 the literal text",
            ),
            (
                "/a/(id)",
                "segment 2 `(id)`: a label is a name in braces; write `{id}`, or `%28id)` for the \
                 literal text",
            ),
            ("/a/{{id}}", "segment 2 `{{id}}`: a label is a name in braces; write `{id}`"),
            ("/a/%id%", "segment 2 `%id%`: a label is a name in braces; write `{id}`"),
            ("/a/#{id}/b", "`#{id}`: a label is a name in braces; write `{id}`"),
            (
                "/a/{id:[0-9]+}",
                "segment 2 `{id:[0-9]+}`: a label is a name in braces; write `{id}`",
            ),
            (
                "/a/{id?}",
                "`{id?}`: a label is always part of the path; write `{id}`, or bind the field with `#[query]`",
            ),
            (
                "/a?limit=:limit",
                "query literal `limit=:limit`: labels are not allowed in the query; put \
                 `#[query(\"limit\")]` on a field",
            ),
            (
                "/a?b&limit=<n>",
                "query literal `limit=<n>`: labels are not allowed in the query; put \
                 `#[query(\"limit\")]` on a field",
            ),
            (
                "/a?{limit}",
                "query literal `{limit}`: labels are not allowed in the query; put \
                 `#[query(\"limit\")]` on a field",
            ),
            (
                "/a?b={c}",
                "query literal `b={c}`: labels are not allowed in the query; put `#[query(\"b\")]` \
                 on a field",
            ),
            ("/a?=c", "query literal `=c`: the parameter has no name; write it like `mode=import`"),
            ("/a?b&b=1", "duplicate query parameter `b` in the uri; remove one"),
            ("/a?b=^", "query literal `b=^`: '^' is not allowed in a query; percent-encode it"),
            (
                "/a/./b",
                "segment 2 `.`: URL libraries remove dot segments, so it would not be sent; remove \
                 it",
            ),
            (
                "/a/%2E%2e",
                "segment 2 `%2E%2e`: URL libraries remove dot segments, so it would not be sent; \
                 remove it",
            ),
            ("/a//b", "segment 2 is empty; remove a `/`"),
            ("/a/b c", "segment 2 `b c`: ' ' is not allowed in a path; percent-encode it"),
            (
                "/a/100%",
                "segment 2 `100%`: `%` must be followed by two hexadecimal digits; write `%25` for \
                 a literal `%`",
            ),
            ("/{a+}/{b+}", "`{a+}` must be the last label (literals after it are legal)"),
            ("/{a+}/b/{c}", "`{a+}` must be the last label (literals after it are legal)"),
        ] {
            assert_eq!(parse(text), Err(vec![PatternError(message.to_owned())]), "{text}");
        }
    }

    #[test]
    fn all_mistakes_are_found_at_once() {
        assert_eq!(parse("a/{}/{b?{c}").map_err(|errors| errors.len()), Err(4));
    }

    #[test]
    fn no_pattern_makes_the_parser_panic() {
        let pieces = [
            "",
            "/",
            "{",
            "}",
            "+",
            "?",
            "&",
            "=",
            "#",
            "%",
            "%2",
            "%2e",
            ".",
            "..",
            ":",
            "://",
            "é",
            "%é",
            "%2é",
            "\u{10ffff}",
            "a",
            " ",
            "\0",
        ];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    for d in pieces {
                        let _ = parse(&[a, b, c, d].concat());
                    }
                }
            }
        }
    }
}
