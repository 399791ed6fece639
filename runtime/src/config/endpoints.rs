//! The endpoint of a service: that of code, environment or profile, or the region's.

use super::environment::Environment;
use crate::endpoint::{Endpoint, EndpointError, Variant, configured_url, resolve};
use crate::profile::{Profiles, Settings, Variables};
use crate::service::Service;

/// What endpoints depend on.
#[derive(Default)]
pub(super) struct Endpoints {
    pub in_code: Option<Endpoint>,
    ignore_configured: Option<bool>,
    variant: Variant,
    allow_http: bool,
    environment: Environment,
    profiles: Profiles,
    profile: String,
}

/// An endpoint, and who said it.
pub(crate) struct Found {
    pub endpoint: Result<Endpoint, EndpointError>,
    pub origin: String,
}

const URL: &str = "AWS_ENDPOINT_URL";
const IGNORE: &str = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

impl Endpoints {
    pub fn new(variant: Variant, allow_http: bool, ignore_configured: Option<bool>) -> Self {
        Self { variant, allow_http, ignore_configured, ..Self::default() }
    }

    /// Keeps what says something of endpoints, and no secret.
    pub fn keep(&mut self, environment: &Environment, profiles: &Profiles, profile: &str) {
        self.environment = environment.only(|name| name.starts_with(URL) || name == IGNORE);
        self.profiles = profiles.of_endpoints(profile);
        profile.clone_into(&mut self.profile);
    }

    /// Everything that is wrong with what is configured, also for services that nobody calls.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.in_code.is_some() {
            return problems;
        }
        let any = Service::new("any");
        self.with_settings(|settings| {
            match configured_url(&any, settings, None, self.ignore_configured) {
                Err(problem) => problems.push(problem),
                Ok(_) if self.ignores(settings) => return,
                Ok(_) => {}
            }
            for name in self.environment.names().filter(|name| *name != IGNORE) {
                if let Some(url) = settings.in_variable(name) {
                    problems.extend(self.check(&url.origin, &url.value).err());
                }
            }
            if let Some(url) = settings.in_profile("endpoint_url") {
                problems.extend(self.check(&url.origin, &url.value).err());
            }
            let section = settings.in_profile("services");
            let section = section.and_then(|name| settings.profiles().services(&name.value));
            for (key, _) in section.into_iter().flat_map(|section| section.properties()) {
                let url = section.and_then(|section| section.sub_property(key, "endpoint_url"));
                if let (Some(section), Some(url)) = (section, url) {
                    let origin =
                        format!("`{key}` in `[services {}]` ({})", section.name(), url.place());
                    problems.extend(self.check(&origin, url.value()).err());
                }
            }
        });
        problems
    }

    /// The endpoint of a service in a region.
    pub fn of(&self, service: &Service, region: &str) -> Found {
        if let Some(endpoint) = &self.in_code {
            let endpoint = resolve(service, Some(region), self.variant, Some(endpoint));
            return Found { endpoint, origin: "`endpoint_url`".to_owned() };
        }
        self.of_others(service, region)
    }

    /// The same without that of the code, which is for the services that the code calls.
    pub fn of_others(&self, service: &Service, region: &str) -> Found {
        let configured = self.with_settings(|settings| {
            configured_url(service, settings, None, self.ignore_configured)
        });
        let (endpoint, origin) = match configured {
            Ok(None) => {
                let origin = "that of the region".to_owned();
                return Found {
                    endpoint: resolve(service, Some(region), self.variant, None),
                    origin,
                };
            }
            Ok(Some(url)) => (self.check(&url.origin, &url.value), url.origin),
            Err(problem) => (Err(problem), String::new()),
        };
        let endpoint = endpoint
            .map_err(EndpointError::new)
            .and_then(|endpoint| resolve(service, Some(region), self.variant, Some(&endpoint)));
        Found { endpoint, origin }
    }

    /// An endpoint from its URL, if requests may go there.
    pub fn check(&self, origin: &str, url: &str) -> Result<Endpoint, String> {
        let endpoint: Endpoint = url.parse().map_err(|error| format!("{origin}: {error}"))?;
        if endpoint.is_https() || endpoint.is_local() || self.allow_http {
            return Ok(endpoint);
        }
        Err(format!(
            "{origin}: {endpoint} is plain HTTP to another machine; use https, or say that it is \
             meant, with `allow_http(true)` or AWS_ALLOW_HTTP=true"
        ))
    }

    fn ignores(&self, settings: &Settings<'_>) -> bool {
        self.ignore_configured.unwrap_or_else(|| {
            let flag = settings.flag(IGNORE, "ignore_configured_endpoint_urls");
            matches!(flag, Ok(Some(true)))
        })
    }

    fn with_settings<T>(&self, ask: impl FnOnce(&Settings<'_>) -> T) -> T {
        let find = |name: &str| self.environment.get(name);
        ask(&Settings::new(Variables::new(&find), &self.profiles, &self.profile))
    }
}
