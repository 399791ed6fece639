//! [`AssumeRole`]: a role that is assumed with other credentials.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::Sts;
use super::{answer, operations};
use crate::call::Secrets;
use crate::credentials::plan::Role;
use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// The future of an MFA device's code.
pub type MfaCodeFuture = Pin<Box<dyn Future<Output = Result<String, CredentialsError>> + Send>>;

/// Returns the code of the MFA device with this serial number or ARN.
pub type MfaCallback = Arc<dyn Fn(&str) -> MfaCodeFuture + Send + Sync>;

/// The credentials of a role that is assumed with the credentials of another provider.
///
/// Each request for credentials assumes the role again.
///
/// ```
/// use aws_operation::{Config, Credentials, providers::AssumeRole};
///
/// let own = Credentials::new("AKIDEXAMPLE", "secret");
/// let reader = AssumeRole::new("arn:aws:iam::123456789012:role/reader", "eu-west-1", own)
///     .external_id("42")
///     .mfa("arn:aws:iam::123456789012:mfa/me", |serial| async move {
///         eprintln!("code of {serial}:");
///         let mut code = String::new();
///         let _ = std::io::stdin().read_line(&mut code);
///         Ok(code)
///     });
/// let config = Config::builder().region("eu-west-1").credentials_provider(reader).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
///
/// Source: AWS STS API Reference, AssumeRole.
pub struct AssumeRole {
    role_arn: String,
    session_name: Option<String>,
    external_id: Option<String>,
    duration: Option<Duration>,
    mfa_serial: Option<String>,
    mfa: Option<MfaCallback>,
    source: Arc<dyn ProvideCredentials>,
    sts: Sts,
}

impl AssumeRole {
    /// Assumes the role with this ARN, with the credentials of `source`, at STS in this region.
    pub fn new(
        role_arn: impl Into<String>,
        region: impl Into<String>,
        source: impl ProvideCredentials,
    ) -> Self {
        Self::from_source(role_arn.into(), region.into(), Arc::new(source))
    }

    fn from_source(role_arn: String, region: String, source: Arc<dyn ProvideCredentials>) -> Self {
        Self {
            role_arn,
            session_name: None,
            external_id: None,
            duration: None,
            mfa_serial: None,
            mfa: None,
            source,
            sts: Sts::new(region),
        }
    }

    /// The role of a profile. `mfa` is called if the role requires a code.
    #[doc(hidden)]
    pub fn from_plan(
        role: &Role,
        region: &str,
        source: Arc<dyn ProvideCredentials>,
        mfa: Option<MfaCallback>,
    ) -> Self {
        Self {
            session_name: role.session_name.clone(),
            external_id: role.external_id.clone(),
            duration: role.duration,
            mfa_serial: role.mfa_serial.clone(),
            mfa,
            ..Self::from_source(role.role_arn.clone(), region.to_owned(), source)
        }
    }

    /// The external id that the role's trust policy requires.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// How long the credentials are valid. The default is 1 h; the minimum is 15 min.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// The MFA device, and a function that returns its code.
    #[must_use]
    pub fn mfa<F>(
        mut self,
        serial: impl Into<String>,
        code: impl Fn(String) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<String, CredentialsError>> + Send + 'static,
    {
        self.mfa_serial = Some(serial.into());
        self.mfa = Some(Arc::new(move |serial: &str| Box::pin(code(serial.to_owned()))));
        self
    }

    sts_settings!();

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let caller = self.sts.caller(Some(&self.source))?;
        let name = self.session_name.clone().unwrap_or_else(|| self.sts.session_name());
        let code = self.code().await?;
        let secrets = Secrets::new(code.as_deref());
        let operation = operations::AssumeRole {
            role_arn: self.role_arn.clone(),
            role_session_name: name,
            external_id: self.external_id.clone(),
            serial_number: self.mfa_serial.clone(),
            token_code: code,
            duration_seconds: self.duration.map(|duration| duration.as_secs()),
        };
        answer::credentials(&self.role_arn, caller.send(operation).secrets(secrets).await)
    }

    async fn code(&self) -> Result<Option<String>, CredentialsError> {
        let Some(serial) = &self.mfa_serial else { return Ok(None) };
        let role = &self.role_arn;
        let Some(ask) = &self.mfa else {
            return Err(CredentialsError::new(format!(
                "the role {role} requires a code of the MFA device {serial} (`mfa_serial`), and the \
                 configuration has no callback that asks for it; add one"
            )));
        };
        let code = ask(serial).await?.trim().to_owned();
        match code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(Some(code)),
            false => Err(CredentialsError::new(format!(
                "the code of the MFA device {serial} is not six digits; enter the code that the device shows"
            ))),
        }
    }
}

impl ProvideCredentials for AssumeRole {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole")
            .field("role_arn", &self.role_arn)
            .field("region", &self.sts.region)
            .finish_non_exhaustive()
    }
}
