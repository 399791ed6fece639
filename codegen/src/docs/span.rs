//! What paragraphs are made of: runs of text or code, plain, bold, italic or linked.

use crate::escape::is_unprintable;

/// A block of documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A heading, and its level from 1 to 6.
    Heading(usize, Vec<Span>),
    /// A list, whose items are blocks in turn.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A code block.
    Code(String),
    /// The cells of a table, by row. The first row is its head.
    Table(Vec<Vec<Vec<Span>>>),
}

/// How text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Not at all.
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
    /// The text as it reads, nothing in it escaped.
    pub text: String,
    /// Whether it is code.
    pub code: bool,
    /// How it stands out.
    pub style: Style,
    /// Where it leads.
    pub link: Option<String>,
}

impl Span {
    /// Text as plain as any.
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

    /// Another text that looks alike.
    pub fn with(&self, text: impl Into<String>) -> Self {
        // Not the rest of a clone, which would copy the text.
        let Self { text: _, code, style, link } = self;
        Self { text: text.into(), code: *code, style: *style, link: link.clone() }
    }

    /// Whether the two can be one.
    pub fn continues(&self, other: &Self) -> bool {
        self.code == other.code && self.style == other.style && self.link == other.link
    }
}

/// What counts as white space: also what is no space but stands for one.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Runs of white space as one blank, and nothing invisible.
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
