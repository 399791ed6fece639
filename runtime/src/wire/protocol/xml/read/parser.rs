//! XML's grammar: parses bytes into a [`Tree`], in one pass over the input.

use std::collections::HashMap;

use super::super::name::{NAME, PART, START, has_name_characters};
use super::Error;
use super::text::reference;
use super::tree::{Attribute, HAS_ELEMENTS, MARKED_UP, NONE, Node, PREFIXED, REPEATED, Tree};
use crate::wire::protocol::memory::Memory;

/// How deep elements may be nested.
const MAX_DEPTH: usize = 128;
/// How many attributes an element may have.
const MAX_ATTRIBUTES: usize = 32;
/// The number of names in the cache in front of the map of all names.
const CACHE: usize = 64;

/// The memory of a name: its text, its last element, and its entry in the map of names.
const NAME_SIZE: usize = 2 * size_of::<(&str, u64)>() + size_of::<Last>();

/// Parses a document that may take `memory` bytes.
pub(super) fn parse(body: &[u8], memory: usize) -> Result<Tree<'_>, Error> {
    if u32::try_from(body.len()).is_err() {
        return Err(Error::new("an XML document larger than 4 GiB"));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| Error::new("XML that is not UTF-8").at(error.valid_up_to()))?;
    if let Some(at) = body.iter().position(|byte| *byte == 0) {
        return Err(Error::new("the character U+0000, which is not allowed in XML").at(at));
    }
    let mut parser = Parser::new(text, memory);
    parser.document()?;
    Ok(parser.tree)
}

struct Parser<'de> {
    tree: Tree<'de>,
    bytes: &'de [u8],
    at: usize,
    open: Vec<Open<'de>>,
    ids: HashMap<&'de str, u32>,
    /// Recent names by a cheap hash. Most lookups hit this cache.
    cache: [u32; CACHE],
    /// The last element of each name.
    last: Vec<Last>,
    /// Saved values of `last`. A value is saved when a child replaces the last element of a name
    /// whose parent is still open.
    covered: Vec<(u32, Last)>,
}

/// An element whose end tag was not read yet.
struct Open<'de> {
    node: u32,
    /// The name with its prefix.
    name: &'de str,
    last_child: u32,
    /// The length of `covered` when the element was opened.
    covered: usize,
}

/// The last element of a name.
#[derive(Clone, Copy)]
struct Last {
    parent: u32,
    node: u32,
}

impl<'de> Parser<'de> {
    fn new(text: &'de str, memory: usize) -> Self {
        // Responses typically have one element for about every 30 bytes.
        let mut nodes = Vec::with_capacity((text.len() / 32 + 2).min(1 << 16));
        nodes.push(Node::default());
        Self {
            tree: Tree {
                text,
                names: Vec::new(),
                nodes,
                attributes: Vec::new(),
                memory: Memory::new(memory),
            },
            bytes: text.as_bytes(),
            at: 0,
            open: Vec::with_capacity(8),
            ids: HashMap::new(),
            cache: [u32::MAX; CACHE],
            last: Vec::new(),
            covered: Vec::new(),
        }
    }

    /// Counts the memory of an element or attribute.
    #[inline]
    fn take_memory(&self, bytes: usize) -> Result<(), Error> {
        self.tree.memory.take(bytes).map_err(|error| error.at(self.at))
    }

    #[cold]
    fn error(&self, message: &str) -> Error {
        Error::new(message).at(self.at)
    }

    #[cold]
    fn too_early(&self) -> Error {
        Error::new("the XML ends too early").at(self.bytes.len())
    }

