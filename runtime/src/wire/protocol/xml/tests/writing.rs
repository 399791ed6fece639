//! Values sent: shapes, facts, escapes and payloads.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{refuse_to_write, write};
use crate::types::{Blob, Document, Formatted, Timestamp, TimestampFormat};
use crate::wire::protocol::Payload;
use crate::wire::protocol::testing::structure;
use crate::wire::protocol::xml::{Object, payload};

structure!(Inner = "Inner" {
    a: Option<String> = "a";
    b: Option<i32> = "b";
});

structure!(Lists = "Lists" {
    plain: Option<Vec<String>> = "plain";
    item: Option<Vec<String>> = "item", "item=Tag\nitem-ns=https://i";
    flat: Option<Vec<String>> = "flat", "flattened\nitem=Ignored";
    flat_namespace: Option<Vec<String>> = "flatNs", "flattened\nitem-ns=https://i";
    structures: Option<Vec<Inner>> = "Inner", "flattened";
    nested: Option<Vec<Vec<i32>>> = "nested", "inner\nitem=b";
});

structure!(Maps = "Maps" {
    plain: Option<BTreeMap<String, String>> = "plain";
    named: Option<BTreeMap<String, String>> = "KVP", "ns=https://m\nkey=K\nkey-ns=https://k\nvalue=V\nvalue-ns=https://v";
    flat: Option<BTreeMap<String, String>> = "flat", "flattened\nns=https://m\nkey=K\nvalue=V";
    nested: Option<BTreeMap<String, BTreeMap<String, i32>>> = "nested", "key=O\ninner\nkey=I\nvalue=J";
    sparse: Option<BTreeMap<String, Option<i32>>> = "sparse";
});

structure!(Grantee = "Grantee" {
    name: Option<String> = "Name";
    kind: Option<String> = "xsi:type", "attribute";
    count: Option<i32> = "count", "attribute";
    id: Option<String> = "ID";
});

structure!(Grant = "Grant" {
    grantee: Option<Grantee> = "Grantee", "ns=xsi http://www.w3.org/2001/XMLSchema-instance";
    values: Option<Vec<String>> = "values", "ns=http://qux.com\nitem-ns=http://bux.com";
});

structure!(Renamed = "Hello\nns=http://foo.com" {
    name: Option<String> = "name";
});

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

#[test]
fn simple_values_are_text() {
    let when = Timestamp::from_epoch_seconds(1_398_796_238);
    assert_eq!(write("a"), "<v>a</v>");
    assert_eq!(write(""), "<v></v>");
    assert_eq!(write(&true), "<v>true</v>");
    assert_eq!(write(&u64::MAX), "<v>18446744073709551615</v>");
    assert_eq!(write(&5.5_f32), "<v>5.5</v>");
    assert_eq!(write(&f64::INFINITY), "<v>Infinity</v>");
    assert_eq!(write(&Blob::from("value")), "<v>dmFsdWU=</v>");
    assert_eq!(write(&when), "<v>2014-04-29T18:30:38Z</v>");
    let formatted = [Some(when), None];
    let formatted = Formatted(&formatted[0], TimestampFormat::EpochSeconds);
    assert_eq!(write(&formatted), "<v>1398796238</v>");
    let http_date = Formatted(&when, TimestampFormat::HttpDate);
    assert_eq!(write(&http_date), "<v>Tue, 29 Apr 2014 18:30:38 GMT</v>");
    assert_eq!(write(&None::<i32>), "");
    assert_eq!(write(&()), "");
}

#[test]
fn what_xml_would_change_is_escaped() {
    assert_eq!(write("<a & \"b\">'"), "<v>&lt;a &amp; \"b\"&gt;'</v>");
    assert_eq!(write(" \t\n "), "<v> \t\n </v>");
    assert_eq!(write("\r\u{1}\u{85}\u{2028}é"), "<v>&#xD;&#x1;&#x85;&#x2028;é</v>");
    assert_eq!(refuse_to_write("\0"), "XML cannot hold the character U+0000 in `v`");
    let grantee = Grantee { kind: Some("<a&\"b'>\r\n\t".into()), ..Grantee::default() };
    assert_eq!(write(&grantee), "<v xsi:type=\"&lt;a&amp;&quot;b'&gt;&#xD;&#xA;&#x9;\"></v>");
}

