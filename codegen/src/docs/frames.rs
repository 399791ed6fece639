//! The lists, notes and tables that are open while blocks are parsed.

use super::span::{Block, Span};
use super::tidy::tidy;

/// The maximum depth of nested lists and notes. Deeper content is put on the last level.
const DEPTH: usize = 16;

/// An element that holds blocks and is still open.
enum Frame {
    /// A list: whether it is numbered, and the items parsed so far.
    List(bool, Vec<Vec<Block>>),
    /// An item of a list.
    Item(Vec<Block>),
    /// A note, and its title.
    Note(&'static str, Vec<Block>),
    /// A table, and the rows parsed so far.
    Table(Vec<Vec<Vec<Span>>>),
    /// A cell of a table.
    Cell(Vec<Block>),
}

/// The blocks parsed so far, and the open elements around the next block.
#[derive(Default)]
pub struct Frames {
    root: Vec<Block>,
    open: Vec<Frame>,
}

impl Frames {
    /// Whether no element is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Adds a block. Directly inside a list it becomes an item; directly inside a table it becomes
    /// a row.
    pub fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.root.push(block),
            Some(Frame::Item(blocks) | Frame::Note(_, blocks) | Frame::Cell(blocks)) => {
                blocks.push(block);
            }
            Some(Frame::List(_, items)) => items.push(vec![block]),
            Some(Frame::Table(rows)) => rows.push(vec![tidy(&flat(&[block]))]),
        }
    }

    pub fn open_list(&mut self, ordered: bool) {
        if self.open.len() >= DEPTH {
            return;
        }
        // A list directly inside another list belongs to the item before it.
        if let Some(Frame::List(_, items)) = self.open.last_mut() {
            let item = items.pop().unwrap_or_default();
            self.open.push(Frame::Item(item));
        }
        self.open.push(Frame::List(ordered, Vec::new()));
    }

    /// Opens an item of the innermost open list. Opens a new list first if no list is open.
    pub fn open_item(&mut self) {
        match self.nearest(is_list) {
            Some(list) => self.close_above(list),
            None if self.open.len() >= DEPTH => return,
            None => self.open.push(Frame::List(false, Vec::new())),
        }
        self.open.push(Frame::Item(Vec::new()));
    }

    pub fn open_note(&mut self, name: &'static str) {
        if self.open.len() < DEPTH {
            self.open.push(Frame::Note(name, Vec::new()));
        }
    }

    pub fn open_table(&mut self) {
        if self.open.len() < DEPTH {
            self.open.push(Frame::Table(Vec::new()));
        }
    }

    pub fn open_row(&mut self) {
        if let Some(table) = self.nearest(is_table) {
            self.close_above(table);
            if let Some(Frame::Table(rows)) = self.open.last_mut() {
                rows.push(Vec::new());
            }
        }
    }

    pub fn open_cell(&mut self) {
        if let Some(table) = self.nearest(is_table) {
            self.close_above(table);
            self.open.push(Frame::Cell(Vec::new()));
        }
    }

    pub fn close_list(&mut self) {
        self.close(self.nearest(is_list));
    }

    /// Closes the open item of the nearest list, if there is one.
    pub fn close_item(&mut self) {
        if let Some(list) = self.nearest(is_list) {
            self.close_above(list);
        }
    }

    pub fn close_note(&mut self) {
        self.close(self.nearest(|frame| matches!(frame, Frame::Note(..))));
    }

    pub fn close_table(&mut self) {
        self.close(self.nearest(is_table));
    }

    pub fn close_cell(&mut self) {
        if let Some(table) = self.nearest(is_table) {
            self.close_above(table);
        }
    }

    /// Closes everything that is open.
    pub fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.root
    }

    /// The innermost frame of this kind that is inside the open note or cell.
    fn nearest(&self, wanted: fn(&Frame) -> bool) -> Option<usize> {
        let at = self.open.iter().rposition(|frame| {
            wanted(frame) || matches!(frame, Frame::Note(..) | Frame::Table(_))
        })?;
        self.open.get(at).is_some_and(wanted).then_some(at)
    }

    fn close(&mut self, frame: Option<usize>) {
        if let Some(frame) = frame {
            self.close_above(frame);
            self.close_last();
        }
    }

    fn close_above(&mut self, frame: usize) {
        while self.open.len() > frame + 1 {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        match self.open.pop() {
            Some(Frame::List(ordered, items)) if !items.is_empty() => {
                self.push(Block::List { ordered, items });
            }
            Some(Frame::Item(mut blocks)) if !blocks.is_empty() => match self.open.last_mut() {
                Some(Frame::List(_, outer)) => match blocks.as_mut_slice() {
                    // An item that contains only a list is replaced by the items of that list.
                    [Block::List { items, .. }] => outer.append(items),
                    _ => outer.push(blocks),
                },
                _ => blocks.into_iter().for_each(|block| self.push(block)),
            },
            Some(Frame::Note(name, blocks)) => {
                noted(name, blocks).into_iter().for_each(|block| self.push(block));
            }
            Some(Frame::Table(rows)) if rows.iter().flatten().any(|cell| !cell.is_empty()) => {
                self.push(Block::Table(rows));
            }
            Some(Frame::Cell(blocks)) => {
                let cell = tidy(&flat(&blocks));
                if let Some(Frame::Table(rows)) = self.open.last_mut() {
                    match rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => rows.push(vec![cell]),
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_list(frame: &Frame) -> bool {
    matches!(frame, Frame::List(..))
}

fn is_table(frame: &Frame) -> bool {
    matches!(frame, Frame::Table(_))
}

/// The blocks of a note. The title is put before the first paragraph, unless the paragraph already
/// begins with it.
fn noted(name: &str, mut blocks: Vec<Block>) -> Vec<Block> {
    let word = Span::strong(format!("{name}:"));
    match blocks.first_mut() {
        None => {}
        Some(Block::Paragraph(spans)) => {
            let named = spans.first().is_some_and(|first| {
                let start: String = first.text.chars().take(name.len()).collect();
                start.eq_ignore_ascii_case(name)
            });
            if !named {
                spans.splice(0..0, [word, Span::plain(" ")]);
            }
        }
        Some(_) => blocks.insert(0, Block::Paragraph(vec![word])),
    }
    blocks
}

/// Converts blocks to the text of a table cell.
fn flat(blocks: &[Block]) -> Vec<Span> {
    let mut spans = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(block) | Block::Heading(_, block) => spans.extend(block.clone()),
            Block::List { items, .. } => spans.extend(items.iter().flat_map(|item| flat(item))),
            Block::Code(text) => spans.push(Span { code: true, ..Span::plain(text.trim()) }),
            Block::Table(rows) => spans.extend(rows.iter().flatten().flatten().cloned()),
        }
        spans.push(Span::plain(" "));
    }
    spans
}