    fn rest(&self) -> &'de [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn document(&mut self) -> Result<(), Error> {
        if self.rest().starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        self.miscellaneous()?;
        match self.rest() {
            [b'<', b'!', ..] if is_html(&self.rest()[2..]) => return Err(self.html()),
            [b'<', b'!', ..] => {
                return Err(self.error("a document type declaration, which is not allowed"));
            }
            [b'<', after @ ..] if is_html(after) => return Err(self.html()),
            [b'<', ..] => {}
            [] => return Err(self.error("expected XML, found an empty document")),
            _ => return Err(self.error("not XML")),
        }
        self.open.push(Open { node: NONE, name: "", last_child: NONE, covered: 0 });
        self.start_tag()?;
        if self.open.len() > 1 {
            self.content()?;
        }
        self.miscellaneous()?;
        if !self.rest().is_empty() {
            return Err(self.error("unexpected data after the XML"));
        }
        self.tree.nodes.push(Node::default());
        Ok(())
    }

    #[cold]
    fn html(&self) -> Error {
        self.error("expected XML, found an HTML page")
    }

    /// Skips comments, white space and processing instructions around the root element.
    fn miscellaneous(&mut self) -> Result<(), Error> {
        loop {
            self.white_space();
            match self.rest() {
                [b'<', b'?', ..] => {
                    self.at += 2;
                    self.past("?>")?;
                }
                [b'<', b'!', b'-', b'-', ..] => {
                    self.at += 4;
                    self.past("-->")?;
                }
                _ => return Ok(()),
            }
        }
    }

    #[inline]
    fn white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn past(&mut self, end: &str) -> Result<(), Error> {
        match self.tree.text.get(self.at..).and_then(|rest| rest.find(end)) {
            Some(found) => {
                self.at += found + end.len();
                Ok(())
            }
            None => Err(self.too_early()),
        }
    }

    /// Parses the content of the root element, up to its end tag.
    fn content(&mut self) -> Result<(), Error> {
        loop {
            match self.rest() {
                [b'<', b'/', ..] => {
                    self.end_tag()?;
                    if self.open.len() == 1 {
                        return Ok(());
                    }
                }
                [b'<', b'!', b'-', b'-', ..] => {
                    self.mark(MARKED_UP);
                    self.at += 4;
                    self.past("-->")?;
                }
                [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => {
                    self.mark(MARKED_UP);
                    self.past("]]>")?;
                }
                [b'<', b'!', ..] => return Err(self.error("a declaration, which is not allowed")),
                [b'<', b'?', ..] => {
                    self.mark(MARKED_UP);
                    self.at += 2;
                    self.past("?>")?;
                }
                [b'<', ..] => self.start_tag()?,
                [b'&', ..] => {
                    self.mark(MARKED_UP);
                    self.reference()?;
                }
                [b'\r', ..] => {
                    self.mark(MARKED_UP);
                    self.at += 1;
                }
                [] => return Err(self.too_early()),
                text => self.at += plain_length(text),
            }
        }
    }

    /// Sets a flag of the innermost open element.
    fn mark(&mut self, flag: u8) {
        if let Some(open) = self.open.last() {
            self.tree.nodes[open.node as usize].flags |= flag;
        }
    }

    fn reference(&mut self) -> Result<(), Error> {
        match self.tree.text.get(self.at + 1..).and_then(reference) {
            Some((_, length)) => {
                self.at += 1 + length;
                Ok(())
            }
            None => Err(self.error("an unknown or malformed reference")),
        }
    }

    /// Parses the name of an element or attribute.
    #[inline]
    fn name(&mut self) -> Result<&'de str, Error> {
        let start = self.at;
        let rest = self.rest();
        let length =
            rest.iter().position(|byte| NAME[usize::from(*byte)] & PART == 0).unwrap_or(rest.len());
        let is_name = rest.first().is_some_and(|byte| NAME[usize::from(*byte)] & START != 0);
        if !is_name {
            return Err(if rest.is_empty() { self.too_early() } else { self.error("not a name") });
        }
        let name = self.tree.text.get(start..start + length).unwrap_or_default();
        if !name.is_ascii() && !has_name_characters(name) {
            return Err(self.error("not a name"));
        }
        self.at += length;
        Ok(name)
    }

    /// Parses a start tag or an empty-element tag.
    fn start_tag(&mut self) -> Result<(), Error> {
        self.at += 1;
        let written = self.name()?;
        let first_attribute = self.tree.attributes.len();
        let mut is_nil = false;
        if !matches!(self.bytes.get(self.at), Some(b'>')) {
            is_nil = self.attributes(first_attribute)?;
        }
        let is_empty = self.bytes.get(self.at) == Some(&b'/');
        self.at += usize::from(is_empty);
        match self.bytes.get(self.at) {
            Some(b'>') => self.at += 1,
            Some(_) => return Err(self.error("a tag that is not closed")),
            None => return Err(self.too_early()),
        }
        if self.open.len() > MAX_DEPTH {
            return Err(self.error("XML nested more than 128 deep"));
        }
        let local = match written.split_once(':') {
            Some((_, local)) if !local.is_empty() => local,
            _ => written,
        };
        let name = self.id(local)?;
        self.take_memory(size_of::<Node>())?;
        let node = self.tree.nodes.len() as u32;
        let start = self.at as u32;
        self.tree.nodes.push(Node {
            name,
            start,
            end: if is_empty { start } else { 0 },
            attributes: first_attribute as u32,
            attribute_count: (self.tree.attributes.len() - first_attribute) as u8,
            flags: if local.len() < written.len() { PREFIXED } else { 0 },
            ..Node::default()
        });
        self.mark(HAS_ELEMENTS);
        // An element with `xsi:nil="true"` is absent.
        if !is_nil || self.open.len() == 1 {
            self.link(node, name);
        }
        if !is_empty {
            let covered = self.covered.len();
            self.open.push(Open { node, name: written, last_child: NONE, covered });
        }
        Ok(())
    }

    /// Appends a node to the children of the innermost open element.
    #[inline]
    fn link(&mut self, node: u32, name: u32) {
        let Some(open) = self.open.last_mut() else { return };
        let parent = open.node;
        let nodes = &mut self.tree.nodes;
        match std::mem::replace(&mut open.last_child, node) {
            NONE => nodes[parent as usize].first_child = node,
            sibling => nodes[sibling as usize].next = node,
        }
        let last = &mut self.last[name as usize];
        if last.parent == parent {
            nodes[last.node as usize].next_same = node;
            nodes[node as usize].flags |= REPEATED;
            last.node = node;
            return;
        }
        let is_open = |parent: u32| nodes.get(parent as usize).is_some_and(|node| node.end == 0);
        if is_open(last.parent) {
            self.covered.push((name, *last));
        }
        *last = Last { parent, node };
    }

    fn end_tag(&mut self) -> Result<(), Error> {
        let end = self.at as u32;
        let Some(open) = self.open.pop() else { return Err(self.error("not XML")) };
        let name = open.name.as_bytes();
        if self.rest().get(2..2 + name.len()) != Some(name) {
            return Err(self.mismatch());
        }
        self.at += 2 + name.len();
        if self.bytes.get(self.at) != Some(&b'>') {
            self.white_space();
            match self.bytes.get(self.at) {
                Some(b'>') => {}
                Some(_) => return Err(self.mismatch()),
                None => return Err(self.too_early()),
            }
        }
        self.at += 1;
        self.tree.nodes[open.node as usize].end = end;
        while self.covered.len() > open.covered {
            if let Some((name, last)) = self.covered.pop() {
                self.last[name as usize] = last;
            }
        }
        Ok(())
    }

    #[cold]
    fn mismatch(&self) -> Error {
        if self.rest().contains(&b'>') {
            self.error("an end tag that does not match its start tag")
        } else {
            self.too_early()
        }
    }

    /// Parses a tag's attributes. True if `xsi:nil` is true.
    fn attributes(&mut self, first: usize) -> Result<bool, Error> {
        let mut is_nil = false;
        let mut count = 0;
        loop {
            let before = self.at;
            self.white_space();
            match self.bytes.get(self.at) {
                Some(b'>' | b'/') | None => return Ok(is_nil),
                Some(_) if before == self.at => {
                    return Err(self.error("no white space before an attribute"));
                }
                Some(_) => {}
            }
            if count == MAX_ATTRIBUTES {
                return Err(self.error("more than 32 attributes in an element"));
            }
            count += 1;
            let name = self.name()?;
            let attribute = self.attribute(name)?;
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            if prefix == "xmlns" || name == "xmlns" {
                continue;
            }
            if local == "nil" && !prefix.is_empty() {
                let value = &self.bytes[attribute.start as usize..attribute.end as usize];
                is_nil = matches!(value.trim_ascii(), b"true" | b"1");
                continue;
            }
            if self.tree.attributes[first..].iter().any(|other| other.name == name) {
                return Err(self.error("a duplicate attribute"));
            }
            self.take_memory(size_of::<Attribute<'_>>())?;
            self.tree.attributes.push(attribute);
        }
    }

    /// Parses an attribute's value, after its name.
    fn attribute(&mut self, name: &'de str) -> Result<Attribute<'de>, Error> {
        self.white_space();
        if self.bytes.get(self.at) != Some(&b'=') {
            return Err(self.error("an attribute without a value"));
        }
        self.at += 1;
        self.white_space();
        let quote = match self.bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err(self.error("an attribute's value without quotes")),
        };
        self.at += 1;
        let start = self.at as u32;
        let mut plain = true;
        loop {
            match self.bytes.get(self.at) {
                Some(byte) if *byte == quote => break,
                Some(b'&') => {
                    plain = false;
                    self.reference()?;
                }
                Some(b'<') => return Err(self.error("a `<` in an attribute's value")),
                Some(byte) => {
                    plain &= !matches!(byte, b'\t' | b'\n' | b'\r');
                    self.at += 1;
                }
                None => return Err(self.too_early()),
            }
        }
        let end = self.at as u32;
        self.at += 1;
        Ok(Attribute { name, start, end, plain })
    }

    /// The index of a name.
    #[inline]
    fn id(&mut self, name: &'de str) -> Result<u32, Error> {
        let slot = cheap_hash(name.as_bytes()) % CACHE;
        let id = self.cache[slot];
        if self.tree.names.get(id as usize) == Some(&name) {
            return Ok(id);
        }
        let next = self.tree.names.len() as u32;
        // The map's hash has a random seed, so that a service cannot choose colliding names.
        let id = *self.ids.entry(name).or_insert(next);
        if id == next {
            self.take_memory(NAME_SIZE)?;
            self.tree.names.push(name);
            self.last.push(Last { parent: u32::MAX, node: NONE });
        }
        self.cache[slot] = id;
        Ok(id)
    }
}

