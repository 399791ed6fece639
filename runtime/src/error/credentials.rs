//! [`CredentialsError`]: why there are no credentials, and whether somebody else is asked then.

use std::fmt;

/// Why there are no credentials.
///
/// It is one of two kinds. A provider that is *not configured* says so, and a
/// [`Chain`](crate::Chain) asks the next one. Any other failure stops the chain: a provider that is
/// meant to answer, and cannot, is not to be passed over for another account's credentials.
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
    /// A failure, which says what is wrong and what to do about it, without a secret. Nobody else
    /// is asked.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), not_configured: false }
    }

    /// A provider has nothing to go by, and says what it lacks. The next one is asked.
    pub fn not_configured(message: impl Into<String>) -> Self {
        Self { message: message.into(), not_configured: true }
    }

    /// Whether the next provider is asked.
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
