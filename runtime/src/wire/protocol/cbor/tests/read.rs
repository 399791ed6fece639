//! Values received from AWS services and from other encoders.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::super::Members;
use super::*;

#[test]
fn every_width_of_integer_is_read() {
    for text in
        ["0a", "180a", "19000a", "1a0000000a", "1b000000000000000a", "c2410a", "c243000 00a"]
    {
        assert_eq!(read::<i8>(text), 10, "{text}");
        assert_eq!(read::<u64>(text), 10, "{text}");
        assert_eq!(read::<i128>(text), 10, "{text}");
        assert_eq!(read::<f32>(text), 10.0, "{text}");
        assert_eq!(read::<f64>(text), 10.0, "{text}");
        assert_eq!(read::<Option<u8>>(text), Some(10), "{text}");
    }
    for text in ["29", "3809", "390009", "3a00000009", "3b0000000000000009", "c34109"] {
        assert_eq!(read::<i8>(text), -10, "{text}");
        assert_eq!(read::<i64>(text), -10, "{text}");
        assert_eq!(read::<f64>(text), -10.0, "{text}");
    }
    assert_eq!(read::<u64>("1bffffffffffffffff"), u64::MAX);
    assert_eq!(read::<i64>("3b7fffffffffffffff"), i64::MIN);
    assert_eq!(read::<i128>("3bffffffffffffffff"), -1 - i128::from(u64::MAX));
    assert_eq!(read::<u128>(&format!("c250{}", "ff".repeat(16))), u128::MAX);
    assert_eq!(read::<i128>(&format!("c3507f{}", "ff".repeat(15))), i128::MIN);
    assert_eq!(read::<u64>("c25f4101420203ff"), 0x01_02_03);
    assert_eq!(read::<u64>("c240"), 0);
    assert_eq!(read::<f64>("c249010000000000000000"), 18_446_744_073_709_551_616.0);
    assert_eq!(read::<f32>("3bffffffffffffffff"), -18_446_744_073_709_551_616.0);
}

#[test]
fn an_integer_that_its_type_cannot_hold_is_an_error() {
    refuse::<i8>("1880");
    refuse::<u8>("20");
    refuse::<i64>("1b8000000000000000");
    refuse::<i64>("3b8000000000000000");
    refuse::<u64>("c249010000000000000000");
    refuse::<i64>("c349010000000000000000");
    assert_eq!(
        refuse::<u128>(&format!("c251{}", "ff".repeat(17))),
        "an integer of more than 128 bits at byte 19",
    );
    refuse::<i128>(&format!("c350{}", "ff".repeat(16)));
    refuse::<i32>("c1");
}

#[test]
fn every_width_of_float_is_read() {
    for text in ["f93e00", "fa3fc00000", "fb3ff8000000000000"] {
        assert_eq!(read::<f32>(text), 1.5, "{text}");
        assert_eq!(read::<f64>(text), 1.5, "{text}");
        assert_eq!(read::<Document>(text), Document::from(1.5), "{text}");
    }
    assert_eq!(read::<f64>("f90050"), 4.76837158203125e-06);
    assert_eq!(read::<f32>("fb3ff199999999999a"), 1.1);
    for text in ["f97c00", "fa7f800000", "fb7ff0000000000000"] {
        assert_eq!(read::<f32>(text), f32::INFINITY, "{text}");
        assert_eq!(read::<f64>(text), f64::INFINITY, "{text}");
    }
    for text in ["f9fc00", "faff800000", "fbfff0000000000000"] {
        assert_eq!(read::<f64>(text), f64::NEG_INFINITY, "{text}");
    }
    for text in ["f97e00", "f97c01", "fa7fc00000", "fb7ff8000000000000"] {
        assert!(read::<f32>(text).is_nan() && read::<f64>(text).is_nan(), "{text}");
    }
    assert_eq!(refuse::<f64>("63312e35"), "expected f64, found string at byte 1");
}

