//! The default chain: environment, profile, web identity, container, instance metadata.

use std::fmt::Display;
use std::sync::Arc;

use super::chain::{Chain, no_credentials};
use super::plan::{NoPlan, plan};
use super::providers::{Edges, Lacks, Made};
use crate::profile::{Chosen, ProfileName};

/// The default chain, as far as somebody can be asked: one who is configured has the last word, so
/// that nobody stands behind.
pub(crate) struct DefaultChain {
    pub chain: Chain,
    /// Why nobody can have credentials, if that is so.
    pub problem: Option<String>,
}

impl DefaultChain {
    /// # Errors
    ///
    /// A provider is configured, and cannot work.
    pub fn new(edges: &Edges<'_>, name: &ProfileName, of_files: &[String]) -> Result<Self, String> {
        let of_profile = format!("profile `{}`", crate::error::Line::name(&name.name));
        let providers: [(&str, &dyn Fn() -> Made); 5] = [
            ("environment", &|| environment(edges, name)),
            (&of_profile, &|| profile(edges, name, of_files)),
            ("web identity", &|| edges.web_identity()),
            ("container", &|| edges.container(None)),
            ("instance metadata", &|| metadata(edges)),
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
                    chain.push(name.to_owned().into(), Arc::new(Lacks(why)));
                }
                Err(NoPlan::Wrong(problem)) => return Err(problem),
            }
        }
        Ok(Self { chain, problem: Some(no_credentials(&lacks)) })
    }
}

fn profile(edges: &Edges<'_>, name: &ProfileName, of_files: &[String]) -> Made {
    if cfg!(not(feature = "profile")) {
        return Err(passed_over(NoPlan::needs("it", "profile")));
    }
    let plan = plan(edges.settings.profiles(), name);
    edges.of_plan(plan.map_err(|why| with_notes(why, &name.name, edges, of_files))?)
}

fn metadata(edges: &Edges<'_>) -> Made {
    match cfg!(feature = "imds") {
        true => edges.metadata("it"),
        false => Err(passed_over(NoPlan::needs("it", "imds"))),
    }
}

/// Nobody asks for it by name, so that without its feature it is passed over.
fn passed_over(no_plan: NoPlan) -> NoPlan {
    let (NoPlan::Wrong(why) | NoPlan::NotConfigured(why)) = no_plan;
    NoPlan::NotConfigured(why)
}

/// If there is no such profile, the reason may be a file that was not read (`of_files`), or a section
/// that was ignored.
fn with_notes(mut no_plan: NoPlan, name: &str, edges: &Edges<'_>, of_files: &[String]) -> NoPlan {
    if edges.settings.profile().is_some() {
        return no_plan;
    }
    let (NoPlan::NotConfigured(why) | NoPlan::Wrong(why)) = &mut no_plan;
    let warnings = edges.settings.profiles().warnings();
    let of_files = of_files.iter().map(|note| note as &dyn Display);
    // Those first that are about the profile itself.
    let (about, others): (Vec<_>, Vec<_>) =
        warnings.iter().partition(|warning| warning.is_about(name));
    let warnings = about.iter().chain(&others).map(|note| note as &dyn Display);
    for note in of_files.chain(warnings).take(MAX_NOTES) {
        why.push_str("; ");
        why.push_str(&note.to_string());
    }
    no_plan
}

/// How many notes stand in an error.
const MAX_NOTES: usize = 3;

fn environment(edges: &Edges<'_>, name: &ProfileName) -> Made {
    if name.chosen == Chosen::InCode {
        let why = "it is not asked, because the program chose a profile";
        return Err(NoPlan::NotConfigured(why.to_owned()));
    }
    edges.environment()
}
