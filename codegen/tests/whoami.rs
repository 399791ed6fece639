//! `aws-operation whoami` as a person runs it: who answers, who does not and why, and no secret.
#![cfg(feature = "whoami")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a run with just these variables prints, on standard output and error, and its exit code.
fn run(home: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aws-operation"));
    command.arg("whoami").args(arguments).env_clear().env("HOME", home);
    command.env("AWS_EC2_METADATA_DISABLED", "true").envs(variables.iter().copied());
    let output = command.output().expect("the tool runs");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    let home = home.to_str().expect("UTF-8");
    (text.replace(home, "~"), output.status.code())
}

#[test]
fn each_value_has_its_source() {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whoami");
    fs::create_dir_all(home.join(".aws")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(home.join(".aws").join(name), text);
    write(
        "config",
        "[profile dev]\nregion = eu-west-1\nuse_fips_endpoint = true\n[typo]\nregion = x\n",
    )
    .expect("a file");
    write("credentials", "[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = hunter2\n")
        .expect("a file");
    let keys = [("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];
    let note = "note: ~/.aws/config, line 4: the section `[typo]` is ignored: in the config file a \
                title is `[default]`, or begins with `profile `, `sso-session ` or `services `\n";
    for (arguments, variables, code, expected) in [
        (
            &[][..],
            vec![("AWS_PROFILE", "dev")],
            0,
            format!(
                "region:      eu-west-1 (`region` of the profile `dev` (~/.aws/config, line 2))\n\
                 endpoint:    https://sts-fips.eu-west-1.amazonaws.com (rule: FIPS variant of STS)\n\
                 profile:     dev (AWS_PROFILE)\n\
                 credentials: AKIDDEV, from the profile `dev`; no expiry\n  \
                 environment: not configured: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not \
                 set\n{note}"
            ),
        ),
        (
            &["--service", "lambda", "--region", "us-east-1"],
            [&keys[..], &[("AWS_ENDPOINT_URL_LAMBDA", "http://localhost:4566")]].concat(),
            0,
            format!(
                "region:      us-east-1 (`region`)\n\
                 endpoint:    http://localhost:4566 (AWS_ENDPOINT_URL_LAMBDA)\n\
                 profile:     default (no profile selected)\n\
                 credentials: AKIDENV, from the environment; no expiry\n{note}"
            ),
        ),
        (
            &["--profile", "dev"],
            keys.to_vec(),
            0,
            format!(
                "region:      eu-west-1 (`region` of the profile `dev` (~/.aws/config, line 2))\n\
                 endpoint:    https://sts-fips.eu-west-1.amazonaws.com (rule: FIPS variant of STS)\n\
                 profile:     dev (`profile`)\n\
                 credentials: AKIDDEV, from the profile `dev`; no expiry\n  \
                 environment: not configured: skipped, because a profile is set in code\n{note}"
            ),
        ),
        (
            &["--profile", "prod"],
            keys.to_vec(),
            1,
            format!(
                "error: the profile `prod` is set in code, but there is no profile with that name; \
                 the profiles are `dev`; {}",
                note.trim_start_matches("note: ")
            ),
        ),
        (
            &["--service", "lamda"],
            keys.to_vec(),
            1,
            "error: unknown service `lamda`; did you mean `lambda`?\n".to_owned(),
        ),
        (
            &["--service", "route53"],
            keys.to_vec(),
            1,
            "error: unknown service `route53`; the known services are apigateway, bedrock-runtime, eks, \
             lambda, polly, scheduler, sts\n"
                .to_owned(),
        ),
    ] {
        assert_eq!(run(&home, arguments, &variables), (expected, Some(code)), "{arguments:?}");
    }
}
