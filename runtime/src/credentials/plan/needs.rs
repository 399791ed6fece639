//! The errors for settings that need a feature which is not enabled.

use super::NoPlan;
#[cfg(not(feature = "sso"))]
use super::Source;
#[cfg(not(feature = "sso"))]
use crate::profile::Profiles;
use crate::profile::Section;

/// An error if the profile has one of these keys. The error names the key and the feature.
pub(super) fn unless_set(profile: &Section, keys: &[&str], feature: &str) -> Result<(), NoPlan> {
    match keys.iter().find(|key| profile.get(key).is_some()) {
        Some(key) => Err(NoPlan::needs(&profile.origin(key), feature)),
        None => Ok(()),
    }
}

#[cfg(not(feature = "sso"))]
pub(super) fn sso(_: &Profiles, profile: &Section) -> Result<Option<Source>, NoPlan> {
    if !profile.has_any(&["sso_account_id", "sso_role_name"]) {
        return Ok(None);
    }
    let keys = ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"];
    unless_set(profile, &keys, "sso").map(|()| None)
}

#[cfg(not(feature = "sso"))]
pub(super) fn session_alone(_: &Profiles, profile: &Section) -> Result<Option<Source>, NoPlan> {
    unless_set(profile, &["sso_session"], "sso").map(|()| None)
}
