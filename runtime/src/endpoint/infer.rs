//! Infers the service and the region from the name of an AWS host.

use crate::service::Service;
use crate::services;
use crate::types::before_dns_suffix;

/// The region of an AWS host, and its service if the service is in [`services`].
///
/// Source: AWS General Reference, "Service endpoints and quotas"; the services' own guides.
pub(crate) fn infer(host: &str) -> Option<(Option<Service>, &str)> {
    let rest = host.strip_suffix(".on.aws").or_else(|| before_dns_suffix(host))?;
    // A VPC endpoint: `vpce-….execute-api.eu-west-1.vpce`.
    let rest = rest.strip_suffix(".vpce").unwrap_or(rest);
    let mut labels = rest.rsplit('.');
    let (last, before) = (labels.next()?, labels.next());
    match before {
        // `….execute-api.eu-west-1`
        _ if is_region(last) => Some((before.and_then(service), last)),
        // `….eu-west-1.es`
        Some(region) if is_region(region) => Some((service(last), region)),
        _ => None,
    }
}

/// Whether a label has the form of a region: words joined by hyphens, the last one a number.
fn is_region(label: &str) -> bool {
    let mut words = label.rsplit('-');
    let number =
        words.next().is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let mut count = 0;
    let letters = words.all(|word| {
        count += 1;
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    number && letters && count >= 2
}

/// The service that uses this label in its host names.
fn service(label: &str) -> Option<Service> {
    Some(match label {
        "execute-api" => services::EXECUTE_API,
        "lambda-url" => services::LAMBDA_URL,
        "vpc-lattice-svcs" => services::VPC_LATTICE,
        "aps-workspaces" => services::PROMETHEUS,
        "es" | "aos" => services::OPENSEARCH,
        "aoss" => services::OPENSEARCH_SERVERLESS,
        "appsync-api" => services::APPSYNC,
        label => return REGIONAL.into_iter().find(|service| service.prefix() == Some(label)),
    })
}

/// Services with one host per region, `{prefix}.{region}.amazonaws.com`. They are listed without
/// their rules, so that a program does not contain the rules of services that it does not call.
const REGIONAL: [Service; 29] = [
    services::API_GATEWAY.without_rules(),
    services::ATHENA.without_rules(),
    services::BEDROCK_RUNTIME.without_rules(),
    services::CLOUDFORMATION.without_rules(),
    services::CLOUDWATCH.without_rules(),
    services::CLOUDWATCH_LOGS.without_rules(),
    services::COGNITO_IDENTITY.without_rules(),
    services::COGNITO_IDENTITY_PROVIDER.without_rules(),
    services::DYNAMODB.without_rules(),
    services::EC2.without_rules(),
    services::ECS.without_rules(),
    services::EKS.without_rules(),
    services::EVENTBRIDGE.without_rules(),
    services::FIREHOSE.without_rules(),
    services::GLUE.without_rules(),
    services::KINESIS.without_rules(),
    services::KMS.without_rules(),
    services::LAMBDA.without_rules(),
    services::POLLY.without_rules(),
    services::RDS.without_rules(),
    services::S3.without_rules(),
    services::SCHEDULER.without_rules(),
    services::SECRETS_MANAGER.without_rules(),
    services::SES_V2.without_rules(),
    services::SNS.without_rules(),
    services::SQS.without_rules(),
    services::SSM.without_rules(),
    services::STEP_FUNCTIONS.without_rules(),
    services::STS.without_rules(),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_aws_say_service_and_region() {
        for (host, expected) in [
            ("a1b2c3.execute-api.eu-west-1.amazonaws.com", Some(("execute-api", "eu-west-1"))),
            (
                "a1-vpce-0f.execute-api.eu-west-1.vpce.amazonaws.com",
                Some(("execute-api", "eu-west-1")),
            ),
            ("a1b2c3.execute-api.cn-north-1.amazonaws.com.cn", Some(("execute-api", "cn-north-1"))),
            ("abc.lambda-url.us-east-1.on.aws", Some(("lambda", "us-east-1"))),
            (
                "svc-0a.7d67968.vpc-lattice-svcs.us-west-2.on.aws",
                Some(("vpc-lattice-svcs", "us-west-2")),
            ),
            ("aps-workspaces.us-east-2.amazonaws.com", Some(("aps", "us-east-2"))),
            ("search-logs-x.eu-central-1.es.amazonaws.com", Some(("es", "eu-central-1"))),
            ("abc.us-gov-west-1.aoss.amazonaws.com", Some(("aoss", "us-gov-west-1"))),
            ("abc.appsync-api.ap-southeast-2.amazonaws.com", Some(("appsync", "ap-southeast-2"))),
            ("apigateway.eu-west-1.api.aws", Some(("apigateway", "eu-west-1"))),
            (
                "apigateway.cn-north-1.api.amazonwebservices.com.cn",
                Some(("apigateway", "cn-north-1")),
            ),
            ("bedrock-runtime.us-east-1.amazonaws.com", Some(("bedrock", "us-east-1"))),
            ("sts.us-east-1.amazonaws.com", Some(("sts", "us-east-1"))),
            ("monitoring.eu-west-1.amazonaws.com", Some(("monitoring", "eu-west-1"))),
            ("bucket.s3.eu-west-1.amazonaws.com", Some(("s3", "eu-west-1"))),
            ("unheard-of.us-east-1.amazonaws.com", Some(("", "us-east-1"))),
            ("sts.amazonaws.com", None),
            ("orders.example.com", None),
            ("execute-api.eu-west-1.amazonaws.com.evil.com", None),
            ("amazonaws.com", None),
            ("eu-west-1.amazonaws.com", Some(("", "eu-west-1"))),
            ("localhost", None),
        ] {
            let found = infer(host);
            let found = found.map(|(s, region)| (s.map_or("", |s| s.signing_name()), region));
            assert_eq!(found, expected, "{host}");
        }
    }
}
