//! What the tests of ministack's services share.

mod bedrock;
mod cloudwatch;
mod kinesis;
mod lambda;
mod lambda_streams;
mod live_tail;
mod subscribe_to_shard;

use aws_operation::{Client, Error, Operation};
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

/// The error of a call that has to fail, with this code and status.
async fn fail<O: Operation>(
    client: &Client,
    operation: O,
    code: &str,
    status: u16,
) -> Error<O::Error> {
    let Err(error) = client.send(operation).await else { panic!("it succeeded") };
    assert_eq!(error.code(), Some(code), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    error
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
