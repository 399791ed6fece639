//! The IAM Identity Center settings in a profile: a session's name, or the legacy format.

use super::missing::ignored;
use super::{NoPlan, Source, SsoSession, shown};
use crate::endpoint::check_region;
use crate::error::Line;
use crate::profile::{Profiles, Section};

/// The SSO role of a profile, if the profile has an account or a role.
pub(super) fn sso(profiles: &Profiles, profile: &Section) -> Result<Option<Source>, NoPlan> {
    let (account_id, role_name) = match ["sso_account_id", "sso_role_name"].map(|k| profile.text(k))
    {
        [None, None] => return Ok(None),
        [Some(account_id), Some(role_name)] => (account_id.to_owned(), role_name.to_owned()),
        [Some(_), None] => return Err(lacks(profile, "sso_account_id", "sso_role_name")),
        [None, Some(_)] => return Err(lacks(profile, "sso_role_name", "sso_account_id")),
    };
    let session = match named_session(profiles, profile)? {
        Some(session) => session,
        None => session(&shown(profile), profile, None)?,
    };
    Ok(Some(Source::Sso { session, account_id, role_name }))
}

/// The session of a profile that has neither an account nor a role.
pub(super) fn session_alone(
    profiles: &Profiles,
    profile: &Section,
) -> Result<Option<Source>, NoPlan> {
    Ok(named_session(profiles, profile)?.map(Source::SsoToken))
}

fn lacks(profile: &Section, has: &str, lacks: &str) -> NoPlan {
    NoPlan::Wrong(format!("{} has `{has}` but no `{lacks}`; add it", shown(profile)))
}

fn named_session(profiles: &Profiles, profile: &Section) -> Result<Option<SsoSession>, NoPlan> {
    let name = profile.reference("sso_session", |name| profiles.sso_session(name).is_some());
    let Some(name) = name else { return Ok(None) };
    let shown_name = Line::name(name);
    let Some(section) = profiles.sso_session(name) else {
        return Err(NoPlan::Wrong(format!(
            "{} has `sso_session = {shown_name}`, but there is no `[sso-session {shown_name}]`; \
             `aws configure sso-session` adds one to the config file{}",
            shown(profile),
            ignored(profiles, name)
        )));
    };
    // A profile may repeat the value for older programs, but must not have a different one.
    for key in ["sso_region", "sso_start_url"] {
        let said = profile.text(key);
        if said.is_some() && said != section.text(key) {
            return Err(NoPlan::Wrong(format!(
                "{} and `[sso-session {shown_name}]` have a different `{key}`; remove it from the \
                 profile",
                shown(profile)
            )));
        }
    }
    let of = format!("the section `[sso-session {shown_name}]` ({})", section.place());
    session(&of, section, Some(name)).map(Some)
}

/// The session in a section.
fn session(of: &str, section: &Section, name: Option<&str>) -> Result<SsoSession, NoPlan> {
    let needed = |key: &str| {
        section.get(key).ok_or_else(|| NoPlan::Wrong(format!("{of} has no `{key}`; add it")))
    };
    let (region, start_url) = (needed("sso_region")?, needed("sso_start_url")?);
    // The region becomes part of a host name.
    if let Err(error) = check_region(region.value()) {
        let kind = if name.is_some() { "session" } else { "profile" };
        return Err(NoPlan::Wrong(format!(
            "`sso_region` of the {kind} `{}` ({}): {error}",
            Line::name(section.name()),
            region.place()
        )));
    }
    let scopes = section.text("sso_registration_scopes").unwrap_or_default().split(',');
    let scopes = scopes.map(str::trim).filter(|scope| !scope.is_empty());
    Ok(SsoSession {
        name: name.map(str::to_owned),
        region: region.value().to_owned(),
        start_url: start_url.value().to_owned(),
        registration_scopes: scopes.map(str::to_owned).collect(),
    })
}
