//! Generated operations against moto. botocore verifies every signature, and boto3 reads the same values.

#[path = "moto/mod.rs"]
mod services;

#[cfg(not(generated))]
#[test]
fn generated_operations() {
    aws_operation_server_tests::without_models("the generated operations against moto");
}
