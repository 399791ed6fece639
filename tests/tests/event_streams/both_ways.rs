//! Operations with events in both directions: what their transport gets. `tests/http2` has the tests with
//! a server.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_operation::{
    Body, Client, Config, Credentials, EventStream, RawEvent, Service, Transport, TransportFuture,
    aws_event_stream, aws_operation, aws_output,
};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};

cases! {
    requests_with_events_in_both_directions_need_http2
    without_the_feature_http2_nothing_is_sent
    events_that_the_service_does_not_read_are_no_stall
}

#[aws_operation(method = "POST", uri = "/", output = Heard)]
struct Talk {
    #[payload]
    said: EventStream<Event>,
}

#[aws_operation(method = "POST", uri = "/")]
struct Say {
    #[payload]
    said: EventStream<Event>,
}

#[aws_operation(method = "POST", uri = "/", output = Heard)]
struct Hear {}

#[aws_output]
#[derive(Debug)]
struct Heard {
    #[payload]
    heard: EventStream<Event>,
}

#[aws_event_stream]
#[derive(Debug, Clone)]
enum Event {
    Words { text: String },
    Unknown(RawEvent),
}

/// Records the versions of requests. Responds after a minute, and does not read the requests.
#[derive(Clone, Default)]
struct Versions(Arc<Mutex<Vec<http::Version>>>);

impl Transport for Versions {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        self.0.lock().expect("no panic").push(request.version());
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(60)).await;
            drop(request);
            Ok(http::Response::new(Body::empty()))
        })
    }
}

fn client(transport: &Versions) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url("https://talk.example.com")
        .transport(transport.clone());
    Client::new(&config.build().expect("a config"), Service::new("talk"))
}

async fn requests_with_events_in_both_directions_need_http2() -> Checked {
    let versions = Versions::default();
    let client = client(&versions);
    let mut output = client.send(Talk { said: EventStream::channel(1).1 }).await?;
    assert!(output.heard.next().await.is_none());
    client.send(Say { said: EventStream::channel(1).1 }).await?;
    client.send(Hear {}).await?;
    let found = versions.0.lock().expect("no panic").clone();
    equal(found, vec![http::Version::HTTP_2, http::Version::HTTP_11, http::Version::HTTP_11])
}

async fn without_the_feature_http2_nothing_is_sent() -> Checked {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    for scheme in ["http", "https"] {
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("id", "secret"))
            .endpoint_url(format!("{scheme}://{}", listener.local_addr()?));
        let client = Client::new(&config.build()?, Service::new("talk"));
        let (sender, said) = EventStream::channel(1);
        sender.send(Event::Words { text: "hello".into() }).await?;
        let talk = Talk { said };
        let error = client.send(&talk).await.expect_err("no HTTP/2").to_string();
        assert!(
            error.contains(
                "the operation has events in both directions, which needs HTTP/2; enable the feature \
                 `http2` of the crate `aws-operation`"
            ),
            "{error}"
        );
        // The events are still there.
        assert!(!sender.is_closed());
        equal(
            listener.accept().map_err(|error| error.kind()).err(),
            Some(std::io::ErrorKind::WouldBlock),
        )?;
    }
    Ok(())
}

async fn events_that_the_service_does_not_read_are_no_stall() -> Checked {
    let (sender, said) = EventStream::channel(1);
    sender.send(Event::Words { text: "hello".into() }).await?;
    // The transport waits for a minute, which is longer than the limit for other bodies.
    client(&Versions::default()).send(Say { said }).await?;
    assert!(sender.is_closed());
    Ok(())
}
