//! [`SsoCredentials`]: a role of IAM Identity Center, after `aws sso login`.

mod cache;
mod token;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use aws_operation_macros::{aws_operation, aws_structure};

use super::connection::{Connection, Destination};
use super::error_line::error_line;
use super::plan::SsoSession;
use crate::call::{Caller, Secrets};
use crate::endpoint::Region;
use crate::error::{CredentialsError, Error, ErrorKind, Line};
use crate::retry::Retry;
use crate::service::Service;
use crate::types::{Credentials, CredentialsFuture, Endpoint, ProvideCredentials, Timeouts};
use cache::Token;

pub(super) const SSO: Service =
    Service::new("awsssoportal").service_id("SSO").endpoint_prefix("portal.sso");
pub(super) const SSO_OIDC: Service =
    Service::new("sso-oauth").service_id("SSO OIDC").endpoint_prefix("oidc");

/// The timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The maximum size of a response.
const MAX_BYTES: usize = 256 * 1024;

/// The credentials of a role of IAM Identity Center (SSO).
///
/// `aws sso login` signs a user in, and writes a token to a file. The token is exchanged for the
/// role's credentials. If the session allows it, the token is renewed 5 min before it expires, and
/// written to the file. Only the file's owner can read it.
///
/// ```
/// use aws_operation::{Config, providers::SsoCredentials};
///
/// let home = std::env::home_dir().unwrap_or_default();
/// let url = "https://example.awsapps.com/start";
/// let reader = SsoCredentials::new(url, "eu-west-1", "123456789012", "Reader")
///     .cache_folder(home.join(".aws/sso/cache"))
///     .profile("reader");
/// let config = Config::builder().region("eu-west-1").credentials_provider(reader).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
///
/// Source: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider".
pub struct SsoCredentials {
    session: SsoSession,
    account_id: String,
    role_name: String,
    profile: Option<String>,
    cache_folder: PathBuf,
    portal: Option<Result<Endpoint, String>>,
    oidc: Option<Result<Endpoint, String>>,
    connection: Connection,
    callers: OnceLock<Result<Callers, CredentialsError>>,
    state: Mutex<State>,
}

struct Callers {
    portal: Arc<Caller>,
    oidc: Arc<Caller>,
}

#[derive(Default)]
struct State {
    /// The last renewed token, in case it could not be written to the file.
    renewed: Option<Token>,
    /// When the last renewal failed.
    failed: Option<Duration>,
}

#[aws_operation(
    method = "GET",
    uri = "/federation/credentials",
    output = GetRoleCredentialsOutput,
    auth = "none"
)]
struct GetRoleCredentials {
    #[query("role_name")]
    role_name: String,
    #[query("account_id")]
    account_id: String,
    #[header("x-amz-sso_bearer_token")]
    access_token: String,
}

#[aws_structure]
struct GetRoleCredentialsOutput {
    role_credentials: Option<RoleCredentials>,
}

#[aws_structure]
struct RoleCredentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    /// In milliseconds since 1970.
    expiration: i64,
}

impl SsoCredentials {
    /// A role in an account, for the session with this start URL in this region.
    pub fn new(
        start_url: impl Into<String>,
        region: impl Into<String>,
        account_id: impl Into<String>,
        role_name: impl Into<String>,
    ) -> Self {
        let session = SsoSession {
            name: None,
            region: region.into(),
            start_url: start_url.into(),
            registration_scopes: Vec::new(),
        };
        Self::from_plan(&session, &account_id.into(), &role_name.into())
    }

    /// The SSO role of a profile.
    #[doc(hidden)]
    pub fn from_plan(session: &SsoSession, account_id: &str, role_name: &str) -> Self {
        Self {
            session: session.clone(),
            account_id: account_id.to_owned(),
            role_name: role_name.to_owned(),
            profile: None,
            cache_folder: PathBuf::from(".aws/sso/cache"),
            portal: None,
            oidc: None,
            connection: Connection::default(),
            callers: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// The session's name in `[sso-session name]`. The name of the token file is derived from it,
    /// or from the start URL if the session has no name.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session.name = Some(name.into());
        self
    }

    /// The profile for `aws sso login` in error messages.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// The folder of the token files, usually `.aws/sso/cache` in the home directory.
    #[must_use]
    pub fn cache_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.cache_folder = folder.as_ref().to_owned();
        self
    }

