//! [`InstanceMetadata`]: credentials and region of the EC2 instance, by IMDS version 2.

use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use super::connection::{Connection, To};
use super::document::Answer;
use super::metadata_endpoint::{
    metadata_attempts, metadata_endpoint, metadata_is_disabled, metadata_timeout,
};
use super::told::told;
use super::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::client::{Client, random};
use crate::endpoint::{Endpoint, check_region};
use crate::error::{Error, ErrorKind};
use crate::profile::Settings;
use crate::retry::{Retry, RetryReason};
use crate::service::Service;
use crate::timeouts::Timeouts;
use crate::{aws_operation, aws_output};

/// How long a token is asked for.
const TOKEN_SECONDS: u32 = 21_600;
/// How long before its end a token is renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(120);
/// How long an attempt may take.
const TIMEOUT: Duration = Duration::from_secs(1);
const ATTEMPTS: u32 = 3;
/// How large an answer may be.
const MAX_BYTES: usize = 64 * 1024;
/// How long expired credentials are used on: enough for a cache, which refreshes 15 min before the
/// end, to ask again 5 to 10 min later.
const EXTENSION: Duration = Duration::from_secs(20 * 60);
const EXTENSION_JITTER: Duration = Duration::from_secs(5 * 60);

const ROLES: &str = "iam/security-credentials/";

/// The instance metadata service of EC2, version 2: the credentials of the instance's role, and its
/// region.
///
/// Where there is no such service the credentials are
/// [not configured](CredentialsError::is_not_configured). When it cannot renew expired credentials,
/// they are used for another 20 min or so, since EC2 accepts them longer in such a case;
/// [`warning`](Self::warning) says so.
///
/// ```no_run
/// use aws_operation::providers::InstanceMetadata;
///
/// # async fn run() -> Result<(), aws_operation::CredentialsError> {
/// let region = InstanceMetadata::new().region().await?;
/// # Ok(())
/// # }
/// ```
///
/// Source: AWS SDKs and Tools Reference Guide, "IMDS credential provider".
pub struct InstanceMetadata {
    endpoint: Result<Endpoint, String>,
    timeout: Duration,
    attempts: Option<u32>,
    connection: Connection,
    client: OnceLock<Result<Client, CredentialsError>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The token, and from when on it is renewed.
    token: Option<(Zeroizing<String>, Duration)>,
    /// The credentials that were given last.
    last: Option<Credentials>,
    warning: Option<String>,
}

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

impl Default for InstanceMetadata {
    fn default() -> Self {
        Self::new()
    }
}

