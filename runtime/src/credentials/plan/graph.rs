//! Follows a profile's `source_profile` references to its credentials.

use std::time::Duration;

use super::base::{base, keys};
use super::missing::{found, ignored, missing, others};
use super::{Base, NoPlan, Plan, Role, shown};
use crate::error::Line;
use crate::profile::{ProfileName, Profiles, Section};

/// The maximum length of a chain of profiles. Each profile's role is assumed with the credentials
/// of the next profile.
const LONGEST: usize = 32;

/// The plan of a profile.
///
/// # Errors
///
/// [`NoPlan`]: the profile has no credentials settings, or an invalid one.
///
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider".
pub fn plan(profiles: &Profiles, asked: &ProfileName) -> Result<Plan, NoPlan> {
    let Some(root) = profiles.profile(&asked.name) else {
        return Err(missing(profiles, asked));
    };
    let mut profile = root;
    let mut way = vec![root.name()];
    let mut roles = Vec::new();
    let source = loop {
        // In a source profile, keys take precedence over a role.
        if way.len() > 1 {
            if let Some(keys) = keys(profile)? {
                break keys;
            }
        }
        let Some((role, next)) = role(profiles, profile)? else {
            break found(base(profiles, profile)?, profile, way.len() > 1)?;
        };
        roles.push(role);
        let Next::Profile(name) = next else {
            break found(base(profiles, profile)?, profile, true)?;
        };
        let seen = way.contains(&name);
        way.push(name);
        if seen {
            return Err(NoPlan::Wrong(format!(
                "the profiles form a loop: {}; give one of them keys of its own, or another \
                 `source_profile`",
                Line::name(&way.join(" -> "))
            )));
        }
        if way.len() > LONGEST {
            return Err(NoPlan::Wrong(format!(
                "the chain of `source_profile` is longer than {LONGEST} profiles: {}; give one of \
                 them keys of its own",
                way.join(" -> ")
            )));
        }
        let shown_name = Line::name(name);
        profile = profiles.profile(name).ok_or_else(|| {
            NoPlan::Wrong(format!(
                "{} has `source_profile = {shown_name}`, but there is no profile \
                 `{shown_name}`{}{}",
                shown(profile),
                others(profiles),
                ignored(profiles, name)
            ))
        })?;
    };
    roles.reverse();
    let base = Base { profile: profile.name().to_owned(), source };
    Ok(Plan { profile: root.name().to_owned(), base, roles })
}

/// The source of the credentials for assuming a role.
enum Next<'a> {
    /// The profile itself: its other keys.
    Same,
    Profile(&'a str),
}

/// The role of a profile, unless it is assumed with only a token.
fn role<'a>(profiles: &Profiles, profile: &'a Section) -> Result<Option<(Role, Next<'a>)>, NoPlan> {
    let Some(role_arn) = profile.text("role_arn") else { return Ok(None) };
    if profile.get("web_identity_token_file").is_some() {
        return Ok(None);
    }
    let source = profile.reference("source_profile", |name| profiles.profile(name).is_some());
    let next = match (source, profile.get("credential_source")) {
        (Some(_), Some(_)) => {
            return Err(NoPlan::Wrong(format!(
                "{} has both `source_profile` and `credential_source`; remove one of them",
                shown(profile)
            )));
        }
        (None, None) => {
            return Err(NoPlan::Wrong(format!(
                "{} has `role_arn` but no credentials to assume the role with; add \
                 `source_profile`, `credential_source` or `web_identity_token_file`",
                shown(profile)
            )));
        }
        (Some(name), None) if name != profile.name() => Next::Profile(name),
        _ => Next::Same,
    };
    let text = |key| profile.text(key).map(str::to_owned);
    let role = Role {
        profile: profile.name().to_owned(),
        role_arn: role_arn.to_owned(),
        session_name: text("role_session_name"),
        external_id: text("external_id"),
        duration: duration(profile)?,
        mfa_serial: text("mfa_serial"),
    };
    Ok(Some((role, next)))
}

/// The durations in seconds that STS accepts.
const DURATIONS: std::ops::RangeInclusive<u64> = 900..=43_200;

fn duration(profile: &Section) -> Result<Option<Duration>, NoPlan> {
    let Some(property) = profile.get("duration_seconds") else { return Ok(None) };
    match property.value().parse() {
        Ok(seconds) if DURATIONS.contains(&seconds) => Ok(Some(Duration::from_secs(seconds))),
        _ => Err(NoPlan::Wrong(format!(
            "{} is invalid; set it to a number of seconds from {} to {}, the limits of STS",
            profile.origin("duration_seconds"),
            DURATIONS.start(),
            DURATIONS.end(),
        ))),
    }
}

#[cfg(all(test, feature = "process", feature = "sso"))]
mod tests;
