//! SubscribeToShard of Kinesis: a stream that stays open, in awsJson1_1. It begins with an
//! `initial-response`.

use std::time::{Duration, Instant};

use aws_operation::{Blob, Client, ErrorKind, EventStream, Timeouts};
use aws_operation_server_tests::kinesis::{SubscribeToShardEventStream as Event, *};
use aws_operation_server_tests::{all_events, client, ministack, next_event};
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::{fail, read_by_boto3, send};

const LIMIT: Duration = Duration::from_secs(30);

/// The time after a subscription in which ministack, like AWS, refuses another one.
const REFUSED: Duration = Duration::from_secs(5);

/// A stream with one shard and a consumer.
struct Subscribed {
    kinesis: Client,
    stream_name: String,
    shard_id: String,
    consumer_arn: String,
}

impl Subscribed {
    async fn new(name: &str) -> Self {
        let kinesis = client(ministack(), KINESIS);
        let (stream_name, shard_count) = (name.to_owned(), Some(1));
        send(&kinesis, CreateStream { stream_name, shard_count, ..CreateStream::default() }).await;
        let stream_name = Some(name.to_owned());
        let describe = DescribeStreamSummary { stream_name, ..DescribeStreamSummary::default() };
        let stream_arn = send(&kinesis, describe).await.stream_description_summary.stream_arn;
        let list = ListShards { stream_name: Some(name.to_owned()), ..ListShards::default() };
        let shards = send(&kinesis, list).await.shards.unwrap_or_default();
        let [shard] = shards.as_slice() else { panic!("there is one shard: {shards:?}") };
        let consumer_name = "reader".to_owned();
        let consumer = send(&kinesis, RegisterStreamConsumer { stream_arn, consumer_name }).await;
        let consumer = consumer.consumer;
        assert_eq!(
            (&*consumer.consumer_name, &consumer.consumer_status),
            ("reader", &ConsumerStatus::Active)
        );
        Self {
            kinesis,
            stream_name: name.to_owned(),
            shard_id: shard.shard_id.clone(),
            consumer_arn: consumer.consumer_arn,
        }
    }

    /// Puts records. Returns their sequence numbers.
    async fn put(&self, records: &[&[u8]]) -> Vec<String> {
        let entry = |data: &&[u8]| PutRecordsRequestEntry {
            data: Blob::from(*data),
            partition_key: "k\u{e9}y".into(),
            ..PutRecordsRequestEntry::default()
        };
        let put = PutRecords {
            stream_name: Some(self.stream_name.clone()),
            records: records.iter().map(entry).collect(),
            ..PutRecords::default()
        };
        let written = send(&self.kinesis, put).await;
        assert_eq!(written.failed_record_count, Some(0));
        written.records.into_iter().filter_map(|record| record.sequence_number).collect()
    }

    fn subscribe(&self, starting_position: StartingPosition) -> SubscribeToShard {
        SubscribeToShard {
            consumer_arn: self.consumer_arn.clone(),
            shard_id: self.shard_id.clone(),
            starting_position,
        }
    }
}

