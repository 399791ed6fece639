//! S3 Select: an event stream in restXml. Its events have payloads of bytes and of XML.
//!
//! AWS may send the records in several events with `Cont` and `Progress` between them. moto sends one
//! event with all records. In AWS, the table can also be `S3Object`. moto finds an alias only of
//! `s3object`.

use aws_operation::ByteStream;
use aws_operation_server_tests::s3::{SelectObjectContentEventStream as Event, *};
use aws_operation_server_tests::{all_events, members};
use serde_json::{Value, json};

use super::Moto;

const BUCKET: &str = "selected";
const CSV: &str = "name,kind,weight\nMicia,cat,3.5\nRex,dog,20\nLeo,cat,5";
const JSON: &str = "{\"name\":\"Rex\",\"tags\":[\"big\"]}\n{\"name\":\"Micia\",\"tags\":[]}\n";

/// A client of S3, and a new bucket with the objects `pets.csv` and `pets.json`.
async fn s3(bucket: &str) -> Moto {
    let s3 = Moto::new("s3", S3);
    s3.send(CreateBucket { bucket: bucket.into(), ..CreateBucket::default() }).await;
    for (key, text) in [("pets.csv", CSV), ("pets.json", JSON)] {
        let body = Some(ByteStream::from(text));
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        s3.send(PutObject { bucket, key, body, ..PutObject::default() }).await;
    }
    s3
}

fn select(bucket: &str, key: &str, expression: &str) -> SelectObjectContent {
    let csv = CSVInput { file_header_info: Some(FileHeaderInfo::Use), ..CSVInput::default() };
    let json = JSONInput { r#type: Some(JSONType::Lines) };
    let is_csv = key.ends_with("csv");
    SelectObjectContent {
        bucket: bucket.into(),
        key: key.into(),
        expression: expression.into(),
        expression_type: ExpressionType::Sql,
        input_serialization: InputSerialization {
            csv: is_csv.then_some(csv),
            json: (!is_csv).then_some(json),
            ..InputSerialization::default()
        },
        output_serialization: OutputSerialization {
            json: Some(JSONOutput::default()),
            ..OutputSerialization::default()
        },
        ..SelectObjectContent::default()
    }
}

/// The arguments of the same call in boto3.
fn as_arguments(select: &SelectObjectContent) -> Value {
    let SelectObjectContent { bucket, key, expression, .. } = select;
    json!({
        "Bucket": bucket,
        "Key": key,
        "Expression": expression,
        "ExpressionType": select.expression_type,
        "InputSerialization": members(&select.input_serialization),
        "OutputSerialization": members(&select.output_serialization),
    })
}

/// An event as boto3 returns it. An absent payload is empty there.
fn as_boto3(event: &Event) -> Value {
    match event {
        Event::Records { payload } => {
            json!({ "Records": { "Payload": payload.clone().unwrap_or_default() } })
        }
        Event::Stats { details } => json!({ "Stats": { "Details": members(details) } }),
        Event::End(event) => json!({ "End": members(event) }),
        other => panic!("moto sends no such event: {other:?}"),
    }
}

#[tokio::test]
async fn selected_records_arrive_as_events() {
    let s3 = s3(BUCKET).await;
    let as_csv = |select| SelectObjectContent {
        output_serialization: OutputSerialization {
            csv: Some(CSVOutput { field_delimiter: Some(";".into()), ..CSVOutput::default() }),
            json: None,
        },
        ..select
    };
    let cats = "SELECT s.name, s.weight FROM s3object AS s WHERE s.kind = 'cat'";
    let cases = [
        (
            select(BUCKET, "pets.csv", cats),
            "{\"name\":\"Micia\",\"weight\":\"3.5\"}\n{\"name\":\"Leo\",\"weight\":\"5\"}\n",
        ),
        (as_csv(select(BUCKET, "pets.csv", cats)), "Micia;3.5\nLeo;5\n"),
        (select(BUCKET, "pets.json", "SELECT * FROM s3object"), JSON),
        (select(BUCKET, "pets.json", "SELECT * FROM s3object AS s WHERE s.name = 'Bruno'"), ""),
    ];
    for (select, records) in cases {
        let ours = all_events(s3.send(&select).await.payload).await;
        let theirs = s3.boto3("select_object_content", as_arguments(&select));
        assert_eq!(ours.iter().map(as_boto3).collect::<Value>(), theirs["Payload"], "{select:?}");
        let [Event::Records { payload }, Event::Stats { details: Some(stats) }, Event::End(_)] =
            ours.as_slice()
        else {
            panic!("records, then statistics, then the end: {ours:?}");
        };
        let payload = payload.clone().unwrap_or_default();
        assert_eq!(std::str::from_utf8(&payload), Ok(records), "{select:?}");
        assert_eq!(stats.bytes_returned, i64::try_from(records.len()).ok());
        assert!(stats.bytes_scanned > Some(0) && stats.bytes_scanned == stats.bytes_processed);
    }
}

#[tokio::test]
async fn a_failed_selection_has_no_stream() {
    let s3 = s3("not-selected").await;
    let missing = select("not-selected", "none.csv", "SELECT * FROM s3object");
    s3.fail(missing, "NoSuchKey", 404).await;
}

#[tokio::test]
async fn the_client_works_after_a_stream_was_dropped() {
    let s3 = s3("dropped").await;
    let select = select("dropped", "pets.json", "SELECT * FROM s3object");
    for _ in 0..3 {
        let mut stream = s3.send(&select).await.payload;
        assert!(matches!(stream.next().await, Some(Ok(Event::Records { payload: Some(_) }))));
        drop(stream);
    }
    assert_eq!(all_events(s3.send(&select).await.payload).await.len(), 3);
}
