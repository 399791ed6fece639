//! The loop of a call: sign, send, look at what came back, and wait or be done.
//!
//! What can be done at once is done by functions that are not async, so that the future of a call
//! holds no more than what it waits with.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};

use super::Inner;
use super::answer::Answer;
use super::finished::Finished;
use super::random::random;
use super::trace::Trace;
use crate::error::{CallError, EncodeError, RetryReason, Secrets, TransportError};
use crate::metadata::Metadata;
use crate::protocol::Rules;
use crate::request::Encoded;
use crate::retry::{Attempt, Decision, Failed, Plan, Retry, classify, needs_timer, retry_after};
use crate::time::{TimedOut, within};
use crate::types::{Credentials, Timeouts};

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

/// A call that is about to be made.
pub(super) struct Start {
    pub encoded: Result<Encoded, CallError>,
    pub terms: Terms,
}

/// How a call is made.
pub(super) struct Terms {
    pub client: Arc<Inner>,
    pub metadata: &'static Metadata,
    /// Those of the operation's protocol; `None` where the request is not an operation.
    pub rules: Option<&'static Rules>,
    /// The operation's own exceptions that say they may be tried again.
    pub retryable: &'static [(&'static str, RetryReason)],
    pub retry: Option<Retry>,
    pub timeouts: Option<Timeouts>,
    /// What no error and no trace shows, beside the session token.
    pub secrets: Secrets,
    pub trace: Trace,
}

impl Start {
    /// Makes the call, within its span.
    pub(super) async fn run(mut self: Box<Self>) -> Finished {
        let terms = &self.terms;
        let timer = terms.client.config.timer();
        let begin = timer.elapsed();
        self.encoded = self.encoded.and_then(|encoded| terms.check().map(|()| encoded));
        let finished = match self.encoded {
            Ok(ref mut encoded) => {
                let made = AtomicU32::new(0);
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
            }
            Err(error) => Finished::failed(error, 0),
        };
        terms.trace.finish(&finished, || timer.elapsed().saturating_sub(begin));
        finished
    }
}

