//! A comparison that finds nothing is worth something only if it would find what is there.

use std::collections::BTreeSet;

use aws_operation::{Blob, Timestamp, TimestampFormat};
use aws_operation_codegen::Model;
use aws_operation_codegen::model::{Shape, ShapeId};
use serde_json::json;

use super::scalars::Scalars;
use super::server::{Response, Server};
use super::{Found, exchange};
use crate::generated::protocols::Protocol;
use crate::generated::schema::{Kind, Place, Schema};
use crate::generated::template::node::Node as _;
use crate::random::Random;

fn model() -> Model {
    let text = json!({"smithy": "2.0", "shapes": {
        "x#Bin": {"type": "structure", "members": {
            "size": {"target": "smithy.api#Integer", "traits": {"smithy.api#default": 0}},
            "since": {"target": "smithy.api#Timestamp", "traits": {
                "smithy.api#httpHeader": "x-since"}},
            "tags": {"target": "x#Tags", "traits": {"smithy.api#httpHeader": "x-tags"}},
            "agent": {"target": "smithy.api#String", "traits": {
                "smithy.api#httpHeader": "User-Agent"}},
            "at": {"target": "x#DateTime", "traits": {"smithy.api#httpQuery": "at"}},
            "lid": {"target": "x#Lid", "traits": {"smithy.api#jsonName": "theLid"}},
            "kind": {"target": "x#Kind"},
        }},
        "x#Lid": {"type": "structure", "members": {
            "weight": {"target": "smithy.api#Double", "traits": {"smithy.api#default": 1}},
            "made": {"target": "x#DateTime", "traits": {"smithy.api#jsonName": "Made"}},
        }},
        "x#Kind": {"type": "union", "members": {
            "round": {"target": "smithy.api#Boolean", "traits": {"smithy.api#jsonName": "ROUND"}},
            "none": {"target": "smithy.api#Unit"},
        }},
        "x#Tags": {"type": "list", "member": {"target": "smithy.api#String"}},
        "x#DateTime": {"type": "timestamp", "traits": {
            "smithy.api#timestampFormat": "date-time"}},
        "x#File": {"type": "structure", "members": {
            "bytes": {"target": "smithy.api#Blob", "traits": {"smithy.api#httpPayload": {}}},
            "status": {"target": "smithy.api#Integer", "traits": {
                "smithy.api#httpResponseCode": {}}},
        }},
        "x#Gone": {"type": "structure", "traits": {
            "smithy.api#error": "client", "smithy.api#httpError": 410},
            "members": {"message": {"target": "smithy.api#String"}}},
    }});
    Model::parse(&text.to_string()).expect("it is a model")
}

/// An operation with this shape as its input and output.
fn operation(shape: &str) -> Shape {
    let target = json!({"target": format!("x#{shape}")});
    let text = json!({"type": "operation", "input": target, "output": target, "traits": {
        "smithy.api#http": {"method": "PUT", "uri": "/", "code": 201}}});
    serde_json::from_value(text).expect("it is an operation")
}

