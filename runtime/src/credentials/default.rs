//! The default chain: environment, profile, web identity, container, instance metadata.

use super::chain::{Chain, no_credentials};
use super::container_endpoint::container_request;
use super::plan::{NoPlan, plan, web_identity_from_variables};
use super::providers::{Edges, Lacks, Made};
use crate::profile::{Chosen, ProfileName};

/// The default chain, as far as somebody can be asked: one who is configured has the last word, so
/// that nobody stands behind.
pub(crate) struct DefaultChain {
    pub chain: Chain,
    /// Why each provider is not configured that is not.
    lacks: Vec<(String, String)>,
    is_complete: bool,
}

impl DefaultChain {
    /// # Errors
    ///
    /// A provider is configured, and cannot work.
    pub fn new(
        edges: &Edges<'_>,
        name: &ProfileName,
        absent_files: &[String],
    ) -> Result<Self, String> {
        let mut chain = Self { chain: Chain::new(), lacks: Vec::new(), is_complete: false };
        chain.add("environment", || environment(edges, name))?;
        chain.add(&format!("profile `{}`", crate::error::Line::name(&name.name)), || {
            let plan = plan(edges.settings.profiles(), name);
            edges.of_plan(plan.map_err(|why| with_notes(why, edges, absent_files))?)
        })?;
        chain.add("web identity", || {
            let identity = web_identity_from_variables(edges.settings.variables())?;
            edges.web_identity(&identity, "AWS_WEB_IDENTITY_TOKEN_FILE")
        })?;
        chain.add("container", || {
            let variables = edges.settings.variables();
            let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
            let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
            let origin = if variables.get(relative).is_some() { relative } else { full };
            edges.container(container_request(variables)?, origin)
        })?;
        chain.add("instance metadata", || match edges.metadata("it") {
            // Nobody asks for it by name, so that without its feature it is passed over.
            Err(NoPlan::Wrong(why)) if cfg!(not(feature = "imds")) => {
                Err(NoPlan::NotConfigured(why))
            }
            made => made,
        })?;
        Ok(chain)
    }

    fn add(&mut self, name: &str, make: impl FnOnce() -> Made) -> Result<(), String> {
        if self.is_complete {
            return Ok(());
        }
        let chain = std::mem::take(&mut self.chain);
        self.chain = match make() {
            Ok(provider) => {
                self.is_complete = true;
                chain.then(name.to_owned(), provider)
            }
            Err(NoPlan::NotConfigured(why)) => {
                self.lacks.push((name.to_owned(), why.clone()));
                chain.then(name.to_owned(), Lacks(why))
            }
            Err(NoPlan::Wrong(problem)) => return Err(problem),
        };
        Ok(())
    }

    /// Why nobody can have credentials, if that is so.
    pub fn problem(&self) -> Option<String> {
        if self.is_complete {
            return None;
        }
        Some(no_credentials(self.lacks.iter().map(|(name, why)| (name.as_str(), why.as_str()))))
    }
}

/// Where the profile is not there, the reason may be a file that is not there, or a section that
/// was ignored.
fn with_notes(no_plan: NoPlan, edges: &Edges<'_>, absent_files: &[String]) -> NoPlan {
    if edges.settings.profile().is_some() {
        return no_plan;
    }
    let warnings = edges.settings.profiles().warnings().iter().map(ToString::to_string);
    let notes = absent_files.iter().cloned().chain(warnings).take(MAX_NOTES);
    let notes: String = notes.map(|note| format!("; {note}")).collect();
    match no_plan {
        NoPlan::NotConfigured(why) => NoPlan::NotConfigured(why + &notes),
        NoPlan::Wrong(problem) => NoPlan::Wrong(problem + &notes),
    }
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
