//! Calls with an expected result, by our client and by boto3.

use aws_operation::{Client, Error, Operation};
use aws_operation_tests::boto3::boto3;
use serde_json::{Value, json};

/// The output of a call that must succeed.
///
/// # Panics
/// When the call fails.
pub async fn send<O: Operation>(client: &Client, operation: O) -> O::Output {
    match client.send(operation).await {
        Ok(output) => output,
        Err(error) => panic!("{error}"),
    }
}

/// The error of a call that must fail with this code and status.
///
/// # Panics
/// When the call succeeds, or the error is different.
pub async fn fail<O: Operation>(
    client: &Client,
    operation: O,
    code: &str,
    status: u16,
) -> Error<O::Error> {
    let Err(error) = client.send(operation).await else { panic!("the call succeeded") };
    assert_eq!(error.code(), Some(code), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    error
}

/// The result of a call by boto3. `service` and `method` are the names in boto3.
///
/// # Panics
/// When the call fails.
pub fn call_with_boto3(endpoint: &str, service: &str, method: &str, args: Value) -> Value {
    let calls = json!([{ "service": service, "method": method, "args": args }]);
    let answer = boto3(endpoint, &calls)[0].take();
    assert!(answer["error"].is_null(), "{method}: {answer}");
    answer["ok"].clone()
}
