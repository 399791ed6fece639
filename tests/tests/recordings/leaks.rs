//! Secrets where they are hard to find, and errors of the transport: no secret is in the file.

use aws_operation::testing::Recorder;
use aws_operation::{Body, Transport, TransportError, TransportFuture};
use http::{Request, Response};

use crate::path;

/// What all secrets contain.
const MARK: &str = "hunter2";

/// A transport that always answers like this.
struct Answer(Respond);

type Respond = fn() -> Result<Response<Body>, TransportError>;

impl Transport for Answer {
    fn send(&self, _: Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::ready((self.0)()))
    }
}

fn empty() -> Result<Response<Body>, TransportError> {
    Ok(Response::new(Body::empty()))
}

/// The text of the file after a request.
async fn recorded(name: &str, request: Request<Body>, answer: Respond) -> String {
    let path = path(name);
    let recorder = Recorder::create(&path).expect("no file").transport(Answer(answer));
    let _ = recorder.send(request).await;
    recorder.finish().expect("it is written");
    std::fs::read_to_string(&path).expect("a file")
}

/// Without this, a secret in an unusual document could be committed with a test.
#[tokio::test]
async fn no_secret_of_a_body_is_in_the_file() {
    let cases: [(&str, &[u8]); 20] = [
        ("text/xml", b"<R><Password a=\"/>\">hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><Password a='x>y'>hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><Password>a<PasswordHint>b</PasswordHint>hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><Password><Password>a</Password>hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><Password><![CDATA[</Password>hunter2]]></Password><b>kept</b></R>"),
        ("text/xml", b"<R><Password><!--</Password>-->hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><!-- > <a --><Password>hunter2</Password><b>kept</b></R>"),
        ("text/xml", b"<R><User Password=\"hunter2\" b='kept'/></R>"),
        ("text/xml", b"<R><Body>{&quot;Password&quot;:&quot;hunter2&quot;}</Body><b>kept</b></R>"),
        ("text/xml", b"<R><Body><![CDATA[{\"Password\":\"hunter2\"}]]></Body><b>kept</b></R>"),
        ("application/json", br#"{"body": "{\"Password\":\"hunter2\"}", "b": "kept"}"#),
        ("application/json", br#"{"body": "<Password>hunter2</Password>", "b": "kept"}"#),
        ("application/json", br#"{"Password": [123, "hunter2"], "url": "https://e.com/?X-Amz-Signature\u003dhunter2", "b": "kept"}"#),
        ("application/json", br#"{"access-token": "hunter2", "b": "kept"}"#),
        ("application/json", b"\xef\xbb\xbf{\"Password\": \"hunter2\", \"b\": \"kept\"}"),
        ("application/json", b"{\"Password\": \"hunter2\", \"b\": \"kept \xff\"}"),
        ("Application/X-WWW-Form-Urlencoded", b"Pass%77ord=hunter2&b=kept"),
        ("application/x-www-form-urlencoded", b"Template=%7B%22Password%22%3A+%22hunter2%22%7D&b=kept"),
        ("application/x-www-form-urlencoded", b"b=kept&Url=https%3A%2F%2Fe.com%2F%3FX-Amz-Signature%3Dhunter2"),
        ("application/cbor", b"\xa2\x61b\x64kept\x61u\x78\x21http://e/?X-Amz-Signature=hunter2"),
    ];
    let mut failures = Vec::new();
    for (content_type, body) in cases {
        let request = Request::post("https://e.com/").header("content-type", content_type);
        let request = request.body(Body::from(body.to_vec())).expect("a request");
        let shown = String::from_utf8_lossy(body).into_owned();
        let text = recorded("leaks-bodies", request, empty).await;
        let text = decoded(&text);
        if text.contains(MARK) || !text.contains("kept") {
            failures.push(shown);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// The file, with what its base64 stands for.
fn decoded(text: &str) -> String {
    use base64::Engine as _;
    let mut decoded = text.to_owned();
    for part in text.split('"') {
        let bytes = base64::engine::general_purpose::STANDARD.decode(part).unwrap_or_default();
        decoded += &String::from_utf8_lossy(&bytes);
    }
    decoded
}

/// Without this, the length of a secret would be in the file, and another secret would not be found.
#[tokio::test]
async fn secrets_of_cbor_are_replaced_by_the_same_text() {
    let mut files = Vec::new();
    for body in [
        &b"\xa1\x68Password\x61x"[..],
        b"\xa1\x68Password\x67hunter2",
        b"\xa1\x68Password\x7f\x61a\x61b\xff",
    ] {
        let request = Request::post("https://e.com/").header("content-type", "application/cbor");
        let request = request.body(Body::from(body.to_vec())).expect("a request");
        let text = recorded("leaks-cbor", request, empty).await;
        assert!(decoded(&text).contains("PasswordhREDACTED"), "{text}");
        files.push(text);
    }
    assert!(files.iter().all(|file| *file == files[0]), "{files:?}");
}

/// Without this, a secret could be committed with the URL or the headers of a request.
#[tokio::test]
async fn no_secret_of_a_url_or_a_header_is_in_the_file() {
    let queries = [
        "X%2DAmz%2DSecurity%2DToken=hunter2&b=kept",
        "x-amz-security-token=hunter2&b=kept",
        "acc%65ss_token=hunter2&b=kept",
        "access+token=kept&access-token=hunter2",
        "to=https%3A%2F%2Fe.com%2F%3FX-Amz-Signature%3Dhunter2&b=kept",
    ];
    let mut failures = Vec::new();
    for query in queries {
        let request = Request::get(format!("https://hunter2@e.com/?{query}"));
        let request = request.body(Body::empty()).expect("a request");
        let text = recorded("leaks-queries", request, empty).await;
        if text.contains(MARK) || !text.contains("kept") {
            failures.push(query);
        }
    }
    let headers = [
        ("location", "https://e.com/?access_token=hunter2&b=kept"),
        ("location", "https://e.com/#b=kept&id_token=hunter2"),
        ("location", "https://me:hunter2@e.com/kept"),
        ("x-copy", "https://e.com/?x-amz-security-token=hunter2&b=kept"),
    ];
    for (name, value) in headers {
        let request = Request::get("https://e.com/kept").header(name, value);
        let request = request.header(name, value).body(Body::empty()).expect("a request");
        let text = recorded("leaks-headers", request, empty).await;
        if text.contains(MARK) || text.matches("kept").count() != 3 {
            failures.push(value);
        }
    }
    let secret = [
        "x-api-key",
        "x-amz-access-token",
        "access-token",
        "proxy-authorization",
        "set-cookie",
        "x-amz-server-side-encryption-customer-key",
    ];
    for name in secret {
        let request = Request::get("https://e.com/").header(name, "hunter2");
        let request = request.header(name, "hunter2").body(Body::empty()).expect("a request");
        let text = recorded("leaks-headers", request, empty).await;
        if text.contains(MARK) {
            failures.push(name);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Without this, a secret could be committed with the message of an error.
#[tokio::test]
async fn no_secret_of_an_error_is_in_the_file() {
    let request = || {
        Request::get("https://e.com/?Password=hunter2%2Fquery")
            .header("authorization", "Bearer hunter2-bearer")
            .header("x-amz-security-token", "hunter2-session")
            .body(Body::empty())
            .expect("a request")
    };
    let answers: [Respond; 4] = [
        || {
            Err(TransportError::connect(
                "kept https://me:hunter2@e.com/?access_token=hunter2&b=kept",
            ))
        },
        || Err(TransportError::other("kept: bad header hunter2-bearer, hunter2-session")),
        || Err(TransportError::timeout("kept: https://e.com/?Password=hunter2%2Fquery timed out")),
        || Ok(Response::new(Body::stream(Fails, None))),
    ];
    for answer in answers {
        let path = path("leaks-errors");
        let recorder = Recorder::create(&path).expect("no file").transport(Answer(answer));
        if let Ok(response) = recorder.send(request()).await {
            response.into_body().collect(10).await.expect_err("the body fails");
        }
        recorder.finish().expect("it is written");
        let text = std::fs::read_to_string(&path).expect("a file");
        assert!(!text.contains(MARK) && text.contains("kept"), "{text}");
    }
}

/// A body that fails.
struct Fails;

impl futures_core::Stream for Fails {
    type Item = Result<bytes::Bytes, aws_operation::BodyError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let error = TransportError::other("kept: hunter2-session was refused");
        std::task::Poll::Ready(Some(Err(error.into())))
    }
}
