//! The endpoint rules of the runtime's own services are what the compiler makes of their rule sets,
//! whose cases `--test endpoints` runs.

use std::fs;

use aws_operation_tests::generated::{leave_out, vectors};
use aws_operation_tests::presets;

#[test]
fn the_rules_of_the_runtime_are_compiled_from_the_rule_sets() {
    let rule_sets = vectors().join("endpoints/2026");
    if !rule_sets.exists() {
        leave_out("the endpoint rules of the runtime's services", &rule_sets).expect("not in CI");
        return;
    }
    let compiled = presets::render().expect("all rule sets compile");
    let written = fs::read_to_string(presets::path()).expect("the runtime has its rules");
    let line =
        compiled.lines().zip(written.lines()).position(|(compiled, written)| compiled != written);
    assert!(
        compiled == written,
        "line {} of {} is not what the compiler writes; run `cargo run -p aws-operation-tests --bin \
         preset_rules`",
        line.map_or(0, |line| line + 1),
        presets::path().display(),
    );
}
