//! The config and the credentials file: parsed and merged. Only the environment takes precedence
//! over them.
//!
//! Nothing here opens a file or reads a variable: texts and variables are parameters.
//!
//! Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".

mod line;
mod location;
mod merge;
mod parse;
mod problem;
mod section;
mod settings;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

#[cfg(feature = "sso")]
pub(crate) use location::sso_cache;
pub use location::{Chosen, Files, Platform, ProfileName, Variables, locate, profile_name};
pub use problem::{FileKind, Place, ProfileError, Warning};
pub use section::{Property, Section};
pub use settings::{Setting, Settings};
pub(crate) use words::{Words, shell_words};

use section::Sections;

/// No file of profiles is larger.
#[cfg(feature = "profile")]
pub(crate) const MAX_FILE_BYTES: usize = 1 << 20;

/// A file as it was read: where it is, and what is in it.
#[derive(Clone, Copy)]
pub struct ProfileFile<'a> {
    /// Its path, for messages.
    pub path: &'a str,
    /// Its text.
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
    /// Reads both files, where they exist. A property of the credentials file wins.
    ///
    /// # Errors
    ///
    /// A line that cannot be understood, with its file and number.
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

    /// Whether neither file has a profile.
    pub fn is_empty(&self) -> bool {
        self.profiles.iter().next().is_none()
    }

    /// A profile.
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

    /// The profiles with names of the standard's characters, or in quotes, by name. Those with other
    /// names are found only by [`profile`](Self::profile).
    pub fn profiles(&self) -> impl Iterator<Item = &Section> {
        self.profiles.iter().filter(|section| section.is_standard)
    }

    /// All profiles, by name.
    pub(crate) fn all_profiles(&self) -> impl Iterator<Item = &Section> {
        self.profiles.iter()
    }

    /// The SSO sessions, as [`profiles`](Self::profiles) has them.
    pub fn sso_sessions(&self) -> impl Iterator<Item = &Section> {
        self.sso_sessions.iter().filter(|section| section.is_standard)
    }

    /// What was ignored, and why.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// The names alone: values may be secret.
impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profiles")
            .field("profiles", &self.profiles)
            .field("sso_sessions", &self.sso_sessions)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}
