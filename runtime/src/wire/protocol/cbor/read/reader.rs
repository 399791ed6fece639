//! CBOR's grammar: splits bytes into heads, strings, lists and maps.

use std::borrow::Cow;

use serde::de::{Error as _, Expected, Unexpected};

use super::super::{Error, first, major, tag};
use crate::wire::protocol::memory::Memory;

/// How deep lists, maps and structures may be nested.
const MAX_DEPTH: u8 = 128;

/// The number of items that are left in a list or map of indefinite length. A definite length
/// cannot be this large, because the body would have to be larger.
pub(super) const INDEFINITE: u64 = u64::MAX;

/// The input and the read position.
pub(super) struct Reader<'de> {
    rest: &'de [u8],
    length: usize,
    depth: u8,
    /// The memory that list items and map entries may still take.
    memory: Memory,
    /// True inside a `Document`, whose maps have no spare capacity.
    pub(super) in_document: bool,
}

/// A position in the input.
#[derive(Clone, Copy)]
pub(super) struct Place<'de>(&'de [u8]);

impl<'de> Place<'de> {
    /// Reads the key at this position.
    #[cold]
    pub(super) fn key(self) -> Cow<'de, str> {
        Reader::new(self.0, 0).key().unwrap_or_default()
    }
}

/// The head of an item: its first bytes, up to its content.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// Three bits of major type and five bits of additional information.
    pub(super) first: u8,
    /// The argument that the additional information encodes: a value or a length.
    pub(super) argument: u64,
    /// The innermost tag; 0 without a tag.
    pub(super) tag: u64,
}

impl Head {
    #[inline]
    pub(super) fn major(self) -> u8 {
        self.first >> 5
    }

    #[inline]
    fn is_indefinite(self) -> bool {
        self.first & 0x1f == 31
    }

    pub(super) fn is_bignum(self) -> bool {
        self.major() == major::BYTES
            && matches!(self.tag, tag::POSITIVE_BIGNUM | tag::NEGATIVE_BIGNUM)
    }
}

impl<'de> Reader<'de> {
    pub(super) fn new(input: &'de [u8], memory: usize) -> Self {
        let memory = Memory::new(memory);
        Self { rest: input, length: input.len(), depth: 0, memory, in_document: false }
    }

    /// Counts the memory of the next item or entry before it is read.
    #[inline]
    pub(super) fn take_memory(&mut self, bytes: usize) -> Result<(), Error> {
        self.memory.take(bytes).map_err(|error| error.at(self.offset()))
    }

    /// Reads all of the remaining input without checking it.
    pub(super) fn take_all(&mut self) {
        self.rest = &[];
    }

    #[inline]
    pub(super) fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    #[cold]
    pub(super) fn error(&self, message: &str) -> Error {
        Error::new(message).at(self.offset())
    }

    #[cold]
    fn early_end(&self) -> Error {
        Error::new("the CBOR ends too early").at(self.length)
    }

