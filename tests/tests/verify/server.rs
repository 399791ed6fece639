//! The server with raw bytes: what HTTP/1.1 allows, and what is malformed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::sigv4::{self, Payload, SigningParams};
use aws_operation::testing::verify::{Server, Signed, Verifier};
use aws_operation::{Body, Credentials};
use aws_operation_tests::random::Random;
use bytes::Bytes;
use http::{Request, Response};

fn credentials() -> Credentials {
    Credentials::new("AKID", "secret")
}

/// A server that echoes bodies.
fn echo() -> Server {
    Server::start(credentials(), |request| Response::new(request.body().clone())).expect("a port")
}

fn address(server: &Server) -> String {
    server.url().strip_prefix("http://").expect("no TLS").to_owned()
}

/// The head of a signed request, without the empty line.
fn head(server: &Server, method: &str, body: &'static [u8]) -> String {
    let credentials = server.credentials();
    let params = SigningParams::new(&credentials, "eu-west-1", "lambda", SystemTime::now());
    let uri = format!("{}/2015-03-31/functions?Marker=a%20b", server.url());
    let mut request = Request::builder().method(method).uri(uri).body(()).expect("a request");
    sigv4::sign(&mut request, Payload::Bytes(body), &params).expect("it is signed");
    let target = request.uri().path_and_query().expect("a path").as_str();
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n", address(server));
    for (name, value) in request.headers().iter().filter(|(name, _)| *name != "host") {
        head += &format!("{name}: {}\r\n", value.to_str().expect("text"));
    }
    head
}

