//! The two STS operations that the providers use.

use aws_operation_macros::{aws_operation, aws_structure};

use crate::types::Timestamp;

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase", output = AssumeRoleOutput)]
pub(super) struct AssumeRole {
    pub role_arn: String,
    pub role_session_name: String,
    pub external_id: Option<String>,
    pub serial_number: Option<String>,
    pub token_code: Option<String>,
    pub duration_seconds: Option<u64>,
}

#[aws_operation(
    protocol = "awsQuery",
    rename_all = "PascalCase",
    output = AssumeRoleOutput,
    auth = "none"
)]
pub(super) struct AssumeRoleWithWebIdentity {
    pub role_arn: String,
    pub role_session_name: String,
    pub web_identity_token: String,
}

/// The output of both operations.
#[aws_structure(rename_all = "PascalCase")]
pub(super) struct AssumeRoleOutput {
    pub credentials: SessionCredentials,
    pub assumed_role_user: Option<AssumedRoleUser>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Default)]
pub(super) struct SessionCredentials {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: String,
    pub expiration: Option<Timestamp>,
}

#[aws_structure(rename_all = "PascalCase")]
pub(super) struct AssumedRoleUser {
    pub arn: Option<String>,
}
