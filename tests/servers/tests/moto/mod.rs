//! Tests of services of moto.

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
use aws_operation_server_tests::{call_with_boto3, client, fail, moto, send};
use serde_json::Value;

/// A service of moto.
struct Moto {
    /// The name of the service in boto3.
    name: &'static str,
    client: Client,
}

impl Moto {
    fn new(name: &'static str, service: Service) -> Self {
        Self { name, client: client(moto(), service) }
    }

    /// The output of a call that must succeed.
    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        send(&self.client, operation).await
    }

    /// The error of a call that must fail with this code and status.
    async fn fail<O: Operation>(&self, operation: O, code: &str, status: u16) -> Error<O::Error> {
        fail(&self.client, operation, code, status).await
    }

    /// The result of a call by boto3.
    fn boto3(&self, method: &str, args: Value) -> Value {
        call_with_boto3(moto(), self.name, method, args)
    }
}