#[test]
fn a_float_without_a_fraction_is_an_integer() {
    for text in ["f94200", "fa40400000", "fb4008000000000000"] {
        assert_eq!(read::<u8>(text), 3, "{text}");
        assert_eq!(read::<i64>(text), 3, "{text}");
        assert_eq!(read::<i128>(text), 3, "{text}");
    }
    assert_eq!(read::<i32>("fbc008000000000000"), -3);
    assert_eq!(read::<u8>("fb8000000000000000"), 0);
    assert_eq!(read::<i64>("fbc3e0000000000000"), i64::MIN);
    // With a fraction, out of range, NaN and the infinities.
    assert_eq!(refuse::<i32>("f93e00"), "expected i32, found number at byte 3");
    for text in ["fb43e0000000000000", "f97e00", "f97c00", "f9fc00", "fb7fefffffffffffff"] {
        refuse::<i64>(text);
    }
}

#[test]
fn a_timestamp_is_a_number_of_any_width_or_text() {
    let at = |nanos| Timestamp::from_epoch_nanos(nanos).expect("it is in range");
    for text in ["c11a535fefce", "1a535fefce", "c1fb41d4d7fbf3800000", "c11b00000000535fefce"] {
        assert_eq!(read::<Timestamp>(text), at(1_398_796_238_000_000_000), "{text}");
    }
    assert_eq!(read::<Timestamp>("c1fb41cc37db380fbe77"), at(946_845_296_123_000_000));
    assert_eq!(read::<Timestamp>("c1fa3f000000"), at(500_000_000));
    assert_eq!(read::<Timestamp>("c1f9b800"), at(-500_000_000));
    assert_eq!(read::<Timestamp>("c120"), at(-1_000_000_000));
    // Rounded once, to the microsecond.
    assert_eq!(read::<Timestamp>("c1fb424d7ffa20bfb20c"), at(253_402_300_799_390_991_000));
    assert_eq!(read::<Timestamp>("c1c100"), at(0));
    // Tag 0: RFC 3339 text.
    let text = format!("c074{}", hex(b"1970-01-01T00:00:01Z"));
    assert_eq!(read::<Timestamp>(&text), at(1_000_000_000));
    assert_eq!(read::<Option<Timestamp>>("c1f6"), None);
    assert_eq!(read::<Vec<Timestamp>>("83f6c101f6"), [at(1_000_000_000)]);
    for text in [
        "c1f97e00",
        "c1f97c00",
        "c11bffffffffffffffff",
        "c1fb7fefffffffffffff",
        "c249010000000000000000",
        "c1f5",
        "c180",
        "c141 00",
        "c160",
    ] {
        refuse::<Timestamp>(text);
    }
    // Out of range in seconds. A visitor could take the number for nanoseconds.
    refuse::<Timestamp>("c3490fffffffffffffffff");
}

