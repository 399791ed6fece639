//! The endpoints of services in all regions and variants, and the partitions of regions.

use std::path::Path;
use std::sync::Arc;

use aws_operation::internals::{Resolver, Value as Given, Variant, is_known_region, partition};
use aws_operation::{Config, Credentials, Service, services};
use serde_json::Value;

use super::{Case, Outcome, read, same};
use crate::endpoint_rules::{Interpreter, Outcome as Resolved, Partitions, RuleSet};

/// The services that are tested, with the names of their files.
pub const SERVICES: [(&str, Service); 6] = [
    ("apigateway", services::API_GATEWAY),
    ("lambda", services::LAMBDA),
    ("s3", services::S3),
    ("sts", services::STS),
    ("secretsmanager", services::SECRETS_MANAGER),
    ("sqs", services::SQS),
];

/// The presets that are tested with the cases of 2026, with the names of their files.
pub const PRESETS: [(&str, Service); 22] = [
    ("apigateway", services::API_GATEWAY),
    ("bedrock-runtime", services::BEDROCK_RUNTIME),
    ("cloudfront", services::CLOUDFRONT),
    ("cloudwatch", services::CLOUDWATCH),
    ("cognito-identity", services::COGNITO_IDENTITY),
    ("dynamodb", services::DYNAMODB),
    ("ec2", services::EC2),
    ("ecr", services::ECR),
    ("eks", services::EKS),
    ("events", services::EVENTBRIDGE),
    ("iam", services::IAM),
    ("kinesis", services::KINESIS),
    ("kms", services::KMS),
    ("lambda", services::LAMBDA),
    ("logs", services::CLOUDWATCH_LOGS),
    ("route53", services::ROUTE_53),
    ("s3", services::S3),
    ("secretsmanager", services::SECRETS_MANAGER),
    ("sns", services::SNS),
    ("sqs", services::SQS),
    ("ssm", services::SSM),
    ("sts", services::STS),
];

/// Why a case is listed: a region becomes a part of hosts.
const NO_DOTS: &str = "a configuration refuses regions that are not a host label, such as `a.b`";

/// Why a case is listed: it has no region.
const NO_REGION: &str =
    "a configuration without a region is an error, even if it has an endpoint URL";

/// The parameters that a configuration sets, by their names in the rule sets, with the names that the
/// runtime has for them.
const OF_CONFIGURATION: [(&str, &str); 7] = [
    ("Accelerate", "S3::Accelerate"),
    ("AccountIdEndpointMode", "Auth::AccountIdEndpointMode"),
    ("DisableMultiRegionAccessPoints", "S3::DisableMultiRegionAccessPoints"),
    ("DisableS3ExpressSessionAuth", "DisableS3ExpressSessionAuth"),
    ("ForcePathStyle", "S3::ForcePathStyle"),
    ("UseArnRegion", "S3::UseArnRegion"),
    ("UseGlobalEndpoint", "UseGlobalEndpoint"),
];

/// Parameters that have a field of their own.
const OWN: [&str; 4] = ["Region", "UseFIPS", "UseDualStack", "Endpoint"];

/// Why a case is listed: its URL.
const NO_SCHEME: &str = "a configuration refuses endpoint URLs without a scheme";

/// Why a case is listed: the rule set in its own file gives something else.
const CONTRADICTED: &str =
    "the case contradicts the rule set of its own file; `--test endpoints` has the reasons";

/// Runs the cases of a service.
///
/// # Errors
///
/// The file cannot be read, or has no cases.
pub fn run(file: &Path, service: &Service) -> Result<Vec<Case>, String> {
    let suite = read(file)?;
    let cases = suite["testCases"].as_array().filter(|cases| !cases.is_empty());
    let cases = cases.ok_or_else(|| format!("{} has no cases", file.display()))?;
    let run = |case: &Value| {
        let documentation = case["documentation"].as_str().unwrap_or("a case without a name");
        Case { name: documentation.to_owned(), outcome: outcome(service, case) }
    };
    Ok(cases.iter().map(run).collect())
}

/// Runs the cases of a preset. Their file has the rule set too.
///
/// # Errors
///
/// The file cannot be read, has no cases, or has a rule set that cannot be interpreted.
pub fn run_preset(
    file: &Path,
    service: &Service,
    partitions: &Partitions,
) -> Result<Vec<Case>, String> {
    let suite = read(file)?;
    let interpreter = Interpreter { partitions, rules: &suite["ruleSet"] };
    let mut run = run(file, service)?;
    let cases = suite["testCases"].as_array().into_iter().flatten();
    for (run, case) in run.iter_mut().zip(cases) {
        if matches!(run.outcome, Outcome::Failed(_)) && is_contradicted(&interpreter, case)? {
            run.outcome = Outcome::Listed(CONTRADICTED);
        }
    }
    Ok(run)
}

/// Whether a simple interpreter of the rule set gives something else than the case expects.
fn is_contradicted(interpreter: &Interpreter<'_>, case: &Value) -> Result<bool, String> {
    let followed = interpreter.follow(&RuleSet::values(case))?.outcome;
    let expected = Resolved::expected(case, followed.as_ref())?;
    Ok(followed.is_none_or(|followed| !followed.says_the_same(&expected)))
}

