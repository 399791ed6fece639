//! [`Recorder`]: a transport that writes what it sends and receives to a file.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Version;

use super::body::Copied;
use super::error::RecordingError;
use super::exchange::{Exchange, Failure, Outcome, Response};
use super::file::Recording;
use super::names::{Redaction, normalized};
use super::request::{content_type, request};
use crate::error::TransportError;
use crate::transport::{Transport, TransportFuture};
use crate::types::Body;

/// A transport that sends requests with another transport, and writes them with their responses to a file,
/// without secrets. [The module](crate::testing::recording) has an example and the rules. Clones share everything.
///
/// The file is written by [`finish`](Self::finish), which returns errors, or when the last clone and the last
/// body of a response are dropped, unless nothing was recorded. The file is replaced as a whole, so a failure
/// leaves no partial recording.
#[derive(Clone)]
pub struct Recorder(Arc<Inner>);

struct Inner {
    path: PathBuf,
    overwrite: bool,
    transport: Option<Arc<dyn Transport>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    redaction: Redaction,
    exchanges: Vec<Recorded>,
    stage: Stage,
}

#[derive(Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Recording,
    /// The file is written or being written, or another recorder writes it.
    Finished,
    /// The file could not be written.
    Failed,
}

/// An exchange, whose bodies may still be read.
struct Recorded {
    head: http::request::Parts,
    body: Copied,
    answer: Answer,
}

enum Answer {
    /// There is no answer yet, or the attempt was dropped.
    Missing,
    Response(http::response::Parts, Copied),
    Failed(Failure),
}

impl Recorder {
    /// A recorder that writes to this file, and sends with the default transport (with the feature `hyper`).
    ///
    /// # Errors
    ///
    /// The file exists, or its folder does not exist.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, RecordingError> {
        let path = path.into();
        if path.exists() {
            let problem = "the file exists; delete it, or use `Recorder::overwrite`";
            return Err(RecordingError::new(&path, problem));
        }
        Self::new(path, false)
    }

    /// The same, but an existing file is replaced.
    ///
    /// # Errors
    ///
    /// The folder of the file does not exist.
    pub fn overwrite(path: impl Into<PathBuf>) -> Result<Self, RecordingError> {
        Self::new(path.into(), true)
    }

    fn new(path: PathBuf, overwrite: bool) -> Result<Self, RecordingError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(RecordingError::new(&path, "the folder does not exist"));
        }
        let (transport, state) = (default_transport(), Mutex::default());
        Ok(Self(Arc::new(Inner { path, overwrite, transport, state })))
    }

    /// Sends with this transport. Earlier exchanges are discarded, and other clones of this recorder no longer
    /// record.
    #[must_use]
    pub fn transport(self, transport: impl Transport) -> Self {
        let Inner { path, overwrite, .. } = &*self.0;
        let (path, overwrite) = (path.clone(), *overwrite);
        let redaction = self.0.lock().redaction.clone();
        let state = Mutex::new(State { redaction, ..State::default() });
        self.0.lock().stage = Stage::Finished;
        let transport: Option<Arc<dyn Transport>> = Some(Arc::new(transport));
        Self(Arc::new(Inner { path, overwrite, transport, state }))
    }

    /// Replaces the values of the members and parameters with this name. Case, underscores and hyphens are
    /// ignored. The name is also written to the file, because a [`Playback`](super::Playback) needs it to
    /// compare requests.
    #[must_use]
    pub fn redact_member(self, name: &str) -> Self {
        self.0.lock().redaction.members.insert(normalized(name));
        self
    }

    /// Replaces the values of this header.
    #[must_use]
    pub fn redact_header(self, name: &str) -> Self {
        self.0.lock().redaction.headers.insert(name.to_ascii_lowercase());
        self
    }

    /// Writes the file. Later calls are not recorded. If a response is still being read, only the part that
    /// was read is written. After an error, `finish` can be called again.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or was created since [`create`](Self::create); or a body
    /// is larger than 64 MiB.
    pub fn finish(&self) -> Result<(), RecordingError> {
        self.0.finish()
    }
}

impl Inner {
    /// Ignores poisoning: the values are consistent after every statement.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self) -> Result<(), RecordingError> {
        let (redaction, exchanges) = {
            let mut state = self.lock();
            if std::mem::replace(&mut state.stage, Stage::Finished) == Stage::Finished {
                return Ok(());
            }
            (state.redaction.clone(), std::mem::take(&mut state.exchanges))
        };
        let result = self.write(&exchanges, redaction);
        if result.is_err() {
            let mut state = self.lock();
            state.stage = Stage::Failed;
            state.exchanges = exchanges;
        }
        result
    }

    fn write(&self, exchanges: &[Recorded], redaction: Redaction) -> Result<(), RecordingError> {
        let exchanges = exchanges.iter().filter_map(|recorded| {
            let exchange = recorded.exchange(&redaction).map_err(|problem| {
                let (method, path) = (&recorded.head.method, recorded.head.uri.path());
                RecordingError::new(&self.path, format!("{method} {path}: {problem}"))
            });
            exchange.transpose()
        });
        let exchanges = exchanges.collect::<Result<_, _>>()?;
        write(&self.path, &Recording { exchanges, redaction }.to_text(), self.overwrite)
    }
}

