//! The requests to the metadata service: for a token, and for metadata with a token.

use std::sync::Arc;
use std::time::Duration;

use aws_operation_macros::{aws_operation, aws_output};
use zeroize::Zeroizing;

use super::InstanceMetadata;
use crate::call::{Caller, Secrets};
use crate::credentials::connection::Destination;
use crate::credentials::error_line::error_line;
use crate::error::{CredentialsError, Error, ErrorKind, RetryReason};
use crate::retry::Retry;
use crate::service::Service;
use crate::types::{Endpoint, Timeouts};

/// The requested lifetime of a token.
const TOKEN_SECONDS: u32 = 21_600;
/// How long before its expiration a token is renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(120);
/// The maximum number of attempts if the service responds.
const ATTEMPTS: u32 = 3;
/// The maximum size of a response.
const MAX_BYTES: usize = 64 * 1024;

/// The path of the role names and of their credentials.
pub(super) const ROLES: &str = "iam/security-credentials/";

#[aws_operation(method = "PUT", uri = "/latest/api/token", output = Token, auth = "none")]
struct GetMetadataToken {
    #[header("x-aws-ec2-metadata-token-ttl-seconds")]
    seconds: u32,
}

#[aws_output]
struct Token {
    #[header("x-aws-ec2-metadata-token-ttl-seconds")]
    seconds: Option<String>,
    #[payload]
    token: String,
}

#[aws_operation(method = "GET", uri = "/latest/meta-data/{path+}", output = Text, auth = "none")]
struct GetMetadata {
    path: String,
    #[header("x-aws-ec2-metadata-token")]
    token: String,
}

#[aws_output]
struct Text {
    #[payload]
    text: String,
}

impl InstanceMetadata {
    /// Gets a metadata value. If the service rejects the token, gets a new token.
    pub(super) async fn get(&self, path: &str) -> Result<Zeroizing<String>, Problem> {
        let caller = self.caller()?;
        let mut renewed = false;
        loop {
            let token = self.token(caller).await?;
            let operation = GetMetadata { path: path.to_owned(), token: token.to_string() };
            match caller.send(operation).secrets(Secrets::new([token.as_str()])).await {
                Ok(output) => return Ok(Zeroizing::new(output.text)),
                Err(error) if status(&error) == Some(401) => {
                    self.state().token = None;
                    if renewed {
                        return Err(self.failed(&error).into());
                    }
                    renewed = true;
                }
                Err(error) if status(&error) == Some(404) && path == ROLES => {
                    return Err(self.no_role());
                }
                Err(error) => {
                    let is_final = matches!(status(&error), Some(403 | 404));
                    return Err(Problem { is_final, error: self.failed(&error) });
                }
            }
        }
    }

    async fn token(&self, caller: &Arc<Caller>) -> Result<Zeroizing<String>, Problem> {
        let elapsed = self.connection.timer().elapsed();
        if let Some((token, until)) = &self.state().token {
            if elapsed < *until {
                return Ok(token.clone());
            }
        }
        let shown = self.shown();
        let output = match caller.send(GetMetadataToken { seconds: TOKEN_SECONDS }).await {
            Ok(output) => output,
            Err(error) => {
                let problem = match (error.kind(), status(&error)) {
                    (ErrorKind::Transport, _) if error.is_connect() || error.is_timeout() => {
                        CredentialsError::not_configured(format!(
                            "no response from the instance metadata service at {shown} ({error})"
                        ))
                    }
                    (_, Some(403)) => CredentialsError::not_configured(format!(
                        "the metadata service at {shown} is disabled (403); enable it in the \
                         instance's metadata options"
                    )),
                    (_, Some(404 | 405)) => CredentialsError::new(format!(
                        "the server at {shown} returned no token; only version 2 of the metadata \
                         service is supported"
                    )),
                    _ => self.failed(&error),
                };
                let is_final = matches!(status(&error), Some(403..=405));
                return Err(Problem { is_final, error: problem });
            }
        };
        let given = output.seconds.and_then(|seconds| seconds.trim().parse::<u32>().ok());
        let lives = Duration::from_secs(given.unwrap_or(TOKEN_SECONDS).min(TOKEN_SECONDS).into());
        let token = Zeroizing::new(output.token);
        let until = elapsed + lives.saturating_sub(RENEW_BEFORE);
        self.state().token = Some((token.clone(), until));
        Ok(token)
    }

    fn caller(&self) -> Result<&Arc<Caller>, CredentialsError> {
        let caller = self.caller.get_or_init(|| {
            let is_patient = self.attempts.is_some();
            let retry = Retry::standard()
                .rules_2026(true)
                .max_attempts(self.attempts.unwrap_or(ATTEMPTS))
                .classifier(move |attempt| match (attempt.status(), attempt.transport_error()) {
                    (Some(status), _) if status.is_server_error() => Some(RetryReason::Transient),
                    // Most machines are not EC2 instances, so they must not wait for three
                    // attempts.
                    (_, Some(error)) if error.is_connect() || error.is_timeout() => {
                        let first = attempt.operation() == "GetMetadataToken";
                        (first && !is_patient).then_some(RetryReason::Never)
                    }
                    _ => None,
                });
            self.connection.caller(Destination {
                service: Service::new("imds"),
                endpoint: self.endpoint.clone().map_err(CredentialsError::new)?,
                region: "us-east-1".to_owned(),
                credentials: None,
                retry,
                timeouts: Timeouts::default().attempt(self.timeout),
                direct: true,
                max_bytes: MAX_BYTES,
            })
        });
        caller.as_ref().map_err(Clone::clone)
    }

    pub(super) fn failed(&self, error: &Error) -> CredentialsError {
        let (shown, line) = (self.shown(), error_line(error));
        CredentialsError::new(format!("the metadata service at {shown} failed: {line}"))
    }

    pub(super) fn no_role(&self) -> Problem {
        let error = CredentialsError::not_configured(format!(
            "the instance has no role, according to the metadata service at {}; attach an instance \
             profile",
            self.shown()
        ));
        Problem { is_final: true, error }
    }

    pub(super) fn shown(&self) -> String {
        self.endpoint.as_ref().map_or_else(|_| "?".to_owned(), Endpoint::to_string)
    }
}

/// Why there is no value, and whether the service's response is final.
pub(super) struct Problem {
    pub is_final: bool,
    pub error: CredentialsError,
}

impl From<CredentialsError> for Problem {
    fn from(error: CredentialsError) -> Self {
        Self { is_final: false, error }
    }
}

fn status(error: &Error) -> Option<u16> {
    // Ignores the status of a successful response that cannot be decoded.
    let status = error.status().filter(|_| error.kind() == ErrorKind::Service);
    status.map(|status| status.as_u16())
}
