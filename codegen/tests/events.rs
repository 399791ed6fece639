//! Event streams: the enum of the events, and the members that are streams.

mod support;

use support::{attribute, error, inside, item, model, nested, notes, operation, text, text_of};

const EVENT_STREAM: &str = r#""traits": {"smithy.api#streaming": {}}"#;

/// An operation with an event stream in its output, whose union has these members, and further shapes.
fn with_events(events: &str, shapes: &str) -> String {
    format!(
        r#""a.zoo#Do": {{"type": "operation", "output": {{"target": "a.zoo#Out"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#Out": {{"type": "structure", "members": {{"events": {{"target": "a.zoo#Events",
            "traits": {{"smithy.api#httpPayload": {{}}}}}}}}}},
        "a.zoo#Events": {{"type": "union", "members": {{{events}}}, {EVENT_STREAM}}}{}{shapes}"#,
        if shapes.is_empty() { "" } else { ", " }
    )
}

const BOUND: &str = r#"
    "a.zoo#Bound": {"type": "structure", "members": {
        "n": {"target": "smithy.api#Integer", "traits": {"smithy.api#eventHeader": {}}},
        "bytes": {"target": "smithy.api#Blob",
            "traits": {"smithy.api#eventPayload": {}, "smithy.api#required": {}}}}},
    "a.zoo#Plain": {"type": "structure", "members": {"a": {"target": "smithy.api#String"}}},
    "a.zoo#Bad": {"type": "structure", "traits": {"smithy.api#error": "client"},
        "members": {"message": {"target": "smithy.api#String"}}},
    "a.zoo#Gone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server"}}"#;

const EVENTS: &str = r#"
    "bound": {"target": "a.zoo#Bound"}, "plain": {"target": "a.zoo#Plain"},
    "bad": {"target": "a.zoo#Bad"}, "gone": {"target": "a.zoo#Gone"}"#;

#[test]
fn each_event_is_a_variant() {
    let text = text(&model(&with_events(EVENTS, BOUND)));
    assert_eq!(attribute(&text, "Events"), "#[aws_event_stream]");
    assert_eq!(
        inside(&text, "Events"),
        "Bound { #[event_header] n: Option<i32>, #[event_payload] bytes: Blob, }, Plain(Plain), \
         #[exception] Bad { message: Option<String>, }, #[exception] Gone {}, Unknown(RawEvent),"
    );
    assert_eq!(inside(&text, "Out"), "#[payload] pub events: EventStream<Events>,");
    assert_eq!(inside(&text, "Plain"), "pub a: Option<String>,");
    // The structures of the other events are not used on their own.
    for name in ["Bound", "Bad", "Gone"] {
        assert!(!text.contains(&format!("pub struct {name}")), "{text}");
    }
    assert!(item(&text, "Out").contains("#[derive(Debug, Default)]"), "{text}");
}

