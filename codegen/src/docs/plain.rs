//! Documentation without tags: plain text, or Markdown that was written by hand.

use std::collections::HashMap;
use std::mem;

use super::ahead;
use super::frames::Frames;
use super::html::Token;
use super::span::{Block, Span, Style, collapsed, is_space};
use super::tidy::tidy;
use super::url;

/// Parses documentation without tags into paragraphs, lists, headings and code blocks.
pub fn blocks(tokens: Vec<Token>) -> Vec<Block> {
    let mut reader = Reader::default();
    for token in tokens {
        if let Token::Text(text) = token {
            text.lines().for_each(|line| reader.line(line));
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    frames: Frames,
    /// The paragraph so far.
    text: String,
    /// The open lists: the indentation of each, and whether it is numbered.
    lists: Vec<(usize, bool)>,
    /// The fence that ends the open code block, and the code so far.
    code: Option<(String, String)>,
    after_blank: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if let Some((fence, code)) = &mut self.code {
            if line.trim() == fence {
                self.end_code();
            } else {
                code.push_str(line);
                code.push('\n');
            }
            return;
        }
        let text = line.trim();
        let indent = line.chars().take_while(|c| is_space(*c)).count();
        let after_blank = mem::replace(&mut self.after_blank, text.is_empty());
        if text.is_empty() {
            self.end_paragraph();
        } else if text.starts_with("```") || text.starts_with("~~~") {
            self.end_paragraph();
            let length = text.len() - text.trim_start_matches(['`', '~']).len();
            self.code = Some((text.chars().take(length).collect(), String::new()));
        } else if let Some((level, text)) = heading(text) {
            self.close_lists(0);
            self.frames.push(Block::Heading(level, tidy(&spans(&collapsed(text)))));
        } else if let Some((ordered, text)) = self.item(text) {
            self.end_paragraph();
            self.close_lists(indent + 1);
            match self.lists.last() {
                Some((last, kind)) if *last == indent && *kind == ordered => {}
                last => {
                    if last.is_some_and(|(last, _)| *last == indent) {
                        self.close_lists(indent);
                    }
                    self.lists.push((indent, ordered));
                    self.frames.open_list(ordered);
                }
            }
            self.frames.open_item();
            self.text.push_str(text);
        } else {
            if after_blank {
                self.close_lists(indent);
            }
            self.text.push(' ');
            self.text.push_str(text);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_code();
        self.end_paragraph();
        self.frames.finish()
    }

    /// The text after the mark of an item, and whether the mark is a number. As in CommonMark, a list
    /// in the middle of a paragraph can begin only with the number 1.
    fn item<'a>(&self, text: &'a str) -> Option<(bool, &'a str)> {
        if let Some(item) = text.strip_prefix(['-', '*', '+', '•']) {
            return item.starts_with(is_space).then(|| (false, item.trim_start()));
        }
        let digits =
            text.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..4).contains(digits))?;
        let (number, rest) = text.split_at(digits);
        let item = rest.strip_prefix(['.', ')'])?;
        let begins = number == "1" || self.text.is_empty() || !self.lists.is_empty();
        (begins && item.starts_with(is_space)).then(|| (true, item.trim_start()))
    }

    fn end_paragraph(&mut self) {
        let spans = tidy(&spans(&collapsed(&mem::take(&mut self.text))));
        if !spans.is_empty() {
            self.frames.push(Block::Paragraph(spans));
        }
    }

    fn end_code(&mut self) {
        if let Some((_, code)) = self.code.take() {
            self.frames.push(Block::Code(code));
        }
    }

    /// Closes the lists with this indentation or more.
    fn close_lists(&mut self, indent: usize) {
        self.end_paragraph();
        while self.lists.last().is_some_and(|(last, _)| *last >= indent) {
            self.lists.pop();
            self.frames.close_list();
        }
    }
}

