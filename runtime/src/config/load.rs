//! Resolves code, environment and files to a [`Config`], and collects all problems.

use std::sync::Arc;

use super::endpoint_parameters;
use super::endpoints::Endpoints;
use super::environment::Environment;
use super::profiles::Found;
use super::settings;
use super::whoami::Origins;
use super::{Config, ConfigBuilder, Inner};
use crate::call::{MaxResponse, Setup};
use crate::credentials::{Chain, CredentialsCache, DefaultChain, ProviderContext};
use crate::endpoint::{Region, Variant};
use crate::error::ConfigError;
use crate::profile::{Chosen, Setting, Settings, Variables};
use crate::retry::{Retry, needs_timer};
use crate::time::NoTimer;
use crate::transport::for_credentials;
use crate::types::ProvideCredentials;

/// The credentials provider, and the chain that it uses.
struct CredentialsSource {
    provider: Arc<dyn ProvideCredentials>,
    chain: Arc<Chain>,
}

impl ConfigBuilder {
    /// Resolves the configuration. `instance` is the instance's response for its region.
    pub(super) fn resolve(
        &self,
        environment: &Environment,
        found: &Found,
        instance: Option<Result<String, String>>,
    ) -> Result<Config, ConfigError> {
        let mut problems = environment.unreadable.clone();
        let mut notes = Vec::new();
        let find = |name: &str| environment.get(name);
        let variables = Variables::new(&find);
        let settings = Settings::new(variables, &found.profiles, &found.name.name);
        let is_absent = found.name.chosen != Chosen::ByDefault && settings.profile().is_none();

        let region = keep(&mut problems, settings.region(self.region.as_deref()));
        let region = match (region, instance) {
            (Some(None), Some(Ok(value))) => {
                Some(Setting { value, origin: "the instance's metadata".to_owned() })
            }
            // The missing profile may have a region. It is reported elsewhere.
            (Some(None), _) if is_absent && self.credentials.is_none() => None,
            (Some(None), instance) => {
                let why = instance.and_then(Result::err).unwrap_or_default();
                let why = if why.is_empty() { why } else { format!(" (the instance: {why})") };
                let read = cfg!(feature = "profile");
                let profile = if read { "or `region` in the profile, " } else { "" };
                problems.push(format!(
                    "no region: set AWS_REGION or AWS_DEFAULT_REGION, {profile}or call `region` on \
                     `Config::builder()`{why}"
                ));
                None
            }
            (region, _) => region.flatten(),
        };

        let given = region.as_ref().map(|region| region.value.clone()).unwrap_or_default();
        let named = Region::of(&given);
        let region = region.map(|region| match named.name == given {
            true => region,
            // The region name that requests are signed for.
            false => Setting {
                value: named.name.to_owned(),
                origin: format!("{}: `{given}`", region.origin),
            },
        });

        let allow_http = self.allow_http.unwrap_or_else(|| {
            let allow = variables.get("AWS_ALLOW_HTTP");
            allow.is_some_and(|value| value.eq_ignore_ascii_case("true"))
        });
        let variant = Variant::choose(&settings, self.fips, self.dual_stack);
        let mut variant = keep(&mut problems, variant).unwrap_or_default();
        variant.fips |= named.fips;
        let parameters = endpoint_parameters::of(&settings, &self.endpoint_parameters);
        let parameters = parameters.unwrap_or_else(|wrong| {
            problems.extend(wrong);
            Vec::new()
        });
        let parameters = parameters.into();
        let global_region = named.is_global.then(|| given.clone());
        let mut endpoints = Endpoints::new(variant, allow_http, global_region, parameters);
        endpoints.configure(environment.names(), &settings, self.ignore_configured);
        match &self.endpoint_url {
            Some(url) => {
                endpoints.in_code = keep(&mut problems, endpoints.check("`endpoint_url`", url));
            }
            None => problems.extend(endpoints.problems()),
        }

        if self.transport.is_none() {
            problems.push(
                "no transport: enable the feature `hyper`, or call `transport` on \
                 `Config::builder()`"
                    .to_owned(),
            );
        }
        let timer = self.timer.clone();
        let waits = timer.clone().unwrap_or_else(|| Arc::new(NoTimer));
        let credentials = match &self.transport {
            Some(transport) => {
                let context = ProviderContext {
                    settings,
                    transport: for_credentials(transport),
                    timer: Arc::clone(&waits),
                    region: region.as_ref().map_or("", |region| &region.value),
                    endpoint: &|service, region| {
                        endpoints.of_others(service, region).target().map(|target| target.endpoint)
                    },
                    #[cfg(feature = "sts")]
                    mfa: self.mfa.clone(),
                };
                self.credentials_source(found, &context).map(Some)
            }
            None => Ok(None),
        };
        let credentials = keep(&mut problems, credentials).flatten();

        let compression = match self.compression {
            Some(compression) => compression,
            None => keep(&mut problems, settings::compression(&settings)).unwrap_or_default(),
        };
        let request_checksums = match self.request_checksums {
            Some(checksums) => checksums,
            None => keep(&mut problems, settings::request_checksums(&settings)).unwrap_or_default(),
        };
        let response_checksums = match self.response_checksums {
            Some(checksums) => checksums,
            None => {
                keep(&mut problems, settings::response_checksums(&settings)).unwrap_or_default()
            }
        };
        let mut flag =
            |variable| keep(&mut problems, settings::flag(&settings, variable)).unwrap_or_default();
        let rules_2026 = flag("AWS_NEW_RETRIES_2026");
        let disabled = flag("AWS_DISABLE_CLOCK_SKEW_CORRECTION");
        let corrects_clock_skew = self.clock_skew_correction.unwrap_or(!disabled);
        let retry = match self.retry.clone() {
            Some(retry) => retry,
            None => settings::retry(&settings, &mut notes).unwrap_or_else(|wrong| {
                problems.extend(wrong);
                Retry::standard()
            }),
        };
        let retry = retry.or_rules_2026(rules_2026);
        if timer.is_none() && needs_timer(&retry, &self.timeouts) {
            problems.push(
                "no timer to wait with: enable the feature `tokio`, call `timer` on \
                 `Config::builder()`, or set `Retry::off()` and no timeout"
                    .to_owned(),
            );
        }

        match (region, credentials, self.transport.clone()) {
            (Some(region), Some(credentials), Some(transport)) if problems.is_empty() => {
                Ok(Config {
                    inner: Arc::new(Inner {
                        origins: Origins::new(region.origin, found, notes),
                        region: region.value,
                        setup: Setup {
                            credentials: credentials.provider,
                            transport,
                            timer: waits,
                            compression,
                            request_checksums,
                            response_checksums,
                            max_response: MaxResponse::configured(self.max_response_bytes),
                            max_decoded_bytes: self
                                .max_decoded_bytes
                                .unwrap_or(crate::wire::protocol::memory::MAX_MEMORY),
                            corrects_clock_skew,
                            follow: self.follow,
                        },
                        chain: credentials.chain,
                        endpoints,
                        retry,
                        rules_2026,
                        timeouts: self.timeouts,
                    }),
                })
            }
            _ => Err(ConfigError::of(problems)),
        }
    }

    /// The provider that is set in code; otherwise the default chain.
    fn credentials_source(
        &self,
        found: &Found,
        context: &ProviderContext<'_>,
    ) -> Result<CredentialsSource, String> {
        if let Some(provider) = &self.credentials {
            let chain = Chain::new().then("the program", Arc::clone(provider));
            return Ok(CredentialsSource {
                provider: Arc::clone(provider),
                chain: Arc::new(chain),
            });
        }
        if found.alone {
            return Err(
                "no credentials: call `credentials` on `Config::builder()`, or use `load` instead \
                 of `build`"
                    .to_owned(),
            );
        }
        let chain = DefaultChain::new(context, &found.name, &found.notes)?;
        if let Some(reasons) = chain.problem {
            return Err(format!(
                "{reasons}; configure one of them, or call `credentials` on `Config::builder()`"
            ));
        }
        let chain = Arc::new(chain.chain);
        let cache = CredentialsCache::shared(Arc::clone(&chain) as _, Arc::clone(&context.timer));
        Ok(CredentialsSource { provider: Arc::new(cache), chain })
    }
}

/// Returns the value, or adds the error to the problems.
fn keep<T>(problems: &mut Vec<String>, result: Result<T, String>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}