impl InstanceMetadata {
    /// The metadata service of this instance, over IPv4.
    pub fn new() -> Self {
        Self {
            endpoint: "http://169.254.169.254".parse().map_err(|_| String::new()),
            timeout: TIMEOUT,
            attempts: None,
            connection: Connection::default(),
            client: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// The metadata service that the environment and the profile describe.
    ///
    /// # Errors
    ///
    /// It is switched off, which is not configured; a setting is wrong.
    #[doc(hidden)]
    pub fn from_settings(settings: &Settings<'_>) -> Result<Self, CredentialsError> {
        let wrong = CredentialsError::new;
        if metadata_is_disabled(settings).map_err(wrong)? {
            return Err(CredentialsError::not_configured("AWS_EC2_METADATA_DISABLED is true"));
        }
        Ok(Self {
            endpoint: Ok(metadata_endpoint(settings, None, None).map_err(wrong)?),
            timeout: metadata_timeout(settings).map_err(wrong)?.unwrap_or(TIMEOUT),
            attempts: metadata_attempts(settings).map_err(wrong)?,
            ..Self::new()
        })
    }

    /// Another endpoint: `http://[fd00:ec2::254]`, say.
    #[must_use]
    pub fn endpoint_url(mut self, url: &str) -> Self {
        self.endpoint = url.parse().map_err(|error| format!("the metadata service: {error}"));
        self
    }

    /// How long an attempt may take: 1 s unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many attempts are made, also where nobody answers. Unless set, 3 where somebody does,
    /// and 1 where nobody does.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Another transport and timer than the default ones.
    #[must_use]
    pub fn connection(mut self, connection: Connection) -> Self {
        self.connection = connection;
        self
    }

    /// The region that the instance is in.
    ///
    /// # Errors
    ///
    /// There is no such service, or it has no answer.
    pub async fn region(&self) -> Result<String, CredentialsError> {
        let region = self.get("placement/region").await.map_err(|problem| problem.error)?;
        let region = region.trim();
        check_region(region).map_err(|_| {
            CredentialsError::new(format!(
                "the metadata service at {} answered with a region that is none; set AWS_REGION",
                self.shown()
            ))
        })?;
        Ok(region.to_owned())
    }

    /// Why the credentials that were given last are used beyond their end, if they are.
    pub fn warning(&self) -> Option<String> {
        self.state().warning.clone()
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let now = self.connection.timer().now();
        let (credentials, warning) = match self.fetch().await {
            Ok(credentials) if is_over(&credentials, now) => {
                let why = "they are expired, and the metadata service has no newer ones";
                extended(credentials, now, why)
            }
            Ok(credentials) => (credentials, None),
            Err(problem) => {
                let last = self.state().last.clone();
                match last.filter(|_| !problem.is_final) {
                    Some(last) => extended(last, now, &problem.error.to_string()),
                    None => return Err(problem.error),
                }
            }
        };
        #[cfg(feature = "tracing")]
        if let Some(warning) = &warning {
            tracing::warn!(target: "aws_operation", "{warning}");
        }
        let mut state = self.state();
        state.last = Some(credentials.clone());
        state.warning = warning;
        Ok(credentials)
    }

    async fn fetch(&self) -> Result<Credentials, Problem> {
        let roles = self.get(ROLES).await?;
        let Some(role) = roles.lines().map(str::trim).find(|role| !role.is_empty()) else {
            return Err(self.no_role());
        };
        let document = self.get(&format!("{ROLES}{role}")).await?;
        let source = format!("the metadata service at {}", self.shown());
        let answer = Answer::read(&source, document.as_bytes())?;
        if let Some(refusal) = answer.refusal() {
            return Err(CredentialsError::new(format!(
                "{source} has no credentials of the role {role:?}: {refusal}; look at the role's \
                 trust policy"
            ))
            .into());
        }
        Ok(answer.credentials(&source)?)
    }

    /// A text of the metadata, with a fresh token where the service refuses the one there is.
    async fn get(&self, path: &str) -> Result<Zeroizing<String>, Problem> {
        let client = self.client()?;
        let mut renewed = false;
        loop {
            let token = self.token(client).await?;
            let operation = GetMetadata { path: path.to_owned(), token: token.to_string() };
            match client.send(operation).await {
                Ok(output) => return Ok(Zeroizing::new(output.text)),
                Err(error) if status(&error) == Some(401) => {
                    self.state().token = None;
                    if renewed {
                        return Err(self.failed(&error, &token).into());
                    }
                    renewed = true;
                }
                Err(error) if status(&error) == Some(404) && path == ROLES => {
                    return Err(self.no_role());
                }
                Err(error) => {
                    let is_final = matches!(status(&error), Some(403 | 404));
                    return Err(Problem { is_final, error: self.failed(&error, &token) });
                }
            }
        }
    }

    async fn token(&self, client: &Client) -> Result<Zeroizing<String>, Problem> {
        let elapsed = self.connection.timer().elapsed();
        if let Some((token, until)) = &self.state().token {
            if elapsed < *until {
                return Ok(token.clone());
            }
        }
        let shown = self.shown();
        let output = match client.send(GetMetadataToken { seconds: TOKEN_SECONDS }).await {
            Ok(output) => output,
            Err(error) => {
                let problem = match (error.kind(), status(&error)) {
                    (ErrorKind::Transport, _) if error.is_connect() || error.is_timeout() => {
                        CredentialsError::not_configured(format!(
                            "no instance metadata service answers at {shown} ({error})"
                        ))
                    }
                    (_, Some(403)) => CredentialsError::not_configured(format!(
                        "the metadata service at {shown} is switched off (403); enable it in the \
                         instance's metadata options"
                    )),
                    (_, Some(404 | 405)) => CredentialsError::new(format!(
                        "what answers at {shown} gives no token, so it is no metadata service of \
                         version 2, the only one that is used"
                    )),
                    _ => self.failed(&error, ""),
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

    fn client(&self) -> Result<&Client, CredentialsError> {
        let client = self.client.get_or_init(|| {
            let is_patient = self.attempts.is_some();
            let retry = Retry::standard()
                .rules_2026(true)
                .max_attempts(self.attempts.unwrap_or(ATTEMPTS))
                .classifier(move |attempt| match (attempt.status(), attempt.transport_error()) {
                    (Some(status), _) if status.is_server_error() => Some(RetryReason::Transient),
                    // Most machines are no instances: they do not wait three times.
                    (_, Some(error)) if error.is_connect() || error.is_timeout() => {
                        let first = attempt.operation() == "GetMetadataToken";
                        (first && !is_patient).then_some(RetryReason::Never)
                    }
                    _ => None,
                });
            self.connection.client(To {
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
        client.as_ref().map_err(Clone::clone)
    }

    fn failed(&self, error: &Error, token: &str) -> CredentialsError {
        let (shown, told) = (self.shown(), told(error, &[token]));
        CredentialsError::new(format!("the metadata service at {shown} failed: {told}"))
    }

    fn no_role(&self) -> Problem {
        let error = CredentialsError::not_configured(format!(
            "the instance has no role, says the metadata service at {}; attach an instance profile",
            self.shown()
        ));
        Problem { is_final: true, error }
    }

    fn shown(&self) -> String {
        self.endpoint.as_ref().map_or_else(|_| "?".to_owned(), Endpoint::to_string)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nobody panics while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there are none, and whether the service said so for good.
struct Problem {
    is_final: bool,
    error: CredentialsError,
}

impl From<CredentialsError> for Problem {
    fn from(error: CredentialsError) -> Self {
        Self { is_final: false, error }
    }
}

fn status(error: &Error) -> Option<u16> {
    // Of a success that cannot be read it is none.
    let status = error.status().filter(|_| error.kind() == ErrorKind::Service);
    status.map(|status| status.as_u16())
}

fn is_over(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expiration().is_some_and(|expiration| expiration <= now)
}

/// The credentials, used on for a while where they are over, and what to say about it.
fn extended(credentials: Credentials, now: SystemTime, why: &str) -> (Credentials, Option<String>) {
    if !is_over(&credentials, now) {
        return (credentials, None);
    }
    let extension = EXTENSION + EXTENSION_JITTER.mul_f64(random());
    let warning = format!(
        "the instance's credentials are used beyond their end, for another {} min: {why}",
        extension.as_secs() / 60
    );
    (credentials.with_expiration(now + extension), Some(warning))
}

impl ProvideCredentials for InstanceMetadata {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

impl fmt::Debug for InstanceMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstanceMetadata")
            .field("endpoint", &self.shown())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
