//! StartLiveTail of CloudWatch Logs: a stream that stays open, in awsJson1_1. It begins with an
//! `initial-response`. The operation has a host prefix; the endpoint of ministack is an IP address,
//! which gets no prefix.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_operation::{Blob, Client, EventStream};
use aws_operation_server_tests::cloudwatch_logs::{StartLiveTailResponseStream as Event, *};
use aws_operation_server_tests::{client, ministack, ministack_requests, next_event};
use aws_operation_tests::REGION;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{fail, read_by_boto3, send};

const LIMIT: Duration = Duration::from_secs(30);

fn arn(group: &str) -> String {
    format!("arn:aws:logs:{REGION}:000000000000:log-group:{group}")
}

fn tail(group: &str) -> StartLiveTail {
    StartLiveTail {
        log_group_identifiers: vec![arn(group)],
        log_event_filter_pattern: Some("ERROR".into()),
        ..StartLiveTail::default()
    }
}

/// A client, and a new log group with a log stream `web/1`.
async fn logs(group: &str) -> Client {
    let logs = client(ministack(), CLOUDWATCH_LOGS);
    let log_group_name = group.to_owned();
    send(&logs, CreateLogGroup { log_group_name, ..CreateLogGroup::default() }).await;
    let (log_group_name, log_stream_name) = (group.to_owned(), "web/1".to_owned());
    send(&logs, CreateLogStream { log_group_name, log_stream_name }).await;
    logs
}

/// Logs messages now. Returns the time, in milliseconds.
async fn log(logs: &Client, group: &str, messages: &[&str]) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    let timestamp = i64::try_from(now.as_millis()).expect("a time");
    let event = |message: &&str| InputLogEvent { timestamp, message: (*message).to_owned() };
    let put = PutLogEvents {
        log_group_name: group.into(),
        log_stream_name: "web/1".into(),
        log_events: messages.iter().map(event).collect(),
        ..PutLogEvents::default()
    };
    let rejected = send(logs, put).await.rejected_log_events_info;
    assert_eq!(rejected, None);
    timestamp
}

/// The next update with log events. Updates without log events are sent every second.
async fn next_update(stream: &mut EventStream<Event>) -> LiveTailSessionUpdate {
    loop {
        let event = timeout(LIMIT, next_event(stream)).await.expect("an update");
        let Event::SessionUpdate(update) = event else { panic!("an update: {event:?}") };
        if update.session_results != Some(vec![]) {
            return update;
        }
        let metadata = Some(LiveTailSessionMetadata { sampled: false });
        assert_eq!(update.session_metadata, metadata);
    }
}

#[tokio::test]
async fn messages_arrive_while_the_session_is_open() {
    let logs = logs("tailed").await;
    log(&logs, "tailed", &["ERROR before the session"]).await;
    let mut stream = send(&logs, tail("tailed")).await.response_stream;
    let start = next_event(&mut stream).await;
    let Event::SessionStart(start) = start else { panic!("a start: {start:?}") };
    assert!(start.request_id.is_some() && start.session_id.is_some());
    let expected = LiveTailSessionStart {
        log_group_identifiers: Some(vec![arn("tailed")]),
        log_event_filter_pattern: Some("ERROR".into()),
        request_id: start.request_id.clone(),
        session_id: start.session_id.clone(),
        ..LiveTailSessionStart::default()
    };
    assert_eq!(start, expected);

    for messages in [["ERROR caf\u{e9}", "INFO"], ["INFO", "ERROR \"two\"\n"]] {
        let timestamp = log(&logs, "tailed", &messages).await;
        let update = next_update(&mut stream).await;
        assert_eq!(update.session_metadata, Some(LiveTailSessionMetadata { sampled: false }));
        let Some([event]) = update.session_results.as_deref() else {
            panic!("one event matches the filter: {update:?}");
        };
        let message = messages.into_iter().find(|message| message.starts_with("ERROR"));
        let expected = LiveTailSessionLogEvent {
            log_stream_name: Some("web/1".into()),
            log_group_identifier: Some(arn("tailed")),
            message: message.map(str::to_owned),
            timestamp: Some(timestamp),
            ingestion_time: event.ingestion_time,
        };
        assert_eq!(*event, expected);
        assert!(event.ingestion_time >= Some(timestamp), "{event:?}");
        let args = json!({ "logGroupName": "tailed", "logStreamName": "web/1" });
        let theirs = read_by_boto3("logs", "get_log_events", args);
        let theirs = theirs["events"].as_array().into_iter().flatten();
        let theirs: Vec<_> = theirs.filter(|it| it["message"] == json!(event.message)).collect();
        assert_eq!(theirs.len(), 1, "{theirs:?}");
        assert_eq!(theirs[0]["ingestionTime"], json!(event.ingestion_time));
    }
}

#[tokio::test]
async fn a_session_that_is_dropped_closes_its_connection() {
    let logs = logs("dropped").await;
    let mut stream = send(&logs, tail("dropped")).await.response_stream;
    assert!(matches!(next_event(&mut stream).await, Event::SessionStart(_)));
    assert!(answers_to_tail("dropped").is_empty(), "the response has not ended");
    drop(stream);

    let closed = async {
        loop {
            if let [answer] = answers_to_tail("dropped").as_slice() {
                return answer.clone();
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    let answer = timeout(LIMIT, closed).await.expect("the connection is closed");
    assert_eq!((&answer["status"], &answer["complete"]), (&json!(200), &json!(false)));
    log(&logs, "dropped", &["ERROR after the session"]).await;
    let mut stream = send(&logs, tail("dropped")).await.response_stream;
    assert!(matches!(next_event(&mut stream).await, Event::SessionStart(_)));
}

/// The responses to StartLiveTail for this log group that have ended.
fn answers_to_tail(group: &str) -> Vec<Value> {
    let requests = ministack_requests().into_iter().filter(|request| {
        let body: Blob = serde_json::from_value(request["body_base64"].clone()).unwrap_or_default();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        body["logGroupIdentifiers"] == json!([arn(group)])
    });
    requests.map(|mut request| request["answer"].take()).collect()
}

#[tokio::test]
async fn a_session_that_cannot_begin_is_a_typed_error() {
    let logs = logs("not-tailed").await;
    let error = fail(&logs, tail("none"), "ResourceNotFoundException", 400).await;
    let Some(StartLiveTailError::ResourceNotFoundException(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(missing.message.as_deref().is_some_and(|message| message.contains(&arn("none"))));
    let both = StartLiveTail {
        log_stream_names: Some(vec!["web/1".into()]),
        log_stream_name_prefixes: Some(vec!["web".into()]),
        ..tail("not-tailed")
    };
    let error = fail(&logs, both, "InvalidParameterException", 400).await;
    assert!(
        matches!(error.service(), Some(StartLiveTailError::InvalidParameterException(_))),
        "{error:?}"
    );
}
