//! Converts HTML tokens to blocks, even if elements are left open, closed twice or misplaced.

use std::mem;

use super::frames::Frames;
use super::html::Token;
use super::plain;
use super::span::{Block, Span, Style, collapsed};
use super::tidy::tidy;
use super::url;

/// Parses documentation with tags into blocks.
pub fn blocks(tokens: Vec<Token>) -> Vec<Block> {
    let mut builder = Builder::default();
    for token in tokens {
        match token {
            Token::Text(text) => builder.text(&text),
            Token::Open { name, href } => builder.open(name, href),
            Token::Close(name) => builder.close(name),
        }
    }
    builder.end_paragraph();
    builder.frames.finish()
}

#[derive(Default)]
struct Builder {
    frames: Frames,
    /// The paragraph parsed so far.
    spans: Vec<Span>,
    /// The level of the heading, if the paragraph is one.
    heading: Option<usize>,
    /// How many bold elements are open.
    strong: usize,
    /// How many italic elements are open.
    emphasis: usize,
    /// How many code elements are open.
    codes: usize,
    /// The target of the open link.
    link: Option<String>,
    /// The code parsed so far.
    code: String,
    /// The preformatted text parsed so far.
    preformatted: Option<String>,
    /// The open element whose text is skipped.
    skipped: Option<&'static str>,
}

impl Builder {
    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if let Some(preformatted) = &mut self.preformatted {
            preformatted.push_str(text);
        } else if self.codes > 0 {
            self.code.push_str(text);
        } else {
            let around = self.styled("");
            for mut span in plain::spans(&collapsed(text)) {
                if span.style == Style::Plain {
                    span.style = around.style;
                }
                if around.link.is_some() {
                    span.link.clone_from(&around.link);
                }
                self.spans.push(span);
            }
        }
    }

    fn open(&mut self, name: &'static str, href: Option<String>) {
        if self.skipped.is_some() {
            return;
        }
        if let Some(preformatted) = &mut self.preformatted {
            if name == "br" {
                preformatted.push('\n');
            }
            return;
        }
        match name {
            "b" | "strong" => self.strong += 1,
            "i" | "em" | "var" | "cite" | "dfn" => self.emphasis += 1,
            "code" | "tt" | "kbd" | "samp" => self.codes += 1,
            "a" => {
                self.end_code();
                self.link = href.as_deref().and_then(target);
            }
            "br" => self.end_line(),
            "script" | "style" => self.skipped = Some(name),
            _ if is_inline(name) => {}
            _ => {
                self.end_paragraph();
                self.open_block(name);
            }
        }
    }

    fn open_block(&mut self, name: &'static str) {
        match name {
            "ul" | "dl" => self.frames.open_list(false),
            "ol" => self.frames.open_list(true),
            "li" => self.frames.open_item(),
            "dt" => {
                self.frames.open_item();
                self.strong = 1;
            }
            "note" => self.frames.open_note("Note"),
            "important" => self.frames.open_note("Important"),
            "tip" => self.frames.open_note("Tip"),
            "caution" => self.frames.open_note("Caution"),
            "table" => self.frames.open_table(),
            "tr" => self.frames.open_row(),
            "td" | "th" => self.frames.open_cell(),
            "pre" => self.preformatted = Some(String::new()),
            "fullname" | "title" => self.heading = Some(1),
            _ => self.heading = name.strip_prefix('h').and_then(|level| level.parse().ok()),
        }
    }

    fn close(&mut self, name: &'static str) {
        if self.skipped.is_some() {
            self.skipped = self.skipped.filter(|open| *open != name);
            return;
        }
        if self.preformatted.is_some() && name != "pre" {
            return;
        }
        match name {
            "b" | "strong" => self.strong = self.strong.saturating_sub(1),
            "i" | "em" | "var" | "cite" | "dfn" => self.emphasis = self.emphasis.saturating_sub(1),
            "code" | "tt" | "kbd" | "samp" => {
                self.codes = self.codes.saturating_sub(1);
                if self.codes == 0 {
                    self.end_code();
                }
            }
            "a" => {
                self.end_code();
                self.link = None;
            }
            _ if is_inline(name) => {}
            _ => {
                self.end_paragraph();
                match name {
                    "ul" | "ol" | "dl" => self.frames.close_list(),
                    "li" => self.frames.close_item(),
                    "note" | "important" | "tip" | "caution" => self.frames.close_note(),
                    "table" => self.frames.close_table(),
                    "td" | "th" => self.frames.close_cell(),
                    _ => {}
                }
            }
        }
    }

    /// Ends the paragraph and all emphasis.
    fn end_paragraph(&mut self) {
        self.end_line();
        self.heading = None;
        self.strong = 0;
        self.emphasis = 0;
        self.codes = 0;
        self.link = None;
        if let Some(text) = self.preformatted.take() {
            self.frames.push(Block::Code(text));
        }
    }

    /// Ends the paragraph. Emphasis continues in the next one.
    fn end_line(&mut self) {
        self.end_code();
        let spans = tidy(&mem::take(&mut self.spans));
        if spans.is_empty() {
            return;
        }
        self.frames.push(match self.heading {
            Some(level) if self.frames.is_empty() => Block::Heading(level, spans),
            Some(_) => {
                let strong = spans.into_iter().map(|span| Span { style: Style::Strong, ..span });
                Block::Paragraph(strong.collect())
            }
            None => Block::Paragraph(spans),
        });
    }

    /// Ends the code. Code is one span, even for `<code>a<i>b</i></code>`; it has the emphasis of
    /// its end.
    fn end_code(&mut self) {
        let text = mem::take(&mut self.code);
        if !text.is_empty() {
            self.spans.push(Span { code: true, ..self.styled(&text) });
        }
    }

    fn styled(&self, text: &str) -> Span {
        let style = match (self.strong, self.emphasis) {
            (0, 0) => Style::Plain,
            (0, _) => Style::Emphasis,
            _ => Style::Strong,
        };
        Span { style, link: self.link.clone(), ..Span::plain(text) }
    }
}

/// Whether an element does not end the paragraph.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "big"
            | "del"
            | "font"
            | "img"
            | "ins"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "sub"
            | "sup"
            | "u"
    )
}

/// The target of a link, unless it is relative to a page of AWS.
fn target(href: &str) -> Option<String> {
    let to = href.split_whitespace().collect::<Vec<_>>().join("%20");
    let to = if to.starts_with("//") { format!("https:{to}") } else { to };
    let rest =
        ["https://", "http://", "mailto:"].into_iter().find_map(|scheme| to.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && to.len() <= url::LONGEST).then_some(to)
}