#[test]
fn text_and_bytes_are_read_whole_or_in_chunks() {
    assert_eq!(read::<String>("63666f6f"), "foo");
    assert_eq!(read::<String>("7f 62666f 616f 60 ff"), "foo");
    assert_eq!(read::<String>("7fff"), "");
    assert_eq!(read::<String>("7803666f6f"), "foo");
    assert_eq!(read::<String>("7b0000000000000003666f6f"), "foo");
    assert_eq!(read::<String>("7f 61c3 61bc ff"), "ü");
    assert_eq!(read::<char>("62c3bc"), 'ü');
    assert_eq!(read::<Blob>("43666f6f"), Blob::from("foo"));
    assert_eq!(read::<Blob>("5f 42666f 40 416f ff"), Blob::from("foo"));
    assert_eq!(read::<Vec<Option<Blob>>>("82f640"), [None, Some(Blob::default())]);
    assert_eq!(read::<Vec<Blob>>("82f640"), [Blob::default()]);
    for (text, error) in [
        ("62c3", "the CBOR ends too early at byte 2"),
        ("61c3", "text that is not UTF-8 at byte 2"),
        ("7f61c3ff", "text that is not UTF-8 at byte 4"),
        ("7f4161ff", "a chunk whose type differs from its string at byte 2"),
        ("7f7f6161ffff", "a chunk whose type differs from its string at byte 2"),
        ("7fc16161ff", "a chunk whose type differs from its string at byte 2"),
        ("7f6161", "the CBOR ends too early at byte 3"),
        ("7f7cff", "a reserved value in an item's first byte at byte 2"),
        ("4161", "expected a string, found bytes at byte 1"),
        ("01", "expected a string, found whole number at byte 1"),
        ("7bffffffffffffffff61", "the CBOR ends too early at byte 10"),
    ] {
        assert_eq!(refuse::<String>(text), error, "{text}");
    }
    assert_eq!(refuse::<Blob>("6161"), "expected a byte string, found string at byte 1");
    assert_eq!(refuse::<Blob>("5f6161ff"), "a chunk whose type differs from its string at byte 2");
}

#[test]
fn text_and_bytes_are_borrowed_from_the_body() {
    let body = bytes("82 63666f6f 7f63626172ff");
    let texts: Vec<Cow<'_, str>> = from_slice(&body).expect("two texts");
    assert_eq!(texts, ["foo", "bar"]);
    let body = bytes("a1 616b 63666f6f");
    let map: HashMap<&str, &str> = from_slice(&body).expect("a map");
    assert_eq!(map, HashMap::from([("k", "foo")]));
    let body = bytes("43666f6f");
    assert_eq!(from_slice::<&[u8]>(&body).expect("bytes"), b"foo");
}

#[test]
fn lists_and_maps_have_a_length_or_a_break() {
    for text in ["83010203", "9f010203ff", "9803010203", "9b0000000000000003010203"] {
        assert_eq!(read::<Vec<i32>>(text), [1, 2, 3], "{text}");
        assert_eq!(read::<(u8, u8, u8)>(text), (1, 2, 3), "{text}");
        assert_eq!(read::<[u8; 3]>(text), [1, 2, 3], "{text}");
    }
    assert_eq!(read::<Vec<Vec<i32>>>("9f809fff9f01ff8102ff"), [vec![], vec![], vec![1], vec![2]]);
    let map = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    for text in ["a2616101616202", "bf616101616202ff", "bf7f6161ff01616202ff"] {
        assert_eq!(read::<BTreeMap<String, i32>>(text), map, "{text}");
    }
    // The last of two entries with the same key is used.
    assert_eq!(read::<BTreeMap<String, i32>>("a2616101616102").get("a"), Some(&2));
    for (text, error) in [
        ("83 01 02", "the CBOR ends too early at byte 3"),
        ("84 01 02", "the CBOR ends too early at byte 3"),
        ("9f 01", "the CBOR ends too early at byte 2 in `[1]`"),
        ("9bffffffffffffffff", "the CBOR ends too early at byte 9"),
        ("9b0000010000000000 01", "the CBOR ends too early at byte 10"),
        ("82 ff 01", "expected a value, found a break code at byte 2 in `[0]`"),
        ("ff", "expected a value, found a break code at byte 1"),
        ("9f 9f ff", "the CBOR ends too early at byte 3 in `[1]`"),
    ] {
        assert_eq!(refuse::<Vec<Document>>(text).replace("a document", "a list"), error, "{text}");
    }
    assert_eq!(refuse::<(u8, u8)>("83010203"), "more items than expected at byte 3");
    for (text, error) in [
        ("a2616101", "the CBOR ends too early at byte 4"),
        ("bf6161ff", "expected a value, found a break code at byte 4 in `a`"),
        ("bf6161", "the CBOR ends too early at byte 3 in `a`"),
        ("a10102", "a map whose key is not text at byte 1"),
        ("a1416102", "a map whose key is not text at byte 1"),
    ] {
        assert_eq!(
            refuse::<BTreeMap<String, Document>>(text).replace("at byte 2", "at byte 1"),
            error,
            "{text}"
        );
    }
}

