//! The endpoints of services in all regions and variants, and the partitions of regions.

use std::path::Path;

use aws_operation::internals::{Region, Variant, is_known_region, partition, resolve};
use aws_operation::{Endpoint, Service, services};
use serde_json::Value;

use super::{Case, Outcome, read, same, same_error};

/// The services that are tested. They follow the standard rules, except in the cases of
/// `OTHER_RULES`.
pub const SERVICES: [(&str, Service); 5] = [
    ("apigateway", services::API_GATEWAY),
    ("lambda", services::LAMBDA),
    ("sts", Service::new("sts").service_id("STS").endpoint_prefix("sts")),
    (
        "secretsmanager",
        Service::new("secretsmanager")
            .service_id("Secrets Manager")
            .endpoint_prefix("secretsmanager"),
    ),
    ("sqs", Service::new("sqs").service_id("SQS").endpoint_prefix("sqs")),
];

/// Whether the expected URL of a region comes from a non-standard rule.
type Rule = fn(&str, &str, Variant) -> bool;

/// Non-standard rules: the service, a check that recognizes the rule's expected URL, and a
/// description. Their cases are listed instead of passed. If our URL is equal in such a case, the
/// case fails, so that the list stays exact.
const OTHER_RULES: [(&str, Rule, &str); 2] = [
    (
        "sts",
        |region, url, _| region != "aws-global" && url == "https://sts.amazonaws.com",
        "STS: the legacy host of all regions, which signs for us-east-1",
    ),
    (
        "secretsmanager",
        |_, url, variant| {
            let suffixes = ["amazonaws.com", "amazonaws.com.cn"];
            variant.dual_stack && suffixes.iter().any(|suffix| url.ends_with(suffix))
        },
        "Secrets Manager: the usual host is the dual-stack one",
    ),
];

/// The errors in the suites, each with parts of our message.
const ERRORS: [(&str, &[&str]); 3] = [
    (
        "Invalid Configuration: FIPS and custom endpoint are not supported",
        &["the FIPS endpoint is asked for", "https://example.com is configured"],
    ),
    (
        "Invalid Configuration: Dualstack and custom endpoint are not supported",
        &["the dual-stack endpoint is asked for", "https://example.com is configured"],
    ),
    ("Invalid Configuration: Missing Region", &["no region: set AWS_REGION"]),
];

/// Runs the cases of a service.
///
/// # Errors
///
/// The file cannot be read, or has no cases.
pub fn run(file: &Path, name: &str, service: &Service) -> Result<Vec<Case>, String> {
    let suite = read(file)?;
    let cases = suite["testCases"].as_array().filter(|cases| !cases.is_empty());
    let cases = cases.ok_or_else(|| format!("{} has no cases", file.display()))?;
    let run = |case: &Value| {
        let documentation = case["documentation"].as_str().unwrap_or("a case without a name");
        Case { name: documentation.to_owned(), outcome: outcome(name, service, case) }
    };
    Ok(cases.iter().map(run).collect())
}

fn outcome(name: &str, service: &Service, case: &Value) -> Outcome {
    let params = &case["params"];
    let flag = |name: &str| params[name].as_bool().unwrap_or_default();
    let variant = Variant { fips: flag("UseFIPS"), dual_stack: flag("UseDualStack") };
    let result = check(service, variant, case);
    let region = params["Region"].as_str().unwrap_or_default();
    let url = case["expect"]["endpoint"]["url"].as_str().unwrap_or_default();
    let other = OTHER_RULES.iter().find(|(of, rule, _)| *of == name && rule(region, url, variant));
    match (other, result) {
        (None, result) => Outcome::of(result),
        (Some((.., reason)), Err(_)) => Outcome::Listed(reason),
        (Some((.., reason)), Ok(())) => Outcome::Failed(format!(
            "the standard rules give it, so it is not to be listed: {reason}"
        )),
    }
}

fn check(service: &Service, variant: Variant, case: &Value) -> Result<(), String> {
    let (params, expect) = (&case["params"], &case["expect"]);
    let configured = params["Endpoint"].as_str().map(str::parse::<Endpoint>).transpose();
    let configured = configured.map_err(|error| error.to_string())?;
    let region = params["Region"].as_str();
    match (resolve(service, region, variant, configured.as_ref()), expect.get("error")) {
        (Err(ours), Some(theirs)) => same_error(&ours.to_string(), theirs, &ERRORS),
        (Err(ours), None) => Err(format!("our error is {ours}\nand should be none")),
        (Ok(ours), Some(theirs)) => Err(format!("ours is {ours}\nand should be {theirs}")),
        (Ok(ours), None) => {
            let endpoint = &expect["endpoint"];
            same(&ours.to_string().into(), &endpoint["url"])?;
            // We sign for the given region, or for the region that the name stands for.
            match &endpoint["properties"]["authSchemes"][0]["signingRegion"] {
                Value::Null => Ok(()),
                signing_region => {
                    same(&region.map(|region| Region::of(region).name).into(), signing_region)
                }
            }
        }
    }
}

/// Checks every region of every partition.
///
/// # Errors
///
/// The file cannot be read, or has no partitions.
pub fn run_partitions(file: &Path) -> Result<Vec<Case>, String> {
    let mut run = Vec::new();
    for expected in read(file)?["partitions"].as_array().into_iter().flatten() {
        for region in expected["regions"].as_object().into_iter().flat_map(|it| it.keys()) {
            let outcome = Outcome::of(check_partition(region, expected));
            run.push(Case { name: region.clone(), outcome });
        }
    }
    match run.is_empty() {
        true => Err(format!("{} has no regions", file.display())),
        false => Ok(run),
    }
}

fn check_partition(region: &str, expected: &Value) -> Result<(), String> {
    let (ours, outputs) = (partition(region), &expected["outputs"]);
    for (ours, expected) in [
        (ours.id, &expected["id"]),
        (ours.dns_suffix, &outputs["dnsSuffix"]),
        (ours.dual_stack_dns_suffix, &outputs["dualStackDnsSuffix"]),
        (ours.global_region, &outputs["implicitGlobalRegion"]),
    ] {
        same(&ours.into(), expected)?;
    }
    // An unknown region would be reported as misspelt.
    same(&Value::Bool(is_known_region(region)), &Value::Bool(true))?;
    // The standard rules assume both.
    same(&Value::Bool(true), &outputs["supportsFIPS"])?;
    same(&Value::Bool(true), &outputs["supportsDualStack"])
}
