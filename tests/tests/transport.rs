//! The default transport: what it refuses to send, what it refuses to receive, what it reuses.

use aws_operation::{
    Body, Client, Config, Credentials, ErrorKind, Retry, Timeouts, Transport, TransportError,
    TransportFuture, aws_operation, aws_output, services,
};
use aws_operation_tests::raw::RawServer;

#[aws_operation(method = "GET", uri = "/things/{id}/{key+}", output = Whole)]
struct Get {
    id: &'static str,
    key: &'static str,
}

#[aws_output]
#[derive(Debug)]
struct Whole {
    #[header("content-encoding")]
    encoding: Option<String>,
    #[payload]
    content: Vec<u8>,
}

const GET: Get = Get { id: "a", key: "b" };

fn builder(endpoint: &str) -> aws_operation::ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url(endpoint)
}

fn client(endpoint: &str) -> Client {
    Client::new(&builder(endpoint).build().expect("it is whole"), services::API_GATEWAY)
}

#[tokio::test]
async fn a_dot_segment_fails_before_anything_is_sent_and_names_its_field() {
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]);
    let client = client(server.endpoint());
    for (get, field) in [
        (Get { id: "..", key: "b" }, "id"),
        (Get { id: ".", key: "b" }, "id"),
        (Get { id: "a", key: "x/../../y" }, "key"),
    ] {
        let error = client.send(&get).await.expect_err("it cannot be sent");
        assert_eq!(error.kind(), ErrorKind::Encode);
        let host = server.endpoint().trim_start_matches("http://");
        assert_eq!(
            error.to_string(),
            format!(
                "Get: `{field}` has a `.` or `..` segment, which URL libraries remove from a path, \
                 so that it cannot be sent [host {host}, nothing was sent]"
            ),
        );
    }
    assert_eq!(server.connections(), 0);
    // What only looks like one arrives as it is.
    assert!(client.send(Get { id: "...", key: "%2e%2e/.x" }).await.is_ok());
    assert!(server.heads()[0].starts_with("GET /things/.../%252e%252e/.x HTTP/1.1\r\n"));
}

#[test]
fn a_host_that_others_read_as_another_one_is_refused() {
    let error = builder("http://127.1:8080").allow_http(true).build().expect_err("127.1");
    assert_eq!(
        error.to_string(),
        "`endpoint_url`: an endpoint is a URL like https://host[:port][/path]; its host looks like \
         an IPv4 address; write one as four numbers, like 127.0.0.1"
    );
}

#[tokio::test]
async fn an_error_names_the_host_that_was_called_and_knows_throttling() {
    #[aws_operation(method = "GET", uri = "/", host_prefix = "{account}.")]
    struct Prefixed {
        #[host_label]
        account: &'static str,
    }
    struct Throttles;

    impl Transport for Throttles {
        fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
            assert_eq!(
                request.headers()["host"],
                "a1.example.com",
                "what is signed is what is named"
            );
            let answer = http::Response::builder().status(429).body(Body::empty());
            Box::pin(async { answer.map_err(|error| TransportError::other(error.to_string())) })
        }
    }
    let config = builder("https://example.com").transport(Throttles).build().expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY);
    let error = client.send(Prefixed { account: "a1" }).await.expect_err("it is throttled");
    assert!(error.is_throttled() && !error.is_timeout() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "Prefixed: HTTP status 429 [host a1.example.com, 3 of 3 attempts]"
    );
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let other = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]);
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let answer = format!(
            "HTTP/1.1 {status}\r\nlocation: {}/\r\ncontent-length: 0\r\n\r\n",
            other.endpoint()
        );
        let server = RawServer::start(&[&answer]);
        let error =
            client(server.endpoint()).send(GET).await.expect_err("a redirect is no success");
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(error.status().map(|s| s.as_u16().to_string()).as_deref(), status.get(..3));
    }
    assert_eq!(other.connections(), 0, "the signature went nowhere else");
}

#[tokio::test]
async fn nothing_is_decompressed_and_no_compression_is_asked_for() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!";
    let server = RawServer::start(&[answer]);
    let whole = client(server.endpoint()).send(GET).await.expect("it arrives");
    assert_eq!((whole.encoding.as_deref(), &whole.content[..]), (Some("gzip"), &b"not gzip!"[..]));
    let head = server.heads()[0].to_lowercase();
    assert!(
        !head.contains("accept-encoding") && head.contains("user-agent: aws-operation/"),
        "{head}"
    );
}

