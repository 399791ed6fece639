//! Which of the two files are read, and when: none that nobody needs.

use zeroize::Zeroizing;

use super::files::Read;
use super::profiles::{Found, Needs};
use crate::credentials::plan::{NoPlan, missing};
use crate::profile::{Chosen, Platform, ProfileFile, Profiles, Variables, locate};

impl Found {
    /// Reads the config file, which has settings of all kinds; and the credentials file where
    /// something is needed that the config file does not have.
    ///
    /// # Errors
    ///
    /// A file cannot be read or understood; a profile that somebody chose is in neither.
    pub fn read(
        in_code: Option<&str>,
        variables: Variables<'_>,
        needs: Needs,
        read: Read<'_>,
    ) -> Result<Self, String> {
        let Self { name, .. } = Self::nothing(in_code, variables);
        let files = locate(variables, Platform::HERE)?;
        let mut absent = Vec::new();

        let config_variable = files.config_is_named.then_some("AWS_CONFIG_FILE");
        let config = File::open(files.config, config_variable, read, &mut absent)?;
        if !needs.credentials {
            let profiles = parse(&config, &File::default())?;
            let profile = profiles.profile(&name.name);
            let has_region = profile.is_some_and(|profile| profile.get("region").is_some());
            let is_there = profile.is_some() || name.chosen == Chosen::ByDefault;
            if is_there && (has_region || !needs.region) {
                return Ok(Self { profiles, name, absent, alone: false });
            }
        }

        let variable = files.credentials_is_named.then_some("AWS_SHARED_CREDENTIALS_FILE");
        let credentials = File::open(files.credentials, variable, read, &mut absent)?;
        let profiles = parse(&config, &credentials)?;
        // Where credentials are needed, the chain says so.
        if !needs.credentials && profiles.profile(&name.name).is_none() {
            if let NoPlan::Wrong(problem) = missing(&profiles, &name) {
                return Err(problem);
            }
        }
        Ok(Self { profiles, name, absent, alone: false })
    }
}

/// A file, which may not exist, and may have no path for want of a home.
#[derive(Default)]
struct File {
    path: Option<String>,
    text: Option<Zeroizing<String>>,
}

impl File {
    /// A file that a variable names, and that does not exist, is one of those that are `absent`.
    fn open(
        path: Option<String>,
        variable: Option<&str>,
        read: Read<'_>,
        absent: &mut Vec<String>,
    ) -> Result<Self, String> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = read(&path)?;
        if let (None, Some(variable)) = (&text, variable) {
            absent.push(format!("{variable} is {path}, which does not exist"));
        }
        Ok(Self { path: Some(path), text })
    }

    fn as_read(&self) -> Option<ProfileFile<'_>> {
        Some(ProfileFile { path: self.path.as_deref()?, text: self.text.as_deref()? })
    }
}

fn parse(config: &File, credentials: &File) -> Result<Profiles, String> {
    let profiles = Profiles::read(config.as_read(), credentials.as_read());
    profiles.map_err(|error| error.to_string())
}
