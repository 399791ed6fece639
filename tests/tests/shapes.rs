//! Structures, unions and open enums: what they are in a document, and what they keep of one that
//! is newer than the program.

use std::collections::BTreeMap;

use aws_operation::{
    Blob, Document, Failure, ServiceError, Timestamp, aws_enum, aws_error, aws_operation,
    aws_output, aws_structure, aws_union, decode, encode, services,
};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum EndpointType {
    Edge,
    Regional,
    #[value("t2.micro")]
    T2Micro,
    Unknown(String),
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq)]
enum Level {
    #[value(1)]
    Low,
    #[value(-10)]
    Minus,
    Unknown(i32),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
struct Point {
    x: i32,
    #[body("Y-axis")]
    y: Option<f64>,
    #[timestamp(date_time)]
    at: Option<Timestamp>,
    #[default("edge")]
    label: String,
    #[default(EndpointType::Regional)]
    kind: EndpointType,
    next: Option<Box<Point>>,
}

#[aws_union]
#[derive(Debug, Clone, PartialEq)]
enum Block {
    Text(String),
    #[tag("theImage")]
    Image(Box<Point>),
    #[timestamp(http_date)]
    At(Timestamp),
    Many(Vec<Level>),
    Quit,
    Unknown(String, Document),
}

/// What needs its members, for a response that may lack them.
#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Needs {
    name: String,
    point: Point,
    block: Block,
    kind: EndpointType,
    level: Level,
    at: Timestamp,
    data: Blob,
    free: Document,
    by_name: BTreeMap<EndpointType, Vec<Option<Level>>>,
}

#[aws_operation(method = "POST", uri = "/", output = Needs)]
#[derive(Clone)]
struct Send<T: Clone> {
    value: T,
}

/// `value` through our own format, and through serde_json, which keeps what is unset as null.
fn written<T: serde::Serialize + Clone>(value: &T) -> Value {
    let endpoint = "https://example.com".parse().expect("a URL");
    let send = Send { value: value.clone() };
    let encoded = encode(&send, &services::EXECUTE_API, &endpoint, &mut String::new);
    let body = encoded.expect("it can be sent").request.into_body();
    let document: Value = serde_json::from_slice(&body).expect("JSON");
    document.get("value").cloned().unwrap_or_default()
}

#[aws_operation(method = "GET", uri = "/", output = Value_<T>)]
struct Receive<T: DeserializeOwned> {
    #[query]
    nothing: Option<T>,
}

#[aws_output]
struct Value_<T> {
    value: T,
}

fn read<T: DeserializeOwned + serde::Serialize>(value: &Value) -> Result<T, String> {
    let body = Bytes::from(json!({ "value": value }).to_string());
    match decode::<Receive<T>>(&http::Response::new(body)) {
        Ok(output) => Ok(output.value),
        Err(Failure::Decode(error)) => Err(error.to_string()),
        Err(Failure::Service(_, error)) => Err(error.to_string()),
    }
}

fn round_trip<T>(value: &T, document: &Value)
where
    T: serde::Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug,
{
    assert_eq!(written(value), *document);
    assert_eq!(read::<T>(document).as_ref(), Ok(value));
    assert_eq!(serde_json::from_value::<T>(document.clone()).expect("serde_json reads it"), *value);
}

#[test]
fn open_enums_are_their_values_known_or_not() {
    for (value, text) in [
        (EndpointType::Edge, "EDGE"),
        (EndpointType::T2Micro, "t2.micro"),
        (EndpointType::Unknown("ORBITAL".into()), "ORBITAL"),
    ] {
        round_trip(&value, &json!(text));
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(EndpointType::from(text.to_owned()), value);
    }
    for (value, number) in [(Level::Low, 1), (Level::Minus, -10), (Level::Unknown(7), 7)] {
        round_trip(&value, &json!(number));
        assert_eq!(value.value(), number);
        assert_eq!(value.to_string(), number.to_string());
        assert_eq!(Level::from(number), value);
    }
    assert_eq!(EndpointType::default(), EndpointType::Unknown(String::new()));
    assert_eq!(Level::default(), Level::Unknown(0));
    assert_eq!(format!("[{:>6}]", EndpointType::Edge), "[  EDGE]");
    let map = BTreeMap::from([(EndpointType::Edge, 1), (EndpointType::Unknown("x".into()), 2)]);
    round_trip(&map, &json!({"EDGE": 1, "x": 2}));
}

