//! Explains to the user why an answer failed, and what to do.

use std::fmt;

use aws_operation::{Error, ErrorKind, EventStreamError};

/// Why an answer failed, in one line.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    line: String,
    /// Whether all further questions would fail with the same error.
    pub is_permanent: bool,
}

impl Failure {
    /// The call failed before the answer began.
    pub fn of_call(error: &Error) -> Self {
        let code = error.code().unwrap_or_default();
        let advice = match advice(code, error.message().unwrap_or_default(), false) {
            Some(advice) => Some(advice),
            None if error.kind() == ErrorKind::Credentials => {
                Some("to try the program without an AWS account, use `--local`")
            }
            None if error.is_connect() => Some("check the region and the network"),
            None if error.is_retryable() => Some(again(false)),
            None => None,
        };
        Self {
            line: advice.map_or_else(|| error.to_string(), |advice| format!("{error}; {advice}")),
            is_permanent: matches!(
                code,
                "UnrecognizedClientException"
                    | "InvalidSignatureException"
                    | "IncompleteSignatureException"
                    | "MissingAuthenticationTokenException"
            ),
        }
    }

    /// The event stream failed. `has_text` says whether it contained text before.
    pub fn of_stream<E>(error: &EventStreamError<E>, has_text: bool) -> Self {
        let (code, message) = (error.code().unwrap_or_default(), error.message());
        let advice = advice(code, message.unwrap_or_default(), has_text);
        let error = error.to_string();
        // Messages of Bedrock end with a full stop.
        let error = error.trim_end_matches('.');
        let line = format!("{error}; {}", advice.unwrap_or(again(has_text)));
        Self { line, is_permanent: false }
    }

    /// The event stream ended without an error, but before the end of the message.
    pub fn incomplete(has_text: bool) -> Self {
        let line = format!("the answer ended before it was complete; {}", again(has_text));
        Self { line, is_permanent: false }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

/// The advice for an error code of Bedrock.
fn advice(code: &str, message: &str, has_text: bool) -> Option<&'static str> {
    // Exceptions in a stream have the names of their members, such as `throttlingException`.
    let is = |names: &[&str]| names.iter().any(|name| code.eq_ignore_ascii_case(name));
    if is(&["AccessDeniedException"]) {
        Some("if access to the model is missing, enable it in the Bedrock console")
    } else if is(&["ResourceNotFoundException"])
        || is(&["ValidationException"]) && message.to_ascii_lowercase().contains("model id")
    {
        Some(
            "choose a model of this region with `--model`; many need the id of an inference profile, \
             such as eu.amazon.nova-lite-v1:0",
        )
    } else if is(&[
        "ThrottlingException",
        "ServiceUnavailableException",
        "ServiceQuotaExceededException",
        "ModelNotReadyException",
    ]) {
        Some(match has_text {
            true => "wait a moment, then ask for the rest",
            false => "wait a moment, then ask again",
        })
    } else {
        None
    }
}

fn again(has_text: bool) -> &'static str {
    if has_text { "ask for the rest" } else { "ask again" }
}
