//! Reads the profile files: only the files that are needed.

use zeroize::Zeroizing;

use super::files::{NotRead, Read};
use super::profiles::{Found, Needs};
use crate::credentials::plan::{NoPlan, ignored, missing};
use crate::profile::{Chosen, Platform, ProfileFile, ProfileName, Profiles, Variables, locate};

impl Found {
    /// Reads the config file, which has all kinds of settings. Reads the credentials file only if
    /// the config file lacks something that is needed.
    ///
    /// # Errors
    ///
    /// A file cannot be read although it is needed or a variable names it; a file has invalid
    /// syntax; neither file has the selected profile.
    pub fn read(
        in_code: Option<&str>,
        variables: Variables<'_>,
        needs: Needs,
        read: Read<'_>,
    ) -> Result<Self, String> {
        let Self { name, mut notes, .. } = Self::nothing(in_code, variables);
        let are_needed = are_needed(&name, needs);
        let files = locate(variables, Platform::HERE)?;

        let variable = files.config_is_named.then_some("AWS_CONFIG_FILE");
        let config = Place { path: files.config, variable, are_needed };
        let config = File::open(config, read, &mut notes)?;
        if !needs.credentials {
            let profiles = parse(&config, &File::default())?;
            let profile = profiles.profile(&name.name);
            let has_region = profile.is_some_and(|profile| profile.get("region").is_some());
            let is_there = profile.is_some() || name.chosen == Chosen::ByDefault;
            if is_there && (has_region || !needs.region) {
                return Ok(Self { profiles, name, notes, alone: false });
            }
        }

        let variable = files.credentials_is_named.then_some("AWS_SHARED_CREDENTIALS_FILE");
        let credentials = Place { path: files.credentials, variable, are_needed };
        let credentials = File::open(credentials, read, &mut notes)?;
        let profiles = parse(&config, &credentials)?;
        // If credentials are needed, the chain reports the missing profile.
        if !needs.credentials && profiles.profile(&name.name).is_none() {
            if let NoPlan::Wrong(problem) = missing(&profiles, &name) {
                return Err(problem + &ignored(&profiles, &name.name));
            }
        }
        Ok(Self { profiles, name, notes, alone: false })
    }
}

/// Whether anything from the files is required.
fn are_needed(name: &ProfileName, needs: Needs) -> bool {
    name.chosen != Chosen::ByDefault || needs.region || (needs.credentials && !needs.other_provider)
}

/// A file that may be read.
struct Place {
    /// `None` without a home directory.
    path: Option<String>,
    /// The variable that names the file.
    variable: Option<&'static str>,
    /// Whether anything from the files is required.
    are_needed: bool,
}

/// The text of a file; `None` if the file does not exist or cannot be read.
#[derive(Default)]
struct File {
    path: Option<String>,
    text: Option<Zeroizing<String>>,
}

impl File {
    /// # Errors
    ///
    /// The file cannot be read although it is needed or a variable names it; or the file is not a
    /// valid profile file.
    fn open(place: Place, read: Read<'_>, notes: &mut Vec<String>) -> Result<Self, String> {
        let Place { path, variable, are_needed } = place;
        let Some(path) = path else { return Ok(Self::default()) };
        let note = match (read(&path), variable) {
            (Ok(text), _) => return Ok(Self { path: Some(path), text: Some(text) }),
            (Err(NotRead::Absent), None) => return Ok(Self::default()),
            (Err(NotRead::Absent), Some(variable)) => {
                format!("{variable} is {path}, which does not exist")
            }
            // The file cannot exist, so it has nothing that is needed.
            (Err(NotRead::BelowAFile(problem)), None) => problem,
            (Err(NotRead::Unreadable(problem)), None) if !are_needed => problem,
            (
                Err(
                    NotRead::BelowAFile(problem)
                    | NotRead::Unreadable(problem)
                    | NotRead::Wrong(problem),
                ),
                _,
            ) => return Err(problem),
        };
        notes.push(note);
        Ok(Self::default())
    }

    fn as_read(&self) -> Option<ProfileFile<'_>> {
        Some(ProfileFile { path: self.path.as_deref()?, text: self.text.as_deref()? })
    }
}

fn parse(config: &File, credentials: &File) -> Result<Profiles, String> {
    let profiles = Profiles::read(config.as_read(), credentials.as_read());
    profiles.map_err(|error| error.to_string())
}
