//! The default chain: environment, profile, web identity, container, instance metadata.

use std::sync::Arc;

use super::chain::{Chain, no_credentials};
use super::container_endpoint::container_request;
use super::metadata_endpoint::metadata_is_disabled;
use super::plan::{NoPlan, plan, web_identity_from_variables};
use super::providers::{Edges, Lacks, Made};
use super::{ProvideCredentials, from_environment};
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
            made(edges.of_plan(plan.map_err(|why| with_notes(why, edges, absent_files))?))
        })?;
        chain.add("web identity", || {
            let identity = web_identity_from_variables(edges.settings.variables())?;
            made(edges.web_identity(identity, "AWS_WEB_IDENTITY_TOKEN_FILE"))
        })?;
        chain.add("container", || {
            let request = container_request(edges.settings.variables())?;
            made(edges.container(request, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI"))
        })?;
        chain.add("instance metadata", || {
            if metadata_is_disabled(&edges.settings).map_err(NoPlan::Wrong)? {
                let why = "AWS_EC2_METADATA_DISABLED is true";
                return Err(NoPlan::NotConfigured(why.to_owned()));
            }
            // Nobody asks for it by name, so that without its feature it is passed over.
            edges.metadata("it").map_err(NoPlan::NotConfigured)
        })?;
        Ok(chain)
    }

    fn add(
        &mut self,
        name: &str,
        make: impl FnOnce() -> Result<Arc<dyn ProvideCredentials>, NoPlan>,
    ) -> Result<(), String> {
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

fn made(made: Made) -> Result<Arc<dyn ProvideCredentials>, NoPlan> {
    made.map_err(NoPlan::Wrong)
}

fn environment(
    edges: &Edges<'_>,
    name: &ProfileName,
) -> Result<Arc<dyn ProvideCredentials>, NoPlan> {
    if name.chosen == Chosen::InCode {
        let why = "it is not asked, because the program chose a profile";
        return Err(NoPlan::NotConfigured(why.to_owned()));
    }
    let variables = edges.settings.variables();
    match from_environment(&|name| variables.get(name)) {
        Ok(Some(credentials)) => Ok(Arc::new(credentials)),
        Ok(None) => {
            let why = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set";
            Err(NoPlan::NotConfigured(why.to_owned()))
        }
        Err(error) => Err(NoPlan::Wrong(error.to_string())),
    }
}
