//! XML's grammar: valid text, rejected input, and linear cost for any input.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{read, refuse};
use crate::types::Document;
use crate::wire::protocol::memory::MAX_MEMORY;

#[test]
fn text_is_what_the_markup_stands_for() {
    for (content, text) in [
        ("", ""),
        ("  a  b ", "  a  b "),
        ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
        ("escaped data: &amp;lt;&#xD;&#10;", "escaped data: &lt;\r\n"),
        ("&#x1F600;&#65;&#x0000041;&#1;", "\u{1f600}AA\u{1}"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("<![CDATA[a<b>&amp;\r\n]]]]><![CDATA[>]]>", "a<b>&amp;\n]]>"),
        ("a<!-- b --><?c d?>e", "ae"),
        ("a<!---->b<!--->-->c<??>d<?>?>e", "abcde"),
        ("]]>", "]]>"),
        ("é\u{10ffff}", "é\u{10ffff}"),
    ] {
        assert_eq!(read::<String>(&format!("<a>{content}</a>")), text, "{content:?}");
        let read = read::<BTreeMap<String, String>>(&format!("<a><b>{content}</b></a>"));
        assert_eq!(read["b"], text, "{content:?}");
    }
}

#[test]
fn attribute_values_are_normalised() {
    for (value, text) in [
        ("\"a\"", "a"),
        ("'a\"b'", "a\"b"),
        ("\"a>'b\"", "a>'b"),
        ("\"&lt;&#10;&quot;\"", "<\n\""),
        ("\"a\r\nb\tc\nd\re\"", "a b c d e"),
        ("  =\n\"\"", ""),
    ] {
        let equals = if value.contains('=') { "" } else { "=" };
        let read = read::<BTreeMap<String, String>>(&format!("<a b{equals}{value}><c/></a>"));
        assert_eq!(read["b"], text, "{value:?}");
    }
}

#[test]
fn documents_may_begin_and_end_with_what_says_nothing() {
    for document in [
        "\u{feff}<a>x</a>",
        "<?xml version = \"1.0\" encoding = 'UTF-8'?>\n<a>x</a>\n",
        "\n<!-- > --><?p?><a>x</a ><!-- --> <?q ?>",
        "<p:a xmlns:p='http://x'>x</p:a\n>",
    ] {
        assert_eq!(read::<String>(document), "x", "{document:?}");
    }
}

#[test]
fn what_is_not_xml_is_refused_with_its_place() {
    for (document, error) in [
        ("", "expected XML, found an empty document at byte 0"),
        (" \n<?xml?>", "expected XML, found an empty document at byte 9"),
        ("{\"a\": 1}", "not XML at byte 0"),
        ("<!doctype HTML><html></html>", "expected XML, found an HTML page at byte 0"),
        ("<?xml?> <HTML lang='en'></HTML>", "expected XML, found an HTML page at byte 8"),
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "a document type declaration, which is not allowed at byte 0",
        ),
        ("<a>", "the XML ends too early at byte 3"),
        ("<a", "the XML ends too early at byte 2"),
        ("<", "the XML ends too early at byte 1"),
        ("<a><b></b>", "the XML ends too early at byte 10"),
        ("<a></a", "the XML ends too early at byte 6"),
        ("<a></", "the XML ends too early at byte 5"),
        ("<a b='", "the XML ends too early at byte 6"),
        ("<a><!-- </a>", "the XML ends too early at byte 12"),
        ("<a><![CDATA[</a>", "the XML ends too early at byte 16"),
        ("<a></b>", "an end tag that does not match its start tag at byte 3"),
        ("<a></ab>", "an end tag that does not match its start tag at byte 6"),
        ("<p:a></q:a>", "an end tag that does not match its start tag at byte 5"),
        ("<a></:a>", "an end tag that does not match its start tag at byte 3"),
        ("<a></a><b/>", "unexpected data after the XML at byte 7"),
        ("<a></a>x", "unexpected data after the XML at byte 7"),
        ("<a>&b;</a>", "an unknown or malformed reference at byte 3"),
        ("<a>& </a>", "an unknown or malformed reference at byte 3"),
        ("<a>&#xd800;</a>", "an unknown or malformed reference at byte 3"),
        ("<a>&#0;</a>", "an unknown or malformed reference at byte 3"),
        ("<a>\0</a>", "the character U+0000, which is not allowed in XML at byte 3"),
        ("<a b='\0'/>", "the character U+0000, which is not allowed in XML at byte 6"),
        ("<a>&#+65;</a>", "an unknown or malformed reference at byte 3"),
        ("<a>&#x;</a>", "an unknown or malformed reference at byte 3"),
        ("<a>&#1114112;</a>", "an unknown or malformed reference at byte 3"),
        ("<a><!ELEMENT b></a>", "a declaration, which is not allowed at byte 3"),
        ("< a/>", "not a name at byte 1"),
        ("<1/>", "not a name at byte 1"),
        ("<a\u{2028}/>", "not a name at byte 1"),
        ("<a b/>", "an attribute without a value at byte 4"),
        ("<a b=c/>", "an attribute's value without quotes at byte 5"),
        ("<a b='<'/>", "a `<` in an attribute's value at byte 6"),
        ("<a b='&c;'/>", "an unknown or malformed reference at byte 6"),
        ("<a b='c'd='e'/>", "no white space before an attribute at byte 8"),
        ("<a b='c' b='d'/>", "a duplicate attribute at byte 14"),
        ("<a / >", "a tag that is not closed at byte 4"),
        ("<a<b/>", "no white space before an attribute at byte 2"),
    ] {
        assert_eq!(refuse::<IgnoredAny>(document), error, "{document}");
    }
    let body = b"<a>\xff</a>";
    let error = super::from_slice::<IgnoredAny>(body, super::Root::Element, MAX_MEMORY);
    let error = error.map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(error, Err("XML that is not UTF-8 at byte 3".to_owned()));
}

