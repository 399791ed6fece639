//! What this workspace's own tests use of the inside: profiles, settings, plans of credentials, the
//! rules of endpoints, and bodies in chunks, without files and variables.
//!
//! Only with the feature `__internals`, which is not for programs: it may change in any release.

pub use crate::aws_chunked::encode_chunks;
pub use crate::config::configured_url;
pub use crate::credentials::container_endpoint::{
    Authorization, ContainerRequest, check_token, container_request, is_container_address,
    not_allowed,
};
pub use crate::credentials::metadata_endpoint::{
    EndpointMode, metadata_attempts, metadata_endpoint, metadata_is_disabled, metadata_timeout,
};
pub use crate::credentials::plan::{
    Base, CredentialSource, NoPlan, Plan, Process, Role, Source, SsoSession, WebIdentity, plan,
    web_identity_from_variables,
};
pub use crate::endpoint::{Region, Resolver, Variant, is_known_region, resolve};
pub use crate::endpoint_rules::{AuthScheme, Parameters, ResolvedEndpoint, Value};
pub use crate::event_frames::{FrameWriter, Frames};
pub use crate::profile::{
    Chosen, FileKind, Files, Place, Platform, ProfileError, ProfileFile, ProfileName, Profiles,
    Property, Section, Setting, Settings, Variables, Warning, locate, profile_name,
};
pub use crate::types::{Partition, partition};