/// The bytes that the server sends until it closes the connection.
fn exchange(server: &Server, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(address(server)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    // The server may have closed the connection.
    let _ = stream.write_all(sent);
    let _ = stream.shutdown(Shutdown::Write);
    let mut received = Vec::new();
    stream.read_to_end(&mut received).expect("the server closes the connection");
    String::from_utf8_lossy(&received).into_owned()
}

/// Without this, other HTTP clients could not use the server.
#[test]
fn bodies_with_a_length_and_in_chunks_are_read_on_one_connection() {
    let server = echo();
    let mut sent = Vec::new();
    let plain = head(&server, "PUT", b"hello");
    sent.extend(format!("{plain}content-length: 5\r\n\r\nhello").into_bytes());
    let chunked = format!("{plain}Transfer-Encoding: chunked\r\n\r\n");
    sent.extend(format!("{chunked}2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\na: b\r\n\r\n").into_bytes());
    let expects = format!("{plain}expect: 100-continue\r\ncontent-length: 5\r\n\r\nhello");
    sent.extend(expects.into_bytes());
    sent.extend(format!("{}\r\n", head(&server, "HEAD", b"")).into_bytes());
    sent.extend(format!("{}connection: close\r\n\r\n", head(&server, "GET", b"")).into_bytes());
    let received = exchange(&server, &sent);
    assert_eq!(received.matches("HTTP/1.1 200 OK\r\n").count(), 5, "{received}");
    assert_eq!(received.matches("\r\n\r\nhello").count(), 3, "{received}");
    assert_eq!(received.matches("HTTP/1.1 100 Continue\r\n\r\nHTTP").count(), 1, "{received}");
    assert_eq!(received.matches("connection: close\r\n").count(), 1, "{received}");
    let methods = server.requests().into_iter().map(|it| it.request.method().to_string());
    assert_eq!(methods.collect::<Vec<_>>(), ["PUT", "PUT", "PUT", "HEAD", "GET"]);
}

/// Without this, a client could hang, or find the wrong mistake.
#[test]
fn malformed_requests_are_answered_with_400() {
    let server = echo();
    let put = head(&server, "PUT", b"hello");
    let cases: [(&str, String); 13] = [
        ("400", "hello\r\n\r\n".to_owned()),
        ("400", "GET / HTTP/2.0\r\n\r\n".to_owned()),
        ("400", "GET  / HTTP/1.1\r\n\r\n".to_owned()),
        ("400", "GET / HTTP/1.1\nhost: a\n\n".to_owned()),
        ("400", "GET / HTTP/1.1\r\nhost\r\n\r\n".to_owned()),
        ("400", "GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n".to_owned()),
        ("400", format!("{put}content-length: -5\r\n\r\nhello")),
        ("400", format!("{put}content-length: 5\r\ncontent-length: 6\r\n\r\nhello")),
        ("400", format!("{put}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\nhello")),
        ("400", format!("{put}transfer-encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n")),
        ("400", format!("{put}transfer-encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n")),
        ("413", format!("{put}content-length: 67108865\r\n\r\n")),
        ("431", format!("{put}a: {}\r\n\r\n", "b".repeat(65_536))),
    ];
    for (status, sent) in cases {
        let received = exchange(&server, sent.as_bytes());
        let shown = &sent[..sent.len().min(500)];
        assert!(received.starts_with(&format!("HTTP/1.1 {status} ")), "{shown}\n{received}");
        assert!(received.contains("\r\nconnection: close\r\n"), "{received}");
    }
    assert!(server.requests().is_empty(), "{:?}", server.requests());
    // Requests that are cut have no response, because the client closed the connection.
    let whole = format!("{put}content-length: 5\r\n\r\nhello");
    for end in 0..whole.len() {
        assert_eq!(exchange(&server, &whole.as_bytes()[..end]), "", "{end}");
    }
    assert!(exchange(&server, whole.as_bytes()).starts_with("HTTP/1.1 200 OK\r\n"));
}

/// Without this, some input could end or block the server.
#[test]
fn random_bytes_do_not_stop_the_server() {
    let server = echo();
    let whole = format!("{}content-length: 5\r\n\r\nhello", head(&server, "PUT", b"hello"));
    for index in 0..300 {
        let mut source = Random::of_case(1, "server", index);
        let mut sent = whole.clone().into_bytes();
        for _ in 0..1 + source.below(4) {
            let at = source.below(sent.len());
            match source.below(3) {
                0 => sent[at] = source.next().to_le_bytes()[0],
                1 => drop(sent.remove(at)),
                _ => sent.insert(at, *source.pick(b"\r\n:; %/?=,\0\xff")),
            }
        }
        exchange(&server, &sent);
    }
    assert!(exchange(&server, whole.as_bytes()).starts_with("HTTP/1.1 200 OK\r\n"));
}

/// Without this, a failed assertion in the function would look like a broken connection.
#[test]
fn a_panic_is_a_response_with_its_message() {
    let server = Server::start(credentials(), |_| -> Response<Bytes> { panic!("no such table") });
    let server = server.expect("a port");
    let received = exchange(&server, format!("{}\r\n", head(&server, "GET", b"")).as_bytes());
    assert!(received.starts_with("HTTP/1.1 501 "), "{received}");
    assert!(received.contains("the function of the server panicked: no such table"), "{received}");
}

/// Without this, broken responses could not be tested.
#[test]
fn a_response_can_end_before_its_length() {
    let verifier = Verifier::new(credentials()).service("lambda");
    let server = Server::start(verifier, |request| {
        let signed: &Signed = request.extensions().get().expect("it is verified");
        assert_eq!((&*signed.region, &*signed.service), ("eu-west-1", "lambda"));
        Response::builder()
            .header("content-length", 10)
            .body(Body::from("hello"))
            .expect("a response")
    });
    let server = server.expect("a port");
    let get = format!("{}\r\n", head(&server, "GET", b""));
    let received = exchange(&server, format!("{get}{get}").as_bytes());
    assert_eq!(received.matches("content-length: 10\r\n").count(), 1, "{received}");
    assert!(received.ends_with("\r\n\r\nhello"), "{received}");
}

/// Without this, a program would keep ports and threads of servers that it no longer uses.
#[test]
fn a_dropped_server_closes_its_port_and_its_connections() {
    let server = echo();
    let address = address(&server);
    let mut idle = TcpStream::connect(&address).expect("a connection");
    idle.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    idle.write_all(format!("{}\r\n", head(&server, "GET", b"")).as_bytes()).expect("it is open");
    let mut first = [0; 12];
    idle.read_exact(&mut first).expect("a response");
    assert_eq!(&first, b"HTTP/1.1 200");
    let start = Instant::now();
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // An error is a closed connection too.
    let _ = idle.read_to_end(&mut Vec::new());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    TcpStream::connect(&address).expect_err("the port is closed");
}