#[tokio::test]
async fn a_body_larger_than_the_cap_is_refused_announced_or_not() {
    for (answer, fits) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789", true),
        ("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n0123456789a", false),
        ("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", false),
        ("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n0123456789", true),
        ("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n0123456789a", false),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n6789a\r\n0\r\n\r\n",
            false,
        ),
    ] {
        let server = RawServer::start(&[answer]);
        let config =
            builder(server.endpoint()).max_response_bytes(10).build().expect("it is whole");
        match Client::new(&config, services::API_GATEWAY).send(GET).await {
            Ok(whole) => assert!(fits && whole.content.len() == 10, "{answer}"),
            Err(error) => {
                assert!(!fits, "{answer}: {error}");
                assert_eq!(error.kind(), ErrorKind::Transport);
                assert!(error.to_string().contains("raise `max_response_bytes`"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_an_error() {
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n012"]);
    let error = client(server.endpoint()).send(GET).await.expect_err("it is cut off");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().starts_with("Get: "), "{error}");
}

#[tokio::test]
async fn a_refused_connection_says_so_in_one_line() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    drop(listener);
    let error = client(&format!("http://{address}")).send(GET).await.expect_err("nobody listens");
    assert!(error.is_connect() && !error.is_timeout());
    let line = error.to_string();
    assert!(line.starts_with("Get: cannot connect: ") && line.contains("refused"), "{line}");
    let end = format!("[host {address} (`endpoint_url`), 3 of 3 attempts]");
    assert!(line.ends_with(&end), "{line}");
    let cause = error.get_ref().and_then(|error| error.downcast_ref::<TransportError>());
    assert!(cause.is_some_and(|error| error.is_connect() && error.get_ref().is_some()));
}

#[tokio::test]
async fn clients_of_one_config_share_connections() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let server = RawServer::start(&[ok; 6]);
    let config = builder(server.endpoint()).build().expect("it is whole");
    for service in [services::API_GATEWAY, services::LAMBDA, services::EKS] {
        let client = Client::new(&config, service);
        for client in [&client, &client.clone()] {
            client.send(GET).await.expect("it is answered");
        }
    }
    assert_eq!((server.heads().len(), server.connections()), (6, 1));
}

#[tokio::test]
async fn the_base_path_of_an_endpoint_is_kept() {
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]);
    let base = format!("{}/base/path/", server.endpoint());
    client(&base).send(GET).await.expect("it is answered");
    assert!(server.heads()[0].starts_with("GET /base/path/things/a/b HTTP/1.1\r\n"));
}

#[tokio::test]
async fn another_transport_may_keep_dot_segments() {
    struct Keeps;

    impl Transport for Keeps {
        fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
            Box::pin(async move { Err(TransportError::other(request.uri().path())) })
        }

        fn keeps_dot_segments(&self) -> bool {
            true
        }
    }
    let config = builder("https://example.com").transport(Keeps).build().expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY);
    let error = client.send(Get { id: "..", key: "b" }).await.expect_err("it only echoes");
    assert_eq!(error.to_string(), "Get: /things/../b [host example.com, 1 attempt, not retryable]");
}

#[tokio::test]
async fn a_call_s_future_can_move_to_another_thread() {
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]);
    let client = client(server.endpoint());
    let spawned = tokio::spawn(async move { client.send(GET).await.map(|whole| whole.content) });
    assert_eq!(spawned.await.expect("it ran").ok(), Some(vec![]));
}

#[tokio::test]
async fn an_idempotency_token_is_a_fresh_uuid() {
    #[aws_operation(method = "POST", uri = "/")]
    struct Create {
        #[query]
        #[idempotency_token]
        token: Option<String>,
    }
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"; 2]);
    let client = client(server.endpoint());
    for _ in 0..2 {
        client.send(Create { token: None }).await.expect("it is answered");
    }
    let heads = server.heads();
    let tokens: Vec<&str> = heads.iter().map(|head| &head["POST /?token=".len()..][..36]).collect();
    for token in &tokens {
        let groups: Vec<usize> = token.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{token}");
        assert!(token.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()), "{token}");
        assert!(
            &token[14..15] == "4" && "89ab".contains(&token[19..20]),
            "{token} is no version 4"
        );
    }
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn connecting_ends_at_its_timeout() {
    // A listener that accepts nothing, its queue filled: the next connection waits.
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port is free");
    let listener = socket.listen(1).expect("it listens");
    let address = listener.local_addr().expect("it is bound");
    let patience = std::time::Duration::from_millis(200);
    let mut queue = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, patience) {
        queue.push(stream);
        assert!(queue.len() < 100, "the queue has an end");
    }
    let config = builder(&format!("http://{address}"))
        .timeouts(Timeouts::default().connect(patience))
        .build();
    let client = Client::new(&config.expect("it is whole"), services::API_GATEWAY);
    let error = client.send(GET).await.expect_err("nobody answers");
    assert!(error.is_timeout() && error.is_connect(), "{error}");
    assert!(error.to_string().starts_with("Get: timed out while connecting: "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_no_connection_takes_ends_without_any_timeout() {
    // It takes the connection, and never says a word of TLS.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let config = builder(&format!("https://{address}"))
        .timeouts(Timeouts::none())
        .retry(Retry::off())
        .build();
    let client = Client::new(&config.expect("it is whole"), services::API_GATEWAY);
    let hour = std::time::Duration::from_secs(3600);
    let result = tokio::time::timeout(hour, client.send(GET)).await.expect("it ends");
    let error = result.expect_err("nobody answers");
    let line = error.to_string();
    assert!(
        line.starts_with("Get: no connection accepted the request within 300s [host "),
        "{line}"
    );
    assert!(error.is_retryable() && !error.is_timeout(), "{line}");
}

#[tokio::test]
async fn a_request_that_was_taken_is_waited_for() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let server = RawServer::slow(&[answer, answer], std::time::Duration::from_millis(200));
    let client = client(server.endpoint());
    assert!(client.send(GET).await.is_ok());
    // From here on any wait is over at once, for who asks the clock.
    tokio::time::pause();
    let begin = tokio::time::Instant::now();
    let result = client.send(GET).await;
    assert!(result.is_ok(), "{result:?}");
    assert!(begin.elapsed() >= std::time::Duration::from_secs(8), "the clock went on");
    assert_eq!(server.connections(), 1);
}
