//! The attempts of a call: sign, send, read the answer, then wait and retry, or finish.
//!
//! Steps that do not wait are functions that are not async, so that the future of a call stays
//! small.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode, Version};

use super::Setup;
use super::answer::Answer;
use super::finished::Finished;
use super::random::random;
use super::receive::{Received, Watched, collect};
use super::terms::{Start, Terms};
use super::upload::Upload;
use crate::error::{BodyError, CallError, RetryReason, TransportError};
use crate::retry::{Attempt, Decision, Failed, Policy, classify, needs_timer, retry_after};
use crate::time::{TimedOut, within};
use crate::types::{Body, ByteStream, Credentials};
use crate::wire::protocol::Content;
use crate::wire::request::{Check, Encoded, Place, Streamed};

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The future of a call's attempts.
pub(super) type Running = Pin<Box<dyn Future<Output = Finished> + Send>>;

impl Start {
    /// Makes the call.
    ///
    /// An async function's body is compiled in each crate that awaits it. Behind a pointer, it is
    /// compiled only once, in this crate.
    pub(super) fn run(self: Box<Self>) -> Running {
        Box::pin(self.run_in_span())
    }

    async fn run_in_span(mut self: Box<Self>) -> Finished {
        let terms = &self.terms;
        let timer = &*terms.caller.setup.timer;
        let begin = timer.elapsed();
        self.encoded = self.encoded.and_then(|mut encoded| {
            terms.check()?;
            terms.add_checksums(&mut encoded)?;
            Ok(encoded)
        });
        let finished = match self.encoded {
            Ok(ref mut encoded) => {
                let made = AtomicU32::new(0);
                let finished = {
                    let mut attempts = pin!(terms.attempts(encoded, begin, &made));
                    let traced = poll_fn(|context| {
                        let _entered = terms.trace.enter();
                        attempts.as_mut().poll(context)
                    });
                    let limit = terms.timeouts().operation_timeout();
                    match within(timer, limit, traced).await {
                        Ok(finished) => finished,
                        Err(TimedOut) => out_of_time(limit, made.load(Ordering::Relaxed)),
                    }
                };
                match &encoded.place {
                    Some(_) => finished.at(encoded.request.uri().authority()),
                    None => finished,
                }
            }
            Err(error) => Finished::failed(error, 0),
        };
        terms.trace.finish(&finished, || timer.elapsed().saturating_sub(begin));
        finished
    }
}

