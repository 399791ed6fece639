//! Generated operations that speak rpcv2Cbor, and pages of Lambda, against ministack, behind a gate where botocore verifies
//! every signature, and the same read by boto3.

#[cfg(generated)]
#[path = "ministack/mod.rs"]
mod services;

#[cfg(not(generated))]
#[test]
fn cbor() {
    aws_operation_server_tests::without_models("rpcv2Cbor against ministack");
}
