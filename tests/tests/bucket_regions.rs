//! A bucket in another region than the client's: what the error says, and where the call is sent again
//! if the program asks for that.

use aws_operation::{
    Body, ByteStream, Client, Config, ConfigBuilder, Credentials, Error, Retry, Transport,
    TransportError, TransportFuture, aws_operation, services,
};
use aws_operation_tests::scripted::{Answer, Scripted};
use bytes::Bytes;

#[aws_operation(
    protocol = "restXml",
    method = "HEAD",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase"
)]
struct HeadObject {
    #[context_param]
    bucket: String,
    key: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "HEAD",
    uri = "/{Bucket}",
    rename_all = "PascalCase"
)]
struct HeadBucket {
    #[context_param]
    bucket: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase"
)]
struct PutObject {
    #[context_param]
    bucket: String,
    key: String,
    #[payload]
    body: ByteStream,
}

const MALFORMED: &str = "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization \
                         header is malformed; the region 'us-east-1' is wrong; expecting \
                         'eu-central-1'</Message><Region>eu-central-1</Region></Error>";

const REDIRECT: &str = "<Error><Code>PermanentRedirect</Code><Message>Use the other endpoint.</Message>\
                        <Bucket>books</Bucket></Error>";

fn answer(status: u16, region: Option<&str>, body: &'static str) -> Answer {
    let answer = Answer::Response(status, Vec::new(), body);
    match region {
        Some(region) => answer.with("x-amz-bucket-region", region),
        None => answer,
    }
}

/// A client in us-east-1.
fn client(
    answers: impl IntoIterator<Item = Answer>,
    change: impl FnOnce(ConfigBuilder) -> ConfigBuilder,
) -> (Scripted, Client) {
    let transport = Scripted::new(answers);
    let builder = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(transport.clone())
        .retry(Retry::off());
    let config = change(builder).build().expect("a configuration");
    (transport, Client::new(&config, services::S3))
}

/// Reads the body before the request is answered.
struct Reads(Scripted);

impl Transport for Reads {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body =
                body.collect(100).await.map_err(|it| TransportError::other(it.to_string()))?;
            self.0.send(http::Request::from_parts(head, body.into())).await
        })
    }
}

fn head() -> HeadObject {
    HeadObject { bucket: "books".into(), key: "a".into() }
}

/// Where each request went, and the region that it was signed for.
fn sent(transport: &Scripted) -> Vec<String> {
    let scopes = transport.header("authorization");
    let regions = scopes.iter().map(|scope| scope.split('/').nth(2).unwrap_or_default());
    let hosts = transport.header("host");
    hosts.iter().zip(regions).map(|(host, region)| format!("{host} {region}")).collect()
}

const FIRST: &str = "books.s3.us-east-1.amazonaws.com us-east-1";
const SECOND: &str = "books.s3.eu-central-1.amazonaws.com eu-central-1";

#[tokio::test]
async fn the_error_names_the_region_of_the_bucket() {
    let eu = Some("eu-central-1");
    let hint = "the bucket is in eu-central-1; set this region";
    for (what, answer, expected) in [
        ("a redirect with a document", answer(301, eu, REDIRECT), Some(hint)),
        ("a redirect without a body", answer(301, eu, ""), Some(hint)),
        ("a temporary redirect", answer(307, eu, ""), Some(hint)),
        ("a bad request without a body", answer(400, eu, ""), Some(hint)),
        ("a document alone", answer(400, None, MALFORMED), Some(hint)),
        ("a redirect to nowhere", answer(301, None, ""), None),
        ("the region of the request", answer(400, Some("us-east-1"), ""), None),
        ("not a region", answer(301, Some("eu.example.com/"), ""), None),
        ("a missing object", answer(404, eu, ""), None),
    ] {
        let (transport, s3) = client([answer], |config| config);
        let error = s3.send(head()).await.expect_err(what).to_string();
        match expected {
            Some(hint) => assert!(error.contains(hint), "{what}: {error}"),
            None => assert!(!error.contains("the bucket is in"), "{what}: {error}"),
        }
        assert_eq!(transport.count(), 1, "{what}");
    }
    let (_, s3) = client([answer(301, eu, "")], |config| config);
    let error: Error = s3.send(HeadBucket { bucket: "books".into() }).await.expect_err("moved");
    assert_eq!(
        error.to_string(),
        "HeadBucket: MovedPermanently (301) [host books.s3.us-east-1.amazonaws.com (rule: default \
         endpoint of S3), 1 attempt, not retryable]; the bucket is in eu-central-1; set this region"
    );
}