#[test]
fn lists_have_the_names_and_namespaces_of_their_facts() {
    let lists = Lists {
        plain: Some(texts(&["a", "b"])),
        item: Some(texts(&["a"])),
        flat: Some(texts(&["a", "b"])),
        flat_namespace: Some(texts(&["a"])),
        structures: Some(vec![
            Inner { a: Some("x".into()), b: None },
            Inner { a: None, b: Some(1) },
        ]),
        nested: Some(vec![vec![1, 2], vec![]]),
    };
    assert_eq!(
        write(&lists),
        "<v><plain><member>a</member><member>b</member></plain><item><Tag xmlns=\"https://i\">a</Tag>\
         </item><flat>a</flat><flat>b</flat><flatNs xmlns=\"https://i\">a</flatNs><Inner><a>x</a>\
         </Inner><Inner><b>1</b></Inner><nested><member><b>1</b><b>2</b></member><member></member>\
         </nested></v>",
    );
    let empty = Lists { plain: Some(vec![]), flat: Some(vec![]), ..Lists::default() };
    assert_eq!(write(&empty), "<v><plain></plain></v>");
    assert_eq!(write(&[None, Some(1)]), "<v><member>1</member></v>");
}

#[test]
fn maps_have_the_names_and_namespaces_of_their_facts() {
    let map = BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    let maps = Maps {
        plain: Some(map.clone()),
        named: Some(map.clone()),
        flat: Some(map.clone()),
        nested: Some(BTreeMap::from([("a".into(), BTreeMap::from([("b".into(), 1)]))])),
        sparse: Some(BTreeMap::from([("a".into(), None), ("b".into(), Some(1))])),
    };
    assert_eq!(
        write(&maps),
        "<v><plain><entry><key>a</key><value>1</value></entry></plain><KVP xmlns=\"https://m\">\
         <entry><K xmlns=\"https://k\">a</K><V xmlns=\"https://v\">1</V></entry></KVP>\
         <flat xmlns=\"https://m\"><K>a</K><V>1</V></flat><nested><entry><O>a</O><value><entry>\
         <I>b</I><J>1</J></entry></value></entry></nested><sparse><entry><key>b</key>\
         <value>1</value></entry></sparse></v>",
    );
    let empty =
        Maps { plain: Some(BTreeMap::new()), flat: Some(BTreeMap::new()), ..Maps::default() };
    assert_eq!(write(&empty), "<v><plain></plain></v>");
}

#[test]
fn attributes_stand_on_their_element_wherever_the_members_come() {
    let grantee = Grantee {
        name: Some("n > m".into()),
        kind: Some("Canonical>User".into()),
        count: Some(7),
        id: Some("i".into()),
    };
    let xml = "<Name>n &gt; m</Name><ID>i</ID>";
    let attributes = "xsi:type=\"Canonical&gt;User\" count=\"7\"";
    assert_eq!(write(&grantee), format!("<v {attributes}>{xml}</v>"));
    let grant = Grant { grantee: Some(grantee.clone()), values: Some(texts(&["a"])) };
    assert_eq!(
        write(&grant),
        format!(
            "<v><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" {attributes}>{xml}\
             </Grantee><values xmlns=\"http://qux.com\"><member xmlns=\"http://bux.com\">a</member>\
             </values></v>"
        ),
    );
    // On the root element too.
    let mut object = Object::new("Request", Some("https://example.com")).expect("a name");
    object.member("foo", "hi").expect("XML can hold it");
    let attribute =
        crate::wire::protocol::with_facts::WithFacts(&"t", "$aws_operation::Xml\nattribute");
    object.member("test", &attribute).expect("XML can hold it");
    object.member("bar", &1).expect("XML can hold it");
    assert_eq!(
        String::from_utf8(object.end()).as_deref(),
        Ok("<Request xmlns=\"https://example.com\" test=\"t\"><foo>hi</foo><bar>1</bar></Request>"),
    );
    let list = crate::wire::protocol::with_facts::WithFacts(&[1], "$aws_operation::Xml\nattribute");
    assert_eq!(refuse_to_write(&list), "an attribute cannot hold a list, map or structure in `v`");
}

