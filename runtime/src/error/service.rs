//! [`ServiceError`]: a service's error response, in its raw form.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::line::{EXCERPT, Line};
use super::{DecodeError, request_ids};

/// A service's error response, as it was received.
///
/// It is the error of an operation without `error = …`. It is also the content of the last variant
/// of an enum with `#[aws_error]`, for codes without a variant. No part of the response is lost.
// Boxed, so that enums and results that contain it stay small.
#[derive(Clone, PartialEq)]
pub struct ServiceError(Box<Parts>);

#[derive(Clone, PartialEq)]
struct Parts {
    code: Option<Box<str>>,
    message: Option<Box<str>>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The ids in the body.
    ids: Option<Box<BodyIds>>,
    /// Set if the exception's members cannot be decoded.
    undecoded: OnceLock<Box<DecodeError>>,
}

/// The request ids in a response's body.
#[derive(Clone, PartialEq)]
struct BodyIds {
    request_id: Option<String>,
    extended_request_id: Option<String>,
}

/// The code and the message of an error response that does not have them where AWS's services do.
///
/// A part that is `None` or empty is read from problem details (RFC 9457), or else by the rules of the
/// operation's protocol. See [`FromErrorResponse::CODE_AND_MESSAGE`](crate::FromErrorResponse::CODE_AND_MESSAGE).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "programs create it")]
pub struct CodeAndMessage {
    /// The code, such as `SOLD_OUT`.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
}

/// Reads the code and the message of an error response.
pub type ReadCodeAndMessage = fn(&http::Response<Bytes>) -> CodeAndMessage;

/// The parts of every error. Each is `None` if the response lacks it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ErrorParts {
    /// As received. It may have a namespace.
    pub code: Option<String>,
    pub message: Option<String>,
    /// `None` if the body has no request id.
    pub request_id: Option<String>,
    /// The second request id, in bodies of S3.
    pub extended_request_id: Option<String>,
}

impl ServiceError {
    /// An error with this status, code and message, for tests. An invalid status becomes 400.
    ///
    /// ```
    /// use aws_operation::ServiceError;
    ///
    /// let error = ServiceError::new(404, "NotFoundException", "no such order").with_request_id("1-2");
    /// assert_eq!(error.to_string(), "NotFoundException (404): no such order");
    /// assert_eq!(error.request_id(), Some("1-2"));
    /// ```
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code: Some(code.into().into_boxed_str()).filter(|code| !code.is_empty()),
            message: Some(message.into().into_boxed_str()).filter(|message| !message.is_empty()),
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            ids: None,
            undecoded: OnceLock::new(),
        }))
    }

    /// Adds a request id. It must be a valid header value. For tests.
    #[must_use]
    pub fn with_request_id(mut self, id: &str) -> Self {
        if let Ok(id) = HeaderValue::from_str(id) {
            self.0.headers.insert("x-amzn-requestid", id);
        }
        self
    }

    /// Adds a body. For tests.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.0.body = body.into();
        self
    }

    /// The error of a response, with the parts that were read from it. `own` has precedence over the
    /// code and the message in `parts`.
    pub(crate) fn of_response(
        response: &http::Response<Bytes>,
        parts: ErrorParts,
        own: CodeAndMessage,
    ) -> Self {
        let ErrorParts { code, message, request_id, extended_request_id } = parts;
        let code = || code.as_deref().map(shape_name).filter(|code| !code.is_empty());
        let ids = (request_id.is_some() || extended_request_id.is_some())
            .then(|| Box::new(BodyIds { request_id, extended_request_id }));
        Self(Box::new(Parts {
            code: own.code.map(String::into_boxed_str).or_else(|| code().map(Box::from)),
            message: own.message.or(message).map(String::into_boxed_str),
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            ids,
            undecoded: OnceLock::new(),
        }))
    }

    /// The error code, which is the exception's name without its namespace, such as
    /// `NotFoundException`.
    ///
    /// If the operation's error type says where the code is (`#[aws_error(code = "…")]`), it is the
    /// code from there, unchanged. If the response is `application/problem+json`, it is the URI in
    /// `type`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The message.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The request id, for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        request_ids::request_id(&self.0.headers)
            .or_else(|| self.0.ids.as_ref()?.request_id.as_deref())
    }

    /// The second request id of S3 and CloudFront.
    pub fn extended_request_id(&self) -> Option<&str> {
        request_ids::extended_request_id(&self.0.headers)
            .or_else(|| self.0.ids.as_ref()?.extended_request_id.as_deref())
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body, unchanged.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Why the exception's members could not be decoded, if the operation's error type has a
    /// variant for the exception. The error is then in the type's last variant.
    pub fn undecoded(&self) -> Option<&DecodeError> {
        self.0.undecoded.get().map(|error| &**error)
    }

    /// For code that the macros generate.
    #[doc(hidden)]
    pub fn set_undecoded(&self, error: DecodeError) {
        // The first reason is kept.
        let _ = self.0.undecoded.set(Box::new(error));
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// Writes why a successful response is not a document, if it seems to be from a proxy: it is a
    /// page, or it has a content-encoding. The body is not quoted, because it may be sensitive.
    pub(crate) fn write_what_it_is_instead(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A document of an XML protocol says that it is XML.
        let is_xml = self.header("content-type").is_some_and(|it| it.contains("xml"));
        let is_page = !is_xml && self.0.body.trim_ascii_start().starts_with(b"<");
        match self.header("content-encoding") {
            Some(coding) => write!(f, ", in the content-encoding {}", Line::name(coding)),
            None if is_page => f.write_str(", which looks like an HTML or XML page"),
            None => Ok(()),
        }
    }

    pub(crate) fn write_ids(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        request_ids::write(f, ", ", self.request_id(), self.extended_request_id())
    }
}

impl ServiceError {
    /// Writes code, status and message. Returns whether there is a code or a message.
    fn write_answer(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        let status = self.0.status.as_u16();
        match &self.0.code {
            Some(code) => write!(f, "{} ({status})", Line::name(code))?,
            None => write!(f, "HTTP status {status}")?,
        }
        if let Some(message) = &self.0.message {
            write!(f, ": {}", Line::message(message))?;
        }
        if let Some(error) = self.undecoded() {
            write!(f, " ({error})")?;
        }
        // Without a code and a message, the body is probably not from the service.
        Ok(self.0.code.is_some() || self.0.message.is_some())
    }
}

/// Code, status and message, in one line.
impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.write_answer(f)? || self.0.body.is_empty() {
            return Ok(());
        }
        let excerpt = &self.0.body[..self.0.body.len().min(EXCERPT)];
        let excerpt = String::from_utf8_lossy(excerpt);
        write!(f, ", with the body {:?}", Line::excerpt(&excerpt).to_string())
    }
}

/// Code, status, message and request ids. Omits the body, which may contain secrets.
impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.write_answer(f)? && !self.0.body.is_empty() {
            write!(f, ", with a body of {} bytes", self.0.body.len())?;
        }
        self.write_ids(f)
    }
}

impl std::error::Error for ServiceError {}

/// The exception's name in a code: `FooError` in `aws.protocoltests#FooError:http://…`.
fn shape_name(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().trim()
}
