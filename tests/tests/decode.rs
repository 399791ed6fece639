//! Responses: outputs as plain serde types and under `#[aws_output]`, errors typed and untyped.

use std::collections::{BTreeMap, HashMap};

use aws_operation::{
    Blob, Document, Failure, Operation, ServiceError, Timestamp, aws_error, aws_operation,
    aws_output, aws_structure, aws_union, decode,
};
use bytes::Bytes;
use serde::Deserialize;

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response")
}

fn output<O: Operation>(headers: &[(&str, &str)], body: &str) -> O::Output {
    match decode::<O>(&response(200, headers, body)) {
        Ok(output) => output,
        Err(Failure::Decode(error)) => panic!("{error}"),
        Err(Failure::Service(_, error)) => panic!("{error}"),
    }
}

fn failure<O: Operation>(headers: &[(&str, &str)], body: &str) -> String {
    match decode::<O>(&response(200, headers, body)) {
        Ok(_) => panic!("{body} was decoded"),
        Err(Failure::Decode(error)) => error.to_string(),
        Err(Failure::Service(_, error)) => panic!("{error}"),
    }
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Plain {
    status_code: Option<String>,
    templates: BTreeMap<String, String>,
}

#[aws_output]
#[derive(Debug, PartialEq)]
struct Whole {
    status_code: Option<String>,
    templates: BTreeMap<String, String>,
}

#[aws_operation(method = "GET", uri = "/", output = Plain)]
struct GetPlain;

#[aws_operation(method = "GET", uri = "/", output = Whole)]
struct GetWhole;

#[aws_operation(method = "GET", uri = "/")]
struct GetNothing;

#[test]
fn a_plain_serde_type_and_an_output_decode_alike() {
    for body in [
        r#"{"statusCode": "200", "templates": {"a": "b"}, "unknown": [1, {"x": null}]}"#,
        r#"{"statusCode": null, "templates": {"a": null, "b": "c"}}"#,
        "{}",
        "",
    ] {
        let (plain, whole) = (output::<GetPlain>(&[], body), output::<GetWhole>(&[], body));
        assert_eq!((plain.status_code, plain.templates), (whole.status_code, whole.templates));
        output::<GetNothing>(&[], body);
    }
    for body in ["<html>", "[]", "{\"statusCode\": 200}", "{"] {
        let (plain, whole) = (failure::<GetPlain>(&[], body), failure::<GetWhole>(&[], body));
        assert!(plain.contains("cannot decode the response body"), "{plain}");
        assert!(whole.contains("body"), "{whole}");
    }
}

#[test]
fn members_come_from_status_headers_and_body() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    enum Kind {
        Small,
    }
    #[aws_output(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    struct Out {
        #[response_code]
        status: u16,
        #[header("ETag")]
        etag: String,
        #[header("X-Count")]
        count: Option<i32>,
        #[header("X-List")]
        list: Vec<String>,
        #[header("X-Numbers")]
        numbers: Option<Vec<f32>>,
        #[header("X-Kind")]
        kind: Option<Kind>,
        #[header("X-Dates")]
        dates: Vec<Timestamp>,
        #[header("X-Json")]
        #[media_type("application/json")]
        json: Option<String>,
        #[prefix_headers("X-Meta-")]
        meta: Option<HashMap<String, String>>,
        name: String,
        r#type: Option<String>,
        #[body("x-size")]
        size: Option<u64>,
        created: Timestamp,
    }
    #[aws_operation(method = "GET", uri = "/", output = Out)]
    struct Get;

    let headers = [
        ("etag", "\"e\""),
        ("x-count", "-3"),
        ("x-list", "\"b,c\", \"\\\"def\\\"\", a"),
        ("x-list", "d"),
        ("x-numbers", "1.5, NaN, -Infinity"),
        ("x-kind", "SMALL"),
        ("x-dates", "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:19 GMT"),
        ("x-json", "dHJ1ZQ=="),
        ("x-meta-owner", "me"),
    ];
    let body = r#"{"Name": "n", "Type": "t", "x-size": 9007199254740993, "Created": 1.5}"#;
    let out = output::<Get>(&headers, body);
    assert_eq!((out.status, &*out.etag, out.count), (200, "\"e\"", Some(-3)));
    assert_eq!(out.list, ["b,c", "\"def\"", "a", "d"]);
    let numbers = out.numbers.expect("there are numbers");
    assert!(numbers[0] == 1.5 && numbers[1].is_nan() && numbers[2] == f32::NEG_INFINITY);
    assert_eq!(out.kind, Some(Kind::Small));
    assert_eq!(
        out.dates.iter().map(|d| d.epoch_seconds()).collect::<Vec<_>>(),
        [1576540098, 1576540099]
    );
    assert_eq!(out.json.as_deref(), Some("true"));
    assert_eq!(out.meta, Some(HashMap::from([("owner".to_owned(), "me".to_owned())])));
    assert_eq!((&*out.name, out.r#type.as_deref()), ("n", Some("t")));
    assert_eq!(out.size, Some(9_007_199_254_740_993), "no detour over floats");
    assert_eq!(out.created.to_string(), "1970-01-01T00:00:01.5Z");

    // What is missing is the zero value of its type.
    let out = output::<Get>(&[], "");
    assert_eq!((&*out.etag, out.count, &*out.name, out.list.len()), ("", None, "", 0));
    assert_eq!((out.created, out.meta, out.numbers), (Timestamp::default(), None, None));

    for (header, count) in [("3.0", 3), ("1e3", 1000), ("+3", 3), ("-0", 0), (" -3.00e2 ", -300)] {
        assert_eq!(output::<Get>(&[("x-count", header)], "").count, Some(count), "{header}");
    }

    for (header, reason) in [
        (
            ("x-count", "many"),
            "`count` cannot be read from the header `X-Count`: expected a whole number of 32 bits",
        ),
        (("x-count", "3000000000"), "expected a whole number of 32 bits"),
        (("x-count", "3.5"), "expected a whole number of 32 bits"),
        (("x-count", "1e400"), "expected a whole number of 32 bits"),
        (("x-kind", "hunter2"), "expected one of SMALL"),
        (("x-list", "\"open"), "a quote that is not closed"),
        (("x-json", "???"), "expected base64 of UTF-8 text"),
    ] {
        let error = failure::<Get>(&[header], "");
        assert!(error.contains(reason) && !error.contains("hunter2"), "{error}");
    }
    let error = failure::<Get>(&[], r#"{"Name": ["hunter2"]}"#);
    assert_eq!(
        error,
        "`Name` cannot be read from the body: expected a string, found list at byte 10"
    );
}

/// The path of what is wrong is named, whichever way the output is declared.
#[test]
fn an_error_names_the_path_in_plain_types_structures_and_outputs() {
    #[derive(Debug, Deserialize)]
    struct PlainOut {
        #[expect(dead_code, reason = "it is never read")]
        items: Vec<PlainItem>,
    }
    #[derive(Debug, Deserialize)]
    struct PlainItem {
        #[expect(dead_code, reason = "it is never read")]
        count: i32,
    }
    #[aws_output]
    struct Out {
        items: Vec<Item>,
    }
    #[aws_structure]
    struct Item {
        count: i32,
        tags: HashMap<String, Value>,
    }
    #[aws_union]
    enum Value {
        Number(i32),
        Unknown(String, Document),
    }
    #[aws_output]
    struct PayloadOut {
        #[payload]
        #[expect(dead_code, reason = "it is never read")]
        content: PlainOut,
    }
    #[aws_operation(method = "GET", uri = "/", output = PlainOut)]
    struct GetPlainOut;
    #[aws_operation(method = "GET", uri = "/", output = Out)]
    struct GetOut;
    #[aws_operation(method = "GET", uri = "/", output = PayloadOut)]
    struct GetPayloadOut;

    let body = r#"{"items": [{"count": 1}, {"count": 1.0}, {"count": 1}, {"count": "hunter2"}]}"#;
    assert_eq!(
        failure::<GetPlainOut>(&[], body),
        "cannot decode the response body: expected i32, found string at byte 74 in `items[3].count`"
    );
    assert_eq!(
        failure::<GetOut>(&[], body),
        "`items[3].count` cannot be read from the body: expected i32, found string at byte 74"
    );
    assert_eq!(
        failure::<GetPayloadOut>(&[], body),
        "`content` cannot be read from the payload: expected i32, found string at byte 74 in \
         `items[3].count`"
    );
    let body = r#"{"items": [{"count": 1, "tags": {"a": {"number": 1}, "b": {"number": 1.5}}}]}"#;
    assert_eq!(
        failure::<GetOut>(&[], body),
        "`items[0].tags.b.number` cannot be read from the body: expected i32, found a fraction at \
         byte 72"
    );
    let out = output::<GetOut>(&[], r#"{"items": [{"count": 2e1, "tags": {}}]}"#);
    assert_eq!((out.items[0].count, out.items[0].tags.len()), (20, 0));
}

/// A list of dates is divided at the right commas, whichever format its dates have.
#[test]
fn dates_in_headers_are_read_in_every_format_of_http() {
    #[aws_output]
    struct Out {
        #[header("Last-Modified")]
        modified: Option<Timestamp>,
        #[header("X-Dates")]
        dates: Vec<Timestamp>,
        #[header("X-Words")]
        words: Vec<String>,
    }
    #[aws_operation(method = "GET", uri = "/", output = Out)]
    struct Get;

    let formats = [
        "Mon, 04 Nov 2024 06:48:27 GMT",
        "Mon, 4 Nov 2024 06:48:27 GMT",
        "Monday, 04-Nov-24 06:48:27 GMT",
        "Mon Nov  4 06:48:27 2024",
        "4 Nov 2024 06:48:27 GMT",
        "mon, 04 nov 2024 06:48:27 utc",
        "Mon, 04 Nov 2024 06:48:27 +0000",
        "2024-11-04T06:48:27Z",
        "1730702907",
    ];
    let expected = Timestamp::from_epoch_seconds(1_730_702_907);
    for format in formats {
        let out = output::<Get>(&[("last-modified", format)], "");
        assert_eq!(out.modified, Some(expected), "{format}");
    }
    for first in formats {
        for separator in [", ", ",", " , "] {
            let text = [first, formats[0], formats[2], first].join(separator);
            let out = output::<Get>(&[("x-dates", &text)], "");
            assert_eq!(out.dates, [expected; 4], "{text}");
        }
        let headers = [("x-dates", first), ("x-dates", formats[1])];
        assert_eq!(output::<Get>(&headers, "").dates, [expected; 2], "{first}");
    }
    let out = output::<Get>(&[("x-words", "Mon, 4 apples, Tue, Wed")], "");
    assert_eq!(out.words, ["Mon", "4 apples", "Tue", "Wed"]);
    let error = failure::<Get>(&[("last-modified", "hunter2")], "");
    assert!(error.contains("header `Last-Modified`") && !error.contains("hunter2"), "{error}");
}

#[test]
fn a_missing_member_without_a_zero_value_is_named() {
    #[derive(Debug, Deserialize)]
    enum Closed {
        A,
    }
    #[aws_output]
    struct Out {
        mode: Closed,
    }
    #[aws_operation(method = "GET", uri = "/", output = Out)]
    struct Get;
    assert!(matches!(output::<Get>(&[], r#"{"mode": "A"}"#).mode, Closed::A));
    let error = failure::<Get>(&[], "{}");
    assert!(error.contains("`mode`") && error.contains("its type has no zero value"), "{error}");
}

#[test]
fn payloads_are_raw_text_raw_bytes_or_a_document() {
    macro_rules! payload {
        ($ty:ty, $body:expr) => {{
            #[aws_output]
            struct Out {
                #[header("x-foo")]
                foo: Option<String>,
                #[payload]
                content: $ty,
            }
            #[aws_operation(method = "GET", uri = "/", output = Out)]
            struct Get;
            let out = output::<Get>(&[("x-foo", "f")], $body);
            assert_eq!(out.foo.as_deref(), Some("f"));
            out.content
        }};
    }
    assert_eq!(payload!(String, "{raw}"), "{raw}");
    assert_eq!(payload!(Option<String>, ""), None);
    assert_eq!(payload!(Vec<u8>, "raw"), b"raw");
    assert_eq!(payload!(Option<Vec<u8>>, ""), None);
    assert_eq!(payload!(Blob, "raw"), Blob::from("raw"));
    assert_eq!(payload!(Option<Blob>, "raw"), Some(Blob::from("raw")));
    assert_eq!(payload!(Document, "\"d\""), Document::from("d"));
    assert_eq!(payload!(Option<Plain>, ""), None);
    assert_eq!(payload!(Plain, "").status_code, None);
    assert_eq!(payload!(Plain, r#"{"statusCode": "1"}"#).status_code.as_deref(), Some("1"));
}

#[aws_error]
#[derive(Debug, PartialEq)]
enum GetError {
    NotFoundException {
        message: Option<String>,
    },
    TooManyRequestsException {
        #[header("Retry-After")]
        retry_after_seconds: Option<String>,
        message: Option<String>,
    },
    Teapot,
    #[code("AWS.Weird-Name")]
    Weird(Plain),
    Strict {
        count: i32,
    },
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/", error = GetError)]
struct Get;

fn error(status: u16, headers: &[(&str, &str)], body: &str) -> (GetError, ServiceError) {
    match decode::<Get>(&response(status, headers, body)) {
        Err(Failure::Service(typed, raw)) => (typed, *raw),
        Err(Failure::Decode(error)) => panic!("{error}"),
        Ok(()) => panic!("{status} is no success"),
    }
}

#[test]
fn each_exception_is_a_variant_with_its_members() {
    let message = Some("m".to_owned());
    let kind = |name| [("x-amzn-errortype", name)];
    assert_eq!(
        error(404, &kind("NotFoundException"), r#"{"message": "m"}"#).0,
        GetError::NotFoundException { message: message.clone() },
    );
    let headers = [("x-amzn-errortype", "TooManyRequestsException"), ("retry-after", "17")];
    assert_eq!(
        error(429, &headers, r#"{"message": "m"}"#).0,
        GetError::TooManyRequestsException { retry_after_seconds: Some("17".into()), message },
    );
    assert_eq!(error(418, &kind("Teapot"), "").0, GetError::Teapot);
    let weird = Plain { status_code: Some("1".into()), ..Plain::default() };
    let (typed, raw) = error(400, &kind("AWS.Weird-Name"), r#"{"statusCode": "1"}"#);
    assert_eq!((typed, raw.code()), (GetError::Weird(weird), Some("AWS.Weird-Name")));
}

#[test]
fn what_no_variant_can_hold_is_kept_whole() {
    for (headers, body, code) in [
        (&[("x-amzn-errortype", "New")][..], r#"{"message": "m", "more": 1}"#, Some("New")),
        (&[("x-amzn-errortype", "Strict")], r#"{"count": "not a number"}"#, Some("Strict")),
        (&[("x-amzn-errortype", "NotFoundException")], "<html>", Some("NotFoundException")),
        (&[("content-type", "text/html")], "<html>proxy</html>", None),
    ] {
        let (typed, raw) = error(500, headers, body);
        let GetError::Other(kept) = typed else {
            panic!("{typed:?} is not the last variant");
        };
        assert_eq!(kept, raw);
        assert_eq!((raw.code(), &raw.body()[..]), (code, body.as_bytes()));
        assert_eq!(raw.headers().len(), headers.len());
    }
}

/// Whoever asks why the variant did not match finds the member.
#[test]
fn an_exception_whose_members_cannot_be_read_says_which_one() {
    let kind = |name| [("x-amzn-errortype", name)];
    let (typed, raw) = error(400, &kind("Strict"), r#"{"message": "m", "count": "hunter2"}"#);
    let line = "Strict (400): m (`count` cannot be read from the body: expected i32, found string at \
                byte 35)";
    assert_eq!((typed.to_string().as_str(), raw.to_string().as_str()), (line, line));
    assert!(raw.undecoded().is_some());
    let body = r#"{"templates": {"a": "b", "c": [1]}}"#;
    let (_, raw) = error(400, &kind("AWS.Weird-Name"), body);
    let path = "found list at byte 31 in `templates.c`)";
    assert!(raw.to_string().ends_with(path), "{raw}");
    let (_, raw) = error(400, &kind("Strict"), r#"{"count": 1.0}"#);
    assert_eq!((raw.undecoded(), raw.to_string().as_str()), (None, "Strict (400)"));
}

#[test]
fn code_message_and_request_id_are_found_wherever_they_stand() {
    let ids = [("x-amzn-requestid", "r"), ("x-amz-id-2", "x")];
    for (headers, body) in [
        (&[("x-amzn-errortype", "FooError")][..], r#"{"message": "m"}"#),
        (&[("x-amzn-errortype", "FooError:http://internal.amazon.com/")], r#"{"Message": "m"}"#),
        (
            &[("X-Amzn-Errortype", "a.b#FooError:http://x/")],
            r#"{"errorMessage": "m", "code": "x"}"#,
        ),
        (&[], r#"{"code": "FooError", "message": "m"}"#),
        (&[], r#"{"code": "a.b#FooError", "message": "m", "Message": "n"}"#),
        (&[], r#"{"__type": "a.b#FooError:http://x/", "message": "m"}"#),
        (&[], r#"{"nested": [{"__type": "x#No"}], "__type": "FooError", "message": "m"}"#),
        (&[], r#"{"code": 42, "__type": "FooError", "message": "m", "#),
    ] {
        let headers: Vec<_> = headers.iter().chain(&ids).copied().collect();
        let raw = error(500, &headers, body).1;
        assert_eq!(
            (raw.code(), raw.message()),
            (Some("FooError"), Some("m")),
            "{headers:?} {body}"
        );
        assert_eq!((raw.request_id(), raw.extended_request_id()), (Some("r"), Some("x")));
    }
    let raw = error(500, &[("x-amz-request-id", "s")], "").1;
    assert_eq!((raw.code(), raw.message(), raw.request_id()), (None, None, Some("s")));
}

#[test]
fn a_line_says_enough() {
    for (headers, body, line) in [
        (&[("x-amzn-errortype", "E")][..], r#"{"message": "two\n  lines"}"#, "E (503): two lines"),
        (&[("x-amzn-errortype", "E")], "", "E (503)"),
        (&[], "", "HTTP status 503"),
        (&[], "<html>\n<h1>Proxy</h1>", "HTTP status 503, with the body \"<html> <h1>Proxy</h1>\""),
    ] {
        assert_eq!(error(503, headers, body).1.to_string(), line);
    }
    let (typed, _) =
        error(404, &[("x-amzn-errortype", "NotFoundException")], r#"{"message": "m"}"#);
    assert_eq!(typed.to_string(), "NotFoundException: m");
    let (typed, _) = error(404, &[("x-amzn-errortype", "New")], "");
    assert_eq!(typed.to_string(), "New (404)");
}

#[test]
fn any_2xx_is_a_success_and_nothing_else() {
    for (status, success) in [(200, true), (204, true), (299, true), (301, false), (400, false)] {
        assert_eq!(decode::<GetNothing>(&response(status, &[], "")).is_ok(), success, "{status}");
    }
}

/// The members that the generator writes for S3's `GetObject`: whoever stored the object chose its
/// `Expires`.
#[test]
fn an_expires_of_s3_that_is_not_a_timestamp_does_not_fail_the_call() {
    #[aws_output]
    struct GetObjectOutput {
        #[header("Expires")]
        expires: Option<String>,
        #[header("Last-Modified")]
        last_modified: Option<Timestamp>,
    }

    #[aws_operation(
        protocol = "restXml",
        method = "GET",
        uri = "/{Key+}",
        rename_all = "PascalCase",
        output = GetObjectOutput
    )]
    #[allow(dead_code, reason = "only its response matters")]
    struct GetObject {
        key: String,
    }

    let modified = ("last-modified", "Mon, 04 Nov 2024 06:35:07 GMT");
    for expires in ["0", "", "never", "Mon, 04 Nov 2024 06:35:07 GMT", "1970-01-01"] {
        let output = output::<GetObject>(&[("expires", expires), modified], "");
        assert_eq!(output.expires.as_deref(), Some(expires));
        assert!(output.last_modified.is_some());
    }
    assert_eq!(output::<GetObject>(&[modified], "").expires, None);
    // Other headers are as the model says.
    let error = failure::<GetObject>(&[("last-modified", "never")], "");
    assert!(error.contains("last_modified"), "{error}");
}