#[test]
fn unions_have_one_element() {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Choice {
        Text(String),
        Pair(i32, i32),
        Struct { a: i32, b: Option<i32> },
        Nothing {},
        Plain,
    }
    for (choice, content) in [
        (Choice::Text("a".into()), "<text>a</text>"),
        (Choice::Pair(1, 2), "<pair><member>1</member><member>2</member></pair>"),
        (Choice::Struct { a: 1, b: None }, "<struct><a>1</a></struct>"),
        (Choice::Nothing {}, "<nothing></nothing>"),
        (Choice::Plain, "plain"),
    ] {
        assert_eq!(write(&choice), format!("<v>{content}</v>"));
    }
    assert_eq!(
        payload(&Choice::Pair(1, 2), None, None),
        Ok(Payload::Document(
            b"<Choice><pair><member>1</member><member>2</member></pair></Choice>".to_vec()
        )),
    );
}

#[test]
fn a_member_that_a_union_does_not_know_is_written_as_it_came() {
    struct Unknown(&'static str, Document);
    impl Serialize for Unknown {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            crate::wire::shapes::union::serialize_unknown_member(serializer, self.0, &self.1)
        }
    }
    let document = serde_json::from_str(r#"{"b": ["1", {"c": "2"}], "d": null}"#).expect("JSON");
    let xml = "<v><a><b>1</b><b><c>2</c></b></a></v>";
    assert_eq!(write(&Unknown("a", document)), xml);
    let error = refuse_to_write(&Unknown("not a name", Document::from("x")));
    assert_eq!(error, "invalid name of an XML element or attribute in `v[\"not a name\"]`");
}

#[test]
fn plain_serde_types_have_the_default_shapes() {
    #[derive(Serialize)]
    struct Plain {
        list: Vec<(i32, char)>,
        unit: Unit,
        #[serde(flatten)]
        rest: BTreeMap<String, i32>,
    }
    #[derive(Serialize)]
    struct Unit;
    let plain = Plain { list: vec![(1, 'a')], unit: Unit, rest: BTreeMap::from([("x".into(), 1)]) };
    assert_eq!(
        write(&plain),
        "<v><list><member><member>1</member><member>a</member></member></list><unit></unit><x>1</x>\
         </v>",
    );
}

#[test]
fn payloads_have_the_name_of_the_member_or_of_the_type() {
    let document = |xml: &str| Ok(Payload::Document(xml.as_bytes().to_vec()));
    let renamed = Renamed { name: Some("P".into()) };
    let xml = "<Hello xmlns=\"http://foo.com\"><name>P</name></Hello>";
    assert_eq!(payload(&renamed, None, None), document(xml));
    // The type's namespace takes precedence over the service's.
    assert_eq!(payload(&Some(&renamed), None, Some("https://service")), document(xml));
    let hola = "<Hola xmlns=\"http://foo.com\"><name>P</name></Hola>";
    assert_eq!(payload(&renamed, Some("Hola"), None), document(hola));
    let facts = "$aws_operation::Xml\nns=baz http://bar.com";
    let member = crate::wire::protocol::with_facts::WithFacts(&renamed, facts);
    let hello = "<Hello xmlns:baz=\"http://bar.com\"><name>P</name></Hello>";
    assert_eq!(payload(&member, None, Some("https://service")), document(hello));
    let inner = Inner { a: None, b: Some(1) };
    let service = "<Inner xmlns=\"https://service\"><b>1</b></Inner>";
    assert_eq!(payload(&inner, None, Some("https://service")), document(service));
}

#[test]
fn payloads_are_text_and_bytes_as_they_are() {
    assert_eq!(payload("<raw>", None, None), Ok(Payload::Text(b"<raw>".to_vec())));
    assert_eq!(payload("", None, None), Ok(Payload::Text(vec![])));
    assert_eq!(payload(&Some(Blob::from("b")), None, None), Ok(Payload::Blob(b"b".to_vec())));
    assert_eq!(payload(&None::<Blob>, None, None), Ok(Payload::Absent));
    assert_eq!(payload(&None::<Inner>, None, None), Ok(Payload::Absent));
}

#[test]
fn an_error_names_the_member() {
    #[derive(Serialize)]
    struct Outer {
        items: Vec<BTreeMap<String, String>>,
    }
    let map = BTreeMap::from([("hunter2".into(), "\0".into())]);
    let outer = Outer { items: vec![BTreeMap::new(), map] };
    let error = refuse_to_write(&outer);
    assert_eq!(error, "XML cannot hold the character U+0000 in `v.items[1]`");
}
