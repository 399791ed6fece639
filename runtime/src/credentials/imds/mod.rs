//! [`InstanceMetadata`]: credentials and region of the EC2 instance, from IMDS version 2.

mod api;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use super::connection::Connection;
use super::document::Answer;
use super::metadata_endpoint::{
    metadata_attempts, metadata_endpoint, metadata_is_disabled, metadata_timeout,
};
use crate::call::{Caller, Secrets, random};
use crate::endpoint::check_region;
use crate::error::CredentialsError;
use crate::profile::Settings;
use crate::types::{Credentials, CredentialsFuture, Endpoint, ProvideCredentials};
use api::{Problem, ROLES};

/// The timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(1);
/// How long expired credentials are used if they cannot be renewed. A cache renews 15 min before
/// the expiration, so it tries again after 5 to 10 min.
const EXTENSION: Duration = Duration::from_secs(20 * 60);
const EXTENSION_JITTER: Duration = Duration::from_secs(5 * 60);

/// The instance metadata service of EC2, version 2: the credentials of the instance's role, and its
/// region.
///
/// Without a metadata service, the credentials are [not
/// configured](CredentialsError::is_not_configured). If the service cannot renew expired
/// credentials, they are used for about 20 min longer, because EC2 extends their validity in this
/// case. [`warning`](Self::warning) then returns a warning.
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
    caller: OnceLock<Result<Arc<Caller>, CredentialsError>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The token, and when it must be renewed.
    token: Option<(Zeroizing<String>, Duration)>,
    /// The last credentials.
    last: Option<Credentials>,
    warning: Option<String>,
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
            caller: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// The metadata service that the environment and the profile configure.
    ///
    /// # Errors
    ///
    /// The service is disabled (not configured), or a setting is invalid.
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

    /// The endpoint to call, for example `http://[fd00:ec2::254]`.
    #[must_use]
    pub fn endpoint_url(mut self, url: &str) -> Self {
        self.endpoint = url.parse().map_err(|error| format!("the metadata service: {error}"));
        self
    }

    /// The timeout of an attempt. The default is 1 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The maximum number of attempts. By default 3 if the service responds, and 1 if there is no
    /// response.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// The transport and timer to use instead of the default ones.
    #[must_use]
    pub fn connection(mut self, connection: Connection) -> Self {
        self.connection = connection;
        self
    }

    /// The instance's region.
    ///
    /// # Errors
    ///
    /// There is no metadata service, or it does not return a region.
    pub async fn region(&self) -> Result<String, CredentialsError> {
        let region = self.get("placement/region").await.map_err(|problem| problem.error)?;
        let region = region.trim();
        check_region(region).map_err(|_| {
            CredentialsError::new(format!(
                "the metadata service at {} returned an invalid region; set AWS_REGION",
                self.shown()
            ))
        })?;
        Ok(region.to_owned())
    }

    /// Why the last credentials are used after their expiration; `None` if they are not.
    pub fn warning(&self) -> Option<String> {
        self.state().warning.clone()
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let now = self.connection.timer().now();
        let (credentials, warning) = match self.fetch().await {
            Ok(credentials) if is_over(&credentials, now) => {
                let why = "the metadata service has no newer credentials";
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
        let token = self.state().token.as_ref().map(|(token, _)| token.clone());
        let secrets = Secrets::new(token.as_deref().map(String::as_str));
        if let Some(refusal) = answer.refusal(&secrets) {
            return Err(CredentialsError::new(format!(
                "{source} has no credentials for the role {role:?}: {refusal}; check the role's \
                 trust policy"
            ))
            .into());
        }
        Ok(answer.credentials(&source)?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while the lock is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_over(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expiration().is_some_and(|expiration| expiration <= now)
}

/// Extends the validity of expired credentials. Returns the warning about it.
fn extended(credentials: Credentials, now: SystemTime, why: &str) -> (Credentials, Option<String>) {
    if !is_over(&credentials, now) {
        return (credentials, None);
    }
    let extension = EXTENSION + EXTENSION_JITTER.mul_f64(random());
    let warning = format!(
        "the instance's credentials have expired, and are used for another {} min: {why}",
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
