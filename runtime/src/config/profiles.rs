//! The profiles that were read, and what the configuration needs from them.

use crate::profile::{ProfileName, Profiles, Variables, profile_name};

/// The profiles that were read, and the name of the selected one.
pub(super) struct Found {
    pub profiles: Profiles,
    pub name: ProfileName,
    /// The files that were not read, with the reason: the file does not exist although a variable
    /// names it, or the file cannot be read and is not needed.
    pub notes: Vec<String>,
    /// Whether only settings in code are used.
    pub alone: bool,
}

/// What the configuration needs from the files.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Credentials: neither the code nor the key variables set them.
    pub credentials: bool,
    /// Variables configure a credentials provider that comes after the profile.
    pub other_provider: bool,
    /// The region: neither the code nor a variable sets it.
    pub region: bool,
}

impl Found {
    pub fn nothing(in_code: Option<&str>, variables: Variables<'_>) -> Self {
        let name = profile_name(in_code, variables);
        Self { profiles: Profiles::default(), name, notes: Vec::new(), alone: false }
    }
}
