//! Values received: shapes, facts, roots and errors.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::{read, refuse};
use crate::types::{Blob, Document, Timestamp};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::testing::structure;
use crate::wire::protocol::xml::{ErrorDocument, Members, Root, from_payload, from_slice};

structure!(Lists = "Lists" {
    plain: Vec<String> = "plain";
    item: Vec<i32> = "item", "item=Tag";
    flat: Vec<String> = "flat", "flattened";
    objects: Vec<Object> = "Object", "flattened";
    nested: Vec<Vec<String>> = "nested", "item=a\ninner\nitem=b";
});

structure!(Object = "Object" {
    key: String = "Key";
    size: Option<i64> = "Size";
});

structure!(Maps = "Maps" {
    plain: BTreeMap<String, String> = "plain";
    named: BTreeMap<String, i32> = "named", "key=K\nvalue=V";
    flat: BTreeMap<String, String> = "flat", "flattened\nkey=K\nvalue=V";
    nested: BTreeMap<String, BTreeMap<String, String>> = "nested", "key=Outer\ninner\nkey=Inner";
    lists: BTreeMap<String, Vec<i32>> = "lists";
});

structure!(Grantee = "Grantee" {
    kind: Option<String> = "xsi:type", "attribute";
    count: Option<i32> = "count", "attribute";
    name: Option<String> = "Name";
});

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Choice {
    Text(String),
    Number(i32),
    List(Vec<i32>),
    Pair(i32, i32),
    Struct { a: i32, b: Option<i32> },
    Nothing {},
    Plain,
}

#[test]
fn lists_are_wrapped_unless_they_are_flattened() {
    let lists: Lists = read(
        "<r><plain><member>a</member><member/></plain><item><Tag>1</Tag><Other/><Tag>2</Tag></item>\
         <flat>x</flat><nested><a><b>1</b><b>2</b></a><a/></nested><flat/></r>",
    );
    assert_eq!(lists.plain, ["a", ""]);
    assert_eq!(lists.item, [1, 2]);
    assert_eq!(lists.flat, ["x", ""]);
    assert_eq!(lists.nested, [vec!["1".to_owned(), "2".to_owned()], vec![]]);
    // An item's element name is only checked if the facts have a name.
    let lists: Lists = read("<r><plain> <item>a</item><x>b</x> </plain><flat>one</flat></r>");
    assert_eq!((lists.plain, lists.flat), (vec!["a".into(), "b".into()], vec!["one".into()]));
    let lists: Lists = read("<r><plain/><item></item></r>");
    assert_eq!(lists, Lists::default());
}

#[test]
fn interleaved_elements_are_collected() {
    let lists: Lists = read(
        "<r><Object><Key>1</Key></Object><flat>a</flat><Object><Key>2</Key><Size>7</Size></Object>\
         <flat>b</flat><other><Object/></other><Object><Key>3</Key></Object></r>",
    );
    let keys: Vec<_> = lists.objects.iter().map(|object| object.key.as_str()).collect();
    assert_eq!(keys, ["1", "2", "3"]);
    assert_eq!(lists.flat, ["a", "b"]);
    assert_eq!(lists.objects[1].size, Some(7));
    // If one value is expected, the last element is used.
    let object: Object = read("<r><Key>a</Key><Size>1</Size><Key>b</Key></r>");
    assert_eq!(object, Object { key: "b".into(), size: Some(1) });
}

