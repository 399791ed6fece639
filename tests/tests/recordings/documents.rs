//! Secrets in documents, queries and headers: none of them is in the file.

use aws_operation::testing::verify::Server;
use aws_operation::testing::{Playback, Recorder};
use aws_operation::{Client, Service};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, Response};

use crate::{credentials, path, recording};

/// What all secrets contain.
const MARK: &str = "hunter2";

/// Bodies, with their content types. `NAME` is the name of a secret member, and `hunter2` its value.
const BODIES: [(&str, &str); 10] = [
    ("application/json", r#"{"a": {"NAME": "hunter2 \" hunter2"}, "b": [1, "kept"]}"#),
    ("application/json", r#"{"NAME" : {"x": ["hunter2", {"y": "hunter2"}], "z": 1}, "b": "kept"}"#),
    ("application/json", r#"[{"b": "kept", "NAME": "hunter2"#),
    (
        "application/x-amz-json-1.1",
        r#"{"b": "kept","url": "https://e.com/?X-Amz-Signature=hunter2\u0026x=1"}"#,
    ),
    ("application/json", r#"{"url": "https://e.com/?X-Amz-Security-Token=hunter2%2F&b=kept"}"#),
    ("text/xml", "<R><ns:NAME a=\"1\">hunter2<x/>hunter2</ns:NAME><b>kept</b></R>"),
    ("text/xml", "<R><b>kept</b><NAME>hunter2</NAME><NAME>hunter2"),
    ("application/x-www-form-urlencoded", "Action=kept&User.NAME=hunter2&NAME.1=hunter2"),
    ("application/x-www-form-urlencoded", "b=kept&NAME=%68hunter2"),
    ("application/cbor", ""),
];

/// `{"b": "kept", name: secret}`, where the secret is a text, a blob, or in a list of an open length.
fn cbor(name: &str) -> Vec<u8> {
    let mut document = b"\xa2\x61b\x64kept".to_vec();
    document.push(0x60 + name.len() as u8);
    document.extend(name.as_bytes());
    document.extend(b"\x9f\x67hunter2\x47hunter2\x7f\x67hunter2\xff\xff");
    document
}

fn body(content_type: &str, body: &str, name: &str) -> Vec<u8> {
    match content_type {
        "application/cbor" => cbor(name),
        _ => body.replace("NAME", name).into_bytes(),
    }
}

/// Without this, a secret could be committed with a test.
#[tokio::test]
async fn no_secret_is_in_the_file() {
    let path = path("secrets");
    let server = Server::start(credentials(), |request: &Request<Bytes>| {
        let content_type = request.headers()["content-type"].clone();
        Response::builder()
            .header("content-type", content_type)
            .header("set-cookie", "session=hunter2")
            .header("x-own", "hunter2")
            .header("location", "https://e.com/?X-Amz-Signature=hunter2&b=kept")
            .body(request.body().clone())
            .expect("a response")
    });
    let server = server.expect("a port");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.redact_member("ownSecret").redact_header("X-Own");
    let service = Service::new("secrets");
    let client = Client::new(&recording(&recorder, &server), service);
    let names = ["SecretAccessKey", "refresh_token", "PASSWORD", "OwnSecret"];
    let requests = || {
        names.iter().flat_map(|name| {
            BODIES.map(|(content_type, text)| {
                Request::post(format!("/path?{name}=hunter2&b=kept"))
                    .header("content-type", content_type)
                    .header("x-amz-server-side-encryption-customer-key", "hunter2")
                    .header("x-own", "hunter2")
                    .body(Bytes::from(body(content_type, text, name)))
                    .expect("a request")
            })
        })
    };
    for request in requests() {
        let response = client.send_http(request.clone()).await.expect("a response");
        assert_eq!(response.body(), request.body(), "the program gets what was sent");
    }
    let count = server.requests().len();
    assert_eq!(count, names.len() * BODIES.len());
    recorder.finish().expect("it is written");
    drop(server);

    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.matches("kept").count() >= count, "{text}");
    assert!(text.contains("REDACTED"), "{text}");
    let mut decoded = text.clone();
    for part in text.split('"') {
        decoded += &String::from_utf8_lossy(&STANDARD.decode(part).unwrap_or_default());
    }
    let decoded = percent_encoding::percent_decode_str(&decoded).decode_utf8_lossy().into_owned();
    assert!(decoded.matches("kept").count() > text.matches("kept").count(), "CBOR is base64");
    if let Some(at) = decoded.find(MARK) {
        panic!("a secret: …{}…", &decoded[at.saturating_sub(200)..at + MARK.len()]);
    }
    assert!(!text.contains("AWS4-HMAC-SHA256"), "{text}");

    // The same requests, with other secrets, are found.
    let playback = Playback::open(&path).expect("a recording");
    let config = playback.config_builder().region("eu-west-1").endpoint_url("http://localhost:1");
    let client = Client::new(&config.build().expect("a configuration"), service);
    for request in requests() {
        let body = String::from_utf8_lossy(request.body()).replace("hunter2", "another");
        let is_text = request.headers()["content-type"] != "application/cbor";
        let request = request.map(|cbor| if is_text { Bytes::from(body) } else { cbor });
        client.send_http(request).await.expect("it is found");
    }
    assert!(playback.unused().is_empty(), "{:?}", playback.unused());
}
