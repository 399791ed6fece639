//! ConverseStream and InvokeModelWithResponseStream of Bedrock: event streams in restJson1.
//!
//! ministack has no model. It sends a text with a hash of the prompt, in pieces.

use aws_operation_server_tests::bedrock_runtime::{ConverseStreamOutput as Event, *};
use aws_operation_server_tests::{all_events, client, members, ministack};
use serde_json::{Value, json};

use super::{fail, read_by_boto3, send};

/// In the path of a request, the colon is percent-encoded.
const CLAUDE: &str = "anthropic.claude-3-5-sonnet-20240620-v1:0";
const LLAMA: &str = "meta.llama3-8b-instruct-v1:0";

fn converse(model_id: &str) -> ConverseStream {
    let text = "What is a caf\u{e9}?";
    ConverseStream {
        model_id: model_id.into(),
        messages: Some(vec![Message {
            role: ConversationRole::User,
            content: vec![ContentBlock::Text(text.into())],
        }]),
        system: Some(vec![SystemContentBlock::Text("Be short.".into())]),
        inference_config: Some(InferenceConfiguration {
            max_tokens: Some(100),
            temperature: Some(0.5),
            ..InferenceConfiguration::default()
        }),
        ..ConverseStream::default()
    }
}

fn invoke(body: &Value) -> InvokeModelWithResponseStream {
    InvokeModelWithResponseStream {
        model_id: LLAMA.into(),
        content_type: Some("application/json".into()),
        body: Some(body.to_string().into()),
        ..InvokeModelWithResponseStream::default()
    }
}

/// An event as boto3 returns it.
fn as_boto3(event: &Event) -> Value {
    match event {
        Event::MessageStart(event) => json!({ "messageStart": members(event) }),
        Event::ContentBlockDelta(event) => json!({ "contentBlockDelta": members(event) }),
        Event::ContentBlockStop(event) => json!({ "contentBlockStop": members(event) }),
        Event::MessageStop(event) => json!({ "messageStop": members(event) }),
        Event::Metadata(event) => json!({ "metadata": members(event) }),
        other => panic!("ministack sends no such event: {other:?}"),
    }
}

/// Removes the time that a call took from its events.
fn without_latency(mut events: Value) -> Value {
    for event in events.as_array_mut().into_iter().flatten() {
        if let Some(metrics) = event.pointer_mut("/metadata/metrics") {
            assert!(metrics["latencyMs"].as_i64() > Some(0), "{metrics}");
            *metrics = json!({});
        }
    }
    events
}

#[tokio::test]
async fn a_conversation_arrives_as_events() {
    let bedrock = client(ministack(), BEDROCK_RUNTIME);
    let ours = all_events(send(&bedrock, converse(CLAUDE)).await.stream).await;
    let [Event::MessageStart(start), middle @ .., Event::MessageStop(stop), Event::Metadata(end)] =
        ours.as_slice()
    else {
        panic!("a start, a text, a stop and metadata: {ours:?}");
    };
    assert_eq!(start.role, ConversationRole::Assistant);
    assert_eq!(stop.stop_reason, StopReason::EndTurn);
    let [deltas @ .., Event::ContentBlockStop(ContentBlockStopEvent { content_block_index: 0 })] =
        middle
    else {
        panic!("the text ends: {middle:?}");
    };
    assert!(deltas.len() > 1, "{deltas:?}");
    let text: String = deltas
        .iter()
        .map(|delta| match delta {
            Event::ContentBlockDelta(ContentBlockDeltaEvent {
                delta: ContentBlockDelta::Text(text),
                content_block_index: 0,
            }) => text.as_str(),
            other => panic!("a piece of text: {other:?}"),
        })
        .collect();
    let beginning = format!("[ministack mock anthropic {CLAUDE}] reply for prompt#");
    assert!(text.starts_with(&beginning), "{text}");
    let usage = &end.usage;
    assert_eq!(usage.input_tokens + usage.output_tokens, usage.total_tokens);
    assert!(usage.input_tokens > 0 && usage.output_tokens > 0, "{usage:?}");

    let converse = converse(CLAUDE);
    let args = json!({
        "modelId": CLAUDE,
        "messages": members(&converse.messages),
        "system": members(&converse.system),
        "inferenceConfig": members(&converse.inference_config),
    });
    let theirs = read_by_boto3("bedrock-runtime", "converse_stream", args);
    let ours = ours.iter().map(as_boto3).collect();
    assert_eq!(without_latency(ours), without_latency(theirs["stream"].clone()));
}

#[tokio::test]
async fn the_chunks_of_a_model_are_the_bytes_that_boto3_reads() {
    let bedrock = client(ministack(), BEDROCK_RUNTIME);
    let body = json!({ "prompt": "caf\u{e9}", "max_gen_len": 100 });
    let output = send(&bedrock, invoke(&body)).await;
    assert_eq!(output.content_type, "application/json");
    let events = all_events(output.body).await;
    let chunks = events.iter().map(|event| match event {
        ResponseStream::Chunk(PayloadPart { bytes: Some(bytes) }) => bytes,
        other => panic!("a chunk with bytes: {other:?}"),
    });
    let parsed: Vec<Value> = chunks
        .clone()
        .map(|bytes| serde_json::from_slice(bytes).expect("a chunk is JSON"))
        .collect();
    let text: String = parsed.iter().filter_map(|chunk| chunk["generation"].as_str()).collect();
    assert!(text.starts_with(&format!("[ministack mock llama {LLAMA}] reply")), "{text}");
    let reasons: Vec<_> = parsed.iter().map(|chunk| chunk["stop_reason"].as_str()).collect();
    assert_eq!(reasons.split_last(), Some((&Some("stop"), &*vec![None; parsed.len() - 1])));

    let args = json!({
        "modelId": LLAMA,
        "contentType": "application/json",
        "body": body.to_string(),
    });
    let theirs = read_by_boto3("bedrock-runtime", "invoke_model_with_response_stream", args);
    let ours: Value = chunks.map(|bytes| json!({ "chunk": { "bytes": bytes } })).collect();
    assert_eq!(ours, theirs["body"]);
    assert_eq!(json!(output.content_type), theirs["contentType"]);
}

#[tokio::test]
async fn an_invalid_request_is_a_typed_error() {
    let bedrock = client(ministack(), BEDROCK_RUNTIME);
    let empty = Message { role: ConversationRole::User, content: vec![] };
    let converse = ConverseStream { messages: Some(vec![empty]), ..converse(CLAUDE) };
    let error = fail(&bedrock, converse, "ValidationException", 400).await;
    let Some(ConverseStreamError::ValidationException(invalid)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(invalid.message.as_deref().is_some_and(|message| message.contains("content")));

    let error = fail(&bedrock, invoke(&json!([])), "ValidationException", 400).await;
    let Some(InvokeModelWithResponseStreamError::ValidationException(invalid)) = error.service()
    else {
        panic!("{error:?} is not typed");
    };
    assert!(invalid.message.as_deref().is_some_and(|message| message.contains("object")));
}

#[tokio::test]
async fn the_client_works_after_a_stream_was_dropped() {
    let bedrock = client(ministack(), BEDROCK_RUNTIME);
    for _ in 0..3 {
        let mut stream = send(&bedrock, converse(CLAUDE)).await.stream;
        assert!(matches!(stream.next().await, Some(Ok(Event::MessageStart(_)))));
        drop(stream);
    }
    let events = all_events(send(&bedrock, converse(CLAUDE)).await.stream).await;
    assert!(matches!(events.last(), Some(Event::Metadata(_))));
}