#[test]
fn maps_have_entries() {
    let maps: Maps = read(
        "<r><plain><entry><key>a</key><value>1</value></entry><entry><value/><key/></entry></plain>\
         <named><x><K>a</K><V>1</V></x></named><flat><K>a</K><V>b</V></flat><flat><V>d</V><K>c</K>\
         </flat><nested><entry><Outer>a</Outer><value><entry><Inner>b</Inner><value>c</value>\
         </entry></value></entry></nested><lists><entry><key>a</key><value><member>1</member>\
         </value></entry></lists></r>",
    );
    let map = |entries: &[(&str, &str)]| -> BTreeMap<String, String> {
        entries.iter().map(|&(key, value)| (key.into(), value.into())).collect()
    };
    assert_eq!(maps.plain, map(&[("a", "1"), ("", "")]));
    assert_eq!(maps.named, BTreeMap::from([("a".to_owned(), 1)]));
    assert_eq!(maps.flat, map(&[("a", "b"), ("c", "d")]));
    assert_eq!(maps.nested["a"], map(&[("b", "c")]));
    assert_eq!(maps.lists["a"], [1]);
    // An entry without a value is absent; one without a key is an error.
    let map: HashMap<i32, bool> =
        read("<r><entry><key>1</key><value>true</value></entry><entry><key>2</key></entry></r>");
    assert_eq!(map, HashMap::from([(1, true)]));
    let error = refuse::<Maps>("<r><named><entry><V>1</V></entry></named></r>");
    assert_eq!(error, "a map's entry without `K` at byte 17 in `named[0]`");
    assert_eq!(read::<Maps>("<r><plain> </plain><flat/></r>").plain, map_of_nothing());
}

fn map_of_nothing() -> BTreeMap<String, String> {
    BTreeMap::new()
}

#[test]
fn attributes_are_members() {
    let expected = |kind: &str, name: Option<&str>| Grantee {
        kind: Some(kind.into()),
        count: None,
        name: name.map(Into::into),
    };
    for (document, grantee) in [
        ("<r xmlns:xsi='u' xsi:type='A&amp;B'><Name>n</Name></r>", expected("A&B", Some("n"))),
        ("<r xmlns:i='u' i:type='A'/>", expected("A", None)),
        ("<r type='A'/>", expected("A", None)),
    ] {
        assert_eq!(read::<Grantee>(document), grantee, "{document}");
    }
    let grantee: Grantee = read("<r other='x' count=' 7 ' xmlns='y'/>");
    assert_eq!(grantee, Grantee { kind: None, count: Some(7), name: None });
    let error = refuse::<Grantee>("<r count='seven'/>");
    assert_eq!(error, "expected a whole number of 32 bits at byte 10 in `count`");
}

#[test]
fn names_match_with_any_prefix() {
    let lists: Lists = read(
        "<s:r xmlns:s='u'><s:flat>a</s:flat><flat>b</flat><s:plain><s:x>c</s:x></s:plain></s:r>",
    );
    assert_eq!(lists.flat, ["a", "b"]);
    assert_eq!(lists.plain, ["c"]);
    #[derive(Debug, PartialEq, Deserialize)]
    struct Prefixed {
        #[serde(rename = "p:a")]
        a: i32,
    }
    assert_eq!(read::<Prefixed>("<r><p:a>1</p:a></r>"), Prefixed { a: 1 });
    assert_eq!(read::<Prefixed>("<r><q:a>1</q:a></r>"), Prefixed { a: 1 });
}

#[test]
fn nil_elements_are_absent() {
    let nil = "xsi:nil=\"true\"";
    let lists: Lists = read(&format!(
        "<r xmlns:xsi='u'><plain {nil}/><item><Tag>1</Tag><Tag {nil}><x/></Tag></item>\
         <flat {nil}/><flat>a</flat><Object><Key>k</Key><Size {nil}></Size></Object></r>"
    ));
    assert_eq!(lists.item, [1]);
    assert_eq!(lists.flat, ["a"]);
    assert_eq!(lists.objects, [Object { key: "k".into(), size: None }]);
    let object: Object = read("<r><Key xsi:nil='false'>a</Key></r>");
    assert_eq!(object.key, "a");
}

#[test]
fn text_of_a_structure_is_ignored() {
    let object: Object = read(
        "<r>\n <![CDATA[characters]]> x <Key>a</Key><!-- comment --> &amp; <Size> 1 </Size>\n</r>",
    );
    assert_eq!(object, Object { key: "a".into(), size: Some(1) });
    assert_eq!(read::<Object>("<r>text</r>"), Object::default());
}

