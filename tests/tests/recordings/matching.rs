//! Which recording answers a request.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::testing::verify::Server;
use aws_operation::testing::{Playback, Recorder};
use aws_operation::{Client, Service};
use bytes::Bytes;
use http::{Request, Response};

use crate::{credentials, path, recording};

const SERVICE: Service = Service::new("orders");

fn post(path: &str, body: &str) -> Request<Bytes> {
    Request::post(path).body(Bytes::from(body.to_owned())).expect("a request")
}

/// Records these requests. The responses are numbers.
async fn record(name: &str, requests: &[Request<Bytes>]) -> std::path::PathBuf {
    let path = path(name);
    let count = AtomicUsize::new(0);
    let server = Server::start(credentials(), move |_: &Request<Bytes>| {
        Response::new(count.fetch_add(1, Ordering::Relaxed).to_string())
    });
    let server = server.expect("a port");
    let recorder = Recorder::create(&path).expect("no file");
    let client = Client::new(&recording(&recorder, &server), SERVICE);
    for request in requests {
        client.send_http(request.clone()).await.expect("a response");
    }
    recorder.finish().expect("it is written");
    // A call after the end is sent, but not recorded.
    client.send_http(post("/late", "")).await.expect("a response");
    path
}

fn client(playback: &Playback) -> Client {
    let config = playback.config_builder().region("eu-west-1").endpoint_url("http://127.0.0.1:1");
    Client::new(&config.build().expect("a configuration"), SERVICE)
}

/// Without this, a test would get the response to another request, or to none.
#[tokio::test]
async fn equal_requests_are_answered_in_their_order() {
    let uuid = |digit: &str| {
        format!("{0}-{1}-{1}-{1}-{2}", digit.repeat(8), digit.repeat(4), digit.repeat(12))
    };
    let body = |digit: &str| format!(r#"{{"ClientToken":"{}"}}"#, uuid(digit));
    let requests =
        [post("/a?y=2&x=1", "1"), post("/a", &body("1")), post("/b", "1"), post("/a", &body("2"))];
    let path = record("order", &requests).await;
    let playback = Playback::open(&path).expect("a recording");
    let client = client(&playback);
    let play = async |request| {
        let response = client.send_http(request).await;
        response
            .map(|response| String::from_utf8_lossy(response.body()).into_owned())
            .map_err(|error| error.to_string())
    };
    // An equal UUID is preferred; other UUIDs are played in their order.
    assert_eq!(play(post("/a", &body("2"))).await.as_deref(), Ok("3"));
    assert_eq!(play(post("/a", &body("7"))).await.as_deref(), Ok("1"));
    assert_eq!(play(post("/a?x=1&y=2", "1")).await.as_deref(), Ok("0"));
    assert_eq!(playback.unused(), ["POST /b (exchange 2)"]);

    let name = path.display();
    let cases = [
        (post("/a", &body("7")), "all 2 recordings of this request were already played"),
        (post("/b", "12"), r#"exchange 2: its body differs at byte 1: it has "1", not "12""#),
        (post("/b?c=d", "1"), r#"exchange 2: its query is "", not "c=d""#),
        (post("/late", ""), r#"exchange 0: its path is "/a", not "/late""#),
        (
            Request::get("/b").body(Bytes::new()).expect("valid"),
            r#"its method is "POST", not "GET""#,
        ),
    ];
    for (request, expected) in cases {
        let start = format!("recording {name}: {} {}: ", request.method(), request.uri().path());
        let error = play(request).await.expect_err(expected);
        assert!(error.contains(&start) && error.contains(expected), "{error}");
        assert!(error.contains("1 attempt") || error.contains("nothing was sent"), "{error}");
    }
    assert_eq!(playback.unused(), ["POST /b (exchange 2)"]);
}
