//! [`AssumeRoleWithWebIdentity`]: a role that is assumed with an identity provider's token.

use std::fmt;

use super::Sts;
use super::{answer, operations};
use crate::call::Secrets;
use crate::credentials::plan::WebIdentity;
use crate::error::CredentialsError;
use crate::files;
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// The credentials of a role that is assumed with a token in a file, such as the token of a
/// Kubernetes service account in EKS or of a CI system.
///
/// The file is read for each call, because the issuer replaces the token.
///
/// ```
/// use aws_operation::{Config, providers::AssumeRoleWithWebIdentity};
///
/// let role = "arn:aws:iam::123456789012:role/deployer";
/// let deployer = AssumeRoleWithWebIdentity::new(role, "/var/run/token", "eu-west-1");
/// let config = Config::builder().region("eu-west-1").credentials_provider(deployer).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
///
/// Source: AWS STS API Reference, AssumeRoleWithWebIdentity.
pub struct AssumeRoleWithWebIdentity {
    role_arn: String,
    token_file: String,
    session_name: Option<String>,
    sts: Sts,
}

impl AssumeRoleWithWebIdentity {
    /// Assumes the role with this ARN, with the token in this file, at STS in this region.
    pub fn new(
        role_arn: impl Into<String>,
        token_file: impl Into<String>,
        region: impl Into<String>,
    ) -> Self {
        Self {
            role_arn: role_arn.into(),
            token_file: token_file.into(),
            session_name: None,
            sts: Sts::new(region.into()),
        }
    }

    /// The role of a profile or of the environment.
    #[doc(hidden)]
    pub fn from_plan(identity: &WebIdentity, region: &str) -> Self {
        Self {
            session_name: identity.session_name.clone(),
            ..Self::new(&identity.role_arn, &identity.token_file, region)
        }
    }

    sts_settings!();

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let caller = self.sts.caller(None)?;
        let wrong = |why: &str| {
            CredentialsError::new(format!(
                "the web identity token in {} cannot be used: {why}; look at \
                 AWS_WEB_IDENTITY_TOKEN_FILE, or `web_identity_token_file` of the profile",
                self.token_file
            ))
        };
        let token = files::read(&self.token_file, files::MAX_TOKEN_BYTES);
        let token = token.map_err(|why| wrong(&why.to_string()))?;
        let token = match token.trim() {
            "" => return Err(wrong("it is empty")),
            token => token,
        };
        let name = self.session_name.clone().unwrap_or_else(|| self.sts.session_name());
        let operation = operations::AssumeRoleWithWebIdentity {
            role_arn: self.role_arn.clone(),
            role_session_name: name,
            web_identity_token: token.to_owned(),
        };
        let call = caller.send(operation).secrets(Secrets::new([token]));
        answer::credentials(&self.role_arn, call.await)
    }
}

impl ProvideCredentials for AssumeRoleWithWebIdentity {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

impl fmt::Debug for AssumeRoleWithWebIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleWithWebIdentity")
            .field("role_arn", &self.role_arn)
            .field("token_file", &self.token_file)
            .field("region", &self.sts.region)
            .finish_non_exhaustive()
    }
}
