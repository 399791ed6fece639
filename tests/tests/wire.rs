//! What arrives at a server, byte by byte: paths and queries as they were signed, the length of a body,
//! and no header that would part one request from the next elsewhere.

use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Payload, SigningParams};
use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, ErrorKind, Retry, Service, Timestamp,
    Transport, TransportError, TransportFuture, aws_operation, services,
};
use aws_operation_tests::random::Random;
use aws_operation_tests::raw::RawServer;
use bytes::Bytes;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
const KEY: (&str, &str) = ("AKIDEXAMPLE", "hunter2");

fn builder(endpoint: &str) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new(KEY.0, KEY.1))
        .endpoint_url(endpoint)
        .retry(Retry::off())
}

fn client(endpoint: &str) -> Client {
    Client::new(&builder(endpoint).build().expect("it is whole"), services::EXECUTE_API)
}

/// The request target of a head, once its signature is known to cover just that.
fn signed_target(head: &str) -> &str {
    let mut lines = head.lines();
    let mut first = lines.next().expect("a request line").split(' ');
    let (method, target) = (first.next().expect("a method"), first.next().expect("a target"));
    let header = |name: &str| {
        let line = head.lines().find(|line| {
            line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
        });
        line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    };
    let authorization = header("authorization");
    let names =
        authorization.split("SignedHeaders=").nth(1).and_then(|text| text.split(',').next());
    let uri = format!("http://{}{target}", header("host"));
    let mut again = http::Request::builder().method(method).uri(uri);
    for name in names.expect("signed headers").split(';').filter(|name| *name != "x-amz-date") {
        again = again.header(name, header(name));
    }
    let mut again = again.body(()).expect("a request");
    let time = extended(header("x-amz-date")).parse::<Timestamp>();
    let time = SystemTime::from(time.expect("a date"));
    let credentials = Credentials::new(KEY.0, KEY.1);
    let params = SigningParams::new(&credentials, "us-east-1", "execute-api", time);
    sigv4::sign(&mut again, Payload::Bytes(b""), &params).expect("signed");
    assert_eq!(again.headers()["authorization"], authorization, "{head}");
    target
}

/// `20150830T123600Z` as `2015-08-30T12:36:00Z`.
fn extended(date: &str) -> String {
    let part = |range: std::ops::Range<usize>| date.get(range).expect("a date");
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4),
        part(4..6),
        part(6..8),
        part(9..11),
        part(11..13),
        part(13..15)
    )
}

/// RFC 3986, sections 3.3 and 3.4: `pchar` and `/`, and in queries `?`.
fn is_allowed(byte: u8, in_query: bool) -> bool {
    byte.is_ascii_alphanumeric()
        || b"-._~!$&'()*+,;=:@/".contains(&byte)
        || (in_query && byte == b'?')
}

#[tokio::test]
async fn every_character_is_sent_as_given_or_as_its_escape_and_signed_so() {
    let mut cases = Vec::new();
    for byte in 0x21..=0x7e_u8 {
        let character = char::from(byte);
        let sent = |in_query| match is_allowed(byte, in_query) {
            true => character.to_string(),
            false => format!("%{byte:02X}"),
        };
        if !"?#".contains(character) {
            cases.push((format!("/a{character}b"), format!("/a{}b", sent(false))));
        }
        if character != '#' {
            let query = format!("/x?k{}=v{}w", sent(true), sent(true));
            cases.push((format!("/x?k{character}=v{character}w"), query));
        }
        // Escapes stay as they are.
        for escape in [format!("%{byte:02X}"), format!("%{byte:02x}")] {
            let same = format!("/a{escape}b?k{escape}=v{escape}");
            cases.push((same.clone(), same));
        }
    }
    for (given, sent) in [
        ("/%", "/%25"),
        ("/%a", "/%25a"),
        ("/%zz%41", "/%25zz%41"),
        ("/100%?q=100%", "/100%25?q=100%25"),
        ("/%C3%A9", "/%C3%A9"),
        ("/\u{e9}?\u{e9}=\u{20ac}", "/%C3%A9?%C3%A9=%E2%82%AC"),
        ("/a//b/", "/a//b/"),
        ("//", "//"),
        ("/...", "/..."),
        ("/?", "/"),
        ("/?&&a", "/?&&a"),
        ("/?a=b?c/d", "/?a=b?c/d"),
        ("/a#fragment", "/a"),
        ("/a?b#fragment?c", "/a?b"),
    ] {
        cases.push((given.to_owned(), sent.to_owned()));
    }
    let server = RawServer::start(&vec![OK; 1000]);
    let client = client(server.endpoint());
    let mut expected = Vec::new();
    for (given, sent) in cases {
        // What no URI of the http crate can hold never gets here.
        let Ok(uri) = given.parse::<http::Uri>() else {
            let refused = given.bytes().any(|byte| b"<>\\^`|\"{}".contains(&byte));
            assert!(refused || given.starts_with("//"), "{given}");
            continue;
        };
        let request = http::Request::get(uri).body(Bytes::new()).expect("a request");
        let response = client.send_http(request).await;
        assert!(response.is_ok(), "{given}: {response:?}");
        expected.push((given, sent));
    }
    let heads = server.heads();
    assert_eq!(heads.len(), expected.len());
    for (head, (given, sent)) in heads.iter().zip(&expected) {
        assert_eq!(signed_target(head), sent, "{given}");
    }
}

