//! [`CredentialsError`]: why a provider has no credentials, and whether a chain tries the next one.

use std::fmt;

/// Why a provider has no credentials.
///
/// There are two kinds. If a provider is *not configured*, a [`Chain`](crate::Chain) tries the next
/// one. Any other failure stops the chain: if a configured provider fails, the next provider could
/// have the credentials of another account.
///
/// ```
/// use aws_operation::CredentialsError;
///
/// let error = CredentialsError::not_configured("VAULT_ADDR is not set");
/// assert!(error.is_not_configured());
/// let error = CredentialsError::new("the vault is sealed; unseal it");
/// assert!(!error.is_not_configured());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
    not_configured: bool,
}

impl CredentialsError {
    /// A failure that stops a chain. The message says what is wrong and how to fix it. It must not
    /// contain secrets.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), not_configured: false }
    }

    /// The provider is not configured, so a chain tries the next one. The message says what is not
    /// set.
    pub fn not_configured(message: impl Into<String>) -> Self {
        Self { message: message.into(), not_configured: true }
    }

    /// Whether a chain tries its next provider.
    pub fn is_not_configured(&self) -> bool {
        self.not_configured
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {}

super::debug_as_display!(CredentialsError);
