//! [`Plan`]: how to get a profile's credentials, as data. No I/O.

mod base;
mod command;
#[cfg(feature = "sts")]
mod graph;
mod missing;
#[cfg(not(all(feature = "sso", feature = "sts")))]
mod needs;
#[cfg(feature = "sso")]
mod sso;
mod web_identity;
#[cfg(not(feature = "sts"))]
mod without_roles;

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::error::Line;
use crate::profile::Platform;
use crate::types::Credentials;

#[cfg(feature = "profile")]
pub(super) use base::keys;
#[cfg(feature = "sts")]
pub use graph::plan;
pub(crate) use missing::{ignored, missing};
pub use web_identity::web_identity_from_variables;
#[cfg(not(feature = "sts"))]
pub use without_roles::plan;

/// The first credentials, and the roles that are assumed with them in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The selected profile.
    pub profile: String,
    /// The source of the first credentials.
    pub base: Base,
    /// The roles, in the order in which they are assumed. The result is the credentials of the last
    /// role; without a role, the credentials of the base.
    #[cfg(feature = "sts")]
    pub roles: Vec<Role>,
}

/// A profile, and its credentials source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The profile.
    pub profile: String,
    /// The source.
    pub source: Source,
}

/// A credentials source that needs no other profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Keys in the profile.
    Keys {
        /// The keys.
        credentials: Credentials,
        /// The account of the keys, if the profile has it.
        account_id: Option<String>,
    },
    /// `credential_source`: a provider of the chain.
    Named(CredentialSource),
    /// A role that is assumed with a token.
    #[cfg(feature = "sts")]
    WebIdentity(WebIdentity),
    /// A role of IAM Identity Center.
    #[cfg(feature = "sso")]
    Sso {
        /// The session to sign in to.
        session: SsoSession,
        /// The account.
        account_id: String,
        /// The role.
        role_name: String,
    },
    /// An IAM Identity Center session without account and role. It has tokens for services that
    /// accept them, but no credentials.
    #[cfg(feature = "sso")]
    SsoToken(SsoSession),
    /// A program that prints credentials.
    #[cfg(feature = "process")]
    Process(Process),
}

impl Source {
    /// The key of the profile that selects this source, for messages.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Keys { .. } => "aws_access_key_id",
            Self::Named(_) => "credential_source",
            #[cfg(feature = "sts")]
            Self::WebIdentity(_) => "web_identity_token_file",
            #[cfg(feature = "sso")]
            Self::Sso { session, .. } | Self::SsoToken(session) => match session.name {
                Some(_) => "sso_session",
                None => "sso_start_url",
            },
            #[cfg(feature = "process")]
            Self::Process(_) => "credential_process",
        }
    }
}

/// The values of `credential_source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialSource {
    /// Environment variables.
    Environment,
    /// The instance's metadata service.
    Ec2InstanceMetadata,
    /// The container's credentials service.
    EcsContainer,
}

/// A role that is assumed with credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The profile with the role.
    pub profile: String,
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`.
    pub session_name: Option<String>,
    /// `external_id`.
    pub external_id: Option<String>,
    /// `duration_seconds`.
    pub duration: Option<Duration>,
    /// `mfa_serial`: the device whose code STS requires.
    pub mfa_serial: Option<String>,
}

/// A role that is assumed with a token in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebIdentity {
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`.
    pub session_name: Option<String>,
    /// `web_identity_token_file`. The file is read for each call.
    pub token_file: String,
}

/// A session of IAM Identity Center to sign in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoSession {
    /// The name of `[sso-session name]`; `None` for a profile in the legacy format.
    pub name: Option<String>,
    /// `sso_region`.
    pub region: String,
    /// `sso_start_url`.
    pub start_url: String,
    /// `sso_registration_scopes`.
    pub registration_scopes: Vec<String>,
}

impl SsoSession {
    /// The text whose SHA-1 in hex is the name of the token's cache file.
    pub fn cache_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.start_url)
    }
}

/// `credential_process`: a command line, which may contain a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Process {
    command: Zeroizing<String>,
}

impl Process {
    /// The program and its arguments. No shell is used.
    ///
    /// # Errors
    ///
    /// A quote is not closed, or the command line is empty.
    pub fn words(&self, platform: Platform) -> Result<Vec<Zeroizing<String>>, String> {
        command::words(&self.command, platform)
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Process([redacted])")
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// Nothing is configured, so the next provider is tried.
    NotConfigured(String),
    /// A setting is invalid, so no other provider is tried.
    Wrong(String),
}

impl NoPlan {
    /// The error if `origin` selects a provider whose feature is not enabled.
    #[allow(dead_code, reason = "with all features nothing lacks")]
    pub(crate) fn needs(origin: &str, feature: &str) -> Self {
        Self::Wrong(format!(
            "{origin} needs the feature `{feature}` of aws-operation; enable it, or configure \
             other credentials"
        ))
    }
}

impl fmt::Display for NoPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured(why) | Self::Wrong(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for NoPlan {}

/// A profile for a message: its name and its location.
fn shown(profile: &crate::profile::Section) -> String {
    format!("the profile `{}` ({})", Line::name(profile.name()), profile.place())
}
