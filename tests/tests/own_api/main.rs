//! What a user does with an API of their own: operations and errors that no model has, requests that
//! are no operation, and URLs for others, all through a gate where botocore verifies the signatures.

mod errors;
mod presigned;

use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, Service, ServiceError, Transport,
    TransportError, TransportFuture, aws_error, aws_operation, aws_structure, services,
};
use aws_operation_tests::raw::RawServer;
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};
use bytes::Bytes;
use serde_json::{Value, json};

const REGION: &str = "eu-west-1";

/// An operation of a shop.
#[aws_operation(
    method = "POST",
    uri = "/shops/{shop}/orders",
    code = 201,
    output = Order,
    error = CreateOrderError,
    rename_all = "snake_case"
)]
#[derive(Debug, Default)]
struct CreateOrder {
    shop: String,
    #[header("Idempotency-Key")]
    idempotency_key: Option<String>,
    item: String,
    quantity: u32,
}

#[aws_structure(rename_all = "snake_case")]
#[derive(Debug, Default, PartialEq)]
struct Order {
    order_id: String,
    item: String,
}

/// The shop's own errors: a code and members that it made up.
#[aws_error]
#[derive(Debug)]
enum CreateOrderError {
    #[code("SOLD_OUT")]
    SoldOut {
        #[body("left_in_stock")]
        left: u32,
        message: Option<String>,
    },
    Other(ServiceError),
}

/// Another, with something in every place of the request but the body.
#[aws_operation(method = "GET", uri = "/shops/{shop}/files/{file+}")]
#[derive(Debug, Default)]
struct GetFile {
    shop: String,
    file: String,
    #[query("tag")]
    tags: Option<Vec<String>>,
    #[header("X-Shop-Client")]
    client: Option<String>,
}

fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY)
}

fn config() -> ConfigBuilder {
    Config::builder().region(REGION).credentials(credentials())
}

/// A client of this service, whose stage `prod` is behind the gate.
fn client(gate: &Server, service: Service) -> Client {
    let config = config().endpoint_url(format!("{}/prod", gate.endpoint()));
    Client::new(&config.build().expect("the configuration is whole"), service)
}

fn gate() -> Server {
    server::gate("-", ACCESS_KEY, SECRET_KEY)
}

/// The header of a request that the gate has seen.
fn header<'a>(request: &'a Value, name: &str) -> Option<&'a str> {
    let headers = request["headers"].as_array().into_iter().flatten();
    let is_it = |header: &&Value| header[0].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name));
    headers.filter(is_it).find_map(|header| header[1].as_str())
}

/// The last request that the gate has seen, which it found well signed.
fn last_accepted(gate: &Server) -> Value {
    let request = gate.requests().pop().expect("the gate was called");
    assert!(request["answer"]["status"] != json!(403), "{request:#}");
    request
}

fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn own_operations_have_own_outputs_and_errors() {
    let order = answer("201 Created", r#"{"order_id": "o-1", "item": "tea"}"#);
    let sold_out = r#"{"code": "SOLD_OUT", "message": "no tea", "left_in_stock": 2}"#;
    let unlike_aws = r#"{"error": {"kind": "closed", "until": "9:00"}}"#;
    for (answer, expected) in [
        (order, "o-1"),
        (answer("409 Conflict", sold_out), "sold out: 2 left, no tea"),
        (answer("503 Service Unavailable", unlike_aws), "closed until 9:00"),
    ] {
        let shop = RawServer::start(&[&answer]);
        let gate = server::gate(shop.endpoint(), ACCESS_KEY, SECRET_KEY);
        let order = CreateOrder {
            shop: "a/b c".to_owned(),
            idempotency_key: Some("  two   words ".to_owned()),
            item: "tea \u{2615}".to_owned(),
            quantity: 3,
        };
        let sent = client(&gate, services::EXECUTE_API).send(order).await;
        let said = match sent.map_err(|error| error.into_service()) {
            Ok(order) => order.order_id,
            Err(Ok(CreateOrderError::SoldOut { left, message })) => {
                format!("sold out: {left} left, {}", message.unwrap_or_default())
            }
            Err(Ok(CreateOrderError::Other(error))) => {
                let body: Value = serde_json::from_slice(error.body()).expect("the shop's JSON");
                let error = &body["error"];
                format!("{} until {}", text(&error["kind"]), text(&error["until"]))
            }
            Err(Err(error)) => error.to_string(),
        };
        assert_eq!(said, expected);

        let request = last_accepted(&gate);
        assert_eq!(request["target"], "/prod/shops/a%2Fb%20c/orders");
        let authorization = header(&request, "authorization").unwrap_or_default();
        assert!(authorization.contains("/eu-west-1/execute-api/aws4_request"), "{authorization}");
        assert!(authorization.contains("idempotency-key"), "{authorization}");
    }
}

#[tokio::test]
async fn what_is_no_operation_is_signed_too() {
    let gate = gate();
    let client = client(&gate, services::OPENSEARCH);
    let absolute = format!("{}/_cat/indices?v&h=index%2Chealth", gate.endpoint());
    for (method, uri, body, target) in [
        ("GET", "/_cat/indices?v&h=index%2Chealth", "", "/prod/_cat/indices?v&h=index%2Chealth"),
        ("GET", &absolute, "", "/_cat/indices?v&h=index%2Chealth"),
        ("POST", "/logs-*/_search", r#"{"size": 1}"#, "/prod/logs-*/_search"),
        ("PUT", "/a%2Fb/%E1%88%B4?x=%20&x=1", "\u{2615}", "/prod/a%2Fb/%E1%88%B4?x=%20&x=1"),
        ("DELETE", "/", "", "/prod/"),
    ] {
        let request = http::Request::builder()
            .method(method)
            .uri(uri)
            .header("content-type", "application/json")
            .header("X-Twice", "b  c")
            .header("x-twice", " a ")
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .expect("a request");
        let response = client.send_http(request).await.expect("an answer");
        let echo: Value = serde_json::from_slice(response.body()).expect("the gate's echo");
        assert_eq!(response.status(), 200, "{echo:#}");
        assert_eq!(response.headers()["x-gate-verified"], "botocore");
        assert_eq!((text(&echo["method"]), text(&echo["target"])), (method, target));
        let authorization = header(&echo, "authorization").unwrap_or_default();
        assert!(authorization.contains("/es/aws4_request"), "{authorization}");
    }

    // A status is an answer here; another host gets neither request nor signature.
    let raw = RawServer::start(&[&answer("404 Not Found", "{}")]);
    let gate = server::gate(raw.endpoint(), ACCESS_KEY, SECRET_KEY);
    let client = self::client(&gate, services::EXECUTE_API);
    let request = |uri: &str| http::Request::get(uri).body(Bytes::new()).expect("a request");
    let response = client.send_http(request("/orders/1")).await.expect("an answer");
    assert_eq!(response.status(), 404);
    let refused = client.send_http(request("http://127.0.0.1:9/orders/1")).await;
    let message = refused.map(|_| ()).expect_err("another host").to_string();
    assert!(message.contains("another host"), "{message}");
    assert_eq!(gate.requests().len(), 1);
}

/// Sends requests for any host to the gate, as a proxy that ends TLS would.
struct Front {
    gate: String,
    http: reqwest::Client,
}

impl Transport for Front {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        assert_eq!(request.uri().scheme_str(), Some("https"));
        Box::pin(async move {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let sent = self
                .http
                .request(request.method().clone(), format!("{}{path}", self.gate))
                .headers(request.headers().clone())
                .body(request.body().as_bytes().cloned().expect("no stream"))
                .send()
                .await
                .map_err(|error| TransportError::other(error.to_string()))?;
            let mut response = http::Response::new(Body::empty());
            *response.status_mut() = sent.status();
            *response.headers_mut() = sent.headers().clone();
            let body = sent.bytes().await;
            let body = body.map_err(|error| TransportError::other(error.to_string()))?;
            *response.body_mut() = body.into();
            Ok(response)
        })
    }
}

#[tokio::test]
async fn hosts_of_aws_say_how_to_sign() {
    let gate = gate();
    let front = || Front { gate: gate.endpoint().to_owned(), http: browser() };
    // The configured region is another than those of the hosts.
    let config = config().region("ap-south-1").transport(front()).build().expect("it is whole");
    for (host, scope, content_sha256) in [
        ("a1b2c3.execute-api.eu-west-1.amazonaws.com", "eu-west-1/execute-api", None),
        ("abc.lambda-url.us-east-1.on.aws", "us-east-1/lambda", None),
        (
            "svc-0a.7d67968.vpc-lattice-svcs.us-west-2.on.aws",
            "us-west-2/vpc-lattice-svcs",
            Some("UNSIGNED-PAYLOAD"),
        ),
        ("aps-workspaces.us-east-2.amazonaws.com", "us-east-2/aps", None),
        ("search-logs-x.eu-central-1.es.amazonaws.com", "eu-central-1/es", None),
        (
            "abc.us-gov-west-1.aoss.amazonaws.com",
            "us-gov-west-1/aoss",
            Some("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
        ),
        ("abc.appsync-api.ap-southeast-2.amazonaws.com", "ap-southeast-2/appsync", None),
    ] {
        let url = format!("https://{host}/prod");
        let client = Client::for_url(&config, &url).expect("the host says it");
        let request = http::Request::post("/hello?b=2&a").body(Bytes::from_static(b"hello"));
        let response = client.send_http(request.expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), 200, "{host}: {:?}", response.body());
        let request = last_accepted(&gate);
        assert_eq!(header(&request, "host"), Some(host));
        assert_eq!(header(&request, "x-amz-content-sha256"), content_sha256, "{host}");
        let authorization = header(&request, "authorization").unwrap_or_default();
        assert!(authorization.contains(&format!("/{scope}/aws4_request")), "{authorization}");
    }

    // A custom domain says neither, so that both are given.
    let custom = Client::new(&config, services::EXECUTE_API)
        .with_endpoint_url("https://orders.example.com")
        .expect("an endpoint");
    let file = GetFile { shop: "s".into(), file: "a".into(), ..GetFile::default() };
    custom.send(file).await.expect("it is accepted");
    let request = last_accepted(&gate);
    let authorization = header(&request, "authorization").unwrap_or_default();
    assert!(authorization.contains("/ap-south-1/execute-api/aws4_request"), "{authorization}");
}

#[tokio::test]
async fn over_plain_http_the_body_is_signed_whatever_the_service_wants() {
    const OWN: Service = Service::new("own").unsigned_payload();
    let gate = gate();
    for service in [services::VPC_LATTICE, OWN] {
        let request = http::Request::post("/").body(Bytes::from_static(b"body"));
        let sent = client(&gate, service).send_http(request.expect("a request")).await;
        assert_eq!(sent.expect("an answer").status(), 200);
        let word = header(&last_accepted(&gate), "x-amz-content-sha256").map(str::to_owned);
        assert_ne!(word.as_deref(), Some("UNSIGNED-PAYLOAD"));
    }
}

#[tokio::test]
async fn whatever_rfc_3986_allows_is_signed_as_botocore_would() {
    let gate = gate();
    let client = client(&gate, services::EXECUTE_API);
    for character in "-._~!$&'()*+,;=:@".chars() {
        let uri = format!("/a{character}b/%27%2F?q=%27&%27=%26");
        let request = http::Request::get(&uri).body(Bytes::new()).expect("a request");
        let response = client.send_http(request).await.expect("an answer");
        assert_eq!(response.status(), 200, "{uri}");
    }
}

/// A client that knows nothing of AWS.
fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
