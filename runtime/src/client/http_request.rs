//! [`Client::send_http`]: the way out for a request that is no operation.

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;

use super::finished::{Finished, Outcome};
use super::{Client, Inner};
use crate::error::{CallError, EncodeError, Error, Secrets};
use crate::metadata::Metadata;
use crate::request::{Encoded, add_content_length, remove_framing};

/// What errors call a request that is not an operation.
static METADATA: Metadata = Metadata::new("HTTP request", "", "", 200);

impl Client {
    /// Signs and sends a request that is no operation, and returns whatever comes back, an error's
    /// status too. It is sent again where an operation would be.
    ///
    /// A URI without a host is relative to the client's endpoint, whose path stays in front; one
    /// with a host has to be of the endpoint's: credentials are for nobody else. Bytes of the URI that
    /// RFC 3986 does not allow are percent-encoded before they are signed. Headers that frame the
    /// message (`content-length`, `transfer-encoding`, `connection`, `host` and their kind) are the
    /// transport's: other values than its own are refused.
    ///
    /// ```no_run
    /// use aws_operation::{Client, Config};
    /// use bytes::Bytes;
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::load().await?;
    /// let url = "https://search-logs-abc.eu-west-1.es.amazonaws.com";
    /// let logs = Client::for_url(&config, url)?;
    /// let search = http::Request::post("/_search")
    ///     .header("content-type", "application/json")
    ///     .body(Bytes::from_static(br#"{"query": {"match_all": {}}}"#))?;
    /// let response = logs.send_http(search).await?;
    /// println!("{}: {} bytes", response.status(), response.body().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error`]: a URI of another host, no credentials, a header that the signer writes, no
    /// response.
    pub fn send_http(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        let encoded = self.inner.resolve(request).and_then(|mut encoded| {
            remove_framing(&mut encoded.request)?;
            Ok(encoded)
        });
        self.exchange(&METADATA, encoded, Secrets::default())
    }

    /// The same under another name, or without a signature; with another `host` than the endpoint's
    /// where a name was looked up before. No error shows the secrets.
    #[cfg(feature = "container")]
    pub(crate) fn send_http_as(
        &self,
        metadata: &'static Metadata,
        request: http::Request<Bytes>,
        secrets: Secrets,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        self.exchange(metadata, self.inner.resolve(request), secrets)
    }

    fn exchange(
        &self,
        metadata: &'static Metadata,
        encoded: Result<Encoded, CallError>,
        secrets: Secrets,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        let encoded = encoded.map(|mut encoded| {
            add_content_length(&mut encoded.request);
            encoded
        });
        let client = Arc::clone(&self.inner);
        let mut start = self.start(metadata, None, &[], encoded);
        start.terms.secrets = secrets;
        async move {
            let Finished { outcome, attempts, stop, reason, skew, .. } = start.run().await;
            match outcome {
                Outcome::Success(response) | Outcome::Service(response, _) => Ok(response),
                Outcome::Failed(error) => {
                    let error = Error::call(metadata.name, client.host(), error);
                    Err(error.after(attempts, stop, reason, &client.region, skew))
                }
            }
        }
    }
}

impl Inner {
    /// The request with the endpoint's scheme, host and base path.
    fn resolve(&self, request: http::Request<Bytes>) -> Result<Encoded, CallError> {
        let wrong = |reason: &str| CallError::from(EncodeError::request(reason));
        let endpoint = self.endpoint.as_ref().map_err(|error| CallError::from(error.clone()))?;
        let (mut parts, body) = request.into_parts();
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let uri = match parts.uri.authority() {
            None => endpoint.uri("", path.to_owned(), query),
            Some(_) if is_of(&parts.uri, endpoint) => {
                endpoint.root().uri("", path.to_owned(), query)
            }
            Some(_) => {
                return Err(wrong(&format!(
                    "this client's credentials are for {}; make another client for another host, \
                     with `Client::for_url` or `with_endpoint_url`",
                    endpoint.root()
                )));
            }
        };
        parts.uri =
            uri.map_err(|error| wrong(&format!("the request has no valid URI: {error}")))?;
        let keeps_dots = self.config.transport().keeps_dot_segments();
        if !keeps_dots && parts.uri.path().split('/').any(crate::types::is_dots) {
            return Err(wrong(
                "the path has a `.` or `..` segment, which URL libraries remove, so that it cannot \
                 be sent",
            ));
        }
        let request = http::Request::from_parts(parts, body);
        let idempotent = request.method().is_idempotent();
        Ok(Encoded { request, dot_segment: None, idempotent })
    }
}

/// Whether scheme, host and port are the endpoint's.
fn is_of(uri: &Uri, endpoint: &crate::Endpoint) -> bool {
    let root = format!(
        "{}://{}",
        uri.scheme_str().unwrap_or_default(),
        uri.authority().map_or("", |authority| authority.as_str())
    );
    root.parse::<crate::Endpoint>().is_ok_and(|root| root == endpoint.root())
}
