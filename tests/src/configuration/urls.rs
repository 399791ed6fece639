//! Configured endpoint URLs, in their order of precedence.

use std::path::Path;

use aws_operation::internals::{
    Settings, Variables, Variant, configured_url, profile_name, resolve,
};
use aws_operation::{Endpoint, Service};
use serde_json::{Value, json};

use super::{Case, Outcome, config_file, profiles, read, same, variable};

/// Runs every case of every suite in the file.
///
/// # Errors
///
/// The file cannot be read, or has no cases.
pub fn run(file: &Path) -> Result<Vec<Case>, String> {
    let file_of_suites = read(file)?;
    let mut run = Vec::new();
    for suite in file_of_suites["testSuites"].as_array().into_iter().flatten() {
        for case in suite["endpointUrlTests"].as_array().into_iter().flatten() {
            let name = case["name"].as_str().unwrap_or("a case without a name").to_owned();
            run.push(Case { name, outcome: Outcome::of(check(suite, case)) });
        }
    }
    match run.is_empty() {
        true => Err(format!("{} has no cases", file.display())),
        false => Ok(run),
    }
}

/// The services of the suite: the name, and our declaration.
const SERVICES: [(&str, Service); 2] = [
    ("s3", Service::new("s3").service_id("S3").endpoint_prefix("s3")),
    ("dynamodb", Service::new("dynamodb").service_id("DynamoDB").endpoint_prefix("dynamodb")),
];

fn check(suite: &Value, case: &Value) -> Result<(), String> {
    let part = |parts: &str, key: &str| {
        let name = case[key].as_str().unwrap_or_default();
        let part = suite[parts].get(name).cloned();
        part.ok_or_else(|| format!("the suite has no {key} {name:?}"))
    };
    // `AWS_PROFILE` selects the profile, as for a user. The files use the suite's profile names.
    let mut environment = part("environments", "environment")?;
    part("profiles", "profile")?;
    environment["AWS_PROFILE"] = case["profile"].clone();
    let find = |name: &str| variable(&environment, name);
    let variables = Variables::new(&find);

    let sections = [("profile", &suite["profiles"]), ("services", &suite["services"])];
    let profiles = profiles(&config_file(&sections), &json!(null))?;
    let profile = profile_name(None, variables);
    let settings = Settings::new(variables, &profiles, &profile.name);

    let service = SERVICES.iter().find(|(name, _)| case["service"] == *name);
    let (_, service) = service.ok_or_else(|| format!("unknown service {}", case["service"]))?;
    let code = part("client_configs", "client_config")?;
    let (url, ignore) = (&code["endpoint_url"], &code["ignore_configured_endpoint_urls"]);
    let url = configured_url(service, &settings, url.as_str(), ignore.as_bool())?;
    let configured = url.map(|url| url.value.parse::<Endpoint>()).transpose();
    let configured = configured.map_err(|error| error.to_string())?;
    let region = settings.region(None)?.map(|region| region.value);
    let ours = resolve(service, region.as_deref(), Variant::default(), configured.as_ref())
        .map_err(|error| error.to_string())?;
    same(&ours.to_string().into(), &case["output"]["endpointUrl"])
}
