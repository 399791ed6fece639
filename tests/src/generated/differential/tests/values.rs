//! Tests of random values.

use aws_operation::{Timestamp, TimestampFormat};

use super::super::scalars::Scalars;
use crate::generated::schema::{Kind, Place};
use crate::generated::template::node::Node as _;
use crate::random::Random;

#[test]
fn values_fit_their_places() {
    for extreme in [false, true] {
        let mut scalars = Scalars { random: Random::of_case(1, "scalars", 0), extreme, xml: false };
        for _ in 0..2000 {
            let mut text = |place| {
                let text = scalars.text_of(&[], place, false);
                text.as_str().map(str::to_owned).unwrap_or_default()
            };
            let (label, header) = (text(Place::Label), text(Place::Header));
            assert!(!label.is_empty() && !label.chars().all(|c| c == '.'), "{label:?}");
            assert!(http::HeaderValue::from_str(&header).is_ok_and(|_| header.trim() == header));
            for format in [
                TimestampFormat::DateTime,
                TimestampFormat::EpochSeconds,
                TimestampFormat::HttpDate,
            ] {
                let node = scalars.timestamp(format);
                let timestamp = Timestamp::from_node(&node).expect("it is a time");
                let read = timestamp.format(format).parse::<Timestamp>();
                assert_eq!(read.as_ref(), Ok(&timestamp), "{node}");
            }
            for kind in [Kind::Byte, Kind::Short, Kind::Integer, Kind::Long, Kind::Float] {
                assert!(!scalars.number(kind).is_null());
            }
        }
    }
}

#[test]
fn a_seed_gives_the_same_values_again() {
    let values = |seed, name, index| {
        let mut scalars =
            Scalars { random: Random::of_case(seed, name, index), extreme: true, xml: false };
        (0..20).map(|_| scalars.document(0).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(values(1, "PutThing input", 3), values(1, "PutThing input", 3));
    let others = [(2, "PutThing input", 3), (1, "PutThing answer", 3), (1, "PutThing input", 4)];
    for (seed, name, index) in others {
        assert_ne!(values(1, "PutThing input", 3), values(seed, name, index));
    }
}
