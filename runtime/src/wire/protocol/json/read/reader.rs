//! JSON's grammar: splits bytes into brackets, strings and numbers. It builds no tree.

use std::borrow::Cow;

use serde::de::{Error as _, Expected, Unexpected};

use super::super::plain_length;
use super::Error;
use crate::types::{NotWhole, whole};
use crate::wire::protocol::memory::Memory;

const OUT_OF_RANGE: &str = "a whole number out of its range";

/// How deep lists, maps and structures may be nested.
const MAX_DEPTH: u8 = 128;

/// Replaces an empty body and `null` with an empty object.
pub(super) fn document(body: &[u8]) -> &[u8] {
    if is_nothing(body) { b"{}" } else { body }
}

/// Whether a body is empty or `null`.
pub(super) fn is_nothing(body: &[u8]) -> bool {
    matches!(body.trim_ascii(), b"" | b"null")
}

/// The input and the read position.
pub(super) struct Reader<'de> {
    pub(super) input: &'de [u8],
    /// The input as text if it is UTF-8. Its strings then need no UTF-8 checks.
    text: Option<&'de str>,
    pub(super) offset: usize,
    depth: u8,
    /// True if the input is a whole payload and nothing was read yet.
    pub(super) payload: bool,
    /// True if the input is a whole body that is empty or `null`.
    pub(super) is_nothing: bool,
    /// The memory that list items and map entries may still take.
    memory: Memory,
    /// True inside a `Document`, whose maps have no spare capacity.
    pub(super) in_document: bool,
}

impl<'de> Reader<'de> {
    pub(super) fn new(input: &'de [u8], payload: bool, memory: usize) -> Self {
        let text = std::str::from_utf8(input).ok();
        Self {
            input,
            text,
            offset: 0,
            depth: 0,
            payload,
            is_nothing: false,
            memory: Memory::new(memory),
            in_document: false,
        }
    }

    /// Counts the memory of the next item or entry before it is read.
    #[inline]
    pub(super) fn take_memory(&mut self, bytes: usize) -> Result<(), Error> {
        self.memory.take(bytes).map_err(|error| error.at(self.offset))
    }

    pub(super) fn error(&self, message: &str) -> Error {
        Error::new(message).at(self.offset)
    }

