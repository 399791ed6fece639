//! Generated operations against ministack: rpcv2Cbor, event streams, and pages of Lambda. A gate where
//! botocore verifies every signature is in front of it, and boto3 reads the same.

#[cfg(generated)]
#[path = "ministack/mod.rs"]
mod services;

#[cfg(not(generated))]
#[test]
fn generated_operations() {
    aws_operation_server_tests::without_models("the generated operations against ministack");
}
