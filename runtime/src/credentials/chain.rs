//! [`Chain`]: providers that are tried in order, until one has credentials.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// Providers that are tried in order, until one has credentials.
///
/// A provider that is [not configured](CredentialsError::not_configured) is skipped. Any other
/// failure stops the chain. If all providers are skipped, the error lists each provider with its
/// reason.
///
/// ```
/// use aws_operation::{Chain, Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
///
/// struct Vault(Option<&'static str>);
///
/// impl ProvideCredentials for Vault {
///     fn credentials(&self) -> CredentialsFuture<'_> {
///         Box::pin(async {
///             match self.0 {
///                 Some(secret) => Ok(Credentials::new("AKIDEXAMPLE", secret)),
///                 None => Err(CredentialsError::not_configured("VAULT_ADDR is not set")),
///             }
///         })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let chain = Chain::new().then("vault", Vault(None)).then("other vault", Vault(None));
/// let error = chain.credentials().await.unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no credentials: vault (VAULT_ADDR is not set), other vault (VAULT_ADDR is not set)",
/// );
/// # }
/// ```
///
/// A chain asks its providers for each request. Wrap it in a
/// [`CredentialsCache`](crate::CredentialsCache) to keep the credentials.
#[derive(Default)]
pub struct Chain {
    providers: Vec<(Cow<'static, str>, Arc<dyn ProvideCredentials>)>,
}

/// The answer of one provider of a [`Chain`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Asked {
    /// The provider's name.
    pub name: String,
    /// Its credentials, or why it has none.
    pub answer: Result<Credentials, CredentialsError>,
}

impl Chain {
    /// A chain without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a provider at the end of the chain. Errors contain its name.
    #[must_use]
    pub fn then(
        mut self,
        name: impl Into<Cow<'static, str>>,
        provider: impl ProvideCredentials,
    ) -> Self {
        self.push(name.into(), Arc::new(provider));
        self
    }

    pub(super) fn push(&mut self, name: Cow<'static, str>, provider: Arc<dyn ProvideCredentials>) {
        self.providers.push((name, provider));
    }

    /// Asks the providers like [`credentials`](ProvideCredentials::credentials), and returns all
    /// answers. The last answer has the credentials or the failure that stopped the chain, unless
    /// all providers were skipped.
    pub async fn ask(&self) -> Vec<Asked> {
        let mut said = Vec::with_capacity(self.providers.len());
        for (name, provider) in &self.providers {
            let answer = provider.credentials().await;
            let stops = !answer.as_ref().is_err_and(CredentialsError::is_not_configured);
            said.push(Asked { name: name.to_string(), answer });
            if stops {
                break;
            }
        }
        said
    }
}

impl ProvideCredentials for Chain {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let mut reasons = Vec::new();
            for (name, provider) in &self.providers {
                match provider.credentials().await {
                    Ok(credentials) => return Ok(credentials),
                    Err(error) if error.is_not_configured() => {
                        reasons.push(format!("{name} ({error})"));
                    }
                    Err(error) => return Err(CredentialsError::new(format!("{name}: {error}"))),
                }
            }
            // All providers were skipped, so a chain that contains this chain skips it too.
            Err(CredentialsError::not_configured(no_credentials(&reasons)))
        })
    }

    fn refused(&self, credentials: &Credentials) {
        for (_, provider) in &self.providers {
            provider.refused(credentials);
        }
    }
}

/// The error if no provider is configured. It lists each provider with its reason.
pub(super) fn no_credentials(reasons: &[String]) -> String {
    match reasons.is_empty() {
        true => "no credentials: the chain has no provider; add one with `then`".to_owned(),
        false => format!("no credentials: {}", reasons.join(", ")),
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.providers.iter().map(|(name, _)| name)).finish()
    }
}
