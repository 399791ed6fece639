//! Any answer of any server: nothing of it is lost, and what is printed of it is a line.
#![no_main]
#![expect(dead_code, reason = "members that Debug alone reads")]

use std::future::Future as _;
use std::pin::pin;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::{Context, Poll, Waker};

use aws_operation::{
    Body, Client, Config, Credentials, ErrorKind, Failure, Retry, Service, ServiceError, Timeouts,
    Timestamp, Transport, TransportFuture, aws_error, aws_operation, decode,
};
use aws_operation_fuzz::line;
use aws_operation_fuzz::response::AnyResponse;
use bytes::Bytes;
use http::Response;
use libfuzzer_sys::fuzz_target;

#[aws_operation(method = "GET", uri = "/things/{id}", auth = "none", error = GetThingError)]
struct GetThing {
    id: String,
}

#[aws_error]
#[derive(Debug)]
enum GetThingError {
    NotFoundException(NotFoundException),
    TooManyRequestsException {
        #[header("Retry-After")]
        retry_after_seconds: Option<i32>,
        message: Option<String>,
    },
    ConflictException {
        message: String,
        since: Option<Timestamp>,
        resources: Vec<String>,
    },
    #[code("Weird.Code")]
    WeirdCode,
    Other(ServiceError),
}

#[aws_error]
#[derive(Debug)]
struct NotFoundException {
    message: Option<String>,
    #[header("x-amz-meta-until")]
    until: Option<Timestamp>,
    #[header("x-amz-meta-kinds")]
    kinds: Option<Vec<String>>,
}

/// An answer that waits for its request.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<Response<Bytes>>>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async { Ok(self.0.lock().expect("nothing panics here").clone().map(Body::from)) })
    }
}

static CANNED: LazyLock<Canned> = LazyLock::new(Canned::default);
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://things.example.com")
        .transport(CANNED.clone())
        // Nobody waits here.
        .retry(Retry::off())
        .timeouts(Timeouts::none())
        .build()
        .expect("a config");
    Client::new(&config, Service::new("things"))
});

fuzz_target!(|input: AnyResponse<'_>| {
    let response = input.build();
    check_decoded(&response);
    check_called(&response);
});

/// Decoded without a client.
fn check_decoded(response: &Response<Bytes>) {
    let is_success = response.status().is_success();
    match decode::<GetThing>(response) {
        Ok(()) => assert!(is_success),
        Err(Failure::Decode(error)) => {
            assert!(is_success, "{error}");
            line::check("DecodeError", &error.to_string());
        }
        Err(Failure::Service(typed, raw)) => {
            assert!(!is_success);
            assert_eq!(
                (raw.status(), raw.headers(), raw.body()),
                (response.status(), response.headers(), response.body())
            );
            if let Some(code) = raw.code() {
                assert!(!code.is_empty() && !code.contains([':', '#']), "{code:?}");
            }
            let codes: &[_] = match &typed {
                GetThingError::NotFoundException(error) => {
                    line::check("NotFoundException", &error.to_string());
                    &["NotFoundException"]
                }
                GetThingError::TooManyRequestsException { .. } => &["TooManyRequestsException"],
                GetThingError::ConflictException { .. } => &["ConflictException"],
                GetThingError::WeirdCode => &["Weird.Code"],
                GetThingError::Other(other) => {
                    assert!(*other == *raw);
                    &[]
                }
            };
            assert!(codes.is_empty() || codes.contains(&raw.code().unwrap_or_default()));
            line::check("GetThingError", &typed.to_string());
            line::check("ServiceError", &raw.to_string());
            // Debug is for developers, and as long as what it prints; but it is a line too.
            line::check_one("GetThingError's Debug", &format!("{typed:?}"));
            line::check_one("ServiceError's Debug", &format!("{raw:?}"));
        }
    }
}

/// The whole line that a program logs.
fn check_called(response: &Response<Bytes>) {
    *CANNED.0.lock().expect("nothing panics there") = response.clone();
    let call = pin!(CLIENT.send(GetThing { id: "a".to_owned() }));
    let Poll::Ready(result) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("a call whose answer is there is not ready");
    };
    match result {
        Ok(()) => assert!(response.status().is_success()),
        Err(error) => {
            let kind =
                if response.status().is_success() { ErrorKind::Decode } else { ErrorKind::Service };
            assert_eq!((error.kind(), error.status()), (kind, Some(response.status())));
            line::check("Error", &error.to_string());
            line::check("Error's Debug", &format!("{error:?}"));
        }
    }
}
