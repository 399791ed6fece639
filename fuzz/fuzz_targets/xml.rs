//! Any body in any type: no panic, a document as roxmltree reads it, and what is written is read as
//! the same.
#![no_main]

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use aws_operation::fuzzing::{Root, read_xml, read_xml_error, write_form, write_xml};
use aws_operation::{Document, Timestamp};
use aws_operation_fuzz::line;
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fuzz_target!(|body: &[u8]| {
    check_document(body);
    for root in [Root::Element, Root::Result, Root::Member] {
        round_trip::<Everything>(body, root);
        round_trip::<Union>(body, root);
        round_trip::<BTreeMap<String, Vec<Option<String>>>>(body, root);
        read::<Plain>(body, root);
        read::<Untagged>(body, root);
    }
    if let Err(error) = read_xml_error(body) {
        line::check_one("error", &error);
    }
    if let Ok(value) = Everything::arbitrary(&mut Unstructured::new(body)) {
        check_written(&value);
    }
});

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, Arbitrary)]
struct Everything {
    text: Option<String>,
    #[serde(with = "attribute", default, skip_serializing_if = "Option::is_none")]
    attribute: Option<String>,
    numbers: Option<Vec<i64>>,
    #[serde(with = "flattened", default)]
    flat: Vec<String>,
    #[serde(with = "named", default)]
    map: BTreeMap<String, Vec<bool>>,
    #[serde(with = "flattened", default)]
    flat_map: BTreeMap<i32, String>,
    #[serde(with = "items", default)]
    children: Vec<Everything>,
    #[arbitrary(with = timestamp)]
    when: Option<Timestamp>,
    union: Option<Union>,
}

fn timestamp(bytes: &mut Unstructured<'_>) -> arbitrary::Result<Option<Timestamp>> {
    Ok(Option::<i64>::arbitrary(bytes)?.map(Timestamp::from_epoch_seconds))
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Arbitrary)]
enum Union {
    Text(String),
    Number(i128),
    Everything(Box<Everything>),
    Struct { a: u8, b: Option<char> },
    Plain,
}

/// Serde's own ways to read a structure.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "they are read alone")]
struct Plain {
    a: Option<f32>,
    b: Option<(u8, String)>,
    #[serde(flatten)]
    rest: BTreeMap<String, Document>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "they are read alone")]
enum Untagged {
    Plain(Plain),
    List(Vec<String>),
    Text(String),
}

/// A module for serde's `with` that gives a member facts.
macro_rules! facts {
    ($($name:ident $facts:literal;)*) => {$(
        mod $name {
            use std::fmt;
            use std::marker::PhantomData;

            use aws_operation::fuzzing::WithFacts;
            use serde::de::Visitor;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            const FACTS: &str = concat!("$aws_operation::Xml\n", $facts);

            pub fn serialize<T: Serialize, S: Serializer>(
                value: &T,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                WithFacts(value, FACTS).serialize(serializer)
            }

            struct Inner<T>(PhantomData<T>);

            impl<'de, T: Deserialize<'de>> Visitor<'de> for Inner<T> {
                type Value = T;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a value")
                }

                fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<T, D::Error> {
                    T::deserialize(d)
                }
            }

            pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<T, D::Error> {
                deserializer.deserialize_newtype_struct(FACTS, Inner(PhantomData))
            }
        }
    )*};
}

facts! {
    attribute "attribute";
    flattened "flattened\nitem=ignored\nkey=K";
    named "key=K\nvalue=V\ninner\nitem=I";
    items "item=child\nns=https://list\nitem-ns=p https://item";
}

/// Reads the body. `None` where it is not of the type, and the error is a line that says so.
fn read<T: DeserializeOwned>(body: &[u8], root: Root) -> Option<T> {
    match read_xml(body, root) {
        Ok(value) => Some(value),
        Err(error) => {
            line::check_one("XML", &error);
            None
        }
    }
}

