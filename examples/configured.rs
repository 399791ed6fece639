//! [`is_configured`]: looks for a configuration of AWS in the environment and in files.

use std::env;
use std::path::PathBuf;

/// Variables that configure credentials, a region, a profile or an endpoint.
const VARIABLES: [&str; 11] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Whether one of the variables above or the variable with the service's endpoint is set, or a file in `~/.aws` exists.
pub fn is_configured(endpoint_variable: &str) -> bool {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    let folder = home.map(|home| PathBuf::from(home).join(".aws"));
    let has_file =
        |folder: PathBuf| ["config", "credentials"].iter().any(|file| folder.join(file).exists());
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    VARIABLES.into_iter().chain([endpoint_variable]).any(is_set) || folder.is_some_and(has_file)
}
