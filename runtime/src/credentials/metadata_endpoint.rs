//! Determines the metadata service's endpoint, timeout and attempts. Rules only, no I/O.

use std::time::Duration;

use crate::profile::{Setting, Settings};
use crate::types::Endpoint;

/// The address family of the metadata service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EndpointMode {
    /// `169.254.169.254`.
    #[default]
    Ipv4,
    /// `fd00:ec2::254`.
    Ipv6,
}

/// The metadata service at `AWS_EC2_METADATA_SERVICE_ENDPOINT`; otherwise at the address of the
/// mode. A setting in code overrides the variable.
///
/// # Errors
///
/// The URL or the mode is invalid.
///
/// Source: AWS SDKs and Tools Reference Guide, "IMDS credential provider".
pub fn metadata_endpoint(
    settings: &Settings<'_>,
    endpoint_in_code: Option<&str>,
    mode_in_code: Option<EndpointMode>,
) -> Result<Endpoint, String> {
    let url = match endpoint_in_code {
        Some(url) => Some(Setting { value: url.to_owned(), origin: "the endpoint".to_owned() }),
        None => settings.get("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"),
    };
    let url = match url {
        Some(url) => url,
        None => {
            let mode = match mode_in_code {
                Some(mode) => mode,
                None => mode(settings)?.unwrap_or_default(),
            };
            let url = match mode {
                EndpointMode::Ipv4 => "http://169.254.169.254",
                EndpointMode::Ipv6 => "http://[fd00:ec2::254]",
            };
            Setting { value: url.to_owned(), origin: "the metadata service".to_owned() }
        }
    };
    url.value.parse().map_err(|error| format!("{}: {error}", url.origin))
}

fn mode(settings: &Settings<'_>) -> Result<Option<EndpointMode>, String> {
    let mode = settings
        .get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
    let Some(mode) = mode else { return Ok(None) };
    match mode.value.to_ascii_lowercase().as_str() {
        "ipv4" => Ok(Some(EndpointMode::Ipv4)),
        "ipv6" => Ok(Some(EndpointMode::Ipv6)),
        _ => Err(format!("{} is not an endpoint mode; set it to IPv4 or IPv6", mode.origin)),
    }
}

/// Whether `AWS_EC2_METADATA_DISABLED` disables the metadata service.
///
/// # Errors
///
/// The variable is neither true nor false.
pub fn metadata_is_disabled(settings: &Settings<'_>) -> Result<bool, String> {
    match settings.in_variable("AWS_EC2_METADATA_DISABLED") {
        Some(setting) => setting.truth(),
        None => Ok(false),
    }
}

/// The timeout of an attempt, if it is set.
///
/// # Errors
///
/// The setting is not a number of seconds.
pub fn metadata_timeout(settings: &Settings<'_>) -> Result<Option<Duration>, String> {
    let seconds = count(settings, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")?;
    Ok(seconds.map(|seconds| Duration::from_secs(seconds.into())))
}

/// The maximum number of attempts, if it is set.
///
/// # Errors
///
/// The setting is not a number of attempts.
pub fn metadata_attempts(settings: &Settings<'_>) -> Result<Option<u32>, String> {
    count(settings, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")
}

fn count(settings: &Settings<'_>, variable: &str, key: &str) -> Result<Option<u32>, String> {
    let Some(setting) = settings.get(variable, key) else { return Ok(None) };
    match setting.value.parse() {
        Ok(count) if count > 0 => Ok(Some(count)),
        _ => Err(format!("{} must be a whole number, 1 or more", setting.origin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profiles, Variables};

    fn with<T>(variables: &[(&str, &str)], ask: impl FnOnce(&Settings<'_>) -> T) -> T {
        let find = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        ask(&Settings::new(Variables::new(&find), &Profiles::default(), "default"))
    }

    #[test]
    fn it_is_asked_unless_that_is_switched_off() {
        let disabled = |value| with(&[("AWS_EC2_METADATA_DISABLED", value)], metadata_is_disabled);
        assert_eq!(with(&[], metadata_is_disabled), Ok(false));
        assert_eq!(disabled("TRUE"), Ok(true));
        assert_eq!(disabled("false"), Ok(false));
        assert_eq!(
            disabled("1"),
            Err("AWS_EC2_METADATA_DISABLED is neither true nor false; set it to one of them".into())
        );
    }

    #[test]
    fn patience_is_counted_in_whole_numbers() {
        let timeout = |value| with(&[("AWS_METADATA_SERVICE_TIMEOUT", value)], metadata_timeout);
        assert_eq!(timeout("5"), Ok(Some(Duration::from_secs(5))));
        assert_eq!(
            timeout("0"),
            Err("AWS_METADATA_SERVICE_TIMEOUT must be a whole number, 1 or more".into())
        );
        let attempts = ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3");
        assert_eq!(with(&[attempts], metadata_attempts), Ok(Some(3)));
        assert_eq!(with(&[], metadata_attempts), Ok(None));
    }
}
