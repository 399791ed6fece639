//! Tests of the forms: what a service would not understand if they were wrong.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Dialect, Form};
use crate::types::{Blob, Document, Formatted, Timestamp, TimestampFormat};
use crate::wire::protocol::testing::structure;

/// The form of one member, without `Action` and `Version`.
fn member<T: Serialize + ?Sized>(dialect: Dialect, value: &T) -> String {
    let mut form = Form::new("A", "1", dialect);
    form.member("name", value).expect("a form can hold it");
    let form = String::from_utf8(form.end()).expect("a form is UTF-8");
    form.strip_prefix("Action=A&Version=1").expect("it begins so").to_owned()
}

fn aws<T: Serialize + ?Sized>(value: &T) -> String {
    member(Dialect::AwsQuery, value)
}

fn ec2<T: Serialize + ?Sized>(value: &T) -> String {
    member(Dialect::Ec2Query, value)
}

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

structure!(Inner = "Inner" {
    hi: Option<String> = "hi";
    inner: Option<Box<Inner>> = "Nested";
});

structure!(Lists = "Lists" {
    plain: Option<Vec<String>> = "plain";
    item: Option<Vec<String>> = "item", "item=Tag";
    flat: Option<Vec<String>> = "flat", "flattened\nitem=Ignored";
    nested: Option<Vec<Vec<String>>> = "nested", "item=a\ninner\nitem=b";
    structures: Option<Vec<Inner>> = "structures";
});

structure!(Maps = "Maps" {
    plain: Option<BTreeMap<String, String>> = "plain";
    named: Option<BTreeMap<String, String>> = "named", "key=K\nvalue=V";
    flat: Option<BTreeMap<String, String>> = "flat", "flattened\nkey=K\nvalue=V";
    lists: Option<BTreeMap<String, Vec<String>>> = "lists", "inner\nitem=i";
});

structure!(Names = "Names" {
    wire: Option<String> = "wireName";
    other: Option<String> = "other", "ec2=queryName";
    list: Option<Vec<String>> = "list", "ec2=Other\nitem=item";
});

#[test]
fn a_form_begins_with_action_and_version() {
    let form = Form::new("DescribeInstances", "2016-11-15", Dialect::Ec2Query);
    assert_eq!(form.end(), b"Action=DescribeInstances&Version=2016-11-15");
}

#[test]
fn simple_values_are_percent_encoded_text() {
    let when = Timestamp::from_epoch_nanos(1_422_172_800_500_000_000).expect("in range");
    assert_eq!(aws("a b&c=d/é~"), "&name=a%20b%26c%3Dd%2F%C3%A9~");
    assert_eq!(aws(""), "&name=");
    assert_eq!(aws(&true), "&name=true");
    assert_eq!(aws(&-7_i64), "&name=-7");
    assert_eq!(aws(&10.8_f32), "&name=10.8");
    assert_eq!(aws(&f64::NEG_INFINITY), "&name=-Infinity");
    assert_eq!(aws(&f64::NAN), "&name=NaN");
    assert_eq!(aws(&Blob::from("value")), "&name=dmFsdWU%3D");
    assert_eq!(aws(&when), "&name=2015-01-25T08%3A00%3A00.5Z");
    let epoch = Formatted(&when, TimestampFormat::EpochSeconds);
    assert_eq!(aws(&epoch), "&name=1422172800.5");
    assert_eq!(aws(&None::<i32>), "");
}

#[test]
fn lists_have_the_names_of_their_facts() {
    let lists = Lists {
        plain: Some(texts(&["a", "b"])),
        item: Some(texts(&["a"])),
        flat: Some(texts(&["a", "b"])),
        nested: Some(vec![texts(&["a"]), texts(&["b", "c"])]),
        structures: Some(vec![
            Inner { hi: Some("x".into()), ..Inner::default() },
            Inner { hi: Some("y".into()), ..Inner::default() },
        ]),
    };
    assert_eq!(
        aws(&lists),
        "&name.plain.member.1=a&name.plain.member.2=b&name.item.Tag.1=a&name.flat.1=a\
         &name.flat.2=b&name.nested.a.1.b.1=a&name.nested.a.2.b.1=b&name.nested.a.2.b.2=c\
         &name.structures.member.1.hi=x&name.structures.member.2.hi=y",
    );
    assert_eq!(
        ec2(&lists),
        "&Name.Plain.1=a&Name.Plain.2=b&Name.Item.1=a&Name.Flat.1=a&Name.Flat.2=b\
         &Name.Nested.1.1=a&Name.Nested.2.1=b&Name.Nested.2.2=c\
         &Name.Structures.1.Hi=x&Name.Structures.2.Hi=y",
    );
}

