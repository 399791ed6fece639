//! From a plan to the providers that carry it out, each of which has a feature of its own.

use std::sync::Arc;

#[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
use super::Connection;
use super::container_endpoint::{ContainerRequest, container_request};
use super::plan::{CredentialSource, NoPlan, Plan, Process, Role, Source, SsoSession, WebIdentity};
use super::{CredentialsError, ProvideCredentials, from_environment};
use crate::endpoint::{Endpoint, EndpointError};
use crate::profile::Settings;
use crate::service::Service;
use crate::time::Timer;
use crate::transport::Transport;

/// What providers are made with.
#[allow(dead_code, reason = "each feature uses some of it")]
pub(crate) struct Edges<'a> {
    /// The environment, and the profile that is asked for.
    pub settings: Settings<'a>,
    /// Those of the configuration: providers share its connections.
    pub transport: Arc<dyn Transport>,
    pub timer: Arc<dyn Timer>,
    /// The region, which a configuration without one never gets to use.
    pub region: &'a str,
    /// Where a service is in a region, as the environment and the profile say it.
    pub endpoint: &'a dyn Fn(&Service, &str) -> Result<Endpoint, EndpointError>,
    /// Who is asked for codes of MFA devices.
    #[cfg(feature = "sts")]
    pub mfa: Option<super::MfaCallback>,
}

/// A role of IAM Identity Center.
#[cfg_attr(not(feature = "sso"), expect(dead_code, reason = "it needs the feature"))]
struct Sso {
    session: SsoSession,
    account_id: String,
    role_name: String,
}

/// A provider, or why there is none: its feature lacks, say.
pub(super) type Made = Result<Arc<dyn ProvideCredentials>, NoPlan>;

