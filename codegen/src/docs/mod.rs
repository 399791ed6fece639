//! Converts documentation from AWS's models, which is HTML or plain text, to Markdown without
//! rustdoc warnings.
//!
//! `html` splits the text into tags and text. `tree` and `plain` build blocks, and `frames` holds
//! the open ones. `inline` and `markdown` write the blocks.

mod ahead;
mod frames;
mod html;
mod inline;
mod markdown;
mod plain;
mod sentence;
mod span;
#[cfg(test)]
mod tests;
mod tidy;
mod tree;
mod url;
mod wrap;

pub(crate) use wrap::wrap;

/// Converts the value of a documentation trait to Markdown, without a line break at its end.
///
/// A paragraph is one line. Text that Markdown would misread is escaped, bare URLs become links,
/// and code blocks are marked as `text`.
pub(crate) fn to_markdown(documentation: &str) -> String {
    let tokens = html::tokens(documentation);
    let has_tags = tokens.iter().any(|token| !matches!(token, html::Token::Text(_)));
    let blocks = if has_tags { tree::blocks(tokens) } else { plain::blocks(tokens) };
    markdown::write(&blocks)
}

/// The first sentence of Markdown from [`to_markdown`].
///
/// It comes from the first paragraph, or, without paragraphs, from the first note, list item or
/// heading. A colon at its end, which introduces a list, becomes a full stop.
pub(crate) fn summary(markdown: &str) -> String {
    let sentence = sentence::first(sentence::opening(markdown));
    let sentence = match sentence.strip_suffix(':') {
        Some(announcement) => format!("{announcement}."),
        None => sentence.to_owned(),
    };
    inline::not_a_block(sentence)
}
