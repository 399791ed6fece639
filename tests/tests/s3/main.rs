//! Generated S3 operations: against SeaweedFS, which verifies signatures and checksums, and against
//! moto for what SeaweedFS does not have. boto3 reads what they write, and writes what they read.

#[cfg(generated)]
mod moto;
#[cfg(generated)]
mod responses;
#[cfg(generated)]
mod seaweedfs;

#[cfg(not(generated))]
#[test]
fn s3() {
    aws_operation_server_tests::without_models("S3's operations against SeaweedFS and moto");
}