#[test]
fn keys_are_numbers_booleans_or_enums_where_their_type_is() {
    assert_eq!(read::<BTreeMap<i32, i32>>("a1622d3102"), BTreeMap::from([(-1, 2)]));
    assert_eq!(read::<BTreeMap<bool, i32>>("a1647472756502"), BTreeMap::from([(true, 2)]));
    assert_eq!(
        read::<BTreeMap<Size, i32>>("a265534d414c4c01 63424947 02"),
        BTreeMap::from([(Size::Small, 1), (Size::Other, 2)])
    );
    assert_eq!(
        refuse::<BTreeMap<i32, i32>>("a1617802"),
        "expected i32, found string at byte 4 in `x`"
    );
}

#[test]
fn tags_are_passed_over() {
    // The self-described CBOR tag, and tags on every value.
    assert_eq!(read::<Pet>("d9d9f7 a1 646e616d65 6161"), Pet::named("a"));
    assert_eq!(read::<Pet>("a1 d820 646e616d65 c1 d820 6161"), Pet::named("a"));
    assert_eq!(read::<Vec<i32>>("c1 82 c1 01 dbffffffffffffffff 02"), [1, 2]);
    assert_eq!(read::<Vec<Option<i32>>>("82 d820 f6 d820 01"), [None, Some(1)]);
    assert!(read::<bool>("c1f5"));
    assert_eq!(read::<Document>("c11a535fefce"), Document::from(1_398_796_238));
    assert_eq!(read::<i32>(&format!("{}01", "c1".repeat(100_000))), 1);
    assert_eq!(refuse::<i32>("c1"), "the CBOR ends too early at byte 1");
    assert_eq!(refuse::<i32>("dc01"), "a reserved value in an item's first byte at byte 1");
}

#[test]
fn a_null_or_undefined_member_is_absent_and_a_list_or_map_of_values_drops_nulls() {
    for null in ["f6", "f7", "c1f6"] {
        let text =
            format!("a4 646e616d65 6161 6474616773 {null} 66776569676874 {null} 6178 {null}");
        assert_eq!(read::<Pet>(&text), Pet::named("a"), "{null}");
        assert_eq!(read::<Vec<String>>(&format!("85{null}6161{null}{null}6162")), ["a", "b"]);
        assert_eq!(read::<Vec<String>>(&format!("9f{null}6161{null}{null}ff")), ["a"]);
        assert_eq!(read::<Vec<String>>(&format!("81{null}")), Vec::<String>::new());
        assert_eq!(read::<Vec<Option<i32>>>(&format!("82{null}01")), [None, Some(1)]);
        assert_eq!(read::<Vec<Vec<i32>>>(&format!("83{null}81{null}8101")), [vec![], vec![1]]);
        assert_eq!(
            read::<BTreeMap<String, i32>>(&format!("a36161{null}6162016163{null}")),
            BTreeMap::from([("b".to_owned(), 1)]),
        );
        assert_eq!(
            read::<HashMap<String, Option<i32>>>(&format!("bf6161{null}616201ff")),
            HashMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))]),
        );
    }
    assert_eq!(refuse::<Pet>("a1646e616d65f6"), "missing field `name` at byte 7");
    assert_eq!(refuse::<Vec<i32>>("82f66161"), "expected i32, found string at byte 3 in `[1]`");
    assert_eq!(read::<Vec<Document>>("82f601"), [Document::Null, Document::from(1)]);
}

