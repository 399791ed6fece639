//! Reads the inputs of a configuration: the files, and the instance's region.

use std::sync::Arc;

use super::ConfigBuilder;
use super::environment::Environment;
use super::files::Files;
use super::profiles::{Found, Needs};
use crate::error::ConfigError;
use crate::profile::{Chosen, Variables};
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::Timeouts;

/// Variables for credentials providers that come after the profile.
const OTHER_PROVIDERS: [&str; 3] = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

impl ConfigBuilder {
    /// Reads the files. Sets the default transport and timer if none is set in code.
    ///
    /// # Errors
    ///
    /// A file cannot be read. Only this problem is reported, because it may cause the others.
    pub(super) fn read(
        &mut self,
        environment: &Environment,
        files: &Files<'_>,
    ) -> Result<Found, ConfigError> {
        self.timer = self.timer.take().or_else(default_timer);
        let transport = self.transport.take();
        self.transport = transport.or_else(|| default_transport(self.timeouts));
        let find = |name: &str| environment.get(name);
        self.profiles(files, Variables::new(&find)).map_err(|problem| {
            let mut problems = environment.unreadable.clone();
            problems.push(problem);
            ConfigError::of(problems)
        })
    }

    /// The provider to get the region from if it is not set anywhere: the instance.
    #[cfg(feature = "imds")]
    pub(super) fn instance(
        &self,
        environment: &Environment,
        found: &Found,
    ) -> Option<crate::credentials::InstanceMetadata> {
        use crate::credentials::ProviderContext;
        use crate::profile::Settings;
        use crate::transport::for_credentials;

        let find = |name: &str| environment.get(name);
        let settings = Settings::new(Variables::new(&find), &found.profiles, &found.name.name);
        let is_absent = found.name.chosen != Chosen::ByDefault && settings.profile().is_none();
        if is_absent || !matches!(settings.region(self.region.as_deref()), Ok(None)) {
            return None;
        }
        let context = ProviderContext {
            settings,
            transport: for_credentials(self.transport.as_ref()?),
            timer: self.timer.clone()?,
            region: "",
            endpoint: &|service, region| crate::types::Endpoint::regional(service, region),
            #[cfg(feature = "sts")]
            mfa: None,
        };
        context.instance().ok()
    }

    /// The profiles, if files are read.
    fn profiles(&self, files: &Files<'_>, variables: Variables<'_>) -> Result<Found, String> {
        let in_code = self.profile.as_deref();
        let is_set = |name: &str| variables.get(name).is_some();
        let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        let in_environment = keys.into_iter().any(is_set) && in_code.is_none();
        let needs = Needs {
            credentials: self.credentials.is_none() && !in_environment,
            other_provider: OTHER_PROVIDERS.into_iter().any(is_set) && in_code.is_none(),
            region: self.region.is_none()
                && !["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().any(is_set),
        };
        let found = Found::nothing(in_code, variables);
        let who = match found.name.chosen {
            Chosen::ByDefault => None,
            Chosen::ByVariable(variable) => Some(format!("{variable} is set")),
            Chosen::InCode => Some("a profile is set in code".to_owned()),
        };
        match (files, who) {
            // This condition lets the compiler omit the code that reads files if it is not used.
            (Files::Read(read), _) if cfg!(any(feature = "profile", test)) => {
                Found::read(in_code, variables, needs, read)
            }
            (Files::NotAsked, None) => Ok(Found { alone: true, ..found }),
            (Files::Read(_) | Files::NoFeature, None) => Ok(found),
            (Files::NotAsked, Some(_)) => {
                Err("a profile is set in code, but `build` reads no files; use `load`".to_owned())
            }
            (Files::Read(_) | Files::NoFeature, Some(who)) => Err(format!(
                "{who}, but profile files are only read with the feature `profile` of \
                 aws-operation; enable it"
            )),
        }
    }
}

#[cfg(feature = "hyper")]
fn default_transport(timeouts: Timeouts) -> Option<Arc<dyn Transport>> {
    use crate::transport::Hyper;

    Some(Arc::new(Hyper::new(timeouts)))
}

#[cfg(not(feature = "hyper"))]
fn default_transport(_: Timeouts) -> Option<Arc<dyn Transport>> {
    None
}

#[cfg(feature = "tokio")]
fn default_timer() -> Option<Arc<dyn Timer>> {
    Some(Arc::new(crate::time::TokioTimer::new()))
}

#[cfg(not(feature = "tokio"))]
fn default_timer() -> Option<Arc<dyn Timer>> {
    None
}
