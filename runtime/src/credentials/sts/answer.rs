//! The response of STS: the credentials, or why there are none.

use super::operations::AssumeRoleOutput;
use crate::credentials::error_line::answer_line;
use crate::error::{CredentialsError, Error, ErrorKind, RetryReason};
use crate::retry::FailedAttempt;
use crate::types::Credentials;

/// The credentials of `role`.
pub(super) fn credentials(
    role: &str,
    answer: Result<AssumeRoleOutput, Error>,
) -> Result<Credentials, CredentialsError> {
    let answer = answer.map_err(|error| failed(role, &error))?;
    let arn = answer.assumed_role_user.and_then(|user| user.arn).unwrap_or_default();
    let given = answer.credentials;
    let missing = |name: &str| {
        CredentialsError::new(format!(
            "the role {role} cannot be assumed: the response of STS has no {name}; check the \
             endpoint that is configured for STS"
        ))
    };
    for (name, value) in [
        ("AccessKeyId", &given.access_key_id),
        ("SecretAccessKey", &given.secret_access_key),
        ("SessionToken", &given.session_token),
    ] {
        if value.is_empty() {
            return Err(missing(name));
        }
    }
    let expiration = given.expiration.ok_or_else(|| missing("Expiration"))?;
    let credentials = Credentials::of(
        given.access_key_id,
        given.secret_access_key,
        Some(given.session_token),
        Some(expiration.into()),
    );
    Ok(credentials.with_account_id(account_id(&arn)))
}

/// The account id in an ARN such as `arn:aws:sts::123456789012:assumed-role/…`. Empty if the ARN has none.
fn account_id(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// Why the role was not assumed. The caller has redacted the secrets.
fn failed(role: &str, error: &Error) -> CredentialsError {
    const ENDPOINT: &str = "; check the endpoint that is configured for STS";
    const NOT_STS: &str = "; the response is not from STS: check the endpoint that is configured for \
                           STS, and the proxy";

    let (line, fix) = match (error.kind(), error.raw()) {
        (ErrorKind::Service, Some(raw)) => (answer_line(error, raw), fix(raw.code(), NOT_STS)),
        (ErrorKind::Decode, _) => (error.to_string(), ENDPOINT),
        _ => (error.to_string(), ""),
    };
    CredentialsError::new(format!("the role {role} cannot be assumed: {line}{fix}"))
}

/// How to fix an STS error with this code.
fn fix(code: Option<&str>, without_code: &'static str) -> &'static str {
    match code {
        Some("AccessDenied") => {
            "; check the role's trust policy, and the permissions of the caller"
        }
        Some("ExpiredToken" | "ExpiredTokenException") => {
            "; renew the token or the credentials that the role is assumed with"
        }
        Some("InvalidIdentityToken") => "; check the account's identity provider, and the token",
        Some("RegionDisabledException") => "; activate STS in that region, or choose another",
        Some(_) => "",
        None => without_code,
    }
}

/// STS could not reach the identity provider. A retry may succeed.
///
/// Source: AWS STS API Reference, AssumeRoleWithWebIdentity, "Errors".
pub(super) fn classify(attempt: &FailedAttempt<'_>) -> Option<RetryReason> {
    (attempt.code() == Some("IDPCommunicationError")).then_some(RetryReason::Transient)
}
