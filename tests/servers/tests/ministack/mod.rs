//! What the tests of ministack's services share.

mod cloudwatch;
mod kinesis;
mod lambda;

use aws_operation::{Client, Operation};
use aws_operation_server_tests::ministack;
use aws_operation_tests::boto3::boto3;
use serde_json::{Value, json};

/// The output of a call that has to succeed.
async fn send<O: Operation>(client: &Client, operation: O) -> O::Output {
    match client.send(operation).await {
        Ok(output) => output,
        Err(error) => panic!("{error}"),
    }
}

/// What boto3 returns for calls of a service.
fn read_by_boto3(service: &str, calls: &[(&str, Value)]) -> Vec<Value> {
    let calls = calls
        .iter()
        .map(|(method, args)| json!({ "service": service, "method": method, "args": args }));
    let answers = boto3(ministack(), &calls.collect());
    let answers = answers.as_array().into_iter().flatten();
    answers
        .map(|answer| {
            assert!(answer["error"].is_null(), "{answer}");
            answer["ok"].clone()
        })
        .collect()
}
