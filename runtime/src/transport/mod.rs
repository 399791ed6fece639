//! [`Transport`]: how a signed request reaches its server.

#[cfg(feature = "hyper")]
mod hyper;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

#[cfg(feature = "hyper")]
pub(crate) use self::hyper::Hyper;
use crate::error::with_causes;

/// A future of a response, as a [`Transport`] returns it.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends signed requests as they are, and buffers the responses.
///
/// A request's [extensions](http::Request::extensions) hold the call's
/// [`Timeouts`](crate::Timeouts): those of connecting, of reading and of a stalled stream are the
/// transport's, the others the client's.
///
/// The default is hyper over rustls. Your own can be another HTTP client, or an answer made up
/// for a test:
///
/// ```
/// use aws_operation::{
///     Client, Config, Credentials, Transport, TransportFuture, aws_operation, services,
/// };
/// use bytes::Bytes;
///
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
///         assert_eq!(request.uri().path(), "/restapis/a1b2c3");
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })
///     }
/// }
///
/// #[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi)]
/// struct GetRestApi {
///     rest_api_id: String,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct RestApi {
///     name: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
///     .transport(Canned(r#"{"name": "pets"}"#))
///     .build()?;
/// let client = Client::new(&config, services::API_GATEWAY);
/// let api = client.send(GetRestApi { rest_api_id: "a1b2c3".into() }).await?;
/// assert_eq!(api.name, "pets");
/// # Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once, follows no redirect, and returns the whole response.
    ///
    /// Method, path, query and the headers that are there are signed: an implementation that
    /// cannot send them as they are fails instead.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;

    /// Whether a path with `.` and `..` segments arrives as it is. URL libraries remove them.
    fn keeps_dot_segments(&self) -> bool {
        false
    }
}

/// What a provider of credentials asks of the default transport, in a request's extensions.
#[cfg(any(
    feature = "hyper",
    feature = "container",
    feature = "imds",
    feature = "sso",
    feature = "sts"
))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditions {
    /// No proxy is asked, whatever the host.
    #[cfg_attr(not(feature = "hyper"), expect(dead_code, reason = "for the default transport"))]
    pub direct: bool,
    /// How large the response's body may be.
    pub max_response_bytes: usize,
}

/// Why no response came back.
pub struct TransportError {
    /// Connecting can time out, so both may be true.
    connect: bool,
    timeout: bool,
    /// The host's name has no address.
    unresolved: bool,
    /// The transport refused the request, and sent nothing.
    refused: bool,
    /// Another attempt may succeed.
    retryable: bool,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// No connection could be made: nothing was sent. Another attempt may succeed.
    pub fn connect(message: impl Into<String>) -> Self {
        Self { connect: true, retryable: true, ..Self::other(message) }
    }

    /// The host's name has no address: nothing was sent, and another attempt would fail alike.
    pub fn unresolved(message: impl Into<String>) -> Self {
        Self { connect: true, unresolved: true, ..Self::other(message) }
    }

    /// The connection broke before the response was there. Another attempt may succeed.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { retryable: true, ..Self::other(message) }
    }

    /// The transport cannot send such a request, and sent nothing.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { refused: true, ..Self::other(message) }
    }

    /// It took too long. Another attempt may succeed.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self { timeout: true, retryable: true, ..Self::other(message) }
    }

    /// Anything else. Not retryable.
    pub fn other(message: impl Into<String>) -> Self {
        Self {
            connect: false,
            timeout: false,
            unresolved: false,
            refused: false,
            retryable: false,
            message: message.into(),
            source: None,
        }
    }

    /// The same with its cause, which `Display` prints after the message, unless the message says it
    /// already. [`get_ref`](Self::get_ref) returns it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.connect
    }

    /// Whether the host's name has no address.
    pub fn is_unresolved(&self) -> bool {
        self.unresolved
    }

    /// Whether the transport refused the request, and sent nothing.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// Whether another attempt may succeed.
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// The same, but not retryable.
    #[must_use]
    pub fn not_retryable(mut self) -> Self {
        self.retryable = false;
        self
    }

    /// The cause, for code that looks for its type.
    pub fn get_ref(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }

    /// The same error with another line, which says the cause or must not.
    pub(crate) fn with_message(self, message: String) -> Self {
        Self { message, source: None, ..self }
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }
}

/// The message, and each cause that it does not say yet.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get_ref() {
            Some(cause) => f.write_str(&with_causes(self.message.clone(), Some(cause))),
            None => f.write_str(&self.message),
        }
    }
}

/// Without a source: `Display` has said what it would say.
impl StdError for TransportError {}

crate::error::debug_as_display!(TransportError);