#[test]
fn simple_values_are_text() {
    assert!(read::<bool>("<r> true\n</r>"));
    assert!(!read::<bool>("<r>0</r>"));
    assert_eq!(read::<i128>("<r>-170141183460469231731687303715884105728</r>"), i128::MIN);
    assert_eq!(read::<u64>("<r>18446744073709551615</r>"), u64::MAX);
    assert_eq!(read::<f32>("<r>1.1</r>"), 1.1);
    assert_eq!(read::<f64>("<r>-Infinity</r>"), f64::NEG_INFINITY);
    assert!(read::<f64>("<r>NaN</r>").is_nan());
    assert_eq!(read::<char>("<r>é</r>"), 'é');
    assert_eq!(read::<Blob>("<r>dmFsdWU=</r>"), Blob::from("value"));
    assert_eq!(read::<Blob>("<r>\n dmFs\r\n dWU=\n</r>"), Blob::from("value"));
    assert_eq!(read::<Blob>("<r/>"), Blob::default());
    let when = Timestamp::from_epoch_nanos(1_398_796_238_500_000_000).expect("in range");
    for text in [
        " 2014-04-29T18:30:38.5Z\n",
        "2014-04-29T19:30:38.5+01:00",
        "1398796238.5",
        "Tue, 29 Apr 2014 18:30:38.5 GMT",
    ] {
        assert_eq!(read::<Timestamp>(&format!("<r>{text}</r>")), when, "{text}");
    }
    read::<()>("<r><a/>x</r>");
}

#[test]
fn unions_have_one_child_and_enums_are_text() {
    for (content, choice) in [
        ("<text>a</text>", Choice::Text("a".into())),
        (" <number>1</number> ", Choice::Number(1)),
        ("<list><member>1</member></list>", Choice::List(vec![1])),
        ("<pair><member>1</member><member>2</member></pair>", Choice::Pair(1, 2)),
        ("<struct><a>1</a><c/></struct>", Choice::Struct { a: 1, b: None }),
        ("<nothing/>", Choice::Nothing {}),
        ("<plain/>", Choice::Plain),
        ("plain", Choice::Plain),
        ("<text xsi:nil='true'/><number>1</number>", Choice::Number(1)),
    ] {
        assert_eq!(read::<Choice>(&format!("<r>{content}</r>")), choice, "{content}");
    }
    for (content, error) in [
        ("", "a union without a member at byte 3"),
        ("<text xsi:nil='true'/>", "a union without a member at byte 3"),
        ("<text/><number>1</number>", "a union with more than one member at byte 3"),
        ("<number/>", "expected a whole number of 32 bits at byte 12 in `number`"),
        (
            "<pair><m>1</m></pair>",
            "invalid length 1, expected tuple variant Choice::Pair with 2 elements at byte 9 in `pair`",
        ),
    ] {
        assert_eq!(refuse::<Choice>(&format!("<r>{content}</r>")), error, "{content}");
    }
}

#[test]
fn documents_keep_what_xml_has() {
    let document: Document = read("<r><a>1</a><b><c/></b><a>2</a></r>");
    let expected = r#"{"a": ["1", "2"], "b": {"c": ""}}"#;
    assert_eq!(document, serde_json::from_str(expected).expect("JSON"));
    assert_eq!(read::<Document>("<r> x </r>"), Document::from(" x "));
}

#[test]
fn plain_serde_types_have_the_default_shapes() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Bucket {
        name: String,
        #[serde(default)]
        tags: HashSet<String>,
        pair: Option<(i32, String)>,
        array: Option<[u8; 2]>,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }
    let bucket: Bucket = read(
        "<r><Name>a</Name><Tags><member>x</member></Tags><Pair><member>1</member><member>y</member>\
         </Pair><Array><member>1</member><member>2</member></Array><Other>z</Other></r>",
    );
    assert_eq!(bucket.tags, HashSet::from(["x".to_owned()]));
    assert_eq!(bucket.pair, Some((1, "y".to_owned())));
    assert_eq!(bucket.array, Some([1, 2]));
    assert_eq!(bucket.rest, BTreeMap::from([("Other".to_owned(), "z".to_owned())]));

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Object { a: String },
        List(Vec<String>),
        Text(String),
    }
    assert_eq!(read::<Untagged>("<r><a>1</a></r>"), Untagged::Object { a: "1".into() });
    assert_eq!(read::<Untagged>("<r>1</r>"), Untagged::Text("1".into()));

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "t", content = "c")]
    enum Adjacent {
        A(i32),
        B { x: Vec<i32> },
    }
    assert_eq!(read::<Adjacent>("<r><t>A</t><c>1</c></r>"), Adjacent::A(1));
    let document = "<r><t>B</t><c><x><member>1</member></x></c></r>";
    assert_eq!(read::<Adjacent>(document), Adjacent::B { x: vec![1] });

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "t")]
    enum Internal {
        A { x: String },
    }
    assert_eq!(read::<Internal>("<r><x>1</x><t>A</t></r>"), Internal::A { x: "1".into() });
    assert_eq!(
        refuse::<[u8; 1]>("<r><m>1</m><m>2</m></r>"),
        "a list longer than expected at byte 3",
    );
}

