//! Generated operations against moto, behind a gate where botocore verifies every signature, and the
//! same read by boto3.

#[path = "moto/mod.rs"]
mod services;

#[cfg(not(generated))]
#[test]
fn generated_operations() {
    aws_operation_server_tests::without_models("the generated operations against moto");
}
