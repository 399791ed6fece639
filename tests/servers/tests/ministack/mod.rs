//! Tests of services of ministack.

mod bedrock;
mod cloudwatch;
mod kinesis;
mod lambda;
mod lambda_streams;
mod live_tail;
mod subscribe_to_shard;

use aws_operation_server_tests::{call_with_boto3, fail, ministack, send};
use serde_json::Value;

/// The result of a call by boto3.
fn read_by_boto3(service: &str, method: &str, args: Value) -> Value {
    call_with_boto3(ministack(), service, method, args)
}
