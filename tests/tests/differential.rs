//! Some services beside botocore: a part of `cargo run -p aws-operation-tests --bin differential`
//! that is small enough for every run. A word after `--` chooses the services whose files have it.

use std::process::ExitCode;

use aws_operation_tests::generated::differential::{Options, run};
use aws_operation_tests::generated::protocols::Protocol;
use aws_operation_tests::generated::{leave_out, models, nothing_matches, test};

/// A model, and how it is compared.
struct Part {
    model: &'static str,
    options: Options,
}

/// All operations of a model, in the protocol that the generator chooses.
const ALL: Options = Options { cases: 24, seed: 1, protocol: None, every: 1, server_only: false };

/// The first four together have labels, queries, headers, defaults, timestamps, streams and
/// exceptions. The others are a part of each other protocol; no model here has CBOR, so those of DynamoDB
/// and of CloudWatch, which speaks it, are taken.
const PARTS: [Part; 12] = [
    Part { model: "polly-2016-06-10.json", options: ALL },
    Part { model: "scheduler-2021-06-30.json", options: ALL },
    Part { model: "sso-2019-06-10.json", options: ALL },
    Part { model: "sso-oidc-2019-06-10.json", options: ALL },
    Part { model: "sqs-2012-11-05.json", options: ALL },
    Part { model: "secrets-manager-2017-10-17.json", options: ALL },
    Part { model: "sts-2011-06-15.json", options: ALL },
    Part { model: "route-53.json", options: Options { every: 5, ..ALL } },
    Part { model: "s3-2006-03-01.json", options: Options { every: 5, ..ALL } },
    Part { model: "ec2.json", options: Options { every: 60, ..ALL } },
    Part {
        model: "dynamodb-2012-08-10.json",
        options: Options { protocol: Some(Protocol::RpcV2Cbor), every: 4, ..ALL },
    },
    Part {
        model: "cloudwatch-2010-08-01.json",
        options: Options { protocol: Some(Protocol::RpcV2Cbor), every: 4, ..ALL },
    },
];

fn main() -> ExitCode {
    test(|filter| {
        let folder = models();
        if !folder.exists() {
            return leave_out("the comparison with botocore", &folder).map(|()| true);
        }
        let (mut passed, mut count) = (true, 0);
        for Part { model, options } in PARTS {
            if filter.is_some_and(|word| !model.contains(word)) {
                continue;
            }
            let report = run(&folder.join(model), options)?;
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
