//! Values sent.

use std::collections::{BTreeMap, HashMap};

use super::super::Object;
use super::*;

#[test]
fn integers_take_the_fewest_bytes() {
    for (value, expected) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (65_535, "19ffff"),
        (65_536, "1a00010000"),
        (4_294_967_295, "1affffffff"),
        (4_294_967_296, "1b0000000100000000"),
        (i64::MAX, "1b7fffffffffffffff"),
        (-1, "20"),
        (-24, "37"),
        (-25, "3818"),
        (-256, "38ff"),
        (-257, "390100"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        assert_eq!(write(&value), expected, "{value}");
        assert_eq!(write(&i128::from(value)), expected, "{value}");
    }
    assert_eq!(write(&u64::MAX), "1bffffffffffffffff");
    assert_eq!(write(&(-1 - i128::from(u64::MAX))), "3bffffffffffffffff");
    assert_eq!((write(&i8::MIN), write(&u8::MAX)), ("387f".to_owned(), "18ff".to_owned()));
}

#[test]
fn integers_of_more_than_64_bits_are_bignums() {
    assert_eq!(write(&(u128::from(u64::MAX) + 1)), "c249010000000000000000");
    assert_eq!(write(&(-2 - i128::from(u64::MAX))), "c349010000000000000000");
    assert_eq!(write(&u128::MAX), format!("c250{}", "ff".repeat(16)));
    assert_eq!(write(&i128::MIN), format!("c3507f{}", "ff".repeat(15)));
}

#[test]
fn floats_keep_their_width() {
    assert_eq!(write(&1.0_f64), "fb3ff0000000000000");
    assert_eq!(write(&1.889_f64), "fb3ffe395810624dd3");
    assert_eq!(write(&7.625_f32), "fa40f40000");
    assert_eq!(write(&f64::NAN), "fb7ff8000000000000");
    assert_eq!(write(&f32::NAN), "fa7fc00000");
    assert_eq!(write(&f64::INFINITY), "fb7ff0000000000000");
    assert_eq!(write(&f64::NEG_INFINITY), "fbfff0000000000000");
    assert_eq!(write(&f32::NEG_INFINITY), "faff800000");
    assert_eq!(write(&-0.0_f64), "fb8000000000000000");
}

#[test]
fn a_timestamp_is_tag_1_and_keeps_microseconds() {
    let written = |nanos| write(&Timestamp::from_epoch_nanos(nanos).expect("it is in range"));
    for (nanos, expected) in [
        (0, "c100"),
        (1_000_000_000, "c101"),
        (-1_000_000_000, "c120"),
        (1_398_796_238_000_000_000, "c11a535fefce"),
        (946_845_296_123_000_000, "c1fb41cc37db380fbe77"),
        (946_845_296_123_000_999, "c1fb41cc37db380fbe77"),
        (500_000_000, "c1fb3fe0000000000000"),
        (-500_000_000, "c1fbbfe0000000000000"),
        // Less than a microsecond after the second: truncated.
        (1_000_000_999, "c101"),
        (-1, "c1fbbeb0c6f7a0b5ed8d"),
        // The nearest double, also if a double cannot hold the microsecond: 253402300799.391.
        (253_402_300_799_391_000_000, "c1fb424d7ffa20bfb20c"),
        (-62_135_596_799_500_000_000, "c1fbc22cef23edff0000"),
    ] {
        assert_eq!(written(nanos), expected, "{nanos}");
    }
    let last = Timestamp::from_epoch_seconds(i64::MAX);
    assert_eq!(write(&last), "c11b0000003afff4417f");
    assert_eq!(write(&Some(last)), "c11b0000003afff4417f");
}

#[test]
fn blobs_are_bytes_and_types_of_serde_have_the_form_for_people() {
    assert_eq!(write(&Blob::from("foo")), "43666f6f");
    assert_eq!(write(&Blob::default()), "40");
    assert_eq!(write(&Some(vec![Blob::from("foo")])), "8143666f6f");
    let address = std::net::Ipv4Addr::LOCALHOST;
    assert_eq!(write(&address), write("127.0.0.1"));
    assert_eq!(write(&vec![1_u8, 2]), "820102");
}

