//! Random requests: what we sign as the `aws-sigv4` crate and botocore do, each service takes. A part
//! of `cargo run -p aws-operation-tests --bin sigv4_random` that is small enough for every run.

use std::process::ExitCode;

use aws_operation_tests::generated::test;
use aws_operation_tests::signing::compare::{with_botocore, with_smithy};
use aws_operation_tests::signing::verified::random;

fn main() -> ExitCode {
    test(|_| {
        let smithy = with_smithy(2000, 1);
        println!("{smithy}");
        let botocore = with_botocore(500, 1)?;
        println!("{botocore}");
        println!("{} requests verified by `testing::verify`", random(500, 1)?);
        Ok(smithy.passed() && botocore.passed())
    })
}
