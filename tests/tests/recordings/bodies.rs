//! Bodies that are read late, in part, or not at all.

use std::fs;

use aws_operation::testing::{Playback, Recorder};
use aws_operation::{Body, BodyError, Transport, TransportError, TransportFuture};
use bytes::Bytes;
use http::{Request, Response};

use crate::path;

/// A transport that does not read the body of a request.
struct Unread(fn() -> Result<Body, TransportError>);

impl Transport for Unread {
    fn send(&self, _: Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::ready((self.0)().map(Response::new)))
    }
}

fn stream(text: &'static str, length: Option<u64>) -> Body {
    let chunks = [Ok::<_, BodyError>(Bytes::from_static(text.as_bytes()))];
    Body::stream(chunks.into_iter().collect::<aws_operation_tests::Listed<_>>(), length)
}

fn put(body: Body) -> Request<Body> {
    Request::put("https://e.com/key").body(body).expect("a request")
}

/// Without this, the retry of an upload could not be played: the failed attempt did not read the body.
#[tokio::test]
async fn an_attempt_that_did_not_read_its_body_is_played() {
    let path = path("unread");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.transport(Unread(|| Err(TransportError::connect("no connection"))));
    recorder.send(put(stream("an upload", None))).await.expect_err("no connection");
    recorder.finish().expect("it is written");
    let playback = Playback::open(&path).expect("a recording");
    let error = playback.send(put(stream("an upload", None))).await.expect_err("recorded");
    assert!(error.is_connect(), "{error}");
}

/// Without this, the rest of a body would be lost if the client is dropped before the body is read.
#[tokio::test]
async fn a_body_that_is_read_after_the_recorder_is_dropped_is_whole() {
    let path = path("late");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.transport(Unread(|| Ok(stream("whole", None))));
    let response = recorder.send(put(Body::empty())).await.expect("a response");
    drop(recorder);
    assert!(!path.exists(), "the body may still be read");
    assert_eq!(response.into_body().collect(10).await.expect("a body"), "whole");
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains("\"text\": \"whole\"") && !text.contains("broken"), "{text}");
}

/// Without this, a body that was read to its announced length would be played as a broken one.
#[tokio::test]
async fn a_body_is_whole_at_its_announced_length() {
    let path = path("announced");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.transport(Unread(|| Ok(stream("whole", Some(5)))));
    let response = recorder.send(put(Body::empty())).await.expect("a response");
    let mut body = response.into_body();
    body.next().await.expect("a chunk").expect("the body is whole");
    recorder.finish().expect("it is written");
    let text = fs::read_to_string(&path).expect("a file");
    assert!(!text.contains("broken"), "{text}");
}

/// Without this, a recording would be lost if the file could not be written.
#[tokio::test]
async fn finish_can_be_called_again_after_an_error() {
    let path = path("again");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.transport(Unread(|| Ok(Body::empty())));
    recorder.send(put(Body::empty())).await.expect("a response");
    fs::write(&path, "of someone else").expect("it is written");
    recorder.finish().expect_err("the file exists");
    recorder.finish().expect_err("the file still exists");
    fs::remove_file(&path).expect("a file");
    recorder.finish().expect("it is written");
    assert!(fs::read_to_string(&path).expect("a file").contains("/key"));
}

/// Without this, nobody could find the body that is too large.
#[tokio::test]
async fn the_error_names_the_request_whose_body_is_too_large() {
    let path = path("large");
    let recorder = Recorder::create(&path).expect("no file");
    let large = || Ok(Body::from(vec![0; (64 << 20) + 1]));
    let recorder = recorder.transport(Unread(large));
    recorder.send(put(Body::empty())).await.expect("a response");
    let error = recorder.finish().expect_err("too large").to_string();
    assert!(error.contains("PUT /key: a body is larger than 64 MiB"), "{error}");
    assert!(!path.exists());
}

/// Without this, a copy could be answered with the response to another copy.
#[tokio::test]
async fn the_source_and_the_conditions_of_a_request_are_compared() {
    let path = path("compared");
    let recorder = Recorder::create(&path).expect("no file");
    let recorder = recorder.transport(Unread(|| Ok(Body::empty())));
    let names = ["x-amz-copy-source", "x-amz-copy-source-range", "if-match", "if-none-match"];
    let request = |name: &str, value: &str| {
        let request = Request::put("https://e.com/key").header(name, value);
        request.body(Body::empty()).expect("a request")
    };
    for name in names {
        recorder.send(request(name, "a")).await.expect("a response");
    }
    recorder.finish().expect("it is written");
    let playback = Playback::open(&path).expect("a recording");
    for name in names {
        playback.send(request(name, "b")).await.expect_err("another value");
        playback.send(request(name, "a")).await.expect("a response");
    }
}
