//! Converts blocks to Markdown.

use super::inline::line;
use super::span::{Block, Span};
use crate::escape::is_unprintable;

/// The Markdown of the blocks. There is a blank line between blocks, and no white space at the end.
pub fn write(blocks: &[Block]) -> String {
    lines(blocks, false).join("\n")
}

/// The lines of blocks. In a tight list there are no blank lines between them.
fn lines(blocks: &[Block], tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        let block = match block {
            Block::Paragraph(spans) => vec![line(spans)],
            Block::Heading(level, spans) => vec![heading(*level, spans)],
            Block::List { ordered, items } => list(*ordered, items),
            Block::Code(text) => code(text),
            Block::Table(rows) => table(rows),
        };
        if !lines.is_empty() && !block.is_empty() && !tight {
            lines.push(String::new());
        }
        lines.extend(block);
    }
    lines
}

fn heading(level: usize, spans: &[Span]) -> String {
    let mut text = line(spans);
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    format!("{} {text}", "#".repeat(level.clamp(1, 6)))
}

fn list(ordered: bool, items: &[Vec<Block>]) -> Vec<String> {
    let mut out = Vec::new();
    let tight = items.iter().all(|item| is_tight(item));
    let mut number = 0;
    for item in items {
        let item = lines(item, tight);
        if item.is_empty() {
            continue;
        }
        number += 1;
        if number > 1 && !tight {
            out.push(String::new());
        }
        let mark = if ordered { format!("{number}. ") } else { "- ".to_owned() };
        let indent = " ".repeat(mark.len());
        for (i, line) in item.into_iter().enumerate() {
            let before = if i == 0 { &mark } else { &indent };
            out.push(if line.is_empty() { line } else { format!("{before}{line}") });
        }
    }
    out
}

/// Whether an item needs no blank lines: it has one paragraph, and below it at most one tight list.
fn is_tight(item: &[Block]) -> bool {
    match item {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List { items, .. }] => items.iter().all(|item| is_tight(item)),
        _ => false,
    }
}

/// A code block marked as `text`, so that rustdoc does not run it. Its fence is longer than any run
/// of backticks in the code.
fn code(text: &str) -> Vec<String> {
    let clean = |line: &str| {
        let line = line.replace('\t', "    ");
        line.chars().filter(|c| !is_unprintable(*c)).collect::<String>().trim_end().to_owned()
    };
    let text: Vec<String> = text.lines().map(clean).collect();
    let is_blank = |line: &&String| line.is_empty();
    let before = text.iter().take_while(is_blank).count();
    let after = text.iter().rev().take_while(is_blank).count();
    let text = text.get(before..text.len().saturating_sub(after)).unwrap_or_default();
    if text.is_empty() {
        return Vec::new();
    }
    let longest = text.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    let mut lines = vec![format!("{fence}text")];
    lines.extend(text.iter().cloned());
    lines.push(fence);
    lines
}

/// Rows are padded to at most this many columns.
const WIDEST: usize = 64;

fn table(rows: &[Vec<Vec<Span>>]) -> Vec<String> {
    let mut lines = Vec::new();
    let rows: Vec<_> = rows.iter().filter(|row| !row.is_empty()).collect();
    let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
    for (i, row) in rows.into_iter().enumerate() {
        let cell =
            |at: usize| row.get(at).map(|cell| line(cell).replace('|', "\\|")).unwrap_or_default();
        // The first row determines the number of columns. In a very wide table, rows are not
        // padded.
        let columns = if i == 0 || width <= WIDEST { width } else { row.len() };
        let cells: Vec<String> = (0..columns).map(cell).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if i == 0 {
            lines.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    lines
}
