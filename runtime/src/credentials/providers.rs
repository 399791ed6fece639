//! From a plan to the providers that carry it out, each of which has a feature of its own.

use std::sync::Arc;

use super::container_endpoint::ContainerRequest;
use super::plan::{CredentialSource, Plan, Role, Source, WebIdentity};
use super::{CredentialsError, ProvideCredentials, from_environment};
use crate::profile::Settings;

/// What providers are made with.
pub(crate) struct Edges<'a> {
    /// The environment, and the profile that is asked for.
    pub settings: Settings<'a>,
}

/// A provider, or why there is none: its feature lacks, say.
pub(super) type Made = Result<Arc<dyn ProvideCredentials>, String>;

impl Edges<'_> {
    /// The provider of a profile: its source, and the roles that are assumed from there.
    pub(super) fn of_plan(&self, plan: Plan) -> Made {
        let Plan { base, roles, .. } = plan;
        let source = self.of_source(base.source, &base.profile)?;
        roles.into_iter().try_fold(source, |source, role| self.of_role(source, role))
    }

    fn of_source(&self, source: Source, profile: &str) -> Made {
        let key = source.key();
        match source {
            Source::Keys { credentials, .. } => Ok(Arc::new(credentials)),
            Source::Named(CredentialSource::Environment) => {
                let variables = self.settings.variables();
                match from_environment(&|name| variables.get(name)) {
                    Ok(Some(credentials)) => Ok(Arc::new(credentials)),
                    Ok(None) => Err(format!(
                        "{} is Environment, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are \
                         not set; set them",
                        self.shown(profile, key)
                    )),
                    Err(error) => Err(error.to_string()),
                }
            }
            Source::Named(CredentialSource::Ec2InstanceMetadata) => {
                self.metadata(&self.shown(profile, key))
            }
            Source::Named(CredentialSource::EcsContainer) => {
                let request =
                    super::container_endpoint::container_request(self.settings.variables());
                match request {
                    Ok(request) => self.container(request, &self.shown(profile, key)),
                    Err(why) => Err(format!("{}: {why}", self.shown(profile, key))),
                }
            }
            Source::WebIdentity(identity) => self.web_identity(identity, &self.shown(profile, key)),
            Source::Sso { .. } => Err(needs(&self.shown(profile, key), "sso")),
            Source::SsoToken(_) => Err(format!(
                "{} is a session without an account and a role; add `sso_account_id` and \
                 `sso_role_name`",
                self.shown(profile, key)
            )),
            Source::Process(_) => Err(needs(&self.shown(profile, key), "process")),
        }
    }

    fn of_role(&self, _: Arc<dyn ProvideCredentials>, role: Role) -> Made {
        Err(needs(&self.shown(&role.profile, "role_arn"), "sts"))
    }

    /// The role of a token, as `origin` asks for it.
    pub(super) fn web_identity(&self, _: WebIdentity, origin: &str) -> Made {
        Err(needs(origin, "sts"))
    }

    /// The container's service, as `origin` asks for it.
    pub(super) fn container(&self, _: ContainerRequest, origin: &str) -> Made {
        Err(needs(origin, "container"))
    }

    /// The instance's metadata service, as `origin` asks for it.
    pub(super) fn metadata(&self, origin: &str) -> Made {
        Err(needs(origin, "imds"))
    }

    /// A key for a message, with its line.
    fn shown(&self, profile: &str, key: &str) -> String {
        let place = self.settings.profiles().profile(profile).and_then(|profile| profile.get(key));
        match place {
            Some(property) => format!("`{key}` of the profile `{profile}` ({})", property.place()),
            None => format!("`{key}` of the profile `{profile}`"),
        }
    }
}

/// What is said of a provider that this program is built without.
fn needs(origin: &str, feature: &str) -> String {
    format!(
        "{origin} needs the feature `{feature}` of aws-operation; enable it, or configure other \
         credentials"
    )
}

/// A provider that has nothing to go by.
pub(super) struct Lacks(pub String);

impl ProvideCredentials for Lacks {
    fn credentials(&self) -> super::CredentialsFuture<'_> {
        let error = CredentialsError::not_configured(self.0.clone());
        Box::pin(std::future::ready(Err(error)))
    }
}
