//! Outputs of common types, strict outputs, errors as `std::error::Error`, and times that no service
//! reads: a declaration that compiles does what it says.

use std::collections::HashMap;
use std::fmt::Debug;
use std::time::SystemTime;

use aws_operation::protocols::RestJson1;
use aws_operation::{
    Document, EncodeError, Failure, Operation, ServiceError, Timestamp, aws_error, aws_operation,
    aws_output, aws_structure, aws_union, decode, encode, services,
};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What an operation returns for a body, or why it returns nothing.
fn output<O: Operation>(status: u16, body: &str) -> Result<O::Output, String> {
    let mut response = http::Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    match decode::<O>(&response) {
        Ok(output) => Ok(output),
        Err(Failure::Decode(error)) => Err(error.to_string()),
        Err(Failure::Service(_, error)) => Err(error.to_string()),
    }
}

/// Declares an operation with this output, and gives what it returns for a status and a body.
macro_rules! read {
    ($output:ty, $status:expr, $body:expr) => {{
        #[aws_operation(method = "GET", uri = "/", output = $output)]
        struct Get;
        output::<Get>($status, $body)
    }};
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Pet {
    name: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Text(String);

#[derive(Debug, PartialEq, Deserialize)]
struct Unit;

#[aws_output]
#[derive(Debug, PartialEq)]
struct Raw<T: serde::de::DeserializeOwned> {
    #[payload]
    body: T,
}

#[aws_output]
#[derive(Debug, PartialEq)]
struct RawBytes {
    #[payload]
    body: Vec<u8>,
}

#[test]
fn the_unit_type_accepts_any_successful_body() {
    for body in ["", "ok", "{}", "[1]", "\"a\"", "null", "<html></html>", "{\"cut\": ", "\u{1}"] {
        for status in [200, 201, 202, 204] {
            assert_eq!(read!((), status, body), Ok(()), "{status} {body}");
        }
        assert_eq!(read!(Unit, 200, body), Ok(Unit), "{body}");
    }
    assert_eq!(read!((), 500, ""), Err("HTTP status 500".to_owned()));
}

#[test]
fn an_empty_body_is_an_empty_list_or_none() {
    for body in ["", " \n", "null"] {
        assert_eq!(read!(Vec<Pet>, 204, body), Ok(Vec::new()), "{body:?}");
        assert_eq!(read!(Option<Pet>, 204, body), Ok(None), "{body:?}");
        assert_eq!(read!(Option<Vec<Pet>>, 204, body), Ok(None), "{body:?}");
        assert_eq!(read!(Box<Vec<u32>>, 204, body), Ok(Box::default()), "{body:?}");
        assert_eq!(read!(HashMap<String, u8>, 204, body), Ok(HashMap::new()), "{body:?}");
        assert_eq!(read!(Pet, 204, body), Ok(Pet::default()), "{body:?}");
        assert_eq!(read!(Option<bool>, 204, body), Ok(None), "{body:?}");
        assert_eq!(read!(Raw<Vec<u32>>, 204, body).map(|raw| raw.body), Ok(Vec::new()), "{body:?}");
        assert!(read!((u8, u8), 204, body).is_err());
        assert!(read!([u16; 2], 204, body).is_err());
        assert!(read!(u32, 204, body).is_err());
    }
}

#[test]
fn outputs_of_common_types_are_json() {
    let pet = || Pet { name: "a".into() };
    assert_eq!(read!(Vec<Pet>, 200, r#"[{"name": "a"}]"#), Ok(vec![pet()]));
    assert_eq!(read!(Option<Pet>, 200, r#"{"name": "a"}"#), Ok(Some(pet())));
    assert_eq!(read!(Box<Pet>, 200, r#"{"name": "a"}"#), Ok(Box::new(pet())));
    assert_eq!(read!((u8, Pet), 200, r#"[1, {"name": "a"}]"#), Ok((1, pet())));
    assert_eq!(read!([u16; 2], 200, "[1, 2]"), Ok([1, 2]));
    assert_eq!(
        read!(HashMap<String, u8>, 200, r#"{"a": 1}"#),
        Ok(HashMap::from([("a".into(), 1)]))
    );
    assert_eq!(read!(serde_json::Value, 200, r#"{"a": [1]}"#), Ok(json!({"a": [1]})));
    assert_eq!(read!(Document, 200, "1"), Ok(Document::from(1)));
    assert_eq!(read!(bool, 200, "true"), Ok(true));
    assert_eq!(read!(u32, 200, "5"), Ok(5));
    assert_eq!(read!(f64, 200, "\"NaN\"").map(f64::is_nan), Ok(true));
    assert_eq!(read!(Timestamp, 200, "1.5").map(|t| t.subsec_nanos()), Ok(500_000_000));
    // A string in JSON, and text as it is.
    assert_eq!(read!(Text, 200, r#""a""#), Ok(Text("a".into())));
    assert_eq!(read!(Raw<String>, 200, "ok").map(|raw| raw.body), Ok("ok".into()));
    assert_eq!(read!(RawBytes, 200, "ok").map(|raw| raw.body), Ok(b"ok".to_vec()));
    for error in [
        read!(Vec<Pet>, 200, "ok").map(drop),
        read!(Option<Pet>, 200, "ok").map(drop),
        read!(serde_json::Value, 200, "ok").map(drop),
    ] {
        let error = error.expect_err("not JSON");
        assert!(error.starts_with("cannot decode the response body"), "{error}");
    }
}

/// A generic output is not refused: whoever fills it in decides.
#[test]
fn generic_outputs_compile_with_any_type() {
    #[aws_operation(method = "GET", uri = "/", output = T)]
    struct Get<T> {
        #[query]
        nothing: Option<T>,
    }
    #[aws_operation(method = "GET", uri = "/", output = Vec<T>)]
    struct List<T> {
        #[query]
        nothing: Option<T>,
    }
    assert_eq!(output::<Get<String>>(200, "\"a\""), Ok("a".to_owned()));
    assert_eq!(output::<List<u8>>(200, "[1]"), Ok(vec![1]));
}

type Maybe<T> = Option<T>;

#[aws_structure(strict)]
#[derive(Debug, PartialEq)]
struct Part {
    name: String,
    #[body("theCount")]
    count: u32,
    note: Option<String>,
    alias: Maybe<String>,
    #[default(7)]
    size: u8,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Lenient {
    name: String,
    part: Option<Part>,
    tags: Vec<String>,
}

#[aws_union]
#[derive(Debug, PartialEq)]
enum Choice {
    Part(Part),
    Unknown(String, Document),
}

#[aws_output(strict, rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Whole {
    rest_api_name: String,
    parts: Vec<Part>,
    lenient: Option<Lenient>,
    choices: HashMap<String, Choice>,
    alias: Maybe<u8>,
    #[default("none")]
    label: String,
    #[header("x-id")]
    id: String,
    #[header("x-maybe")]
    maybe: Maybe<u8>,
    #[header("x-optional")]
    optional: Option<u8>,
    #[header("x-default")]
    #[default(3)]
    default: u8,
    #[header("x-json")]
    #[media_type("application/json")]
    json: Option<String>,
    #[prefix_headers("x-meta-")]
    meta: HashMap<String, String>,
    #[response_code]
    status: u16,
}

#[aws_operation(method = "GET", uri = "/", output = Whole)]
struct GetWhole;

fn whole(body: &serde_json::Value, has_id: bool) -> Result<Whole, String> {
    let mut response = http::Response::builder();
    if has_id {
        response = response.header("x-id", "i");
    }
    let response = response.body(Bytes::from(body.to_string())).expect("a response");
    decode::<GetWhole>(&response).map_err(|failure| match failure {
        Failure::Decode(error) => error.to_string(),
        Failure::Service(_, error) => error.to_string(),
    })
}

#[test]
fn a_strict_output_has_what_its_options_and_defaults_do_not_excuse() {
    let body = json!({"RestApiName": "n", "Parts": [], "Choices": {}});
    let read = whole(&body, true).expect("nothing required is missing");
    assert_eq!((read.id.as_str(), read.label.as_str(), read.default), ("i", "none", 3));
    assert_eq!((read.alias, read.maybe, read.optional, read.lenient), (None, None, None, None));
    assert_eq!(
        whole(&body, false),
        Err("`id` cannot be read from the header `x-id`: it is missing".to_owned())
    );
}

#[test]
fn a_member_that_a_strict_type_misses_is_named_by_its_path() {
    let part = json!({"name": "a", "theCount": 1});
    let nameless = json!({"theCount": 1});
    let cases = [
        (json!({"Parts": [], "Choices": {}}), "RestApiName"),
        (json!({"RestApiName": null, "Parts": [], "Choices": {}}), "RestApiName"),
        (json!({"RestApiName": "n", "Choices": {}}), "Parts"),
        (json!({"RestApiName": "n", "Parts": []}), "Choices"),
        (json!({"RestApiName": "n", "Parts": [part, nameless], "Choices": {}}), "Parts[1].name"),
        (json!({"RestApiName": "n", "Parts": [{"name": "a"}], "Choices": {}}), "Parts[0].theCount"),
        (
            json!({"RestApiName": "n", "Parts": [], "Choices": {}, "Lenient": {"part": nameless}}),
            "Lenient.part.name",
        ),
        (
            json!({"RestApiName": "n", "Parts": [], "Choices": {"a": {"part": nameless}}}),
            "Choices.a.part.name",
        ),
    ];
    for (body, path) in cases {
        let error = whole(&body, true).expect_err("a required member is missing");
        assert!(error.contains("missing"), "{error}");
        assert!(error.contains(path), "{path}: {error}");
    }
    // What is not strict keeps its zero values.
    let body = json!({"RestApiName": "n", "Parts": [], "Choices": {}, "Lenient": {}});
    let lenient = Lenient { name: String::new(), part: None, tags: vec![] };
    assert_eq!(whole(&body, true).map(|whole| whole.lenient), Ok(Some(lenient)));
}

#[test]
fn a_strict_structure_is_strict_in_every_format_and_has_no_zero_value() {
    let error = serde_json::from_str::<Part>(r#"{"name": "a"}"#).expect_err("a member is missing");
    assert!(error.to_string().starts_with("missing field `theCount`"), "{error}");
    #[aws_output]
    #[derive(Debug)]
    struct Out {
        #[allow(dead_code)]
        part: Part,
    }
    let error = read!(Out, 200, "{}").expect_err("a strict structure has no zero value");
    assert!(error.contains("`part`"), "{error}");
}

#[aws_error]
#[derive(Debug, PartialEq)]
struct GoneException {
    message: Option<String>,
}

#[aws_error]
#[derive(Debug, PartialEq)]
enum GetError {
    GoneException(GoneException),
    BusyException { message: String },
    Quit,
    Other(ServiceError),
}

/// As anyhow prints it: the error, and its sources.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

#[test]
fn errors_are_std_errors_that_print_each_fact_once() {
    let gone = || GoneException { message: Some("no such thing".into()) };
    let response = http::Response::builder().status(503).body(Bytes::from("{\"message\": \"m\"}"));
    let other = ServiceError::from_response::<RestJson1>(&response.expect("a response"));
    let errors: [(Box<dyn std::error::Error + Send + Sync>, &str); 5] = [
        (Box::new(gone()), "GoneException: no such thing"),
        (Box::new(GetError::GoneException(gone())), "GoneException: no such thing"),
        (Box::new(GetError::BusyException { message: "b".into() }), "BusyException: b"),
        (Box::new(GetError::Quit), "Quit"),
        (Box::new(GetError::Other(other)), "HTTP status 503: m"),
    ];
    for (error, text) in errors {
        assert_eq!(chain(&*error), text);
    }
    fn fails() -> Result<(), Box<dyn std::error::Error>> {
        Err(GetError::Quit)?
    }
    assert_eq!(fails().expect_err("it fails").to_string(), "Quit");
}

/// Without `Debug` it is no `std::error::Error`, and still an operation's error.
#[test]
fn an_error_needs_no_debug() {
    #[aws_error]
    enum Silent {
        Gone,
        Other(ServiceError),
    }
    #[aws_operation(method = "GET", uri = "/", error = Silent)]
    struct Get;
    let mut response = http::Response::builder().header("x-amzn-errortype", "Gone");
    response = response.status(404);
    let response = response.body(Bytes::new()).expect("a response");
    assert!(matches!(decode::<Get>(&response), Err(Failure::Service(Silent::Gone, _))));
    assert_eq!(Silent::Gone.to_string(), "Gone");
    assert!(!matches!(Silent::Gone, Silent::Other(_)));
}

type Clock = SystemTime;

/// Time of std's, behind an alias and in a type of serde's.
#[test]
fn a_system_time_that_the_compiler_did_not_see_is_not_sent() {
    #[derive(Serialize)]
    struct Window {
        start: SystemTime,
    }
    #[aws_structure]
    struct Event {
        at: Option<Clock>,
    }
    #[aws_operation(method = "POST", uri = "/")]
    struct Post<T> {
        value: T,
    }
    #[aws_operation(method = "GET", uri = "/")]
    struct Get {
        #[query]
        since: Clock,
    }
    fn refused<O: Operation>(operation: &O) -> String {
        let endpoint = "https://example.com".parse().expect("a URL");
        let encoded = encode(operation, &services::EXECUTE_API, &endpoint, &mut String::new);
        encoded.map(drop).map_err(|error: EncodeError| error.to_string()).expect_err("not sent")
    }
    let now = SystemTime::UNIX_EPOCH;
    let message = "`value` cannot be written: a `SystemTime`, which services do not accept; use \
                   `aws_operation::Timestamp`";
    assert_eq!(refused(&Post { value: now }), message);
    assert_eq!(refused(&Post { value: vec![Some(now)] }), message);
    assert_eq!(refused(&Post { value: Window { start: now } }), message);
    assert_eq!(refused(&Post { value: Event { at: Some(now) } }), message);
    assert!(refused(&Get { since: now }).starts_with("`since` is a"));
}

/// Types of the user's own that are named as those of std.
#[test]
fn a_type_is_not_refused_for_its_name() {
    #[aws_structure]
    #[derive(Debug, PartialEq)]
    struct Duration {
        value: u32,
        unit: String,
    }
    #[aws_output]
    #[derive(Debug, PartialEq)]
    struct Out {
        length: Option<Duration>,
    }
    let length = Some(Duration { value: 5, unit: "min".into() });
    assert_eq!(read!(Out, 200, r#"{"length": {"value": 5, "unit": "min"}}"#), Ok(Out { length }));
}