/// Whether a tag or declaration starts an HTML page.
fn is_html(tag: &[u8]) -> bool {
    let tag = match tag.get(..7) {
        Some(word) if word.eq_ignore_ascii_case(b"doctype") => tag[7..].trim_ascii_start(),
        _ => tag,
    };
    tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"html"))
        && tag.get(4).is_none_or(|byte| NAME[usize::from(*byte)] & PART == 0)
}

fn cheap_hash(name: &[u8]) -> usize {
    let first = name.first().copied().unwrap_or_default();
    let middle = name.get(name.len() / 2).copied().unwrap_or_default();
    let last = name.last().copied().unwrap_or_default();
    let hash = usize::from(first) ^ usize::from(last) << 1 ^ usize::from(middle) << 3;
    hash.wrapping_add(name.len().wrapping_mul(7))
}

/// The number of bytes before the first `<`, `&` or carriage return.
#[inline]
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = 0x80 * ONES;
    // Sets the high bit of the lowest byte that is `byte`, and perhaps of higher bytes.
    let is = |word: u64, byte: u8| {
        let word = word ^ (u64::from(byte) * ONES);
        word.wrapping_sub(ONES) & !word & HIGHS
    };

    let mut rest = text;
    while let Some((eight, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*eight);
        let found = is(word, b'<') | is(word, b'&') | is(word, b'\r');
        if found != 0 {
            return text.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'<' | b'&' | b'\r');
    text.len() - rest.len() + rest.iter().take_while(is_plain).count()
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn text_is_plain_up_to_the_first_special_byte() {
        for length in 0..40 {
            for byte in 0..=u8::MAX {
                let is_special = matches!(byte, b'<' | b'&' | b'\r');
                for filler in [b'a', 0x7f, 0x80, 0xff, b';', b'=', b'%', b'\'', 0x0c, 0x0e] {
                    let mut text = vec![filler; length];
                    assert_eq!(plain_length(&text), length);
                    text.extend([byte, b'<']);
                    let expected = if is_special { length } else { length + 1 };
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                    text.extend([filler; 20]);
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                }
            }
        }
    }
}