#[test]
fn unset_members_of_structures_leave_no_trace_and_nulls_elsewhere_stay() {
    let pet = Pet::named("a");
    assert_eq!(write(&pet), "a2 646e616d65 6161 6474616773 80".replace(' ', ""));
    assert_eq!(write(&vec![Some(1), None]), "8201f6");
    assert_eq!(write(&BTreeMap::from([("k", None::<i32>)])), "a1616bf6");
    assert_eq!(write(&Choice::Struct { a: 1, b: None }), "a166737472756374a1616101");
    assert_eq!(write(&Choice::Nothing {}), "a1676e6f7468696e67a0");
    assert_eq!(write(&Choice::Pair(1, 2)), "a16470616972820102");
    assert_eq!(write(&Size::Small), "65534d414c4c");
    assert_eq!(write(&Form::Nothing), "a1674e6f7468696e67a0".replace("4e6f", "6e6f"));
    assert_eq!(write(&()), "f6");
}

#[test]
fn an_operation_is_a_map_of_its_members() {
    assert_eq!(hex(&Object::new().end()), "a0");
    let mut object = Object::new();
    object.member("a", &1).expect("it can be written");
    object.member("b", &None::<i32>).expect("it can be written");
    object.member("c", "x").expect("it can be written");
    assert_eq!(hex(&object.end()), "a2616101616361 78".replace(' ', ""));
    // More members than the first byte can hold.
    for count in [23, 24, 25, 300] {
        let mut object = Object::new();
        for i in 0..count {
            object.member(&format!("m{i}"), &i).expect("it can be written");
        }
        let body = object.end();
        let back: HashMap<String, i32> = from_slice(&body).expect("it can be read");
        assert_eq!(back.len(), count);
    }
}

#[test]
fn a_length_is_right_whatever_was_announced() {
    struct Announced(Option<usize>, usize);

    impl Serialize for Announced {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeSeq as _;
            let mut list = serializer.serialize_seq(self.0)?;
            (0..self.1).try_for_each(|_| list.serialize_element(&0))?;
            list.end()
        }
    }

    for announced in [None, Some(0), Some(1), Some(24), Some(300), Some(usize::MAX)] {
        for (real, head) in [(0, "80"), (3, "83"), (24, "9818"), (300, "99012c")] {
            let expected = format!("{head}{}", "00".repeat(real));
            assert_eq!(write(&Announced(announced, real)), expected);
            assert_eq!(write(&[Announced(announced, real)]), format!("81{expected}"));
        }
    }
    // Also if most of the members are unset.
    #[derive(Serialize)]
    struct Few {
        unset: [Option<i32>; 0],
        #[serde(flatten)]
        rest: BTreeMap<String, Option<i32>>,
    }
    let few = Few { unset: [], rest: BTreeMap::from([("a".to_owned(), Some(1))]) };
    assert_eq!(write(&few), "a265756e73657480616101");
}

#[test]
fn keys_of_maps_are_text() {
    assert_eq!(write(&BTreeMap::from([(1, 2)])), "a1613102");
    assert_eq!(write(&BTreeMap::from([(-10_i64, 2)])), "a1632d313002");
    assert_eq!(write(&BTreeMap::from([(true, 2)])), "a1647472756502");
    assert_eq!(write(&BTreeMap::from([('x', 2)])), "a1617802");
    assert_eq!(write(&BTreeMap::from([(Size::Small, 2)])), "a165534d414c4c02");
    assert_eq!(write(&BTreeMap::from([(Blob::from("foo"), 2)])), "a1645a6d397602");
    let error = to_vec(&BTreeMap::from([(vec![1], 2)])).expect_err("a list is no key");
    assert_eq!(error.to_string(), "a map whose keys are not text");
}

#[test]
fn a_document_is_the_cbor_that_says_the_same() {
    let document = Document::from(vec![
        Document::Null,
        Document::from(true),
        Document::from(-2),
        Document::from(1.5),
        Document::from("x"),
        Document::from(BTreeMap::from([("k".to_owned(), Document::Null)])),
    ]);
    assert_eq!(write(&document), "86f6f521fb3ff80000000000006178a1616bf6");
}
