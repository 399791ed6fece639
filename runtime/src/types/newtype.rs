//! [`Newtype`]: the names of newtypes that tell our own formats which type is inside. Serde has no
//! other way to tell them.

use super::TimestampFormat;

/// A timestamp in the default format of its place.
pub(crate) const TIMESTAMP: &str = "$aws_operation::Timestamp";
/// A timestamp in `date-time` format, whatever its place.
pub(crate) const TIMESTAMP_DATE_TIME: &str = "$aws_operation::Timestamp:date_time";
/// A timestamp in epoch seconds, whatever its place.
pub(crate) const TIMESTAMP_EPOCH_SECONDS: &str = "$aws_operation::Timestamp:epoch_seconds";
/// A timestamp in `http-date` format, whatever its place.
pub(crate) const TIMESTAMP_HTTP_DATE: &str = "$aws_operation::Timestamp:http_date";
/// A [`Blob`](crate::Blob).
pub(crate) const BLOB: &str = "$aws_operation::Blob";
/// A [`Document`](crate::Document).
pub(crate) const DOCUMENT: &str = "$aws_operation::Document";
/// A [`Decimal`](crate::Decimal).
pub(crate) const DECIMAL: &str = "$aws_operation::Decimal";
/// A value with facts for XML and the query protocols: each follows on a line of its own.
pub(crate) const FACTS: &str = "$aws_operation::Xml";

/// What the name of a newtype says about the value inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Newtype {
    /// A timestamp; `None` stands for the default format of its place.
    Timestamp(Option<TimestampFormat>),
    Blob,
    Document,
    Decimal,
    /// A value with these facts, which are empty or begin with a line break.
    Facts(&'static str),
    /// A type of the user's.
    Other,
}

impl Newtype {
    #[inline]
    pub(crate) fn of(name: &'static str) -> Self {
        // No Rust type has a `$` in its name, so one byte is enough to tell most types apart.
        if name.as_bytes().first() == Some(&b'$') { Self::of_ours(name) } else { Self::Other }
    }

    fn of_ours(name: &'static str) -> Self {
        match name {
            TIMESTAMP => Self::Timestamp(None),
            TIMESTAMP_DATE_TIME => Self::Timestamp(Some(TimestampFormat::DateTime)),
            TIMESTAMP_EPOCH_SECONDS => Self::Timestamp(Some(TimestampFormat::EpochSeconds)),
            TIMESTAMP_HTTP_DATE => Self::Timestamp(Some(TimestampFormat::HttpDate)),
            BLOB => Self::Blob,
            DOCUMENT => Self::Document,
            DECIMAL => Self::Decimal,
            _ => match name.strip_prefix(FACTS) {
                Some(facts) if facts.is_empty() || facts.starts_with('\n') => Self::Facts(facts),
                _ => Self::Other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_newtypes_are_told_by_their_names() {
        for (name, newtype) in [
            (TIMESTAMP, Newtype::Timestamp(None)),
            (TIMESTAMP_DATE_TIME, Newtype::Timestamp(Some(TimestampFormat::DateTime))),
            (TIMESTAMP_EPOCH_SECONDS, Newtype::Timestamp(Some(TimestampFormat::EpochSeconds))),
            (TIMESTAMP_HTTP_DATE, Newtype::Timestamp(Some(TimestampFormat::HttpDate))),
            (BLOB, Newtype::Blob),
            (DOCUMENT, Newtype::Document),
            (DECIMAL, Newtype::Decimal),
            (FACTS, Newtype::Facts("")),
            ("$aws_operation::Xml\nflattened", Newtype::Facts("\nflattened")),
            ("$aws_operation::XmlOther", Newtype::Other),
            ("$aws_operation::Timestamp:other", Newtype::Other),
            ("Timestamp", Newtype::Other),
            ("$", Newtype::Other),
            ("", Newtype::Other),
        ] {
            assert_eq!(Newtype::of(name), newtype, "{name}");
        }
    }
}
