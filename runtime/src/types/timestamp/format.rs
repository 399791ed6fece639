//! The serde impls of timestamps, and the modules that fix a format inside a user's own types.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::parse::from_f64;
use super::{ParseTimestampError, RANGE, Timestamp, TimestampFormat};
use crate::types::newtype::{
    TIMESTAMP, TIMESTAMP_DATE_TIME, TIMESTAMP_EPOCH_SECONDS, TIMESTAMP_HTTP_DATE,
};

impl Serialize for Timestamp {
    /// Our own formats know the newtype and write what the place asks for; any other format gets
    /// epoch seconds.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let content = Content(*self, TimestampFormat::EpochSeconds);
        serializer.serialize_newtype_struct(TIMESTAMP, &content)
    }
}

/// The content of the newtype: exact nanoseconds for our own formats and for binary ones, a number
/// or text for the others.
struct Content(Timestamp, TimestampFormat);

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(timestamp, format) = self;
        let Timestamp { seconds, nanos } = *timestamp;
        match format {
            _ if !serializer.is_human_readable() => {
                serializer.serialize_i128(timestamp.epoch_nanos())
            }
            TimestampFormat::EpochSeconds if nanos == 0 => serializer.serialize_i64(seconds),
            TimestampFormat::EpochSeconds => {
                serializer.serialize_f64(seconds as f64 + f64::from(nanos) / 1e9)
            }
            format => serializer.serialize_str(&timestamp.format(*format)),
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
        let timestamp = RANGE.contains(&seconds).then_some(Timestamp { seconds, nanos: 0 });
        timestamp.ok_or_else(|| E::custom(ParseTimestampError(())))
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
        // More than an `i64` holds is out of range, too.
        self.visit_i64(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Timestamp, E> {
        from_f64(seconds).ok_or_else(|| E::custom(ParseTimestampError(())))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}

/// The types that a fixed format applies to: a timestamp, or an `Option`, list or map of timestamps.
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
        let name = match format {
            TimestampFormat::DateTime => TIMESTAMP_DATE_TIME,
            TimestampFormat::EpochSeconds => TIMESTAMP_EPOCH_SECONDS,
            TimestampFormat::HttpDate => TIMESTAMP_HTTP_DATE,
        };
        serializer.serialize_newtype_struct(name, &Content(*self, format))
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

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{Formatted, Timestamp, TimestampFormat, date_time, http_date};
    use crate::wire::protocol::json::Object;
    use crate::wire::text::{Scalar, Shape, shape};

    /// What serde_json, our JSON and a place whose default is `default` write.
    fn written<T: Serialize>(value: &T, default: TimestampFormat) -> [String; 3] {
        let mut object = Object::new();
        object.member("t", value).expect("JSON can hold a timestamp");
        let ours = String::from_utf8(object.end()).expect("JSON is UTF-8");
        let Ok(Shape::One(Scalar { text, quotable: false })) = shape(value, default) else {
            panic!("a timestamp is not plain text");
        };
        let ours = ours.replace(r#"{"t":"#, "").replace('}', "");
        [serde_json::to_string(value).expect("serde_json can hold a timestamp"), ours, text]
    }

    #[test]
    fn an_explicit_format_is_kept_in_every_place_and_in_other_formats() {
        use TimestampFormat::{DateTime, EpochSeconds, HttpDate};
        let when = Timestamp::from_epoch_nanos(1_500_000_000).expect("in range");
        for (format, json, text) in [
            (DateTime, r#""1970-01-01T00:00:01.5Z""#, "1970-01-01T00:00:01.5Z"),
            (EpochSeconds, "1.5", "1.5"),
            (HttpDate, r#""Thu, 01 Jan 1970 00:00:01 GMT""#, "Thu, 01 Jan 1970 00:00:01 GMT"),
        ] {
            for default in [DateTime, EpochSeconds, HttpDate] {
                let written = written(&Formatted(&when, format), default);
                assert_eq!(written, [json, json, text], "{format:?} where {default:?} is usual");
            }
        }
        assert_eq!(written(&when, HttpDate), ["1.5", "1.5", "Thu, 01 Jan 1970 00:00:01 GMT"]);
    }

    #[test]
    fn fixed_formats_reach_own_structures() {
        #[derive(Serialize)]
        struct Window {
            #[serde(with = "date_time")]
            start: Timestamp,
            #[serde(with = "http_date")]
            ends: Vec<Option<Timestamp>>,
        }
        let zero = Timestamp::default();
        let window = Window { start: zero, ends: vec![Some(zero), None] };
        let mut object = Object::new();
        object.member("w", &window).expect("JSON can hold timestamps");
        let ours = String::from_utf8(object.end()).expect("JSON is UTF-8");
        let theirs = serde_json::json!({ "w": window }).to_string();
        let ours: serde_json::Value = serde_json::from_str(&ours).expect("valid JSON");
        assert_eq!(ours.to_string(), theirs);
    }
}