    /// The endpoints to call instead of the region's: the SSO endpoint for credentials, and the SSO
    /// OIDC endpoint for tokens.
    #[must_use]
    pub fn endpoint_urls(mut self, sso: &str, sso_oidc: &str) -> Self {
        let parse = |what: &str, url: &str| match url.parse::<Endpoint>() {
            Ok(endpoint) if endpoint.is_https() || endpoint.is_local() => Ok(endpoint),
            Ok(_) => Err(format!(
                "the endpoint of {what} is plain HTTP to another machine, where tokens would be \
                 seen; use https"
            )),
            Err(error) => Err(format!("the endpoint of {what}: {error}")),
        };
        self.portal = Some(parse("SSO", sso));
        self.oidc = Some(parse("SSO OIDC", sso_oidc));
        self
    }

    /// Endpoints to call instead of the region's. They have been validated.
    #[doc(hidden)]
    #[must_use]
    pub fn endpoints(mut self, sso: Option<Endpoint>, sso_oidc: Option<Endpoint>) -> Self {
        (self.portal, self.oidc) = (sso.map(Ok), sso_oidc.map(Ok));
        self
    }

    /// The transport and timer to use instead of the default ones.
    #[must_use]
    pub fn connection(mut self, connection: Connection) -> Self {
        self.connection = connection;
        self
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let callers = self.callers()?;
        let token = self.token(&callers.oidc).await?;
        let operation = GetRoleCredentials {
            role_name: self.role_name.clone(),
            account_id: self.account_id.clone(),
            access_token: token.to_string(),
        };
        let secrets = Secrets::new([token.as_str()]);
        let output = match callers.portal.send(operation).secrets(secrets).await {
            Ok(output) => output,
            Err(error) if status(&error) == Some(401) => {
                return Err(self.sign_in("has expired or was ended, according to SSO"));
            }
            Err(error) => {
                let error = error_line(&error);
                return Err(CredentialsError::new(format!(
                    "no credentials of the role {} in the account {}: {error}",
                    Line::name(&self.role_name),
                    Line::name(&self.account_id),
                )));
            }
        };
        let given = output
            .role_credentials
            .filter(|given| !given.access_key_id.is_empty() && !given.secret_access_key.is_empty());
        let Some(given) = given else {
            return Err(CredentialsError::new(format!(
                "SSO answered without credentials of the role {}; look at the endpoint that is \
                 configured for SSO",
                Line::name(&self.role_name)
            )));
        };
        let credentials = Credentials::new(given.access_key_id, given.secret_access_key)
            .with_session_token(given.session_token)
            .with_account_id(&self.account_id);
        let expiration = u64::try_from(given.expiration).ok().filter(|after| *after > 0);
        let expiration = expiration
            .and_then(|after| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(after)));
        Ok(match expiration {
            Some(expiration) => credentials.with_expiration(expiration),
            None => credentials,
        })
    }

    fn callers(&self) -> Result<&Callers, CredentialsError> {
        let callers = self.callers.get_or_init(|| {
            Ok(Callers {
                portal: self.caller(SSO, self.portal.as_ref())?,
                oidc: self.caller(SSO_OIDC, self.oidc.as_ref())?,
            })
        });
        callers.as_ref().map_err(Clone::clone)
    }

    fn caller(
        &self,
        service: Service,
        endpoint: Option<&Result<Endpoint, String>>,
    ) -> Result<Arc<Caller>, CredentialsError> {
        let endpoint = match endpoint {
            Some(endpoint) => endpoint.clone().map_err(CredentialsError::new)?,
            None => Endpoint::regional(&service, &self.session.region)
                .map_err(|error| CredentialsError::new(format!("`sso_region`: {error}")))?,
        };
        self.connection.caller(Destination {
            service,
            endpoint,
            region: Region::of(&self.session.region).name.to_owned(),
            credentials: None,
            retry: Retry::standard(),
            timeouts: Timeouts::default().attempt(TIMEOUT),
            direct: false,
            max_bytes: MAX_BYTES,
        })
    }

    /// The error for a problem that is fixed by signing in.
    fn sign_in(&self, what: &str) -> CredentialsError {
        let name = Line::name(self.session.cache_name());
        let with = match (&self.profile, &self.session.name) {
            (Some(profile), _) => format!(" --profile {}", Line::name(profile)),
            (None, Some(session)) => format!(" --sso-session {}", Line::name(session)),
            (None, None) => String::new(),
        };
        CredentialsError::new(format!("the SSO session {name} {what}; run: aws sso login{with}"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while the lock is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn status(error: &Error) -> Option<u16> {
    let status = error.status().filter(|_| error.kind() == ErrorKind::Service);
    status.map(|status| status.as_u16())
}

impl ProvideCredentials for SsoCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

impl fmt::Debug for SsoCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SsoCredentials")
            .field("session", &self.session.cache_name())
            .field("account_id", &self.account_id)
            .field("role_name", &self.role_name)
            .finish_non_exhaustive()
    }
}
