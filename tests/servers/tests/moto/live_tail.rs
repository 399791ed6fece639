//! StartLiveTail of CloudWatch Logs: an event stream in awsJson1_1, which begins with an
//! `initial-response`. The operation has a host prefix; the endpoint of moto is an IP address, which
//! gets no prefix.
//!
//! AWS keeps the stream open for hours, and sends new log events. moto sends one update with the log events
//! from before the call, and ends the stream. moto uses the newest log group for any identifier, so the
//! test creates only one.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_operation_server_tests::cloudwatch_logs::{StartLiveTailResponseStream as Event, *};
use aws_operation_server_tests::{all_events, members};
use serde_json::{Value, json};

use super::Moto;

/// The ARN of a log group in moto's account.
fn arn(group: &str) -> String {
    format!("arn:aws:logs:{}:123456789012:log-group:{group}", aws_operation_tests::REGION)
}

/// Creates the log group `tailed` with these messages.
async fn log(logs: &Moto, messages: &[(i64, &str)]) {
    let group = || "tailed".to_owned();
    let stream = || "web/1".to_owned();
    logs.send(CreateLogGroup { log_group_name: group(), ..CreateLogGroup::default() }).await;
    logs.send(CreateLogStream { log_group_name: group(), log_stream_name: stream() }).await;
    let event = |(timestamp, message): &(i64, &str)| InputLogEvent {
        timestamp: *timestamp,
        message: (*message).to_owned(),
    };
    let put = PutLogEvents {
        log_group_name: group(),
        log_stream_name: stream(),
        log_events: messages.iter().map(event).collect(),
        ..PutLogEvents::default()
    };
    logs.send(put).await;
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    i64::try_from(now.as_millis()).expect("a time")
}

/// An event as boto3 returns it, without moto's random identifiers.
fn as_boto3(event: &Event) -> Value {
    match event {
        Event::SessionStart(start) => without_ids(json!({ "sessionStart": members(start) })),
        Event::SessionUpdate(update) => json!({ "sessionUpdate": members(update) }),
        other => panic!("no such event is expected: {other:?}"),
    }
}

fn without_ids(mut event: Value) -> Value {
    if let Some(Value::Object(start)) = event.get_mut("sessionStart") {
        start.retain(|name, _| name != "requestId" && name != "sessionId");
    }
    event
}

#[tokio::test]
async fn a_session_begins_and_has_log_events() {
    let logs = Moto::new("logs", CLOUDWATCH_LOGS);
    let tail = StartLiveTail {
        log_group_identifiers: vec![arn("tailed")],
        log_stream_name_prefixes: Some(vec!["web/".into()]),
        log_event_filter_pattern: Some("ERROR".into()),
        ..StartLiveTail::default()
    };
    let error = logs.fail(&tail, "ResourceNotFoundException", 400).await;
    let Some(StartLiveTailError::ResourceNotFoundException(_)) = error.service() else {
        panic!("{error:?} is not typed");
    };

    let now = now();
    let messages = [(now - 2, "ERROR caf\u{e9} \"down\""), (now - 1, "INFO"), (now, "ERROR two")];
    log(&logs, &messages).await;
    let ours = all_events(logs.send(&tail).await.response_stream).await;
    let [Event::SessionStart(start), Event::SessionUpdate(update)] = ours.as_slice() else {
        panic!("a start, then an update: {ours:?}");
    };
    assert!(start.request_id.is_some() && start.session_id.is_some());
    let expected = LiveTailSessionStart {
        request_id: start.request_id.clone(),
        session_id: start.session_id.clone(),
        log_group_identifiers: Some(vec![arn("tailed")]),
        log_stream_names: Some(vec![]),
        log_stream_name_prefixes: tail.log_stream_name_prefixes.clone(),
        log_event_filter_pattern: tail.log_event_filter_pattern.clone(),
    };
    assert_eq!(*start, expected);
    assert_eq!(update.session_metadata, Some(LiveTailSessionMetadata { sampled: false }));
    let results = update.session_results.as_deref().unwrap_or_default();
    let results: Vec<_> =
        results.iter().map(|event| (event.timestamp, event.message.as_deref())).collect();
    let expected = [messages[0], messages[2]].map(|(time, text)| (Some(time), Some(text)));
    assert_eq!(results, expected);

    let args = json!({
        "logGroupIdentifiers": tail.log_group_identifiers,
        "logStreamNamePrefixes": tail.log_stream_name_prefixes,
        "logEventFilterPattern": tail.log_event_filter_pattern,
    });
    let theirs = logs.boto3("start_live_tail", args)["responseStream"].take();
    let theirs = theirs.as_array().into_iter().flatten().cloned().map(without_ids);
    assert_eq!(ours.iter().map(as_boto3).collect::<Value>(), theirs.collect::<Value>());

    let both = StartLiveTail { log_stream_names: Some(vec!["web/1".into()]), ..tail };
    let error = logs.fail(both, "InvalidParameterException", 400).await;
    let Some(StartLiveTailError::InvalidParameterException(invalid)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(invalid.message.as_deref().is_some_and(|message| message.contains("Prefixes")));
}
