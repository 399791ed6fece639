//! Why a call failed, with the exceptions that the ten operations know.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// Why a call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An identifier that cannot stand in a path.
    Segment(String),
    /// The input could not be written as JSON.
    Encode(serde_json::Error),
    /// Nothing, or not all of it, came back.
    Http(reqwest::Error),
    /// What came back is not what was expected.
    Decode(serde_json::Error),
    /// The request is wrong.
    BadRequest {
        /// What the service says.
        message: Option<String>,
    },
    /// Something with this name or in this state is there already.
    Conflict {
        /// What the service says.
        message: Option<String>,
    },
    /// The account has as many as it may have.
    LimitExceeded {
        /// When to try again, in seconds.
        retry_after: Option<String>,
        /// What the service says.
        message: Option<String>,
    },
    /// There is no such thing.
    NotFound {
        /// What the service says.
        message: Option<String>,
    },
    /// The service cannot answer now.
    ServiceUnavailable {
        /// When to try again, in seconds.
        retry_after: Option<String>,
        /// What the service says.
        message: Option<String>,
    },
    /// Too many calls in a short time.
    TooManyRequests {
        /// When to try again, in seconds.
        retry_after: Option<String>,
        /// What the service says.
        message: Option<String>,
    },
    /// The caller may not do this.
    Unauthorized {
        /// What the service says.
        message: Option<String>,
    },
    /// Any other error of the service.
    Other {
        /// The HTTP status.
        status: StatusCode,
        /// The error's code.
        code: Option<String>,
        /// What the service says.
        message: Option<String>,
    },
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(alias = "__type")]
    code: Option<String>,
    #[serde(alias = "Message")]
    message: Option<String>,
}

impl Error {
    /// The error that an answer outside 2xx stands for.
    pub(crate) fn answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let Body { code, message } = serde_json::from_slice(body).unwrap_or_default();
        let code = header("x-amzn-errortype").map(str::to_owned).or(code);
        let retry_after = header("retry-after").map(str::to_owned);
        // `namespace#Name:http://…`
        let name = code.as_deref().map(|code| {
            let code = code.split_once(':').map_or(code, |(code, _)| code);
            code.rsplit_once('#').map_or(code, |(_, name)| name)
        });
        match name {
            Some("BadRequestException") => Self::BadRequest { message },
            Some("ConflictException") => Self::Conflict { message },
            Some("LimitExceededException") => Self::LimitExceeded { retry_after, message },
            Some("NotFoundException") => Self::NotFound { message },
            Some("ServiceUnavailableException") => {
                Self::ServiceUnavailable { retry_after, message }
            }
            Some("TooManyRequestsException") => Self::TooManyRequests { retry_after, message },
            Some("UnauthorizedException") => Self::Unauthorized { message },
            _ => Self::Other { status, code, message },
        }
    }
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, message) = match self {
            Self::Segment(segment) => {
                return write!(f, "\"{segment}\" cannot stand in a path");
            }
            Self::Encode(_) => return f.write_str("the input cannot be written as JSON"),
            Self::Http(_) => return f.write_str("no answer"),
            Self::Decode(_) => return f.write_str("the answer cannot be read"),
            Self::BadRequest { message } => ("bad request", message),
            Self::Conflict { message } => ("conflict", message),
            Self::LimitExceeded { message, .. } => ("limit exceeded", message),
            Self::NotFound { message } => ("not found", message),
            Self::ServiceUnavailable { message, .. } => ("service unavailable", message),
            Self::TooManyRequests { message, .. } => ("too many requests", message),
            Self::Unauthorized { message } => ("unauthorized", message),
            Self::Other { status, code, message } => {
                write!(f, "{status} {}", code.as_deref().unwrap_or("without a code"))?;
                ("", message)
            }
        };
        f.write_str(what)?;
        match message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Encode(error) | Self::Decode(error) => Some(error),
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}
