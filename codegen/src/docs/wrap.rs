//! Breaks long lines of Markdown from `to_markdown`, without changing what they mean.

use super::inline::not_a_block;
use super::sentence::item;

/// Breaks the lines that are longer than `width` characters. Headings, tables and code are kept as
/// they are, and so is a word or code span that is longer than a line.
pub(crate) fn wrap(markdown: &str, width: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let mut content = line.trim_start();
        if let Some(end) = fence {
            fence = Some(end).filter(|end| content != *end);
            out.push(line.to_owned());
            continue;
        }
        while let Some(inner) = item(content) {
            content = inner;
        }
        if content.starts_with("```") {
            fence = content.strip_suffix("text");
        }
        let is_whole = fence.is_some() || content.starts_with(['#', '|']);
        if is_whole || line.chars().count() <= width {
            out.push(line.to_owned());
        } else {
            let (before, content) = line.split_at(line.len() - content.len());
            break_line(&mut out, before, content, width);
        }
    }
    out.join("\n")
}

/// Breaks a paragraph. `before` is the indentation and the marks of list items before it.
fn break_line(out: &mut Vec<String>, before: &str, content: &str, width: usize) {
    let indent = " ".repeat(before.chars().count());
    let mut line = before.to_owned();
    let mut length = indent.len();
    let mut is_first = true;
    for piece in pieces(content) {
        let wide = piece.chars().count();
        if !is_first {
            if length + 1 + wide > width && can_begin(piece) {
                out.push(std::mem::replace(&mut line, indent.clone()));
                length = indent.len();
            } else {
                line.push(' ');
                length += 1;
            }
        }
        is_first = false;
        line.push_str(piece);
        length += wide;
    }
    out.push(line);
}

/// The parts of a paragraph between which a line may end: words and code spans.
fn pieces(content: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut code: Option<usize> = None;
    let mut escaped = false;
    let mut run = 0;
    for (at, c) in content.char_indices() {
        if run > 0 && c != '`' {
            code = match code {
                None => Some(run),
                Some(open) => Some(open).filter(|open| *open != run),
            };
            run = 0;
        }
        match c {
            '`' if !escaped => run += 1,
            // Two spaces before the end of a line would be a line break.
            ' ' if code.is_none() && start < at => {
                pieces.extend(content.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && code.is_none();
    }
    pieces.extend(content.get(start..));
    pieces
}

/// Whether a line may begin with these words: Markdown does not read them as the beginning of a
/// list, heading, quotation, table or code block, or as the underline of a heading.
fn can_begin(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    !words.starts_with([' ', '=', '|', ':', '~'])
        && !words.starts_with("```")
        && not_a_block(first.to_owned()) == first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::wrap;

    #[test]
    fn lines_end_between_words() {
        for (markdown, expected) in [
            ("", ""),
            ("one two three", "one two\nthree"),
            ("one two\n\nthree four five", "one two\n\nthree\nfour five"),
            (
                "- one two three\n  - four five six",
                "- one two\n  three\n  - four\n    five\n    six",
            ),
            ("10. one two three", "10. one\n    two\n    three"),
            ("onetwothreefour five", "onetwothreefour\nfive"),
            ("## one two three", "## one two three"),
            ("| one | two |\n| --- | --- |", "| one | two |\n| --- | --- |"),
            (
                "```text\none two three\n```\none two three",
                "```text\none two three\n```\none two\nthree",
            ),
            ("one `two - three` four", "one\n`two - three`\nfour"),
            ("one \\`two three", "one \\`two\nthree"),
            ("one ``a ` b c`` d", "one\n``a ` b c``\nd"),
            ("one two - three", "one two -\nthree"),
            ("one twos - three", "one twos -\nthree"),
            ("one twos 1. three", "one twos 1.\nthree"),
            ("one twos #three", "one twos #three"),
            ("äöü äöü äöü", "äöü äöü\näöü"),
        ] {
            assert_eq!(wrap(markdown, 9), expected, "{markdown}");
        }
    }

    /// What a reader sees: HTML, in which a line break in a paragraph is a space.
    fn shown(markdown: &str) -> String {
        let options = Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
        let events = Parser::new_ext(markdown, options).map(|event| match event {
            Event::SoftBreak => Event::Text(" ".into()),
            other => other,
        });
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events);
        html
    }

    proptest! {
        #[test]
        fn a_reader_sees_the_same(text in "([a-c`#>*.1<=|:~ \\\\-]|<li>|<p>|<b>x y</b>|<code>a - b</code>|<a href=\"http://a.b\">c d</a>){0,60}", width in 4_usize..30) {
            let markdown = crate::docs::to_markdown(&text);
            prop_assert_eq!(shown(&wrap(&markdown, width)), shown(&markdown), "{}", wrap(&markdown, width));
        }
    }
}