#[tokio::test]
async fn random_paths_and_queries_are_sent_as_they_are_signed() {
    let server = RawServer::start(&vec![OK; 600]);
    let client = client(server.endpoint());
    let alphabet: Vec<u8> = (0x21..=0x7e).filter(|byte| !b"#?".contains(byte)).collect();
    let mut count = 0;
    for case in 0..600 {
        let mut random = Random::of_case(14, "wire", case);
        let (path, query) = (random.below(12), random.below(12));
        let given = format!("/{}?{}", random.text(&alphabet, path), random.text(&alphabet, query));
        let Ok(uri) = given.parse::<http::Uri>() else { continue };
        let request = http::Request::get(uri).body(Bytes::new()).expect("a request");
        match client.send_http(request).await {
            Ok(_) => count += 1,
            Err(error) => assert!(error.to_string().contains("`.` or `..` segment"), "{error}"),
        }
    }
    let heads = server.heads();
    assert_eq!(heads.len(), count);
    assert!(count > 200, "{count} were sent");
    for head in &heads {
        let target = signed_target(head);
        let is_plain = target.bytes().all(|byte| byte == b'%' || is_allowed(byte, true));
        assert!(is_plain, "{target}");
    }
}

#[tokio::test]
async fn what_stands_in_a_declaration_or_an_endpoint_is_sent_as_it_is_signed_too() {
    #[aws_operation(method = "GET", uri = "/it's/{id}/(x)!*;v=1?o'r=a'b&c")]
    struct Literal {
        id: &'static str,
        #[query("it's")]
        its: &'static str,
    }
    let server = RawServer::start(&[OK; 4]);
    for (base, sent) in
        [("", ""), ("/b'se/(1)/$,@", "/b'se/(1)/$,@"), ("/100%/\u{e9}", "/100%25/%C3%A9")]
    {
        let client = client(&format!("{}{base}", server.endpoint()));
        client.send(Literal { id: "'a/", its: "'" }).await.expect("it is answered");
        let heads = server.heads();
        let target = signed_target(heads.last().expect("it arrived"));
        let expected = format!("{sent}/it's/%27a%2F/(x)!*;v=1?o'r=a'b&c&it%27s=%27");
        assert_eq!(target, expected);
    }
}