#[test]
fn a_union_has_one_member_whatever_stands_beside_it() {
    assert_eq!(
        read::<Choice>("a3 665f5f74797065 6178 6474657874 6161 63706574 f6"),
        Choice::Text("a".into()),
    );
    assert_eq!(read::<Choice>("bf 676e6f7468696e67 bfff ff"), Choice::Nothing {});
    assert_eq!(read::<Choice>("a1 6470616972 820102"), Choice::Pair(1, 2));
    assert_eq!(read::<Choice>("a1 66737472756374 a1616101"), Choice::Struct { a: 1, b: None });
    assert_eq!(refuse::<Choice>("a0"), "a union without a member at byte 1");
    assert_eq!(
        refuse::<Choice>("a2 6474657874 6161 676e6f7468696e67 a0"),
        "a union with more than one member at byte 16",
    );
    assert_eq!(read::<Size>("65534d414c4c"), Size::Small);
    assert_eq!(read::<Size>("6448554745"), Size::Other);
    // An unknown member of the union is kept; its bytes become base64.
    assert_eq!(
        read::<Form>("a1 636e6577 82 43666f6f c101"),
        Form::Unknown(
            "new".into(),
            Document::from(vec![Document::from("Zm9v"), Document::from(1)])
        )
    );
    assert_eq!(read::<Form>("a1 676e6f7468696e67 a0"), Form::Nothing);
}

#[test]
fn an_empty_body_is_an_empty_structure() {
    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Empty {
        a: Option<i32>,
    }
    for text in ["", "a0", "bfff", "f6", "f7"] {
        assert_eq!(read::<Empty>(text), Empty::default(), "{text:?}");
        read::<()>(text);
    }
    read::<()>("a1616182 01a0");
}

#[test]
fn members_that_are_not_known_are_passed_over() {
    for value in [
        "00",
        "3bffffffffffffffff",
        "43666f6f",
        "5f4161ff",
        "63666f6f",
        "7f6161ff",
        "80",
        "9fff",
        "9f0102ff",
        "a0",
        "bf616101ff",
        "c101",
        "c24101",
        "f4",
        "f5",
        "f7",
        "f93e00",
        "fa3fc00000",
        "fb3ff8000000000000",
        "e0",
        "f0",
        "f820",
        "f8ff",
        "61ff",
    ] {
        let text = format!("a2 6178 {value} 646e616d65 6161");
        assert_eq!(read::<Pet>(&text), Pet::named("a"), "{value}");
    }
    for value in
        ["1c", "3d", "5e", "1f", "3f", "df", "ff", "f818", "9f", "a10101", "5f6161ff", "f9"]
    {
        refuse::<Pet>(&format!("a2 6178 {value} 646e616d65 6161"));
    }
}

#[test]
fn what_is_not_cbor_is_refused_with_its_place() {
    for (text, error) in [
        ("18", "the CBOR ends too early at byte 1"),
        ("1900", "the CBOR ends too early at byte 2"),
        ("1a000000", "the CBOR ends too early at byte 4"),
        ("1b00000000000000", "the CBOR ends too early at byte 8"),
        ("fb00", "the CBOR ends too early at byte 2"),
        ("1c", "a reserved value in an item's first byte at byte 1"),
        ("fd", "a reserved value in an item's first byte at byte 1"),
        ("1f", "an indefinite length, which this item cannot have at byte 1"),
        ("df", "an indefinite length, which this item cannot have at byte 1"),
        ("e0", "an unknown simple value at byte 1"),
        ("f8ff", "an unknown simple value at byte 2"),
        ("f814", "a malformed simple value at byte 2"),
        ("0000", "unexpected data after the CBOR value at byte 1"),
        ("a000", "unexpected data after the CBOR value at byte 1"),
    ] {
        assert_eq!(refuse::<Document>(text), error, "{text}");
    }
}

