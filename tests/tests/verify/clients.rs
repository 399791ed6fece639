//! Real clients of the verifying server: what they send is accepted, and what is wrong is refused with the
//! code of AWS, in the form of each protocol.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_operation::testing::verify::{Reason, Server, Signed, Verifier};
use aws_operation::{
    Body, ByteStream, Client, Config, Credentials, Operation, Service, aws_operation, services,
};
use aws_operation_tests::{Listed, many_bytes};
use bytes::Bytes;
use http::Response;

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
struct DeleteTable {
    table_name: String,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(protocol = "awsQuery")]
struct GetCallerIdentity {}

#[aws_operation(protocol = "ec2Query")]
struct DescribeRegions {}

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
struct DeleteAlarms {
    alarm_names: Vec<String>,
}

#[aws_operation(protocol = "restXml", method = "GET", uri = "/2013-04-01/hostedzonecount")]
struct GetHostedZoneCount {}

#[aws_operation(
    protocol = "restXml",
    method = "DELETE",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase"
)]
struct DeleteObject {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
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
    #[header("x-amz-sdk-checksum-algorithm")]
    checksum_algorithm: Option<String>,
    #[payload]
    body: ByteStream,
}

fn object() -> DeleteObject {
    DeleteObject { bucket: "bucket".into(), key: "a b/(c)/.x/~\u{e9}".into() }
}

fn credentials() -> Credentials {
    Credentials::new("AKID", "hunter2").with_session_token("the/token")
}

fn client(server: &Server, service: Service, credentials: Credentials) -> Client {
    let config = Config::builder().region("eu-west-1").credentials(credentials);
    let config = config.endpoint_url(server.url()).build().expect("it is complete");
    Client::new(&config, service)
}

/// The code and the line of a call's error.
async fn error<O: Operation>(client: Client, operation: O) -> Option<(String, String)> {
    let error = client.send(operation).await.err()?;
    Some((error.code().unwrap_or("none").to_owned(), error.to_string()))
}

fn empty(verifier: impl Into<Verifier>) -> Server {
    Server::start(verifier, |_| Response::new(Body::empty())).expect("a port")
}

/// Calls an operation of each protocol, and compares the codes in the order of the arguments below.
async fn assert_codes(server: &Server, by: Credentials, expected: [Option<&str>; 7]) {
    let of = |service| client(server, service, by.clone());
    let delete = DeleteTable { table_name: "orders".into() };
    let alarms = DeleteAlarms { alarm_names: vec!["a".into()] };
    let errors = [
        error(of(services::S3), object()).await,
        error(of(services::DYNAMODB), delete).await,
        error(of(services::API_GATEWAY), GetRestApi { rest_api_id: "a b:c".into() }).await,
        error(of(services::CLOUDWATCH), alarms).await,
        error(of(services::STS), GetCallerIdentity {}).await,
        error(of(services::ROUTE_53), GetHostedZoneCount {}).await,
        error(of(services::EC2), DescribeRegions {}).await,
    ];
    let codes = errors.each_ref().map(|error| error.as_ref().map(|(code, _)| code.as_str()));
    assert_eq!(codes, expected, "{errors:?}");
    for (_, line) in errors.iter().flatten() {
        assert!(!line.contains("hunter") && !line.contains("the/token"), "{line}");
    }
}

/// The codes of S3, of JSON and CBOR, of the query protocol and Route 53, and of EC2.
fn codes(
    s3: &'static str,
    json: &'static str,
    query: &'static str,
    ec2: &'static str,
) -> [Option<&'static str>; 7] {
    [s3, json, json, json, query, query, ec2].map(Some)
}

/// Without this, a program's test could fail although the client does nothing wrong.
#[tokio::test]
async fn calls_of_all_protocols_are_accepted() {
    let server = empty(credentials());
    assert_codes(&server, credentials(), [None; 7]).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 7, "{requests:?}");
    assert!(requests.iter().all(|it| it.refusal.is_none()), "{requests:?}");
    let path = "/bucket/a%20b/%28c%29/.x/~%C3%A9";
    assert_eq!(requests[0].request.uri().path(), path);
}

