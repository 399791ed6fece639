//! The profiles that were read, and what is needed from them.

use crate::profile::{ProfileName, Profiles, Variables, profile_name};

/// The profiles that were read, and the name of the selected one.
pub(super) struct Found {
    pub profiles: Profiles,
    pub name: ProfileName,
    /// The files that were not read, and why: a variable names them and they do not exist, or they
    /// cannot be read and are not needed.
    pub notes: Vec<String>,
    /// Whether only settings in code count.
    pub alone: bool,
}

/// What is needed from the files.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Credentials: neither the code nor the variables for keys have them.
    pub credentials: bool,
    /// Variables configure a provider of credentials that comes after the profile.
    pub other_provider: bool,
    /// The region: neither the code nor a variable has it.
    pub region: bool,
}

impl Found {
    pub fn nothing(in_code: Option<&str>, variables: Variables<'_>) -> Self {
        let name = profile_name(in_code, variables);
        Self { profiles: Profiles::default(), name, notes: Vec::new(), alone: false }
    }
}
