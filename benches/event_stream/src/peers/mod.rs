//! What each peer does with a stream.

pub mod botocore;
mod ours;
mod smithy;

use crate::cases::Case;
use crate::job::Job;

pub const OURS: &str = "ours";
pub const SMITHY: &str = "aws-smithy-eventstream";
pub const BOTOCORE: &str = "botocore";

pub fn jobs(case: &Case, python: &str) -> Vec<Job> {
    assert_eq!(ours::listed(case), smithy::listed(case), "{}: different events", case.title);
    let mut jobs = vec![
        ours::decode(case),
        smithy::decode(case),
        ours::encode_and_decode(case),
        smithy::encode_and_decode(case),
    ];
    if botocore::is_installed(python) {
        jobs.push(botocore::decode(case, python));
    }
    jobs
}

/// An event: its headers, all of which are strings, and its payload.
type Listed = (Vec<(String, String)>, Vec<u8>);