#[test]
fn an_error_names_the_path() {
    assert_eq!(
        refuse::<Datum>("a1 65696e6e6572 a1 676e756d62657273 83 01 02 6161"),
        "expected i32, found string at byte 20 in `inner.numbers[2]`",
    );
    assert_eq!(
        refuse::<Datum>("a1 657368617065 a1 6464617461 81 a1 646c6f6e67 f93e00"),
        "expected i64, found number at byte 23 in `shape.data[0].long`",
    );
    assert_eq!(
        refuse::<Vec<BTreeMap<String, Vec<i32>>>>("82a0a2 6161 80 6162 82 f6 f5"),
        "expected i32, found boolean at byte 11 in `[1].b[1]`",
    );
    assert_eq!(
        refuse::<Datum>("a1 66736563726574 1c"),
        "a reserved value in an item's first byte at byte 9 in `secret`",
    );
}

#[test]
fn no_error_quotes_a_value() {
    let secret = hex(b"hunter2");
    for text in [
        format!("a1646e616d658167{secret}"),
        format!("a1646e616d65a167{secret}01"),
        format!("a2646e616d656161 66776569676874 67{secret}"),
        format!("a1646e616d6568{secret}"),
        format!("67{secret}"),
    ] {
        let error = refuse::<Pet>(&text);
        assert!(!error.contains("hunter2"), "{text}: {error}");
    }
    #[derive(Debug, Deserialize)]
    enum Closed {
        A,
    }
    assert_eq!(refuse::<Closed>(&format!("67{secret}")), "expected one of A at byte 8");
    let _ = Closed::A;
    let error = refuse::<i32>("1b000000174876e7ff");
    assert!(!error.contains("99999999999"), "{error}");
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "a")]
        _a: Option<i32>,
    }
    let error = refuse::<Strict>(&format!("a167{secret}01"));
    assert_eq!(error, "unknown member; expected one of a at byte 9");
}

#[test]
fn depth_is_limited() {
    for (open, close) in [("81", ""), ("9f", "ff"), ("a16161", ""), ("bf6161", "ff")] {
        let nested = |depth: usize| format!("{}80{}", open.repeat(depth), close.repeat(depth));
        read::<Document>(&nested(127));
        assert!(refuse::<Document>(&nested(128)).contains("nested more than 128 deep"));
        // The limit applies to skipped values too.
        let within = format!("a16161{}", nested(100_000));
        assert!(refuse::<Pet>(&within).contains("nested more than 128 deep"));
    }
    // A closed list no longer counts.
    let text = format!("9f{}ff", "8180".repeat(1000));
    read::<Document>(&text);
    assert!(refuse::<Pet>(&format!("a16161{text}")).starts_with("missing field `name`"));
    read::<Vec<Form>>(&format!("9f{}ff", "a1 676e6f7468696e67 a0".repeat(1000)));
}

#[test]
fn an_announced_length_takes_no_memory() {
    #[derive(Debug, Clone, Deserialize)]
    struct Large {
        #[serde(default)]
        _numbers: [u64; 32],
    }
    // 100 nested lists, each of which claims to have an item for every remaining byte.
    let length = 1_000_000_u32;
    let mut body = Vec::new();
    for _ in 0..100 {
        body.push(0x9a);
        body.extend_from_slice(&length.to_be_bytes());
    }
    body.resize(body.len() + length as usize, 0xf6);
    from_slice::<Vec<Vec<Vec<Large>>>>(&body).expect_err("it ends too early");
    from_slice::<Document>(&body).expect_err("it ends too early");
}

