//! [`Resolver`]: a service's own endpoint rules, with the configuration's parameters.

use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};

use super::resolve::{Variant, resolve};
use super::{Region, check_region, infer};
use crate::endpoint_rules::{AuthScheme, EndpointRules, Parameters, ResolvedEndpoint, Value};
use crate::error::EndpointError;
use crate::service::Service;
use crate::types::{Endpoint, Signing, Target};

/// The parameters of endpoint rules that a configuration sets, by their names.
pub type Settings = Arc<[(&'static str, Value<'static>)]>;

/// Determines the endpoint of a service, or of each call if the endpoint depends on the call.
#[derive(Clone)]
pub struct Resolver {
    /// The service.
    pub service: Service,
    /// The region as it was given, such as `eu-west-1` or `aws-global`.
    pub region: String,
    /// The variant of the endpoint.
    pub variant: Variant,
    /// The configured URL, which replaces the URL of the rules.
    pub configured: Option<Endpoint>,
    /// The parameters that the configuration sets.
    pub settings: Settings,
}

/// The parameters of a call.
pub type CallParameters<'a> = &'a [(&'static str, Value<'static>)];

impl Resolver {
    /// Whether the endpoint depends on the call.
    pub fn depends_on_call(&self) -> bool {
        self.service.rules().is_some_and(EndpointRules::depends_on_call)
    }

    /// Whether the endpoint depends on the account id of the credentials.
    pub fn depends_on_account(&self) -> bool {
        self.service.rules().is_some_and(|rules| rules.has_call_parameter(ACCOUNT_ID))
    }

    /// A description of what determines the endpoint, such as `rule: FIPS variant of EKS`.
    pub fn rule(&self) -> String {
        let fips = self.variant.fips || Region::of(&self.region).fips;
        let variant = match (fips, self.variant.dual_stack) {
            (true, true) => "FIPS and dual-stack variant",
            (true, false) => "FIPS variant",
            (false, true) => "dual-stack variant",
            (false, false) if self.service.rules().is_some() => "default endpoint",
            (false, false) => return FROM_REGION.to_owned(),
        };
        format!("rule: {variant} of {}", self.service.id())
    }

    /// The endpoint of a call with these parameters.
    ///
    /// # Errors
    ///
    /// There is no endpoint. The error has the reason, which is the rules' own message if the
    /// service has rules.
    pub fn target(&self, call: CallParameters<'_>) -> Result<Target, EndpointError> {
        let Self { service, variant, configured, .. } = self;
        let Some(rules) = service.rules() else {
            let endpoint = resolve(service, Some(&self.region), *variant, configured.as_ref())?;
            return Ok(endpoint.into());
        };
        let region = Region::of(&self.region);
        check_region(region.name)?;
        let endpoint = configured.as_ref().map(ToString::to_string);
        let variant = Variant { fips: variant.fips || region.fips, ..*variant };
        let resolve = |region| {
            let (endpoint, settings) = (endpoint.as_deref(), &*self.settings);
            rules.resolve(&Given { region, variant, endpoint, settings, call })
        };
        // A name such as `aws-global` stands for a region, unless the rules have a host for it.
        let resolved = match resolve(if region.is_global { &self.region } else { region.name }) {
            Ok(resolved) if region.is_global && resolved.url.contains(&self.region) => {
                resolve(region.name)
            }
            resolved => resolved,
        };
        let resolved = resolved.map_err(|error| {
            EndpointError::new(format!("the endpoint rules of {} say: {error}", service.id()))
        })?;
        let mut target = target(resolved, rules)?;
        if configured.is_some() && infer(target.endpoint.host()).is_some() {
            // The host of the configured URL determines the region.
            target.signing.region = None;
        }
        Ok(target)
    }
}

/// The origin of an endpoint that the standard rules determine.
pub(crate) const FROM_REGION: &str = "from the region";

/// The account id of the credentials.
pub(crate) const ACCOUNT_ID: &str = "Auth::AccountId";

/// Whether the host contains the account id of the credentials.
pub(crate) const ACCOUNT_ID_MODE: &str = "Auth::AccountIdEndpointMode";

