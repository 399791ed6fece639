//! The credentials providers, the cache, and the default chain.

mod cache;
mod chain;
#[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
mod connection;
#[cfg(feature = "container")]
mod container;
pub(crate) mod container_endpoint;
mod default;
#[cfg(any(feature = "container", feature = "imds", feature = "process"))]
mod document;
mod environment;
#[cfg(any(feature = "imds", feature = "sso", feature = "sts"))]
mod error_line;
#[cfg(feature = "imds")]
mod imds;
pub(crate) mod metadata_endpoint;
pub(crate) mod plan;
#[cfg(feature = "process")]
mod process;
#[cfg(feature = "profile")]
mod profile_keys;
mod providers;
#[cfg(feature = "aws-credential-types")]
mod sdk;
#[cfg(feature = "sso")]
mod sso;
#[cfg(feature = "process")]
mod stderr;
#[cfg(feature = "sts")]
mod sts;

pub use cache::CredentialsCache;
pub use chain::{Asked, Chain};
#[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
pub use connection::Connection;
#[cfg(feature = "container")]
pub use container::ContainerCredentials;
pub(crate) use default::DefaultChain;
pub(crate) use environment::from_environment;
#[cfg(feature = "imds")]
pub use imds::InstanceMetadata;
#[cfg(feature = "process")]
pub use process::ProcessCredentials;
pub(crate) use providers::ProviderContext;
#[cfg(feature = "aws-credential-types")]
pub use sdk::SdkCredentials;
#[cfg(feature = "sso")]
pub use sso::SsoCredentials;
#[cfg(feature = "sts")]
pub use sts::{AssumeRole, AssumeRoleWithWebIdentity, MfaCallback, MfaCodeFuture};
