//! What paragraphs are made of: runs of text or code, plain, bold, italic or linked.

use super::url;

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

    fn with(&self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self.clone() }
    }

    /// Whether the two can be one.
    fn continues(&self, other: &Self) -> bool {
        self.code == other.code && self.style == other.style && self.link == other.link
    }
}

/// What counts as white space: also what is no space but stands for one.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What rustc refuses in a comment, or nobody can see: control characters, marks of direction,
/// spaces without width.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Runs of white space as one blank, and nothing invisible.
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    out
}

/// The spans of one paragraph as they are written: no blank at its ends, none doubled, and none at
/// the edge of a link, of code or of what stands out; neighbours that look alike are one.
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

/// A span as the blanks at its edges, and what is between them.
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

/// Whether the span goes on with a mark that no blank stands before, as after a link that was
/// broken over lines.
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
