//! The two operations of STS, in the query protocol: a form as the request, XML as the response.

use std::time::Duration;

use percent_encoding::utf8_percent_encode;
use zeroize::Zeroizing;

use super::xml::Leaves;
use crate::error::{CredentialsError, Error, Line, RetryReason};
use crate::retry::FailedAttempt;
use crate::types::{Credentials, RESERVED, Timestamp};
use crate::{aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/", output = Xml)]
pub(super) struct AssumeRole {
    #[payload]
    #[media_type("application/x-www-form-urlencoded")]
    pub form: String,
}

#[aws_operation(method = "POST", uri = "/", output = Xml, auth = "none")]
pub(super) struct AssumeRoleWithWebIdentity {
    #[payload]
    #[media_type("application/x-www-form-urlencoded")]
    pub form: String,
}

#[aws_output]
pub(super) struct Xml {
    #[payload]
    pub document: String,
}

/// The members of an operation's input, as a form.
pub(super) struct Form(String);

impl Form {
    pub(super) fn new(action: &str) -> Self {
        Self(format!("Action={action}&Version=2011-06-15"))
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push('&');
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, RESERVED));
        self
    }

    pub(super) fn with_set(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn with_duration(self, duration: Option<Duration>) -> Self {
        let seconds = duration.map(|duration| duration.as_secs().to_string());
        self.with_set("DurationSeconds", seconds.as_deref())
    }

    pub(super) fn end(self) -> String {
        self.0
    }
}

/// The credentials in an answer. Errors name the `role`.
pub(super) fn credentials(
    action: &str,
    role: &str,
    xml: Xml,
) -> Result<Credentials, CredentialsError> {
    let document = Zeroizing::new(xml.document);
    let wrong = |what: &str| {
        CredentialsError::new(format!(
            "STS answered {action} of the role {role} {what}; look at the endpoint that is \
             configured for STS"
        ))
    };
    let leaves = Leaves::read(&document).ok_or_else(|| wrong("with what is no XML"))?;
    let member = |name: &str| {
        let path = format!("{action}Response/{action}Result/Credentials/{name}");
        let text = leaves.get(&path).filter(|text| !text.is_empty());
        text.ok_or_else(|| wrong(&format!("without {name}")))
    };
    let id = member("AccessKeyId")?;
    let credentials = Credentials::new(id, member("SecretAccessKey")?)
        .with_session_token(member("SessionToken")?);
    let expiration: Timestamp =
        member("Expiration")?.parse().map_err(|_| wrong("with an Expiration that is no time"))?;
    Ok(credentials.with_expiration(expiration.into()))
}

/// Why a role was not assumed: the code and message of STS, if it answered. The secrets of the call
/// have been redacted before.
pub(super) fn failed(role: &str, error: &Error) -> CredentialsError {
    let shown = format!("the role {role} cannot be assumed");
    let Some(raw) = error.raw() else {
        return CredentialsError::new(format!("{shown}: {error}"));
    };
    let status = raw.status().as_u16();
    let leaves = leaves(raw.body());
    let code = leaves.get("ErrorResponse/Error/Code").filter(|code| !code.is_empty());
    let Some(code) = code else {
        // The page of a proxy may contain the request, so it is not quoted.
        return CredentialsError::new(format!(
            "{shown}: HTTP status {status} with a body that is no answer of STS [host {}]; look at \
             the endpoint that is configured for STS, and at the proxy",
            error.host()
        ));
    };
    let message = leaves.get("ErrorResponse/Error/Message").unwrap_or_default();
    let id = leaves.get("ErrorResponse/RequestId").unwrap_or("unknown");
    let attempts = error.attempts();
    let fix = match code {
        "AccessDenied" => "; look at the role's trust policy, and at what the caller may do",
        "ExpiredToken" | "ExpiredTokenException" => {
            "; renew the token or the credentials before it"
        }
        "InvalidIdentityToken" => {
            "; look at the identity provider of the account, and at the token"
        }
        "RegionDisabledException" => "; activate STS in that region, or choose another",
        _ => "",
    };
    CredentialsError::new(format!(
        "{shown}: {} ({status}): {} [host {}, request id {}, {attempts} attempt{}]{fix}",
        Line::name(code),
        Line::message(message),
        error.host(),
        Line::name(id),
        if attempts == 1 { "" } else { "s" },
    ))
}

fn leaves(body: &[u8]) -> Leaves {
    let body = std::str::from_utf8(body).unwrap_or_default();
    Leaves::read(body).unwrap_or_default()
}

/// Why an attempt may be retried. The codes are in the XML.
pub(super) fn classify(attempt: &FailedAttempt<'_>) -> Option<RetryReason> {
    let leaves = leaves(attempt.service_error()?.body());
    match leaves.get("ErrorResponse/Error/Code")? {
        "Throttling" | "ThrottlingException" | "RequestLimitExceeded" | "SlowDown" => {
            Some(RetryReason::Throttling)
        }
        "IDPCommunicationError" | "RequestTimeout" => Some(RetryReason::Transient),
        // The caller knows the service's clock by then.
        "RequestExpired" | "RequestTimeTooSkewed" => first(attempt),
        "SignatureDoesNotMatch" => {
            let message = leaves.get("ErrorResponse/Error/Message")?;
            first(attempt).filter(|_| {
                message.contains("Signature expired") || message.contains("not yet current")
            })
        }
        _ => None,
    }
}

fn first(attempt: &FailedAttempt<'_>) -> Option<RetryReason> {
    (attempt.attempt() == 1).then_some(RetryReason::ClockSkew)
}
