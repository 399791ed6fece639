//! [`Answer`]: what one attempt brought, as far as it can be told without the operation.

use std::time::SystemTime;

use bytes::Bytes;

use super::Client;
use super::finished::{Finished, Outcome};
use crate::credentials::Credentials;
use crate::error::ServiceError;
use crate::protocol::Protocol;
use crate::retry::{Failed, RetryReason, Skew, Stop};
use crate::transport::TransportError;

/// What services say of credentials that they take for expired.
const EXPIRED: [&str; 2] = ["ExpiredToken", "ExpiredTokenException"];

pub(super) struct Answer {
    response: Response,
    /// What the response says about the clocks, and what the signature took for it.
    skew: Option<Skew>,
    used: Skew,
}

enum Response {
    Success(http::Response<Bytes>),
    Service(http::Response<Bytes>, Box<ServiceError>),
    None(TransportError),
}

impl Answer {
    /// Takes our own secret out of what came back, and tells the client what it says of the clock
    /// and of the credentials.
    pub(super) fn new(
        response: Result<http::Response<Bytes>, TransportError>,
        protocol: Protocol,
        client: &Client,
        credentials: Option<Credentials>,
        used: Skew,
        sent: SystemTime,
    ) -> Self {
        let mut response = match response {
            Ok(response) => response,
            Err(error) => return Self { response: Response::None(error), skew: None, used },
        };
        let received = client.config.timer().now();
        let skew = Skew::of_response(response.headers(), sent, received);
        if let Some(skew) = skew {
            client.shared.set_skew(skew);
        }
        if response.status().is_success() {
            return Self { response: Response::Success(response), skew, used };
        }
        if let Some(token) = credentials.as_ref().and_then(Credentials::session_token) {
            redact(response.body_mut(), token);
        }
        let error = ServiceError::from_response(&response, protocol);
        if let Some(credentials) = &credentials {
            if EXPIRED.contains(&error.code().unwrap_or_default()) {
                client.config.credentials().refused(credentials);
            }
        }
        Self { response: Response::Service(response, Box::new(error)), skew, used }
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
        self.skew.is_some_and(|skew| skew.spoils(self.used))
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
        Finished { outcome, attempts, stop, reason, skew: self.skew }
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
