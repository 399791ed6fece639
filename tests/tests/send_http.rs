//! Requests that are no operation, and URLs: where they go, and what is refused before anything is
//! sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_operation::{
    Body, Client, Config, Credentials, ErrorKind, Service, Transport, TransportFuture,
    aws_operation, services,
};
use bytes::Bytes;

type Request = http::Request<Bytes>;

/// A transport that keeps what it was given.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<Request>>>);

impl Keep {
    fn sent(&self) -> Vec<Request> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Keep {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request = request.map(|body| body.as_bytes().cloned().expect("no stream"));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let answer = http::Response::builder().status(418).body(Body::from("tea"));
        Box::pin(async { Ok(answer.expect("a response")) })
    }
}

fn config(keep: &Keep) -> Config {
    let config = Config::builder().region("eu-west-1").transport(keep.clone());
    config.credentials(Credentials::new("AKIDEXAMPLE", "secret")).build().expect("it is whole")
}

fn get(uri: &str) -> Request {
    http::Request::get(uri).body(Bytes::new()).expect("a request")
}

const STAGE: &str = "https://abc.execute-api.us-east-2.amazonaws.com/prod";

#[tokio::test]
async fn a_request_goes_to_the_clients_endpoint_whatever_its_answer() {
    let keep = Keep::default();
    let client = Client::for_url(&config(&keep), STAGE).expect("the host says all");
    for (uri, sent) in [
        ("/orders/1?limit=5", format!("{STAGE}/orders/1?limit=5")),
        ("/", format!("{STAGE}/")),
        (&*format!("{STAGE}/orders"), format!("{STAGE}/orders")),
        (
            "https://ABC.execute-api.us-east-2.amazonaws.com:443/test/x",
            "https://abc.execute-api.us-east-2.amazonaws.com/test/x".to_owned(),
        ),
    ] {
        // A request that was received over HTTP/2 keeps its version when it is forwarded.
        let mut given = get(uri);
        *given.version_mut() = http::Version::HTTP_2;
        let response = client.send_http(given).await.expect("an answer is an answer");
        assert_eq!((response.status().as_u16(), &response.body()[..]), (418, &b"tea"[..]));
        let request = keep.sent().pop().expect("it was sent");
        assert_eq!(request.version(), http::Version::HTTP_11);
        assert_eq!(request.uri().to_string(), sent, "{uri}");
        let authorization = request.headers()["authorization"].to_str().expect("text");
        assert!(authorization.contains("/us-east-2/execute-api/aws4_request"), "{authorization}");
    }
}

#[tokio::test]
async fn nothing_is_signed_for_another_host_or_sent_otherwise_than_it_was_signed() {
    let keep = Keep::default();
    let client = Client::for_url(&config(&keep), STAGE).expect("the host says all");
    let other = "HTTP request: this client's credentials are for \
                 https://abc.execute-api.us-east-2.amazonaws.com; make another client for another \
                 host, with `Client::for_url` or `with_endpoint_url` \
                 [host abc.execute-api.us-east-2.amazonaws.com, nothing was sent]";
    for (uri, message) in [
        ("https://evil.example.com/orders", other),
        ("http://abc.execute-api.us-east-2.amazonaws.com/orders", other),
        ("https://abc.execute-api.us-east-2.amazonaws.com:8443/orders", other),
        (
            "/a/../b",
            "HTTP request: the path has a `.` or `..` segment, which URL libraries remove, so that \
             it cannot be sent [host abc.execute-api.us-east-2.amazonaws.com, nothing was sent]",
        ),
    ] {
        let error = client.send_http(get(uri)).await.expect_err("it is refused");
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Encode, message.to_owned()));
    }
    let mut preset = get("/");
    preset.headers_mut().insert("x-amz-date", http::HeaderValue::from_static("now"));
    let error = client.send_http(preset).await.expect_err("the signer writes it");
    assert_eq!(error.kind(), ErrorKind::Sign);
    assert!(keep.sent().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_host_says_service_and_region_or_the_client_is_told() {
    let keep = Keep::default();
    let config = config(&keep);
    let unknown = Client::for_url(&config, "https://orders.example.com").expect_err("who is that?");
    assert_eq!(
        unknown.to_string(),
        "the host orders.example.com does not identify the service; use `Client::new` with a \
         `Service`, and `with_endpoint_url`"
    );
    let at = |service: Service, url: &str| {
        Client::new(&config, service).with_endpoint_url(url).expect("a URL")
    };
    for (client, scope, hash) in [
        (at(services::EXECUTE_API, "https://orders.example.com"), "/eu-west-1/execute-api/", None),
        (at(services::EXECUTE_API, STAGE), "/us-east-2/execute-api/", None),
        (
            at(services::VPC_LATTICE, "https://orders.example.com"),
            "/eu-west-1/vpc-lattice-svcs/",
            Some("UNSIGNED-PAYLOAD"),
        ),
        // Over plain HTTP the body is signed, whatever the service would take.
        (at(services::VPC_LATTICE, "http://localhost:1"), "/eu-west-1/vpc-lattice-svcs/", None),
        (
            at(services::OPENSEARCH_SERVERLESS, "https://abc.us-west-2.aoss.amazonaws.com"),
            "/us-west-2/aoss/",
            Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ),
    ] {
        client.send_http(get("/")).await.expect("it is answered");
        let request = keep.sent().pop().expect("it was sent");
        let header = |name: &str| request.headers().get(name).map(|v| v.to_str().expect("text"));
        assert!(header("authorization").expect("signed").contains(scope), "{scope}");
        assert_eq!(header("x-amz-content-sha256"), hash, "{scope}");
    }
}

#[tokio::test]
async fn a_set_of_regions_is_signed_with_ecdsa() {
    let keep = Keep::default();
    let client = Client::for_url(&config(&keep), STAGE).expect("a URL").with_region_set("us-*");
    client.send_http(get("/")).await.expect("it is answered");
    let request = keep.sent().pop().expect("it was sent");
    assert_eq!(request.headers()["x-amz-region-set"], "us-*");
    let authorization = request.headers()["authorization"].to_str().expect("text");
    assert!(authorization.starts_with("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/"));
}

#[tokio::test]
async fn a_url_for_too_long_or_of_a_wrong_value_is_refused() {
    #[aws_operation(method = "POST", uri = "/orders/{id}")]
    #[derive(Clone, Copy)]
    struct Put {
        id: &'static str,
        count: u32,
    }

    let keep = Keep::default();
    let client = Client::for_url(&config(&keep), STAGE).expect("the host says all");
    let (order, minute) = (Put { id: "1", count: 2 }, Duration::from_secs(60));
    let presigned = client.presign(order, minute).await.expect("a URL");
    assert_eq!(presigned.method(), "POST");
    assert_eq!(presigned.body(), r#"{"count":2}"#);
    assert_eq!(presigned.headers()["content-type"], "application/json");
    for (operation, life, message) in [
        (
            order,
            Duration::from_secs(700_000),
            "Put: a presigned URL or form must be valid for 1 to 604800 seconds (7 days), not 700000; ask \
             for less, and presign again when it has expired",
        ),
        (order, Duration::from_millis(999), "Put: a presigned URL or form must be valid for 1 to"),
        (Put { id: "", ..order }, minute, "Put: `id` is empty; a label is always part of the path"),
    ] {
        let error = client.presign(operation, life).await.expect_err("it is refused").to_string();
        assert!(error.starts_with(message), "{error}");
        assert!(error.ends_with("nothing was sent]"), "{error}");
    }
    assert!(keep.sent().is_empty(), "nothing was sent");
}