#[test]
fn a_rule_covers_one_difference_and_none_beside_it() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let none: &[&str] = &[];
    let cases = [
        // Of a nested member, and only its default.
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
        // The same time, where a time stands.
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
        // The default type, where the body is bytes.
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
            "File",
            json!({"output": {}}),
            json!({"output": {"bytes": ""}}),
            &["response without a body"],
        ),
        ("File", json!({"output": {}}), json!({"output": {"bytes": "AP8="}}), none),
        ("File", json!({"output": {"bytes": ""}}), json!({"output": {}}), none),
        // The tag that both saw.
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
fn requests_of_both_sides_take_one_form() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let (bin, file) = (operation("Bin"), operation("File"));
    let ours = json!({
        "method": "PUT",
        "host": "example.com",
        "path": "/a%2Fb",
        "query": "k=2&k=%2B1&flag",
        "headers": [["accept", "application/json"], ["user-agent", "mine"]],
        "body": Blob::from(r#"{"a": 1, "b": 2}"#),
    });
    let theirs = json!({
        "method": "PUT",
        "url": "https://example.com/a%2Fb?flag=&k=%2b1&k=2",
        "headers": [
            ["Accept", "application/json"],
            ["User-Agent", "mine"],
            ["Content-Length", "16"],
            ["amz-sdk-request", "attempt=1"],
        ],
        "body": Blob::from(r#"{"b": 2, "a": 1}"#),
    });
    let expected = json!({
        "method": "PUT",
        "host": "example.com",
        "path": "/a%2Fb",
        "query": {"flag": [""], "k": ["+1", "2"]},
        "headers": {"accept": "application/json", "user-agent": "mine"},
        "body": {"a": 1, "b": 2},
    });
    assert_eq!(exchange::request(schema, &bin, &ours).as_ref(), Ok(&expected));
    assert_eq!(exchange::request(schema, &bin, &theirs).as_ref(), Ok(&expected));

    // What looks like JSON is bytes, where the body is bytes; there the agent is the client's own.
    let file = exchange::request(schema, &file, &ours).expect("it is a request");
    assert_eq!(file["body"], json!({"base64": Blob::from(r#"{"a": 1, "b": 2}"#)}));
    assert_eq!(file["headers"], json!({"accept": "application/json"}));
}

#[test]
fn the_service_answers_by_the_bindings() {
    let model = model();
    let mut server = Server::new(
        Schema::new(&model, Protocol::RestJson1),
        Random::of_case(1, "server", 0),
        false,
    );
    let body = |response: &Response| String::from_utf8_lossy(&response.body).into_owned();
    let value = json!({
        "size": 3,
        "since": 0,
        "tags": ["a", "b,c", "\"d\""],
        "at": 0.5,
        "lid": {"made": 0.5},
        "kind": {"round": true},
    });
    let response = server
        .output(("MakeBin", &operation("Bin")), &ShapeId::new("x#Bin"), &value)
        .expect("it is a bin");
    assert_eq!(response.status, 201);
    assert_eq!(
        body(&response),
        // Of an output the binding to the query is none.
        r#"{"at":"1970-01-01T00:00:00.5Z","kind":{"ROUND":true},"size":3,"theLid":{"Made":"1970-01-01T00:00:00.5Z"}}"#
    );
    let headers = response.headers;
    for (name, value) in
        [("x-since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("x-tags", r#"a, "b,c", "\"d\"""#)]
    {
        assert!(headers.contains(&(name.to_owned(), value.to_owned())), "{headers:?}");
    }

    let value = json!({"bytes": Blob::from("{}"), "status": 299});
    let response = server
        .output(("GetFile", &operation("File")), &ShapeId::new("x#File"), &value)
        .expect("it is a file");
    assert_eq!((response.status, body(&response).as_str()), (299, "{}"));

    for _ in 0..20 {
        let value = json!({"message": "It is gone."});
        let response = server
            .exception(&operation("Bin"), &ShapeId::new("x#Gone"), &value)
            .expect("it is gone");
        assert_eq!(response.status, 410);
        let text = format!("{:?}{}", response.headers, body(&response));
        assert!(text.contains("Gone") && text.contains("It is gone."), "{text}");
    }
}

#[test]
fn values_are_what_their_places_can_hold() {
    for extreme in [false, true] {
        let mut scalars = Scalars { random: Random::of_case(1, "scalars", 0), extreme, xml: false };
        for _ in 0..2000 {
            let mut text = |place| {
                let text = scalars.text_of(&[], place, false);
                text.as_str().map(str::to_owned).unwrap_or_default()
            };
            let (label, header) = (text(Place::Label), text(Place::Header));
            assert!(!label.is_empty() && !label.chars().all(|c| c == '.'), "{label:?}");
            assert!(http::HeaderValue::from_str(&header).is_ok_and(|_| header.trim() == header));
            for format in [
                TimestampFormat::DateTime,
                TimestampFormat::EpochSeconds,
                TimestampFormat::HttpDate,
            ] {
                let node = scalars.timestamp(format);
                let timestamp = Timestamp::from_node(&node).expect("it is a time");
                let read = timestamp.format(format).parse::<Timestamp>();
                assert_eq!(read.as_ref(), Ok(&timestamp), "{node}");
            }
            for kind in [Kind::Byte, Kind::Short, Kind::Integer, Kind::Long, Kind::Float] {
                assert!(!scalars.number(kind).is_null());
            }
        }
    }
}

#[test]
fn a_seed_gives_the_same_values_again() {
    let values = |seed, name, index| {
        let mut scalars =
            Scalars { random: Random::of_case(seed, name, index), extreme: true, xml: false };
        (0..20).map(|_| scalars.document(0).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(values(1, "PutThing input", 3), values(1, "PutThing input", 3));
    let others = [(2, "PutThing input", 3), (1, "PutThing answer", 3), (1, "PutThing input", 4)];
    for (seed, name, index) in others {
        assert_ne!(values(1, "PutThing input", 3), values(seed, name, index));
    }
}
