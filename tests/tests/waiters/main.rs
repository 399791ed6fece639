//! Waiters: which requests they send and when, how they end, and what their errors say.
//!
//! A word after `--` chooses the cases whose names have it.

mod cases;
mod models;
mod moto;

use std::process::ExitCode;

use aws_operation_tests::generated::{nothing_matches, test};
use aws_operation_tests::paused;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let (mut passed, mut failed) = (0, 0);
    for (also_passed, also_failed) in
        [paused::run(cases::CASES, filter)?, models::check(filter)?, moto::run(filter)?]
    {
        passed += also_passed;
        failed += also_failed;
    }
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}
