//! Timestamps in serde's terms, and the modules that fix a format inside a person's own types.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::parse::from_f64;
use super::{NANOS_PER_SECOND, ParseTimestampError, Timestamp, TimestampFormat};

/// The newtype name by which our own formats know a timestamp.
pub(crate) const TIMESTAMP: &str = "$aws_operation::Timestamp";

impl Serialize for Timestamp {
    /// Our own formats know the newtype and write what the place asks for; any other format gets
    /// epoch seconds.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(TIMESTAMP, &Epoch(*self))
    }
}

/// The content of the newtype: a number for people, exact nanoseconds for machines.
struct Epoch(Timestamp);

impl Serialize for Epoch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Timestamp { seconds, nanos } = self.0;
        match (serializer.is_human_readable(), nanos) {
            (false, _) => serializer.serialize_i128(self.0.epoch_nanos()),
            (true, 0) => serializer.serialize_i64(seconds),
            (true, _) => serializer.serialize_f64(seconds as f64 + f64::from(nanos) / 1e9),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let human_readable = deserializer.is_human_readable();
        deserializer.deserialize_newtype_struct(TIMESTAMP, TimestampVisitor { human_readable })
    }
}

struct TimestampVisitor {
    human_readable: bool,
}

impl<'de> Visitor<'de> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a timestamp")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Timestamp, D::Error> {
        if self.human_readable { inner.deserialize_any(self) } else { inner.deserialize_i128(self) }
    }

    fn visit_i128<E: de::Error>(self, nanos: i128) -> Result<Timestamp, E> {
        Timestamp::from_epoch_nanos(nanos).ok_or_else(|| E::custom(ParseTimestampError(())))
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Timestamp, E> {
        self.visit_i128(i128::from(seconds) * NANOS_PER_SECOND)
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
        self.visit_i128(i128::from(seconds) * NANOS_PER_SECOND)
    }

    fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Timestamp, E> {
        from_f64(seconds).ok_or_else(|| E::custom(ParseTimestampError(())))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}

/// What a fixed format reaches: a timestamp, also optional, in a list or in a map.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a timestamp",
    label = "has no `#[timestamp(…)]` format",
    note = "use `aws_operation::Timestamp`, or an `Option`, list or map of it"
)]
pub trait Timestamps {
    /// Writes every timestamp in `self` in the given format.
    fn serialize_as<S: Serializer>(
        &self,
        format: TimestampFormat,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;
}

/// A value whose timestamps are written in a fixed format.
pub struct Formatted<'a, T: ?Sized>(pub &'a T, pub TimestampFormat);

impl<T: Timestamps + ?Sized> Serialize for Formatted<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_as(self.1, serializer)
    }
}

impl Timestamps for Timestamp {
    fn serialize_as<S: Serializer>(
        &self,
        format: TimestampFormat,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match format {
            TimestampFormat::EpochSeconds => self.serialize(serializer),
            format => serializer.serialize_str(&self.format(format)),
        }
    }
}

impl<T: Timestamps> Timestamps for Option<T> {
    fn serialize_as<S: Serializer>(
        &self,
        format: TimestampFormat,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Formatted(value, format)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Timestamps + ?Sized> Timestamps for Box<T> {
    fn serialize_as<S: Serializer>(
        &self,
        format: TimestampFormat,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        (**self).serialize_as(format, serializer)
    }
}

impl<T: Timestamps> Timestamps for Vec<T> {
    fn serialize_as<S: Serializer>(
        &self,
        format: TimestampFormat,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|item| Formatted(item, format)))
    }
}

macro_rules! timestamps_in_map {
    ($($map:ident),*) => {$(
        impl<K: Serialize, T: Timestamps> Timestamps for $map<K, T> {
            fn serialize_as<S: Serializer>(
                &self,
                format: TimestampFormat,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.iter().map(|(key, value)| (key, Formatted(value, format))))
            }
        }
    )*};
}

timestamps_in_map!(BTreeMap, HashMap);

macro_rules! format_module {
    ($(#[$doc:meta])* $name:ident, $format:ident) => {
        $(#[$doc])*
        ///
        /// Fits a [`Timestamp`], and an `Option`, `Vec` or map of them; beside an `Option` add
        /// `default`.
        pub mod $name {
            use serde::{Deserialize, Deserializer, Serializer};

            use super::{TimestampFormat, Timestamps};

            /// Writes the timestamps in this format.
            pub fn serialize<T: Timestamps, S: Serializer>(
                value: &T,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                value.serialize_as(TimestampFormat::$format, serializer)
            }

            /// Reads timestamps, in whatever format they come.
            pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<T, D::Error> {
                T::deserialize(deserializer)
            }
        }
    };
}

format_module!(
    /// `#[serde(with = "aws_operation::timestamp::date_time")]`
    date_time, DateTime
);
format_module!(
    /// `#[serde(with = "aws_operation::timestamp::epoch_seconds")]`
    epoch_seconds, EpochSeconds
);
format_module!(
    /// `#[serde(with = "aws_operation::timestamp::http_date")]`
    http_date, HttpDate
);