/// What is read, written, read and written again is the same from the first writing on.
fn round_trip<T: DeserializeOwned + Serialize>(body: &[u8], root: Root) {
    let Some(value) = read::<T>(body, root) else { return };
    let written = write_xml("v", &value).expect("what was read can be written");
    let again: T = inside(&written);
    let rewritten = write_xml("v", &again).expect("it was written before");
    assert_eq!(written, rewritten);
    for is_ec2 in [false, true] {
        write_form("v", &value, is_ec2).expect("what was read can be written");
    }
}

/// A value is read as it was written.
fn check_written(value: &Everything) {
    let written = match write_xml("v", value) {
        Ok(written) => written,
        Err(error) => {
            assert!(error.contains("U+0000"), "{error}");
            return;
        }
    };
    let text = std::str::from_utf8(&written).expect("XML is UTF-8");
    if let Err(error) = roxmltree::Document::parse(text) {
        assert!(is_beyond_xml(&error.to_string()), "{error}: {text}");
    }
    // What is nested more deeply than a reader follows can be written all the same.
    let is_deep = |error: String| assert!(error.contains("nested more than 128 deep"), "{error}");
    match read_xml::<Everything>(content(&written), Root::Element) {
        Ok(read) => assert_eq!(&read, value),
        Err(error) => is_deep(error),
    }
}

/// Characters that XML 1.0 has no form for are written as references all the same.
fn is_beyond_xml(error: &str) -> bool {
    error.contains("non-XML character") || error.contains("malformed entity reference")
}

/// The member `v` of the root element.
fn inside<T: DeserializeOwned>(written: &[u8]) -> T {
    match read_xml(content(written), Root::Element) {
        Ok(value) => value,
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(written)),
    }
}

/// What stands in the root element.
fn content(written: &[u8]) -> &[u8] {
    &written[b"<Root>".len()..written.len() - b"</Root>".len()]
}

/// A document is what roxmltree says, within the limits.
fn check_document(body: &[u8]) {
    let ours = read::<Document>(body, Root::Element);
    let Ok(text) = std::str::from_utf8(body) else {
        assert!(ours.is_none(), "read though it is not UTF-8");
        return;
    };
    // An element that says it is nil is absent, and an HTML page is refused.
    if text.contains("nil") || text.to_ascii_lowercase().contains("html") {
        return;
    }
    // roxmltree takes `:a` for the name `a`, of elements and of attributes.
    let mut pairs = text.as_bytes().windows(2);
    if pairs.any(|pair| pair[1] == b':' && b"</ \t\r\n".contains(&pair[0])) {
        return;
    }
    let Ok(theirs) = roxmltree::Document::parse(text) else { return };
    let is_within_limits = theirs.descendants().all(|node| {
        let attributes = node.attributes().len() + node.namespaces().len();
        node.ancestors().count() <= 128 && attributes <= 32
    });
    if is_within_limits {
        assert_eq!(ours, Some(document(theirs.root_element(), text)));
    }
}

fn document(node: roxmltree::Node<'_, '_>, source: &str) -> Document {
    if !node.children().any(|child| child.is_element()) {
        let texts = node.children().filter(|child| child.is_text());
        return Document::String(texts.filter_map(|text| text.text()).collect());
    }
    let mut members: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    for child in node.children().filter(|child| child.is_element()) {
        let name = child.tag_name().name().to_owned();
        members.entry(name).or_default().push(document(child, source));
    }
    let one = |mut values: Vec<Document>| match values.len() {
        1 => values.remove(0),
        _ => Document::Array(values),
    };
    let mut all: BTreeMap<String, Document> =
        members.into_iter().map(|(name, values)| (name, one(values))).collect();
    for attribute in node.attributes() {
        let name = source[attribute.range_qname()].to_owned();
        all.entry(name).or_insert_with(|| Document::from(attribute.value()));
    }
    Document::Object(all.into())
}
