//! [`EventHeader`]: the value of a message's header.

use std::fmt;

use crate::types::Timestamp;

/// The value of a header of an event, from [`RawEvent::header`](crate::RawEvent::header).
///
/// ```
/// use aws_operation::EventHeader;
///
/// let header = EventHeader::Text("contentBlockDelta");
/// assert_eq!(header.as_str(), Some("contentBlockDelta"));
/// assert_eq!(header.as_i64(), None);
/// ```
///
/// `Debug` prints only the length of a [`Blob`](Self::Blob).
///
/// Source: Smithy 2.0, "Amazon Event Stream Specification", headers format.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum EventHeader<'a> {
    /// A Boolean.
    Bool(bool),
    /// A number of 8 bits.
    Byte(i8),
    /// A number of 16 bits.
    Short(i16),
    /// A number of 32 bits.
    Int(i32),
    /// A number of 64 bits.
    Long(i64),
    /// Bytes.
    Blob(&'a [u8]),
    /// A string.
    Text(&'a str),
    /// A point in time, to the millisecond.
    Timestamp(Timestamp),
    /// A UUID.
    Uuid([u8; 16]),
}

impl<'a> EventHeader<'a> {
    /// The Boolean; `None` for any other type.
    pub fn as_bool(&self) -> Option<bool> {
        match *self {
            Self::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, of any of the four lengths; `None` for any other type.
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Byte(value) => Some(value.into()),
            Self::Short(value) => Some(value.into()),
            Self::Int(value) => Some(value.into()),
            Self::Long(value) => Some(value),
            _ => None,
        }
    }

    /// The bytes of a blob; `None` for any other type.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        match *self {
            Self::Blob(value) => Some(value),
            _ => None,
        }
    }

    /// The string; `None` for any other type.
    pub fn as_str(&self) -> Option<&'a str> {
        match *self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }

    /// The timestamp; `None` for any other type.
    pub fn as_timestamp(&self) -> Option<Timestamp> {
        match *self {
            Self::Timestamp(value) => Some(value),
            _ => None,
        }
    }

    /// The UUID; `None` for any other type.
    pub fn as_uuid(&self) -> Option<[u8; 16]> {
        match *self {
            Self::Uuid(value) => Some(value),
            _ => None,
        }
    }
}

impl fmt::Debug for EventHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, value): (_, &dyn fmt::Debug) = match self {
            Self::Bool(value) => ("Bool", value),
            Self::Byte(value) => ("Byte", value),
            Self::Short(value) => ("Short", value),
            Self::Int(value) => ("Int", value),
            Self::Long(value) => ("Long", value),
            Self::Blob(value) => return write!(f, "Blob({} bytes)", value.len()),
            Self::Text(value) => ("Text", value),
            Self::Timestamp(value) => ("Timestamp", value),
            Self::Uuid(value) => ("Uuid", value),
        };
        f.debug_tuple(name).field(value).finish()
    }
}

/// The types of values, as numbers on the wire.
pub(super) mod code {
    pub(in super::super) const TRUE: u8 = 0;
    pub(in super::super) const FALSE: u8 = 1;
    pub(in super::super) const BYTE: u8 = 2;
    pub(in super::super) const SHORT: u8 = 3;
    pub(in super::super) const INT: u8 = 4;
    pub(in super::super) const LONG: u8 = 5;
    pub(in super::super) const BLOB: u8 = 6;
    pub(in super::super) const TEXT: u8 = 7;
    pub(in super::super) const TIMESTAMP: u8 = 8;
    pub(in super::super) const UUID: u8 = 9;
}
