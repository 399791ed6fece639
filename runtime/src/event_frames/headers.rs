//! [`Headers`]: reads the headers of a message one by one, without allocations.

use super::header::{EventHeader, code};
use crate::error::Line;
use crate::types::Timestamp;

/// Reads headers from their bytes.
#[derive(Debug, Clone)]
pub(super) struct Headers<'a> {
    rest: &'a [u8],
}

/// Why the headers are invalid.
type Problem = String;

/// A header whose value is not yet decoded.
#[derive(Debug, Clone, Copy)]
struct RawHeader<'a> {
    name: &'a [u8],
    kind: u8,
    /// The bytes of the value, without the length that precedes a string or blob.
    value: &'a [u8],
}

impl<'a> Headers<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next header; `None` after the last one.
    fn read(&mut self) -> Result<Option<RawHeader<'a>>, Problem> {
        let name = match self.rest.split_first() {
            None => return Ok(None),
            Some((0, _)) => return Err("the name of a header is empty".to_owned()),
            Some((length, rest)) => {
                self.rest = rest;
                self.take((*length).into())
            }
        };
        let name = name.ok_or_else(|| "the headers end within a name".to_owned())?;
        match self.value() {
            Ok((kind, value)) => Ok(Some(RawHeader { name, kind, value })),
            Err(what) => Err(of_header(name, &what)),
        }
    }

    /// The type of a value, and its bytes.
    fn value(&mut self) -> Result<(u8, &'a [u8]), Problem> {
        let too_short = || "ends too early".to_owned();
        let (kind, rest) = self.rest.split_first().ok_or_else(too_short)?;
        self.rest = rest;
        let length = match *kind {
            code::TRUE | code::FALSE => 0,
            code::BYTE => 1,
            code::SHORT => 2,
            code::INT => 4,
            code::LONG | code::TIMESTAMP => 8,
            code::UUID => 16,
            code::BLOB | code::TEXT => {
                let (length, rest) = self.rest.split_first_chunk().ok_or_else(too_short)?;
                self.rest = rest;
                u16::from_be_bytes(*length).into()
            }
            unknown => return Err(format!("has the unknown type {unknown}")),
        };
        Ok((*kind, self.take(length).ok_or_else(too_short)?))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(first)
    }

    /// The value of the header with this name. The others are not decoded.
    pub(super) fn value_of(mut self, name: &str) -> Option<EventHeader<'a>> {
        loop {
            let header = self.read().ok()??;
            if header.name == name.as_bytes() {
                return header.decode().ok();
            }
        }
    }
}

/// For headers that were checked before. It ends at an invalid one.
impl<'a> Iterator for Headers<'a> {
    type Item = (&'a str, EventHeader<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let header = self.read().ok()??;
        Some((std::str::from_utf8(header.name).ok()?, header.decode().ok()?))
    }
}

impl<'a> RawHeader<'a> {
    fn decode(self) -> Result<EventHeader<'a>, &'static str> {
        let Self { kind, value, .. } = self;
        Ok(match kind {
            code::TRUE => EventHeader::Bool(true),
            code::FALSE => EventHeader::Bool(false),
            code::BYTE => EventHeader::Byte(i8::from_be_bytes(array(value)?)),
            code::SHORT => EventHeader::Short(i16::from_be_bytes(array(value)?)),
            code::INT => EventHeader::Int(i32::from_be_bytes(array(value)?)),
            code::LONG => EventHeader::Long(i64::from_be_bytes(array(value)?)),
            code::TIMESTAMP => {
                let nanos = i128::from(i64::from_be_bytes(array(value)?)) * 1_000_000;
                let time = Timestamp::from_epoch_nanos(nanos);
                EventHeader::Timestamp(time.ok_or("is a timestamp outside the years 1 to 9999")?)
            }
            code::UUID => EventHeader::Uuid(array(value)?),
            code::TEXT => {
                EventHeader::Text(std::str::from_utf8(value).map_err(|_| "is not UTF-8")?)
            }
            // There is no other type.
            _ => EventHeader::Blob(value),
        })
    }
}

fn array<const N: usize>(value: &[u8]) -> Result<[u8; N], &'static str> {
    value.try_into().map_err(|_| "has the wrong length")
}

fn of_header(name: &[u8], what: &str) -> Problem {
    format!("the header `{}` {what}", Line::key(&String::from_utf8_lossy(name)))
}

/// Checks that all headers are valid, and that their names differ.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    // Usually true. Then no text needs a check for UTF-8.
    let is_ascii = bytes.is_ascii();
    let mut headers = Headers::new(bytes);
    let mut names = Names::new();
    while let Some(header) = headers.read()? {
        if !is_ascii && std::str::from_utf8(header.name).is_err() {
            return Err("the name of a header is not UTF-8".to_owned());
        }
        if header.kind == code::TIMESTAMP || (header.kind == code::TEXT && !is_ascii) {
            header.decode().map_err(|what| of_header(header.name, what))?;
        }
        names.add(header.name);
    }
    names.check()
}

/// Checks that the names of valid headers differ.
pub(super) fn check_names(bytes: &[u8]) -> Result<(), Problem> {
    let mut headers = Headers::new(bytes);
    let mut names = Names::new();
    while let Some(header) = headers.read()? {
        names.add(header.name);
    }
    names.check()
}

/// Up to this number, each name is compared with those before it. More names are sorted, because 128 KiB
/// can hold more than 20,000 headers.
const FEW: usize = 16;

/// Finds a repeated name. A few names need no allocation.
struct Names<'a> {
    first: [&'a [u8]; FEW],
    count: usize,
    /// All names, if there are more than `FEW`.
    all: Vec<&'a [u8]>,
    repeated: Option<&'a [u8]>,
}

impl<'a> Names<'a> {
    fn new() -> Self {
        Self { first: [b""; FEW], count: 0, all: Vec::new(), repeated: None }
    }

    fn add(&mut self, name: &'a [u8]) {
        if let Some((place, before)) =
            self.first.get_mut(..=self.count).and_then(<[_]>::split_last_mut)
        {
            *place = name;
            if before.contains(&name) {
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
    fn check(mut self) -> Result<(), Problem> {
        self.all.sort_unstable();
        let mut pairs = self.all.windows(2);
        let repeated = || pairs.find_map(|pair| (pair[0] == pair[1]).then_some(pair[0]));
        match self.repeated.or_else(repeated) {
            Some(name) => Err(of_header(name, "occurs twice")),
            None => Ok(()),
        }
    }
}
