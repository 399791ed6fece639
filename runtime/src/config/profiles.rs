//! The profiles that were found, and what is needed of them.

use crate::profile::{ProfileName, Profiles, Variables, profile_name};

/// The profiles that were read, and the one that is asked for.
pub(super) struct Found {
    pub profiles: Profiles,
    pub name: ProfileName,
    /// Which files were not read, and why: those that a variable names and that do not exist, and
    /// those that cannot be read and are not needed.
    pub notes: Vec<String>,
    /// Only the code counts.
    pub alone: bool,
}

/// What is needed of the files.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Neither the code nor variables with keys give credentials.
    pub credentials: bool,
    /// Variables name a provider of credentials that comes after the profile.
    pub other_provider: bool,
    /// Neither the code nor a variable gives the region.
    pub region: bool,
}

impl Found {
    pub fn nothing(in_code: Option<&str>, variables: Variables<'_>) -> Self {
        let name = profile_name(in_code, variables);
        Self { profiles: Profiles::default(), name, notes: Vec::new(), alone: false }
    }
}
