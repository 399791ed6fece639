//! The standard endpoint rules: from a service, a region and a variant to a host.

use super::{Region, check_region};
use crate::error::EndpointError;
use crate::service::Service;
use crate::types::{Endpoint, partition};

/// The kind of a region's host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Variant {
    /// The host whose cryptography is validated by FIPS 140.
    pub fips: bool,
    /// The dual-stack host, which has IPv4 and IPv6 addresses.
    pub dual_stack: bool,
}

/// The configured endpoint; otherwise the region's endpoint. Names such as `aws-global` are aliases
/// of a region. `fips-us-east-1` is an alias too, and also selects the FIPS variant.
///
/// # Errors
///
/// The region is missing or invalid; the service has no regional endpoint; an endpoint is
/// configured together with a variant.
///
/// Source: Smithy 2.0, "AWS standard regional endpoints".
pub fn resolve(
    service: &Service,
    region: Option<&str>,
    variant: Variant,
    configured: Option<&Endpoint>,
) -> Result<Endpoint, EndpointError> {
    let given = region.map(Region::of);
    let variant = Variant { fips: variant.fips || given.is_some_and(|it| it.fips), ..variant };
    if let Some(endpoint) = configured {
        let asked = match variant {
            Variant { fips: true, .. } => "FIPS",
            Variant { dual_stack: true, .. } => "dual-stack",
            _ => return Ok(endpoint.clone()),
        };
        return Err(EndpointError::new(format!(
            "the {asked} endpoint is asked for, and the endpoint URL {endpoint} is configured; a \
             configured URL is called as it is, so remove one of the two"
        )));
    }
    let Some(region) = region else {
        return Err(EndpointError::new(
            "no region: set AWS_REGION, or `region` in the profile".to_owned(),
        ));
    };
    check_region(region)?;
    let Region { name: region, .. } = Region::of(region);
    check_region(region)?;
    let Some(prefix) = service.prefix() else {
        return Err(EndpointError::new(format!(
            "the service `{}` has no regional endpoint; configure its URL, with `endpoint_url` or \
             AWS_ENDPOINT_URL_{}",
            service.id(),
            service.environment_name(),
        )));
    };
    let partition = partition(region);
    let fips = if variant.fips { "-fips" } else { "" };
    let suffix = match variant.dual_stack {
        true => partition.dual_stack_dns_suffix,
        false => partition.dns_suffix,
    };
    format!("https://{prefix}{fips}.{region}.{suffix}").parse()
}

#[cfg(test)]
mod tests {
    use super::super::{Resolver, Settings};
    use super::*;
    use crate::services::{LAMBDA, STS};

    #[test]
    fn names_that_stand_for_regions_lead_to_their_hosts() {
        let host = |service: &Service, region: &str, fips| {
            let resolver = Resolver {
                service: *service,
                region: region.to_owned(),
                variant: Variant { fips, dual_stack: false },
                configured: None,
                settings: Settings::default(),
            };
            let target = resolver.target(&[]).map_err(|error| error.to_string());
            target.map(|it| it.endpoint.host().to_owned())
        };
        for (region, sts, lambda) in [
            ("aws-global", "sts.amazonaws.com", "lambda.us-east-1.amazonaws.com"),
            (
                "aws-us-gov-global",
                "sts.us-gov-west-1.amazonaws.com",
                "lambda.us-gov-west-1.amazonaws.com",
            ),
            (
                "aws-cn-global",
                "sts.cn-northwest-1.amazonaws.com.cn",
                "lambda.cn-northwest-1.amazonaws.com.cn",
            ),
            ("aws-iso-global", "sts.us-iso-east-1.c2s.ic.gov", "lambda.us-iso-east-1.c2s.ic.gov"),
            (
                "fips-us-east-1",
                "sts-fips.us-east-1.amazonaws.com",
                "lambda-fips.us-east-1.amazonaws.com",
            ),
            (
                "us-west-2-fips",
                "sts-fips.us-west-2.amazonaws.com",
                "lambda-fips.us-west-2.amazonaws.com",
            ),
            (
                "fips-aws-global",
                "sts-fips.us-east-1.amazonaws.com",
                "lambda-fips.us-east-1.amazonaws.com",
            ),
            (
                "fips-us-gov-west-1",
                "sts.us-gov-west-1.amazonaws.com",
                "lambda-fips.us-gov-west-1.amazonaws.com",
            ),
        ] {
            assert_eq!(host(&STS, region, false).as_deref(), Ok(sts), "{region}");
            assert_eq!(host(&LAMBDA, region, false).as_deref(), Ok(lambda), "{region}");
        }
        assert_eq!(
            host(&STS, "aws-global", true).as_deref(),
            Ok("sts-fips.us-east-1.amazonaws.com")
        );
        for region in ["fips-", "-fips", "fips--x", "fips-x-"] {
            assert!(host(&STS, region, false).is_err(), "{region}");
        }
    }
}
