//! The endpoints from which containers and instances fetch credentials.

use aws_operation::internals::{
    EndpointMode, NoPlan, Platform, Settings, Variables, container_request, locate,
    metadata_endpoint, profile_name,
};
use serde_json::Value;

use super::{profiles, same, same_error, variable};

/// The errors in the suites, each with parts of our message.
const ERRORS: [(&str, &[&str]); 5] = [
    ("No environment variables were set to configure ECS provider", &["neither", "nor", "is set"]),
    ("URI did not specify a host", &["AWS_CONTAINER_CREDENTIALS_FULL_URI has no host"]),
    (
        "`error` is not a valid endpoint mode",
        &["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is not an endpoint mode"],
    ),
    (
        "`IPv7` is not a valid endpoint mode",
        &[
            "`ec2_metadata_service_endpoint_mode` of the profile `default`",
            "is not an endpoint mode",
        ],
    ),
    ("invalid uri character", &["AWS_EC2_METADATA_SERVICE_ENDPOINT: ", "this is not a URL"]),
];

/// Reads a container's variables.
///
/// # Errors
///
/// The difference, if there is one.
pub fn check_container(case: &Value) -> Result<(), String> {
    let find = |name: &str| variable(&case["env"], name);
    let result = &case["result"];
    match container_request(Variables::new(&find)) {
        Ok(ours) => same(&ours.uri.to_string().into(), &result["Ok"]),
        Err(error) => {
            let theirs = &result["ErrorContains"];
            // The next provider is tried only if no variable is set.
            let goes_on = matches!(error, NoPlan::NotConfigured(_));
            same(&goes_on, &case["env"].as_object().is_some_and(|env| env.is_empty()))?;
            same_error(&error.to_string(), theirs, &ERRORS)
        }
    }
}

/// Finds the instance's metadata service.
///
/// # Errors
///
/// The difference, if there is one.
pub fn check_instance(case: &Value) -> Result<(), String> {
    let find = |name: &str| variable(&case["env"], name);
    let variables = Variables::new(&find);
    let files = locate(variables, Platform::Unix)?;
    let text = |path: Option<String>| path.map_or(&Value::Null, |path| &case["fs"][path]);
    let profiles = profiles(text(files.config), text(files.credentials))?;
    let profile = profile_name(None, variables);
    let settings = Settings::new(variables, &profiles, &profile.name);
    let mode = match case["mode_override"].as_str() {
        None => None,
        Some("IPv4") => Some(EndpointMode::Ipv4),
        Some("IPv6") => Some(EndpointMode::Ipv6),
        Some(other) => return Err(format!("unknown mode {other}")),
    };
    let result = &case["result"];
    match metadata_endpoint(&settings, case["endpoint_override"].as_str(), mode) {
        Ok(ours) => same(&format!("{ours}/latest/api/token").into(), &result["Ok"]),
        Err(error) => same_error(&error, &result["Err"], &ERRORS),
    }
}
