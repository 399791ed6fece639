//! Waiters with scripted responses, in paused time.

mod acceptors;
mod codes;
mod endings;
mod fixtures;
mod messages;
mod times;

use aws_operation_tests::paused::Case;

pub const CASES: &[&[Case]] =
    &[acceptors::CASES, codes::CASES, endings::CASES, messages::CASES, times::CASES];