fn trim_horizon() -> StartingPosition {
    StartingPosition { r#type: ShardIteratorType::TrimHorizon, ..StartingPosition::default() }
}

fn after(sequence_number: &str) -> StartingPosition {
    StartingPosition {
        r#type: ShardIteratorType::AfterSequenceNumber,
        sequence_number: Some(sequence_number.to_owned()),
        ..StartingPosition::default()
    }
}

/// Expects an event with these records.
async fn expect_records(stream: &mut EventStream<Event>, expected: &[(&str, &[u8])]) {
    let event = timeout(LIMIT, next_event(stream)).await.expect("an event");
    let Event::SubscribeToShardEvent(event) = event else { panic!("records: {event:?}") };
    assert_eq!(event.records.len(), expected.len(), "{event:?}");
    for (record, (sequence_number, data)) in event.records.iter().zip(expected) {
        let expected = Record {
            sequence_number: (*sequence_number).to_owned(),
            approximate_arrival_timestamp: record.approximate_arrival_timestamp,
            data: Blob::from(*data),
            partition_key: "k\u{e9}y".into(),
            encryption_type: Some(EncryptionType::None),
        };
        assert_eq!(*record, expected);
        let arrived = record.approximate_arrival_timestamp.expect("it has a time of arrival");
        assert!(arrived.epoch_seconds() > 1_700_000_000, "{arrived:?}");
    }
    if let Some(last) = event.records.last() {
        assert_eq!(event.continuation_sequence_number, last.sequence_number);
    }
    assert_eq!((event.millis_behind_latest, event.child_shards), (0, None));
}

#[tokio::test]
async fn records_arrive_while_the_stream_is_open() {
    let subscribed = Subscribed::new("subscribed").await;
    let bytes: Vec<u8> = (0..=255).collect();
    let before = subscribed.put(&[&bytes, b""]).await;
    let timeouts = Timeouts::default().stalled_stream(Duration::from_secs(1));
    let call = subscribed.kinesis.send(subscribed.subscribe(trim_horizon())).timeouts(timeouts);
    let output = call.await.expect("a subscription");
    let mut stream = output.event_stream;
    expect_records(&mut stream, &[(&before[0], &bytes), (&before[1], b"")]).await;

    let during = subscribed.put(&[b"now"]).await;
    expect_records(&mut stream, &[(&during[0], b"now")]).await;

    // Without records, an event arrives every five seconds. The timeout of a second for stalled streams does
    // not apply.
    let idle = Instant::now();
    expect_records(&mut stream, &[]).await;
    assert!(idle.elapsed() > Duration::from_secs(4), "{:?}", idle.elapsed());
    drop(stream);

    let iterator = json!({
        "StreamName": subscribed.stream_name,
        "ShardId": subscribed.shard_id,
        "ShardIteratorType": "TRIM_HORIZON",
    });
    let iterator = read_by_boto3("kinesis", "get_shard_iterator", iterator);
    let records = json!({ "ShardIterator": iterator["ShardIterator"] });
    let theirs = read_by_boto3("kinesis", "get_records", records);
    let theirs = theirs["Records"].as_array().into_iter().flatten();
    let theirs: Vec<_> =
        theirs.map(|record| (&record["SequenceNumber"], &record["Data"])).collect();
    let ours = [json!(before[0]), json!(before[1]), json!(during[0])];
    let data = [json!(Blob::from(&bytes)), json!(""), json!(Blob::from("now"))];
    assert_eq!(theirs, ours.iter().zip(&data).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_later_subscription_ends_the_first_one_with_an_exception() {
    let subscribed = Subscribed::new("taken-over").await;
    let output = send(&subscribed.kinesis, subscribed.subscribe(trim_horizon())).await;
    // ministack measures the five seconds from an earlier time, and with another clock.
    let begin = Instant::now() + Duration::from_millis(100);
    let mut first = output.event_stream;
    expect_records(&mut first, &[]).await;
    let second = subscribed.subscribe(trim_horizon());
    let error = fail(&subscribed.kinesis, &second, "ResourceInUseException", 400).await;
    let Some(SubscribeToShardError::ResourceInUseException(in_use)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(in_use.message.as_deref().is_some_and(|text| text.contains(&subscribed.consumer_arn)));

    sleep(REFUSED.saturating_sub(begin.elapsed())).await;
    let mut second = send(&subscribed.kinesis, second).await.event_stream;
    expect_records(&mut second, &[]).await;
    let error = loop {
        match timeout(LIMIT, first.next()).await.expect("an event") {
            Some(Ok(_)) => {}
            Some(Err(error)) => break error,
            None => panic!("the first stream ended without an exception"),
        }
    };
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("ResourceInUseException")));
    let message = format!("Subscription to shard {} was taken over", subscribed.shard_id);
    assert_eq!(error.message(), Some(&*message));
    let exception = Event::ResourceInUseException { message: Some(message) };
    assert_eq!(error.into_exception(), Some(exception));
    assert!(first.next().await.is_none(), "an exception ends the stream");

    // The second subscription is dropped, so a third one succeeds before the five seconds have passed.
    let begin = Instant::now();
    drop(second);
    let third = loop {
        match subscribed.kinesis.send(subscribed.subscribe(trim_horizon())).await {
            Ok(output) => break output.event_stream,
            Err(error) if begin.elapsed() > Duration::from_secs(4) => panic!("{error}"),
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    };
    drop(third);
}

#[tokio::test]
async fn a_split_shard_ends_its_stream_with_the_children() {
    let subscribed = Subscribed::new("split").await;
    let numbers = subscribed.put(&[b"first", b"second"]).await;
    let output = send(&subscribed.kinesis, subscribed.subscribe(after(&numbers[0]))).await;
    let mut stream = output.event_stream;
    expect_records(&mut stream, &[(&numbers[1], b"second")]).await;
    let middle = (1_u128 << 127).to_string();
    let split = SplitShard {
        stream_name: Some(subscribed.stream_name.clone()),
        shard_to_split: subscribed.shard_id.clone(),
        new_starting_hash_key: middle.clone(),
        ..SplitShard::default()
    };
    send(&subscribed.kinesis, split).await;
    let rest = timeout(LIMIT, all_events(stream)).await.expect("the stream ends");
    let [Event::SubscribeToShardEvent(end)] = rest.as_slice() else {
        panic!("one event: {rest:?}")
    };
    assert_eq!((&end.records, &end.continuation_sequence_number), (&vec![], &numbers[1]));
    let children = end.child_shards.as_deref().unwrap_or_default();
    let parents = [subscribed.shard_id.clone()];
    assert!(children.iter().all(|child| child.parent_shards == parents), "{children:?}");
    let below = ((1_u128 << 127) - 1).to_string();
    let ranges: Vec<_> = children
        .iter()
        .map(|child| {
            (&*child.hash_key_range.starting_hash_key, &*child.hash_key_range.ending_hash_key)
        })
        .collect();
    assert_eq!(ranges, [("0", &*below), (&middle, &u128::MAX.to_string())]);
}

#[tokio::test]
async fn an_unknown_consumer_or_shard_is_a_typed_error() {
    let subscribed = Subscribed::new("not-subscribed").await;
    let subscribe = subscribed.subscribe(trim_horizon());
    let consumer_arn = format!("{}0", subscribed.consumer_arn);
    let no_consumer = SubscribeToShard { consumer_arn: consumer_arn.clone(), ..subscribe.clone() };
    let no_shard = SubscribeToShard { shard_id: "shardId-9".into(), ..subscribe };
    for (call, missing) in [(no_consumer, &*consumer_arn), (no_shard, "shardId-9")] {
        let error = fail(&subscribed.kinesis, call, "ResourceNotFoundException", 400).await;
        let Some(SubscribeToShardError::ResourceNotFoundException(error)) = error.service() else {
            panic!("{error:?} is not typed");
        };
        let message = error.message.as_deref().unwrap_or_default();
        assert!(message.contains(missing), "{message}");
    }
}