#[test]
fn depth_and_attributes_are_limited() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    read::<Document>(&nested(128));
    for depth in [129, 100_000] {
        assert!(refuse::<Document>(&nested(depth)).starts_with("XML nested more than 128 deep"));
        assert!(refuse::<()>(&nested(depth)).starts_with("XML nested more than 128 deep"));
    }
    let attributes = |count: usize| {
        let attributes: String = (0..count).map(|i| format!(" a{i}=''")).collect();
        format!("<a{attributes}/>")
    };
    read::<IgnoredAny>(&attributes(32));
    assert!(refuse::<IgnoredAny>(&attributes(33)).starts_with("more than 32 attributes"));
}

/// Documents that would be slow to read if a lookup searched all elements or names.
#[test]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
fn time_is_linear() {
    let count = 200_000;
    let many_names: String = (0..count).map(|i| format!("<n{i}/>")).collect();
    let interleaved: String = (0..count).map(|i| format!("<n{}/>", i % 500)).collect();
    let recursive = format!("{}{}", "<a><b/>".repeat(120), "<b/></a>".repeat(120)).repeat(800);
    let references = "&amp;".repeat(count);
    let comments = "<!---->".repeat(count);
    for content in [many_names, interleaved, recursive, references, comments] {
        let document = format!("<r>{content}</r>");
        let start = Instant::now();
        read::<Document>(&document);
        read::<IgnoredAny>(&document);
        // About 0.3 s without optimization. Quadratic time would take minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", &document[..40]);
    }
}

#[test]
fn elements_of_one_name_are_found_together_at_every_level() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Level {
        #[serde(default)]
        a: Vec<String>,
        b: Option<Box<Level>>,
        #[serde(default)]
        c: Vec<String>,
    }
    let document = "<r><a><m>1</m></a><b><a><m>2</m></a><b><c><m>3</m></c></b><c/></b>\
                    <c><m>4</m><n>5</n><m>6</m></c></r>";
    let inner = Level { a: vec![], b: None, c: vec!["3".into()] };
    let middle = Level { a: vec!["2".into()], b: Some(Box::new(inner)), c: vec![] };
    let c = vec!["4".into(), "5".into(), "6".into()];
    let outer = Level { a: vec!["1".into()], b: Some(Box::new(middle)), c };
    assert_eq!(read::<Level>(document), outer);
}

/// A body with a few bytes per element must not take many times its size in memory.
#[test]
fn what_elements_and_items_take_is_limited() {
    fn takes<T: serde::de::DeserializeOwned>(text: &str) -> usize {
        let (mut low, mut high) = (0, MAX_MEMORY);
        while low < high {
            let middle = low.midpoint(high);
            match super::from_slice::<T>(text.as_bytes(), super::Root::Element, middle) {
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
    #[derive(Deserialize)]
    struct List<T> {
        #[serde(rename = "v")]
        _v: T,
    }

    let list = |items: usize| format!("<r><v>{}</v></r>", "<m/>".repeat(items));
    let elements = takes::<IgnoredAny>(&list(100)) - takes::<IgnoredAny>(&list(99));
    assert!((32..64).contains(&elements), "{elements}");
    let texts = takes::<List<Vec<String>>>(&list(100)) - takes::<List<Vec<String>>>(&list(99));
    assert_eq!(texts, elements + size_of::<String>());
    let named = |items: usize| {
        format!("<r>{}</r>", (0..items).map(|i| format!("<n{i}/>")).collect::<String>())
    };
    let names = takes::<IgnoredAny>(&named(90)) - takes::<IgnoredAny>(&named(89));
    assert!(names > elements + size_of::<&str>(), "{names}");
    let entries = takes::<BTreeMap<String, String>>(&named(90))
        - takes::<BTreeMap<String, String>>(&named(89));
    assert!(entries >= names + 2 * size_of::<String>(), "{entries}");
    let map = |entries: usize| {
        let entry = "<entry><key>k</key><value>v</value></entry>";
        format!("<r>{}</r>", entry.repeat(entries))
    };
    let entry =
        takes::<BTreeMap<String, String>>(&map(9)) - takes::<BTreeMap<String, String>>(&map(8));
    assert_eq!(entry, 3 * elements + 2 * size_of::<String>());
}

#[test]
fn whole_numbers_are_read_however_they_are_written() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Numbers {
        a: i32,
        b: u64,
        c: i8,
    }
    let numbers = |a: &str, b: &str, c: &str| format!("<r><a>{a}</a><b>{b}</b><c>{c}</c></r>");
    assert_eq!(read::<Numbers>(&numbers("-3.0", "1e3", " 7 ")), Numbers { a: -3, b: 1000, c: 7 });
    assert_eq!(read::<Numbers>(&numbers("-0", "-0", "+0")), Numbers { a: 0, b: 0, c: 0 });
    for (a, b, c) in [("1.5", "1", "1"), ("1", "-1", "1"), ("1", "1", "1e3"), ("", "1", "1")] {
        let error = refuse::<Numbers>(&numbers(a, b, c));
        assert!(error.starts_with("expected a whole number"), "{error}");
    }
}
