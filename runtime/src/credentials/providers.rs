//! Makes the providers of a plan. Each provider needs its own feature.

use std::sync::Arc;

#[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
use super::Connection;
use super::from_environment;
use super::plan::{CredentialSource, NoPlan, Plan, Source};
use crate::error::{CredentialsError, EndpointError};
use crate::profile::Settings;
use crate::service::Service;
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::{Endpoint, ProvideCredentials};

/// The settings that providers are made from.
#[allow(dead_code, reason = "each feature uses some of it")]
pub(crate) struct ProviderContext<'a> {
    /// The environment, and the selected profile.
    pub settings: Settings<'a>,
    /// The configuration's transport. Providers share its connections.
    pub transport: Arc<dyn Transport>,
    pub timer: Arc<dyn Timer>,
    /// The region. It is empty if there is none; the configuration then fails later.
    pub region: &'a str,
    /// Determines a service's endpoint in a region from the environment and the profile.
    pub endpoint: &'a dyn Fn(&Service, &str) -> Result<Endpoint, EndpointError>,
    /// Returns the codes of MFA devices.
    #[cfg(feature = "sts")]
    pub mfa: Option<super::MfaCallback>,
}

/// A role of IAM Identity Center.
#[cfg(feature = "sso")]
struct Sso {
    session: super::plan::SsoSession,
    account_id: String,
    role_name: String,
}

/// A provider, or why it cannot be made, for example because its feature is not enabled.
pub(super) type ProviderResult = Result<Arc<dyn ProvideCredentials>, NoPlan>;

