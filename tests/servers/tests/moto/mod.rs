//! What the tests of moto's services share.

mod cloudformation;
#[cfg(generated)]
mod dynamodb;
#[cfg(generated)]
mod ec2;
#[cfg(generated)]
mod iam;
#[cfg(generated)]
mod kinesis;
#[cfg(generated)]
mod live_tail;
#[cfg(generated)]
mod pages;
#[cfg(generated)]
mod secrets_manager;
#[cfg(generated)]
mod select;
#[cfg(generated)]
mod sns;
#[cfg(generated)]
mod sqs;
#[cfg(generated)]
mod ssm;
#[cfg(generated)]
mod sts;

use aws_operation::{Client, Error, Operation, Service};
use aws_operation_server_tests::{client, moto};
use aws_operation_tests::boto3::boto3;
use serde_json::{Value, json};

/// A service of moto.
struct Moto {
    /// boto3's name of the service.
    name: &'static str,
    client: Client,
}

impl Moto {
    fn new(name: &'static str, service: Service) -> Self {
        Self { name, client: client(moto(), service) }
    }

    /// The output of a call that has to succeed.
    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        match self.client.send(operation).await {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    /// The error of a call that has to fail, with this code and status.
    async fn fail<O: Operation>(&self, operation: O, code: &str, status: u16) -> Error<O::Error>
    where
        O::Output: std::fmt::Debug,
    {
        let error = match self.client.send(operation).await {
            Ok(output) => panic!("it succeeded: {output:?}"),
            Err(error) => error,
        };
        assert_eq!(error.code(), Some(code), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
        error
    }

    /// What boto3 returns for a call.
    fn boto3(&self, method: &str, args: Value) -> Value {
        let calls = json!([{ "service": self.name, "method": method, "args": args }]);
        let answer = boto3(moto(), &calls)[0].take();
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["ok"].clone()
    }
}
