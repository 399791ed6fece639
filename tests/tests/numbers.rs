//! Extreme numbers in settings: no call panics or hangs because of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, ErrorKind, Retry, SleepFuture, Timeouts,
    Timer, Transport, TransportFuture, aws_operation, services,
};
use aws_operation_tests::raw::RawServer;
use bytes::Bytes;

#[aws_operation(method = "GET", uri = "/")]
#[derive(Clone, Copy)]
struct Get {}

#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Transport for Count {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(http::Response::new(Body::from("{}"))) })
    }
}

fn builder(endpoint: &str) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url(endpoint)
}

fn client(builder: ConfigBuilder) -> Client {
    Client::new(&builder.build().expect("it is whole"), services::API_GATEWAY)
}

#[tokio::test]
async fn timeouts_without_end_or_of_nothing_panic_nowhere() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let lengths = [
        Duration::MAX,
        Duration::from_secs(u64::MAX / 2),
        Duration::from_secs(i64::MAX as u64),
        Duration::from_secs(60 * 60 * 24 * 365 * 1000),
        Duration::from_nanos(1),
        Duration::ZERO,
    ];
    for length in lengths {
        let none = Timeouts::none();
        let timeouts = [
            none.connect(length),
            none.read(length),
            none.attempt(length),
            none.operation(length),
            none.stalled_stream(length),
            none.connect(length)
                .read(length)
                .attempt(length)
                .operation(length)
                .stalled_stream(length),
        ];
        for timeouts in timeouts {
            let server = RawServer::start(&[ok; 4]);
            let of_config =
                client(builder(server.endpoint()).timeouts(timeouts).retry(Retry::off()));
            let of_client = client(builder(server.endpoint()).retry(Retry::off()));
            let results = [
                of_config.send(Get {}).await,
                of_client.clone().with_timeouts(timeouts).send(Get {}).await,
                of_client.send(Get {}).timeouts(timeouts).await,
            ];
            for result in results {
                match result {
                    Ok(_) => {}
                    Err(error) => {
                        assert!(length < Duration::from_secs(1), "{timeouts:?}: {error}");
                        assert!(error.is_timeout() || error.is_retryable(), "{error}");
                    }
                }
            }
        }
    }
    let client = client(builder("https://example.com"));
    for length in lengths {
        let presigned = client.presign(Get {}, length).await;
        assert!(presigned.is_err_and(|error| error.kind() == ErrorKind::Sign), "{length:?}");
    }
}

#[tokio::test]
async fn any_number_of_calls_in_flight_may_be_set() {
    for limit in [0, 1, usize::MAX >> 3, usize::MAX >> 2, usize::MAX - 1, usize::MAX] {
        let count = Count::default();
        let client = client(builder("https://example.com").transport(count.clone()));
        client.with_concurrency_limit(limit).send(Get {}).await.expect("it is answered");
        assert_eq!(count.0.load(Ordering::Relaxed), 1, "{limit}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_that_lets_nothing_through_is_an_error_and_any_other_paces() {
    let nothing = [0.0, -0.0, -1.0, f64::MIN, f64::NEG_INFINITY, f64::NAN];
    for rate in nothing {
        let count = Count::default();
        let client = client(builder("https://example.com").transport(count.clone()));
        let error = client.with_rate_limit(rate).send(Get {}).await.expect_err("no rate");
        assert_eq!(
            error.to_string(),
            "Get: the rate limit allows no attempts; set `with_rate_limit` to more than 0 [host \
             example.com, nothing was sent]"
        );
        assert_eq!(count.0.load(Ordering::Relaxed), 0, "{rate}");
    }
    for (rate, sent) in [
        (f64::INFINITY, 5),
        (f64::MAX, 5),
        (1e9, 5),
        (1.0, 5),
        (1e-3, 2),
        (1e-300, 1),
        (f64::MIN_POSITIVE, 1),
        (5e-324, 1),
    ] {
        let count = Count::default();
        let client = client(builder("https://example.com").transport(count.clone()));
        let client = client.with_rate_limit(rate);
        let calls = async {
            for _ in 0..5 {
                client.send(Get {}).await.expect("it is answered");
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(1_500), calls).await;
        assert_eq!(count.0.load(Ordering::Relaxed), sent, "{rate}");
    }
}

/// A timer that never waits, and whose time stands still.
struct Stopped;

impl Timer for Stopped {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_timer_that_stands_still_holds_nobody() {
    let count = Count::default();
    let stopped = builder("https://example.com").transport(count.clone()).timer(Stopped);
    let client = client(stopped).with_rate_limit(0.1);
    for _ in 0..20 {
        client.send(Get {}).await.expect("it is answered");
    }
    assert_eq!(count.0.load(Ordering::Relaxed), 20);
}

#[tokio::test]
async fn another_transport_finds_the_timeouts_of_each_call() {
    struct Show;

    impl Transport for Show {
        fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
            let timeouts = request.extensions().get::<Timeouts>().copied();
            let answer = format!("{:?}", timeouts.and_then(|timeouts| timeouts.read_timeout()));
            Box::pin(async { Ok(http::Response::new(Body::from(answer))) })
        }
    }
    #[aws_operation(method = "GET", uri = "/", output = Text)]
    struct Ask {}
    #[aws_operation::aws_output]
    struct Text {
        #[payload]
        text: String,
    }
    let second = Duration::from_secs(1);
    for (config, of_client, of_call, expected) in [
        (None, None, None, "None"),
        (Some(1), None, None, "Some(1s)"),
        (Some(1), Some(1), None, "Some(1s)"),
        (Some(1), Some(2), None, "Some(2s)"),
        (Some(1), Some(2), Some(3), "Some(3s)"),
        (Some(1), None, Some(1), "Some(1s)"),
        (Some(1), Some(2), Some(1), "Some(1s)"),
    ] {
        let of = |read: u32| Timeouts::default().read(second * read);
        let config =
            builder("https://example.com").timeouts(config.map_or(Timeouts::default(), of));
        let mut client = client(config.transport(Show));
        if let Some(read) = of_client {
            client = client.with_timeouts(of(read));
        }
        let call = client.send(Ask {});
        let call = if let Some(read) = of_call { call.timeouts(of(read)) } else { call };
        assert_eq!(call.await.expect("it is answered").text, expected);
        // A request that is no operation has those of its client.
        let request = http::Request::get("/").body(Bytes::new()).expect("a request");
        let response = client.send_http(request).await.expect("it is answered");
        assert!(!response.body().is_empty());
    }
}
