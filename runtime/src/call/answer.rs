//! [`Answer`]: the result of one attempt, before the operation's types decode it.

use std::time::SystemTime;

use bytes::Bytes;

use super::finished::{Finished, Outcome};
#[cfg(feature = "testing")]
use super::receive::Faked;
use super::receive::Received;
use super::terms::Terms;
use super::{Caller, Secrets};
use crate::error::{RetryReason, ServiceError, Stop, TransportError};
use crate::retry::{Failed, Skew, is_clock_error};
use crate::types::ByteStream;

/// The error codes that services use for expired credentials.
const EXPIRED: [&str; 2] = ["ExpiredToken", "ExpiredTokenException"];

pub(super) struct Answer {
    response: Response,
    /// The difference of the clocks: from an error response, and as used to sign the request.
    skew: Option<Skew>,
    used: Skew,
    secrets: Secrets,
}

enum Response {
    Success(http::Response<Bytes>, Option<ByteStream>),
    Service(http::Response<Bytes>, Box<ServiceError>),
    None(TransportError),
}

#[cfg(feature = "testing")]
impl Response {
    fn faked(response: http::Response<Bytes>, faked: Faked) -> Self {
        match faked {
            Faked::Success => Self::Success(response, None),
            Faked::Service(error) => Self::Service(response, error),
        }
    }
}

impl Answer {
    /// Redacts the call's secrets in the response. Tells the provider if the service says that the
    /// credentials have expired.
    pub(super) fn new(
        response: Result<Received, TransportError>,
        terms: &Terms,
        secrets: Secrets,
        used: Skew,
        sent: SystemTime,
    ) -> Self {
        let Received { response, stream } = match response {
            Ok(received) => received,
            Err(error) => {
                let response = Response::None(secrets.redact_transport(error));
                return Self { response, skew: None, used, secrets };
            }
        };
        #[cfg(feature = "testing")]
        if let Some(faked) = response.extensions().get::<Faked>().cloned() {
            let response = Response::faked(response, faked);
            return Self { response, skew: None, used, secrets };
        }
        let caller = &terms.caller;
        if !terms.is_failure(&response) {
            let response = Response::Success(response, stream);
            return Self { response, skew: None, used, secrets };
        }
        let skew = Skew::of_response(response.headers(), sent, caller.setup.timer.now());
        let response = secrets.redact_response(response);
        let error = ServiceError::read(&response, terms.rules, terms.code_and_message);
        if let Some(credentials) = secrets.credentials() {
            if EXPIRED.contains(&error.code().unwrap_or_default()) {
                caller.setup.credentials.refused(credentials);
                caller.shared.refused(credentials);
            }
        }
        let response = Response::Service(response, Box::new(error));
        Self { response, skew, used, secrets }
    }

    /// Corrects the time that requests are signed with, if the service says that it is wrong. Only
    /// an error about the clock or the signature can do so; see
    /// [`ConfigBuilder::clock_skew_correction`](crate::ConfigBuilder::clock_skew_correction).
    pub(super) fn correct_clock(&self, reason: Option<RetryReason>, caller: &Caller) {
        let is_about_the_clock = match &self.response {
            Response::Service(_, error) => is_clock_error(error),
            _ => return,
        };
        if !is_about_the_clock && reason != Some(RetryReason::ClockSkew) {
            return;
        }
        match self.skew {
            // The request was signed with the service's time, so the clock is not the problem.
            Some(skew) if !skew.spoils(self.used) => {}
            Some(skew) if skew.is_credible() => caller.shared.set_skew(skew),
            // The correction did not help, so it is dropped.
            _ => caller.shared.set_skew(Skew::default()),
        }
    }

    /// How the attempt failed; `None` if it succeeded.
    pub(super) fn failed(&self) -> Option<Failed<'_>> {
        match &self.response {
            Response::Success(..) => None,
            Response::Service(_, error) => Some(Failed::Service(error)),
            Response::None(error) => Some(Failed::Transport(error)),
        }
    }

    /// Whether the signing time differed too much from the service's clock.
    pub(super) fn is_skewed(&self) -> bool {
        self.skew.is_some_and(|skew| skew.is_credible() && skew.spoils(self.used))
    }

    /// Ends the call with this answer.
    pub(super) fn finished(
        self,
        attempts: u32,
        stop: Option<Stop>,
        reason: Option<RetryReason>,
    ) -> Finished {
        let outcome = match self.response {
            Response::Success(response, stream) => Outcome::Success(response, stream),
            Response::Service(response, error) => Outcome::Service(response, error),
            Response::None(error) => Outcome::Failed(error.into()),
        };
        Finished {
            outcome,
            host: None,
            attempts,
            stop,
            reason,
            skew: self.skew,
            secrets: self.secrets,
        }
    }
}