#[tokio::test]
async fn a_request_that_may_have_a_body_says_when_it_has_none() {
    macro_rules! operations {
        ($($name:ident $method:literal,)*) => {$(
            #[aws_operation(method = $method, uri = "/")]
            struct $name {}
        )*};
    }
    operations! {
        Get "GET", Head "HEAD", Post "POST", Put "PUT", Patch "PATCH", Delete "DELETE", Options "OPTIONS",
    }
    #[aws_operation(method = "POST", uri = "/")]
    struct WithBody {
        name: &'static str,
    }
    let (plain, unsigned) = (services::EXECUTE_API, services::VPC_LATTICE);
    for service in [plain, unsigned, services::OPENSEARCH_SERVERLESS] {
        let server = RawServer::start(&[OK; 20]);
        let config = builder(server.endpoint()).build().expect("it is whole");
        let client = Client::new(&config, service);
        client.send(Get {}).await.expect("it is answered");
        client.send(Head {}).await.expect("it is answered");
        client.send(Post {}).await.expect("it is answered");
        client.send(Put {}).await.expect("it is answered");
        client.send(Patch {}).await.expect("it is answered");
        client.send(Delete {}).await.expect("it is answered");
        client.send(Options {}).await.expect("it is answered");
        client.send(WithBody { name: "x" }).await.expect("it is answered");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let request = http::Request::builder().method(method).uri("/").body(Bytes::new());
            client.send_http(request.expect("a request")).await.expect("it is answered");
        }
        let lengths: Vec<(String, Vec<String>)> = server
            .heads()
            .iter()
            .map(|head| {
                let method = head.split(' ').next().unwrap_or_default().to_owned();
                (method, values(head, "content-length"))
            })
            .collect();
        let none = Vec::<String>::new();
        let of = |method: &str| match method {
            "POST" | "PUT" | "PATCH" => vec!["0".to_owned()],
            _ => none.clone(),
        };
        let operations = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let mut expected: Vec<_> =
            operations.iter().map(|method| ((*method).to_owned(), of(method))).collect();
        expected.push(("POST".to_owned(), vec!["12".to_owned()]));
        expected.extend(operations.iter().map(|method| ((*method).to_owned(), of(method))));
        assert_eq!(lengths, expected);
        // No signature covers the header.
        assert!(server.heads().iter().all(|head| !head.contains(";content-length;")
            && !head.contains("SignedHeaders=content-length")));
    }
    // Whoever opens a presigned URL has to send the same, where the empty body is signed.
    let minute = Duration::from_secs(60);
    let of = |service| client_of(service, "https://example.com");
    let length = |presigned: sigv4::Presigned| {
        presigned.headers().get("content-length").map(|length| length == "0")
    };
    assert_eq!(length(of(plain).presign(Post {}, minute).await.expect("a URL")), Some(true));
    assert_eq!(length(of(plain).presign(Put {}, minute).await.expect("a URL")), Some(true));
    assert_eq!(length(of(plain).presign(Get {}, minute).await.expect("a URL")), None);
    assert_eq!(length(of(plain).presign(Delete {}, minute).await.expect("a URL")), None);
    let presigned = of(plain).presign(WithBody { name: "x" }, minute).await.expect("a URL");
    assert_eq!(length(presigned), None);
    assert_eq!(length(of(unsigned).presign(Put {}, minute).await.expect("a URL")), None);
}

fn client_of(service: Service, endpoint: &str) -> Client {
    Client::new(&builder(endpoint).build().expect("it is whole"), service)
}

fn values(head: &str, name: &str) -> Vec<String> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.filter(|(found, _)| found.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim().to_owned()).collect()
}

