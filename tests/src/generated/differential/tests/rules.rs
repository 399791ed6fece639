//! Tests that a rule covers one difference, and no similar one.

use std::collections::BTreeSet;

use aws_operation_codegen::model::ShapeId;
use serde_json::{Value, json};

use super::super::Found;
use super::super::exchange::CHECKSUM_OF_BODY;
use super::{model, xml_model};
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;

#[test]
fn a_rule_covers_one_difference() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let none: &[&str] = &[];
    let cases = [
        // The default of a nested member is covered. Any other value is not.
        (
            "Bin",
            json!({"body": {"theLid": {"weight": 1.0}}}),
            json!({"body": {"theLid": {}}}),
            &["default"][..],
        ),
        ("Bin", json!({"body": {"theLid": {"weight": 2}}}), json!({"body": {"theLid": {}}}), none),
        ("Bin", json!({"body": {"theLid": {}}}), json!({"body": {"theLid": {"weight": 1}}}), none),
        ("Bin", json!({"body": {"size": 0}}), json!({"body": {}}), none),
        ("Bin", json!({"output": {"size": 0}}), json!({"output": {}}), &["default"]),
        // The same time in two formats, in a timestamp.
        (
            "Bin",
            json!({"body": {"theLid": {"Made": "2000-01-01T00:00:00.5Z"}}}),
            json!({"body": {"theLid": {"Made": "2000-01-01T00:00:00.500000Z"}}}),
            &["fraction of a date-time"],
        ),
        (
            "Bin",
            json!({"query": {"at": ["2000-01-01T00:00:00.5Z"]}}),
            json!({"query": {"at": ["2000-01-01T00:00:00.500000Z"]}}),
            &["fraction of a date-time"],
        ),
        (
            "Bin",
            json!({"query": {"at": ["2000-01-01T00:00:00.5Z"]}}),
            json!({"query": {"at": ["2000-01-01T00:00:00Z"]}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"x-tags": "2000-01-01T00:00:00.5Z"}}),
            json!({"headers": {"x-tags": "2000-01-01T00:00:00.50Z"}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"x-until": "2000-01-01T00:00:00.5Z"}}),
            json!({"headers": {"x-until": "2000-01-01T00:00:00Z"}}),
            &["fraction of a time in a header"],
        ),
        (
            "Bin",
            json!({"headers": {"x-until": "2000-01-01T00:00:00.5Z"}}),
            json!({"headers": {"x-until": "2000-01-01T00:00:01Z"}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"x-until": "2000-01-01T00:00:00Z"}}),
            json!({"headers": {"x-until": "2000-01-01T00:00:00.5Z"}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"x-tags": "a, b, \"c,d\""}}),
            json!({"headers": {"x-tags": "a,b,\"c,d\""}}),
            &["spaces in the list of a header"],
        ),
        (
            "Bin",
            json!({"headers": {"x-tags": "a, b"}}),
            json!({"headers": {"x-tags": "a,c"}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"User-Agent": "a, b"}}),
            json!({"headers": {"User-Agent": "a,b"}}),
            none,
        ),
        (
            "Bin",
            json!({"headers": {"x-tags": ""}}),
            json!({"headers": {}}),
            &["empty list in a header"],
        ),
        ("Bin", json!({"headers": {"x-tags": "a"}}), json!({"headers": {}}), none),
        ("Bin", json!({"headers": {"User-Agent": ""}}), json!({"headers": {}}), none),
        // A checksum that only botocore adds is covered beside the caller's.
        (
            "File",
            json!({"headers": {"content-md5": "x"}}),
            json!({"headers": {"content-md5": "x", "x-amz-checksum-crc32": CHECKSUM_OF_BODY}}),
            &["checksum beside Content-MD5"],
        ),
        (
            "File",
            json!({"headers": {"content-md5": "x"}}),
            json!({"headers": {"content-md5": "x", "x-amz-checksum-crc32": "AAAAAA=="}}),
            none,
        ),
        (
            "File",
            json!({"headers": {}}),
            json!({"headers": {"x-amz-checksum-crc32": CHECKSUM_OF_BODY}}),
            none,
        ),
        // The default content type is covered if the body is bytes.
        (
            "File",
            json!({"headers": {"content-type": "application/octet-stream"}}),
            json!({"headers": {}}),
            &["content type of a blob"],
        ),
        ("File", json!({"headers": {"content-type": "text/plain"}}), json!({"headers": {}}), none),
        (
            "Bin",
            json!({"headers": {"content-type": "application/octet-stream"}}),
            json!({"headers": {}}),
            none,
        ),
        (
            "Note",
            json!({"headers": {"content-type": "text/plain"}}),
            json!({"headers": {}}),
            &["content type of a text"],
        ),
        (
            "Note",
            json!({"headers": {"content-type": "application/octet-stream"}}),
            json!({"headers": {}}),
            none,
        ),
        (
            "File",
            json!({"output": {}}),
            json!({"output": {"bytes": ""}}),
            &["response without a body"],
        ),
        ("File", json!({"output": {}}), json!({"output": {"bytes": "AP8="}}), none),
        ("File", json!({"output": {"bytes": ""}}), json!({"output": {}}), none),
        // Both sides read the same tag.
        (
            "Bin",
            json!({"output": {"kind": {"square": 4}}}),
            json!({"output": {"kind": {"SDK_UNKNOWN_MEMBER": {"name": "square"}}}}),
            &["unknown union member"],
        ),
        (
            "Bin",
            json!({"output": {"kind": {"square": 4}}}),
            json!({"output": {"kind": {"SDK_UNKNOWN_MEMBER": {"name": "oval"}}}}),
            none,
        ),
        (
            "Bin",
            json!({"output": {"lid": {"square": 4}}}),
            json!({"output": {"lid": {"SDK_UNKNOWN_MEMBER": {"name": "square"}}}}),
            none,
        ),
        ("Bin", json!({"method": "PUT"}), json!({"method": "POST"}), none),
    ];
    for (shape, ours, theirs, rules) in cases {
        let found = Found::between(
            schema,
            &ShapeId::new(format!("x#{shape}")),
            ours.clone(),
            theirs.clone(),
        );
        let expected: BTreeSet<&str> = rules.iter().copied().collect();
        assert_eq!(found.rules, expected, "{ours} {theirs}");
        assert_eq!(found.differences.is_empty(), !rules.is_empty(), "{ours} {theirs}");
    }
}

