//! Converts the spans of a paragraph to one line of Markdown.

use super::span::{Span, Style, is_space};
use super::url;

/// The line of a paragraph. Its beginning is escaped, so that Markdown reads it as a paragraph.
pub fn line(spans: &[Span]) -> String {
    let mut out = String::new();
    let mut rest = spans;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|span| span.link == first.link).count();
        let (group, after) = rest.split_at(alike);
        match &first.link {
            Some(url) => link(&mut out, url, group),
            None => text(&mut out, group, after.first().map_or(' ', |_| '[')),
        }
        rest = after;
    }
    not_a_block(out)
}

/// Escapes the beginning of a line that Markdown would read as a list, heading or quotation.
pub fn not_a_block(line: String) -> String {
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let (number, rest) = line.split_at(digits);
    let mut chars = rest.chars();
    let mark = chars.next();
    let spaced = chars.next().is_none_or(is_space);
    let escape = match mark {
        Some('#' | '>') => number.is_empty(),
        Some('-' | '+') => number.is_empty() && spaced,
        Some('.' | ')') => !number.is_empty() && spaced,
        _ => false,
    };
    if escape { format!("{number}\\{rest}") } else { line }
}

fn link(out: &mut String, url: &str, spans: &[Span]) {
    let label: String = spans.iter().map(|span| span.text.as_str()).collect();
    let is_address = url.strip_prefix("mailto:").is_some_and(|address| {
        address == label && address.contains('@') && !address.contains(|c| !in_address(c))
    });
    if is_address || (label == url && url::can_stand_alone(url)) {
        out.extend(["<", &label, ">"]);
        return;
    }
    // `![` begins an image.
    if out.ends_with('!') {
        out.insert(out.len() - 1, '\\');
    }
    out.push('[');
    text(out, spans, ']');
    out.push_str("](");
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            '&' => out.push_str("\\&"),
            c if c.is_control() || is_space(c) => {}
            c => out.push(c),
        }
    }
    out.push(')');
}

fn in_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '+' | '_')
}

/// Writes spans with the same link, before the character `next`.
fn text(out: &mut String, spans: &[Span], next: char) {
    let mut rest = spans;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|span| span.style == first.style).count();
        let (group, after) = rest.split_at(alike);
        let mut content = String::new();
        for span in group {
            if span.code {
                code(&mut content, &span.text)
            } else {
                escape(&mut content, &span.text)
            }
        }
        let next = after.first().map_or(next, |span| {
            if span.code { '`' } else { span.text.chars().next().unwrap_or(' ') }
        });
        let mark = match first.style {
            Style::Plain => "",
            Style::Strong => "**",
            Style::Emphasis => "*",
        };
        let mark = if can_stand_out(out, &content, next) { mark } else { "" };
        out.extend([mark, &content, mark]);
        rest = after;
    }
}

/// Whether asterisks around the content would begin and end emphasis, by CommonMark's rules of
/// left-flanking and right-flanking runs.
fn can_stand_out(before: &str, content: &str, next: char) -> bool {
    let previous = before.chars().next_back().unwrap_or(' ');
    let (Some(first), Some(last)) = (content.chars().next(), content.chars().next_back()) else {
        return false;
    };
    let is_mark = |c: char| !c.is_alphanumeric() && !is_space(c);
    let opens = !is_space(first) && (!is_mark(first) || !previous.is_alphanumeric());
    let closes = !is_space(last) && (!is_mark(last) || !next.is_alphanumeric());
    opens && closes && previous != '*'
}

/// Code between backticks. It has more backticks around it than the longest run inside it.
fn code(out: &mut String, code: &str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(if code.contains('`') { longest + 1 } else { 1 });
    let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    out.extend([&fence, blank, code, blank, &fence]);
}

/// Escapes every character that has a meaning in Markdown or rustdoc.
fn escape(out: &mut String, text: &str) {
    let mut previous = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            // Within a word, `_` has no meaning.
            '_' => !(is_word(previous) && is_word(next)),
            // `<` can begin a tag.
            '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            // `&` can begin an entity.
            '&' => next.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
            // Smart punctuation turns `--` into a dash.
            '-' => next == Some('-'),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
        previous = Some(c);
    }
}
