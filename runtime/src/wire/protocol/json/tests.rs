//! Tests of the format: values sent, values received, and no secrets in errors.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Error, Members, Object, payload};
use crate::types::{Blob, Document, Timestamp};
use crate::wire::protocol::Payload;
use crate::wire::protocol::memory::MAX_MEMORY;

fn from_slice<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    super::from_slice(body, MAX_MEMORY)
}

fn from_payload<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    super::from_payload(body, MAX_MEMORY)
}

fn write<T: Serialize>(value: &T) -> String {
    let mut object = Object::new();
    object.member("v", value).expect("it can be written");
    let text = String::from_utf8(object.end()).expect("JSON is UTF-8");
    text["{".len()..text.len() - 1].trim_start_matches("\"v\":").to_owned()
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refuse<T: serde::de::DeserializeOwned>(text: &str) -> String {
    match from_slice::<T>(text.as_bytes()) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pet {
    name: String,
    #[serde(default)]
    nick_names: Vec<String>,
    weight: Option<f64>,
    owner: Option<Box<Pet>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Choice {
    Text(String),
    Pet(Pet),
    Nothing {},
    Pair(i32, i32),
    Struct { a: i32, b: Option<i32> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Size {
    #[serde(rename = "SMALL")]
    Small,
    #[serde(other)]
    Other,
}

#[test]
fn unset_members_of_structures_leave_no_trace_and_nulls_elsewhere_stay() {
    let pet = Pet { name: "a".into(), nick_names: vec![], weight: None, owner: None };
    assert_eq!(write(&pet), r#"{"name":"a","nickNames":[]}"#);
    assert_eq!(write(&vec![Some(1), None]), "[1,null]");
    assert_eq!(write(&BTreeMap::from([("k", None::<i32>)])), r#"{"k":null}"#);
    assert_eq!(write(&None::<i32>), "");
    assert_eq!(write(&Choice::Struct { a: 1, b: None }), r#"{"struct":{"a":1}}"#);
    assert_eq!(write(&Choice::Nothing {}), r#"{"nothing":{}}"#);
    assert_eq!(write(&Choice::Pair(1, 2)), r#"{"pair":[1,2]}"#);
}

#[test]
fn floats_that_json_lacks_are_strings_both_ways() {
    for (value, text) in [
        (f64::NAN, "\"NaN\""),
        (f64::INFINITY, "\"Infinity\""),
        (f64::NEG_INFINITY, "\"-Infinity\""),
        (1e300, "1e300"),
        (0.1, "0.1"),
        (1.0, "1.0"),
    ] {
        assert_eq!(write(&value), text);
        let back: f64 = read(text);
        assert!(back == value || back.is_nan() && value.is_nan(), "{text}");
        let single = value as f32;
        assert_eq!(write(&single).parse::<f32>().ok(), Some(single).filter(|f| f.is_finite()));
    }
    assert_eq!(read::<f32>("1.1"), 1.1);
    assert_eq!(read::<f64>("3"), 3.0);
    assert_eq!(refuse::<f64>("\"1.5\""), "expected a number, found a string at byte 5");
}

/// Services in languages without integers send `3.0` for 3.
#[test]
fn a_whole_number_is_read_however_it_is_written() {
    macro_rules! read_as {
        ($($type:ty)*) => {$(
            for text in ["3", "3.0", "3e0", "0.3e1", "300e-2", "3.00E+0"] {
                assert_eq!(read::<$type>(text), 3, "{text}");
                assert_eq!(read::<Vec<Option<$type>>>(&format!("[{text}, null]")), [Some(3), None]);
                let map = read::<BTreeMap<String, $type>>(&format!("{{\"k\": {text}}}"));
                assert_eq!(map["k"], 3, "{text}");
            }
            for text in ["0", "-0", "0.0", "-0.0e9"] {
                assert_eq!(read::<$type>(text), 0, "{text}");
            }
            for limit in [<$type>::MIN, <$type>::MAX] {
                assert_eq!(read::<$type>(&limit.to_string()), limit);
                assert_eq!(read::<$type>(&format!("{limit}.0")), limit);
                assert_eq!(read::<$type>(&format!("{limit}.0e0")), limit);
            }
            for text in ["3.5", "1e-400", "-0.5"] {
                let error = refuse::<$type>(text);
                let expected = concat!("expected ", stringify!($type), ", found a fraction at");
                assert!(error.starts_with(expected), "{text}: {error}");
            }
            for text in [
                "340282366920938463463374607431768211456",
                "-170141183460469231731687303715884105729",
                "1e400",
                "-1e40",
                "99999999999999999999999999999999999999999999999999",
            ] {
                let error = refuse::<$type>(text);
                let expected = concat!("expected ", stringify!($type), ", found a whole number out of its range at");
                assert!(error.starts_with(expected), "{text}: {error}");
            }
            assert!(refuse::<$type>("\"3\"").contains("found string"));
        )*};
    }
    read_as! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 }
    assert!(refuse::<u8>("256").contains("out of its range"));
    assert!(refuse::<u64>("-1.0").contains("out of its range"));
    assert!(refuse::<i64>("9223372036854775808").contains("out of its range"));
    assert!(refuse::<i32>("1e10").contains("out of its range"));
    assert!(read::<f64>("-0").is_sign_negative());
    assert_eq!(read::<f64>("1e400"), f64::INFINITY);
}

/// A document that is received and sent again is unchanged.
#[test]
fn numbers_of_documents_lose_nothing() {
    for text in [
        "1e400",
        "-1e400",
        "1e-400",
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "3.14159265358979323846264338327950288",
        "0.1",
        "0.30000000000000004",
        "-0.0",
        "3.0",
        "18446744073709551615",
    ] {
        let nested = format!("{{\"a\":[{text},{{\"b\":{text}}}]}}");
        assert_eq!(write(&read::<Document>(text)), text);
        assert_eq!(write(&read::<Document>(&nested)), nested);
    }
    assert_eq!(write(&read::<Document>("-0")), "-0.0");
    assert_eq!(write(&read::<Document>("1E3")), "1000.0");
    let huge: Document = read("340282366920938463463374607431768211456e-2");
    assert_eq!(serde_json::to_string(&huge).expect("JSON"), "3.402823669209385e+36");
    let whole: Document = read("123456789012345678901234567890");
    assert_eq!(serde_json::to_string(&whole).expect("JSON"), "123456789012345678901234567890");
    assert!(serde_json::to_string(&read::<Document>("1e400")).is_err());
}

/// An error deep inside a response with thousands of items has a path to it.
#[test]
fn an_error_names_the_path_of_its_value() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "it is never read")]
    struct Out {
        #[serde(default)]
        items: Vec<Item>,
        #[serde(default)]
        by_name: BTreeMap<String, Item>,
        choice: Option<Choice>,
        sparse: Option<Vec<Option<i32>>>,
        grid: Option<Vec<Vec<u8>>>,
        size: Option<Closed>,
        blob: Option<Blob>,
        at: Option<Timestamp>,
        pair: Option<(i32, i32)>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is never read")]
    struct Item {
        count: i32,
        #[serde(default)]
        nested: Vec<Item>,
    }
    #[derive(Debug, Deserialize)]
    enum Closed {
        A,
    }
    #[derive(Debug, Deserialize)]
    #[serde(transparent)]
    struct Deep(#[expect(dead_code, reason = "it is never read")] Vec<Deep>);
    for (text, path) in [
        (
            r#"{"items": [{"count": 1}, {"count": 1}, {"count": 1}, {"count": "x"}]}"#,
            "items[3].count",
        ),
        (r#"{"items":[{"count":1},{"count":1.5}]}"#, "items[1].count"),
        (r#"{"items": [null, {"count": 1}, null, {"count": 99999999999}]}"#, "items[3].count"),
        (
            r#"{"items": [{"count": 1 , "nested" : [ {"count": 1}, {"count": true } ] } ] }"#,
            "items[0].nested[1].count",
        ),
        (r#"{"items": [{"count": 1}, {"nested": []}]}"#, "items[1].count"),
        (r#"{"items": [{"count": 1}, 7]}"#, "items[1]"),
        (r#"{"items": {"count": 1}}"#, "items"),
        (r#"{"byName": {"a": {"count": 1}, "b": {"count": []}}}"#, "byName.b.count"),
        (r#"{"byName": {"a b": {"count": []}}}"#, r#"byName["a b"].count"#),
        (r#"{"byName": {"": {"count": []}}}"#, r#"byName[""].count"#),
        (r#"{"byName": {"a.b\n\u001b[2J\"c": {"count": []}}}"#, r#"byName["a.b [2J"c"].count"#),
        (r#"{"byName": {"a": null, "b": null, "c": {"count": []}}}"#, "byName.c.count"),
        (
            r#"{"choice": {"__type": "x", "pet": {"name": "a", "owner": {"name": 1}}}}"#,
            "choice.pet.owner.name",
        ),
        (r#"{"choice": {"pair": [1, "x"]}}"#, "choice.pair[1]"),
        (r#"{"choice": {"struct": {"a": false}}}"#, "choice.struct.a"),
        (r#"{"choice": {"unknown": 1}}"#, "choice.unknown"),
        (r#"{"choice": {}}"#, "choice"),
        (r#"{"sparse": [1, null, 1e99]}"#, "sparse[2]"),
        (r#"{"grid": [[1], [2, 3, 256]]}"#, "grid[1][2]"),
        (r#"{"size": "hunter2"}"#, "size"),
        (r#"{"blob": "hunter2!"}"#, "blob"),
        (r#"{"at": "hunter2"}"#, "at"),
        (r#"{"at": {"hunter2": 1}}"#, "at"),
        (r#"{"pair": [1, 2, 3]}"#, "pair[2]"),
        (r#"{"pair": [1, {"hunter2": 1}]}"#, "pair[1]"),
    ] {
        let error = refuse::<Out>(text);
        assert!(error.ends_with(&format!(" in `{path}`")), "{text}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
        let payload = from_payload::<Out>(text.as_bytes()).expect_err("the same error");
        assert_eq!(payload.to_string(), error);
        let mut members = Members::new(text.as_bytes()).expect("an object");
        assert!(members.next().is_ok_and(|name| name.is_some()), "{text}");
        let of_member = match path.split(['.', '[']).next() {
            Some("items") => members.read::<Vec<Item>>().map(drop),
            Some("choice") => members.read::<Choice>().map(drop),
            _ => continue,
        };
        assert_eq!(of_member.expect_err("the same error").to_string(), error);
    }
    // The root has no path.
    assert_eq!(refuse::<Out>("[]"), "expected an object in the JSON at byte 0");
    let long = format!(r#"{{"byName": {{"{}": {{"count": ""}}}}}}"#, "k".repeat(1_000));
    let error = refuse::<Out>(&long);
    assert!(error.contains(&format!("byName.{}….count", "k".repeat(64))), "{error}");
    let deep = format!("{}{{}}{}", "[".repeat(120), "]".repeat(120));
    let error = refuse::<Deep>(&deep);
    assert!(error.ends_with(&format!(" in `{}…`", "[0]".repeat(16))), "{error}");
}

#[test]
fn timestamps_blobs_and_documents_have_their_forms() {
    let when = Timestamp::from_epoch_nanos(946_845_296_123_000_000).expect("it is in range");
    assert_eq!(write(&when), "946845296.123");
    assert_eq!(read::<Timestamp>("946845296.123"), when);
    assert_eq!(read::<Timestamp>("\"2000-01-02T20:34:56.123Z\""), when);
    assert_eq!(read::<Timestamp>("9.46845296123e8"), when);
    assert_eq!(read::<Timestamp>("\"Sun, 02 Jan 2000 20:34:56.123 GMT\""), when);
    assert_eq!(write(&Blob::from("value")), "\"dmFsdWU=\"");
    assert_eq!(read::<Blob>("\"dmFsdWU=\""), Blob::from("value"));
    assert_eq!(read::<Vec<Option<Timestamp>>>("[1, null]").len(), 2);
    assert_eq!(read::<Vec<Timestamp>>("[null, 1, null]").len(), 1);
    let text = r#"{"a":[1,-2,3.5,null,true,"x"]}"#;
    assert_eq!(write(&read::<Document>(text)), text);
}

#[test]
fn a_null_member_is_absent_and_a_list_or_map_of_values_drops_nulls() {
    let pet: Pet = read(r#"{"name": "a", "nickNames": null, "weight": null, "unknown": [{}]}"#);
    assert_eq!(pet, Pet { name: "a".into(), nick_names: vec![], weight: None, owner: None });
    assert_eq!(refuse::<Pet>(r#"{"name": null}"#), "missing field `name` at byte 14");
    assert_eq!(read::<Vec<String>>(r#"[null, "a", null, null, "b", null]"#), ["a", "b"]);
    assert_eq!(read::<Vec<String>>("[null]"), Vec::<String>::new());
    assert_eq!(read::<Vec<Option<String>>>(r#"[null, "a"]"#), [None, Some("a".to_owned())]);
    assert_eq!(
        read::<BTreeMap<String, i32>>(r#"{"a": null, "b": 1, "c": null}"#),
        BTreeMap::from([("b".to_owned(), 1)]),
    );
    assert_eq!(
        read::<HashMap<String, Option<i32>>>(r#"{"a": null, "b": 1}"#),
        HashMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))]),
    );
    assert_eq!(read::<Vec<Vec<i32>>>("[[1, null], null, [null], []]"), [vec![1], vec![], vec![]],);
}

#[test]
fn a_union_has_one_member_whatever_stands_beside_it() {
    assert_eq!(
        read::<Choice>(r#"{"__type": "x#Choice", "text": "a", "pet": null}"#),
        Choice::Text("a".into()),
    );
    assert_eq!(read::<Choice>(r#"{"nothing": {}}"#), Choice::Nothing {});
    assert_eq!(refuse::<Choice>("{}"), "a union without a member at byte 2");
    assert_eq!(
        refuse::<Choice>(r#"{"text": "a", "nothing": {}}"#),
        "a union with more than one member at byte 25 in `nothing`",
    );
    assert_eq!(read::<Size>("\"SMALL\""), Size::Small);
    assert_eq!(read::<Size>("\"HUGE\""), Size::Other);
}

#[test]
fn an_empty_body_is_an_empty_structure() {
    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Empty {
        a: Option<i32>,
    }
    for text in ["", " \n", "{}", "null"] {
        assert_eq!(read::<Empty>(text), Empty::default(), "{text:?}");
        read::<()>(text);
    }
    read::<()>(r#"{"anything": ["at", {"all": 1}]}"#);
}

#[test]
fn no_error_quotes_a_value() {
    let secret = "hunter2";
    for text in [
        r#"{"name": ["hunter2"]}"#,
        r#"{"name": {"hunter2": 1}}"#,
        r#"{"name": "a", "weight": "hunter2"}"#,
        r#"{"name": "hunter2"#,
        r#"{"name": "hunter2\x"}"#,
        "hunter2",
        r#""hunter2""#,
    ] {
        let error = refuse::<Pet>(text);
        assert!(!error.contains(secret), "{text}: {error}");
    }
    #[derive(Debug, Deserialize)]
    enum Closed {
        A,
    }
    let error = refuse::<Closed>("\"hunter2\"");
    assert_eq!(error, "expected one of A at byte 9");
    let _ = Closed::A;
    let error = refuse::<i32>("99999999999");
    assert!(!error.contains("99999999999"), "{error}");
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    for (text, error) in [
        ("{", "the JSON ends too early at byte 1"),
        ("{\"a\" 1}", "expected a colon in the JSON at byte 5"),
        ("{\"a\": 1 \"b\": 2}", "expected a comma in the JSON at byte 8"),
        ("{\"a\": 1,}", "expected a string in the JSON at byte 8"),
        ("{} x", "unexpected data after the JSON at byte 3"),
        ("<html>", "not JSON at byte 0"),
        ("{\"a\": 01}", "expected a comma in the JSON at byte 7"),
        ("{\"a\": 1.}", "not JSON at byte 6"),
        ("{\"a\": -}", "not JSON at byte 6"),
        ("{\"a\": nul}", "not JSON at byte 6"),
        ("{\"a\": \"\u{1}\"}", "a control character in a string at byte 7"),
        ("{\"a\": \"\\ud800\"}", "half of a surrogate pair in a string at byte 13"),
        ("{\"a\": \"\\u12\"}", "a \\u escape without four hexadecimal digits at byte 13"),
    ] {
        assert_eq!(
            refuse::<HashMap<String, Document>>(text).replace("a map", "an object"),
            error,
            "{text}"
        );
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    read::<Document>(&nested(128));
    assert!(refuse::<Document>(&nested(129)).contains("nested more than 128 deep"));
    // In a skipped member too.
    #[derive(Debug, Deserialize)]
    struct Nothing {}
    let unknown = format!("{{\"unknown\":{}}}", nested(100_000));
    assert!(refuse::<Nothing>(&unknown).contains("nested more than 128 deep"));
}

#[test]
fn payloads_are_text_bytes_or_documents() {
    assert_eq!(payload("raw").ok(), Some(Payload::Text(b"raw".to_vec())));
    assert_eq!(payload(&Size::Small).ok(), Some(Payload::Text(b"SMALL".to_vec())));
    assert_eq!(payload(&Some(Blob::from("b"))).ok(), Some(Payload::Blob(b"b".to_vec())));
    assert_eq!(payload(&None::<Blob>).ok(), Some(Payload::Absent));
    assert_eq!(payload(&Document::from("d")).ok(), Some(Payload::Document(b"\"d\"".to_vec())));
    assert_eq!(payload(&vec!["a"]).ok(), Some(Payload::Document(b"[\"a\"]".to_vec())));
    assert_eq!(
        payload(&Choice::Nothing {}).ok(),
        Some(Payload::Document(b"{\"nothing\":{}}".to_vec()))
    );

    let read = |body: &str| from_payload::<Option<String>>(body.as_bytes()).ok();
    assert_eq!(read("\"raw\""), Some(Some("\"raw\"".to_owned())));
    assert_eq!(read(""), Some(None));
    assert_eq!(from_payload::<Blob>(b"\xff").ok(), Some(Blob::from(&b"\xff"[..])));
    assert_eq!(from_payload::<Size>(b"SMALL").ok(), Some(Size::Small));
    assert_eq!(from_payload::<Choice>(b"{\"text\": \"a\"}").ok(), Some(Choice::Text("a".into())));
    assert_eq!(from_payload::<Document>(b"\"d\"").ok(), Some(Document::from("d")));
    assert!(from_payload::<String>(b"\xff").is_err());
}

#[test]
fn members_are_read_by_name() {
    let mut members = Members::new(br#" {"a": 1, "b": null, "c": "x"} "#).expect("an object");
    let mut seen = Vec::new();
    while let Some(name) = members.next().expect("JSON") {
        seen.push((name.into_owned(), members.read::<Document>().expect("a value")));
    }
    let expected = [("a".to_owned(), Document::from(1)), ("c".to_owned(), Document::from("x"))];
    assert_eq!(seen, expected);
}

/// Any JSON value.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_filter("JSON has no NaN", |f| f.is_finite()).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_reads_and_writes_is_the_same(value in any_value()) {
        let theirs = serde_json::to_string(&value).expect("it is JSON");
        let document: Document = read(&theirs);
        // A `null` body is read as an empty body.
        if !value.is_null() {
            let ours = write(&document);
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&ours).expect("JSON"), &value);
        }
        let pretty = serde_json::to_string_pretty(&value).expect("it is JSON");
        prop_assert_eq!(read::<Document>(&pretty), document);
    }

    #[test]
    fn strings_survive(text in any::<String>()) {
        prop_assert_eq!(&read::<String>(&write(&text)), &text);
        prop_assert_eq!(&serde_json::from_str::<String>(&write(&text)).expect("JSON"), &text);
    }

    #[test]
    fn floats_survive(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        let back: f64 = read(&write(&value));
        prop_assert!(back == value || value.is_nan() && back.is_nan());
        let single = f32::from_bits(bits as u32);
        let back: f32 = read(&write(&single));
        prop_assert!(back == single || single.is_nan() && back.is_nan());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = from_slice::<Document>(&bytes);
        let _ = from_slice::<Pet>(&bytes);
        let _ = from_slice::<Choice>(&bytes);
        let _ = from_slice::<Vec<String>>(&bytes);
        let _ = from_payload::<Choice>(&bytes);
        let _ = from_payload::<Option<String>>(&bytes);
    }

    #[test]
    fn no_nearly_json_panics(text in "[\\[\\]{}\",:a-c0-2.eE\\-+\\\\u null]{0,40}") {
        let _ = from_slice::<Document>(text.as_bytes());
        let _ = from_slice::<Pet>(text.as_bytes());
        let _ = from_slice::<HashMap<String, Vec<i32>>>(text.as_bytes());
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

proptest! {
    #[test]
    fn a_visitor_that_goes_on_after_an_error_panics_nowhere(
        text in "[\\[\\]{}\",:\\\\u0-9an]{0,60}",
        deep in 0..200_usize,
    ) {
        let _ = from_slice::<Stubborn>(text.as_bytes());
        let _ = from_slice::<Stubborn>(format!("{}{text}", "[".repeat(deep)).as_bytes());
    }
}

/// A short body from a server cannot exhaust a client's memory, because the memory of the items is
/// counted while they are read.
#[test]
fn what_lists_and_maps_take_is_limited() {
    fn limit<T: serde::de::DeserializeOwned>(text: &str) -> usize {
        let (mut low, mut high) = (0, MAX_MEMORY);
        while low < high {
            let middle = low.midpoint(high);
            match super::from_slice::<T>(text.as_bytes(), middle) {
                Ok(_) => high = middle,
                Err(error) => {
                    let error = error.to_string();
                    assert!(error.starts_with("the decoded value takes more memory"), "{error}");
                    low = middle + 1;
                }
            }
        }
        low
    }

    #[derive(Deserialize)]
    #[serde(default)]
    #[derive(Default)]
    struct Wide {
        _text: [Option<String>; 20],
    }

    let document = size_of::<Document>();
    let entry = size_of::<String>() + document;
    let text_entry = 2 * size_of::<String>();
    for (text, expected) in [
        ("1", 0),
        ("{}", 0),
        ("[1, [2, 3], []]", 5 * document),
        (r#"{"a": {"b": 1, "c": 2}}"#, 3 * entry),
        (r#"[{"": 0}, {"": 0}]"#, 2 * (document + entry)),
    ] {
        assert_eq!(limit::<Document>(text), expected, "{text}");
    }
    assert_eq!(limit::<Vec<Document>>("[[1]]"), 2 * document);
    assert_eq!(limit::<Vec<Wide>>("[{}, {}, {}]"), 3 * size_of::<Wide>());
    assert_eq!(limit::<Vec<()>>("[1, 2, 3]"), 0);
    // A `BTreeMap` reserves memory for eleven entries with its first.
    let map = limit::<BTreeMap<String, String>>(r#"{"a": "1", "b": "2"}"#);
    assert_eq!(map, 12 * text_entry);
    assert!(limit::<serde_json::Value>(r#"[{"": 0}, {"": 0}]"#) >= 22 * entry);
}
