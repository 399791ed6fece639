//! Kinesis: bytes in CBOR, in documents and in events.
//!
//! ministack finds the operation of a CBOR request in `X-Amz-Target`, which rpcv2Cbor does not send, so
//! each service here has this header. ministack writes the bytes of a record as base64 text, which is not
//! rpcv2Cbor. So boto3 reads them, with JSON.

use std::time::Duration;

use aws_operation::{Client, Service};
use aws_operation_server_tests::kinesis_cbor::*;
use aws_operation_server_tests::{client, ministack, next_event};
use serde_json::json;
use tokio::time::timeout;

use super::{read_by_boto3, send};

const fn named(target: &'static str) -> Service {
    KINESIS.header("x-amz-target", target)
}

fn kinesis(target: &'static str) -> Client {
    client(ministack(), named(target))
}

#[tokio::test]
async fn the_bytes_of_a_record_arrive() {
    let stream_name = || Some("cbor".to_owned());
    let create = CreateStream {
        stream_name: "cbor".into(),
        shard_count: Some(1),
        ..CreateStream::default()
    };
    send(&kinesis("Kinesis_20131202.CreateStream"), create).await;
    let describe =
        DescribeStreamSummary { stream_name: stream_name(), ..DescribeStreamSummary::default() };
    let summary = send(&kinesis("Kinesis_20131202.DescribeStreamSummary"), &describe).await;
    let summary = summary.stream_description_summary;
    assert_eq!((&*summary.stream_name, summary.open_shard_count), ("cbor", 1));
    assert!(summary.stream_creation_timestamp.epoch_seconds() > 1_700_000_000);

    let bytes: Vec<u8> = (0..=255).collect();
    let entry = |data: &[u8]| PutRecordsRequestEntry {
        data: data.to_vec().into(),
        partition_key: "k\u{e9}y".into(),
        ..PutRecordsRequestEntry::default()
    };
    let put = PutRecords {
        stream_name: stream_name(),
        records: vec![entry(&bytes), entry(b"")],
        ..PutRecords::default()
    };
    let written = send(&kinesis("Kinesis_20131202.PutRecords"), put).await;
    assert_eq!((written.failed_record_count, written.records.len()), (Some(0), 2));
    let list = ListShards { stream_name: stream_name(), ..ListShards::default() };
    let shards = send(&kinesis("Kinesis_20131202.ListShards"), list).await.shards;
    let shards = shards.unwrap_or_default();
    let [shard] = shards.as_slice() else { panic!("there is one shard: {shards:?}") };

    let iterator = json!({
        "StreamName": "cbor",
        "ShardId": shard.shard_id,
        "ShardIteratorType": "TRIM_HORIZON",
    });
    let iterator = read_by_boto3("kinesis", "get_shard_iterator", iterator);
    let records = json!({ "ShardIterator": iterator["ShardIterator"] });
    let theirs = read_by_boto3("kinesis", "get_records", records);
    let records = theirs["Records"].as_array().cloned().unwrap_or_default();
    let [first, second] = records.as_slice() else { panic!("there are two records: {theirs:?}") };
    let data: aws_operation::Blob =
        serde_json::from_value(first["Data"].clone()).expect("it is base64");
    assert_eq!(data, bytes.into());
    assert_eq!(first["PartitionKey"], "k\u{e9}y");
    assert_eq!(second["Data"], "");
    assert_eq!(first["SequenceNumber"], json!(written.records.first().map(|r| &r.sequence_number)));

    let missing = DescribeStreamSummary { stream_name: Some("none".into()), ..describe };
    let error = kinesis("Kinesis_20131202.DescribeStreamSummary").send(missing).await;
    let error = error.expect_err("there is no such stream");
    assert!(
        matches!(error.service(), Some(DescribeStreamSummaryError::ResourceNotFoundException(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_bytes_of_a_record_arrive_in_an_event() {
    let stream_name = || "cbor-subscribed".to_owned();
    let create = CreateStream {
        stream_name: stream_name(),
        shard_count: Some(1),
        ..CreateStream::default()
    };
    send(&kinesis("Kinesis_20131202.CreateStream"), create).await;
    let describe = DescribeStreamSummary {
        stream_name: Some(stream_name()),
        ..DescribeStreamSummary::default()
    };
    let summary = send(&kinesis("Kinesis_20131202.DescribeStreamSummary"), describe).await;
    let register = RegisterStreamConsumer {
        stream_arn: summary.stream_description_summary.stream_arn,
        consumer_name: "reader".into(),
    };
    let consumer = send(&kinesis("Kinesis_20131202.RegisterStreamConsumer"), register).await;
    let bytes: Vec<u8> = (0..=255).collect();
    let record = PutRecordsRequestEntry {
        data: bytes.clone().into(),
        partition_key: "k\u{e9}y".into(),
        ..PutRecordsRequestEntry::default()
    };
    let put = PutRecords {
        stream_name: Some(stream_name()),
        records: vec![record],
        ..PutRecords::default()
    };
    let written = send(&kinesis("Kinesis_20131202.PutRecords"), put).await;
    let [written] = written.records.as_slice() else { panic!("one record: {written:?}") };

    let subscribe = SubscribeToShard {
        consumer_arn: consumer.consumer.consumer_arn,
        shard_id: written.shard_id.clone().expect("a record has a shard"),
        starting_position: StartingPosition {
            r#type: ShardIteratorType::TrimHorizon,
            ..StartingPosition::default()
        },
    };
    let client = kinesis("Kinesis_20131202.SubscribeToShard");
    let mut stream = send(&client, &subscribe).await.event_stream;
    let event = timeout(Duration::from_secs(30), next_event(&mut stream)).await.expect("an event");
    let SubscribeToShardEventStream::SubscribeToShardEvent(event) = event else {
        panic!("records: {event:?}");
    };
    let sequence_number = written.sequence_number.clone().expect("a record has a number");
    let arrived = event.records.first().and_then(|record| record.approximate_arrival_timestamp);
    assert!(arrived.is_some_and(|time| time.epoch_seconds() > 1_700_000_000), "{arrived:?}");
    let expected = SubscribeToShardEvent {
        records: vec![Record {
            sequence_number: sequence_number.clone(),
            approximate_arrival_timestamp: arrived,
            data: bytes.into(),
            partition_key: "k\u{e9}y".into(),
            encryption_type: Some(EncryptionType::None),
        }],
        continuation_sequence_number: sequence_number,
        millis_behind_latest: 0,
        child_shards: None,
    };
    assert_eq!(event, expected);

    let error = client.send(subscribe).await.expect_err("another subscription is active");
    assert!(
        matches!(error.service(), Some(SubscribeToShardError::ResourceInUseException(_))),
        "{error:?}"
    );
}
