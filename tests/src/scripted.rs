//! A transport whose answers are written down before, and which remembers what it was sent: for
//! what depends on time, which tests then turn themselves.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_operation::{SleepFuture, Timer, Transport, TransportError, TransportFuture};
use bytes::Bytes;

/// What the transport does with a request.
pub enum Answer {
    /// A response with this status, these headers and this body.
    Response(u16, Vec<(&'static str, String)>, &'static str),
    /// No response.
    Fails(TransportError),
    /// No response, ever.
    Never,
    /// The answer, so much later.
    After(Duration, Box<Answer>),
}

impl Answer {
    /// An answer without headers and with an empty document.
    pub fn status(status: u16) -> Self {
        Self::Response(status, Vec::new(), "{}")
    }

    /// An error with this code.
    pub fn code(status: u16, code: &str) -> Self {
        Self::Response(status, vec![("x-amzn-errortype", code.to_owned())], "{}")
    }

    /// The same with a header more.
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

/// Answers requests in the order of a script; then, forever, with an empty success.
#[derive(Clone, Default)]
pub struct Scripted(Arc<State>);

#[derive(Default)]
struct State {
    answers: Mutex<VecDeque<Answer>>,
    seen: Mutex<Vec<http::request::Parts>>,
}

impl Scripted {
    /// A transport that answers so.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let scripted = Self::default();
        scripted.then(answers);
        scripted
    }

    /// More answers.
    pub fn then(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.0.answers).extend(answers);
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        lock(&self.0.seen).len()
    }

    /// A header of each request; empty where it has none.
    pub fn header(&self, name: &str) -> Vec<String> {
        let text = |parts: &http::request::Parts| {
            let value = parts.headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        lock(&self.0.seen).iter().map(text).collect()
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        lock(&self.0.seen).push(request.into_parts().0);
        let answer = lock(&self.0.answers).pop_front().unwrap_or_else(|| Answer::status(200));
        Box::pin(respond(answer))
    }
}

async fn respond(mut answer: Answer) -> Result<http::Response<Bytes>, TransportError> {
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
                    .body(Bytes::from_static(body.as_bytes()))
                    .map_err(|error| TransportError::other(error.to_string()));
            }
        }
    }
}

/// A clock that starts when a test says so, and goes on as tokio's does.
pub struct StartsAt(SystemTime, tokio::time::Instant);

impl StartsAt {
    /// This time, now.
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
