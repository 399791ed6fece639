//! [`Plan`]: how a profile's credentials are come by, as data. Nothing is called.

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

/// Credentials to begin with, and the roles that are assumed with them, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The profile that was asked for.
    pub profile: String,
    /// Where the first credentials come from.
    pub base: Base,
    /// The roles, in the order in which they are assumed: the last one's credentials are the
    /// answer, or those of the base where there is no role.
    #[cfg(feature = "sts")]
    pub roles: Vec<Role>,
}

/// A profile, and the source of credentials that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The profile.
    pub profile: String,
    /// The source.
    pub source: Source,
}

/// Where credentials come from, without another profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Keys in the profile.
    Keys {
        /// The keys.
        credentials: Credentials,
        /// The account that they belong to, where the profile says so.
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
        /// Where to sign in.
        session: SsoSession,
        /// The account.
        account_id: String,
        /// The role.
        role_name: String,
    },
    /// A session of IAM Identity Center, without account and role: it has tokens for services that
    /// take them, and no credentials.
    #[cfg(feature = "sso")]
    SsoToken(SsoSession),
    /// A program that prints credentials.
    #[cfg(feature = "process")]
    Process(Process),
}

impl Source {
    /// The key of the profile that asks for this source: for messages.
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
    /// The profile that names it.
    pub profile: String,
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`.
    pub session_name: Option<String>,
    /// `external_id`.
    pub external_id: Option<String>,
    /// `duration_seconds`.
    pub duration: Option<Duration>,
    /// `mfa_serial`: the device whose code STS asks for.
    pub mfa_serial: Option<String>,
}

/// A role that is assumed with a token, of which a file holds the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebIdentity {
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`.
    pub session_name: Option<String>,
    /// `web_identity_token_file`, read anew for each call.
    pub token_file: String,
}

/// Where to sign in to IAM Identity Center.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoSession {
    /// The name of `[sso-session name]`; a profile of the legacy kind has none.
    pub name: Option<String>,
    /// `sso_region`.
    pub region: String,
    /// `sso_start_url`.
    pub start_url: String,
    /// `sso_registration_scopes`.
    pub registration_scopes: Vec<String>,
}

impl SsoSession {
    /// What the token's cache file is named after, as the SHA-1 of it in hex.
    pub fn cache_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.start_url)
    }
}

/// `credential_process`: a command line, which may hold a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Process {
    command: Zeroizing<String>,
}

impl Process {
    /// The program and its arguments. No shell has a part in it.
    ///
    /// # Errors
    ///
    /// A quote that is not closed, or no program.
    pub fn words(&self, platform: Platform) -> Result<Vec<Zeroizing<String>>, String> {
        command::words(&self.command, platform)
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Process([redacted])")
    }
}

/// Why a profile gives no plan, or the environment none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// Nothing is said about credentials, so the next provider is asked.
    NotConfigured(String),
    /// Something is said that cannot be, so nobody else is asked.
    Wrong(String),
}

impl NoPlan {
    /// What is said of a provider that this program is built without, to whom `origin` asks for it.
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

/// A profile for a message: its name, and where it stands.
fn shown(profile: &crate::profile::Section) -> String {
    format!("the profile `{}` ({})", Line::name(profile.name()), profile.place())
}
