//! The recorded sessions of Amazon Transcribe, "StartStreamTranscription": events in both directions.
//!
//! The signatures of the recordings cannot be computed again: the authorization of the head was
//! replaced by `test`, so the key and the first signature of the chain are unknown. Each sent message is
//! equal to the recorded one, byte for byte, except for the signature and the checksum. [`EventChain`]
//! verifies the signatures that the client makes with a known key.

use aws_operation::{
    Blob, ErrorKind, EventStream, RawEvent, Service, aws_event_stream, aws_operation, aws_output,
};
use aws_operation_tests::cases;
use aws_operation_tests::event_frames::messages;
use aws_operation_tests::event_signatures::EventChain;
use aws_operation_tests::paused::Checked;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::frame::Frame;
use super::session::{Headers, Replay, Seen, Session};
use crate::send::stream_of;

cases! {
    recorded_transcribe_success
    recorded_transcribe_error
}

const TRANSCRIBE: Service = Service::new("transcribe").endpoint_prefix("transcribestreaming");
const KEYS: (&str, &str) = ("id", "secret");

#[aws_operation(
    method = "POST",
    uri = "/stream-transcription",
    output = StartStreamTranscriptionOutput
)]
struct StartStreamTranscription {
    #[header("x-amzn-transcribe-language-code")]
    language_code: String,
    #[header("x-amzn-transcribe-sample-rate")]
    media_sample_rate_hertz: u32,
    #[header("x-amzn-transcribe-media-encoding")]
    media_encoding: String,
    #[payload]
    audio_stream: EventStream<AudioStream>,
}

#[aws_event_stream(rename_all = "PascalCase")]
enum AudioStream {
    AudioEvent {
        #[event_payload]
        audio_chunk: Blob,
    },
    Unknown(RawEvent),
}

#[aws_output]
struct StartStreamTranscriptionOutput {
    #[header("x-amzn-request-id")]
    request_id: String,
    #[header("x-amzn-transcribe-session-id")]
    session_id: String,
    #[header("x-amzn-transcribe-sample-rate")]
    media_sample_rate_hertz: u32,
    #[header("x-amzn-transcribe-show-speaker-label")]
    show_speaker_label: bool,
    #[payload]
    transcript_result_stream: EventStream<Transcripts>,
}

