//! The endpoint of a service: from the code, the environment or the profile; otherwise the
//! region's.

use super::configured_url::configured_urls;
use crate::endpoint::{Region, Resolver, Settings as Parameters, Variant};
use crate::error::EndpointError;
use crate::profile::Settings;
use crate::service::Service;
use crate::types::{Endpoint, Target};

/// The settings that endpoints depend on.
#[derive(Default)]
pub(super) struct Endpoints {
    pub in_code: Option<Endpoint>,
    variant: Variant,
    allow_http: bool,
    /// The configuration's parameters for endpoint rules.
    parameters: Parameters,
    /// The name of a partition (`aws-global`), if it was set as the region.
    global_region: Option<String>,
    /// The endpoints in the environment and the profile, in the order of precedence.
    configured: Vec<Configured>,
}

/// A configured endpoint.
struct Configured {
    /// The service's name; `None` for all services.
    service: Option<String>,
    endpoint: Result<Endpoint, String>,
    origin: String,
}

/// How a service's endpoint is determined, or what is wrong with the configured endpoint.
pub(crate) struct Found {
    pub resolver: Result<Resolver, EndpointError>,
    /// The origin of the endpoint.
    pub origin: String,
}

impl Found {
    /// The endpoint, if it does not depend on the call.
    pub fn target(&self) -> Result<Target, EndpointError> {
        self.resolver.as_ref().map_err(Clone::clone)?.target(&[])
    }
}

impl Endpoints {
    pub fn new(
        variant: Variant,
        allow_http: bool,
        global_region: Option<String>,
        parameters: Parameters,
    ) -> Self {
        Self { variant, allow_http, global_region, parameters, ..Self::default() }
    }

    /// Sets the configured endpoints. `names` are the names of all variables.
    pub fn configure<'a>(
        &mut self,
        names: impl Iterator<Item = &'a str>,
        settings: &Settings<'_>,
        ignore_configured: Option<bool>,
    ) {
        let services: Vec<&str> =
            names.filter_map(|name| name.strip_prefix("AWS_ENDPOINT_URL_")).collect();
        for found in configured_urls(&services, settings, ignore_configured) {
            let (endpoint, origin) = match found.url {
                Ok(url) => (self.check(&url.origin, &url.value), url.origin),
                Err(problem) => (Err(problem), String::new()),
            };
            self.configured.push(Configured { service: found.service, endpoint, origin });
        }
    }

    /// All problems of the configured endpoints, also of services without a client.
    pub fn problems(&self) -> impl Iterator<Item = String> {
        self.configured.iter().filter_map(|it| it.endpoint.clone().err())
    }

    /// The endpoint of a service in a region.
    pub fn of(&self, service: &Service, region: &str) -> Found {
        match &self.in_code {
            Some(endpoint) => Found {
                resolver: Ok(self.resolver(service, region, Some(endpoint))),
                origin: "`endpoint_url`".to_owned(),
            },
            None => self.of_others(service, region),
        }
    }

    /// The endpoint of a service, without the endpoint in code: that one is for the services that
    /// the program itself calls.
    pub fn of_others(&self, service: &Service, region: &str) -> Found {
        let name = service.environment_name();
        let is_of = |it: &&Configured| it.service.as_ref().is_none_or(|service| *service == name);
        let Some(found) = self.configured.iter().find(is_of) else {
            let resolver = self.resolver(service, region, None);
            return Found { origin: resolver.rule(), resolver: Ok(resolver) };
        };
        let resolver = match &found.endpoint {
            Ok(endpoint) => Ok(self.resolver(service, region, Some(endpoint))),
            Err(problem) => Err(EndpointError::new(problem.clone())),
        };
        Found { resolver, origin: found.origin.clone() }
    }

    /// How a service's endpoint is determined, with a URL that replaces the service's own.
    pub fn resolver(
        &self,
        service: &Service,
        region: &str,
        configured: Option<&Endpoint>,
    ) -> Resolver {
        let global = self.global_region.as_deref();
        let given = global.filter(|global| Region::of(global).name == region);
        Resolver {
            service: *service,
            region: given.unwrap_or(region).to_owned(),
            variant: self.variant,
            configured: configured.cloned(),
            settings: self.parameters.clone(),
        }
    }

    /// Parses an endpoint URL, and checks that requests may be sent to it.
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
}