#[test]
fn a_result_is_found_in_its_response() {
    let read = |body: &str| {
        from_slice::<Object>(body.as_bytes(), Root::Result, MAX_MEMORY)
            .map_err(|error| error.to_string())
    };
    let metadata = "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>";
    let object = |key: &str| Ok(Object { key: key.into(), size: None });
    assert_eq!(
        read(&format!(
            "<GetResponse xmlns='u'>{metadata}<GetResult><Key>a</Key></GetResult></GetResponse>"
        )),
        object("a"),
    );
    assert_eq!(read(&format!("<GetResponse>{metadata}</GetResponse>")), object(""));
    assert_eq!(read("<GetResponse/>"), object(""));
    assert_eq!(
        read("<ErrorResponse><Error/></ErrorResponse>"),
        Err("the response has no element `…Result` at byte 15".to_owned()),
    );
    structure!(Location = "Location" {
        constraint: Option<String> = "LocationConstraint";
    });
    let body = b"<LocationConstraint xmlns='u'>us-west-2</LocationConstraint>";
    let location = from_slice::<Location>(body, Root::Member, MAX_MEMORY);
    assert_eq!(location, Ok(Location { constraint: Some("us-west-2".into()) }));
}

#[test]
fn members_are_read_by_name() {
    let body = b"<r id='1'><a>x</a><b><item>1</item></b><a>y</a><c>z</c></r>";
    let mut members = Members::new(body, Root::Element, MAX_MEMORY).expect("it is XML");
    let mut seen = Vec::new();
    while let Some(name) = members.next().expect("it is XML") {
        match &*name {
            "a" => {
                let facts = "$aws_operation::Xml\nflattened";
                let list = members.read_with_facts::<Vec<String>>(facts);
                assert_eq!(list, Ok(vec!["x".to_owned(), "y".to_owned()]));
            }
            "b" => assert_eq!(members.read::<Vec<i32>>(), Ok(vec![1])),
            "c" => {
                let error = members.read::<i32>().map_err(|error| error.to_string());
                let expected = "expected a whole number of 32 bits at byte 50 in `c`";
                assert_eq!(error, Err(expected.to_owned()));
            }
            _ => members.skip().expect("nothing can fail"),
        }
        seen.push(name.into_owned());
    }
    assert_eq!(seen, ["id", "a", "b", "c"]);
}

