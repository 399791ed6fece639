//! Properties of all values and all bytes.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;

use super::*;

fn any_document() -> impl Strategy<Value = Document> {
    let leaf = prop_oneof![
        Just(Document::Null),
        any::<bool>().prop_map(Document::from),
        any::<i64>().prop_map(Document::from),
        any::<u64>().prop_map(Document::from),
        any::<f64>().prop_filter("NaN is not itself", |f| !f.is_nan()).prop_map(Document::from),
        any::<String>().prop_map(Document::from),
    ];
    leaf.prop_recursive(3, 32, 26, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Document::from),
            prop::collection::btree_map(any::<String>(), inner, 0..26).prop_map(Document::from),
        ]
    })
}

fn any_datum() -> impl Strategy<Value = Datum> {
    // A double cannot hold every microsecond of other times.
    let timestamp = (0..4_294_967_296_000_000_i64)
        .prop_map(|micros| Timestamp::from_epoch_nanos(i128::from(micros) * 1000));
    let leaf = (
        (any::<String>(), timestamp.clone(), timestamp),
        (any::<Option<f32>>(), any::<Option<f64>>(), any::<Option<i64>>()),
        prop::option::of(prop::collection::vec(any::<u8>(), 0..300).prop_map(Blob::from)),
        prop::option::of(prop::collection::vec(any::<Option<String>>(), 0..4)),
        prop::collection::vec(any::<i32>(), 0..40),
    )
        .prop_map(|((name, at, since), (single, double, long), blob, sparse, numbers)| Datum {
            name,
            at,
            since,
            single: single.filter(|value| !value.is_nan()),
            double: double.filter(|value| !value.is_nan()),
            long,
            blob,
            sparse,
            numbers,
            ..Datum::default()
        });
    leaf.prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), prop::collection::vec(inner, 0..3), 0..5).prop_map(
            |(mut outer, mut data, kind)| {
                outer.inner = data.pop().map(Box::new);
                outer.shape = match kind {
                    0 => None,
                    1 => Some(Form::Nothing),
                    2 => Some(Form::Text(outer.name.clone())),
                    3 => Some(Form::Unknown("new".to_owned(), Document::from("x"))),
                    _ => Some(Form::Data(data)),
                };
                outer.color = Some(Color::Unknown("blue".to_owned()));
                outer
            },
        )
    })
}

/// Rewrites a value with indefinite lengths, and with strings in chunks.
fn indefinite(body: &[u8]) -> Vec<u8> {
    fn item(body: &mut &[u8], out: &mut Vec<u8>) {
        let (first, major) = (body[0], body[0] >> 5);
        let length = match first & 31 {
            small @ 0..=23 => (1, u64::from(small)),
            24 => (2, u64::from(body[1])),
            25 => (3, u16::from_be_bytes([body[1], body[2]]).into()),
            26 => (5, u32::from_be_bytes([body[1], body[2], body[3], body[4]]).into()),
            _ => (9, 0),
        };
        let ((head, argument), rest) = (length, *body);
        *body = &rest[head..];
        match major {
            2 | 3 => {
                let (content, after) = body.split_at(argument as usize);
                *body = after;
                out.push(major << 5 | 31);
                for byte in content.chunks(20) {
                    out.push(major << 5 | byte.len() as u8);
                    out.extend_from_slice(byte);
                }
                out.push(0xff);
            }
            4 | 5 => {
                out.push(major << 5 | 31);
                for _ in 0..argument * if major == 5 { 2 } else { 1 } {
                    item(body, out);
                }
                out.push(0xff);
            }
            6 => {
                out.extend_from_slice(&rest[..head]);
                item(body, out);
            }
            _ => out.extend_from_slice(&rest[..head]),
        }
    }
    let mut out = Vec::new();
    item(&mut { body }, &mut out);
    out
}