impl Terms {
    async fn attempts(&self, encoded: &mut Encoded, begin: Duration, made: &AtomicU32) -> Finished {
        let caller = &*self.caller;
        let (timer, shared) = (&*caller.setup.timer, &*caller.shared);
        let retry = self.retry();
        let policy = Policy::new(retry, caller.service.id(), self.metadata.name);
        let invocation = shared.invocations.next();
        let _place = shared.place().await;
        let mut last_cost = None;
        let mut number = 1;
        // A call changes its region at most once.
        let mut follow = caller.setup.follow;
        loop {
            shared.turn(retry.mode(), timer).await;
            let credentials = match self.credentials().await {
                Ok(credentials) => credentials,
                Err(error) => return Finished::failed(error, number - 1),
            };
            if let Err(error) = caller.place(encoded, credentials.as_ref()) {
                return Finished::failed(error, number - 1);
            }
            let credentials = match self.for_place(encoded.place.as_deref(), credentials).await {
                Ok(credentials) => credentials,
                Err(error) => return Finished::failed(error, number - 1),
            };
            if let Some(streamed) = &mut encoded.stream {
                let (uri, is_signed) = (encoded.request.uri(), credentials.is_some());
                if let Err(error) = caller.hash(self.metadata, uri, streamed, is_signed).await {
                    return Finished::failed(error, number - 1);
                }
            }
            let headers = (invocation.as_ref(), number, policy.max_attempts);
            let (used, sent) = (caller.skew(), timer.now());
            let now = used.apply(sent);
            let request = match self.request(encoded, headers, credentials.as_ref(), now) {
                Ok(request) => request,
                Err(error) => return Finished::failed(error, number - 1),
            };
            made.fetch_add(1, Ordering::Relaxed);
            let check = encoded.response_check();
            let limit = self.timeouts().attempt_timeout();
            let response = within(timer, limit, pin!(self.exchange(request, check))).await;
            let response = response.unwrap_or_else(|TimedOut| Err(too_slow(limit)));
            if response.as_ref().is_err_and(TransportError::is_refused) {
                made.fetch_sub(1, Ordering::Relaxed);
            }
            let attempts = made.load(Ordering::Relaxed);
            let secrets = self.secrets.and_of(credentials);
            let answer = Answer::new(response, self, secrets, used, sent);
            let Some(failed) = answer.failed() else {
                shared.quota().succeeded(last_cost);
                shared.answered(retry.mode(), timer, false);
                return answer.finished(attempts, None, None);
            };
            if let (Some(follows), Failed::Service(error)) = (follow, failed) {
                if follows(caller, encoded, error) {
                    follow = None;
                    continue;
                }
            }
            let reason = self.reason(failed, number, answer.is_skewed());
            answer.correct_clock(reason, caller);
            match self.decide(failed, reason, &policy, number, begin, encoded) {
                Decision::Again { delay, cost } => {
                    drop(answer);
                    last_cost = Some(cost);
                    timer.sleep(delay).await;
                    number += 1;
                }
                Decision::Fail { delay, stop } => {
                    if !delay.is_zero() {
                        timer.sleep(delay).await;
                    }
                    return answer.finished(attempts, Some(stop), reason);
                }
            }
        }
    }

    /// Sends the request and reads the response. If the output is a stream, reads only the head.
    async fn exchange(
        &self,
        request: http::Request<Body>,
        check: Option<Check>,
    ) -> Result<Received, TransportError> {
        #[cfg(feature = "testing")]
        let request = match &self.faked {
            Some(call) => match Box::pin(super::faked::attempt(call, request)).await? {
                Ok(received) => return Ok(received),
                Err(request) => request,
            },
            None => request,
        };
        let check = check.filter(|_| *request.method() != Method::HEAD);
        let setup = &self.caller.setup;
        let limit = self.timeouts().stalled_stream_timeout();
        let limit = limit.filter(|_| setup.timer.unavailable().is_none());
        let sent = match limit {
            // A service may wait for any time before it reads the next event.
            Some(limit)
                if request.body().as_bytes().is_none() && !is_event_stream(request.headers()) =>
            {
                send_stream(setup, request, limit).await
            }
            _ => setup.transport.send(request).await,
        };
        let (head, mut body) = sent?.into_parts();
        // A response with a range of an object has the checksum of the whole object.
        if let Some(check) = check.filter(|_| head.status == StatusCode::OK) {
            body = check(body, &head.headers);
        }
        // An output with events has no limit, whatever the content type of the response.
        let has_events = is_event_stream(&head.headers)
            || (matches!(self.content, Content::Events(_)) && head.status.is_success());
        let limit = limit.filter(|_| !self.metadata.no_stalled_stream && !has_events);
        let mut body = Watched::new(body, &setup.timer, limit);
        if self.content.is_stream() && head.status.is_success() {
            let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
            let stream = body.into_stream(length.and_then(|length| length.parse().ok()));
            let (document, stream) = self.open(stream, &head.headers).await?;
            let response = http::Response::from_parts(head, document);
            return Ok(Received { response, stream: Some(stream) });
        }
        let body = collect(&mut body, setup.max_response).await?;
        Ok(Received { response: http::Response::from_parts(head, body), stream: None })
    }

