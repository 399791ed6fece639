//! Recorded sessions, replayed through a client: what it sends is what was recorded, and what it
//! receives are the recorded values.

mod frame;
mod live_tail;
mod s3_select;
mod session;
mod transcribe;

use aws_operation_tests::paused::Case;

/// All cases.
pub const CASES: [&[Case]; 3] = [transcribe::CASES, s3_select::CASES, live_tail::CASES];