impl Terms {
    async fn attempts(&self, encoded: &mut Encoded, begin: Duration, made: &AtomicU32) -> Finished {
        let client = &*self.client;
        let (timer, shared) = (client.config.timer(), &*client.shared);
        let retry = self.retry();
        let plan = Plan::new(retry, client.service.id(), self.metadata.name);
        let invocation = shared.invocations.next();
        let _place = shared.place().await;
        let mut last_cost = None;
        let mut number = 1;
        loop {
            shared.turn(retry.mode(), timer).await;
            let credentials = match self.credentials().await {
                Ok(credentials) => credentials,
                Err(error) => return Finished::failed(error, number - 1),
            };
            let headers = (invocation.as_ref(), number, plan.max_attempts);
            let (used, sent) = (client.skew(), timer.now());
            let now = used.apply(sent);
            let request = match self.request(encoded, headers, credentials.as_ref(), now) {
                Ok(request) => request,
                Err(error) => return Finished::failed(error, number - 1),
            };
            made.fetch_add(1, Ordering::Relaxed);
            let limit = self.timeouts().attempt_timeout();
            let response = within(timer, limit, client.config.transport().send(request)).await;
            let response = response.unwrap_or_else(|TimedOut| Err(too_slow(limit)));
            if response.as_ref().is_err_and(TransportError::is_refused) {
                made.fetch_sub(1, Ordering::Relaxed);
            }
            let attempts = made.load(Ordering::Relaxed);
            let secrets = self.secrets.and_of(credentials);
            let answer = Answer::new(response, self.rules, client, secrets, used, sent);
            let Some(failed) = answer.failed() else {
                shared.quota().succeeded(last_cost);
                shared.answered(retry.mode(), timer, false);
                return answer.finished(attempts, None, None);
            };
            let reason = self.reason(failed, number, answer.is_skewed());
            answer.correct_clock(reason, client);
            match self.decide(failed, reason, &plan, number, begin, encoded.idempotent) {
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

    async fn credentials(&self) -> Result<Option<Credentials>, CallError> {
        match self.metadata.unsigned {
            true => Ok(None),
            false => Ok(Some(self.client.config.credentials().await?)),
        }
    }

    /// The request of the next attempt, signed. A copy stays for the one after it.
    fn request(
        &self,
        encoded: &mut Encoded,
        (invocation, number, max): (Option<&HeaderValue>, u32, u32),
        credentials: Option<&Credentials>,
        now: SystemTime,
    ) -> Result<http::Request<Bytes>, CallError> {
        // The one that was encoded has room for more headers; a copy has not.
        let copy = encoded.request.clone();
        let mut request = std::mem::replace(&mut encoded.request, copy);
        add_headers(&mut request, invocation, number, max);
        if let Some(credentials) = credentials {
            self.client.sign(&mut request, credentials, now)?;
        }
        request.extensions_mut().insert(self.timeouts());
        Ok(request)
    }

    /// Whether the call can be made so: what it waits for needs a timer.
    fn check(&self) -> Result<(), CallError> {
        let client = &self.client;
        let waits = needs_timer(self.retry(), &self.timeouts()) || client.limits.needs_timer();
        if waits && !client.config.has_timer() {
            return Err(EncodeError::request(NO_TIMER).into());
        }
        client.limits.check()
    }

    /// Why an attempt that failed may go better the next time, where it may.
    fn reason(&self, failed: Failed<'_>, number: u32, is_skewed: bool) -> Option<RetryReason> {
        let corrects = self.client.config.corrects_clock_skew() && !self.metadata.unsigned;
        let reason = classify(&failed, self.retryable, corrects && is_skewed);
        self.retry().judge(self.metadata.name, number, &failed, reason)
    }

    /// What to do after an attempt that failed.
    fn decide(
        &self,
        failed: Failed<'_>,
        reason: Option<RetryReason>,
        plan: &Plan,
        number: u32,
        begin: Duration,
        is_idempotent: bool,
    ) -> Decision {
        let (client, timer) = (&*self.client, self.client.config.timer());
        let is_throttled = reason == Some(RetryReason::Throttling);
        client.shared.answered(self.retry().mode(), timer, is_throttled);
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
            is_idempotent,
            // A request is encoded whole before it is sent, and stays.
            is_replayable: true,
            left,
        };
        let decision = plan.decide(&attempt, &mut client.shared.quota(), random());
        if let Decision::Again { delay, .. } = decision {
            self.trace.retry(number, &failed, reason, delay);
        }
        decision
    }

    fn retry(&self) -> &Retry {
        self.retry.as_ref().unwrap_or(&self.client.retry)
    }

    fn timeouts(&self) -> Timeouts {
        self.timeouts.unwrap_or(self.client.timeouts)
    }
}

/// Which attempt of which call it is, for the service's own logs. No signature covers it.
fn add_headers(
    request: &mut http::Request<Bytes>,
    invocation: Option<&HeaderValue>,
    number: u32,
    max: u32,
) {
    let headers = request.headers_mut();
    // A caller who sends HTTP may have brought them.
    if let Some(invocation) = invocation {
        headers.entry(INVOCATION_ID).or_insert_with(|| invocation.clone());
    }
    let value = match (number, max) {
        // What nearly all of them are.
        (1, 3) => Ok(HeaderValue::from_static("attempt=1; max=3")),
        _ => HeaderValue::try_from(format!("attempt={number}; max={max}")),
    };
    if let Ok(value) = value {
        headers.insert(REQUEST, value);
    }
}

const NO_TIMER: &str = "retries, timeouts and rate limits need a timer to wait with; enable the feature \
                        `tokio`, call `timer` on `Config::builder()`, or set `Retry::off()` and no \
                        timeout or rate limit";

/// The operation timeout is over.
fn out_of_time(limit: Option<Duration>, attempts: u32) -> Finished {
    let limit = limit.unwrap_or_default();
    let error = format!("the call took longer than {limit:?}, its operation timeout");
    let failed = Finished::failed(TransportError::timeout(error), attempts);
    Finished { reason: Some(RetryReason::Transient), ..failed }
}

/// The attempt timeout is over.
fn too_slow(limit: Option<Duration>) -> TransportError {
    let limit = limit.unwrap_or_default();
    TransportError::timeout(format!("the attempt took longer than {limit:?}, its timeout"))
}