    /// Reads the first message of a stream of events, if the protocol has the other members of the
    /// output there. Returns their document, and the rest of the stream.
    async fn open(
        &self,
        stream: ByteStream,
        headers: &HeaderMap,
    ) -> Result<(Bytes, ByteStream), TransportError> {
        match self.content {
            Content::Events(open) if self.rules.is_some_and(|rules| rules.has_initial_messages) => {
                let opened = open(stream, headers).await.map_err(BodyError::into_transport)?;
                Ok((opened.document, opened.stream))
            }
            _ => Ok((Bytes::new(), stream)),
        }
    }

    async fn credentials(&self) -> Result<Option<Credentials>, CallError> {
        match self.metadata.unsigned {
            true => Ok(None),
            false => Ok(Some(self.caller.credentials().await?)),
        }
    }

    /// The credentials that sign the request: those of a session, if the endpoint requires one.
    async fn for_place(
        &self,
        place: Option<&Place>,
        credentials: Option<Credentials>,
    ) -> Result<Option<Credentials>, CallError> {
        let session =
            credentials.as_ref().and_then(|it| self.caller.session_of(place, self.rules, it));
        match session {
            Some(session) => Ok(Some(session.await?)),
            None => Ok(credentials),
        }
    }

    /// The signed request of the next attempt. Keeps a copy for the attempt after it.
    fn request(
        &self,
        encoded: &mut Encoded,
        (invocation, number, max): (Option<&HeaderValue>, u32, u32),
        credentials: Option<&Credentials>,
        now: SystemTime,
    ) -> Result<http::Request<Body>, CallError> {
        // Sends the original and keeps the copy: only the original has room for more headers.
        let copy = encoded.request.clone();
        let mut request = std::mem::replace(&mut encoded.request, copy);
        add_headers(&mut request, invocation, number, max);
        let framing = match &encoded.stream {
            Some(streamed) => {
                let is_signed = credentials.is_some();
                let framing =
                    self.caller.framing(self.metadata, request.uri(), streamed, is_signed)?;
                framing.announce(&mut request, streamed, is_signed)?;
                Some((framing, streamed))
            }
            None => None,
        };
        let body = request.body().clone();
        let payload = match framing {
            Some((framing, _)) => framing.payload(),
            None => self.caller.payload(self.metadata, request.uri(), &body),
        };
        let place = encoded.place.as_deref();
        let signer = match credentials {
            Some(credentials) => {
                self.caller.sign(&mut request, payload, place, credentials, now)?
            }
            None => None,
        };
        request.extensions_mut().insert(self.timeouts());
        let sends_events = encoded.stream.as_ref().is_some_and(Streamed::has_events);
        if sends_events && matches!(self.content, Content::Events(_)) {
            *request.version_mut() = Version::HTTP_2;
        }
        match framing {
            Some((framing, streamed)) => {
                let body = framing.body(streamed, signer, || self.caller.clock())?;
                Ok(request.map(|_| body))
            }
            None => Ok(request.map(Body::from)),
        }
    }

    /// Checks that there is a timer if the call may have to wait.
    fn check(&self) -> Result<(), CallError> {
        let caller = &self.caller;
        let waits = needs_timer(self.retry(), &self.timeouts()) || caller.limits.needs_timer();
        let no_timer = if waits { caller.setup.timer.unavailable() } else { None };
        if let Some(why) = no_timer {
            let or_none = match cfg!(feature = "tokio") {
                // Without its runtime, the default transport cannot send either.
                true => "",
                false => ", or set `Retry::off()` and no timeout or rate limit",
            };
            let message = format!(
                "retries, timeouts and rate limits need a timer to wait with; {why}{or_none}"
            );
            return Err(CallError::Usage(message.into()));
        }
        caller.limits.check()
    }

    /// Why a failed attempt may succeed when it is retried; `None` if it is not retryable.
    fn reason(&self, failed: Failed<'_>, number: u32, is_skewed: bool) -> Option<RetryReason> {
        let corrects = self.caller.setup.corrects_clock_skew && !self.metadata.unsigned;
        let reason = classify(&failed, self.retryable, corrects && is_skewed);
        self.retry().judge(self.metadata.name, number, &failed, reason)
    }