impl Edges<'_> {
    /// The provider of a profile: its source, and the roles that are assumed from there.
    pub(super) fn of_plan(&self, plan: Plan) -> Made {
        let Plan { base, roles, .. } = plan;
        let source = self.of_source(base.source, &base.profile)?;
        roles.into_iter().try_fold(source, |source, role| self.of_role(source, &role))
    }

    fn of_source(&self, source: Source, profile: &str) -> Made {
        let origin = self.shown(profile, source.key());
        match source {
            Source::Keys { credentials, .. } => Ok(Arc::new(credentials)),
            Source::Named(named) => {
                let (value, made) = match named {
                    CredentialSource::Environment => ("Environment", self.environment()),
                    CredentialSource::Ec2InstanceMetadata => {
                        ("Ec2InstanceMetadata", self.metadata(&origin))
                    }
                    CredentialSource::EcsContainer => {
                        let request = container_request(self.settings.variables());
                        let made = request.and_then(|request| self.container(request, &origin));
                        ("EcsContainer", made)
                    }
                };
                made.map_err(|why| match why {
                    NoPlan::NotConfigured(why) => NoPlan::Wrong(format!(
                        "{origin} is {value}, and {why}; change one of the two"
                    )),
                    wrong => wrong,
                })
            }
            Source::WebIdentity(identity) => self.web_identity(&identity, &origin),
            Source::Sso { session, account_id, role_name } => {
                self.sso(&Sso { session, account_id, role_name }, profile, &origin)
            }
            Source::SsoToken(_) => Err(NoPlan::Wrong(format!(
                "{origin} is a session without an account and a role; add `sso_account_id` and \
                 `sso_role_name`"
            ))),
            Source::Process(process) => self.process(&process, &origin),
        }
    }

    /// The keys of the environment.
    pub(super) fn environment(&self) -> Made {
        let variables = self.settings.variables();
        match from_environment(&|name| variables.get(name)) {
            Ok(Some(credentials)) => Ok(Arc::new(credentials)),
            Ok(None) => {
                let why = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set";
                Err(NoPlan::NotConfigured(why.to_owned()))
            }
            Err(error) => Err(NoPlan::Wrong(error.to_string())),
        }
    }

    #[cfg(feature = "sts")]
    fn of_role(&self, source: Arc<dyn ProvideCredentials>, role: &Role) -> Made {
        let provider = super::AssumeRole::from_plan(role, self.region, source, self.mfa.clone());
        let provider = provider.endpoint(self.at(&super::sts::STS, self.region)?);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    #[cfg(not(feature = "sts"))]
    fn of_role(&self, _: Arc<dyn ProvideCredentials>, role: &Role) -> Made {
        needs(&self.shown(&role.profile, "role_arn"), "sts")
    }

    /// The role of a token, as `origin` asks for it.
    #[cfg(feature = "sts")]
    pub(super) fn web_identity(&self, identity: &WebIdentity, _: &str) -> Made {
        let provider = super::AssumeRoleWithWebIdentity::from_plan(identity, self.region);
        let provider = provider.endpoint(self.at(&super::sts::STS, self.region)?);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    #[cfg(not(feature = "sts"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    pub(super) fn web_identity(&self, _: &WebIdentity, origin: &str) -> Made {
        needs(origin, "sts")
    }

    /// The role of IAM Identity Center that a profile names.
    #[cfg(feature = "sso")]
    fn sso(&self, sso: &Sso, profile: &str, origin: &str) -> Made {
        use super::sso::{SSO, SSO_OIDC};
        use crate::profile::{Platform, sso_cache};

        let Sso { session, account_id, role_name } = sso;
        let Some(folder) = sso_cache(self.settings.variables(), Platform::HERE) else {
            return Err(NoPlan::Wrong(format!(
                "{origin} has its tokens in the home directory, and HOME is not set; set it"
            )));
        };
        let portal = self.at(&SSO, &session.region)?;
        let oidc = self.at(&SSO_OIDC, &session.region)?;
        let provider = super::SsoCredentials::from_plan(session, account_id, role_name)
            .profile(profile)
            .cache_folder(folder)
            .endpoints(Some(portal), Some(oidc))
            .connection(self.connection());
        Ok(Arc::new(provider))
    }

    #[cfg(not(feature = "sso"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn sso(&self, _: &Sso, _: &str, origin: &str) -> Made {
        needs(origin, "sso")
    }

    /// The endpoint of a service that credentials come from.
    #[cfg(any(feature = "sso", feature = "sts"))]
    fn at(&self, service: &Service, region: &str) -> Result<Endpoint, NoPlan> {
        (self.endpoint)(service, region).map_err(|error| NoPlan::Wrong(error.to_string()))
    }

    /// The program of a profile.
    #[cfg(feature = "process")]
    fn process(&self, process: &Process, origin: &str) -> Made {
        let provider = super::ProcessCredentials::from_plan(process).map_err(|error| {
            let error = error.to_string();
            NoPlan::Wrong(error.replacen("`credential_process`", origin, 1))
        })?;
        Ok(Arc::new(provider.timer(Arc::clone(&self.timer))))
    }

    #[cfg(not(feature = "process"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn process(&self, _: &Process, origin: &str) -> Made {
        needs(origin, "process")
    }

    /// The container's service, as `origin` asks for it.
    #[cfg(feature = "container")]
    pub(super) fn container(&self, request: ContainerRequest, _: &str) -> Made {
        let provider = super::ContainerCredentials::from_request(request);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    #[cfg(not(feature = "container"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    pub(super) fn container(&self, _: ContainerRequest, origin: &str) -> Made {
        needs(origin, "container")
    }

    /// The instance's metadata service, as `origin` asks for it.
    #[cfg(feature = "imds")]
    pub(super) fn metadata(&self, _: &str) -> Made {
        Ok(Arc::new(self.instance()?))
    }

    /// The instance's metadata service.
    #[cfg(feature = "imds")]
    pub(crate) fn instance(&self) -> Result<super::InstanceMetadata, NoPlan> {
        let provider = super::InstanceMetadata::from_settings(&self.settings);
        let provider = provider.map_err(|error| match error.is_not_configured() {
            true => NoPlan::NotConfigured(error.to_string()),
            false => NoPlan::Wrong(error.to_string()),
        })?;
        Ok(provider.connection(self.connection()))
    }

    #[cfg(not(feature = "imds"))]
    pub(super) fn metadata(&self, origin: &str) -> Made {
        use super::metadata_endpoint::metadata_is_disabled;

        match metadata_is_disabled(&self.settings).map_err(NoPlan::Wrong)? {
            true => Err(NoPlan::NotConfigured("AWS_EC2_METADATA_DISABLED is true".to_owned())),
            false => needs(origin, "imds"),
        }
    }

    #[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
    fn connection(&self) -> Connection {
        Connection::new(Arc::clone(&self.transport), Arc::clone(&self.timer))
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
#[allow(dead_code, reason = "with all features nothing lacks")]
fn needs(origin: &str, feature: &str) -> Made {
    Err(NoPlan::Wrong(format!(
        "{origin} needs the feature `{feature}` of aws-operation; enable it, or configure other \
         credentials"
    )))
}

/// A provider that has nothing to go by.
pub(super) struct Lacks(pub String);

impl ProvideCredentials for Lacks {
    fn credentials(&self) -> super::CredentialsFuture<'_> {
        let error = CredentialsError::not_configured(self.0.clone());
        Box::pin(std::future::ready(Err(error)))
    }
}
