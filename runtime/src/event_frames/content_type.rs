//! [`OtherContentType`]: whether a response says that its body is an event stream.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::error::{BodyError, Line};

/// The content type of a response, if it is not that of event streams.
///
/// Some services send event streams without a content type, so another one is no error by itself. It
/// explains why a body is not an event stream, for example because a proxy sent an HTML page.
#[derive(Debug, Clone)]
pub(crate) struct OtherContentType(HeaderValue);

impl OtherContentType {
    /// `None` if the response is an event stream, or has no content type.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(CONTENT_TYPE)?;
        let name = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        let is_event_stream =
            name.trim_ascii().eq_ignore_ascii_case(b"application/vnd.amazon.eventstream");
        (!is_event_stream).then(|| Self(value.clone()))
    }

    /// Adds the content type to the error of a body that is not an event stream.
    pub(crate) fn explain(other: Option<Self>, error: BodyError) -> BodyError {
        match other {
            Some(Self(value)) if error.is_corrupt() => {
                let value = String::from_utf8_lossy(value.as_bytes());
                let value = Line::name(&value);
                BodyError::corrupt(format!("{error}; the response has the content type `{value}`"))
            }
            _ => error,
        }
    }
}
