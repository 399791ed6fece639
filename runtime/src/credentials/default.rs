//! The default chain: environment, profile, web identity, container, instance metadata.

use std::fmt::Display;
use std::sync::Arc;

use super::chain::{Chain, no_credentials};
use super::plan::{NoPlan, plan};
use super::providers::{NotConfiguredProvider, ProviderContext, ProviderResult};
use crate::profile::{Chosen, ProfileName};

/// The default chain, up to the first provider that is configured. Later providers are never used.
pub(crate) struct DefaultChain {
    pub chain: Chain,
    /// Why no provider is configured; `None` if one is.
    pub problem: Option<String>,
}

impl DefaultChain {
    /// # Errors
    ///
    /// A provider is configured, but cannot be used.
    pub fn new(
        context: &ProviderContext<'_>,
        name: &ProfileName,
        of_files: &[String],
    ) -> Result<Self, String> {
        let of_profile = format!("profile `{}`", crate::error::Line::name(&name.name));
        let providers: [(&str, &dyn Fn() -> ProviderResult); 5] = [
            ("environment", &|| environment(context, name)),
            (&of_profile, &|| profile(context, name, of_files)),
            ("web identity", &|| context.web_identity()),
            ("container", &|| context.container(None)),
            ("instance metadata", &|| metadata(context)),
        ];
        let mut chain = Chain::new();
        let mut lacks = Vec::new();
        for (name, make) in providers {
            match make() {
                Ok(provider) => {
                    chain.push(name.to_owned().into(), provider);
                    return Ok(Self { chain, problem: None });
                }
                Err(NoPlan::NotConfigured(why)) => {
                    lacks.push(format!("{name} ({why})"));
                    chain.push(name.to_owned().into(), Arc::new(NotConfiguredProvider(why)));
                }
                Err(NoPlan::Wrong(problem)) => return Err(problem),
            }
        }
        Ok(Self { chain, problem: Some(no_credentials(&lacks)) })
    }
}

fn profile(
    context: &ProviderContext<'_>,
    name: &ProfileName,
    of_files: &[String],
) -> ProviderResult {
    if cfg!(not(feature = "profile")) {
        return Err(passed_over(NoPlan::needs("it", "profile")));
    }
    let plan = plan(context.settings.profiles(), name);
    context.of_plan(plan.map_err(|why| with_notes(why, &name.name, context, of_files))?)
}

fn metadata(context: &ProviderContext<'_>) -> ProviderResult {
    match cfg!(feature = "imds") {
        true => context.metadata("it"),
        false => Err(passed_over(NoPlan::needs("it", "imds"))),
    }
}

/// No setting selects this provider, so without its feature it counts as not configured.
fn passed_over(no_plan: NoPlan) -> NoPlan {
    let (NoPlan::Wrong(why) | NoPlan::NotConfigured(why)) = no_plan;
    NoPlan::NotConfigured(why)
}

/// Adds notes to the error of a missing profile: the cause may be a file that was not read
/// (`of_files`), or an ignored section.
fn with_notes(
    mut no_plan: NoPlan,
    name: &str,
    context: &ProviderContext<'_>,
    of_files: &[String],
) -> NoPlan {
    if context.settings.profile().is_some() {
        return no_plan;
    }
    let (NoPlan::NotConfigured(why) | NoPlan::Wrong(why)) = &mut no_plan;
    let warnings = context.settings.profiles().warnings();
    let of_files = of_files.iter().map(|note| note as &dyn Display);
    // The notes about this profile come first.
    let (about, others): (Vec<_>, Vec<_>) =
        warnings.iter().partition(|warning| warning.is_about(name));
    let warnings = about.iter().chain(&others).map(|note| note as &dyn Display);
    for note in of_files.chain(warnings).take(MAX_NOTES) {
        why.push_str("; ");
        why.push_str(&note.to_string());
    }
    no_plan
}

/// The maximum number of notes in an error.
const MAX_NOTES: usize = 3;

fn environment(context: &ProviderContext<'_>, name: &ProfileName) -> ProviderResult {
    if name.chosen == Chosen::InCode {
        let why = "skipped, because a profile is set in code";
        return Err(NoPlan::NotConfigured(why.to_owned()));
    }
    context.environment()
}