#[test]
fn open_enums_stand_in_labels_queries_and_headers() {
    #[aws_operation(method = "GET", uri = "/{kind}/{level}")]
    struct Get {
        kind: EndpointType,
        level: Level,
        #[query]
        kinds: Vec<EndpointType>,
        #[header("x-level")]
        levels: Vec<Level>,
    }

    let get = Get {
        kind: EndpointType::T2Micro,
        level: Level::Minus,
        kinds: vec![EndpointType::Edge, EndpointType::Unknown("a b".into())],
        levels: vec![Level::Low, Level::Unknown(3)],
    };
    let endpoint = "https://example.com".parse().expect("a URL");
    let encoded = encode(&get, &services::EXECUTE_API, &endpoint, &mut String::new);
    let request = encoded.expect("it can be sent").request;
    assert_eq!(request.uri(), "https://example.com/t2.micro/-10?kinds=EDGE&kinds=a%20b");
    assert_eq!(request.headers()["x-level"], "1, 3");

    #[aws_output]
    #[derive(Debug, PartialEq)]
    struct Got {
        #[header("x-kinds")]
        kinds: Vec<EndpointType>,
        #[header("x-level")]
        level: Option<Level>,
        #[header("x-missing")]
        missing: EndpointType,
        #[header("x-default")]
        #[default(Level::Low)]
        default: Level,
    }

    #[aws_operation(method = "GET", uri = "/", output = Got)]
    struct GetBack;

    let response = http::Response::builder()
        .header("x-kinds", "EDGE, ORBITAL")
        .header("x-level", "-10")
        .body(Bytes::new())
        .expect("a response");
    let got = decode::<GetBack>(&response).expect("it can be read");
    assert_eq!(got.kinds, [EndpointType::Edge, EndpointType::Unknown("ORBITAL".into())]);
    assert_eq!((got.level, got.default), (Some(Level::Minus), Level::Low));
    assert_eq!(got.missing, EndpointType::default());
}

#[test]
fn structures_leave_out_what_is_unset_and_fill_in_what_is_missing() {
    let point = Point {
        x: 1,
        y: Some(2.5),
        at: Some(Timestamp::from_epoch_seconds(0)),
        label: "l".into(),
        kind: EndpointType::Edge,
        next: Some(Box::new(Point::default())),
    };
    let default = json!({"x": 0, "label": "edge", "kind": "REGIONAL"});
    let document = json!({
        "x": 1, "Y-axis": 2.5, "at": "1970-01-01T00:00:00Z", "label": "l", "kind": "EDGE",
        "next": default,
    });
    round_trip(&point, &document);
    assert_eq!(written(&Point::default()), default);
    for lacking in [json!({}), json!({"x": null, "label": null, "kind": null, "later": [1, {}]})] {
        assert_eq!(read::<Point>(&lacking), Ok(Point::default()), "{lacking}");
    }
    assert_eq!(Point::default().label, "edge");
    let error = read::<Point>(&json!({"x": "secret"})).expect_err("x is a number");
    assert!(error.contains("expected i32, found string"), "{error}");
}

#[test]
fn every_shape_has_a_zero_value() {
    let response = http::Response::new(Bytes::from_static(b"{}"));
    let needs = decode::<Send<()>>(&response).expect("zero values stand in");
    let zero = Needs {
        name: String::new(),
        point: Point::default(),
        block: Block::Unknown(String::new(), Document::Null),
        kind: EndpointType::Unknown(String::new()),
        level: Level::Unknown(0),
        at: Timestamp::from_epoch_seconds(0),
        data: Blob::default(),
        free: Document::Null,
        by_name: BTreeMap::new(),
    };
    assert_eq!(needs, zero);
    assert_eq!(zero.block, Block::default());
}

#[test]
fn unions_have_exactly_one_member_and_keep_one_that_is_new() {
    let point = json!({"x": 0, "label": "edge", "kind": "REGIONAL"});
    for (block, document) in [
        (Block::Text("hello".into()), json!({"text": "hello"})),
        (Block::Image(Box::default()), json!({"theImage": point})),
        (
            Block::At(Timestamp::from_epoch_seconds(1)),
            json!({"at": "Thu, 01 Jan 1970 00:00:01 GMT"}),
        ),
        (Block::Many(vec![Level::Low, Level::Unknown(5)]), json!({"many": [1, 5]})),
        (Block::Quit, json!({"quit": {}})),
        (
            Block::Unknown("video".into(), Document::from(vec![Document::from(1), "a".into()])),
            json!({"video": [1, "a"]}),
        ),
    ] {
        round_trip(&block, &document);
    }
    let with_nulls = json!({"__type": "Block", "theImage": null, "text": "a", "at": null});
    assert_eq!(read::<Block>(&with_nulls), Ok(Block::Text("a".into())));
    for (document, message) in [
        (json!({"text": "a", "quit": {}}), "a union with more than one member"),
        (json!({}), "a union without a member"),
        (json!({"text": null}), "a union without a member"),
    ] {
        let error = read::<Block>(&document).expect_err("not one member");
        assert!(error.contains(message), "{document}: {error}");
    }
    let endpoint = "https://example.com".parse().expect("a URL");
    let send = Send { value: Some(Block::default()) };
    let error = encode(&send, &services::EXECUTE_API, &endpoint, &mut String::new);
    assert_eq!(
        error.expect_err("no member is set").to_string(),
        "`value` cannot be written: a union without a member; set exactly one"
    );
}