#[test]
fn a_rule_of_xml_and_cbor_covers_one_difference() {
    let model = xml_model();
    let none = "";
    let (xml, query, cbor) = (Protocol::RestXml, Protocol::AwsQuery, Protocol::RpcV2Cbor);
    let form = "application/x-www-form-urlencoded";
    let headers = |value: Option<&str>| match value {
        Some(value) => json!({"headers": {"content-type": value}}),
        None => json!({"headers": {}}),
    };
    let root = |members: Value| json!({"body": {"Order": members}});
    let cases = [
        (xml, headers(Some("application/xml")), headers(None), "content type of XML"),
        (xml, headers(Some("text/xml")), headers(None), none),
        (cbor, headers(Some("application/xml")), headers(None), none),
        (
            query,
            headers(Some(form)),
            headers(Some("application/x-www-form-urlencoded; charset=utf-8")),
            "content type of a form",
        ),
        (query, headers(Some(form)), headers(None), none),
        (xml, root(json!({"size": "1e16"})), root(json!({"size": "1e+16"})), "text of a float"),
        (xml, root(json!({"size": "1e16"})), root(json!({"size": "1e+15"})), none),
        (xml, root(json!({"note": "1e16"})), root(json!({"note": "1e+16"})), none),
        (
            query,
            json!({"body": {"size": "0.5"}}),
            json!({"body": {"size": "5e-1"}}),
            "text of a float",
        ),
        (
            xml,
            root(json!({"at": "2000-01-01T00:00:00.5Z"})),
            root(json!({"at": "2000-01-01T00:00:00.500000Z"})),
            "fraction of a date-time",
        ),
        (xml, root(json!({"note": "a\rb"})), root(json!({"note": "a\nb"})), "carriage return"),
        (xml, root(json!({"note": "a\nb"})), root(json!({"note": "a\rb"})), none),
        (xml, root(json!({"note": "a\rb"})), root(json!({"note": "ab"})), none),
        (query, json!({"body": {"Note": "\r"}}), json!({"body": {"Note": "\n"}}), none),
        (
            xml,
            json!({"output": {"map": {"x": 1}}}),
            json!({"output": {"map": {"x": "1"}}}),
            "number that botocore has as text",
        ),
        (xml, json!({"output": {"map": {"x": 1}}}), json!({"output": {"map": {"x": "2"}}}), none),
        (
            cbor,
            json!({"output": {"owner": {}}}),
            json!({"output": {"owner": {"later": 1}}}),
            "unknown member",
        ),
        (cbor, json!({"output": {"owner": {}}}), json!({"output": {"owner": {"name": ""}}}), none),
        (xml, json!({"output": {"owner": {}}}), json!({"output": {"owner": {"later": 1}}}), none),
        (xml, root(json!({"owner": {"level": "1"}})), root(json!({"owner": {}})), "default"),
        (xml, root(json!({"owner": {"level": "2"}})), root(json!({"owner": {}})), none),
        (
            cbor,
            json!({"body": {"owner": {"level": {"float": 1.0}}}}),
            json!({"body": {"owner": {}}}),
            "default",
        ),
        (
            cbor,
            json!({"body": {"owner": {"level": {"float": 2.0}}}}),
            json!({"body": {"owner": {}}}),
            none,
        ),
        (
            xml,
            root(json!({"@xmlns": "http://shop/"})),
            json!({"body": null}),
            "document without members",
        ),
        (xml, root(json!({})), json!({"body": null}), "document without members"),
        (xml, root(json!({"note": "a"})), json!({"body": null}), none),
        (xml, json!({"body": null}), root(json!({})), none),
        (cbor, root(json!({})), json!({"body": null}), none),
        (xml, json!({"query": {"x-id": ["A"]}}), json!({"query": {}}), "x-id"),
        (xml, json!({"query": {"id": ["A"]}}), json!({"query": {}}), none),
        (xml, json!({"query": {}}), json!({"query": {"x-id": ["A"]}}), none),
    ];
    for (protocol, ours, theirs, rule) in cases {
        let schema = Schema::new(&model, protocol);
        let found = Found::between(schema, &ShapeId::new("x#Order"), ours.clone(), theirs.clone());
        let rules: Vec<&str> = found.rules.into_iter().collect();
        assert_eq!(rules.concat(), rule, "{ours} {theirs}");
        assert_eq!(found.differences.is_empty(), rule != none, "{ours} {theirs}");
    }
}
