//! The errors of APIs that do not have AWS's forms: what a program matches, and the line it prints.

use std::time::Duration;

use aws_operation::{
    Client, CodeAndMessage, Config, Credentials, Error, Failure, FromErrorResponse, ModelledError,
    Operation, Protocol, ResponseDecoder, Retry, RetryReason, ServiceError, Waiter, aws_error,
    aws_operation, decode, services,
};
use aws_operation_tests::scripted::{Answer, Scripted};
use bytes::Bytes;

/// Errors of the form `{"error": {"code": …, "message": …}}`.
#[aws_error(code = "error.code", message = "error.message")]
#[derive(Debug, PartialEq)]
enum Nested {
    #[code("SOLD_OUT")]
    SoldOut {
        error: SoldOutDetails,
    },
    #[code("4001")]
    TooMany,
    #[code("orders:closed#today")]
    Closed,
    #[retryable]
    #[code("NOT_READY")]
    NotReady,
    #[code("ForbiddenException")]
    Forbidden {
        message: String,
    },
    Other(ServiceError),
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct SoldOutDetails {
    left: u32,
}

#[aws_operation(method = "GET", uri = "/nested", error = Nested)]
struct GetNested {}

/// Errors of the form `{"error": "code", "message": …}`.
#[aws_error(code = "error")]
#[derive(Debug, PartialEq)]
enum Flat {
    #[code("sold_out")]
    SoldOut {
        message: Option<String>,
    },
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/flat", error = Flat)]
struct GetFlat {}

/// Errors of the form `{"errors": [{"code": …, "title": …}]}`, as in JSON:API.
#[aws_error(code = "errors.0.code", message = "errors.0.title")]
#[derive(Debug, PartialEq)]
enum Listed {
    #[code("sold_out")]
    SoldOut,
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/listed", error = Listed)]
struct GetListed {}

/// Only the message is in another place.
#[aws_error(message = "reason")]
#[derive(Debug, PartialEq)]
enum Reasoned {
    Gone,
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/reasoned", error = Reasoned)]
struct GetReasoned {}

/// Codes where AWS's services have them, problem details, and errors that have only a status.
#[aws_error]
#[derive(Debug, PartialEq)]
enum Plain {
    #[code("4001")]
    TooMany,
    #[code("https://example.com/probs/out-of-credit")]
    OutOfCredit {
        detail: String,
        balance: i32,
    },
    #[status(404)]
    NotFound,
    #[status(409)]
    Conflict {
        message: Option<String>,
        #[body("current_version")]
        version: u32,
        #[header("ETag")]
        e_tag: Option<String>,
    },
    #[status(402)]
    PaymentRequired(Payment),
    Other(ServiceError),
}

#[aws_error]
#[derive(Debug, PartialEq)]
struct Payment {
    amount: u32,
    message: Option<String>,
}

#[aws_operation(method = "GET", uri = "/plain", error = Plain)]
struct GetPlain {}

type Headers<'a> = &'a [(&'a str, &'a str)];

/// The operation's error for this response, and the raw error.
fn error<O: Operation>(status: u16, headers: Headers<'_>, body: &str) -> (O::Error, ServiceError) {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let response = response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response");
    match decode::<O>(&response) {
        Err(Failure::Service(typed, raw)) => (typed, *raw),
        Err(Failure::Decode(error)) => panic!("{status} {body}: {error}"),
        Ok(_) => panic!("{status} {body}: a success"),
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");
const PROBLEM: (&str, &str) = ("content-type", "application/problem+json; charset=utf-8");

#[test]
fn the_code_and_the_message_are_where_the_attribute_says() {
    type Case<'a> = (u16, Headers<'a>, &'a str, Option<Nested>, &'a str);
    let cases: [Case<'_>; 12] = [
        (
            409,
            &[JSON],
            r#"{"error": {"code": "SOLD_OUT", "message": "no tea", "left": 2}}"#,
            Some(Nested::SoldOut { error: SoldOutDetails { left: 2 } }),
            "SOLD_OUT (409): no tea",
        ),
        (
            422,
            &[JSON],
            r#"{"error": {"code": 4001, "message": "at most 10"}}"#,
            Some(Nested::TooMany),
            "4001 (422): at most 10",
        ),
        // Nothing is cut from an own code, as it is from a Smithy shape id.
        (
            503,
            &[],
            r#"{"error": {"code": "orders:closed#today"}}"#,
            Some(Nested::Closed),
            "orders:closed#today (503)",
        ),
        // The header is less specific than the body. The other members of AWS's forms are not read.
        (
            400,
            &[("x-amzn-errortype", "BadRequestException")],
            r#"{"error": {"code": "NOT_READY"}, "code": "A", "message": "not yet"}"#,
            Some(Nested::NotReady),
            "NOT_READY (400): not yet",
        ),
        // API Gateway responds by itself.
        (
            403,
            &[("x-amzn-errortype", "ForbiddenException")],
            r#"{"message": "Forbidden"}"#,
            Some(Nested::Forbidden { message: "Forbidden".to_owned() }),
            "ForbiddenException (403): Forbidden",
        ),
        (
            403,
            &[("x-amzn-errortype", "a.b#MissingAuthenticationTokenException:http://x/")],
            r#"{"message": "Missing Authentication Token"}"#,
            None,
            "MissingAuthenticationTokenException (403): Missing Authentication Token",
        ),
        (400, &[], r#"{"error": {"code": "NEW"}}"#, None, "NEW (400)"),
        (400, &[], r#"{"error": {"code": null}, "code": "A"}"#, None, "A (400)"),
        (400, &[], r#"{"error": {"code": ""}, "code": "A"}"#, None, "A (400)"),
        (400, &[], r#"{"error": "SOLD_OUT"}"#, None, ""),
        (502, &[("content-type", "text/html")], "<html></html>", None, ""),
        (
            409,
            &[],
            r#"{"error": {"code": "SOLD_OUT", "left": "two"}}"#,
            None,
            "SOLD_OUT (409) (`error.left` cannot be read from the body: expected u32, found string",
        ),
    ];
    for (status, headers, body, expected, line) in cases {
        let (typed, raw) = error::<GetNested>(status, headers, body);
        let expected = expected.unwrap_or_else(|| Nested::Other(raw.clone()));
        assert_eq!(typed, expected, "{body}");
        assert!(raw.to_string().starts_with(line), "{raw}");
        if line.is_empty() {
            assert_eq!(raw.code(), None, "{body}");
        }
    }

    let (typed, raw) = error::<GetFlat>(409, &[], r#"{"error": "sold_out", "message": "no tea"}"#);
    assert_eq!(typed, Flat::SoldOut { message: Some("no tea".to_owned()) });
    assert_eq!(typed.to_string(), "sold_out: no tea");
    assert_eq!(raw.to_string(), "sold_out (409): no tea");

    let body = r#"{"errors": [{"code": "sold_out", "title": "No tea"}, {"code": "b"}]}"#;
    let (typed, raw) = error::<GetListed>(409, &[], body);
    assert_eq!((typed, &*raw.to_string()), (Listed::SoldOut, "sold_out (409): No tea"));

    let body = r#"{"code": "Gone", "reason": "deleted", "message": "other"}"#;
    let (typed, raw) = error::<GetReasoned>(410, &[], body);
    assert_eq!((typed, &*raw.to_string()), (Reasoned::Gone, "Gone (410): deleted"));
}

#[test]
fn problem_details_and_numbers_need_no_argument() {
    let out_of_credit = r#"{
        "type": "https://example.com/probs/out-of-credit",
        "title": "You do not have enough credit.",
        "detail": "Your current balance is 30, but that costs 50.",
        "balance": 30
    }"#;
    let blank = r#"{"type": "about:blank", "title": "Not Found"}"#;
    let extended = r#"{"title": "Too many", "code": "4001"}"#;
    type Case<'a> = (u16, Headers<'a>, &'a str, Option<Plain>, &'a str);
    let cases: [Case<'_>; 9] = [
        (
            403,
            &[PROBLEM],
            out_of_credit,
            Some(Plain::OutOfCredit {
                detail: "Your current balance is 30, but that costs 50.".to_owned(),
                balance: 30,
            }),
            "https://example.com/probs/out-of-credit (403): Your current balance is 30, but that \
             costs 50.",
        ),
        (
            403,
            &[("Content-Type", "Application/Problem+JSON")],
            r#"{"type": "/probs/new", "title": "New"}"#,
            None,
            "/probs/new (403): New",
        ),
        (404, &[PROBLEM], blank, Some(Plain::NotFound), "HTTP status 404: Not Found"),
        (500, &[PROBLEM], blank, None, "HTTP status 500: Not Found"),
        // A member beside those of the RFC.
        (422, &[PROBLEM], extended, Some(Plain::TooMany), "4001 (422): Too many"),
        // Other JSON is not problem details, whatever its members are called.
        (403, &[JSON], out_of_credit, None, "HTTP status 403"),
        (403, &[PROBLEM], "[]", None, "HTTP status 403"),
        (422, &[JSON], r#"{"code": 4001}"#, Some(Plain::TooMany), "4001 (422)"),
        (422, &[JSON], r#"{"code": 4001, "__type": "A"}"#, None, "A (422)"),
    ];
    for (status, headers, body, expected, line) in cases {
        let (typed, raw) = error::<GetPlain>(status, headers, body);
        let expected = expected.unwrap_or_else(|| Plain::Other(raw.clone()));
        assert_eq!(typed, expected, "{body}");
        assert!(raw.to_string().starts_with(line), "{raw}");
    }
}

/// A path that is given has precedence over problem details.
#[test]
fn a_path_has_precedence_over_problem_details() {
    let body = r#"{"type": "/probs/a", "title": "A", "error": {"code": "NOT_READY"}}"#;
    let (typed, raw) = error::<GetNested>(400, &[PROBLEM], body);
    assert_eq!((typed, &*raw.to_string()), (Nested::NotReady, "NOT_READY (400): A"));
    let (_, raw) = error::<GetNested>(400, &[PROBLEM], r#"{"type": "/probs/a", "title": "A"}"#);
    assert_eq!(raw.to_string(), "/probs/a (400): A");
}

#[test]
fn a_status_is_enough_if_the_code_has_no_variant() {
    let conflict = |version, message: Option<&str>, e_tag: Option<&str>| Plain::Conflict {
        message: message.map(str::to_owned),
        version,
        e_tag: e_tag.map(str::to_owned),
    };
    type Case<'a> = (u16, Headers<'a>, &'a str, Option<Plain>, &'a str);
    let cases: [Case<'_>; 9] = [
        (404, &[], "", Some(Plain::NotFound), "HTTP status 404"),
        (404, &[], "<html>", Some(Plain::NotFound), "HTTP status 404"),
        (404, &[], r#"{"code": "NEW"}"#, Some(Plain::NotFound), "HTTP status 404"),
        (404, &[], r#"{"code": "4001"}"#, Some(Plain::TooMany), "4001"),
        // The name of a variant with a status is not a code.
        (400, &[], r#"{"code": "NotFound"}"#, None, "NotFound (400)"),
        (
            409,
            &[("etag", "x")],
            r#"{"current_version": 3, "message": "changed"}"#,
            Some(conflict(3, Some("changed"), Some("x"))),
            "HTTP status 409: changed",
        ),
        // Without an object, the members cannot be read.
        (
            409,
            &[],
            "<html>",
            None,
            "HTTP status 409 (cannot decode the response body: expected an object",
        ),
        (
            402,
            &[],
            r#"{"amount": 5, "message": "pay"}"#,
            Some(Plain::PaymentRequired(Payment { amount: 5, message: Some("pay".to_owned()) })),
            "HTTP status 402: pay",
        ),
        (410, &[], "{}", None, "HTTP status 410"),
    ];
    for (status, headers, body, expected, line) in cases {
        let (typed, raw) = error::<GetPlain>(status, headers, body);
        let expected = expected.unwrap_or_else(|| Plain::Other(raw.clone()));
        assert_eq!(typed, expected, "{status} {body}");
        assert!(typed.to_string().starts_with(line), "{status} {body}: {typed}");
    }
}

/// Errors that are a line of text, such as `17 sold out`.
#[derive(Debug, PartialEq)]
enum TextError {
    SoldOut { left: u32 },
    Other(ServiceError),
}

impl FromErrorResponse for TextError {
    const RETRYABLE: &'static [(&'static str, RetryReason)] = &[("18", RetryReason::Transient)];
    const CODE_AND_MESSAGE: Option<fn(&http::Response<Bytes>) -> CodeAndMessage> =
        Some(|response| {
            let line = std::str::from_utf8(response.body()).unwrap_or_default();
            let (code, message) = line.split_once(' ').unwrap_or_default();
            let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            CodeAndMessage { code: part(code), message: part(message) }
        });

    fn from_error_response<P: Protocol>(error: &ServiceError, _: &ResponseDecoder<'_>) -> Self {
        let left = error.headers().get("x-left").and_then(|left| left.to_str().ok()?.parse().ok());
        match (error.code(), left) {
            (Some("17"), Some(left)) => Self::SoldOut { left },
            _ => Self::Other(error.clone()),
        }
    }
}

impl ModelledError for TextError {}

#[aws_operation(method = "GET", uri = "/text", error = TextError)]
struct GetText {}

#[test]
fn a_form_unlike_json_is_read_by_hand() {
    let (typed, raw) = error::<GetText>(409, &[("x-left", "2")], "17 no tea");
    assert_eq!((typed, &*raw.to_string()), (TextError::SoldOut { left: 2 }, "17 (409): no tea"));
    let body = r#"{"message":"Forbidden"}"#;
    let gateway = [("x-amzn-errortype", "ForbiddenException")];
    let (typed, raw) = error::<GetText>(403, &gateway, body);
    assert_eq!(raw.to_string(), "ForbiddenException (403): Forbidden");
    assert_eq!(typed, TextError::Other(raw));
}

fn client(transport: &Scripted) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .retry(Retry::standard().max_attempts(2))
        .transport(transport.clone());
    Client::new(&config.build().expect("the configuration is complete"), services::EXECUTE_API)
}

/// Retries, waiters and the printed line use the code that the enum uses.
#[tokio::test(start_paused = true)]
async fn a_call_uses_the_code_of_its_error_type() {
    let ready = || Answer::status(200);
    let not_ready =
        || Answer::Response(400, vec![], r#"{"error": {"code": "NOT_READY", "message": "wait"}}"#);
    let transport = Scripted::new([not_ready(), ready(), not_ready(), not_ready()]);
    let client = client(&transport);
    client.send(GetNested {}).await.expect("the second attempt succeeds");
    let error = client.send(GetNested {}).await.expect_err("both attempts fail");
    assert_eq!(transport.count(), 4);
    assert_eq!(error.service(), Some(&Nested::NotReady));
    assert_eq!((error.code(), error.is_retryable()), (Some("NOT_READY"), true));
    assert_eq!(
        error.to_string(),
        "GetNested: NOT_READY (400): wait [host example.com, 2 of 2 attempts]"
    );
    let untyped: Error = error.into();
    assert_eq!(untyped.code(), Some("NOT_READY"));

    transport.then([Answer::Response(503, vec![], "18 later"), ready()]);
    client.send(GetText {}).await.expect("the second attempt succeeds");

    let sold_out = || Answer::Response(409, vec![], r#"{"error": "sold_out"}"#);
    transport.then([sold_out(), ready()]);
    let waiter = Waiter::new("Available").retry_on("sold_out").success_on_success();
    let at_most = Duration::from_secs(60);
    client.wait(GetFlat {}, &waiter).at_most(at_most).await.expect("the second call succeeds");
    assert_eq!(transport.count(), 8);
}
