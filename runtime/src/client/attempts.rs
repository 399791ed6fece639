//! The loop of a call: sign, send, look at what came back, and wait or be done.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};

use super::finished::{Finished, Outcome};
use super::trace::Trace;
use super::{Client, random, uuid};
use crate::credentials::Credentials;
use crate::error::{CallError, ServiceError};
use crate::metadata::Metadata;
use crate::request::Encoded;
use crate::retry::{
    Attempt, Decision, Failed, Plan, Retry, RetryReason, Skew, classify, retry_after,
};
use crate::time::{TimedOut, within};
use crate::timeouts::Timeouts;
use crate::transport::TransportError;

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

/// What services say of credentials that they take for expired.
const EXPIRED: [&str; 2] = ["ExpiredToken", "ExpiredTokenException"];

/// A call that is about to be made.
pub(super) struct Start<'a> {
    pub client: &'a Client,
    pub metadata: &'static Metadata,
    /// The operation's own exceptions that say they may be tried again.
    pub retryable: &'static [(&'static str, RetryReason)],
    pub encoded: Result<Encoded, CallError>,
    pub retry: Option<Retry>,
    pub timeouts: Option<Timeouts>,
    pub trace: Trace,
}

/// What one attempt brought.
struct Answer {
    response: Result<http::Response<Bytes>, TransportError>,
    /// What the response says about the clocks, and what the signature took for it.
    skew: Option<Skew>,
    used: Skew,
    /// What it was signed with.
    credentials: Option<Credentials>,
}

impl Start<'_> {
    /// Makes the call, within its span.
    pub(super) async fn run(self) -> Finished {
        let trace = self.trace.clone();
        let mut call = pin!(self.run_within_limit());
        poll_fn(|context| {
            let _entered = trace.enter();
            call.as_mut().poll(context)
        })
        .await
    }

    async fn run_within_limit(self) -> Finished {
        let timer = self.client.config.timer();
        let begin = timer.elapsed();
        let limit = self.timeouts().operation_timeout();
        let made = AtomicU32::new(0);
        let trace = self.trace.clone();
        let finished = match within(timer, limit, Box::pin(self.attempts(begin, &made))).await {
            Ok(finished) => finished,
            Err(TimedOut) => {
                let limit = limit.unwrap_or_default();
                let error = format!("the call took longer than {limit:?}, its operation timeout");
                let error = TransportError::timeout(error);
                let failed = Finished::failed(error, made.load(Ordering::Relaxed));
                Finished { reason: Some(RetryReason::Transient), ..failed }
            }
        };
        trace.finish(&finished, timer.elapsed().saturating_sub(begin));
        finished
    }

    async fn attempts(self, begin: Duration, made: &AtomicU32) -> Finished {
        let (client, timeouts) = (self.client, self.timeouts());
        let (timer, shared) = (client.config.timer(), &*client.shared);
        let encoded = match self.encoded {
            Ok(encoded) => encoded,
            Err(error) => return Finished::failed(error, 0),
        };
        let retry = self.retry.as_ref().unwrap_or(&client.retry);
        let plan = Plan::new(retry, client.service.id(), self.metadata.name);
        let invocation = uuid().and_then(|id| HeaderValue::try_from(id).ok());
        let _place = shared.place().await;
        let mut last_cost = None;
        let mut number = 1;
        loop {
            shared.turn(retry.mode(), timer).await;
            let mut request = encoded.request.clone();
            add_headers(&mut request, invocation.as_ref(), number, plan.max_attempts);
            let answer = client.attempt(request, self.metadata.unsigned, timeouts, made).await;
            let Answer { response, skew, used, credentials } = match answer {
                Ok(answer) => answer,
                Err(error) => return Finished::failed(error, number - 1),
            };
            let attempts = made.load(Ordering::Relaxed);
            let error = match &response {
                Ok(response) if response.status().is_success() => None,
                Ok(response) => Some(ServiceError::from_response(response, self.metadata.protocol)),
                Err(_) => None,
            };
            if let (Some(error), Some(credentials)) = (&error, &credentials) {
                if EXPIRED.contains(&error.code().unwrap_or_default()) {
                    client.config.credentials().refused(credentials);
                }
            }
            let failed = match (&response, &error) {
                (Err(error), _) => Failed::Transport(error),
                (Ok(_), Some(error)) => Failed::Service(error),
                (Ok(_), None) => {
                    shared.quota().succeeded(last_cost);
                    shared.answered(retry.mode(), timer, false);
                    let outcome = match response {
                        Ok(response) => Outcome::Success(response),
                        Err(error) => Outcome::Failed(error.into()),
                    };
                    return Finished { outcome, attempts, stop: None, reason: None, skew };
                }
            };

            let corrects = client.config.corrects_clock_skew() && !self.metadata.unsigned;
            let skewed = corrects && skew.is_some_and(|skew| skew.spoils(used));
            let reason = classify(&failed, self.retryable, skewed);
            let reason = retry.judge(self.metadata.name, number, &failed, reason);
            shared.answered(retry.mode(), timer, reason == Some(RetryReason::Throttling));
            let passed = timer.elapsed().saturating_sub(begin);
            let attempt = Attempt {
                number,
                failed: &failed,
                reason,
                asked: error.as_ref().and_then(|error| retry_after(error.headers(), timer.now())),
                is_idempotent: encoded.idempotent,
                left: timeouts.operation_timeout().map(|limit| limit.saturating_sub(passed)),
            };
            let decision = plan.decide(&attempt, &mut shared.quota(), random());
            match decision {
                Decision::Again { delay, cost } => {
                    self.trace.retry(number, &failed, reason, delay);
                    last_cost = Some(cost);
                    timer.sleep(delay).await;
                    number += 1;
                }
                Decision::Fail { delay, stop } => {
                    if !delay.is_zero() {
                        timer.sleep(delay).await;
                    }
                    let outcome = match (response, error) {
                        (Ok(response), Some(error)) => Outcome::Service(response, Box::new(error)),
                        (Ok(response), None) => Outcome::Success(response),
                        (Err(error), _) => Outcome::Failed(error.into()),
                    };
                    return Finished { outcome, attempts, stop: Some(stop), reason, skew };
                }
            }
        }
    }

    fn timeouts(&self) -> Timeouts {
        self.timeouts.unwrap_or(self.client.timeouts)
    }
}