/// Writes the file under another name, and renames it.
fn write(path: &Path, text: &str, overwrite: bool) -> Result<(), RecordingError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", process::id()));
    let temporary = path.with_file_name(name);
    let written = fs::write(&temporary, text).and_then(|()| match overwrite {
        true => fs::rename(&temporary, path),
        // Unlike a rename, this fails if the file exists.
        false => fs::hard_link(&temporary, path).or_else(|error| match error.kind() {
            ErrorKind::AlreadyExists => Err(error),
            // The file system has no links.
            _ => fs::rename(&temporary, path),
        }),
    });
    // It is still there after a link or a failure.
    let _ = fs::remove_file(&temporary);
    written.map_err(|error| RecordingError::io(path, "the file cannot be written", error))
}

impl Recorded {
    /// The exchange without secrets; `None` if it has no answer.
    fn exchange(&self, redaction: &Redaction) -> Result<Option<Exchange>, String> {
        let outcome = match &self.answer {
            Answer::Missing => return Ok(None),
            Answer::Failed(Failure { kind, message }) => {
                let message = redaction.message(message, &self.head.headers);
                Outcome::Failed(Failure { kind: *kind, message })
            }
            Answer::Response(head, copied) => {
                let (received, broken) = copied.bytes()?;
                let body = redaction.body(content_type(&head.headers), received.clone());
                let headers = redaction.headers(&head.headers, body != received);
                let broken = broken.map(|it| redaction.message(&it, &self.head.headers));
                let status = head.status.as_u16();
                Outcome::Response(Response { status, headers, body, broken })
            }
        };
        let (body, broken) = self.body.bytes()?;
        let request = request(&self.head, body, broken.is_none(), redaction);
        Ok(Some(Exchange { request, outcome }))
    }
}

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let Some(transport) = &self.0.transport else {
            let message = "the recorder has no transport; enable the feature `hyper`, or add \
                           `.transport(…)`";
            return Box::pin(std::future::ready(Err(TransportError::refused(message))));
        };
        if request.version() == Version::HTTP_2 {
            let message = "events in both directions cannot be recorded";
            return Box::pin(std::future::ready(Err(TransportError::refused(message))));
        }
        let (head, body) = request.into_parts();
        let (copied, body) = Copied::of(body, None);
        let index = {
            let mut state = self.0.lock();
            let exchange = Recorded { head: head.clone(), body: copied, answer: Answer::Missing };
            // After `finish`, nothing is recorded.
            (state.stage == Stage::Recording).then(|| {
                state.exchanges.push(exchange);
                state.exchanges.len() - 1
            })
        };
        Box::pin(async move {
            let outcome = transport.send(http::Request::from_parts(head, body)).await;
            let (answer, outcome) = match outcome {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    let (copied, body) = Copied::of(body, Some(Arc::clone(&self.0) as _));
                    let answer = Answer::Response(head.clone(), copied);
                    (answer, Ok(http::Response::from_parts(head, body)))
                }
                Err(error) => (Answer::Failed(Failure::of(&error)), Err(error)),
            };
            let mut state = self.0.lock();
            if let Some(exchange) = index.and_then(|index| state.exchanges.get_mut(index)) {
                exchange.answer = answer;
            }
            drop(state);
            outcome
        })
    }

    fn keeps_dot_segments(&self) -> bool {
        self.0.transport.as_ref().is_some_and(|transport| transport.keeps_dot_segments())
    }

    fn for_credentials(&self) -> Option<Arc<dyn Transport>> {
        self.0.transport.clone()
    }
}

#[cfg(feature = "hyper")]
fn default_transport() -> Option<Arc<dyn Transport>> {
    use crate::transport::Hyper;
    use crate::types::Timeouts;

    Some(Arc::new(Hyper::new(Timeouts::default())))
}

#[cfg(not(feature = "hyper"))]
fn default_transport() -> Option<Arc<dyn Transport>> {
    None
}

/// Writes the file unless [`Recorder::finish`] did, or there are no exchanges. Errors are ignored.
impl Drop for Inner {
    fn drop(&mut self) {
        if !self.lock().exchanges.is_empty() {
            let _ = self.finish();
        }
    }
}

/// Without exchanges, which may be sensitive.
impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.0.path).finish_non_exhaustive()
    }
}
