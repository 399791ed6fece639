//! The official protocol tests of awsJson1_0: what another client of the same service would send and
//! understand, ours does too.
//!
//! A word after `--` chooses the cases whose names have it.

use std::process::ExitCode;

use aws_operation_tests::generated::protocol::run;
use aws_operation_tests::generated::protocols::Protocol;
use aws_operation_tests::generated::test;

fn main() -> ExitCode {
    test(|filter| run(Protocol::AwsJson10, filter))
}
