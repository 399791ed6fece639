//! Variables and profiles switch checksums off and on, and a wrong value is named.

use std::process::Command;

use aws_operation_tests::faults::{Answer, FaultServer, Step};

const REQUESTS: &str = "AWS_REQUEST_CHECKSUM_CALCULATION";
const RESPONSES: &str = "AWS_RESPONSE_CHECKSUM_VALIDATION";

/// What the program prints, and whether its request to store an object had a checksum, and its request
/// to read one asked for it.
fn run(variables: &[(&str, &str)], profile: &str) -> (String, bool, bool) {
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 2]);
    let name = format!("aws-operation-checksums-{}", std::process::id());
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, format!("[default]\n{profile}")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command.arg("object").env_clear().env("AWS_REGION", "eu-west-1");
    command.env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
    command.env("AWS_ENDPOINT_URL", server.endpoint()).env("AWS_CONFIG_FILE", &file);
    let output = command.envs(variables.iter().copied()).output().expect("the program runs");
    std::fs::remove_file(&file).expect("it was there");
    let seen = server.counts().seen();
    let has =
        |at: usize, name: &str| seen.get(at).is_some_and(|seen| !seen.header(name).is_empty());
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (printed, has(0, "x-amz-checksum-crc32"), has(1, "x-amz-checksum-mode"))
}

/// One test, because all runs use the same file.
#[test]
fn variables_and_profiles_decide_about_checksums() {
    let (off, on) = ("when_required", "when_supported");
    let profile = "request_checksum_calculation = when_required\n\
                   response_checksum_validation = WHEN_REQUIRED\n";
    for (variables, profile, requests, responses) in [
        (&[][..], "", true, true),
        (&[(REQUESTS, off)], "", false, true),
        (&[(RESPONSES, off)], "", true, false),
        (&[(REQUESTS, "When_Required"), (RESPONSES, off)], "", false, false),
        (&[], profile, false, false),
        // The variable comes first.
        (&[(REQUESTS, on)], profile, true, false),
        (&[(RESPONSES, on)], profile, false, true),
    ] {
        let (printed, found_requests, found_responses) = run(variables, profile);
        assert_eq!(
            (found_requests, found_responses),
            (requests, responses),
            "{variables:?}, {profile:?}: {printed}"
        );
    }
    for variable in [REQUESTS, RESPONSES] {
        let (printed, ..) = run(&[(variable, "never")], "");
        let line = format!(
            "configuration: {variable} is \"never\"; it must be `when_supported` or `when_required`\n"
        );
        assert_eq!(printed, line);
    }
}
