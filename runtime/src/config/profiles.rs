//! Which of the two files are read, and when: none that nobody needs.

use zeroize::Zeroizing;

use super::files::Read;
use crate::credentials::plan::{NoPlan, missing};
use crate::profile::{
    Chosen, Platform, ProfileFile, ProfileName, Profiles, Variables, locate, profile_name,
};

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
        let text = read(&path)?.map(Zeroizing::new);
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
