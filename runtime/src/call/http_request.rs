//! Calls of requests that are not operations.

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::{Uri, Version};

use super::finished::{Finished, Outcome};
use super::{Caller, Secrets};
use crate::error::{CallError, EncodeError, Error};
use crate::metadata::Metadata;
use crate::types::{Endpoint, is_dots};
use crate::wire::protocol::Content;
use crate::wire::request::{Encoded, add_content_length, remove_framing};

/// The name of a request that is not an operation, in errors.
static HTTP_REQUEST: Metadata = Metadata::new("HTTP request", "", "", 200);

impl Caller {
    /// Signs and sends a request. Headers that the transport writes are removed.
    pub(crate) fn send_http(
        self: &Arc<Self>,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        let encoded = self.resolve(request).and_then(|mut encoded| {
            remove_framing(&mut encoded.request)?;
            Ok(encoded)
        });
        self.exchange(&HTTP_REQUEST, encoded, Secrets::default())
    }

    /// Sends a request under the name in `metadata`. Does not sign it if `metadata` says so. The
    /// `host` header may differ from the endpoint. No error contains `secrets`.
    #[cfg(feature = "container")]
    pub(crate) fn send_http_as(
        self: &Arc<Self>,
        metadata: &'static Metadata,
        request: http::Request<Bytes>,
        secrets: Secrets,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        self.exchange(metadata, self.resolve(request), secrets)
    }

    fn exchange(
        self: &Arc<Self>,
        metadata: &'static Metadata,
        encoded: Result<Encoded, CallError>,
        secrets: Secrets,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        let encoded = encoded.map(|mut encoded| {
            add_content_length(&mut encoded.request);
            encoded
        });
        let caller = Arc::clone(self);
        let mut start = self.start(metadata, (None, Content::Raw, &[]), encoded);
        start.terms.secrets = secrets;
        async move {
            let Finished { outcome, attempts, stop, reason, skew, .. } = start.run().await;
            match outcome {
                Outcome::Success(response, _) | Outcome::Service(response, _) => Ok(response),
                Outcome::Failed(error) => {
                    let error = Error::call(metadata.name, caller.host(), error);
                    Err(error.after(attempts, stop, reason, caller.region_and_origin(), skew))
                }
            }
        }
    }

    /// Resolves a request's URI: sets the endpoint's scheme and host, and prepends its base path.
    fn resolve(&self, request: http::Request<Bytes>) -> Result<Encoded, CallError> {
        let wrong = |reason: &str| CallError::from(EncodeError::request(reason));
        let target = self.target.as_ref().map_err(|error| CallError::from(error.clone()))?;
        let endpoint = &target.endpoint;
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
        // It may be the version of another connection, from which the request was forwarded.
        parts.version = Version::HTTP_11;
        parts.uri =
            uri.map_err(|error| wrong(&format!("the request has no valid URI: {error}")))?;
        let keeps_dots = self.setup.transport.keeps_dot_segments();
        if !keeps_dots && parts.uri.path().split('/').any(is_dots) {
            return Err(wrong(
                "the path has a `.` or `..` segment, which URL libraries remove, so that it cannot \
                 be sent",
            ));
        }
        let request = http::Request::from_parts(parts, body);
        Ok(Encoded::of(request))
    }
}

/// Whether scheme, host and port are the endpoint's.
fn is_of(uri: &Uri, endpoint: &Endpoint) -> bool {
    let root = format!(
        "{}://{}",
        uri.scheme_str().unwrap_or_default(),
        uri.authority().map_or("", |authority| authority.as_str())
    );
    root.parse::<Endpoint>().is_ok_and(|root| root == endpoint.root())
}
