//! The index of this build: every service is found by the names that people use.

use super::{BUILT_IN, Index};
use crate::cli::models::names::{Named, choose, plain};

/// The services of botocore: name, tab, `sdkId`.
const BOTOCORE: &str = include_str!("../../../../index/cli_names.txt");

fn index() -> Index {
    Index::parse(BUILT_IN, "the index").map_err(|error| error.to_string()).expect("an index")
}

fn found(index: &Index, name: &str) -> Result<String, String> {
    let chosen = choose(name, &index.models, "the index", "advice");
    chosen.map(|(entry, _)| plain(entry.service_id())).map_err(|error| error.to_string())
}

#[test]
fn every_service_is_found_by_its_own_names() {
    let index = index();
    assert!(index.models.len() >= 403, "{} services", index.models.len());
    for entry in &index.models {
        let id = &entry.service_id;
        let words = id.to_lowercase();
        let file = entry.file().to_owned();
        for name in [id, &words, &words.replace(' ', "-"), &words.replace(' ', "_"), &file] {
            assert_eq!(found(&index, name), Ok(plain(id)), "{name}");
        }
    }
}

/// A user of boto3 or of AWS's command line knows the services by these names.
#[test]
fn every_service_is_found_by_its_name_in_botocore() {
    let index = index();
    let rows = BOTOCORE.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<(&str, &str)> = rows.filter_map(|line| line.split_once('\t')).collect();
    let has = |id: &str| index.models.iter().any(|entry| plain(&entry.service_id) == plain(id));
    let (known, newer): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, id)| has(id));
    assert!(known.len() > 380, "{} services", known.len());
    for (name, id) in known {
        assert_eq!(found(&index, name), Ok(plain(id)), "{name}");
    }
    // No other service is taken for one that the index lacks.
    for (name, _) in newer {
        let message = found(&index, name).expect_err(name);
        assert!(message.starts_with("no model of a service "), "{message}");
    }
}

#[test]
fn services_are_found_by_names_that_people_type() {
    let index = index();
    for (name, id) in [
        ("DynamoDB", "DynamoDB"),
        ("Secrets Manager", "Secrets Manager"),
        ("secretsmanager", "Secrets Manager"),
        ("secrets-manager", "Secrets Manager"),
        ("SECRETS_MANAGER", "Secrets Manager"),
        ("monitoring", "CloudWatch"),
        ("cloudwatch", "CloudWatch"),
        ("logs", "CloudWatch Logs"),
        ("sesv2", "SESv2"),
        ("stepfunctions", "SFN"),
        ("step-functions", "SFN"),
        ("states", "SFN"),
        ("events", "EventBridge"),
        ("cognito-idp", "Cognito Identity Provider"),
        ("elb", "Elastic Load Balancing"),
        ("elbv2", "Elastic Load Balancing v2"),
        ("elasticloadbalancing", "Elastic Load Balancing"),
        ("rds", "RDS"),
        ("apigateway", "API Gateway"),
        ("apigatewayv2", "ApiGatewayV2"),
        ("lex-models", "Lex Model Building Service"),
        ("lexv2-models", "Lex Models V2"),
        ("configservice", "Config Service"),
        ("config", "Config Service"),
        ("deploy", "CodeDeploy"),
        ("s3api", "S3"),
        ("ec2", "ec2"),
        ("kinesisvideo", "Kinesis Video"),
    ] {
        assert_eq!(found(&index, name), Ok(plain(id)), "{name}");
    }
}

#[test]
fn a_name_of_no_service_has_a_hint() {
    let index = index();
    for (name, hint) in [
        ("dynamo", "; did you mean `DynamoDB`?"),
        ("secretmanager", "; did you mean `Secrets Manager`?"),
        ("stepfunction", "; did you mean `stepfunctions`?"),
        (
            "cognito",
            "; similar services are `Cognito Identity`, `Cognito Identity Provider`, \
             `Cognito Sync`",
        ),
        ("submarine", "; advice"),
        ("zz", "; advice"),
    ] {
        let expected = format!("no model of a service `{name}` in the index{hint}");
        assert_eq!(found(&index, name), Err(expected));
    }
    // The prefix of the endpoints of three services.
    assert_eq!(
        found(&index, "email"),
        Err("several services are named `email`: `Pinpoint Email`, `SES`, `SESv2`; use one of \
             these names"
            .to_owned())
    );
}

#[test]
fn an_entry_has_one_valid_checksum() {
    let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let blob = "78981922613b2afb6025042ff6bd878ac1994e85";
    for (sums, is_valid) in [
        (format!("\"sha256\": \"{sha256}\""), true),
        (format!("\"git_blob\": \"{blob}\""), true),
        (format!("\"sha256\": \"{blob}\""), false),
        (format!("\"git_blob\": \"{sha256}\""), false),
        (format!("\"sha256\": \"{sha256}\", \"git_blob\": \"{blob}\""), false),
        (format!("\"sha256\": \"{}\"", sha256.to_uppercase()), false),
        ("\"sha256\": \"\"".to_owned(), false),
    ] {
        let entry = format!("\"service_id\": \"My Zoo\", \"version\": \"2020-02-20\", {sums}");
        let parsed = Index::parse(&format!("{{\"models\": [{{{entry}}}]}}"), "the index");
        let parsed = parsed.map(|index| index.models.into_iter().map(|it| it.path).collect());
        let path = "my-zoo/service/2020-02-20/my-zoo-2020-02-20.json";
        let expected = match is_valid {
            true => Ok(vec![path.to_owned()]),
            false => Err(format!(
                "the index is not an index of models: the checksum of {path} is invalid; make it \
                 with make.py"
            )),
        };
        assert_eq!(parsed.map_err(|error| error.to_string()), expected, "{sums}");
    }
}
