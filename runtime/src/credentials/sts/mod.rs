//! Assumed roles: [`AssumeRole`] with credentials, [`AssumeRoleWithWebIdentity`] with a token.

/// The settings of both providers: the session, and how STS is called.
macro_rules! sts_settings {
    () => {
        /// The session's name in the account's logs: 2 to 64 letters, digits and `=,.@_+-`.
        #[must_use]
        pub fn session_name(mut self, name: impl Into<String>) -> Self {
            self.session_name = Some(name.into());
            self
        }

        /// The endpoint to use instead of the region's.
        #[must_use]
        pub fn endpoint_url(mut self, url: &str) -> Self {
            self.sts.set_url(url);
            self
        }

        /// An endpoint to call instead of the region's. It has been validated.
        #[doc(hidden)]
        #[must_use]
        pub fn endpoint(mut self, endpoint: crate::types::Endpoint) -> Self {
            self.sts.endpoint = Some(Ok(endpoint));
            self
        }

        /// The transport and timer to use instead of the default ones.
        #[must_use]
        pub fn connection(mut self, connection: crate::credentials::Connection) -> Self {
            self.sts.connection = connection;
            self
        }
    };
}

mod answer;
mod assume_role;
mod operations;
mod web_identity;

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use super::connection::{Connection, Destination};
use crate::call::Caller;
use crate::endpoint::Region;
use crate::error::CredentialsError;
use crate::retry::Retry;
use crate::services::STS;
use crate::types::{Endpoint, ProvideCredentials, Timeouts};

pub use assume_role::{AssumeRole, MfaCallback, MfaCodeFuture};
pub use web_identity::AssumeRoleWithWebIdentity;

/// The timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The maximum size of a response.
const MAX_BYTES: usize = 256 * 1024;

/// How STS is called.
struct Sts {
    region: String,
    endpoint: Option<Result<Endpoint, String>>,
    connection: Connection,
    caller: OnceLock<Result<Arc<Caller>, CredentialsError>>,
}

impl Sts {
    fn new(region: String) -> Self {
        Self { region, endpoint: None, connection: Connection::default(), caller: OnceLock::new() }
    }

    fn set_url(&mut self, url: &str) {
        self.endpoint = Some(match url.parse::<Endpoint>() {
            Ok(endpoint) if endpoint.is_https() || endpoint.is_local() => Ok(endpoint),
            Ok(_) => {
                Err("the endpoint of STS is plain HTTP to another machine, where credentials \
                          would be seen; use https"
                    .to_owned())
            }
            Err(error) => Err(format!("the endpoint of STS: {error}")),
        });
    }

    /// A caller of STS. It signs with these credentials; if they are `None`, it does not sign.
    fn caller(
        &self,
        credentials: Option<&Arc<dyn ProvideCredentials>>,
    ) -> Result<&Arc<Caller>, CredentialsError> {
        let caller = self.caller.get_or_init(|| {
            let endpoint = match &self.endpoint {
                Some(endpoint) => endpoint.clone().map_err(CredentialsError::new)?,
                None => Endpoint::regional(&STS, &self.region)
                    .map_err(|error| CredentialsError::new(format!("STS: {error}")))?,
            };
            self.connection.caller(Destination {
                service: STS,
                endpoint,
                region: Region::of(&self.region).name.to_owned(),
                credentials: credentials.cloned(),
                retry: Retry::standard().classifier(answer::classify),
                timeouts: Timeouts::default().attempt(TIMEOUT),
                direct: false,
                max_bytes: MAX_BYTES,
            })
        });
        caller.as_ref().map_err(Clone::clone)
    }

    /// The default name of the session.
    fn session_name(&self) -> String {
        let now = self.connection.timer().now();
        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        format!("aws-operation-{seconds}")
    }
}
