//! The profiles that were found, and what is needed of them.

use crate::profile::{ProfileName, Profiles, Variables, profile_name};

/// The profiles that were read, and the one that is asked for.
pub(super) struct Found {
    pub profiles: Profiles,
    pub name: ProfileName,
    /// Files that a variable names, and that do not exist.
    pub absent: Vec<String>,
    /// The code alone counts.
    pub alone: bool,
}

/// What is needed of the files.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Nothing else has credentials.
    pub credentials: bool,
    /// Nothing else says the region.
    pub region: bool,
}

impl Found {
    pub fn nothing(in_code: Option<&str>, variables: Variables<'_>) -> Self {
        let name = profile_name(in_code, variables);
        Self { profiles: Profiles::default(), name, absent: Vec::new(), alone: false }
    }
}
