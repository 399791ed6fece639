//! Parses and merges the config file and the credentials file. Only the environment takes
//! precedence over them.
//!
//! This module opens no files and reads no variables: texts and variables are parameters.
//!
//! Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".

mod line;
mod location;
mod merge;
mod parse;
mod place;
mod problem;
mod property;
mod section;
mod settings;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

#[cfg(feature = "sso")]
pub(crate) use location::sso_cache;
pub use location::{Chosen, Files, Platform, ProfileName, Variables, locate, profile_name};
pub use place::{FileKind, Place};
pub use problem::{ProfileError, Warning};
pub use property::Property;
pub use section::Section;
pub use settings::{Setting, Settings};
pub(crate) use words::{Words, shell_words};

use section::Sections;

/// The maximum size of a profile file.
#[cfg(feature = "profile")]
pub(crate) const MAX_FILE_BYTES: usize = 1 << 20;

/// A profile file: its path and its text.
#[derive(Clone, Copy)]
pub struct ProfileFile<'a> {
    /// The path, for messages.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
}

/// All profiles, SSO sessions and `services` sections of both files.
#[derive(Clone, Default)]
pub struct Profiles {
    profiles: Sections,
    sso_sessions: Sections,
    services: Sections,
    warnings: Vec<Warning>,
}

impl Profiles {
    /// Parses both files, if they exist. Properties in the credentials file take precedence.
    ///
    /// # Errors
    ///
    /// A line is invalid. The error has its file and line number.
    pub fn read(
        config: Option<ProfileFile<'_>>,
        credentials: Option<ProfileFile<'_>>,
    ) -> Result<Self, ProfileError> {
        let mut profiles = Self::default();
        for (kind, file) in [(FileKind::Config, config), (FileKind::Credentials, credentials)] {
            let Some(file) = file else { continue };
            let sections = parse::parse(kind, file, &mut profiles.warnings)?;
            merge::merge(&mut profiles, sections);
        }
        Ok(profiles)
    }

    /// Whether the files have no profiles.
    pub fn is_empty(&self) -> bool {
        self.profiles.iter().next().is_none()
    }

    /// The profile with this name.
    pub fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    /// The section `[sso-session name]`.
    pub fn sso_session(&self, name: &str) -> Option<&Section> {
        self.sso_sessions.get(name)
    }

    /// The section `[services name]`.
    pub fn services(&self, name: &str) -> Option<&Section> {
        self.services.get(name)
    }

    /// The profiles in the order of their names. Only profiles whose names are identifiers or in
    /// quotes are included; [`profile`](Self::profile) finds the others too.
    pub fn profiles(&self) -> impl Iterator<Item = &Section> {
        self.profiles.iter().filter(|section| section.is_standard)
    }

    /// All profiles in the order of their names.
    pub(crate) fn all_profiles(&self) -> impl Iterator<Item = &Section> {
        self.profiles.iter()
    }

    /// The SSO sessions. As in [`profiles`](Self::profiles), only those with standard names are
    /// included.
    pub fn sso_sessions(&self) -> impl Iterator<Item = &Section> {
        self.sso_sessions.iter().filter(|section| section.is_standard)
    }

    /// The parts of the files that were ignored, with the reasons.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// Prints only the names, because values may be secret.
impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profiles")
            .field("profiles", &self.profiles)
            .field("sso_sessions", &self.sso_sessions)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}