#[test]
fn an_empty_list_is_an_empty_value_in_aws_query_alone() {
    let lists = Lists {
        plain: Some(vec![]),
        flat: Some(vec![]),
        nested: Some(vec![vec![]]),
        ..Lists::default()
    };
    assert_eq!(aws(&lists), "&name.plain=&name.flat=&name.nested.a.1=");
    assert_eq!(ec2(&lists), "");
    assert_eq!(aws(&Maps { plain: Some(map(&[])), ..Maps::default() }), "");
    // Unset items have no number.
    assert_eq!(aws(&[None, Some("a"), None, Some("b")]), "&name.member.1=a&name.member.2=b");
}

#[test]
fn maps_have_the_names_of_their_facts() {
    let maps = Maps {
        plain: Some(map(&[("a b", "c"), ("d", "e")])),
        named: Some(map(&[("a", "b")])),
        flat: Some(map(&[("a", "b"), ("c", "d")])),
        lists: Some(BTreeMap::from([("a".into(), texts(&["x", "y"]))])),
    };
    assert_eq!(
        aws(&maps),
        "&name.plain.entry.1.key=a%20b&name.plain.entry.1.value=c&name.plain.entry.2.key=d\
         &name.plain.entry.2.value=e&name.named.entry.1.K=a&name.named.entry.1.V=b\
         &name.flat.1.K=a&name.flat.1.V=b&name.flat.2.K=c&name.flat.2.V=d\
         &name.lists.entry.1.key=a&name.lists.entry.1.value.i.1=x&name.lists.entry.1.value.i.2=y",
    );
    let sparse = BTreeMap::from([("a", None), ("b", Some(1)), ("c", None), ("d", Some(2))]);
    assert_eq!(
        aws(&sparse),
        "&name.entry.1.key=b&name.entry.1.value=1&name.entry.2.key=d&name.entry.2.value=2",
    );
}

#[test]
fn ec2_names_are_capitalised_unless_the_model_names_them() {
    let names =
        Names { wire: Some("a".into()), other: Some("b".into()), list: Some(texts(&["c"])) };
    assert_eq!(ec2(&names), "&Name.WireName=a&Name.queryName=b&Name.Other.1=c");
    assert_eq!(aws(&names), "&name.wireName=a&name.other=b&name.list.item.1=c");
}

#[test]
fn structures_and_unions_nest() {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Choice {
        Text(String),
        Pair(i32, i32),
        Struct { a: i32, b: Option<i32> },
        Unit(()),
    }
    let inner = Inner { hi: Some("x".into()), inner: None };
    let outer = Inner { hi: None, inner: Some(Box::new(inner)) };
    assert_eq!(aws(&outer), "&name.Nested.hi=x");
    assert_eq!(ec2(&outer), "&Name.Nested.Hi=x");
    assert_eq!(aws(&Inner::default()), "");
    let choices = [Choice::Text("t".into()), Choice::Pair(1, 2), Choice::Struct { a: 1, b: None }];
    assert_eq!(
        aws(&choices),
        "&name.member.1.text=t&name.member.2.pair.member.1=1&name.member.2.pair.member.2=2\
         &name.member.3.struct.a=1",
    );
    assert_eq!(ec2(&choices), "&Name.1.Text=t&Name.2.Pair.1=1&Name.2.Pair.2=2&Name.3.Struct.A=1");
    assert_eq!(aws(&Choice::Unit(())), "");
    let document: Document =
        serde_json::from_str(r#"{"a": {"b": [1, {"c": "d"}]}}"#).expect("JSON");
    assert_eq!(aws(&document), "&name.a.b.member.1=1&name.a.b.member.2.c=d");
}

#[test]
fn what_follows_a_member_has_its_own_name() {
    let mut form = Form::new("A", "1", Dialect::AwsQuery);
    let lists = Lists { plain: Some(vec![]), ..Lists::default() };
    form.member("a", &lists).expect("a form can hold it");
    form.member("b", &map(&[("k", "v")])).expect("a form can hold it");
    form.member("c", &1).expect("a form can hold it");
    assert_eq!(
        String::from_utf8(form.end()).as_deref(),
        Ok("Action=A&Version=1&a.plain=&b.entry.1.key=k&b.entry.1.value=v&c=1"),
    );
}

#[test]
fn serde_flatten_makes_members() {
    #[derive(Serialize)]
    struct Flat {
        a: i32,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }
    assert_eq!(aws(&Flat { a: 1, rest: map(&[("b", "c")]) }), "&name.a=1&name.b=c");
}

#[test]
fn an_error_names_the_member() {
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("broken"))
        }
    }
    #[derive(Serialize)]
    struct Outer {
        items: Vec<BTreeMap<String, Broken>>,
    }
    let outer = Outer { items: vec![BTreeMap::new(), BTreeMap::from([("secret".into(), Broken)])] };
    let mut form = Form::new("A", "1", Dialect::AwsQuery);
    let error = form.member("outer", &outer).expect_err("it is broken").to_string();
    assert_eq!(error, "broken in `outer.items[1][0]`");
}
