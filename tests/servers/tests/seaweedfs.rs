//! Generated S3 operations against SeaweedFS, which verifies signatures, and the same read by boto3.

#[cfg(generated)]
#[path = "seaweedfs/mod.rs"]
mod s3;

#[cfg(not(generated))]
#[test]
fn s3() {
    aws_operation_server_tests::without_models("S3's operations against SeaweedFS");
}
