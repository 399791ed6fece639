//! The errors for a profile that does not exist or has no credentials.

use super::{NoPlan, Source, shown};
use crate::error::Line;
use crate::profile::{Chosen, ProfileName, Profiles, Section, Warning};

/// A profile that is referenced must have credentials. Any other profile may have only a region.
pub(super) fn found(
    source: Option<Source>,
    profile: &Section,
    needed: bool,
) -> Result<Source, NoPlan> {
    source.ok_or_else(|| {
        if profile.get("login_session").is_some() {
            let name = profile.name();
            return NoPlan::Wrong(format!(
                "{} is for `aws login`, which this crate does not support; add `credential_process \
                 = aws configure export-credentials --profile {name} --format process` to another \
                 profile, and use that profile",
                shown(profile)
            ));
        }
        let problem = format!(
            "{} has no credentials; add `aws_access_key_id` and `aws_secret_access_key`, a role, \
             an SSO session or a `credential_process`",
            shown(profile)
        );
        match needed {
            true => NoPlan::Wrong(problem),
            false => NoPlan::NotConfigured(problem),
        }
    })
}

pub(crate) fn missing(profiles: &Profiles, asked: &ProfileName) -> NoPlan {
    let name = Line::name(&asked.name);
    let who = match asked.chosen {
        Chosen::ByDefault if profiles.is_empty() => {
            let problem = "there are no profiles; `aws configure` creates one";
            return NoPlan::NotConfigured(problem.to_owned());
        }
        Chosen::ByDefault => {
            return NoPlan::NotConfigured(format!(
                "there is no profile `{name}`; set AWS_PROFILE to an existing profile{}",
                others(profiles)
            ));
        }
        Chosen::ByVariable(variable) => format!("{variable} is `{name}`"),
        Chosen::InCode => format!("the profile `{name}` is set in code"),
    };
    NoPlan::Wrong(match profiles.is_empty() {
        true => format!("{who}, but there are no profiles; `aws configure` creates one"),
        false => format!("{who}, but there is no profile with that name{}", others(profiles)),
    })
}

/// The names of the profiles, or only some of them if there are many.
pub(super) fn others(profiles: &Profiles) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<_> =
        profiles.all_profiles().map(|it| format!("`{}`", Line::name(it.name()))).collect();
    let more = names.len() > SHOWN;
    names.truncate(SHOWN);
    if more {
        names.push("…".to_owned());
    }
    format!("; the profiles are {}", names.join(", "))
}

/// Why a section with this name is ignored; empty if there is none.
pub(crate) fn ignored(profiles: &Profiles, name: &str) -> String {
    let about = |warning: &&Warning| warning.is_about(name);
    let warning = profiles.warnings().iter().find(about);
    warning.map(|warning| format!("; {warning}")).unwrap_or_default()
}
