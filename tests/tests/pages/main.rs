//! Pages of scripted responses: which requests are sent, which pages and items are returned, how they
//! end, and where they can be resumed.
//!
//! A word after `--` chooses the cases whose names have it, and the models whose files have it.

mod beside_botocore;
mod cases;

use std::process::ExitCode;

use aws_operation_tests::generated::{nothing_matches, test};
use aws_operation_tests::paused;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let of_cases = paused::run(cases::CASES, filter)?;
    let of_models = beside_botocore::check(filter)?;
    let (passed, failed) = (of_cases.0 + of_models.0, of_cases.1 + of_models.1);
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}
