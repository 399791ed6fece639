//! The program `blocking`, with the server in its own process and without configuration.

use std::process::{Command, Output};

fn blocking(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_blocking"))
        .args(arguments)
        .env_clear()
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("the program runs")
}

#[test]
fn all_pages_are_printed() {
    let output = blocking(&["--local"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = printed.lines().skip(1).collect();
    assert_eq!(lines, ["a1  pets", "b2  shops", "c3  orders", "REST APIs in eu-west-1: 3"]);
}

/// Without this, a mistake in the configuration would be hidden by the local server.
#[test]
fn without_configuration_the_program_fails() {
    let output = blocking(&[]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{error}");
    assert!(error.starts_with("blocking: no region: "), "{error}");
    assert!(error.ends_with("use `--local`.\n"), "{error}");
}

#[test]
fn help_is_output_and_an_unknown_argument_is_an_error() {
    let help = blocking(&["--help"]);
    assert!(help.status.success() && help.stdout.starts_with(b"usage: blocking "));
    let mistake = blocking(&["--lokal"]);
    assert!(!mistake.status.success() && mistake.stderr.starts_with(b"blocking: usage: "));
}
