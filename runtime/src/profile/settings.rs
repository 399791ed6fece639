//! [`Settings`]: values from the environment, otherwise from the profile, each with its origin.

use std::fmt;

use super::{Profiles, Section, Variables};
use crate::endpoint::{Region, check_region};

/// The environment and the profile. The environment takes precedence.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    variables: Variables<'a>,
    profiles: &'a Profiles,
    profile: Option<&'a Section>,
}

/// A value with its origin.
#[derive(Clone, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: String,
    /// The origin for messages: the variable, or the profile's key with its location.
    pub origin: String,
}

/// Omits the value, because a URL may contain a password.
impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Setting {
    pub(crate) fn truth(&self) -> Result<bool, String> {
        if self.value.eq_ignore_ascii_case("true") {
            return Ok(true);
        }
        if self.value.eq_ignore_ascii_case("false") {
            return Ok(false);
        }
        Err(format!("{} is neither true nor false; set it to one of them", self.origin))
    }
}

impl<'a> Settings<'a> {
    /// Settings from these variables, and from the profile with this name if it exists.
    pub fn new(variables: Variables<'a>, profiles: &'a Profiles, profile: &str) -> Self {
        Self { variables, profiles, profile: profiles.profile(profile) }
    }

    /// The environment.
    pub fn variables(&self) -> Variables<'a> {
        self.variables
    }

    /// The profile; `None` if it does not exist.
    pub fn profile(&self) -> Option<&'a Section> {
        self.profile
    }

    /// All profiles.
    pub fn profiles(&self) -> &'a Profiles {
        self.profiles
    }

    /// The variable's value; otherwise the value of the profile's key.
    pub fn get(&self, variable: &str, key: &str) -> Option<Setting> {
        self.in_variable(variable).or_else(|| self.in_profile(key))
    }

    pub(crate) fn in_variable(&self, variable: &str) -> Option<Setting> {
        let value = self.variables.get(variable)?;
        Some(Setting { value, origin: variable.to_owned() })
    }

    pub(crate) fn in_profile(&self, key: &str) -> Option<Setting> {
        let profile = self.profile?;
        let value = profile.text(key)?.to_owned();
        Some(Setting { value, origin: profile.origin(key) })
    }

    /// A sub-property of the profile, such as `addressing_style` in `s3`.
    pub(crate) fn nested(&self, key: &str, name: &str) -> Option<Setting> {
        let profile = self.profile?;
        let value = profile.sub_property(key, name)?.value().to_owned();
        Some(Setting { value, origin: format!("`{name}` in {}", profile.origin(key)) })
    }

    /// A flag. Its value may be in upper or lower case.
    ///
    /// # Errors
    ///
    /// The value is neither true nor false.
    pub fn flag(&self, variable: &str, key: &str) -> Result<Option<bool>, String> {
        self.get(variable, key).map(|setting| setting.truth()).transpose()
    }

    /// The region: from the code, `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile. If none is
    /// set, the region of the instance metadata is used.
    ///
    /// # Errors
    ///
    /// The region is not a host label. It is part of a host name.
    pub fn region(&self, in_code: Option<&str>) -> Result<Option<Setting>, String> {
        let said = match in_code {
            Some(region) => {
                Some(Setting { value: region.to_owned(), origin: "`region`".to_owned() })
            }
            None => {
                self.in_variable("AWS_REGION").or_else(|| self.get("AWS_DEFAULT_REGION", "region"))
            }
        };
        let Some(setting) = said else { return Ok(None) };
        let checked = check_region(&setting.value);
        match checked.and_then(|()| check_region(Region::of(&setting.value).name)) {
            Ok(()) => Ok(Some(setting)),
            Err(error) => Err(format!("{}: {error}", setting.origin)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ProfileFile;
    use super::*;

    fn with<T>(variables: &[(&str, &str)], text: &str, ask: impl FnOnce(Settings<'_>) -> T) -> T {
        let find = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let profiles = Profiles::read(Some(ProfileFile { path: "config", text }), None);
        ask(Settings::new(Variables::new(&find), &profiles.unwrap_or_default(), "default"))
    }

    #[test]
    fn the_region_comes_from_the_first_that_says_one() {
        let text = "[default]\nregion = eu-west-3";
        let default = ("AWS_DEFAULT_REGION", "eu-west-2");
        for (variables, in_code, expected) in [
            (&[("AWS_REGION", "eu-west-1"), default][..], Some("us-east-1"), "us-east-1"),
            (&[("AWS_REGION", "eu-west-1"), default], None, "eu-west-1"),
            (&[("AWS_REGION", " "), default], None, "eu-west-2"),
            (&[], None, "eu-west-3"),
        ] {
            let region = with(variables, text, |settings| settings.region(in_code));
            assert_eq!(
                region.map(|region| region.map(|it| it.value)),
                Ok(Some(expected.to_owned()))
            );
        }
        assert_eq!(with(&[], "", |settings| settings.region(None)), Ok(None));
    }

    #[test]
    fn a_wrong_value_names_who_said_it() {
        let text = "[default]\nregion = x@evil.com:443/#\nuse_fips_endpoint = yes";
        assert_eq!(
            with(&[], text, |settings| settings.region(None)),
            Err("`region` of the profile `default` (config, line 2): invalid region \
                 \"x@evil.com:443/#\"; use letters, digits and inner hyphens, like eu-west-1"
                .to_owned())
        );
        let fips =
            |settings: Settings<'_>| settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
        assert_eq!(
            with(&[], text, fips),
            Err("`use_fips_endpoint` of the profile `default` (config, line 3) is neither true nor \
                 false; set it to one of them"
                .to_owned())
        );
        let variable = [("AWS_USE_FIPS_ENDPOINT", "True")];
        assert_eq!(with(&variable, text, fips), Ok(Some(true)));
    }
}
