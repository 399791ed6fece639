//! [`Headers`]: the headers of a message, read one by one without allocations.

use super::header::{EventHeader, code};
use crate::error::Line;
use crate::types::Timestamp;

/// Reads headers from the bytes that have them.
#[derive(Debug, Clone)]
pub(super) struct Headers<'a> {
    rest: &'a [u8],
}

/// Why the headers are invalid.
type Problem = String;

impl<'a> Headers<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next header; `None` after the last one.
    pub(super) fn read(&mut self) -> Result<Option<(&'a str, EventHeader<'a>)>, Problem> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let name = self.name()?;
        match self.value() {
            Ok(value) => Ok(Some((name, value))),
            Err(what) => Err(of_header(name, &what)),
        }
    }

    fn name(&mut self) -> Result<&'a str, Problem> {
        let name = match self.array() {
            Some([0]) => return Err("the name of a header is empty".to_owned()),
            Some([length]) => self.take(length.into()),
            None => None,
        };
        let name = name.ok_or_else(|| "the headers end within a name".to_owned())?;
        std::str::from_utf8(name).map_err(|_| "the name of a header is not UTF-8".to_owned())
    }

    fn value(&mut self) -> Result<EventHeader<'a>, Problem> {
        let [kind] = self.array().ok_or_else(too_short)?;
        let value = match kind {
            code::TRUE => Some(EventHeader::Bool(true)),
            code::FALSE => Some(EventHeader::Bool(false)),
            code::BYTE => self.array().map(i8::from_be_bytes).map(EventHeader::Byte),
            code::SHORT => self.array().map(i16::from_be_bytes).map(EventHeader::Short),
            code::INT => self.array().map(i32::from_be_bytes).map(EventHeader::Int),
            code::LONG => self.array().map(i64::from_be_bytes).map(EventHeader::Long),
            code::BLOB => self.counted().map(EventHeader::Blob),
            code::TEXT => match self.counted().map(std::str::from_utf8) {
                Some(Ok(text)) => Some(EventHeader::Text(text)),
                Some(Err(_)) => return Err("is not UTF-8".to_owned()),
                None => None,
            },
            code::TIMESTAMP => match self.array().map(i64::from_be_bytes) {
                Some(millis) => match Timestamp::from_epoch_nanos(i128::from(millis) * 1_000_000) {
                    Some(time) => Some(EventHeader::Timestamp(time)),
                    None => return Err("is a timestamp outside the years 1 to 9999".to_owned()),
                },
                None => None,
            },
            code::UUID => self.array().map(EventHeader::Uuid),
            unknown => return Err(format!("has the unknown type {unknown}")),
        };
        value.ok_or_else(too_short)
    }

    /// Bytes after their length.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let length = self.array().map(u16::from_be_bytes)?;
        self.take(length.into())
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(first)
    }
}

fn too_short() -> Problem {
    "ends too early".to_owned()
}

fn of_header(name: &str, what: &str) -> Problem {
    format!("the header `{}` {what}", Line::key(name))
}

/// For headers that were checked before. Ends at an invalid one.
impl<'a> Iterator for Headers<'a> {
    type Item = (&'a str, EventHeader<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.read().ok().flatten()
    }
}

/// Checks that all headers are valid, and that their names differ.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let mut headers = Headers::new(bytes);
    let mut names = Names::new();
    while let Some((name, _)) = headers.read()? {
        names.add(name);
    }
    names.check()
}

/// So many names are compared one by one. For more of them that would take too long: 128 KiB can
/// have 30,000 headers.
const FEW: usize = 16;

/// Names that have to differ. The first few of them need no allocation.
pub(super) struct Names<'a> {
    first: [&'a str; FEW],
    count: usize,
    /// All names, if there are more than a few.
    all: Vec<&'a str>,
    repeated: Option<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn new() -> Self {
        Self { first: [""; FEW], count: 0, all: Vec::new(), repeated: None }
    }

    pub(super) fn add(&mut self, name: &'a str) {
        if let Some(place) = self.first.get_mut(self.count) {
            *place = name;
            if self.first.iter().take(self.count).any(|other| *other == name) {
                self.repeated = Some(name);
            }
        } else {
            if self.all.is_empty() {
                self.all.extend(self.first);
            }
            self.all.push(name);
        }
        self.count += 1;
    }

    /// Fails if a name was added twice.
    pub(super) fn check(mut self) -> Result<(), Problem> {
        self.all.sort_unstable();
        let pairs = self.all.windows(2);
        let repeated = pairs.filter_map(|pair| (pair[0] == pair[1]).then_some(pair[0])).next();
        match self.repeated.or(repeated) {
            Some(name) => Err(of_header(name, "occurs twice")),
            None => Ok(()),
        }
    }
}
