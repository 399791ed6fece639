//! Tests that the comparison finds differences.

use std::collections::BTreeSet;

use aws_operation::{Blob, Timestamp, TimestampFormat};
use aws_operation_codegen::Model;
use aws_operation_codegen::model::{Shape, ShapeId};
use serde_json::{Value, json};

use super::exchange::CHECKSUM_OF_BODY;
use super::scalars::Scalars;
use super::server::{Response, Server};
use super::{Found, exchange};
use crate::generated::documents;
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
            "until": {"target": "x#DateTime", "traits": {"smithy.api#httpHeader": "x-until"}},
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
        "x#Note": {"type": "structure", "members": {
            "text": {"target": "smithy.api#String", "traits": {"smithy.api#httpPayload": {}}},
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
    let given = json!({"agent": "mine"});
    assert_eq!(exchange::request(schema, &bin, &given, &ours).as_ref(), Ok(&expected));
    assert_eq!(exchange::request(schema, &bin, &given, &theirs).as_ref(), Ok(&expected));
    // If the input has no agent, the header is the client's own and is omitted.
    let client = exchange::request(schema, &bin, &json!({}), &ours).expect("it is a request");
    assert_eq!(client["headers"], json!({"accept": "application/json"}));

    // If the body is bytes, a body that looks like JSON stays bytes. The agent is then the client's
    // own.
    let file = exchange::request(schema, &file, &given, &ours).expect("it is a request");
    assert_eq!(file["body"], json!({"base64": Blob::from(r#"{"a": 1, "b": 2}"#)}));
    assert_eq!(file["headers"], json!({"accept": "application/json"}));
}

/// A checksum that is right for its body equals another of the same algorithm. A wrong one does not.
#[test]
fn checksums_are_compared_with_their_bodies() {
    let model = model();
    let schema = Schema::new(&model, Protocol::RestJson1);
    let mut file = operation("File");
    let header = |name: &str, value: &str, file: &Shape| {
        let request = json!({
            "method": "PUT", "url": "https://h/", "headers": [[name, value]],
            "body": Blob::from("hello"),
        });
        let request = exchange::request(schema, file, &json!({}), &request);
        request.expect("it is a request")["headers"].clone()
    };
    // Computed by Python's `zlib.crc32` and `hashlib`.
    let right = [
        ("x-amz-checksum-crc32", "NhCmhg=="),
        ("x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
        ("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
    ];
    let checksum = json!({"requestAlgorithmMember": "algorithm"});
    let traits = json!({"aws.protocols#httpChecksum": checksum});
    file.traits = serde_json::from_value(traits).expect("it is a trait");
    for (name, value) in right {
        assert_eq!(header(name, value, &file), json!({ name: CHECKSUM_OF_BODY }));
        assert_eq!(header(name, "AAAAAA==", &file), json!({ name: "AAAAAA==" }));
        let other = right.map(|(_, value)| value).into_iter().find(|other| *other != value);
        let other = other.expect("there are three");
        assert_eq!(header(name, other, &file), json!({ name: other }));
    }
    // So does the name of the algorithm.
    let name = "x-amz-sdk-checksum-algorithm";
    assert_eq!(header(name, "CRC32", &file), json!({ name: "CRC32" }));
    let traits = json!({"aws.protocols#httpChecksum": {"requestChecksumRequired": true}});
    file.traits = serde_json::from_value(traits).expect("it is a trait");
    assert_eq!(header(name, "CRC32", &file), json!({ name: "CRC32" }));
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
        // A query binding has no effect in an output.
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

/// A model of XML: attributes, namespaces, flattened and renamed members.
fn xml_model() -> Model {
    let text = json!({"smithy": "2.0", "shapes": {
        "x#Shop": {"type": "service", "version": "1", "traits": {
            "smithy.api#xmlNamespace": {"uri": "http://shop/"},
            "aws.protocols#awsQueryCompatible": {}}},
        "x#Order": {"type": "structure", "members": {
            "id": {"target": "smithy.api#String", "traits": {"smithy.api#xmlAttribute": {}}},
            "note": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "Note"}},
            "at": {"target": "smithy.api#Timestamp"},
            "blob": {"target": "smithy.api#Blob"},
            "size": {"target": "smithy.api#Float"},
            "items": {"target": "x#Items"},
            "tags": {"target": "x#Items", "traits": {
                "smithy.api#xmlFlattened": {}, "smithy.api#xmlName": "Tag",
                "aws.protocols#ec2QueryName": "TheTag"}},
            "map": {"target": "x#Map"},
            "flat": {"target": "x#Map", "traits": {"smithy.api#xmlFlattened": {}}},
            "owner": {"target": "x#Owner", "traits": {
                "smithy.api#xmlNamespace": {"uri": "http://o/", "prefix": "o"}}},
        }},
        "x#Owner": {"type": "structure", "members": {
            "kind": {"target": "smithy.api#String", "traits": {
                "smithy.api#xmlAttribute": {}, "smithy.api#xmlName": "o:kind"}},
            "name": {"target": "smithy.api#String"},
            "level": {"target": "smithy.api#Double", "traits": {"smithy.api#default": 1}}}},
        "x#Items": {"type": "list", "member": {"target": "smithy.api#String", "traits": {
            "smithy.api#xmlName": "Item"}}},
        "x#Map": {"type": "map", "key": {"target": "smithy.api#String", "traits": {
            "smithy.api#xmlName": "K"}}, "value": {"target": "smithy.api#Integer"}},
        "x#Gone": {"type": "structure", "traits": {
            "smithy.api#error": "client", "smithy.api#httpError": 410,
            "aws.protocols#awsQueryError": {"code": "Shop.Gone", "httpResponseCode": 404}},
            "members": {"Message": {"target": "smithy.api#String"}}},
    }});
    Model::parse(&text.to_string()).expect("it is a model")
}

fn order() -> Value {
    json!({
        "id": "\"1\"", "note": "a<b&\r\n", "at": 0.5, "blob": "AP8=", "size": 1.5,
        "items": ["a", "b"], "tags": ["c", "d"], "map": {"x": 1, "y": 2}, "flat": {"z": 3},
        "owner": {"kind": "K", "name": ""},
    })
}

fn written(protocol: Protocol) -> Response {
    let model = xml_model();
    let random = Random::of_case(1, "server", 0);
    let mut server = Server::new(Schema::new(&model, protocol), random, false);
    let operation = ("GetOrder", &operation("Order"));
    server.output(operation, &ShapeId::new("x#Order"), &order()).expect("it is an order")
}

#[test]
fn the_service_writes_xml() {
    // The members of the test's model are sorted.
    let inside = "<at>1970-01-01T00:00:00.5Z</at><blob>AP8=</blob><flat><K>z</K><value>3</value></flat>\
                  <items><Item>a</Item><Item>b</Item></items>\
                  <map><entry><K>x</K><value>1</value></entry><entry><K>y</K><value>2</value></entry>\
                  </map><Note>a&lt;b&amp;&#xD;\n</Note>\
                  <owner xmlns:o=\"http://o/\" o:kind=\"K\"><name></name></owner>\
                  <size>1.5</size><Tag>c</Tag><Tag>d</Tag>";
    let id = "id=\"&quot;1&quot;\"";
    for (protocol, status, expected) in [
        (Protocol::RestXml, 201, format!("<Order xmlns=\"http://shop/\" {id}>{inside}</Order>")),
        (
            Protocol::AwsQuery,
            200,
            format!(
                "<GetOrderResponse xmlns=\"http://shop/\"><GetOrderResult {id}>{inside}\
                 </GetOrderResult><ResponseMetadata><RequestId>a1b2</RequestId></ResponseMetadata>\
                 </GetOrderResponse>"
            ),
        ),
        (
            Protocol::Ec2Query,
            200,
            format!(
                "<GetOrderResponse xmlns=\"http://shop/\"><requestId>a1b2</requestId>{inside}\
                 </GetOrderResponse>"
            ),
        ),
    ] {
        let response = written(protocol);
        assert_eq!(response.status, status);
        assert_eq!(String::from_utf8_lossy(&response.body), expected);
    }
}

#[test]
fn the_service_writes_cbor() {
    let response = written(Protocol::RpcV2Cbor);
    assert!(response.headers.contains(&("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned())));
    let read = documents::cbor::read(&response.body);
    let mut expected = order();
    expected["at"] = json!({"time": 0.5});
    expected["blob"] = json!({"bytes": "AP8="});
    expected["size"] = json!({"float": 1.5});
    assert_eq!(read, Ok(expected));
}

#[test]
fn exceptions_have_the_form_of_the_protocol() {
    let model = xml_model();
    let value = json!({"Message": "Sold."});
    let message = "<Message>Sold.</Message>";
    let (json10, cbor) = (Protocol::AwsJson10, Protocol::RpcV2Cbor);
    for (protocol, status, expected) in [
        (
            Protocol::AwsQuery,
            404,
            format!(
                "<ErrorResponse xmlns=\"http://shop/\"><Error><Type>Sender</Type>\
                 <Code>Shop.Gone</Code>{message}</Error><RequestId>a1b2</RequestId></ErrorResponse>"
            ),
        ),
        (
            Protocol::RestXml,
            410,
            format!(
                "<ErrorResponse xmlns=\"http://shop/\"><Error><Type>Sender</Type>\
                 <Code>Gone</Code>{message}</Error><RequestId>a1b2</RequestId></ErrorResponse>"
            ),
        ),
        (
            Protocol::Ec2Query,
            410,
            format!(
                "<Response><Errors><Error><Code>Gone</Code>{message}</Error></Errors>\
                 <RequestID>a1b2</RequestID></Response>"
            ),
        ),
        (json10, 410, "Sold.".to_owned()),
        (cbor, 410, "Sold.".to_owned()),
    ] {
        let random = Random::of_case(1, "server", 0);
        let mut server = Server::new(Schema::new(&model, protocol), random, false);
        let response = server
            .exception(&operation("Order"), &ShapeId::new("x#Gone"), &value)
            .expect("it is an exception");
        assert_eq!(response.status, status);
        let body = String::from_utf8_lossy(&response.body);
        if protocol == json10 || protocol == cbor {
            assert!(body.contains("__type") && body.contains(&expected), "{body}");
            let header = ("x-amzn-query-error".to_owned(), "Shop.Gone;Sender".to_owned());
            assert!(response.headers.contains(&header), "{:?}", response.headers);
        } else {
            assert_eq!(body, expected);
        }
    }
}

/// A service reads the same order from a request of each protocol, without losing anything.
#[test]
fn a_service_reads_the_members_of_a_request() {
    let model = xml_model();
    let input = ShapeId::new("x#Order");
    let query = "Action=PutOrder&Version=1&id=%221%22&Note=a%3Cb%26%0D%0A&at=1970-01-01T00:00:00.5Z&\
                 blob=AP8%3D&size=1.5&items.Item.1=a&items.Item.2=b&Tag.1=c&Tag.2=d&\
                 map.entry.1.K=x&map.entry.1.value=1&map.entry.2.K=y&map.entry.2.value=2&\
                 flat.1.K=z&flat.1.value=3&owner.o%3Akind=K&owner.name=";
    let ec2 = "Action=PutOrder&Version=1&Id=%221%22&Note=a%3Cb%26%0D%0A&At=1970-01-01T00:00:00.5Z&\
               Blob=AP8%3D&Size=1.5&Items.1=a&Items.2=b&TheTag.1=c&TheTag.2=d&\
               Map.entry.1.K=x&Map.entry.1.value=1&Map.entry.2.K=y&Map.entry.2.value=2&\
               Flat.1.K=z&Flat.1.value=3&Owner.O%3Akind=K&Owner.Name=";
    let requests = [
        (Protocol::RestXml, written(Protocol::RestXml).body.to_vec()),
        (Protocol::RpcV2Cbor, written(Protocol::RpcV2Cbor).body.to_vec()),
        (Protocol::AwsJson11, written(Protocol::AwsJson11).body.to_vec()),
        (Protocol::AwsQuery, query.as_bytes().to_vec()),
        (Protocol::Ec2Query, ec2.as_bytes().to_vec()),
    ];
    for (protocol, body) in requests {
        let schema = Schema::new(&model, protocol);
        let read = documents::read(schema, &input, &body).expect("it is a document");
        let typed = documents::typed(schema, &input, &read);
        assert_eq!(typed, Ok(documents::carried(schema, &input, &order())), "{protocol:?}");
    }
}

#[test]
fn what_the_model_does_not_explain_stays() {
    let model = xml_model();
    let input = ShapeId::new("x#Order");
    let read = |protocol, body: &str| {
        documents::read(Schema::new(&model, protocol), &input, body.as_bytes())
    };
    for (protocol, one, other) in [
        (Protocol::RestXml, "<Order/>", "<Order><What/></Order>"),
        (Protocol::RestXml, "<Order/>", "<Order what='1'/>"),
        (Protocol::RestXml, "<Order/>", "<Order>what</Order>"),
        (Protocol::RestXml, "<Order><items/></Order>", "<Order><items><member/></items></Order>"),
        (Protocol::RestXml, "<Order><at>1</at></Order>", "<Order><at xmlns='a'>1</at></Order>"),
        (
            Protocol::RestXml,
            "<Order><Tag>1</Tag><Tag>2</Tag></Order>",
            "<Order><Tag>2</Tag><Tag>1</Tag></Order>",
        ),
        (Protocol::AwsQuery, "Note=1", "Note=1&What=2"),
        (Protocol::AwsQuery, "items.Item.1=a", "items.Item.2=a"),
        (Protocol::AwsQuery, "items.Item.1=a", "items.member.1=a"),
        (Protocol::AwsQuery, "items=", ""),
        (Protocol::Ec2Query, "Items.1=a", "Items.Item.1=a"),
    ] {
        assert_ne!(read(protocol, one), read(protocol, other), "{one} {other}");
    }
    for (protocol, one, other) in [
        (
            Protocol::RestXml,
            "<Order><Tag>1</Tag><at>1</at><Tag>2</Tag></Order>",
            "<Order><at>1</at><Tag>1</Tag><Tag>2</Tag></Order>",
        ),
        (
            Protocol::AwsQuery,
            "flat.1.K=a&flat.1.value=1&flat.2.K=b&flat.2.value=2",
            "flat.1.K=b&flat.1.value=2&flat.2.K=a&flat.2.value=1",
        ),
    ] {
        assert_eq!(read(protocol, one), read(protocol, other), "{one} {other}");
    }
    for (protocol, body) in [
        (Protocol::RestXml, "<Order><at>1</at><at>2</at></Order>"),
        (Protocol::RestXml, "<Order><map><entry><K>1</K></entry></map></Order>"),
        (Protocol::AwsQuery, "Note=1&Note=1"),
        (Protocol::AwsQuery, "Note"),
        (Protocol::AwsJson10, "{"),
    ] {
        assert!(read(protocol, body).is_err(), "{body}");
    }
}

#[test]
fn a_rule_of_xml_and_cbor_covers_one_difference_and_none_beside_it() {
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
