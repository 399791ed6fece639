//! The program `restock`: what it records, and how it reports mistakes.

use std::fs;
use std::process::{Command, Output};

use aws_operation_tests::TemporaryFolder;
use aws_operation_tests::faults::{Answer, FaultServer, Step};

const CREDENTIALS: &str = r#"{"AccessKeyId": "AKIDCONTAINER", "SecretAccessKey": "hunter2",
    "Token": "hunter2", "Expiration": "2999-01-01T00:00:00Z"}"#;
const PRODUCTS: &str =
    r#"{"Items": [{"name": {"S": "tea"}, "quantity": {"N": "1"}, "minimum": {"N": "3"}}]}"#;

fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_restock"));
    program.args(arguments).env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
    program
}

fn run(program: &mut Command) -> (String, String) {
    let Output { stdout, stderr, .. } = program.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(stdout), text(stderr))
}

/// Without this, a recording would contain the secret key, and exchanges that a playback never uses.
#[test]
fn requests_for_credentials_are_not_recorded() {
    let server = FaultServer::by(|seen| {
        let body = match (seen.target(), seen.header("x-amz-target")) {
            ("/credentials", _) => CREDENTIALS,
            (_, "DynamoDB_20120810.Scan") => PRODUCTS,
            _ => "{}",
        };
        Step::answer(&Answer::ok(body))
    });
    let folder = TemporaryFolder::new("restock");
    let file = folder.path().join("recording.json");
    let (printed, errors) = run(program(&["products", "https://queue"])
        .arg("--record")
        .arg(&file)
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ENDPOINT_URL", server.endpoint())
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("{}/credentials", server.endpoint())));
    assert!(printed.starts_with("ordered 2 × tea\n"), "{printed}{errors}");
    assert_eq!(server.counts().requests(), 3);
    let recording = fs::read_to_string(&file).expect("a recording");
    assert_eq!(recording.matches("\"method\"").count(), 2, "{recording}");
    assert!(!recording.contains("hunter2") && !recording.contains("/credentials"), "{recording}");
}

#[test]
fn mistakes_are_explained() {
    let folder = TemporaryFolder::new("restock");
    let file = folder.path().join("recording.json");
    let (_, errors) = run(program(&["--locale", "--record"]).arg(&file));
    assert!(errors.starts_with("restock: usage: restock TABLE"), "{errors}");
    assert!(!file.exists(), "nothing was called, so nothing is recorded");
    let (_, errors) = run(program(&["products", "https://queue", "--record"]).arg(&file));
    assert!(!file.exists(), "nothing was called, so nothing is recorded");
    assert!(errors.starts_with("restock: no region: "), "{errors}");
    assert!(errors.ends_with("`--local` needs no AWS account\n"), "{errors}");
    let (printed, _) = run(&mut program(&["--help"]));
    assert!(printed.starts_with("usage: restock TABLE"), "{printed}");
}
