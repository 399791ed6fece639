//! Documentation: from the HTML of AWS's models, or plain text, to Markdown without rustdoc warnings.
//!
//! `html` splits the text into tags and text, `tree` and `plain` make blocks (`frames` holds the open
//! ones), and `inline` and `markdown` write the blocks.

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

/// The Markdown of a documentation trait, without a line break at its end.
///
/// A paragraph is one line. What Markdown would misread is escaped, bare URLs become links, and code
/// blocks are marked as `text`.
pub(crate) fn to_markdown(documentation: &str) -> String {
    let tokens = html::tokens(documentation);
    let has_tags = tokens.iter().any(|token| !matches!(token, html::Token::Text(_)));
    let blocks = if has_tags { tree::blocks(tokens) } else { plain::blocks(tokens) };
    markdown::write(&blocks)
}

/// The first sentence of Markdown from [`to_markdown`].
///
/// It is that of the first paragraph; without paragraphs, of the first note, list item or heading. A
/// colon at its end, which announces a list, becomes a full stop.
pub(crate) fn summary(markdown: &str) -> String {
    let sentence = sentence::first(sentence::opening(markdown));
    let sentence = match sentence.strip_suffix(':') {
        Some(announcement) => format!("{announcement}."),
        None => sentence.to_owned(),
    };
    inline::not_a_block(sentence)
}