#[tokio::test]
async fn another_transport_gets_the_length_too() {
    struct Echo;

    impl Transport for Echo {
        fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
            let length = request.headers().get("content-length").cloned();
            Box::pin(async move { Err(TransportError::other(format!("{length:?}"))) })
        }
    }
    #[aws_operation(method = "PUT", uri = "/")]
    struct Put {}

    let config = builder("https://example.com").transport(Echo).build().expect("it is whole");
    let client = Client::new(&config, services::EXECUTE_API);
    let error = client.send(Put {}).await.expect_err("it only echoes").to_string();
    assert!(error.contains(r#"Some("0")"#), "{error}");
}

/// Headers that would make a server find the end of a request, its host or its meaning elsewhere.
const FRAMING: [(&str, &str); 18] = [
    ("content-length", "90"),
    ("content-length", "3"),
    ("content-length", "+16"),
    ("content-length", "16, 16"),
    ("content-length", ""),
    ("content-length", "99999999999999999999999"),
    ("transfer-encoding", "chunked"),
    ("transfer-encoding", "identity"),
    ("connection", "close"),
    ("connection", "x-amz-date"),
    ("keep-alive", "timeout=1"),
    ("proxy-connection", "keep-alive"),
    ("proxy-authorization", "Basic eA=="),
    ("upgrade", "h2c"),
    ("expect", "100-continue"),
    ("te", "trailers"),
    ("trailer", "x-amz-checksum"),
    ("host", "evil.example.com"),
];

#[tokio::test]
async fn a_header_that_frames_the_message_is_refused_whatever_brings_it() {
    #[aws_operation(method = "POST", uri = "/")]
    #[derive(Default)]
    struct Post {
        #[prefix_headers("")]
        all: std::collections::BTreeMap<String, String>,
        #[payload]
        body: &'static str,
    }
    let server = RawServer::start(&[OK; 20]);
    let client = client(server.endpoint());
    let body = "sixteen bytes, 1";
    for (name, value) in FRAMING {
        for body in ["", body] {
            for method in ["GET", "POST"] {
                let mut request = http::Request::builder().method(method).uri("/");
                request = request.header(name, value);
                let request = request.body(Bytes::from_static(body.as_bytes())).expect("a request");
                let error = client.send_http(request).await.expect_err(name);
                assert_eq!(error.kind(), ErrorKind::Encode, "{name}: {value}");
                let line = error.to_string();
                assert!(line.contains(&format!("the header `{name}` ")), "{line}");
                assert!(line.contains("; remove the header [host "), "{line}");
            }
        }
        // Through a map of headers, in any case.
        for name in [name.to_owned(), name.to_ascii_uppercase()] {
            let all = [(name.clone(), value.to_owned())].into();
            let error = client.send(Post { all, body }).await;
            let line = error.expect_err("it is reserved").to_string();
            assert!(line.contains("which the transport or the signer writes"), "{name}: {line}");
        }
    }
    // Through the service.
    const SERVICES: [Service; 7] = [
        Service::new("x").header("content-length", "90"),
        Service::new("x").header("Transfer-Encoding", "chunked"),
        Service::new("x").header("connection", "close"),
        Service::new("x").header("host", "evil.example.com"),
        Service::new("x").header("expect", "100-continue"),
        Service::new("x").header("upgrade", "h2c"),
        Service::new("x").header("te", "trailers"),
    ];
    for service in SERVICES {
        let client = client_of(service, server.endpoint());
        let error = client.send(Post { body, ..Post::default() }).await.expect_err("reserved");
        let line = error.to_string();
        assert!(line.contains("remove it from `Service::header`"), "{line}");
        let error = client.presign(Post { body, ..Post::default() }, Duration::from_secs(60)).await;
        assert!(error.is_err());
    }
    assert_eq!(server.connections(), 0, "nothing was sent");
}

#[tokio::test]
async fn a_header_that_says_what_the_transport_says_passes_once() {
    let server = RawServer::start(&[OK; 3]);
    let client = client(server.endpoint());
    let host = server.endpoint().trim_start_matches("http://");
    for (body, length) in [("sixteen bytes, 1", "16"), ("sixteen bytes, 1", "016"), ("", "0")] {
        let request = http::Request::post("/").header("content-length", length);
        let request = request.header("host", host).body(Bytes::from_static(body.as_bytes()));
        client.send_http(request.expect("a request")).await.expect("it is answered");
    }
    let heads = server.heads();
    let lengths: Vec<_> = heads.iter().map(|head| values(head, "content-length")).collect();
    assert_eq!(lengths, [["16"], ["16"], ["0"]]);
    assert!(heads.iter().all(|head| values(head, "host") == [host]));
    // The next request on the connection was read from its beginning.
    assert_eq!((heads.len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn more_headers_than_can_be_sent_are_an_error() {
    #[aws_operation(method = "POST", uri = "/")]
    struct Tagged {
        #[prefix_headers("x-amz-meta-")]
        tags: std::collections::BTreeMap<String, String>,
    }
    let server = RawServer::start(&[OK]);
    let client = client(server.endpoint());
    for count in [20_001, 24_575, 24_576, 24_577, 33_000] {
        let tags = (0..count).map(|tag| (format!("t{tag}"), String::new())).collect();
        let error = client.send(Tagged { tags }).await.expect_err("too many").to_string();
        let line = "Tagged: `tags` has more entries than the 20000 headers that can be sent [host ";
        assert!(error.starts_with(line), "{error}");
    }
    for (distinct, each) in [(20_001, 1), (24_575, 1), (24_576, 1), (1, 33_000)] {
        let mut request = http::Request::get("/").body(Bytes::new()).expect("a request");
        for header in 0..distinct {
            let name: http::HeaderName = format!("h{header}").parse().expect("a name");
            for _ in 0..each {
                request.headers_mut().append(&name, http::HeaderValue::from_static("v"));
            }
        }
        let error = client.send_http(request).await.expect_err("too many").to_string();
        assert!(error.contains("headers, more than the 20000 that can be sent"), "{error}");
    }
    assert_eq!(server.connections(), 0);
}
