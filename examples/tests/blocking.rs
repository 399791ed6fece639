//! The program `blocking`, with the server in its own process and without configuration.

use std::process::Command;

#[test]
fn all_pages_are_printed() {
    let output = Command::new(env!("CARGO_BIN_EXE_blocking")).arg("--local").output();
    let output = output.expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = printed.lines().skip(1).collect();
    assert_eq!(lines, ["a1  pets", "b2  shops", "c3  orders"]);
}

/// Without this, a mistake in the configuration would be hidden by the local server.
#[test]
fn without_configuration_the_program_fails() {
    let output = Command::new(env!("CARGO_BIN_EXE_blocking"))
        .env_clear()
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{error}");
    assert!(error.contains("region") && error.contains("`--local`"), "{error}");
}
