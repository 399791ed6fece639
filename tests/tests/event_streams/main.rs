//! Event streams: their messages, the events that a program receives, and those that it sends.
//!
//! A word after `--` selects the cases whose names contain it.

mod counts;
mod frames;
mod headers;
mod receive;
mod send;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

use aws_operation_tests::generated::{nothing_matches, test};

use counts::Counts;

type Checked = Result<(), Box<dyn std::error::Error>>;
type Case = (&'static str, fn() -> Pin<Box<dyn Future<Output = Checked>>>);

macro_rules! cases {
    ($($module:ident::$name:ident)*) => {
        &[$((concat!(stringify!($module), "::", stringify!($name)), || Box::pin($module::$name())),)*]
    };
}

const CASES: &[Case] = cases! {
    receive::events_have_headers_and_payloads
    receive::unknown_events_are_kept
    receive::exceptions_are_typed_errors_and_end_the_stream
    receive::unmodelled_exceptions_and_errors_keep_code_and_message
    receive::a_message_of_an_unknown_kind_is_an_error
    receive::an_undecodable_event_is_an_error_and_the_next_one_is_read
    receive::a_stream_that_breaks_is_an_error_after_its_events
    receive::there_may_be_minutes_between_events
    receive::the_initial_response_has_the_other_members
    headers::a_header_has_the_type_of_its_field
    headers::a_value_that_cannot_be_a_header_is_an_error
    headers::a_header_of_another_type_is_an_error
    send::each_event_is_signed_in_a_chain
    send::the_initial_request_has_the_other_members
    send::events_are_sent_once
    send::an_error_of_the_source_ends_the_request
};

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let mut counts = Counts::new(filter);
    frames::check(&mut counts)?;
    for (name, case) in CASES {
        counts.case(name, || in_virtual_time(*case));
    }
    let Counts { passed, failed, .. } = counts;
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// Runs a case with paused time.
fn in_virtual_time(case: fn() -> Pin<Box<dyn Future<Output = Checked>>>) -> Result<(), String> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(case()).map_err(|error| error.to_string())
}
