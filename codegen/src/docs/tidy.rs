//! Tidies spans: normalises white space, makes spans of URLs, and joins similar neighbours.

use super::span::{Span, Style, collapsed, is_space};
use super::url;

/// Tidies the spans of one paragraph: no blanks at its ends, no double blanks, and no blanks at the
/// edges of links, code and emphasis. Similar neighbours are joined.
pub fn tidy(spans: &[Span]) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        push(&mut merged, span.with(collapsed(&span.text)));
    }
    let cut = merged.into_iter().flat_map(url::cut);
    let mut tidied: Vec<Span> = Vec::new();
    let mut blank = false;
    for piece in cut.flat_map(|span| pieces(&span)) {
        if piece.is_blank() {
            blank = true;
            continue;
        }
        if let Some(last) = tidied.last() {
            if blank && !closes(&piece) {
                let link = if last.link == piece.link { piece.link.clone() } else { None };
                let alike = last.link == piece.link && last.style == piece.style;
                let style = if alike { piece.style } else { Style::Plain };
                push(&mut tidied, Span { style, link, ..Span::plain(" ") });
            }
        }
        blank = false;
        push(&mut tidied, piece);
    }
    tidied
}

/// Splits a span into the blanks at its edges and the text between them.
fn pieces(span: &Span) -> Vec<Span> {
    let core = span.text.trim();
    let mut pieces = Vec::new();
    if span.text.starts_with(' ') {
        pieces.push(Span::plain(" "));
    }
    if !core.is_empty() {
        pieces.push(span.with(core));
        if span.text.ends_with(' ') {
            pieces.push(Span::plain(" "));
        }
    }
    pieces
}

/// Whether the span begins with a punctuation mark that needs no blank before it. The source can
/// have a blank there, after a link that was broken into lines.
fn closes(span: &Span) -> bool {
    let mut chars = span.text.chars();
    !span.code
        && matches!(chars.next(), Some('.' | ',' | ';' | ':' | ')'))
        && chars.next().is_none_or(|c| is_space(c) || matches!(c, '.' | ',' | ')'))
}

fn push(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if last.continues(&span) => {
            let doubled = last.text.ends_with(' ');
            last.text.push_str(if doubled { span.text.trim_start() } else { &span.text });
        }
        _ => spans.push(span),
    }
}
