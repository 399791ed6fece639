//! [`SdkCredentials`]: a provider that was written for the AWS SDK.

use std::error::Error as _;
use std::fmt;

use aws_credential_types::provider::ProvideCredentials as SdkProvider;
use aws_credential_types::provider::error::CredentialsError as SdkError;

use crate::error::{CredentialsError, Line, with_causes};
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// A provider of the AWS SDK for Rust: any type that implements `ProvideCredentials` of
/// `aws-credential-types`, such as `SharedCredentialsProvider` of `aws-config`.
///
/// ```
/// use aws_credential_types::Credentials;
/// use aws_operation::{Config, providers::SdkCredentials};
///
/// let theirs = Credentials::new("AKIDEXAMPLE", "secret", None, None, "mine");
/// let config =
///     Config::builder().region("eu-west-1").credentials_provider(SdkCredentials(theirs)).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
///
/// If the provider has no credentials loaded, the credentials are [not
/// configured](CredentialsError::is_not_configured).
#[derive(Clone)]
pub struct SdkCredentials<P>(
    /// The provider.
    pub P,
);

impl<P: SdkProvider + 'static> ProvideCredentials for SdkCredentials<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let theirs = self.0.provide_credentials().await.map_err(failed)?;
            let mut ours = Credentials::new(theirs.access_key_id(), theirs.secret_access_key());
            if let Some(token) = theirs.session_token() {
                ours = ours.with_session_token(token);
            }
            if let Some(expiration) = theirs.expiry() {
                ours = ours.with_expiration(expiration);
            }
            Ok(ours)
        })
    }
}

/// The error and all its causes in one line.
fn failed(error: SdkError) -> CredentialsError {
    let line = with_causes(error.to_string(), error.source());
    let line = format!("the provider of aws-credential-types: {}", Line::message(&line));
    match error {
        SdkError::CredentialsNotLoaded(_) => CredentialsError::not_configured(line),
        _ => CredentialsError::new(line),
    }
}

/// Omits the provider, whose `Debug` may print secrets.
impl<P> fmt::Debug for SdkCredentials<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SdkCredentials").finish_non_exhaustive()
    }
}