#[test]
fn errors_are_found_in_every_form() {
    let error =
        "<Error><Type>Sender</Type><Code> NoSuchKey </Code><Message>m</Message><Key>k</Key>";
    for (body, request_id) in [
        (
            format!(
                "<ErrorResponse xmlns='u'>{error}</Error><RequestId>r</RequestId></ErrorResponse>"
            ),
            Some("r"),
        ),
        (
            format!(
                "<?xml version='1.0'?>{error}<RequestId>r</RequestId><HostId>h</HostId></Error>"
            ),
            Some("r"),
        ),
        (
            format!(
                "<Response><Errors>{error}</Error></Errors><RequestID>r</RequestID></Response>"
            ),
            Some("r"),
        ),
        (format!("<ErrorResponse>{error}</Error><requestId/></ErrorResponse>"), None),
    ] {
        let document = ErrorDocument::new(body.as_bytes(), MAX_MEMORY).expect("it is an error");
        assert_eq!(document.code().as_deref(), Some("NoSuchKey"), "{body}");
        assert_eq!(document.message().as_deref(), Some("m"), "{body}");
        assert_eq!(document.request_id().as_deref(), request_id, "{body}");
        let host = body.contains("HostId").then_some("h");
        assert_eq!(document.extended_request_id().as_deref(), host, "{body}");
        let object = from_slice(body.as_bytes(), Root::Error, MAX_MEMORY);
        assert_eq!(object, Ok(Object { key: "k".into(), size: None }));
        let mut members =
            Members::new(body.as_bytes(), Root::Error, MAX_MEMORY).expect("it is an error");
        assert_eq!(members.next().expect("XML").as_deref(), Some("Type"));
    }
    for (body, expected) in [
        ("<html><body>Error</body></html>", "expected XML, found an HTML page at byte 0"),
        ("", "expected XML, found an empty document at byte 0"),
        ("<Result/>", "the document has no element `Error` at byte 9"),
    ] {
        let error = ErrorDocument::new(body.as_bytes(), MAX_MEMORY).map(|_| ());
        assert_eq!(error.map_err(|error| error.to_string()), Err(expected.to_owned()), "{body}");
    }
}

#[test]
fn payloads_are_text_bytes_or_documents() {
    let text = |body: &str| from_payload::<Option<String>>(body.as_bytes(), MAX_MEMORY);
    assert_eq!(text("<raw>"), Ok(Some("<raw>".to_owned())));
    assert_eq!(text(""), Ok(None));
    assert_eq!(from_payload::<Blob>(b"\xff", MAX_MEMORY), Ok(Blob::from(&b"\xff"[..])));
    assert_eq!(from_payload(b"plain", MAX_MEMORY), Ok(Choice::Plain));
    assert_eq!(
        from_payload(b"<Choice><number>1</number></Choice>", MAX_MEMORY),
        Ok(Choice::Number(1))
    );
    assert_eq!(from_payload::<Option<Choice>>(b"", MAX_MEMORY), Ok(None));
    let object = Object { key: "k".into(), size: None };
    assert_eq!(from_payload(b"<Any><Key>k</Key></Any>", MAX_MEMORY), Ok(Some(object)));
    assert!(from_payload::<String>(b"\xff", MAX_MEMORY).is_err());
    assert!(from_payload::<Object>(b"", MAX_MEMORY).is_err());
}

#[test]
fn errors_have_a_path_and_quote_no_value() {
    for (document, error) in [
        (
            "<r><Object><Key/></Object><Object><Size>hunter2</Size></Object></r>",
            "expected a whole number of 64 bits at byte 40 in `Object[1].Size`",
        ),
        (
            "<r><item><Tag>1</Tag><Tag>hunter2</Tag></item></r>",
            "expected a whole number of 32 bits at byte 26 in `item[1]`",
        ),
        ("<r><plain>hunter2</plain></r>", "expected a list, found text at byte 10 in `plain`"),
        (
            "<r><plain><member><hunter2/></member></plain></r>",
            "expected text, found elements at byte 18 in `plain[0]`",
        ),
    ] {
        assert_eq!(refuse::<Lists>(document), error, "{document}");
    }
    assert_eq!(
        refuse::<Maps>("<r><named><entry><K>hunter2</K><V>x</V></entry></named></r>"),
        "expected a whole number of 32 bits at byte 34 in `named[0].V`",
    );
    #[derive(Debug, Deserialize)]
    enum Closed {
        A,
    }
    assert_eq!(refuse::<Closed>("<r>hunter2</r>"), "expected one of A at byte 3");
    let _ = Closed::A;
    assert!(!refuse::<Timestamp>("<r>hunter2</r>").contains("hunter2"));
    assert!(!refuse::<Blob>("<r>hunter2</r>").contains("hunter2"));
    #[derive(Debug, Deserialize)]
    struct Required {
        #[allow(dead_code, reason = "it is missing")]
        name: String,
    }
    assert_eq!(
        refuse::<Required>("<r><other>hunter2</other></r>"),
        "missing field `name` at byte 3"
    );
}
