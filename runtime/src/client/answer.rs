//! [`Answer`]: what one attempt brought, as far as it can be told without the operation.

use std::time::SystemTime;

use bytes::Bytes;

use super::Inner;
use super::finished::{Finished, Outcome};
use crate::error::{RetryReason, Secrets, ServiceError, Stop, TransportError};
use crate::protocol::Rules;
use crate::retry::{Failed, Skew, is_clock_error};

/// What services say of credentials that they take for expired.
const EXPIRED: [&str; 2] = ["ExpiredToken", "ExpiredTokenException"];

pub(super) struct Answer {
    response: Response,
    /// What the response says about the clocks, and what the signature took for it.
    skew: Option<Skew>,
    used: Skew,
    secrets: Secrets,
}

enum Response {
    Success(http::Response<Bytes>),
    Service(http::Response<Bytes>, Box<ServiceError>),
    None(TransportError),
}

impl Answer {
    /// Redacts our own secrets in what came back, and tells the client what it says of the
    /// credentials.
    pub(super) fn new(
        response: Result<http::Response<Bytes>, TransportError>,
        rules: Option<&Rules>,
        client: &Inner,
        secrets: Secrets,
        used: Skew,
        sent: SystemTime,
    ) -> Self {
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                let response = Response::None(secrets.redact_transport(error));
                return Self { response, skew: None, used, secrets };
            }
        };
        let received = client.config.timer().now();
        let skew = Skew::of_response(response.headers(), sent, received);
        if response.status().is_success() {
            return Self { response: Response::Success(response), skew, used, secrets };
        }
        let response = secrets.redact_response(response);
        let error = ServiceError::read(&response, rules);
        if let Some(credentials) = secrets.credentials() {
            if EXPIRED.contains(&error.code().unwrap_or_default()) {
                client.config.provider().refused(credentials);
            }
        }
        let response = Response::Service(response, Box::new(error));
        Self { response, skew, used, secrets }
    }

    /// Moves the clock that requests are signed by, where the service says that it is wrong. Only an
    /// error about the clock or the signature does so: see
    /// [`ConfigBuilder::clock_skew_correction`](crate::ConfigBuilder::clock_skew_correction).
    pub(super) fn correct_clock(&self, reason: Option<RetryReason>, client: &Inner) {
        let is_about_the_clock = match &self.response {
            Response::Service(_, error) => is_clock_error(error),
            _ => return,
        };
        if !is_about_the_clock && reason != Some(RetryReason::ClockSkew) {
            return;
        }
        match self.skew {
            // The service agrees with the clock that was used: something else is wrong.
            Some(skew) if !skew.spoils(self.used) => {}
            Some(skew) if skew.is_credible() => client.shared.set_skew(skew),
            // A correction that does not help is forgotten.
            _ => client.shared.set_skew(Skew::default()),
        }
    }

    /// How the attempt failed, where it did.
    pub(super) fn failed(&self) -> Option<Failed<'_>> {
        match &self.response {
            Response::Success(_) => None,
            Response::Service(_, error) => Some(Failed::Service(error)),
            Response::None(error) => Some(Failed::Transport(error)),
        }
    }

    /// Whether it was signed too far from the service's clock.
    pub(super) fn is_skewed(&self) -> bool {
        self.skew.is_some_and(|skew| skew.is_credible() && skew.spoils(self.used))
    }

    /// The call ends with this answer.
    pub(super) fn finished(
        self,
        attempts: u32,
        stop: Option<Stop>,
        reason: Option<RetryReason>,
    ) -> Finished {
        let outcome = match self.response {
            Response::Success(response) => Outcome::Success(response),
            Response::Service(response, error) => Outcome::Service(response, error),
            Response::None(error) => Outcome::Failed(error.into()),
        };
        Finished { outcome, attempts, stop, reason, skew: self.skew, secrets: self.secrets }
    }
}
