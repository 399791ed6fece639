//! Operations that are silent for long. No limit applies before the head of the response. The limit of a
//! stalled body does not apply to operations and content types for which silence is normal.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use aws_operation::{
    Body, BodyError, ByteStream, Client, Config, Credentials, Retry, Service, Transport,
    TransportFuture, aws_operation, aws_output, services,
};
use bytes::Bytes;
use tokio::time::{Sleep, sleep};

#[aws_operation(method = "POST", uri = "/functions/{name}", output = Output)]
struct Invoke {
    name: String,
    #[payload]
    payload: ByteStream,
}

#[aws_operation(
    method = "POST",
    uri = "/functions/{name}",
    output = Output,
    no_stalled_stream
)]
struct Copy {
    name: String,
}

#[aws_operation(method = "POST", uri = "/functions/{name}", output = Output)]
struct Start {
    name: String,
}

#[aws_operation(method = "POST", uri = "/functions/{name}", output = StreamedOutput)]
struct StartStream {
    name: String,
}

#[aws_operation(
    method = "POST",
    uri = "/functions/{name}",
    output = StreamedOutput,
    no_stalled_stream
)]
struct CopyStream {
    name: String,
}

#[aws_output]
#[derive(Debug)]
struct Output {
    #[payload]
    body: String,
}

#[aws_output]
#[derive(Debug)]
struct StreamedOutput {
    #[payload]
    body: ByteStream,
}

/// Its requests may have bodies that can be read once.
const SERVICE: Service = services::LAMBDA.unsigned_payload();

/// Longer than every default timeout.
const LONG: Duration = Duration::from_secs(600);

/// Waits before the head of each response, and before each chunk of its body.
struct Slow {
    head: Duration,
    chunk: Duration,
    content_type: &'static str,
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            // Takes the bytes that are announced, and does not ask whether there are more.
            let mut body = request.into_body();
            let mut left = body.length().expect("a length");
            while left > 0 {
                left -= body.next().await.expect("a chunk").expect("bytes").len() as u64;
            }
            sleep(self.head).await;
            let chunks = Chunks { left: 2, pause: Box::pin(sleep(self.chunk)), length: self.chunk };
            let response = http::Response::builder().header("content-type", self.content_type);
            let response = response.body(Body::stream(chunks, None)).expect("a response");
            drop(body);
            Ok(response)
        })
    }
}

struct Chunks {
    left: usize,
    pause: Pin<Box<Sleep>>,
    length: Duration,
}

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        ready!(self.pause.as_mut().poll(context));
        self.left -= 1;
        self.pause = Box::pin(sleep(self.length));
        Poll::Ready(Some(Ok(Bytes::from_static(b"a"))))
    }
}

fn client(transport: Slow) -> Client {
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(Retry::off())
        .transport(transport)
        .build();
    Client::new(&config.expect("a configuration"), SERVICE)
}

/// As with Lambda's `Invoke` and a long poll of SQS.
#[tokio::test(start_paused = true)]
async fn a_response_may_take_any_time_to_begin() {
    let slow = || Slow { head: LONG, chunk: Duration::ZERO, content_type: "text/plain" };
    let payloads: [fn() -> ByteStream; 3] = [
        || "hello".into(),
        || ByteStream::from_reader(&b"hello"[..]).with_length(5),
        || ByteStream::from_reader(&b""[..]).with_length(0),
    ];
    for payload in payloads {
        let invoke = Invoke { name: "a".into(), payload: payload() };
        let output = client(slow()).send(invoke).await.expect("it is slow, not stalled");
        assert_eq!(output.body, "aa");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_may_be_silent_if_its_operation_or_content_type_says_so() {
    let stalled = "the response body stalled: 0 bytes in 5s";
    let events = "application/vnd.amazon.eventstream";
    for (content_type, of_any, of_marked) in [
        ("text/plain", Err(stalled), Ok(())),
        ("application/vnd.amazon.eventstreams", Err(stalled), Ok(())),
        (events, Ok(()), Ok(())),
        ("Text/Event-Stream; charset=utf-8", Ok(()), Ok(())),
    ] {
        let client = || client(Slow { head: Duration::ZERO, chunk: LONG, content_type });
        let name = || "a".to_owned();
        let check = |got: Result<String, String>, expected: Result<(), &str>| match expected {
            Ok(()) => assert_eq!(got.as_deref(), Ok("aa"), "{content_type}"),
            Err(expected) => {
                let error = got.expect_err(content_type);
                assert!(error.contains(expected), "{content_type}: {error}");
            }
        };
        let got = client().send(Start { name: name() }).await;
        check(got.map(|it| it.body).map_err(|it| it.to_string()), of_any);
        let got = client().send(Copy { name: name() }).await;
        check(got.map(|it| it.body).map_err(|it| it.to_string()), of_marked);

        let got = client().send(StartStream { name: name() }).await.expect("the head");
        check(collected(got.body).await, of_any);
        let got = client().send(CopyStream { name: name() }).await.expect("the head");
        check(collected(got.body).await, of_marked);
    }
}

async fn collected(body: ByteStream) -> Result<String, String> {
    let bytes = body.collect(10).await.map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