#[test]
fn members_are_read_by_name() {
    for body in ["a4 6161 01 6162 f6 6163 6178 6164 80", "bf 6161 01 6162 f6 6163 6178 6164 80 ff"]
    {
        let body = bytes(body);
        let mut members = Members::new(&body, MAX_MEMORY).expect("a map");
        let mut seen = Vec::new();
        while let Some(name) = members.next().expect("CBOR") {
            match &*name {
                "a" => seen.push(members.read::<i32>().expect("a number").to_string()),
                "c" => seen.push(members.text().expect("CBOR").expect("a text")),
                _ => assert_eq!(members.text().expect("CBOR"), None, "{name}"),
            }
        }
        assert_eq!(seen, ["1", "x"]);
    }
    for body in ["", "f6"] {
        let body = bytes(body);
        assert_eq!(
            Members::new(&body, MAX_MEMORY).expect("no members").next().expect("CBOR"),
            None
        );
    }
    let error = |text| {
        let body = bytes(text);
        let mut members = Members::new(&body, MAX_MEMORY)?;
        while members.next()?.is_some() {
            members.skip()?;
        }
        Ok(())
    };
    for (text, message) in [
        ("80", "expected a structure, found list at byte 1"),
        ("a000", "unexpected data after the CBOR value at byte 1"),
        ("a1616101ff", "unexpected data after the CBOR value at byte 4"),
        ("bf616101", "the CBOR ends too early at byte 4"),
    ] {
        let result: Result<(), Error> = error(text);
        assert_eq!(result.expect_err(text).to_string(), message, "{text}");
    }
}

#[test]
fn serde_types_that_look_at_what_comes_are_read() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Any {
        Number(i64),
        At(Timestamp),
        Blob(Blob),
        Text(String),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        A { at: Timestamp, blob: Blob },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "t", content = "c")]
    enum Adjacent {
        A(i32),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Flat {
        a: i32,
        #[serde(flatten)]
        rest: BTreeMap<String, Any>,
    }
    fn both<T: Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(read::<T>(&write(&value)), value);
    }
    let at = Timestamp::from_epoch_nanos(946_845_296_123_000_000).expect("it is in range");
    both(vec![Any::Number(1), Any::At(at), Any::Blob(Blob::from("x")), Any::Text("?".into())]);
    both(Tagged::A { at, blob: Blob::from("x") });
    both(Adjacent::A(1));
    both(Flat { a: 1, rest: BTreeMap::from([("b".to_owned(), Any::Text("?".into()))]) });
    both(Some(Some(1)));
    both((1, 'x', [1.5_f32], "text".to_owned(), u128::MAX, i128::MIN));
    both(std::collections::HashSet::from([1, 2]));
    both(std::net::IpAddr::from([127, 0, 0, 1]));
}

/// A body with one byte per item must not take many times its size in memory.
#[test]
fn what_lists_and_maps_take_is_limited() {
    fn takes<T: serde::de::DeserializeOwned>(body: &[u8]) -> usize {
        let (mut low, mut high) = (0, MAX_MEMORY);
        while low < high {
            let middle = low.midpoint(high);
            match super::super::from_slice::<T>(body, middle) {
                Ok(_) => high = middle,
                Err(error) => {
                    let error = error.to_string();
                    assert!(error.starts_with("the decoded value takes more memory"), "{error}");
                    assert!(error.contains("`max_decoded_bytes`"), "{error}");
                    low = middle + 1;
                }
            }
        }
        low
    }

    let list = bytes("83 60 60 60");
    assert_eq!(takes::<Vec<String>>(&list), 3 * size_of::<String>());
    assert_eq!(takes::<Vec<Option<Datum>>>(&bytes("83 f6 f6 f6")), 3 * size_of::<Option<Datum>>());
    assert_eq!(takes::<serde::de::IgnoredAny>(&list), 0);
    let map = bytes("a2 6161 60 6162 60");
    let entry = 2 * size_of::<String>();
    assert_eq!(takes::<BTreeMap<String, String>>(&map), 12 * entry);
    let entry = size_of::<String>() + size_of::<Document>();
    assert_eq!(takes::<Document>(&map), 2 * entry);
    let body = bytes("a1 6161 83 60 60 60");
    let mut members = Members::new(&body, 2 * size_of::<String>()).expect("a map");
    assert!(matches!(members.next(), Ok(Some(name)) if name == "a"));
    let error = members.read::<Vec<String>>().expect_err("there are three").to_string();
    assert!(error.ends_with("`max_decoded_bytes` of the config at byte 6 in `a`"), "{error}");
}
