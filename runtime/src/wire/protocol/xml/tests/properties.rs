//! Properties of all input.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Root, from_slice, read, write};
use crate::types::{Document, Timestamp};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::testing::structure;
use crate::wire::protocol::xml::ErrorDocument;

structure!(Everything = "Everything" {
    text: Option<String> = "text";
    attribute: Option<String> = "attribute", "attribute";
    numbers: Option<Vec<i64>> = "numbers";
    flat: Vec<String> = "flat", "flattened";
    map: Option<BTreeMap<String, Vec<bool>>> = "map", "key=K\ninner\nitem=I";
    flat_map: BTreeMap<i32, String> = "flatMap", "flattened";
    children: Vec<Everything> = "children", "item=child";
    when: Option<Timestamp> = "when";
    choice: Option<Choice> = "choice";
});

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Choice {
    Text(String),
    Float(f64),
    Struct { a: u8, b: Option<char> },
    Plain,
}

/// XML cannot contain U+0000.
fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace('\0', ""))
}

fn character() -> impl Strategy<Value = char> {
    any::<char>().prop_filter("XML has no U+0000", |c| *c != '\0')
}

fn everything() -> impl Strategy<Value = Everything> {
    let choice = prop_oneof![
        text().prop_map(Choice::Text),
        any::<f64>().prop_filter("NaN is not itself", |f| !f.is_nan()).prop_map(Choice::Float),
        (any::<u8>(), prop::option::of(character())).prop_map(|(a, b)| Choice::Struct { a, b }),
        Just(Choice::Plain),
    ];
    let when = (-62_135_596_800_i64..253_402_300_800).prop_map(Timestamp::from_epoch_seconds);
    let flat_map = prop::collection::btree_map(any::<i32>(), text(), 0..3);
    let map = prop::collection::btree_map(text(), prop::collection::vec(any::<bool>(), 0..3), 0..3);
    let leaf = (
        (prop::option::of(text()), prop::option::of(text())),
        prop::option::of(prop::collection::vec(any::<i64>(), 0..3)),
        prop::collection::vec(text(), 0..4),
        (prop::option::of(map), flat_map),
        (prop::option::of(when), prop::option::of(choice)),
    );
    let leaf =
        leaf.prop_map(|((text, attribute), numbers, flat, (map, flat_map), (when, choice))| {
            Everything {
                text,
                attribute,
                numbers,
                flat,
                map,
                flat_map,
                children: Vec::new(),
                when,
                choice,
            }
        });
    leaf.prop_recursive(3, 12, 3, |inner| {
        (inner.clone(), prop::collection::vec(inner, 0..3))
            .prop_map(|(outer, children)| Everything { children, ..outer })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(value in everything()) {
        prop_assert_eq!(&read::<Everything>(&write(&value)), &value);
    }

    #[test]
    fn strings_survive(text in text()) {
        prop_assert_eq!(&read::<String>(&write(&text)), &text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = from_slice::<Document>(&bytes, Root::Element, MAX_MEMORY);
        let _ = from_slice::<Everything>(&bytes, Root::Result, MAX_MEMORY);
        let _ = ErrorDocument::new(&bytes, MAX_MEMORY);
    }

    #[test]
    fn nothing_like_xml_panics(
        document in "(<|</|>|/>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|&|;|#x1|amp|a|flat|text|key| |=|'|\"|é|\r\n){0,60}",
    ) {
        for root in [Root::Element, Root::Result, Root::Member] {
            let _ = from_slice::<Document>(document.as_bytes(), root, MAX_MEMORY);
            let _ = from_slice::<Everything>(document.as_bytes(), root, MAX_MEMORY);
            let _ = from_slice::<BTreeMap<String, Vec<String>>>(document.as_bytes(), root, MAX_MEMORY);
            let _ = from_slice::<Choice>(document.as_bytes(), root, MAX_MEMORY);
        }
        let _ = ErrorDocument::new(document.as_bytes(), MAX_MEMORY).map(|error| (error.code(), error.request_id()));
    }
}