/// Without this, the test of a wrong configuration would see an error that AWS does not send.
#[tokio::test]
async fn refusals_have_the_codes_and_the_forms_of_aws() {
    let server = empty(credentials());
    let by = |id: &str, secret: &str| Credentials::new(id, secret).with_session_token("the/token");
    let mismatch = "SignatureDoesNotMatch";
    let invalid = "InvalidSignatureException";
    let expected = codes(mismatch, invalid, mismatch, "AuthFailure");
    assert_codes(&server, by("AKID", "hunter3"), expected).await;
    let unknown = "UnrecognizedClientException";
    let expected = codes("InvalidAccessKeyId", unknown, "InvalidClientTokenId", "AuthFailure");
    assert_codes(&server, by("AKIDOTHER", "hunter2"), expected).await;
    let without = Credentials::new("AKID", "hunter2");
    let expected = codes("InvalidToken", unknown, "InvalidClientTokenId", "AuthFailure");
    assert_codes(&server, without, expected).await;

    let server = empty(Verifier::new(credentials()).region("eu-central-1"));
    let malformed = "AuthorizationHeaderMalformed";
    let expected = codes(malformed, invalid, mismatch, "AuthFailure");
    assert_codes(&server, credentials(), expected).await;
    let server = empty(Verifier::new(credentials()).service("execute-api"));
    assert_codes(&server, credentials(), expected).await;
}

/// Without this, a request without a signature would look like one with a wrong signature.
#[tokio::test]
async fn requests_without_a_signature_are_refused() {
    let server = empty(credentials());
    let response = reqwest::get(format!("{}/orders", server.url())).await.expect("a response");
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["x-amzn-errortype"], "MissingAuthenticationTokenException");
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = response.text().await.expect("text");
    assert!(body.contains(r#""message":"Missing Authentication Token""#), "{body}");
}

/// Without this, the correction of the clock could not be tested.
#[tokio::test]
async fn a_client_corrects_its_clock() {
    let hour = Duration::from_secs(60 * 60);
    let server = empty(Verifier::new(credentials()).now(move || SystemTime::now() + hour));
    let dynamodb = client(&server, services::DYNAMODB, credentials());
    let outcome = dynamodb.send(DeleteTable { table_name: "orders".into() }).await;
    outcome.expect("the second attempt is accepted");
    let refusals = server.requests().into_iter().map(|it| it.refusal.map(|error| error.reason()));
    assert_eq!(refusals.collect::<Vec<_>>(), [Some(Reason::Clock), None]);
}

/// Without this, uploads could not be tested.
#[tokio::test]
async fn streams_are_received_whole() {
    let objects = Arc::new(Mutex::new(Vec::new()));
    let stored = Arc::clone(&objects);
    let server = Server::start(credentials(), move |request| {
        let signed: &Signed = request.extensions().get().expect("it is verified");
        stored.lock().expect("no panic").push((request.body().clone(), signed.trailer.clone()));
        Response::new("")
    });
    let server = server.expect("a port");
    let s3 = client(&server, services::S3, credentials());
    for length in [0, 1, 100_000, 3_000_000] {
        let bytes = many_bytes(length);
        let chunks: Vec<Result<Bytes, Infallible>> =
            bytes.chunks(70_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let chunks = chunks.into_iter().collect::<Listed<_>>();
        let put = PutObject {
            bucket: "bucket".into(),
            key: "key".into(),
            checksum_algorithm: None,
            body: ByteStream::from_stream(chunks).with_length(length as u64),
        };
        s3.send(put).await.expect("it is accepted");
        let (object, trailer) = objects.lock().expect("no panic").pop().expect("a request");
        assert!(object == bytes, "{length}");
        assert!(trailer.contains_key("x-amz-checksum-crc32"), "{trailer:?}");
        let received = server.requests().pop().expect("a request");
        let coded = &received.request.headers()["x-amz-content-sha256"];
        assert_eq!(coded, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    }
}

/// Without this, presigned URLs could not be tested.
#[tokio::test]
async fn presigned_urls_are_accepted() {
    let server = Server::start(credentials(), |_| Response::new("it is there")).expect("a port");
    for service in [services::S3, services::API_GATEWAY] {
        let client = client(&server, service, credentials());
        let presigned = client.presign(object(), Duration::from_secs(60)).await.expect("a URL");
        let (method, headers) = (presigned.method(), presigned.headers());
        let send = |url: &str| {
            reqwest::Client::new().request(method.clone(), url).headers(headers.clone()).send()
        };
        let response = send(presigned.url()).await.expect("a response");
        assert_eq!(response.text().await.expect("text"), "it is there");
        let changed = presigned.url().replace("key", "other").replace("%29", "%28");
        assert!(!send(&changed).await.expect("a response").status().is_success());
    }
}