#[aws_event_stream(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
enum Transcripts {
    TranscriptEvent(TranscriptEvent),
    #[exception]
    BadRequestException {
        message: Option<String>,
    },
    Unknown(RawEvent),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TranscriptEvent {
    transcript: Transcript,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Transcript {
    results: Vec<TranscriptResult>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TranscriptResult {
    alternatives: Vec<Alternative>,
    end_time: f64,
    is_partial: bool,
    result_id: String,
    start_time: f64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Alternative {
    items: Vec<Item>,
    transcript: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    content: String,
    end_time: f64,
    start_time: f64,
    #[serde(rename = "Type")]
    kind: String,
    vocabulary_filter_match: bool,
}

/// The recorded operation: its events are the audio of the recording.
fn start(session: &Session) -> Result<StartStreamTranscription, String> {
    let mut audio = Vec::new();
    for outer in Frame::all(&session.sent().concat())? {
        let inner = Frame::all(&outer.payload)?;
        audio.extend(inner.into_iter().map(|it| it.payload));
    }
    let header = |name: &str| session.request.get(&format!("x-amzn-transcribe-{name}")).to_owned();
    let events = audio.into_iter().map(|it| AudioStream::AudioEvent { audio_chunk: it.into() });
    Ok(StartStreamTranscription {
        language_code: header("language-code"),
        media_sample_rate_hertz: header("sample-rate").parse().map_err(|_| "no sample rate")?,
        media_encoding: header("media-encoding"),
        audio_stream: stream_of(events),
    })
}

async fn recorded_transcribe_success() -> Checked {
    let Some(session) = Session::read("transcribe-success")? else { return Ok(()) };
    let (start, recorded) = (start(&session)?, session.clone());
    let (client, replay) = Replay::client(session, "us-west-2", TRANSCRIBE, KEYS).await?;
    let output = client.send(start).await?;
    assert_eq!(replay.sent(), 2, "the head of the response comes after two events");
    is_recorded_head(&output, &recorded.response);

    let (mut stream, mut lines) = (output.transcript_result_stream, Vec::new());
    let expected = recorded.received()?;
    assert_eq!(expected.len(), 35);
    for frame in expected {
        let Some(Transcripts::TranscriptEvent(event)) = stream.next().await.transpose()? else {
            return Err("another event".into());
        };
        let json: serde_json::Value = serde_json::from_slice(&frame.payload)?;
        assert_eq!(serde_json::to_value(&event)?, json);
        let results = event.transcript.results.into_iter().filter(|result| !result.is_partial);
        lines.extend(results.flat_map(|it| it.alternatives).map(|it| it.transcript));
    }
    assert!(stream.next().await.is_none());
    // The text of the recording, from the tests of the SDK.
    let text = ["Good day to you transcribe.", "This is Polly talking to you from the Rust ST K."];
    assert_eq!(lines, text);

    let seen = replay.seen();
    is_recorded_request(&seen, &recorded)?;
    let sent = is_recorded_body(&seen.body, &recorded.sent())?;
    assert_eq!((sent, seen.body.len()), (12, 12));
    is_signed(&seen)
}

/// The client of the recording ended its request without the empty message, which the service refused.
/// Ours sends it.
async fn recorded_transcribe_error() -> Checked {
    let Some(session) = Session::read("transcribe-error")? else { return Ok(()) };
    let (start, recorded) = (start(&session)?, session.clone());
    let (client, replay) = Replay::client(session, "us-east-1", TRANSCRIBE, KEYS).await?;
    let output = client.send(start).await?;
    is_recorded_head(&output, &recorded.response);

    let mut stream = output.transcript_result_stream;
    let error = stream.next().await.ok_or("no error")?.expect_err("an exception");
    let message = "A complete signal was sent without the preceding empty frame.";
    let id = "2a403be0-845e-421f-9994-a396ed77c5b3";
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!((error.code(), error.message()), (Some("BadRequestException"), Some(message)));
    assert_eq!(error.request_id(), Some(id));
    assert_eq!(error.to_string(), format!("BadRequestException: {message} [request id {id}]"));
    let expected = Transcripts::BadRequestException { message: Some(message.into()) };
    assert_eq!(error.into_exception(), Some(expected));
    for _ in 0..2 {
        assert!(stream.next().await.is_none(), "the exception ended the stream");
    }

    let seen = replay.seen();
    is_recorded_request(&seen, &recorded)?;
    let sent = is_recorded_body(&seen.body, &recorded.sent())?;
    assert_eq!((sent, seen.body.len()), (1, 2));
    let last = Frame::all(&seen.body[1])?;
    assert!(last[0].payload.is_empty(), "the end");
    is_signed(&seen)
}

fn is_recorded_head(output: &StartStreamTranscriptionOutput, recorded: &Headers) {
    assert_eq!(output.request_id, recorded.get("x-amzn-request-id"));
    assert_eq!(output.session_id, recorded.get("x-amzn-transcribe-session-id"));
    assert_eq!(output.media_sample_rate_hertz, 8000);
    assert!(!output.show_speaker_label);
}

/// The head of the request is the recorded one, except for its signature and for headers that name the
/// client.
fn is_recorded_request(seen: &Seen, recorded: &Session) -> Checked {
    let head = seen.head.as_ref().ok_or("no request")?;
    assert_eq!((head.method.as_str(), head.uri.to_string()), ("POST", recorded.uri.clone()));
    for name in [
        "content-type",
        "x-amz-date",
        "x-amzn-transcribe-language-code",
        "x-amzn-transcribe-media-encoding",
        "x-amzn-transcribe-sample-rate",
    ] {
        assert_eq!(head.headers[name], recorded.request.get(name), "{name}");
    }
    assert!(!head.headers.contains_key("content-length"));
    Ok(())
}

/// Each recorded message was sent, byte for byte, except for its signature and its checksum. Returns
/// their number.
fn is_recorded_body(
    sent: &[Bytes],
    recorded: &[Bytes],
) -> Result<usize, Box<dyn std::error::Error>> {
    assert!(sent.len() >= recorded.len());
    for (sent, recorded) in sent.iter().zip(recorded) {
        let ours = Frame::all(sent)?;
        let [ours] = &ours[..] else { return Err("a chunk is not one message".into()) };
        assert_eq!(ours.headers[":chunk-signature"].len(), 32);
        let (ours, theirs) = (&sent[..], &recorded[..]);
        let differs = (0..ours.len()).filter(|at| ours[*at] != theirs[*at]);
        let signature = 12 + 1 + ":chunk-signature".len() + 3;
        let end = ours.len() - 4;
        assert_eq!(ours.len(), theirs.len());
        assert!(
            differs.into_iter().all(|at| (signature..signature + 32).contains(&at) || at >= end),
            "other bytes than the signature and the checksum differ"
        );
    }
    Ok(recorded.len())
}

/// Each message has the signature that the documentation describes, after that of the request.
fn is_signed(seen: &Seen) -> Checked {
    let head = seen.head.as_ref().ok_or("no request")?;
    let mut chain = EventChain::open(head, KEYS.1)?;
    for chunk in &seen.body {
        for message in messages(chunk.clone())? {
            chain.verify(&message)?;
        }
    }
    Ok(())
}
