//! Tests that the comparison finds differences.

mod documents;
mod exchange;
mod rules;
mod server;
mod values;

use aws_operation_codegen::Model;
use aws_operation_codegen::model::{Shape, ShapeId};
use serde_json::{Value, json};

use super::server::{Response, Server};
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;
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

/// The service's response with the order, in this protocol.
fn written(protocol: Protocol) -> Response {
    let model = xml_model();
    let random = Random::of_case(1, "server", 0);
    let mut server = Server::new(Schema::new(&model, protocol), random, false);
    let operation = ("GetOrder", &operation("Order"));
    server.output(operation, &ShapeId::new("x#Order"), &order()).expect("it is an order")
}
