//! [`Transport`]: sends a signed request to its server.

#[cfg(feature = "hyper")]
mod hyper;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

#[cfg(feature = "hyper")]
pub(crate) use self::hyper::Hyper;
use crate::error::TransportError;
use crate::types::Body;

/// The future that a [`Transport`] returns.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// Sends signed requests as they are.
///
/// A request's [extensions](http::Request::extensions) contain the call's
/// [`Timeouts`](crate::Timeouts). The transport must apply the connect timeout and the read timeout.
/// The client applies the others, reads the response's body, and limits its size.
///
/// If the request's [version](http::Request::version) is HTTP/2, the operation has events in both
/// directions. The transport must then use HTTP/2, return the response while the request's body is still
/// being sent, and drop the request's body when the response's body ends or is dropped. All other requests
/// have the version HTTP/1.1, and can be sent over any version.
///
/// The default transport is hyper over rustls. Your own transport can be another HTTP client, or
/// return fixed responses in a test:
///
/// ```
/// use aws_operation::{
///     Body, Client, Config, Credentials, Transport, TransportFuture, aws_operation, services,
/// };
///
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
///         assert_eq!(request.uri().path(), "/restapis/a1b2c3");
///         Box::pin(async { Ok(http::Response::new(Body::from(self.0))) })
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
    /// Sends the request once, without following redirects, and returns the response when its head
    /// has arrived. The client reads the body afterwards. It may read slowly, and may drop the body
    /// before its end.
    ///
    /// The signature may cover the method, the path, the query and all headers. An implementation
    /// that cannot send them unchanged must return an error.
    ///
    /// If the request's body fails, the request must fail too.
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_>;

    /// Whether a path with `.` and `..` segments is sent unchanged. URL libraries remove them.
    fn keeps_dot_segments(&self) -> bool {
        false
    }

    /// Set for a fake.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn as_faking(&self) -> Option<&dyn crate::faked::Faking> {
        None
    }

    /// The transport for requests that get credentials, if it is another one. A recorder returns the transport
    /// that it wraps, so that these requests are not recorded.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn for_credentials(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// The transport for requests that get credentials.
pub(crate) fn for_credentials(transport: &Arc<dyn Transport>) -> Arc<dyn Transport> {
    #[cfg(feature = "testing")]
    if let Some(other) = transport.for_credentials() {
        return other;
    }
    Arc::clone(transport)
}

/// In a request's extensions: the default transport uses no proxy.
#[cfg(any(
    feature = "hyper",
    feature = "container",
    feature = "imds",
    feature = "sso",
    feature = "sts"
))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Direct;
