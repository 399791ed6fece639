//! Kinesis: awsJson1_1.

use aws_operation_server_tests::kinesis::*;
use serde_json::json;

use super::Moto;

#[tokio::test]
async fn records_keep_their_bytes() {
    let kinesis = Moto::new("kinesis", KINESIS);
    let create = CreateStream {
        stream_name: "pets".into(),
        shard_count: Some(1),
        ..CreateStream::default()
    };
    kinesis.send(create).await;
    let stream = || Some("pets".to_owned());
    let describe =
        DescribeStreamSummary { stream_name: stream(), ..DescribeStreamSummary::default() };
    let summary = kinesis.send(describe).await.stream_description_summary;
    assert_eq!((&*summary.stream_name, summary.open_shard_count), ("pets", 1));
    assert!(summary.stream_creation_timestamp.epoch_seconds() > 1_700_000_000);

    let bytes: Vec<u8> = (0..=255).collect();
    let entry = |data: &[u8]| PutRecordsRequestEntry {
        data: data.to_vec().into(),
        partition_key: "k".into(),
        ..PutRecordsRequestEntry::default()
    };
    let put = PutRecords {
        stream_name: stream(),
        records: vec![entry(&bytes), entry(b"second")],
        ..PutRecords::default()
    };
    let written = kinesis.send(put).await;
    assert_eq!((written.failed_record_count, written.records.len()), (Some(0), 2));
    let list = ListShards { stream_name: stream(), ..ListShards::default() };
    let shards = kinesis.send(list).await.shards.unwrap_or_default();
    let [shard] = shards.as_slice() else { panic!("there is one shard: {shards:?}") };
    let iterator = GetShardIterator {
        stream_name: stream(),
        shard_id: shard.shard_id.clone(),
        shard_iterator_type: ShardIteratorType::TrimHorizon,
        ..GetShardIterator::default()
    };
    let shard_iterator = kinesis.send(iterator).await.shard_iterator.expect("there is an iterator");
    let got = kinesis.send(GetRecords { shard_iterator, ..GetRecords::default() }).await;
    let data: Vec<_> = got.records.iter().map(|record| record.data.clone()).collect();
    assert_eq!(data, [bytes.into(), b"second".to_vec().into()]);
    let numbers: Vec<_> = got.records.iter().map(|record| Some(&record.sequence_number)).collect();
    let written: Vec<_> = written.records.iter().map(|e| e.sequence_number.as_ref()).collect();
    assert_eq!(numbers, written);
    assert!(got.records.iter().all(|record| record.approximate_arrival_timestamp.is_some()));
    let theirs = kinesis.boto3("list_shards", json!({ "StreamName": "pets" }));
    assert_eq!(theirs["Shards"][0]["ShardId"], json!(shard.shard_id));

    let put = PutRecord {
        stream_name: Some("no-such-stream".into()),
        data: b"x".to_vec().into(),
        partition_key: "k".into(),
        ..PutRecord::default()
    };
    let error = kinesis.fail(put, "ResourceNotFoundException", 400).await;
    let Some(PutRecordError::ResourceNotFoundException(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(missing.message.as_deref().is_some_and(|m| m.contains("no-such-stream")));
}
