//! From code, environment and files to a [`Config`], with everything that is wrong at once.

use std::sync::Arc;

use super::endpoints::Endpoints;
use super::environment::Environment;
use super::files::Files;
use super::profiles::{Found, Needs};
use super::settings;
use super::whoami::Origins;
use super::{Config, ConfigBuilder, ConfigError, Inner};
use crate::credentials::{Chain, CredentialsCache, DefaultChain, Edges, ProvideCredentials};
use crate::endpoint::Variant;
use crate::profile::{Chosen, Settings, Variables};
use crate::request::Compression;
use crate::retry::{Retry, RetryMode};
use crate::time::{NoTimer, Timer};
use crate::timeouts::Timeouts;
use crate::transport::Transport;

/// What is asked beside the code.
pub(super) struct Sources<'a> {
    pub environment: &'a Environment,
    pub files: Files<'a>,
}

/// Where credentials come from.
struct Whose {
    provider: Arc<dyn ProvideCredentials>,
    chain: Arc<Chain>,
}

impl ConfigBuilder {
    pub(super) fn resolve(self, sources: &Sources<'_>) -> Result<Config, ConfigError> {
        let environment = sources.environment;
        let mut problems = environment.unreadable.clone();
        let find = |name: &str| environment.get(name);
        let variables = Variables::new(&find);
        let found = match self.profiles(sources, variables) {
            Ok(found) => found,
            // Whatever else is missing may stand there.
            Err(problem) => {
                problems.push(problem);
                return Err(ConfigError { problems });
            }
        };
        let settings = Settings::new(variables, &found.profiles, &found.name.name);
        let is_absent = found.name.chosen != Chosen::ByDefault && settings.profile().is_none();

        let region = keep(&mut problems, settings.region(self.region.as_deref()));
        if let Some(None) = &region {
            // The profile that is not there may have had one.
            if !is_absent || self.credentials.is_some() {
                problems.push(
                    "no region: set AWS_REGION or AWS_DEFAULT_REGION, or `region` in the profile, \
                     or call `region` on `Config::builder()`"
                        .to_owned(),
                );
            }
        }

        let timer = self.timer.clone().or_else(default_timer);
        let waits = timer.clone().unwrap_or_else(|| Arc::new(NoTimer));
        let credentials = self.whose(sources, settings, &found, &waits);
        let credentials = keep(&mut problems, credentials);

        let allow_http = self.allow_http.unwrap_or_else(|| {
            let allow = variables.get("AWS_ALLOW_HTTP");
            allow.is_some_and(|value| value.eq_ignore_ascii_case("true"))
        });
        let variant = Variant::choose(&settings, self.fips, self.dual_stack);
        let variant = keep(&mut problems, variant).unwrap_or_default();
        let mut endpoints = Endpoints::new(variant, allow_http, self.ignore_configured);
        if let Some(url) = &self.endpoint_url {
            endpoints.in_code = keep(&mut problems, endpoints.check("`endpoint_url`", url));
        } else {
            endpoints.keep(&environment.variables, &found.profiles, &found.name.name);
            problems.extend(endpoints.problems());
        }

        let compression = match self.compression {
            Some(compression) => compression,
            None => match settings::compression(&settings) {
                Ok(compression) => compression,
                Err(problem) => {
                    problems.push(problem);
                    Compression::default()
                }
            },
        };
        let mut flag =
            |variable| keep(&mut problems, settings::flag(&settings, variable)).unwrap_or_default();
        let rules_2026 = flag("AWS_NEW_RETRIES_2026");
        let disabled = flag("AWS_DISABLE_CLOCK_SKEW_CORRECTION");
        let clock_skew_correction = self.clock_skew_correction.unwrap_or(!disabled);
        let retry = match self.retry {
            Some(retry) => retry,
            None => settings::retry(&settings).unwrap_or_else(|wrong| {
                problems.extend(wrong);
                Retry::standard()
            }),
        };
        let retry = retry.or_rules_2026(rules_2026);
        let needs_timer = retry.mode() != RetryMode::Off
            || self.timeouts.attempt_timeout().is_some()
            || self.timeouts.operation_timeout().is_some();
        if timer.is_none() && needs_timer {
            problems.push(
                "no timer to wait with: enable the feature `tokio`, call `timer` on \
                 `Config::builder()`, or set `Retry::off()` and no timeout"
                    .to_owned(),
            );
        }

        let transport = match self.transport {
            Some(transport) => Some(transport),
            None => default_transport(self.timeouts, self.max_response_bytes),
        };
        if transport.is_none() {
            problems.push(
                "no transport: enable the feature `reqwest`, or call `transport` on \
                 `Config::builder()`"
                    .to_owned(),
            );
        }
        match (region.flatten(), credentials, transport) {
            (Some(region), Some(credentials), Some(transport)) if problems.is_empty() => {
                Ok(Config {
                    inner: Arc::new(Inner {
                        origins: Origins::new(region.origin, &found),
                        region: region.value,
                        credentials: credentials.provider,
                        chain: credentials.chain,
                        endpoints,
                        transport,
                        timer: waits,
                        compression,
                        retry,
                        rules_2026,
                        timeouts: self.timeouts,
                        clock_skew_correction,
                    }),
                })
            }
            _ => Err(ConfigError { problems }),
        }
    }

