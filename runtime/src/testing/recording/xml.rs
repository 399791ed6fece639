//! Removes secrets from XML. Everything else stays as it is, also in documents that are not valid.

use super::names::{REDACTED, Redaction};
use crate::wire::protocol::xml::reference;

/// The document with `REDACTED` for the content of secret elements and for the values of secret attributes.
pub(super) fn redacted(document: &str, redaction: &Redaction, depth: usize) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    // The name of the secret element, and how many elements with this name are open.
    let mut secret: Option<(&str, usize)> = None;
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let (markup, behind) = behind.split_at(markup_length(behind));
        rest = behind;
        if let Some((name, open)) = &mut secret {
            let is_same = element(markup.trim_start_matches("</").trim_start_matches('<')) == *name;
            match (is_same, markup.starts_with("</")) {
                (true, false) if !markup.ends_with("/>") => *open += 1,
                (true, true) => *open -= 1,
                _ => {}
            }
            if *open > 0 {
                continue;
            }
            secret = None;
            out.push_str(markup);
            continue;
        }
        out.push_str(&redacted_text(text, redaction, depth));
        if let Some(content) = markup.strip_prefix("<![CDATA[") {
            let content = content.strip_suffix("]]>").unwrap_or(content);
            let redacted = redaction.text(content, depth + 1);
            if redacted == content {
                out.push_str(markup);
            } else {
                out.extend(["<![CDATA[", &redacted.replace("]]>", "]]]]><![CDATA[>"), "]]>"]);
            }
            continue;
        }
        out.push_str(&redacted_tag(markup, redaction, depth));
        let name = element(markup.trim_start_matches('<'));
        if !markup.ends_with("/>") && redaction.is_secret(local(name)) {
            out.push_str(REDACTED);
            secret = Some((name, 1));
        }
    }
    out
}

/// The length of the tag, comment, section or instruction at the start of a text.
fn markup_length(text: &str) -> usize {
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if let Some(content) = text.strip_prefix(start) {
            return content.find(end).map_or(text.len(), |at| start.len() + at + end.len());
        }
    }
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The name at the start of a tag, without its `<`. It is empty for all markup that is not a start tag.
fn element(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_whitespace() || "/>!?".contains(c));
    &tag[..end.unwrap_or(tag.len())]
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// A tag with `REDACTED` for the values of secret attributes.
fn redacted_tag(tag: &str, redaction: &Redaction, depth: usize) -> String {
    let mut out = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, value) = rest.split_at(at);
        let (quote, value) = value.split_at(1);
        let (value, behind) = value.split_at(value.find(quote).unwrap_or(value.len()));
        let name = before.trim_end_matches(|c: char| c == '=' || c.is_whitespace());
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        out.extend([before, quote]);
        out.push_str(&match redaction.is_secret(local(name)) {
            true => REDACTED.to_owned(),
            false => redacted_text(value, redaction, depth),
        });
        rest = behind.strip_prefix(quote).unwrap_or_default();
        if !behind.is_empty() {
            out.push_str(quote);
        }
    }
    out.push_str(rest);
    out
}

/// Escaped text, in which a document may stand.
fn redacted_text(escaped: &str, redaction: &Redaction, depth: usize) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut parts = escaped.split('&');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match reference(part) {
            Some((character, length)) => {
                text.push(character);
                text.push_str(&part[length..]);
            }
            None => text.extend(["&", part]),
        }
    }
    let redacted = redaction.text(&text, depth + 1);
    if redacted == text {
        return escaped.to_owned();
    }
    let escapes = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&apos;")];
    escapes.iter().fold(redacted, |text, (character, escape)| text.replace(*character, escape))
}
