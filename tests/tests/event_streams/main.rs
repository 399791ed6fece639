//! Event streams: the messages that they consist of.
//!
//! A word after `--` chooses the cases whose names have it.

mod counts;
mod frames;

use std::process::ExitCode;

use aws_operation_tests::generated::{nothing_matches, test};

use counts::Counts;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let mut counts = Counts::new(filter);
    frames::check(&mut counts)?;
    let Counts { passed, failed, listed, .. } = counts;
    if passed + failed + listed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed, {listed} listed");
    Ok(failed == 0)
}
