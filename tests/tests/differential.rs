//! Four services beside botocore: a part of `cargo run -p aws-operation-tests --bin differential`
//! that is small enough for every run. A word after `--` chooses the services whose files have it.

use std::process::ExitCode;

use aws_operation_tests::generated::differential::{Options, run};
use aws_operation_tests::generated::{leave_out, models, nothing_matches, test};

/// Together they have labels, queries, headers, defaults, timestamps, streams and exceptions.
const MODELS: [&str; 4] = [
    "polly-2016-06-10.json",
    "scheduler-2021-06-30.json",
    "sso-2019-06-10.json",
    "sso-oidc-2019-06-10.json",
];

const OPTIONS: Options = Options { cases: 24, seed: 1, protocol: None, server_only: false };

fn main() -> ExitCode {
    test(|filter| {
        let folder = models();
        if !folder.exists() {
            return leave_out("the comparison with botocore", &folder).map(|()| true);
        }
        let (mut passed, mut count) = (true, 0);
        for model in MODELS {
            if filter.is_some_and(|word| !model.contains(word)) {
                continue;
            }
            let report = run(&folder.join(model), OPTIONS)?;
            print!("{report}");
            passed &= report.passed();
            count += 1;
        }
        if count == 0 {
            return Err(nothing_matches("model", filter));
        }
        Ok(passed)
    })
}