fn outcome(service: &Service, case: &Value) -> Outcome {
    if text(&case["params"]["Region"]).is_empty() {
        return match (without_region(), case["expect"]["error"].is_string()) {
            (Ok(()), true) => Outcome::Passed,
            (Ok(()), false) => Outcome::Listed(NO_REGION),
            (Err(wrong), _) => Outcome::Failed(wrong),
        };
    }
    match check(service, case) {
        Err(wrong)
            if wrong.contains(&format!(
                "our error is invalid region {:?}",
                text(&case["params"]["Region"])
            )) =>
        {
            Outcome::Listed(NO_DOTS)
        }
        Err(wrong) if wrong.contains("it has no scheme") => Outcome::Listed(NO_SCHEME),
        result => Outcome::of(result),
    }
}

/// The error of the rules has the words of the rule set. Other errors are the client's own.
fn same_error(ours: &str, theirs: &str) -> Result<(), String> {
    match ours.split_once(" say: ") {
        Some((_, words)) => same(&words.to_owned(), &theirs.to_owned()),
        None => Ok(()),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Checks that a configuration without a region is an error.
fn without_region() -> Result<(), String> {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    match Config::builder().credentials(credentials).build() {
        Err(error) if error.to_string().starts_with("no region") => Ok(()),
        Err(error) => Err(format!("our error is {error}\nand should be that there is no region")),
        Ok(config) => Err(format!("ours is {config:?}\nand should have no region")),
    }
}

/// What a client of the service with these parameters does.
fn check(service: &Service, case: &Value) -> Result<(), String> {
    let (params, expect) = (&case["params"], &case["expect"]);
    let flag = |name: &str| params[name].as_bool().unwrap_or_default();
    let region = text(&params["Region"]);
    let (mut settings, mut call) = (Vec::new(), Vec::new());
    // At a configured endpoint, clients put the bucket into the path unless told otherwise.
    let path_style = params["ForcePathStyle"].as_bool().unwrap_or_default();
    settings.push(("S3::ForcePathStyle", Given::Bool(path_style)));
    for (name, of_runtime) in OF_CONFIGURATION {
        let of_service = match (name, service.signing_name()) {
            ("UseGlobalEndpoint", "sts") => "STS::UseGlobalEndpoint",
            ("UseGlobalEndpoint", _) => "S3::UseGlobalEndpoint",
            _ => of_runtime,
        };
        settings.extend(params[name].as_bool().map(|value| (of_service, Given::Bool(value))));
        let text = params[name].as_str().map(str::to_owned);
        settings.extend(text.map(|text| (of_service, Given::Text(text.into()))));
    }
    for (name, value) in params.as_object().into_iter().flatten() {
        let of_configuration = OF_CONFIGURATION.iter().any(|(it, _)| it == name);
        if of_configuration || OWN.contains(&name.as_str()) {
            continue;
        }
        let given = match value {
            Value::Bool(value) => Given::Bool(*value),
            Value::String(text) => Given::Text(text.clone().into()),
            Value::Array(items) => {
                Given::List(items.iter().map(|item| text(item).to_owned().into()).collect())
            }
            other => return Err(format!("{name} is {other}, which is no parameter")),
        };
        // The account of the credentials is a parameter of each call.
        let name = if name == "AccountId" { "Auth::AccountId" } else { name };
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        call.push((name, given));
    }
    let configured = match params["Endpoint"].as_str().map(str::parse).transpose() {
        Ok(configured) => configured,
        // It is an error when it is configured.
        Err(_) if expect["error"].is_string() => return Ok(()),
        Err(error) => return Err(format!("our error is {error}\nand should be none")),
    };
    let resolver = Resolver {
        service: *service,
        region: region.to_owned(),
        variant: Variant { fips: flag("UseFIPS"), dual_stack: flag("UseDualStack") },
        configured,
        settings: Arc::from(settings),
    };
    let target = match (resolver.target(&call), expect["error"].as_str()) {
        (Err(ours), Some(theirs)) => return same_error(&ours.to_string(), theirs),
        (Err(ours), None) => return Err(format!("our error is {ours}\nand should be none")),
        (Ok(ours), Some(theirs)) => {
            return Err(format!("ours is {}\nand should be {theirs}", ours.endpoint));
        }
        (Ok(target), None) => target,
    };
    let endpoint = &expect["endpoint"];
    let url = endpoint["url"].as_str().unwrap_or_default().trim_end_matches('/');
    same(&target.endpoint.to_string(), &url.to_owned())?;
    let scheme = &endpoint["properties"]["authSchemes"][0];
    let of_target = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    for (ours, expected) in [
        (of_target(&target.signing.name), &scheme["signingName"]),
        (of_target(&target.signing.region), &scheme["signingRegion"]),
    ] {
        // Where the rules say nothing, the service's name and the configured region are signed.
        if !ours.is_null() {
            same(&ours, expected)?;
        }
    }
    let is_s3_express = scheme["name"] == "sigv4-s3express";
    same(&Value::Bool(target.signing.is_s3_express), &Value::Bool(is_s3_express))
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