impl Client {
    /// One attempt: signs by the service's clock, sends, and takes our own secret out of what comes
    /// back. It counts as made once something may have been sent.
    async fn attempt(
        &self,
        mut request: http::Request<Bytes>,
        unsigned: bool,
        timeouts: Timeouts,
        made: &AtomicU32,
    ) -> Result<Answer, CallError> {
        let (timer, transport) = (self.config.timer(), self.config.transport());
        let credentials = match unsigned {
            true => None,
            false => Some(self.config.credentials().credentials().await?),
        };
        let used = match self.config.corrects_clock_skew() {
            true => self.shared.skew(),
            false => Skew::default(),
        };
        let sent = timer.now();
        if let Some(credentials) = &credentials {
            self.sign(&mut request, credentials, used.apply(sent))?;
        }
        if timeouts != self.config.timeouts() {
            request.extensions_mut().insert(timeouts);
        }
        made.fetch_add(1, Ordering::Relaxed);
        let limit = timeouts.attempt_timeout();
        let mut response = match within(timer, limit, transport.send(request)).await {
            Ok(response) => response,
            Err(TimedOut) => {
                let limit = limit.unwrap_or_default();
                let error = format!("the attempt took longer than {limit:?}, its timeout");
                Err(TransportError::timeout(error))
            }
        };
        if response.as_ref().is_err_and(TransportError::is_refused) {
            made.fetch_sub(1, Ordering::Relaxed);
        }
        let mut skew = None;
        if let Ok(response) = &mut response {
            skew = self.look_at_clock(response, sent, timer.now());
            let token = credentials.as_ref().and_then(|credentials| credentials.session_token());
            if let (Some(token), false) = (token, response.status().is_success()) {
                redact(response.body_mut(), token);
            }
        }
        Ok(Answer { response, skew, used, credentials })
    }

    /// Remembers how far the service's clock is from ours, for the next signature.
    fn look_at_clock(
        &self,
        response: &http::Response<Bytes>,
        sent: SystemTime,
        received: SystemTime,
    ) -> Option<Skew> {
        let skew = Skew::of_response(response.headers(), sent, received)?;
        self.shared.set_skew(skew);
        Some(skew)
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
    if let Ok(value) = HeaderValue::try_from(format!("attempt={number}; max={max}")) {
        headers.insert(REQUEST, value);
    }
}

/// Takes the session token out of an error's body: services answer a failed signature with the
/// canonical request, and the token stands in it.
pub(crate) fn redact(body: &mut Bytes, token: &str) {
    for secret in [token.to_owned(), token.replace('/', "\\/")] {
        let found = !secret.is_empty()
            && body.windows(secret.len()).any(|window| window == secret.as_bytes());
        if found {
            let text = String::from_utf8_lossy(body).replace(&secret, "[redacted]");
            *body = Bytes::from(text);
        }
    }
}