#[test]
fn sensitive_members_and_variants_are_not_printed() {
    #[aws_structure]
    #[derive(Debug, Default)]
    struct Login {
        user: String,
        #[sensitive]
        password: String,
    }

    #[aws_union]
    #[derive(Debug)]
    enum Secret {
        #[sensitive]
        Password(String),
        Public(String),
        Unknown(String, Document),
    }

    let login = Login { user: "me".into(), password: "hidden".into() };
    assert_eq!(format!("{login:?}"), r#"Login { user: "me", password: [redacted] }"#);
    assert_eq!(format!("{:?}", Secret::Password("hidden".into())), "Password([redacted])");
    assert_eq!(format!("{:?}", Secret::Public("seen".into())), r#"Public("seen")"#);
}

#[test]
fn exceptions_can_be_shared() {
    #[aws_error]
    #[derive(Debug, Clone, Default, PartialEq)]
    struct NotFoundException {
        message: Option<String>,
        #[header("Retry-After")]
        #[default(3)]
        retry_after: u32,
        #[default("none")]
        resource: String,
    }

    #[aws_error]
    #[derive(Debug, PartialEq)]
    enum GetError {
        NotFoundException(NotFoundException),
        #[code("Odd.Code")]
        Odd(Point),
        Other(ServiceError),
    }

    #[aws_operation(method = "GET", uri = "/", error = GetError)]
    struct Get;

    let fail = |code: &str, body: &'static str| {
        let response = http::Response::builder().status(404).header("x-amzn-errortype", code);
        let response = response.body(Bytes::from_static(body.as_bytes())).expect("a response");
        match decode::<Get>(&response) {
            Err(Failure::Service(error, _)) => error,
            other => panic!("{other:?}"),
        }
    };
    let error = fail("NotFoundException", r#"{"message": "no such API"}"#);
    let exception = NotFoundException {
        message: Some("no such API".into()),
        retry_after: 3,
        resource: "none".into(),
    };
    assert_eq!(error, GetError::NotFoundException(exception.clone()));
    assert_eq!(error.to_string(), "NotFoundException: no such API");
    assert_eq!(exception.to_string(), "NotFoundException: no such API");
    assert_eq!(NotFoundException::default().to_string(), "NotFoundException");
    assert_eq!((NotFoundException::default().retry_after, exception.retry_after), (3, 3));
    // A type that is no exception of ours has no message.
    assert_eq!(fail("Odd.Code", r#"{"x": 1}"#).to_string(), "Odd.Code");
    assert!(matches!(fail("New", "{}"), GetError::Other(_)));
}

#[test]
fn an_unset_structure_is_an_empty_payload_and_any_other_is_none() {
    #[aws_operation(method = "POST", uri = "/")]
    struct Put<T> {
        #[payload]
        payload: Option<T>,
    }

    #[aws_operation(method = "POST", uri = "/")]
    struct PutPoint {
        #[payload]
        payload: Option<Box<Point>>,
    }

    #[aws_operation(method = "POST", uri = "/")]
    struct PutBlock {
        #[payload]
        payload: Option<Block>,
    }

    let endpoint = "https://example.com".parse().expect("a URL");
    macro_rules! sent {
        ($operation:expr) => {{
            let encoded = encode(&$operation, &services::EXECUTE_API, &endpoint, &mut String::new);
            let request = encoded.expect("it can be sent").request;
            let content_type = request.headers().get("content-type").cloned();
            let content_type = content_type.map(|t| t.to_str().unwrap_or_default().to_owned());
            (String::from_utf8_lossy(request.body()).into_owned(), content_type)
        }};
    }
    let nothing = (String::new(), None);
    assert_eq!(sent!(PutPoint { payload: None }), ("{}".into(), Some("application/json".into())));
    assert_eq!(sent!(PutBlock { payload: None }), nothing);
    assert_eq!(sent!(Put::<String> { payload: None }), nothing);
    let quit = sent!(PutBlock { payload: Some(Block::Quit) });
    assert_eq!(quit, (r#"{"quit":{}}"#.into(), Some("application/json".into())));
}
