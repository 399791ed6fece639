//! The plan of a profile without the feature `sts`, which needs no other profiles.

use super::base::base;
use super::missing::{found, missing};
use super::needs::unless_set;
use super::{Base, NoPlan, Plan};
use crate::profile::{ProfileName, Profiles};

/// The plan of a profile.
pub fn plan(profiles: &Profiles, asked: &ProfileName) -> Result<Plan, NoPlan> {
    let Some(profile) = profiles.profile(&asked.name) else {
        return Err(missing(profiles, asked));
    };
    if profile.get("web_identity_token_file").is_none() {
        unless_set(profile, &["role_arn"], "sts")?;
    }
    let source = found(base(profiles, profile)?, profile, false)?;
    let base = Base { profile: profile.name().to_owned(), source };
    Ok(Plan { profile: profile.name().to_owned(), base })
}