    /// Decides what to do after a failed attempt.
    fn decide(
        &self,
        failed: Failed<'_>,
        reason: Option<RetryReason>,
        policy: &Policy,
        number: u32,
        begin: Duration,
        encoded: &Encoded,
    ) -> Decision {
        let (shared, timer) = (&*self.caller.shared, &*self.caller.setup.timer);
        let is_throttled = reason == Some(RetryReason::Throttling);
        shared.answered(self.retry().mode(), timer, is_throttled);
        let asked = match failed {
            Failed::Service(error) => retry_after(error.headers(), timer.now()),
            Failed::Transport(_) => None,
        };
        let passed = timer.elapsed().saturating_sub(begin);
        let limit = self.timeouts().operation_timeout();
        let left = limit.map(|limit| limit.saturating_sub(passed));
        let attempt = Attempt {
            number,
            failed: &failed,
            reason,
            asked,
            is_idempotent: encoded.idempotent,
            // A copy of the request is kept.
            is_replayable: encoded.stream.as_ref().is_none_or(|it| it.stream.can_open()),
            left,
        };
        let decision = policy.decide(&attempt, &mut shared.quota(), random());
        if let Decision::Again { delay, .. } = decision {
            self.trace.retry(number, &failed, reason, delay);
        }
        decision
    }
}

/// Whether a message is a stream of events. Between events, any time may pass without data.
///
/// Source: Smithy 2.0, "Amazon Event Stream"; HTML, "Server-sent events".
fn is_event_stream(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |it| it.as_bytes());
    let content_type = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    let content_type = content_type.trim_ascii();
    content_type.eq_ignore_ascii_case(b"application/vnd.amazon.eventstream")
        || content_type.eq_ignore_ascii_case(b"text/event-stream")
}

/// Sends a request whose body is a stream. Fails if the body stalls.
async fn send_stream(
    setup: &Setup,
    request: http::Request<Body>,
    limit: Duration,
) -> Result<http::Response<Body>, TransportError> {
    let upload = Arc::<Upload>::default();
    let request = request.map(|body| upload.follow(body));
    let mut sent = pin!(setup.transport.send(request));
    let mut stalled = pin!(upload.stalled(&*setup.timer, limit));
    poll_fn(|context| match sent.as_mut().poll(context) {
        Poll::Pending => stalled.as_mut().poll(context).map(Err),
        sent => sent,
    })
    .await
}

/// Adds the headers that name the call and the attempt in the service's logs. They are not signed.
fn add_headers(
    request: &mut http::Request<Bytes>,
    invocation: Option<&HeaderValue>,
    number: u32,
    max: u32,
) {
    let headers = request.headers_mut();
    // A request from `send_http` may have them.
    if let Some(invocation) = invocation {
        headers.entry(INVOCATION_ID).or_insert_with(|| invocation.clone());
    }
    let value = match (number, max) {
        // The common case needs no allocation.
        (1, 3) => Ok(HeaderValue::from_static("attempt=1; max=3")),
        _ => HeaderValue::try_from(format!("attempt={number}; max={max}")),
    };
    if let Ok(value) = value {
        headers.insert(REQUEST, value);
    }
}

/// The result of a call that reached its operation timeout.
fn out_of_time(limit: Option<Duration>, attempts: u32) -> Finished {
    let limit = limit.unwrap_or_default();
    let error = format!("the call took longer than {limit:?}, its operation timeout");
    let failed = Finished::failed(TransportError::timeout(error), attempts);
    Finished { reason: Some(RetryReason::Transient), ..failed }
}

/// The error of an attempt that reached its timeout.
fn too_slow(limit: Option<Duration>) -> TransportError {
    let limit = limit.unwrap_or_default();
    TransportError::timeout(format!("the attempt took longer than {limit:?}, its timeout"))
}
