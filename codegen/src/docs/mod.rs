//! Documentation: from the HTML of AWS's models, or plain text, to Markdown that rustdoc takes
//! without a warning.
//!
//! `html` cuts the text into tags and what is between them, `tree` and `plain` make blocks of that
//! (`frames` holds those that are open), `inline` and `markdown` write the blocks down.

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
/// A paragraph is one line, and nothing in it means more to rustdoc than it did in the source: what
/// Markdown would misread is escaped, bare URLs are links, and code blocks are `text`.
pub(crate) fn to_markdown(documentation: &str) -> String {
    let tokens = html::tokens(documentation);
    let has_tags = tokens.iter().any(|token| !matches!(token, html::Token::Text(_)));
    let blocks = if has_tags { tree::blocks(tokens) } else { plain::blocks(tokens) };
    markdown::write(&blocks)
}

/// The first sentence of what [`to_markdown`] made.
///
/// It is that of the first paragraph; of the first note, list item or heading where there is none.
/// Where it announces a list with a colon, a full stop ends it, for the list does not come along.
pub(crate) fn summary(markdown: &str) -> String {
    let sentence = sentence::first(sentence::opening(markdown));
    let sentence = match sentence.strip_suffix(':') {
        Some(announcement) => format!("{announcement}."),
        None => sentence.to_owned(),
    };
    inline::not_a_block(sentence)
}
