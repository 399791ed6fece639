//! Event streams: their messages, the events that a program receives, and those that it sends.
//!
//! A word after `--` selects the cases whose names contain it.

mod both_ways;
mod channel;
mod counts;
mod frames;
mod headers;
mod receive;
mod recorded;
mod send;

use std::process::ExitCode;

use aws_operation_tests::generated::protocol::{Checked, check_events};
use aws_operation_tests::generated::random_events::check_random_events;
use aws_operation_tests::generated::{nothing_matches, test};
use aws_operation_tests::paused;

use counts::Counts;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let mut counts = Counts::new(filter);
    frames::check(&mut counts)?;
    let official = check_events(filter)?;
    for Checked { id, result, listed } in official.into_iter().chain(check_random_events(filter)?) {
        counts.official(&id, result, listed);
    }
    let [transcribe, s3_select, live_tail] = recorded::CASES;
    let cases = [
        receive::events::CASES,
        receive::errors::CASES,
        headers::CASES,
        send::CASES,
        channel::CASES,
        both_ways::CASES,
        transcribe,
        s3_select,
        live_tail,
    ];
    let of_programs = paused::run(&cases, filter)?;
    let (passed, failed) = (counts.passed + of_programs.0, counts.failed + of_programs.1);
    if passed + failed + counts.listed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed, {} listed", counts.listed);
    Ok(failed == 0)
}
