//! Calls of all protocols, with streams, retries, pages and errors: the client gets the same from the
//! recording as from the server.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::testing::verify::Server;
use aws_operation::testing::{Playback, Recorder};
use aws_operation::{
    ByteStream, Client, Config, Retry, aws_operation, aws_output, aws_structure, services,
};
use bytes::Bytes;
use http::{Request, Response};

use crate::{credentials, path, recording};

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = Table)]
struct DescribeTable {
    table_name: String,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Table {
    status: Option<String>,
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = Tables,
    paginated(
        input_token = exclusive_start_table_name,
        output_token = last_evaluated_table_name,
        items = table_names: Vec<String>,
    )
)]
#[derive(Default)]
struct ListTables {
    exclusive_start_table_name: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
struct Tables {
    table_names: Vec<String>,
    last_evaluated_table_name: Option<String>,
}

#[aws_operation(protocol = "awsQuery", output = Identity)]
struct GetCallerIdentity {}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Identity {
    arn: Option<String>,
}

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", output = Alarms)]
struct DescribeAlarms {
    max_records: Option<i32>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Alarms {
    next_token: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request)
)]
struct PutObject {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
    #[payload]
    body: ByteStream,
}

#[aws_operation(protocol = "restXml", method = "GET", uri = "/{Bucket}/{Key+}", rename_all = "PascalCase", output = Object)]
struct GetObject {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct Object {
    #[payload]
    body: ByteStream,
}

/// Bytes that are not UTF-8.
fn object() -> Vec<u8> {
    (0..200_000_u32).map(|number| (number % 251) as u8).collect()
}

/// An answer to each of the operations. `DescribeTable` fails twice with 503 before it succeeds.
fn serve() -> Server {
    let failures = AtomicUsize::new(0);
    let answer = move |request: &Request<Bytes>| {
        let target = request.headers().get("x-amz-target").and_then(|it| it.to_str().ok());
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let json = |body: &str| Response::new(Bytes::from(body.to_owned()));
        match (target.unwrap_or_default().split('.').next_back(), request.uri().path()) {
            (Some("DescribeTable"), _) if body.contains("missing") => {
                let error = r#"{"__type": "ResourceNotFoundException", "message": "no table"}"#;
                Response::builder().status(400).body(Bytes::from(error)).expect("a response")
            }
            (Some("DescribeTable"), _) => match failures.fetch_add(1, Ordering::Relaxed) {
                0 | 1 => Response::builder().status(503).body(Bytes::new()).expect("a response"),
                _ => json(r#"{"Status": "ACTIVE"}"#),
            },
            (Some("ListTables"), _) if body.contains("\"b\"") => json(r#"{"TableNames": ["c"]}"#),
            (Some("ListTables"), _) => {
                json(r#"{"TableNames": ["a", "b"], "LastEvaluatedTableName": "b"}"#)
            }
            (_, "/") => json(
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/me</Arn>\
                 </GetCallerIdentityResult></GetCallerIdentityResponse>",
            ),
            (_, path) if path.starts_with("/service/") => {
                let mut response = json("\u{1}");
                let headers = response.headers_mut();
                headers.insert("smithy-protocol", "rpc-v2-cbor".parse().expect("a value"));
                headers.insert("content-type", "application/cbor".parse().expect("a value"));
                *response.body_mut() = Bytes::from_static(b"\xa1\x69NextToken\x63abc");
                response
            }
            (_, _) if request.method() == "GET" => Response::new(Bytes::from(object())),
            _ => json(""),
        }
    };
    Server::start(credentials(), answer).expect("a port")
}

/// What the calls return, as text.
async fn call_all(config: &Config) -> Vec<String> {
    let dynamodb = Client::new(config, services::DYNAMODB);
    let s3 = Client::new(config, services::S3);
    let describe = |name: &str| DescribeTable { table_name: name.into() };
    let mut results = vec![format!("{:?}", dynamodb.send(describe("orders")).await)];
    let missing = dynamodb.send(describe("missing")).await.expect_err("there is no such table");
    results.push(format!("{:?} {:?}", missing.code(), missing.message()));
    let mut pages = dynamodb.pages(ListTables::default());
    while let Some(page) = pages.next().await {
        results.push(format!("{page:?}"));
    }
    results
        .push(format!("{:?}", Client::new(config, services::STS).send(GetCallerIdentity {}).await));
    let alarms =
        Client::new(config, services::CLOUDWATCH).send(DescribeAlarms { max_records: Some(1) });
    results.push(format!("{:?}", alarms.await));
    let chunks = [Ok::<_, std::convert::Infallible>(Bytes::from(object()))];
    let chunks: aws_operation_tests::Listed<_> = chunks.into_iter().collect();
    let body = ByteStream::from_stream(chunks).with_length(object().len() as u64);
    let put = PutObject { bucket: "bucket".into(), key: "key".into(), body };
    results.push(format!("{:?}", s3.send(put).await));
    let get = GetObject { bucket: "bucket".into(), key: "key".into() };
    let mut body = s3.send(get).await.expect("an object").body;
    let mut read = Vec::new();
    while let Some(chunk) = body.next().await {
        read.extend(chunk.expect("the stream is whole"));
    }
    results.push(format!("the object: {}", read == object()));
    results
}

/// Without this, a test with a recording would not test what the client does with a service.
#[tokio::test]
async fn a_recording_answers_like_the_service() {
    let path = path("calls");
    let server = serve();
    let recorder = Recorder::create(&path).expect("no file");
    let config = recording(&recorder, &server);
    let recorded = call_all(&config).await;
    assert!(recorded.iter().all(|result| !result.contains("Err(")), "{recorded:?}");
    assert_eq!(recorded.len(), 8, "{recorded:?}");
    recorder.finish().expect("it is written");
    let attempts = server.requests().len();
    assert_eq!(attempts, 10, "two of them are retries");
    drop(server);

    let playback = Playback::open(&path).expect("a recording");
    assert_eq!(playback.unused().len(), attempts);
    let config = playback.config_builder().region("eu-west-1").endpoint_url("http://localhost:1");
    let played = call_all(&config.build().expect("a configuration")).await;
    assert_eq!(played, recorded);
    assert!(playback.unused().is_empty(), "{:?}", playback.unused());
}

/// Without this, a failed connection would be played as something else, and not retried.
#[tokio::test]
async fn failures_of_the_transport_are_recorded() {
    let path = path("failures");
    let recorder = Recorder::create(&path).expect("no file");
    // The port is closed.
    let server = serve();
    let config = recording(&recorder, &server);
    drop(server);
    let client = Client::new(&config, services::DYNAMODB);
    let client = client.with_retry(Retry::standard().max_attempts(2));
    let describe = || DescribeTable { table_name: "orders".into() };
    let recorded = client.send(describe()).await.expect_err("no server").to_string();
    assert!(recorded.contains("2 of 2 attempts"), "{recorded}");
    drop((client, config));
    drop(recorder);
    let playback = Playback::open(&path).expect("it is written when it is dropped");
    let config = playback.config_builder().region("eu-west-1").endpoint_url("http://localhost:1");
    let client = Client::new(&config.build().expect("a configuration"), services::DYNAMODB);
    let client = client.with_retry(Retry::standard().max_attempts(2));
    let played = client.send(describe()).await.expect_err("no server").to_string();
    assert!(played.contains("2 of 2 attempts"), "{played}");
    assert!(played.contains("onnect"), "{played}");
    assert!(playback.unused().is_empty(), "{:?}", playback.unused());
}
