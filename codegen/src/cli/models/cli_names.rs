//! The names that services have in AWS's command line and in botocore, if a model does not have them.

/// The names, in lower case and without punctuation, and the services' `sdkId`s. All other names in
/// `codegen/index/cli_names.txt` are also an `sdkId` or the endpoint prefix of a single service.
const NAMES: [(&str, &str); 15] = [
    ("deploy", "CodeDeploy"),
    ("elb", "Elastic Load Balancing"),
    ("elbv2", "Elastic Load Balancing v2"),
    ("es", "Elasticsearch Service"),
    ("events", "EventBridge"),
    ("iotdata", "IoT Data Plane"),
    ("iotjobsdata", "IoT Jobs Data Plane"),
    ("lexmodels", "Lex Model Building Service"),
    ("lexruntime", "Lex Runtime Service"),
    ("lexv2models", "Lex Models V2"),
    ("lexv2runtime", "Lex Runtime V2"),
    ("marketplaceentitlement", "Marketplace Entitlement Service"),
    ("s3api", "S3"),
    ("smsvoice", "Pinpoint SMS Voice"),
    ("stepfunctions", "SFN"),
];

/// The `sdkId` of the service with this name, which is in lower case and without punctuation.
pub fn service_id(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, id)| *id)
}

/// All names.
pub fn names<'a>() -> impl Iterator<Item = &'a str> {
    NAMES.iter().map(|(name, _)| -> &'a str { name })
}