proptest! {
    #[test]
    fn documents_survive(document in any_document()) {
        let body = to_vec(&document).expect("it can be written");
        let members = |document: &Document| match document {
            // A null body is read as an empty structure.
            Document::Null => Document::from(BTreeMap::new()),
            document => document.clone(),
        };
        prop_assert_eq!(from_slice::<Document>(&body), Ok(members(&document)));
        let body = indefinite(&body);
        prop_assert_eq!(from_slice::<Document>(&body), Ok(members(&document)));
    }

    #[test]
    fn structures_survive(datum in any_datum()) {
        let body = to_vec(&datum).expect("it can be written");
        let expected = Ok(datum);
        prop_assert_eq!(&from_slice::<Datum>(&body), &expected);
        prop_assert_eq!(&from_slice::<Datum>(&indefinite(&body)), &expected);
        // A truncated body is an error, wherever it is cut.
        for end in (1..body.len()).step_by(body.len() / 8 + 1) {
            prop_assert!(from_slice::<Datum>(&body[..end]).is_err());
        }
    }

    #[test]
    fn numbers_survive(bits in any::<u64>(), wide in any::<i128>(), unsigned in any::<u128>()) {
        let value = f64::from_bits(bits);
        let back: f64 = read(&write(&value));
        prop_assert!(back == value || value.is_nan() && back.is_nan());
        let value = f32::from_bits(bits as u32);
        let back: f32 = read(&write(&value));
        prop_assert!(back == value || value.is_nan() && back.is_nan());
        prop_assert_eq!(read::<u64>(&write(&bits)), bits);
        prop_assert_eq!(read::<i64>(&write(&(bits as i64))), bits as i64);
        for shift in [0, 32, 63, 64, 65, 100] {
            prop_assert_eq!(read::<i128>(&write(&(wide >> shift))), wide >> shift);
            prop_assert_eq!(read::<u128>(&write(&(unsigned >> shift))), unsigned >> shift);
        }
    }

    #[test]
    fn a_timestamp_is_cut_to_its_microsecond(nanos in 0..4_294_967_296_000_000_000_i128) {
        let at = Timestamp::from_epoch_nanos(nanos).expect("it is in range");
        let back: Timestamp = read(&write(&at));
        prop_assert_eq!(back.epoch_nanos(), nanos / 1000 * 1000);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = from_slice::<Document>(&bytes);
        let _ = from_slice::<Datum>(&bytes);
        let _ = from_slice::<Choice>(&bytes);
        let _ = from_slice::<()>(&bytes);
        let _ = from_slice::<HashMap<i32, Vec<Timestamp>>>(&bytes);
    }

    /// Bytes that often start an item, and seldom a long one.
    #[test]
    fn no_nearly_cbor_panics(
        bytes in prop::collection::vec(
            prop::sample::select(&b"\x00\x20\x41\x5f\x61a\x7f\x80\x82\x9f\xa1\xbf\xc1\xc2\xf6\xf9\xfb\xff\x18"[..]),
            0..64,
        ),
    ) {
        let _ = from_slice::<Document>(&bytes);
        let _ = from_slice::<Vec<Option<Blob>>>(&bytes);
        let _ = from_slice::<BTreeMap<String, Vec<i128>>>(&bytes);
        let _ = from_slice::<Stubborn>(&bytes);
    }

    #[test]
    fn a_visitor_that_goes_on_after_an_error_panics_nowhere(
        bytes in prop::collection::vec(any::<u8>(), 0..64),
        deep in 0..200_usize,
    ) {
        let mut body = vec![0x9f; deep];
        body.extend_from_slice(&bytes);
        let _ = from_slice::<Stubborn>(&body);
    }
}

/// A type that continues after errors in its items.
#[derive(Debug)]
struct Stubborn;

impl<'de> Deserialize<'de> for Stubborn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Stubborn;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Stubborn, A::Error> {
                (0..8).for_each(|_| drop(seq.next_element::<Stubborn>()));
                Ok(Stubborn)
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Stubborn, A::Error> {
                for _ in 0..8 {
                    let _ = map.next_entry::<String, Stubborn>();
                    let _ = map.next_key::<String>();
                }
                Ok(Stubborn)
            }

            fn visit_str<E>(self, _: &str) -> Result<Stubborn, E> {
                Ok(Stubborn)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
