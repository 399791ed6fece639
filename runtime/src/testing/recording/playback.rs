//! [`Playback`]: a transport that answers from a file.

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue, StatusCode};

use super::body::MAX_BODY;
use super::error::RecordingError;
use super::exchange::{Exchange, Outcome, Response};
use super::file::Recording;
use super::find::find;
use super::request::request;
use crate::config::{Config, ConfigBuilder};
use crate::error::{BodyError, TransportError};
use crate::testing::clock::FakeClock;
use crate::transport::{Transport, TransportFuture};
use crate::types::{Body, Credentials};

/// A transport that answers with the responses that a [`Recorder`](super::Recorder) wrote. It never sends
/// anything. [The module](crate::testing::recording) has an example and the rules. Clones share everything.
#[derive(Clone)]
pub struct Playback(Arc<Inner>);

struct Inner {
    path: PathBuf,
    recording: Recording,
    /// Which exchanges were played.
    is_used: Mutex<Vec<bool>>,
}

impl Playback {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is not a recording. The error names the line or the member.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, RecordingError> {
        let path = path.into();
        let recording = Recording::read(&path)?;
        let is_used = Mutex::new(vec![false; recording.exchanges.len()]);
        Ok(Self(Arc::new(Inner { path, recording, is_used })))
    }

    /// The builder of a configuration for clients that this playback answers. Set the region that was used for
    /// the recording. The credentials are placeholders. The clock is a [`FakeClock`], so that retries and
    /// waiters take no time.
    pub fn config_builder(&self) -> ConfigBuilder {
        Config::builder()
            .credentials(Credentials::new("AKIDPLAYBACK", "secret"))
            .transport(self.clone())
            .timer(FakeClock::default())
    }

    /// The exchanges that were not played so far, such as `POST / (exchange 3)`.
    pub fn unused(&self) -> Vec<String> {
        let is_used = self.0.is_used.lock().unwrap_or_else(PoisonError::into_inner);
        let exchanges = self.0.recording.exchanges.iter().zip(is_used.iter()).enumerate();
        let unused = exchanges.filter(|(_, (_, is_used))| !**is_used);
        unused
            .map(|(index, (Exchange { request, .. }, _))| {
                format!("{} {} (exchange {index})", request.method, request.path)
            })
            .collect()
    }

    fn play(&self, head: &http::request::Parts, body: Bytes) -> Result<&Outcome, TransportError> {
        let Inner { path, recording, is_used } = &*self.0;
        let request = request(head, body, true, &recording.redaction);
        let mut is_used = is_used.lock().unwrap_or_else(PoisonError::into_inner);
        let found = find(&recording.exchanges, &is_used, &request).map_err(|problem| {
            TransportError::refused(format!(
                "recording {}: {} {}: {problem}; record it again",
                path.display(),
                request.method,
                request.path
            ))
        })?;
        if let Some(is_used) = is_used.get_mut(found) {
            *is_used = true;
        }
        match recording.exchanges.get(found) {
            Some(exchange) => Ok(&exchange.outcome),
            None => Err(TransportError::refused("the recording has no exchanges")),
        }
    }
}

impl Transport for Playback {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(MAX_BODY).await.map_err(BodyError::into_transport)?;
            match self.play(&head, body)? {
                Outcome::Response(recorded) => response(recorded),
                Outcome::Failed(failure) => Err(failure.error()),
            }
        })
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }
}

fn response(recorded: &Response) -> Result<http::Response<Body>, TransportError> {
    let invalid = |what: &str| TransportError::refused(format!("the recorded {what} is invalid"));
    let body = match &recorded.broken {
        None => Body::from(recorded.body.clone()),
        Some(problem) => {
            let error = BodyError::from(TransportError::interrupted(problem.clone()));
            let bytes = Some(recorded.body.clone()).filter(|bytes| !bytes.is_empty());
            Body::stream(Broken { bytes, error: Some(error) }, None)
        }
    };
    let mut response = http::Response::new(body);
    let status = StatusCode::from_u16(recorded.status);
    *response.status_mut() = status.map_err(|_| invalid("status"))?;
    for (name, value) in &recorded.headers {
        let header = HeaderName::try_from(name).map_err(|_| invalid("name of a header"))?;
        let value = HeaderValue::try_from(value).map_err(|_| invalid("value of a header"))?;
        response.headers_mut().append(header, value);
    }
    Ok(response)
}

/// Bytes, and then an error.
struct Broken {
    bytes: Option<Bytes>,
    error: Option<BodyError>,
}

impl Stream for Broken {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bytes = self.bytes.take().map(Ok);
        Poll::Ready(bytes.or_else(|| self.error.take().map(Err)))
    }
}

/// Without exchanges, which may be sensitive.
impl fmt::Debug for Playback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Playback").field("path", &self.0.path).finish_non_exhaustive()
    }
}