/// In a protocol without HTTP bindings, other members are in the initial messages.
#[test]
fn every_protocol_has_event_streams() {
    let members = r#""name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "events": {"target": "a.zoo#Events"}"#;
    let do_ = operation("POST", "/", members).replacen(
        r#""input""#,
        r#""output": {"target": "a.zoo#DoInput"}, "input""#,
        1,
    );
    let shapes =
        format!(r#"{do_}, "a.zoo#Events": {{"type": "union", "members": {{}}, {EVENT_STREAM}}}"#);
    for protocol in
        ["aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1", "smithy.protocols#rpcv2Cbor"]
    {
        let text = text_of(protocol, &shapes);
        let members = "pub name: String, #[payload] pub events: EventStream<Events>,";
        assert_eq!(inside(&text, "Do"), members, "{protocol}");
        assert_eq!(inside(&text, "DoInput"), members, "{protocol}");
        assert_eq!(attribute(&text, "DoInput"), "#[aws_output]", "{protocol}");
    }
}

#[test]
fn rename_all_is_the_case_of_most_names() {
    let of = |member: &str, name: &str| {
        let events = format!(
            r#""{name}": {{"target": "a.zoo#Event"}}, "Other": {{"target": "a.zoo#Other"}}"#
        );
        let header = r#""target": "smithy.api#String", "traits": {"smithy.api#eventHeader": {}}"#;
        let shapes = format!(
            r#""a.zoo#Event": {{"type": "structure", "members": {{"{member}": {{{header}}}}}}},
            "a.zoo#Other": {{"type": "structure", "members": {{}}}}"#
        );
        let text = text(&model(&with_events(&events, &shapes)));
        (attribute(&text, "Events"), inside(&text, "Events"))
    };
    assert_eq!(
        of("Name", "Event"),
        (
            r#"#[aws_event_stream(rename_all = "PascalCase")]"#.to_owned(),
            "Event { #[event_header] name: Option<String>, }, Other(Other), Unknown(RawEvent),"
                .to_owned()
        )
    );
    assert_eq!(
        of("name", "event"),
        (
            "#[aws_event_stream]".to_owned(),
            "Event { #[event_header] name: Option<String>, }, #[tag(\"Other\")] Other(Other), \
             Unknown(RawEvent),"
                .to_owned()
        )
    );
    assert_eq!(
        of("NAME", "event").1,
        "Event { #[event_header(\"NAME\")] name: Option<String>, }, #[tag(\"Other\")] \
         Other(Other), Unknown(RawEvent),"
    );
}

#[test]
fn names_of_events_do_not_collide() {
    let events = r#"
        "unknown": {"target": "a.zoo#RawEvent"}, "event": {"target": "a.zoo#EventStream"},
        "Event": {"target": "a.zoo#EventStream"}"#;
    let shapes = r#"
        "a.zoo#RawEvent": {"type": "structure", "members": {}},
        "a.zoo#EventStream": {"type": "structure", "members": {}}"#;
    let text = text(&model(&with_events(events, shapes)));
    assert_eq!(
        inside(&text, "Events"),
        "Unknown(RawEventShape), Event(EventStreamShape), #[tag(\"Event\")] \
         Event2(EventStreamShape), Unrecognized(RawEvent),"
    );
}

/// Names change only in a service with event streams, where the text imports them.
#[test]
fn a_service_without_event_streams_may_use_their_names() {
    let shapes = nested(r#""stream": {"target": "a.zoo#EventStream"}"#);
    let shapes =
        format!(r#"{shapes}, "a.zoo#EventStream": {{"type": "structure", "members": {{}}}}"#);
    let text = text(&model(&shapes));
    assert_eq!(inside(&text, "Nested"), "pub stream: Option<EventStream>,");
}

#[test]
fn event_streams_cause_no_notes() {
    assert_eq!(notes(&model(&with_events(EVENTS, BOUND))), [""; 0]);
}

#[test]
fn invalid_event_streams_are_errors() {
    let text = r#""a": {"target": "smithy.api#String"}"#;
    let list = r#""a.zoo#List": {"type": "list", "member": {"target": "smithy.api#String"}}"#;
    let nested_stream = nested(r#""events": {"target": "a.zoo#Events"}"#);
    let items = nested(r#""events": {"target": "a.zoo#List"}"#);
    let union = format!(r#""a.zoo#Events": {{"type": "union", "members": {{}}, {EVENT_STREAM}}}"#);
    for (shapes, expected) in [
        (
            with_events(text, ""),
            "member `a` of `Events` is `smithy.api#String`, which is not in the model",
        ),
        (
            with_events(r#""a": {"target": "a.zoo#List"}"#, list),
            "member `a` of `Events` is of type list; an event must be a structure; correct the model",
        ),
        (
            with_events(r#""a": {"target": "a.zoo#Missing"}"#, ""),
            "member `a` of `Events` is `a.zoo#Missing`, which is not in the model",
        ),
        (
            format!("{nested_stream}, {union}"),
            "member `events` of `Nested` is an event stream, which only members of inputs and \
             outputs can be; correct the model",
        ),
        (
            format!(
                r#"{items}, {union}, "a.zoo#List": {{"type": "list", "member": {{"target": "a.zoo#Events"}}}}"#
            ),
            "an item of `List` is an event stream, which only members of inputs and outputs can be",
        ),
    ] {
        let error = error(&model(&shapes));
        assert!(error.contains(expected), "{error}");
    }
}