    /// The profiles, where they are read.
    fn profiles(&self, sources: &Sources<'_>, variables: Variables<'_>) -> Result<Found, String> {
        let in_code = self.profile.as_deref();
        let is_set = |name: &str| variables.get(name).is_some();
        let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        let in_environment = keys.into_iter().any(is_set) && in_code.is_none();
        let needs = Needs {
            credentials: self.credentials.is_none() && !in_environment,
            region: self.region.is_none()
                && !["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().any(is_set),
        };
        let found = Found::nothing(in_code, variables);
        let who = match found.name.chosen {
            Chosen::ByDefault => None,
            Chosen::ByVariable(variable) => Some(format!("{variable} is set")),
            Chosen::InCode => Some("the program chose a profile".to_owned()),
        };
        match (&sources.files, who) {
            (Files::Read(read), _) => Found::read(in_code, variables, needs, read),
            (_, None) => Ok(found),
            (Files::NotAsked, Some(_)) => {
                Err("the program chose a profile, and `build` reads no files; use `load`"
                    .to_owned())
            }
            (Files::NoFeature, Some(who)) => Err(format!(
                "{who}, and profile files are not read without the feature `profile` of \
                 aws-operation; enable it"
            )),
        }
    }

    /// Those of the code, else of the default chain.
    fn whose(
        &self,
        sources: &Sources<'_>,
        settings: Settings<'_>,
        found: &Found,
        timer: &Arc<dyn Timer>,
    ) -> Result<Whose, String> {
        if let Some(provider) = &self.credentials {
            let chain = Chain::new().then("the program", Arc::clone(provider));
            return Ok(Whose { provider: Arc::clone(provider), chain: Arc::new(chain) });
        }
        if matches!(sources.files, Files::NotAsked) {
            return Err("no credentials: call `credentials` on `Config::builder()`, or `load` in \
                        place of `build`"
                .to_owned());
        }
        let chain = DefaultChain::new(&Edges { settings }, &found.name, &found.absent)?;
        if let Some(reasons) = chain.problem() {
            return Err(format!(
                "{reasons}; configure one of them, or call `credentials` on `Config::builder()`"
            ));
        }
        let chain = Arc::new(chain.chain);
        let cache = CredentialsCache::shared(Arc::clone(&chain) as _, Arc::clone(timer));
        Ok(Whose { provider: Arc::new(cache), chain })
    }
}

/// The value, or one problem more.
fn keep<T>(problems: &mut Vec<String>, result: Result<T, String>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

#[cfg(feature = "reqwest")]
fn default_transport(
    timeouts: Timeouts,
    max_response_bytes: Option<usize>,
) -> Option<Arc<dyn Transport>> {
    use crate::transport::Reqwest;

    Some(Arc::new(Reqwest::new(timeouts, max_response_bytes)))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Timeouts, _: Option<usize>) -> Option<Arc<dyn Transport>> {
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