impl ProviderContext<'_> {
    /// The provider of a profile: its source, and the roles that are assumed with its credentials.
    pub(super) fn of_plan(&self, plan: Plan) -> ProviderResult {
        let source = self.of_source(plan.base.source, &plan.base.profile)?;
        #[cfg(feature = "sts")]
        let source =
            plan.roles.iter().try_fold(source, |source, role| self.of_role(source, role))?;
        Ok(source)
    }

    fn of_source(&self, source: Source, profile: &str) -> ProviderResult {
        let key = source.key();
        let found = self.settings.profiles().profile(profile);
        let origin = found.map_or_else(|| format!("`{key}`"), |profile| profile.origin(key));
        match source {
            Source::Keys { credentials, .. } => Ok(match found.and_then(|it| it.get(key)) {
                #[cfg(feature = "profile")]
                Some(property) => {
                    let place = property.place();
                    Arc::new(super::profile_keys::ProfileKeys::new(profile, place, credentials))
                }
                _ => Arc::new(credentials),
            }),
            Source::Named(named) => {
                let (value, made) = match named {
                    CredentialSource::Environment => ("Environment", self.environment()),
                    CredentialSource::Ec2InstanceMetadata => {
                        ("Ec2InstanceMetadata", self.metadata(&origin))
                    }
                    CredentialSource::EcsContainer => {
                        ("EcsContainer", self.container(Some(&origin)))
                    }
                };
                made.map_err(|why| match why {
                    NoPlan::NotConfigured(why) => {
                        NoPlan::Wrong(format!("{origin} is {value}, but {why}; change one of them"))
                    }
                    wrong => wrong,
                })
            }
            #[cfg(feature = "sts")]
            Source::WebIdentity(identity) => self.of_token(&identity),
            #[cfg(feature = "sso")]
            Source::Sso { session, account_id, role_name } => {
                self.sso(&Sso { session, account_id, role_name }, profile, &origin)
            }
            #[cfg(feature = "sso")]
            Source::SsoToken(_) => Err(NoPlan::Wrong(format!(
                "{origin} is a session without an account and a role; add `sso_account_id` and \
                 `sso_role_name`"
            ))),
            #[cfg(feature = "process")]
            Source::Process(process) => self.process(&process, &origin),
        }
    }

    /// The keys in the environment.
    pub(super) fn environment(&self) -> ProviderResult {
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
    fn of_role(
        &self,
        source: Arc<dyn ProvideCredentials>,
        role: &super::plan::Role,
    ) -> ProviderResult {
        let provider = super::AssumeRole::from_plan(role, self.region, source, self.mfa.clone());
        let provider = provider.endpoint(self.at(&crate::services::STS, self.region)?);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    /// The role and the token in the environment.
    #[cfg(feature = "sts")]
    pub(super) fn web_identity(&self) -> ProviderResult {
        self.of_token(&super::plan::web_identity_from_variables(self.settings.variables())?)
    }

    #[cfg(not(feature = "sts"))]
    pub(super) fn web_identity(&self) -> ProviderResult {
        let variable = "AWS_WEB_IDENTITY_TOKEN_FILE";
        match self.settings.variables().get(variable) {
            Some(_) => Err(NoPlan::needs(variable, "sts")),
            None => Err(NoPlan::NotConfigured(format!("{variable} is not set"))),
        }
    }

    #[cfg(feature = "sts")]
    fn of_token(&self, identity: &super::plan::WebIdentity) -> ProviderResult {
        let provider = super::AssumeRoleWithWebIdentity::from_plan(identity, self.region);
        let provider = provider.endpoint(self.at(&crate::services::STS, self.region)?);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    /// The IAM Identity Center role of a profile.
    #[cfg(feature = "sso")]
    fn sso(&self, sso: &Sso, profile: &str, origin: &str) -> ProviderResult {
        use super::sso::{SSO, SSO_OIDC};
        use crate::profile::{Platform, sso_cache};

        let Sso { session, account_id, role_name } = sso;
        let Some(folder) = sso_cache(self.settings.variables(), Platform::HERE) else {
            return Err(NoPlan::Wrong(format!(
                "{origin} needs the token cache in the home directory, but HOME is not set; set it"
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

    /// The endpoint of a service that returns credentials.
    #[cfg(any(feature = "sso", feature = "sts"))]
    fn at(&self, service: &Service, region: &str) -> Result<Endpoint, NoPlan> {
        (self.endpoint)(service, region).map_err(|error| NoPlan::Wrong(error.to_string()))
    }

    /// The program of a profile.
    #[cfg(feature = "process")]
    fn process(&self, process: &super::plan::Process, origin: &str) -> ProviderResult {
        let provider = super::ProcessCredentials::from_plan(process).map_err(|error| {
            let error = error.to_string();
            NoPlan::Wrong(error.replacen("`credential_process`", origin, 1))
        })?;
        Ok(Arc::new(provider.timer(Arc::clone(&self.timer))))
    }

    /// The container's credentials endpoint, from its variables. `origin` is the setting that
    /// selects it, if there is one.
    #[cfg(feature = "container")]
    pub(super) fn container(&self, _: Option<&str>) -> ProviderResult {
        let request = super::container_endpoint::container_request(self.settings.variables())?;
        let provider = super::ContainerCredentials::from_request(request);
        Ok(Arc::new(provider.connection(self.connection())))
    }

    #[cfg(not(feature = "container"))]
    pub(super) fn container(&self, origin: Option<&str>) -> ProviderResult {
        use super::container_endpoint::VARIABLES;

        let is_set = |name: &&str| self.settings.variables().get(name).is_some();
        match origin.or_else(|| VARIABLES.into_iter().find(is_set)) {
            Some(origin) => Err(NoPlan::needs(origin, "container")),
            None => {
                let [relative, full] = VARIABLES;
                let why = format!("neither {relative} nor {full} is set");
                Err(NoPlan::NotConfigured(why))
            }
        }
    }

    /// The instance metadata service. `origin` is the setting that selects it.
    #[cfg(feature = "imds")]
    pub(super) fn metadata(&self, _: &str) -> ProviderResult {
        Ok(Arc::new(self.instance()?))
    }

    /// The instance metadata service.
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
    pub(super) fn metadata(&self, origin: &str) -> ProviderResult {
        use super::metadata_endpoint::metadata_is_disabled;

        match metadata_is_disabled(&self.settings).map_err(NoPlan::Wrong)? {
            true => Err(NoPlan::NotConfigured("AWS_EC2_METADATA_DISABLED is true".to_owned())),
            false => Err(NoPlan::needs(origin, "imds")),
        }
    }

    #[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
    fn connection(&self) -> Connection {
        Connection::new(Arc::clone(&self.transport), Arc::clone(&self.timer))
    }
}

/// A provider that is not configured. Contains the reason.
pub(super) struct NotConfiguredProvider(pub String);

impl ProvideCredentials for NotConfiguredProvider {
    fn credentials(&self) -> crate::types::CredentialsFuture<'_> {
        let error = CredentialsError::not_configured(self.0.clone());
        Box::pin(std::future::ready(Err(error)))
    }
}
