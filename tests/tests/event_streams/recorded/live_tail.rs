//! The recorded session of CloudWatch Logs, "StartLiveTail": awsJson1_1, with an initial response.
//!
//! The signature of the recording cannot be computed again: the recording has the key id of the SDK's
//! tests, but neither that key nor the recorded headers and body give its signature. The service's
//! answer is of another day than the request. So the recording was edited after it was signed. The
//! scope and the rest of the request are compared.

use aws_operation::{EventStream, RawEvent, aws_event_stream, aws_operation, aws_output, services};
use aws_operation_tests::cases;
use aws_operation_tests::paused::Checked;
use serde::Deserialize;

use super::session::{Replay, Session};

cases! {
    recorded_live_tail
}

#[aws_operation(
    protocol = "awsJson1_1",
    host_prefix = "streaming-",
    output = StartLiveTailOutput
)]
struct StartLiveTail {
    log_group_identifiers: Vec<String>,
}

#[aws_output]
struct StartLiveTailOutput {
    #[payload]
    response_stream: EventStream<StartLiveTailEvents>,
}

#[aws_event_stream]
#[derive(Debug, PartialEq)]
enum StartLiveTailEvents {
    #[tag("sessionUpdate")]
    Update(Update),
    #[exception]
    #[tag("SessionTimeoutException")]
    Timeout {
        message: Option<String>,
    },
    Unknown(RawEvent),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    session_metadata: Option<Metadata>,
    session_results: Option<Vec<LogEvent>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Metadata {
    sampled: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct LogEvent {
    message: Option<String>,
}

async fn recorded_live_tail() -> Checked {
    let Some(session) = Session::read("logs-live-tail")? else { return Ok(()) };
    let recorded = session.clone();
    let keys = ("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby");
    let (client, replay) =
        Replay::client(session, "us-west-2", services::CLOUDWATCH_LOGS, keys).await?;
    let group = "arn:aws:logs:us-west-2:123456789123:log-group:/aws/codebuild/\
                 CodeBuildS3PublisherProject-aBCdEfGHIjkO";
    let tail = StartLiveTail { log_group_identifiers: vec![group.to_owned()] };
    let mut stream = client.send(tail).await?.response_stream;

    let seen = replay.seen();
    let head = seen.head.ok_or("no request")?;
    assert_eq!((head.method.as_str(), head.uri.to_string()), ("POST", recorded.uri.clone()));
    for name in ["content-type", "x-amz-target", "x-amz-date"] {
        assert_eq!(head.headers[name], recorded.request.get(name), "{name}");
    }
    let scope = |authorization: &str| authorization.split(',').next().map(str::to_owned);
    let ours = head.headers["authorization"].to_str()?;
    assert_eq!(scope(ours), scope(recorded.request.get("authorization")));
    assert_eq!(seen.body.concat(), recorded.sent().concat());

    let expected = StartLiveTailEvents::Update(Update {
        session_metadata: Some(Metadata { sampled: false }),
        session_results: Some(Vec::new()),
    });
    assert_eq!(stream.next().await.transpose()?, Some(expected));
    assert!(stream.next().await.is_none());
    // The initial response is not an event.
    let names: Vec<_> = recorded.received()?.iter().map(|it| it.text(":event-type")).collect();
    assert_eq!(names, ["initial-response", "sessionUpdate"]);
    Ok(())
}