    /// The error for an item of an unexpected type.
    #[cold]
    pub(super) fn unexpected(&self, head: Head, expected: &dyn Expected) -> Error {
        let found = match (head.major(), head.first) {
            _ if head.is_bignum() => Unexpected::Unsigned(0),
            (major::UNSIGNED, _) => Unexpected::Unsigned(0),
            (major::NEGATIVE, _) => Unexpected::Signed(0),
            (major::BYTES, _) => Unexpected::Bytes(&[]),
            (major::TEXT, _) => Unexpected::Str(""),
            (major::LIST, _) => Unexpected::Seq,
            (major::MAP, _) => Unexpected::Map,
            (_, first::FALSE | first::TRUE) => Unexpected::Bool(false),
            (_, first::NULL | first::UNDEFINED) => Unexpected::Unit,
            (_, first::HALF | first::SINGLE | first::DOUBLE) => Unexpected::Float(0.0),
            _ => Unexpected::Other("value"),
        };
        Error::invalid_type(found, expected).at(self.offset())
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, Error> {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                Ok(byte)
            }
            None => Err(self.early_end()),
        }
    }

    #[inline]
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        match self.rest.split_first_chunk() {
            Some((&bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.early_end()),
        }
    }

    #[inline]
    fn take(&mut self, length: u64) -> Result<&'de [u8], Error> {
        match usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length)) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.early_end()),
        }
    }

    /// Reads the next item's first byte if it is `byte`.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((&first, rest)) if first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Reads the next item's tags and head.
    #[inline]
    pub(super) fn head(&mut self) -> Result<Head, Error> {
        match self.plain_head() {
            Some(head) => Ok(head),
            None => self.any_head(),
        }
    }

    /// Fast path for the head of the next item: it covers nearly all items.
    #[inline]
    pub(super) fn plain_head(&mut self) -> Option<Head> {
        let (&first, rest) = self.rest.split_first()?;
        if first >> 5 == major::TAG {
            return None;
        }
        let argument = match first & 0x1f {
            small @ 0..=23 => {
                self.rest = rest;
                small.into()
            }
            // The argument is in the first bytes of these eight.
            wide @ 25..=27 => {
                let eight = rest.first_chunk()?;
                let width = 1 << (wide - 24);
                self.rest = rest.get(width..)?;
                u64::from_be_bytes(*eight) >> (64 - 8 * width)
            }
            _ => return None,
        };
        Some(Head { first, argument, tag: 0 })
    }

    /// Reads the next item's tags and head, in any form.
    pub(super) fn any_head(&mut self) -> Result<Head, Error> {
        let mut tag = 0;
        loop {
            let first = self.byte()?;
            let argument = self.argument(first)?;
            if first >> 5 != major::TAG {
                return Ok(Head { first, argument, tag });
            }
            tag = argument;
        }
    }

    /// Reads the argument of an item whose first byte was read.
    fn argument(&mut self, first: u8) -> Result<u64, Error> {
        Ok(match first & 0x1f {
            small @ 0..=23 => small.into(),
            24 => {
                let byte = self.byte()?;
                if first >> 5 == major::OTHER && byte < 32 {
                    return Err(self.error("a malformed simple value"));
                }
                byte.into()
            }
            25 => u16::from_be_bytes(self.array()?).into(),
            26 => u32::from_be_bytes(self.array()?).into(),
            27 => u64::from_be_bytes(self.array()?),
            31 => match first >> 5 {
                major::BYTES | major::TEXT | major::LIST | major::MAP => 0,
                major::OTHER => return Err(self.error("expected a value, found a break code")),
                _ => return Err(self.error("an indefinite length, which this item cannot have")),
            },
            _ => return Err(self.error("a reserved value in an item's first byte")),
        })
    }

    /// The first byte of the next item after its tags. Does not read it.
    fn peek(&self) -> Option<u8> {
        let mut ahead = Reader::new(self.rest, 0);
        ahead.head().ok().map(|head| head.first)
    }

    /// Whether the next item has this major type.
    pub(super) fn at(&self, major: u8) -> bool {
        self.peek().is_some_and(|first| first >> 5 == major)
    }

    /// Reads the next item if it is null or undefined.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, Error> {
        const FIRST_TAG: u8 = major::TAG << 5;
        match self.rest {
            [first::NULL | first::UNDEFINED, rest @ ..] => {
                self.rest = rest;
                Ok(true)
            }
            // A one-byte tag, such as a timestamp's, on an item that is not null.
            [FIRST_TAG..=0xd7, ..0xc0, ..] | [FIRST_TAG..=0xd7, 0xf8..=0xff, ..] => Ok(false),
            [FIRST_TAG..=0xdf, ..] => self.tagged_null(),
            _ => Ok(false),
        }
    }

    #[cold]
    fn tagged_null(&mut self) -> Result<bool, Error> {
        let found = matches!(self.peek(), Some(first::NULL | first::UNDEFINED));
        if found {
            self.head()?;
        }
        Ok(found)
    }

    /// Reads the next item if it is an untagged double.
    #[inline]
    pub(super) fn double(&mut self) -> Option<f64> {
        match self.rest.split_first_chunk::<9>() {
            Some((&[first::DOUBLE, ref bits @ ..], rest)) => {
                self.rest = rest;
                Some(f64::from_be_bytes(*bits))
            }
            _ => None,
        }
    }

    pub(super) fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.error("unexpected data after the CBOR value"))
        }
    }

    /// Opens a list or map, and returns its number of items or entries.
    pub(super) fn open(&mut self, head: Head) -> Result<u64, Error> {
        if self.depth == MAX_DEPTH {
            return Err(self.error("CBOR nested more than 128 deep"));
        }
        self.depth += 1;
        if head.is_indefinite() {
            return Ok(INDEFINITE);
        }
        // An item takes at least one byte, an entry at least two.
        let least = if head.major() == major::MAP { 2 } else { 1 };
        if head.argument > self.rest.len() as u64 / least {
            return Err(self.early_end());
        }
        Ok(head.argument)
    }

    /// Closes a list or map, which must have been read to its end.
    pub(super) fn close(&mut self, left: &mut u64) -> Result<(), Error> {
        if self.more(left)? {
            return Err(self.error("more items than expected"));
        }
        // A visitor may continue after an error, and then close more than it opened.
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// Moves to the next item of a list or the next entry of a map. False at the end.
    #[inline]
    pub(super) fn more(&mut self, left: &mut u64) -> Result<bool, Error> {
        if *left == INDEFINITE {
            if self.eat(first::BREAK) {
                *left = 0;
                return Ok(false);
            }
            return Ok(true);
        }
        let more = *left > 0;
        *left -= u64::from(more);
        Ok(more)
    }

    /// Reads the next entry's key. Its value may be null.
    #[inline]
    pub(super) fn entry(&mut self, left: &mut u64) -> Result<Option<Cow<'de, str>>, Error> {
        if self.more(left)? { self.key().map(Some) } else { Ok(None) }
    }

    /// The position of the next item.
    #[inline]
    pub(super) fn place(&self) -> Place<'de> {
        Place(self.rest)
    }

    /// Reads the key of the next entry whose value is not null.
    pub(super) fn member(&mut self, left: &mut u64) -> Result<Option<Cow<'de, str>>, Error> {
        while let Some(name) = self.entry(left)? {
            if !self.null()? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Reads a map key.
    pub(super) fn key(&mut self) -> Result<Cow<'de, str>, Error> {
        let head = self.head()?;
        if head.major() != major::TEXT {
            return Err(self.error("a map whose key is not text"));
        }
        self.text(head)
    }

    /// Reads the text that starts with `head`.
    #[inline]
    pub(super) fn text(&mut self, head: Head) -> Result<Cow<'de, str>, Error> {
        if head.is_indefinite() {
            let bytes = self.chunks(major::TEXT)?;
            return String::from_utf8(bytes).map(Cow::Owned).map_err(|_| self.not_utf8());
        }
        match std::str::from_utf8(self.take(head.argument)?) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(self.not_utf8()),
        }
    }

    #[cold]
    fn not_utf8(&self) -> Error {
        self.error("text that is not UTF-8")
    }

    /// Reads the byte string that starts with `head`.
    pub(super) fn bytes(&mut self, head: Head) -> Result<Cow<'de, [u8]>, Error> {
        if head.is_indefinite() {
            self.chunks(major::BYTES).map(Cow::Owned)
        } else {
            self.take(head.argument).map(Cow::Borrowed)
        }
    }

    /// Joins the chunks of a string of indefinite length.
    #[cold]
    fn chunks(&mut self, major: u8) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk(major)? {
            all.extend_from_slice(chunk);
        }
        Ok(all)
    }

    /// Reads the next chunk of a string of indefinite length. `None` at its end.
    fn chunk(&mut self, major: u8) -> Result<Option<&'de [u8]>, Error> {
        let first = self.byte()?;
        if first == first::BREAK {
            return Ok(None);
        }
        if first >> 5 != major || first & 0x1f == 31 {
            return Err(self.error("a chunk whose type differs from its string"));
        }
        let length = self.argument(first)?;
        self.take(length).map(Some)
    }

    /// Skips an item. Checks its structure, but not whether text is UTF-8.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let head = self.head()?;
        match head.major() {
            major @ (major::BYTES | major::TEXT) => {
                if head.is_indefinite() {
                    while self.chunk(major)?.is_some() {}
                } else {
                    self.take(head.argument)?;
                }
            }
            major @ (major::LIST | major::MAP) => {
                let mut left = self.open(head)?;
                while self.more(&mut left)? {
                    if major == major::MAP {
                        self.skip_key()?;
                    }
                    self.skip()?;
                }
                self.close(&mut left)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn skip_key(&mut self) -> Result<(), Error> {
        if self.at(major::TEXT) { self.skip() } else { self.key().map(drop) }
    }
}