#[tokio::test]
async fn a_call_is_sent_again_to_the_region_of_the_bucket() {
    let follow = |config: ConfigBuilder| config.follow_bucket_region(true);
    let eu = Some("eu-central-1");
    for first in [answer(301, eu, REDIRECT), answer(400, None, MALFORMED), answer(400, eu, "")] {
        let (transport, s3) = client([first, answer(200, None, "")], follow);
        s3.send(head()).await.expect("the second answer is a success");
        assert_eq!(sent(&transport), [FIRST, SECOND]);
    }

    // Only once, and the error is that of the second request.
    let (transport, s3) = client([answer(301, eu, ""), answer(301, Some("eu-west-1"), "")], follow);
    let error = s3.send(head()).await.expect_err("it has moved again").to_string();
    assert!(error.contains("the bucket is in eu-west-1; set this region"), "{error}");
    assert!(error.contains("books.s3.eu-central-1.amazonaws.com"), "{error}");
    assert_eq!(sent(&transport), [FIRST, SECOND]);

    // A retry stays there, and has all its attempts.
    let busy = || answer(503, None, "<Error><Code>SlowDown</Code></Error>");
    let (transport, s3) =
        client([busy(), answer(301, eu, ""), busy(), answer(200, None, "")], |config| {
            config.follow_bucket_region(true).retry(Retry::standard().max_attempts(3))
        });
    tokio::time::pause();
    s3.send(head()).await.expect("the third attempt succeeds");
    assert_eq!(sent(&transport), [FIRST, FIRST, SECOND, SECOND]);
}

#[tokio::test]
async fn a_body_is_sent_again_if_it_can_be_read_again() {
    let put = |body| PutObject { bucket: "books".into(), key: "a".into(), body };
    let moved = || answer(307, Some("eu-central-1"), "");
    let follow = |config: ConfigBuilder| config.follow_bucket_region(true);

    let (transport, s3) = client([moved(), answer(200, None, "")], follow);
    s3.send(put("hello".into())).await.expect("bytes can be read again");
    assert_eq!(sent(&transport), [FIRST, SECOND]);

    let transport = Scripted::new([moved()]);
    let reads = Reads(transport.clone());
    let (_, s3) = client([], |config| follow(config).transport(reads));
    let once = ByteStream::from_reader(&b"hello"[..]).with_length(5);
    let error = s3.send(put(once)).await.expect_err("a reader is read once").to_string();
    assert!(error.contains("the bucket is in eu-central-1; set this region"), "{error}");
    assert_eq!(transport.count(), 1);
}

#[tokio::test]
async fn a_configured_host_stays_and_its_signature_changes() {
    let minio = |config: ConfigBuilder| {
        config.endpoint_url("http://localhost:9000").follow_bucket_region(true)
    };
    let (transport, s3) = client([answer(400, None, MALFORMED), answer(200, None, "")], minio);
    s3.send(head()).await.expect("the second answer is a success");
    let here = "localhost:9000";
    assert_eq!(sent(&transport), [format!("{here} us-east-1"), format!("{here} eu-central-1")]);

    // A configured AWS host names its own region, so the call is not sent to another one.
    let aws = |config: ConfigBuilder| {
        config.endpoint_url("https://s3.us-west-2.amazonaws.com").follow_bucket_region(true)
    };
    let (transport, s3) = client([answer(400, None, MALFORMED)], aws);
    s3.send(head()).await.expect_err("another region");
    assert_eq!(transport.count(), 1);
}

#[tokio::test]
async fn other_services_are_not_sent_again() {
    let transport = Scripted::new([answer(400, Some("eu-central-1"), "")]);
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(transport.clone())
        .follow_bucket_region(true)
        .retry(Retry::off())
        .build()
        .expect("a configuration");
    let request = http::Request::get("/clusters").body(Bytes::new()).expect("a request");
    let response = Client::new(&config, services::EKS).send_http(request).await;
    assert_eq!(response.expect("a response").status(), 400);
    assert_eq!(transport.count(), 1);
}
