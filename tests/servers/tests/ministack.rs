//! Generated operations against ministack: rpcv2Cbor, event streams, and pages of Lambda. botocore verifies
//! every signature, and boto3 reads the same values.

#[cfg(generated)]
#[path = "ministack/mod.rs"]
mod services;

#[cfg(not(generated))]
#[test]
fn generated_operations() {
    aws_operation_server_tests::without_models("the generated operations against ministack");
}
