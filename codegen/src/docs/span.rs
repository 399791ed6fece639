//! Blocks, and the spans of paragraphs: text or code, plain, bold, italic or linked.

use crate::escape::is_unprintable;

/// A block of documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A heading, and its level from 1 to 6.
    Heading(usize, Vec<Span>),
    /// A list. Each item is a list of blocks.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A code block.
    Code(String),
    /// A table: its rows, and the cells of each row. The first row is the head.
    Table(Vec<Vec<Vec<Span>>>),
}

/// The emphasis of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// No emphasis.
    #[default]
    Plain,
    /// In bold.
    Strong,
    /// In italics.
    Emphasis,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, without escapes.
    pub text: String,
    /// Whether it is code.
    pub code: bool,
    /// Its emphasis.
    pub style: Style,
    /// The target of its link.
    pub link: Option<String>,
}

impl Span {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Text in bold.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { style: Style::Strong, ..Self::plain(text) }
    }

    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_space)
    }

    /// Another text with the same emphasis and link.
    pub fn with(&self, text: impl Into<String>) -> Self {
        // Cloning the span would copy its text.
        let Self { text: _, code, style, link } = self;
        Self { text: text.into(), code: *code, style: *style, link: link.clone() }
    }

    /// Whether the two can be joined.
    pub fn continues(&self, other: &Self) -> bool {
        self.code == other.code && self.style == other.style && self.link == other.link
    }
}

/// Whether the character counts as white space, including characters that are used in place of a
/// space.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Replaces each run of white space with one blank, and removes invisible characters.
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_unprintable(c) {
            out.push(c);
        }
    }
    out
}
