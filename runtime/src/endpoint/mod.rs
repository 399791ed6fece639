//! AWS hosts: from a service and a region to an endpoint, and from a host to a service and a
//! region.

mod infer;
mod regions;
mod resolve;
mod resolver;

use crate::error::EndpointError;
use crate::service::Service;
use crate::types::{Endpoint, is_host_label};

pub(crate) use infer::infer;
pub(crate) use regions::hint as region_hint;
pub use regions::{Region, is_known as is_known_region};
pub use resolve::{Variant, resolve};
pub use resolver::Resolver;
pub(crate) use resolver::{ACCOUNT_ID, ACCOUNT_ID_MODE, FROM_REGION, PATH_STYLE, Settings};

impl Endpoint {
    /// The regional endpoint of an AWS service.
    ///
    /// # Errors
    ///
    /// The region is not a host label, or the service has no endpoint prefix.
    pub fn regional(service: &Service, region: &str) -> Result<Self, EndpointError> {
        let resolver = Resolver {
            service: *service,
            region: region.to_owned(),
            variant: Variant::default(),
            configured: None,
            settings: Settings::default(),
        };
        resolver.target(&[]).map(|target| target.endpoint)
    }
}

/// Checks that a region is a host label, because it becomes part of a host name.
pub(crate) fn check_region(region: &str) -> Result<(), EndpointError> {
    if is_host_label(region) {
        return Ok(());
    }
    let meant = match regions::nearest(region) {
        Some(region) => format!("; did you mean {region}?"),
        None => String::new(),
    };
    Err(EndpointError::new(format!(
        "invalid region {region:?}; use letters, digits and inner hyphens, like eu-west-1{meant}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::{API_GATEWAY, EXECUTE_API};

    #[test]
    fn a_region_decides_the_host() {
        for (region, host) in [
            ("eu-west-1", "apigateway.eu-west-1.amazonaws.com"),
            ("cn-north-1", "apigateway.cn-north-1.amazonaws.com.cn"),
            ("us-gov-west-1", "apigateway.us-gov-west-1.amazonaws.com"),
            ("us-iso-east-1", "apigateway.us-iso-east-1.c2s.ic.gov"),
            ("us-isob-east-1", "apigateway.us-isob-east-1.sc2s.sgov.gov"),
            ("eu-isoe-west-1", "apigateway.eu-isoe-west-1.cloud.adc-e.uk"),
            ("us-isof-south-1", "apigateway.us-isof-south-1.csp.hci.ic.gov"),
            ("eusc-de-east-1", "apigateway.eusc-de-east-1.amazonaws.eu"),
        ] {
            let endpoint = Endpoint::regional(&API_GATEWAY, region).map(|e| e.to_string());
            assert_eq!(endpoint, Ok(format!("https://{host}")), "{region}");
        }
    }

    #[test]
    fn a_region_that_would_change_the_host_is_refused() {
        for region in ["", "x@attacker.com:443/#", "eu-west-1.evil.com", "-x", "x-", "é"] {
            let error = Endpoint::regional(&API_GATEWAY, region).unwrap_err().to_string();
            assert!(error.contains("invalid region"), "{region}: {error}");
        }
    }

    #[test]
    fn a_service_without_a_regional_host_says_what_to_configure() {
        let error = Endpoint::regional(&EXECUTE_API, "eu-west-1").unwrap_err().to_string();
        assert!(error.contains("AWS_ENDPOINT_URL_EXECUTE_API"), "{error}");
    }
}