fn heading(text: &str) -> Option<(usize, &str)> {
    let title = text.trim_start_matches('#');
    let level = text.len() - title.len();
    ((1..=6).contains(&level) && title.starts_with(is_space)).then(|| (level, title.trim()))
}

/// Parses text without tags into spans: code between backticks, bold between `**`, links.
pub fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let ends = Ends::of(text);
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let at = text.len() - from.len();
        let found = match from.chars().next() {
            Some('`') if ends.has_code(from, at) => code(from),
            Some('*') if at < ends.strong => strong(from),
            Some('[') => link(from),
            _ => None,
        };
        if let Some((found, after)) = found {
            spans.push(Span::plain(mem::take(&mut plain)));
            spans.extend(found);
            rest = after;
        } else {
            let mark = from.chars().next().unwrap_or_default();
            let length = from.len() - from.trim_start_matches(mark).len();
            let (marks, after) = from.split_at(length);
            plain.push_str(marks);
            rest = after;
        }
    }
    plain.push_str(rest);
    spans.push(Span::plain(plain));
    spans
}

/// The position of the last mark of each kind, so that a missing mark is not searched for repeatedly.
struct Ends {
    /// The last run of backticks of each length.
    code: HashMap<usize, usize>,
    /// The last `**`.
    strong: usize,
}

impl Ends {
    fn of(text: &str) -> Self {
        let mut code = HashMap::new();
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
            let start = at + found;
            let length = backticks(text.get(start..).unwrap_or_default());
            code.insert(length, start);
            at = start + length;
        }
        Self { code, strong: text.rfind("**").unwrap_or_default() }
    }

    /// Whether the run of backticks at the start of `from` is closed by a run of the same length. `at`
    /// is the position of `from` in the text.
    fn has_code(&self, from: &str, at: usize) -> bool {
        self.code.get(&backticks(from)).is_some_and(|last| at < *last)
    }
}

/// How many backticks the text begins with.
fn backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

type Found<'a> = Option<(Vec<Span>, &'a str)>;

/// The code at the beginning of the text, between runs of backticks of the same length.
fn code(text: &str) -> Found<'_> {
    let inner = text.trim_start_matches('`');
    let fence = text.get(..text.len() - inner.len())?;
    let mut from = 0;
    loop {
        let at = from + ahead::find(inner.get(from..)?, fence)?;
        let (code, end) = inner.split_at(at);
        let after = end.trim_start_matches('`');
        if end.len() - after.len() == fence.len() {
            let code = Span { code: true, ..Span::plain(code) };
            return (!code.is_blank()).then(|| (vec![code], after));
        }
        from = inner.len() - after.len();
    }
}

fn strong(text: &str) -> Found<'_> {
    let text = text.strip_prefix("**")?;
    let (inner, after) = text.split_at(ahead::find(text, "**")?);
    let after = after.strip_prefix("**")?;
    let edges = [inner.chars().next()?, inner.chars().next_back()?];
    if edges.into_iter().any(|edge| is_space(edge) || edge == '*') || after.starts_with('*') {
        return None;
    }
    let strong = spans(inner).into_iter().map(|span| Span { style: Style::Strong, ..span });
    Some((strong.collect(), after))
}

fn link(text: &str) -> Found<'_> {
    let text = text.strip_prefix('[')?;
    let (label, after) = text.split_at(ahead::find_char(text, |c| matches!(c, '[' | ']'))?);
    let after = after.strip_prefix("](")?;
    // Longer text is probably not meant as a link.
    let length =
        after.bytes().take(url::LONGEST).inspect(|_| ahead::count(1)).position(|it| it == b')')?;
    let (url, after) = (after.get(..length)?, after.get(length + 1..)?);
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if !absolute || url.contains(is_space) {
        return None;
    }
    let link = Some(url.to_owned());
    let linked = spans(label).into_iter().map(|span| Span { link: link.clone(), ..span });
    Some((linked.collect(), after))
}
