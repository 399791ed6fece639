//! InvokeWithResponseStream of Lambda: an event stream in restJson1, whose events have payloads of
//! bytes.
//!
//! ministack sends the result of the function as one chunk. If the function fails, the members of the last
//! event have the names `errorCode` and `errorDetails`. In the model, they are `ErrorCode` and
//! `ErrorDetails`.

use aws_operation::{Client, Config, Credentials};
use aws_operation_server_tests::lambda::{InvokeWithResponseStreamResponseEvent as Event, *};
use aws_operation_server_tests::{all_events, ministack};
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY, crc32_number};
use serde_json::{Value, json};

use super::{fail, send};

const SOURCE: &str = r#"
def handler(event, context):
    if "name" not in event:
        raise ValueError("no name")
    return {"greeting": "Hello " + event["name"]}
"#;

/// A client in a region of its own, because another test lists all functions of a region.
fn lambda() -> Client {
    let config = Config::builder()
        .region("eu-north-1")
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(ministack());
    Client::new(&config.build().expect("a config"), LAMBDA)
}

fn invoke(function_name: &str, event: &Value) -> InvokeWithResponseStream {
    InvokeWithResponseStream {
        function_name: function_name.into(),
        payload: Some(event.to_string().into()),
        ..InvokeWithResponseStream::default()
    }
}

/// A ZIP archive with one file, which is not compressed.
///
/// Source: PKWARE, "APPNOTE.TXT", 4.3 "General Format of a .ZIP File".
fn archive(name: &str, content: &str) -> Vec<u8> {
    let size = |text: &str| u32::try_from(text.len()).expect("it is small").to_le_bytes();
    let name_length = u16::try_from(name.len()).expect("it is short").to_le_bytes();
    // Version 2.0, no flags, no compression, the first day of 1980, checksum and sizes.
    let mut entry = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    entry.extend(crc32_number(content.as_bytes()).to_le_bytes());
    entry.extend([size(content), size(content)].concat());
    entry.extend([name_length, [0, 0]].concat());

    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend([&entry, name.as_bytes(), content.as_bytes()].concat());
    let directory = bytes.len();
    bytes.extend(b"PK\x01\x02\x14\x00");
    bytes.extend(entry);
    // No comment, disk 0, no attributes, the local header at offset 0.
    bytes.extend([0; 14]);
    bytes.extend(name.as_bytes());
    let directory_size = u32::try_from(bytes.len() - directory).expect("it is small");
    bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend(directory_size.to_le_bytes());
    bytes.extend(u32::try_from(directory).expect("it is small").to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

#[tokio::test]
async fn the_result_of_a_function_arrives_as_events() {
    let lambda = lambda();
    let create = CreateFunction {
        function_name: "greet".into(),
        runtime: Some(Runtime::Python312),
        role: "arn:aws:iam::000000000000:role/lambda".into(),
        handler: Some("main.handler".into()),
        code: FunctionCode {
            zip_file: Some(archive("main.py", SOURCE).into()),
            ..FunctionCode::default()
        },
        timeout: Some(60),
        ..CreateFunction::default()
    };
    send(&lambda, create).await;

    let output = send(&lambda, invoke("greet", &json!({ "name": "caf\u{e9}" }))).await;
    assert_eq!(output.status_code, 200);
    let content_type = Some("application/vnd.amazon.eventstream");
    assert_eq!(output.response_stream_content_type.as_deref(), content_type);
    let (payload, complete) = chunk_and_end(&all_events(output.event_stream).await);
    assert_eq!(payload, json!({ "greeting": "Hello caf\u{e9}" }));
    assert_eq!(complete, InvokeWithResponseStreamCompleteEvent::default());

    let output = send(&lambda, invoke("greet", &json!({}))).await;
    let (payload, _) = chunk_and_end(&all_events(output.event_stream).await);
    assert_eq!(payload["errorMessage"], "no name");

    for _ in 0..3 {
        let mut stream = send(&lambda, invoke("greet", &json!({ "name": "x" }))).await.event_stream;
        assert!(matches!(stream.next().await, Some(Ok(Event::PayloadChunk { payload: Some(_) }))));
        drop(stream);
    }
    let output = send(&lambda, invoke("greet", &json!({ "name": "x" }))).await;
    assert_eq!(all_events(output.event_stream).await.len(), 2);
}

/// The document in the first event, and the last event.
fn chunk_and_end(events: &[Event]) -> (Value, InvokeWithResponseStreamCompleteEvent) {
    let [Event::PayloadChunk { payload: Some(payload) }, Event::InvokeComplete(complete)] = events
    else {
        panic!("a chunk, then the end: {events:?}");
    };
    (serde_json::from_slice(payload).expect("it is JSON"), complete.clone())
}

#[tokio::test]
async fn an_unknown_function_is_a_typed_error() {
    let error = fail(&lambda(), invoke("none", &json!({})), "ResourceNotFoundException", 404).await;
    let Some(InvokeWithResponseStreamError::ResourceNotFoundException(missing)) = error.service()
    else {
        panic!("{error:?} is not typed");
    };
    assert!(missing.message.as_deref().is_some_and(|message| message.contains("none")));
}
