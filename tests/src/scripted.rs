//! A transport with scripted responses, which records the requests. For tests that depend on time
//! and control the clock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_operation::{Body, SleepFuture, Timer, Transport, TransportError, TransportFuture};

/// How the transport handles a request.
pub enum Answer {
    /// A response with this status, these headers and this body.
    Response(u16, Vec<(&'static str, String)>, &'static str),
    /// The request fails.
    Fails(TransportError),
    /// The transport never responds.
    Never,
    /// The answer, after this delay.
    After(Duration, Box<Answer>),
}

impl Answer {
    /// A response with this status, without headers and with an empty document.
    pub fn status(status: u16) -> Self {
        Self::Response(status, Vec::new(), "{}")
    }

    /// A response with this error code.
    pub fn code(status: u16, code: &str) -> Self {
        Self::Response(status, vec![("x-amzn-errortype", code.to_owned())], "{}")
    }

    /// Adds a header.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        match self {
            Self::Response(status, mut headers, body) => {
                headers.push((name, value.into()));
                Self::Response(status, headers, body)
            }
            other => other,
        }
    }
}

/// Answers requests in the order of a script. After the script, all responses are empty successes.
#[derive(Clone, Default)]
pub struct Scripted(Arc<State>);

#[derive(Default)]
struct State {
    answers: Mutex<VecDeque<Answer>>,
    seen: Mutex<Vec<(http::request::Parts, Body)>>,
}

impl Scripted {
    /// A transport with these answers.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let scripted = Self::default();
        scripted.then(answers);
        scripted
    }

    /// Adds answers to the script.
    pub fn then(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.0.answers).extend(answers);
    }

    /// How many requests were sent.
    pub fn count(&self) -> usize {
        lock(&self.0.seen).len()
    }

    /// The values of a header in all requests. Empty for a request without it.
    pub fn header(&self, name: &str) -> Vec<String> {
        let text = |(parts, _): &(http::request::Parts, Body)| {
            let value = parts.headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        lock(&self.0.seen).iter().map(text).collect()
    }

    /// The queries of all requests.
    pub fn queries(&self) -> Vec<String> {
        let query = |(parts, _): &(http::request::Parts, Body)| {
            parts.uri.query().unwrap_or_default().to_owned()
        };
        lock(&self.0.seen).iter().map(query).collect()
    }

    /// The bodies of all requests. Empty for a stream.
    pub fn bodies(&self) -> Vec<String> {
        let text = |(_, body): &(http::request::Parts, Body)| {
            let bytes = body.as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            bytes.unwrap_or_default()
        };
        lock(&self.0.seen).iter().map(text).collect()
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        lock(&self.0.seen).push(request.into_parts());
        let answer = lock(&self.0.answers).pop_front().unwrap_or_else(|| Answer::status(200));
        Box::pin(respond(answer))
    }
}

async fn respond(mut answer: Answer) -> Result<http::Response<Body>, TransportError> {
    loop {
        match answer {
            Answer::After(delay, then) => {
                tokio::time::sleep(delay).await;
                answer = *then;
            }
            Answer::Never => std::future::pending().await,
            Answer::Fails(error) => return Err(error),
            Answer::Response(status, headers, body) => {
                let mut response = http::Response::builder().status(status);
                for (name, value) in headers {
                    response = response.header(name, value);
                }
                return response
                    .body(Body::from(body))
                    .map_err(|error| TransportError::other(error.to_string()));
            }
        }
    }
}

/// A clock with a given start time. It advances with tokio's clock.
pub struct StartsAt(SystemTime, tokio::time::Instant);

impl StartsAt {
    /// A clock that shows this time now.
    pub fn new(time: SystemTime) -> Self {
        Self(time, tokio::time::Instant::now())
    }
}

impl Timer for StartsAt {
    fn now(&self) -> SystemTime {
        self.0 + self.1.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.1.elapsed()
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
