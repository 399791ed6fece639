//! The recorded session of S3, "SelectObjectContent": restXml, with payloads of bytes and XML.
//!
//! The signature of the recording cannot be computed again: its key id was replaced by `test`, and the
//! key is not known. The scope is compared, and the hash of the body is that of the body.

use aws_operation::{
    Blob, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output, aws_structure,
    services,
};
use aws_operation_tests::cases;
use aws_operation_tests::chunked::hash;
use aws_operation_tests::paused::Checked;

use super::session::{Replay, Session};

const SHA256_HEADER: &str = "x-amz-content-sha256";

cases! {
    recorded_s3_select
}

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/{Bucket}/{Key+}?select&select-type=2",
    rename_all = "PascalCase",
    output = SelectObjectContentOutput
)]
struct SelectObjectContent {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
    expression: String,
    expression_type: String,
    input_serialization: InputSerialization,
    output_serialization: OutputSerialization,
}

#[aws_structure(rename_all = "PascalCase")]
struct InputSerialization {
    #[body("CSV")]
    csv: Option<CsvInput>,
    compression_type: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct CsvInput {
    file_header_info: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct OutputSerialization {
    #[body("CSV")]
    csv: Option<CsvOutput>,
}

#[aws_structure]
struct CsvOutput {}

#[aws_output]
struct SelectObjectContentOutput {
    #[payload]
    payload: EventStream<SelectObjectContentEvents>,
}

#[aws_event_stream(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
enum SelectObjectContentEvents {
    Records {
        #[event_payload]
        payload: Blob,
    },
    Stats {
        #[event_payload]
        details: Stats,
    },
    End,
    Unknown(RawEvent),
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Stats {
    bytes_scanned: i64,
    bytes_processed: i64,
    bytes_returned: i64,
}

async fn recorded_s3_select() -> Checked {
    let Some(session) = Session::read("s3-select")? else { return Ok(()) };
    let recorded = session.clone();
    let keys = ("test", "test");
    let (client, replay) = Replay::client(session, "us-east-2", services::S3, keys).await?;
    let select = SelectObjectContent {
        bucket: "aws-rust-sdk".into(),
        key: "sample_data.csv".into(),
        expression: r#"SELECT * FROM s3object s WHERE s."Name" = 'Jane'"#.into(),
        expression_type: "SQL".into(),
        input_serialization: InputSerialization {
            csv: Some(CsvInput { file_header_info: Some("USE".into()) }),
            compression_type: Some("NONE".into()),
        },
        output_serialization: OutputSerialization { csv: Some(CsvOutput {}) },
    };
    let mut events = client.send(select).await?.payload;

    let seen = replay.seen();
    let head = seen.head.ok_or("no request")?;
    assert_eq!((head.method.as_str(), head.uri.to_string()), ("POST", recorded.uri.clone()));
    let (ours, theirs) = (seen.body.concat(), recorded.sent().concat());
    // The recording escapes quotation marks, which need not be escaped in text.
    let theirs_unescaped = String::from_utf8(theirs.clone())?;
    let theirs_unescaped = theirs_unescaped.replace("&quot;", "\"").replace("&apos;", "'");
    assert_eq!(String::from_utf8_lossy(&ours), theirs_unescaped);
    for name in ["content-type", "x-amz-date"] {
        assert_eq!(head.headers[name], recorded.request.get(name), "{name}");
    }
    // Each hash is that of its own body.
    for (body, sha256) in [
        (&theirs, recorded.request.get(SHA256_HEADER)),
        (&ours, head.headers[SHA256_HEADER].to_str()?),
    ] {
        assert_eq!(sha256, hash(body));
    }
    let scope = |authorization: &str| authorization.split(',').next().map(str::to_owned);
    let ours = head.headers["authorization"].to_str()?;
    assert_eq!(scope(ours), scope(recorded.request.get("authorization")));

    let mut found = Vec::new();
    while let Some(event) = events.next().await.transpose()? {
        found.push(event);
    }
    let records = "Jane,(949) 555-6704,Chicago,Developer\r\n";
    let stats = Stats { bytes_scanned: 333, bytes_processed: 333, bytes_returned: 39 };
    assert_eq!(
        found,
        [
            SelectObjectContentEvents::Records { payload: Blob::from(records.as_bytes()) },
            SelectObjectContentEvents::Stats { details: stats },
            SelectObjectContentEvents::End,
        ]
    );
    assert!(events.next().await.is_none());
    Ok(())
}