    /// Skips white space and returns the next byte without reading it.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.input.get(self.offset) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.offset += 1;
        }
        None
    }

    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.input.get(self.offset..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.offset += usize::from(found);
        found
    }

    #[inline]
    pub(super) fn require(&mut self, byte: u8, expected: &str) -> Result<(), Error> {
        if self.eat(byte) { Ok(()) } else { Err(self.missing(expected)) }
    }

    #[cold]
    fn missing(&mut self, expected: &str) -> Error {
        match self.peek() {
            Some(_) => self.error(&format!("expected {expected} in the JSON")),
            None => self.error("the JSON ends too early"),
        }
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.offset += word.len();
        }
        found
    }

    pub(super) fn at_null(&mut self) -> bool {
        self.peek() == Some(b'n')
    }

    pub(super) fn null(&mut self) -> Result<(), Error> {
        if self.word("null") { Ok(()) } else { Err(self.error("not JSON")) }
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("unexpected data after the JSON")),
        }
    }

    pub(super) fn open(&mut self, bracket: u8, what: &str) -> Result<(), Error> {
        self.require(bracket, what)?;
        if self.depth == MAX_DEPTH {
            return Err(self.error("JSON nested more than 128 deep"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Moves to the next item. False if `bracket` closed the list.
    pub(super) fn item(&mut self, first: &mut bool, bracket: u8) -> Result<bool, Error> {
        if self.eat(bracket) {
            // A visitor may continue after an error or after the end, and then close more than it
            // opened.
            self.depth = self.depth.saturating_sub(1);
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.require(b',', "a comma")?;
        }
        Ok(true)
    }

    /// Reads the next entry's key. Its value may be null.
    pub(super) fn entry(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>, Error> {
        if !self.item(first, b'}')? {
            return Ok(None);
        }
        let key = self.string()?;
        self.require(b':', "a colon")?;
        Ok(Some(key))
    }

    /// Reads the key of the next entry whose value is not null.
    pub(super) fn member(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>, Error> {
        loop {
            match self.entry(first)? {
                Some(_) if self.at_null() => self.null()?,
                key => return Ok(key),
            }
        }
    }

    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        self.require(b'"', "a string")?;
        let mut unescaped = Vec::new();
        let mut start = self.offset;
        loop {
            self.offset += plain_length(self.rest());
            match self.input.get(self.offset) {
                Some(b'"') => {
                    let end = self.offset;
                    let plain = &self.input[start..end];
                    self.offset += 1;
                    let not_utf8 = |_| self.error("a string that is not UTF-8");
                    if unescaped.is_empty() {
                        if let Some(text) = self.text.and_then(|text| text.get(start..end)) {
                            return Ok(Cow::Borrowed(text));
                        }
                        return std::str::from_utf8(plain).map(Cow::Borrowed).map_err(not_utf8);
                    }
                    unescaped.extend_from_slice(plain);
                    return String::from_utf8(unescaped)
                        .map(Cow::Owned)
                        .map_err(|error| not_utf8(error.utf8_error()));
                }
                Some(b'\\') => {
                    let plain = &self.input[start..self.offset];
                    // A string with one escape often has more.
                    unescaped.reserve(2 * plain.len() + 32);
                    unescaped.extend_from_slice(plain);
                    self.offset += 1;
                    let c = self.escape()?;
                    unescaped.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    start = self.offset;
                }
                Some(_) => return Err(self.error("a control character in a string")),
                None => return Err(self.error("the JSON ends inside a string")),
            }
        }
    }

    pub(super) fn escape(&mut self) -> Result<char, Error> {
        let byte = self.input.get(self.offset).copied();
        self.offset += 1;
        Ok(match byte {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("an unknown escape in a string")),
        })
    }

    pub(super) fn unicode_escape(&mut self) -> Result<char, Error> {
        let high = self.hex4()?;
        let code = match high {
            0xd800..=0xdbff if self.rest().starts_with(b"\\u") => {
                self.offset += 2;
                let low = self.hex4()?;
                if !(0xdc00..=0xdfff).contains(&low) {
                    return Err(self.error("half of a surrogate pair in a string"));
                }
                0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(|| self.error("half of a surrogate pair in a string"))
    }

    pub(super) fn hex4(&mut self) -> Result<u32, Error> {
        let digits = self.input.get(self.offset..self.offset + 4);
        let code = digits.and_then(|digits| {
            digits
                .iter()
                .try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
        });
        self.offset += 4;
        code.ok_or_else(|| self.error("a \\u escape without four hexadecimal digits"))
    }

    pub(super) fn digits(&mut self) -> bool {
        let start = self.offset;
        while matches!(self.input.get(self.offset), Some(b'0'..=b'9')) {
            self.offset += 1;
        }
        self.offset > start
    }

    /// Reads a number and returns its text, which follows JSON's grammar.
    pub(super) fn number(&mut self) -> Result<&'de str, Error> {
        self.peek();
        let start = self.offset;
        let next = |reader: &mut Self, bytes: &[u8]| {
            let found = reader.input.get(reader.offset).is_some_and(|byte| bytes.contains(byte));
            reader.offset += usize::from(found);
            found
        };
        next(self, b"-");
        let whole = next(self, b"0") || self.digits();
        let fraction = !next(self, b".") || self.digits();
        let exponent = !next(self, b"eE") || {
            next(self, b"+-");
            self.digits()
        };
        match std::str::from_utf8(&self.input[start..self.offset]) {
            Ok(text) if whole && fraction && exponent => Ok(text),
            _ => {
                self.offset = start;
                Err(self.error("not JSON"))
            }
        }
    }

    /// Reads a whole number between `-least` and `most` and returns its sign and magnitude. `None`
    /// if the next value is not a number.
    #[inline]
    pub(super) fn whole(
        &mut self,
        expected: &dyn Expected,
        least: u128,
        most: u128,
    ) -> Result<Option<(bool, u128)>, Error> {
        self.settle();
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Ok(None);
        }
        let text = self.number()?;
        // Most numbers are small and consist only of digits.
        let number = match text.parse::<u64>() {
            Ok(magnitude) => Ok((false, u128::from(magnitude))),
            Err(_) => whole(text),
        };
        match number {
            Ok((negative, magnitude)) if magnitude <= if negative { least } else { most } => {
                Ok(Some((negative, magnitude)))
            }
            Ok(_) | Err(NotWhole::OutOfRange) => Err(self.not_whole(expected, OUT_OF_RANGE)),
            Err(_) => Err(self.not_whole(expected, "a fraction")),
        }
    }

    #[cold]
    fn not_whole(&self, expected: &dyn Expected, found: &str) -> Error {
        self.error(&format!("expected {expected}, found {found}"))
    }

    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let mut first = true;
        match self.peek() {
            Some(b'{') => {
                self.open(b'{', "an object")?;
                while self.entry(&mut first)?.is_some() {
                    self.skip()?;
                }
            }
            Some(b'[') => {
                self.open(b'[', "a list")?;
                while self.item(&mut first, b']')? {
                    self.skip()?;
                }
            }
            Some(b'"') => drop(self.string()?),
            Some(b'n') => self.null()?,
            Some(b't' | b'f') => drop(self.bool()?),
            Some(_) => drop(self.number()?),
            None => return Err(self.error("the JSON ends too early")),
        }
        Ok(())
    }

    /// The error for a value of an unexpected type. If the value is not JSON, the error says so.
    pub(super) fn unexpected(&mut self, expected: &dyn Expected) -> Error {
        let first = self.peek();
        let start = self.offset;
        if let Err(error) = self.skip() {
            return error;
        }
        let is_whole = |text: &[u8]| !text.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
        let found = match first {
            Some(b'{') => Unexpected::Map,
            Some(b'[') => Unexpected::Seq,
            Some(b'"') => Unexpected::Str(""),
            Some(b'n') => Unexpected::Unit,
            Some(b't' | b'f') => Unexpected::Bool(false),
            _ if is_whole(&self.input[start..self.offset]) => Unexpected::Unsigned(0),
            _ => Unexpected::Float(0.0),
        };
        Error::invalid_type(found, expected).at(start + 1)
    }

    pub(super) fn bool(&mut self) -> Result<bool, Error> {
        if self.word("true") {
            Ok(true)
        } else if self.word("false") {
            Ok(false)
        } else {
            Err(self.error("not JSON"))
        }
    }

    /// The whole payload as text, if nothing of it was read yet.
    pub(super) fn payload_text(&mut self) -> Option<Result<&'de str, Error>> {
        if !std::mem::take(&mut self.payload) {
            return None;
        }
        self.offset = self.input.len();
        Some(std::str::from_utf8(self.input).map_err(|_| Error::new("a text that is not UTF-8")))
    }

    /// Treats the payload as a document.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.payload) {
            self.input = document(self.input);
            self.text = std::str::from_utf8(self.input).ok();
        }
    }

    /// Reads `"NaN"`, `"Infinity"` or `"-Infinity"` for a float.
    pub(super) fn float_name(&mut self) -> Result<Option<f64>, Error> {
        if self.peek() != Some(b'"') {
            return Ok(None);
        }
        match &*self.string()? {
            "NaN" => Ok(Some(f64::NAN)),
            "Infinity" => Ok(Some(f64::INFINITY)),
            "-Infinity" => Ok(Some(f64::NEG_INFINITY)),
            _ => Err(self.error("expected a number, found a string")),
        }
    }
}