/// Whether the URL path has the S3 bucket's name.
pub(crate) const PATH_STYLE: &str = "S3::ForcePathStyle";

/// The values of a rule set's parameters.
struct Given<'a> {
    region: &'a str,
    variant: Variant,
    endpoint: Option<&'a str>,
    settings: &'a [(&'static str, Value<'static>)],
    call: CallParameters<'a>,
}

impl<'a> Given<'a> {
    fn listed(values: &'a [(&'static str, Value<'static>)], name: &str) -> Option<Value<'a>> {
        let (_, value) = values.iter().find(|(of, _)| *of == name)?;
        Some(value.borrow())
    }
}

impl<'a> Parameters<'a> for Given<'a> {
    fn get(&self, name: &str) -> Option<Value<'a>> {
        match name {
            "Region" => Some(self.region.into()),
            "UseFIPS" => Some(self.variant.fips.into()),
            "UseDualStack" => Some(self.variant.dual_stack.into()),
            "Endpoint" => self.endpoint.map(Value::from),
            _ => Self::listed(self.call, name)
                .or_else(|| Self::listed(self.settings, name))
                .or_else(|| self.default(name)),
        }
    }
}

impl Given<'_> {
    /// The default value of a parameter.
    fn default(&self, name: &str) -> Option<Value<'static>> {
        match name {
            PATH_STYLE => Some(self.is_bucket_in_path().into()),
            ACCOUNT_ID_MODE => Some(Value::text("preferred")),
            _ => None,
        }
    }

    /// Servers other than AWS support the bucket's name in the path, but few have a host for each
    /// bucket. An ARN cannot be in a path.
    fn is_bucket_in_path(&self) -> bool {
        let bucket = Self::listed(self.call, "Bucket");
        let is_arn =
            bucket.is_some_and(|it| matches!(it, Value::Text(it) if it.starts_with("arn:")));
        self.endpoint.is_some() && !is_arn
    }
}

/// Validates the result of the rules.
fn target(resolved: ResolvedEndpoint, rules: &EndpointRules) -> Result<Target, EndpointError> {
    let endpoint = resolved.url.parse()?;
    let signing = signing(&resolved.auth_schemes, rules)?;
    let header = |(name, value): &(String, String)| {
        let name = HeaderName::try_from(name.as_str()).ok()?;
        Some((name, HeaderValue::try_from(value.as_str()).ok()?))
    };
    let headers = resolved.headers.iter().map(header).collect::<Option<_>>();
    let headers =
        headers.ok_or_else(|| EndpointError::new("a header of the endpoint is invalid"))?;
    Ok(Target { endpoint, signing, headers })
}

/// The authentication scheme of S3 Express, which signs with the credentials of a session.
const S3_EXPRESS: &str = "sigv4-s3express";

/// The first authentication scheme that requests can be signed with.
fn signing(schemes: &[AuthScheme], rules: &EndpointRules) -> Result<Signing, EndpointError> {
    let Some(first) = schemes.first() else { return Ok(Signing::default()) };
    let is_known = |it: &&AuthScheme| match it.scheme.as_str() {
        "sigv4" => true,
        "sigv4a" => cfg!(feature = "sigv4a"),
        S3_EXPRESS => rules.new_sessions().is_some(),
        _ => false,
    };
    let Some(scheme) = schemes.iter().find(is_known) else {
        return Err(EndpointError::new(match first.scheme.as_str() {
            "sigv4a" => {
                "the endpoint requires Signature Version 4a; enable the feature `sigv4a`".to_owned()
            }
            S3_EXPRESS => {
                "the bucket needs a session of S3 Express; call `s3_express_sessions` on the \
                           `EndpointRules`"
                    .to_owned()
            }
            other => format!(
                "the endpoint requires the authentication scheme {other}, which is not supported"
            ),
        }));
    };
    Ok(Signing {
        name: scheme.signing_name.clone(),
        region: scheme.signing_region.clone(),
        region_set: scheme.signing_region_set.clone(),
        encodes_path_once: scheme.disable_double_encoding,
        is_s3_express: scheme.scheme == S3_EXPRESS,
    })
}
