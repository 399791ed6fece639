//! [`Credentials`], which requests are signed with, and [`ProvideCredentials`], their source.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::error::CredentialsError;

/// An access key, with the session token that temporary ones have.
///
/// The secret and the token are wiped from memory when dropped, and never printed.
///
/// ```
/// use aws_operation::Credentials;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret").with_session_token("token");
/// assert_eq!(
///     format!("{credentials:?}"),
///     r#"Credentials { access_key_id: "AKIDEXAMPLE", secret_access_key: [redacted], session_token: [redacted] }"#,
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Shared by all copies, so that each secret is in memory once.
    inner: Arc<Inner>,
}

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<SystemTime>,
    account_id: Option<String>,
}

impl Credentials {
    /// A long-term access key.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self::of(access_key_id.into(), secret_access_key.into(), None, None)
    }

    pub(crate) fn of(
        access_key_id: String,
        secret_access_key: String,
        token: Option<String>,
        expiration: Option<SystemTime>,
    ) -> Self {
        let inner = Inner {
            access_key_id,
            secret_access_key: Zeroizing::new(secret_access_key),
            session_token: token.map(Zeroizing::new),
            expiration,
            account_id: None,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Adds the session token of temporary credentials.
    #[must_use]
    pub fn with_session_token(mut self, session_token: impl Into<String>) -> Self {
        let session_token = Some(Zeroizing::new(session_token.into()));
        Arc::make_mut(&mut self.inner).session_token = session_token;
        self
    }

    /// Sets the time at which they expire.
    #[must_use]
    pub fn with_expiration(mut self, expiration: SystemTime) -> Self {
        Arc::make_mut(&mut self.inner).expiration = Some(expiration);
        self
    }

    /// Sets the account that they are of, by its 12 digits. Hosts of DynamoDB have it in their name.
    #[must_use]
    pub fn with_account_id(mut self, account_id: impl Into<String>) -> Self {
        let account_id = Some(account_id.into()).filter(|account| !account.is_empty());
        Arc::make_mut(&mut self.inner).account_id = account_id;
        self
    }

    /// The account that they are of; `None` if it is not known.
    pub fn account_id(&self) -> Option<&str> {
        self.inner.account_id.as_deref()
    }

    /// The time at which they expire; `None` if it is not known.
    pub fn expiration(&self) -> Option<SystemTime> {
        self.inner.expiration
    }

    /// The access key id, which is not secret.
    pub fn access_key_id(&self) -> &str {
        &self.inner.access_key_id
    }

    /// The secret access key.
    pub fn secret_access_key(&self) -> &str {
        &self.inner.secret_access_key
    }

    /// The session token; `None` for a long-term access key.
    pub fn session_token(&self) -> Option<&str> {
        self.inner.session_token.as_ref().map(|token| token.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = format_args!("[redacted]");
        let mut debug = f.debug_struct("Credentials");
        debug
            .field("access_key_id", &self.inner.access_key_id)
            .field("secret_access_key", &redacted);
        match self.inner.session_token {
            Some(_) => debug.field("session_token", &redacted),
            None => debug.field("session_token", &format_args!("none")),
        }
        .finish()
    }
}

/// The future that a [`ProvideCredentials`] returns.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials. A client asks it before it signs each attempt.
///
/// A provider may make calls with a [`Client`](crate::Client), but not with a client whose credentials
/// it provides. Such a call fails with an error if the provider's own future makes it. If a task or
/// thread that the provider started makes it, the call waits for the provider until a timeout.
///
/// ```
/// use aws_operation::{Config, Credentials, CredentialsFuture, ProvideCredentials};
///
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn credentials(&self) -> CredentialsFuture<'_> {
///         Box::pin(async { Ok(Credentials::new("AKIDEXAMPLE", "from the vault")) })
///     }
/// }
///
/// let config = Config::builder().region("eu-west-1").credentials_provider(Vault).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Returns credentials that are valid now.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] says why there are none, and whether a chain asks its next provider.
    fn credentials(&self) -> CredentialsFuture<'_>;

    /// Tells the provider that a service refused these credentials as expired. A provider that caches
    /// credentials fetches new ones for the next call; one that wraps other providers tells them. The
    /// default does nothing.
    fn refused(&self, credentials: &Credentials) {
        let _ = credentials;
    }
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        (**self).credentials()
    }

    fn refused(&self, credentials: &Credentials) {
        (**self).refused(credentials);
    }
}

/// Fixed credentials provide themselves.
impl ProvideCredentials for Credentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let credentials = self.clone();
        Box::pin(std::future::ready(Ok(credentials)))
    }
}
