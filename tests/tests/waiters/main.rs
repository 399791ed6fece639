//! Waiters: which requests they send and when, how they end, and what their errors say.
//!
//! A word after `--` chooses the cases whose names have it.

mod cases;
mod models;

use std::process::ExitCode;

use aws_operation_tests::generated::{nothing_matches, test};

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let (mut passed, mut failed) = cases::run(filter)?;
    let of_models = models::check(filter)?;
    passed += of_models.0;
    failed += of_models.1;
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}
