//! [`Chain`]: providers that are asked one after the other, until one has credentials.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// Providers that are asked one after the other, until one has credentials.
///
/// One that is [not configured](CredentialsError::not_configured) is passed over. Any other failure
/// is the chain's. When all are passed over, the error lists each with its reason.
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
/// A chain asks each time anew; a [`CredentialsCache`](crate::CredentialsCache) around it keeps what
/// it was told.
#[derive(Default)]
pub struct Chain {
    providers: Vec<(Cow<'static, str>, Arc<dyn ProvideCredentials>)>,
}

/// What a provider of a [`Chain`] said when it was asked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Asked {
    /// The provider's name.
    pub name: String,
    /// Its credentials, or why it has none.
    pub answer: Result<Credentials, CredentialsError>,
}

impl Chain {
    /// A chain without a provider.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more provider, which is asked last. The name stands in errors.
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

    /// Asks as [`credentials`](ProvideCredentials::credentials) does, and tells what everybody
    /// said. The last one has credentials, or the failure that stopped the chain; unless all were
    /// passed over.
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
            // All were passed over: a chain within a chain is too.
            Err(CredentialsError::not_configured(no_credentials(&reasons)))
        })
    }

    fn refused(&self, credentials: &Credentials) {
        for (_, provider) in &self.providers {
            provider.refused(credentials);
        }
    }
}

/// What is said where nobody is configured: each by name, and why.
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
