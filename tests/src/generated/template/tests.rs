//! Tests that the conversion between a case and a generated type does not change values.

use aws_operation::protocols::RestJson1;
use aws_operation::{ServiceError, Timestamp};
use serde_json::{Map, Value, json};

use super::bridges::{errors, event_unions, int_enums, structures, text_enums, unions};
use super::node::{
    Exception, Key, Node, add, events, member, members, no_member, normal, only_member, set,
};

mod operations {
    use std::collections::BTreeMap;

    use aws_operation::{
        Blob, Document, EventStream, RawEvent, ServiceError, Timestamp, aws_enum, aws_error,
        aws_event_stream, aws_output, aws_structure, aws_union,
    };

    #[aws_structure]
    #[derive(Default)]
    pub struct Thing {
        pub r#type: Option<Kind>,
        pub size: i8,
        pub ratio: Option<f32>,
        pub at: Option<Timestamp>,
        pub bytes: Option<Blob>,
        pub open: Option<Document>,
        pub by_kind: BTreeMap<Kind, Vec<Option<bool>>>,
        pub inner: Option<Box<Thing>>,
        pub choice: Option<Choice>,
    }

    #[aws_structure]
    #[derive(Default)]
    pub struct Empty {}

    #[aws_union]
    pub enum Choice {
        Text(String),
        Quit,
        Other(String, Document),
    }

    #[aws_enum]
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    pub enum Kind {
        Edge,
        Other(String),
    }

    #[aws_enum]
    pub enum Level {
        #[value(1)]
        Low,
        Other(i32),
    }

    #[aws_error]
    #[derive(Default)]
    pub struct Gone {
        pub message: Option<String>,
    }

    #[aws_output]
    #[derive(Default)]
    pub struct Heard {
        #[header("x-room")]
        pub room: Option<String>,
        #[payload]
        pub words: EventStream<Words>,
    }

    #[aws_event_stream]
    pub enum Words {
        Thing(Thing),
        Counted {
            #[event_header]
            count: i32,
            #[event_payload]
            bytes: Blob,
        },
        #[exception]
        Gone {},
        Unknown(RawEvent),
    }

    #[aws_error]
    pub enum ThingError {
        Gone(Gone),
        Other(ServiceError),
    }
}

structures! {
    Thing {
        "type" => r#type,
        "size" => size,
        "ratio" => ratio,
        "at" => at,
        "bytes" => bytes,
        "open" => open,
        "byKind" => by_kind,
        "inner" => inner,
        "choice" => choice,
    }
    Empty {
    }
    Heard {
        "room" => room,
        "words" => words,
    } "words" => words
    Gone {
        "message" => message,
    }
}

unions! {
    Choice {
        "text" => Text,
        "quit" => Quit "unit",
    } Other
}

event_unions! {
    Words {
        "thing" => Thing,
    } {
        "counted" => Counted { "count" => count, "bytes" => bytes, },
        "gone" => Gone { },
    } Unknown
}

text_enums! { Kind }

int_enums! { Level }

errors! {
    ThingError {
        "x#Gone" => Gone(Gone),
    } Other
}

#[test]
fn a_value_is_the_same_after_conversion() {
    for node in [
        json!({"size": 0, "byKind": {}}),
        json!({"size": -128, "byKind": {"new": [true, null]}, "type": "EDGE", "ratio": 1.1}),
        json!({"size": 0, "byKind": {}, "ratio": "-Infinity", "open": {"a": [1, 2.5, "x", null]}}),
        json!({"size": 0, "byKind": {}, "bytes": "AP8=", "choice": {"quit": {}}}),
        json!({"size": 0, "byKind": {}, "inner": {"size": 1, "byKind": {}, "choice": {"text": ""}}}),
        json!({"size": 0, "byKind": {}, "choice": {"unheard-of": {"a": 1}}}),
    ] {
        assert_eq!(normal::<operations::Thing>(&node), Ok(node));
    }
    assert_eq!(normal::<operations::Thing>(&json!({})), Ok(json!({"size": 0, "byKind": {}})));
    assert_eq!(normal::<operations::Empty>(&json!({})), Ok(json!({})));
    assert_eq!(normal::<operations::Level>(&json!(7)), Ok(json!(7)));
}

#[test]
fn a_node_of_another_type_is_an_error() {
    for node in [
        json!([]),
        json!({"sise": 1}),
        json!({"size": 128}),
        json!({"size": "1"}),
        json!({"ratio": "1.5"}),
        json!({"bytes": "not base64"}),
        json!({"choice": {}}),
        json!({"choice": {"text": "", "quit": {}}}),
        json!({"at": "2020-01-01T00:00:00Z"}),
    ] {
        assert!(normal::<operations::Thing>(&node).is_err(), "{node}");
    }
    assert!(normal::<operations::Empty>(&json!({"a": 1})).is_err());
}

#[test]
fn events_are_read_after_the_other_members() {
    let words = json!([
        {"thing": {"size": 1, "byKind": {}}},
        {"counted": {"count": 2, "bytes": "AP8="}},
        {"gone": {}},
    ]);
    let node = json!({"room": "a", "words": words});
    let mut heard = operations::Heard::from_node(&node).expect("it is an output");
    assert_eq!(heard.to_node(), json!({"room": "a"}));
    assert_eq!(heard.take_events(), Some(("words", words)));
    assert_eq!(operations::Thing::default().take_events(), None);
    for node in [json!({"other": {}}), json!({"counted": {"size": 1}}), json!({"gone": 1})] {
        assert!(operations::Words::from_node(&node).is_err(), "{node}");
    }
}

#[test]
fn a_timestamp_keeps_its_fraction() {
    for (node, nanos) in [
        (json!(1), 1_000_000_000),
        (json!(1.0), 1_000_000_000),
        (json!(946_845_296.123), 946_845_296_123_000_000),
        (json!(-0.5), -500_000_000),
        (json!(-1.25), -1_250_000_000),
        (json!(253_402_300_799.999), 253_402_300_799_999_000_000),
    ] {
        let timestamp = Timestamp::from_node(&node).expect("it is a time");
        assert_eq!(timestamp.epoch_nanos(), nanos, "{node}");
        assert_eq!(timestamp.to_node().as_f64(), node.as_f64());
    }
}

#[test]
fn an_exception_is_known_by_its_shape() {
    let node = json!({"message": "It is gone."});
    let error = operations::ThingError::Gone(Node::from_node(&node).expect("it is an exception"));
    assert_eq!(error.exception(), Some(("x#Gone", node.clone())));
    assert_eq!(operations::ThingError::normal("x#Gone", &node), Some(Ok(node)));
    assert_eq!(operations::ThingError::normal("x#Other", &json!({})), None);

    let response = http::Response::new(bytes::Bytes::new());
    let other = ServiceError::from_response::<RestJson1>(&response);
    assert_eq!(operations::ThingError::Other(other).exception(), None);
}
