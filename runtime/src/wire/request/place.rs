//! [`Place`]: the parts of a URI, for an endpoint that depends on the call.

use http::Uri;

use super::{Encoded, uri};
use crate::endpoint_rules::Value;
use crate::error::EncodeError;
use crate::types::{Endpoint, Target};

/// The parts of a request's URI, and the parameters that choose its endpoint.
pub(crate) struct Place {
    host_prefix: String,
    path: String,
    query: String,
    /// What the call gives to the endpoint's rules.
    pub parameters: Vec<(&'static str, Value<'static>)>,
    /// Where the request goes, once that is known.
    pub target: Option<Target>,
}

impl Place {
    pub(super) fn new(
        host_prefix: String,
        path: String,
        query: String,
        parameters: Vec<(&'static str, Value<'static>)>,
    ) -> Self {
        Self { host_prefix, path, query, parameters, target: None }
    }

    /// Removes the bucket from the beginning of the path: S3's rules say where it stands.
    pub(super) fn without_bucket(mut self) -> Self {
        let bucket = self.parameters.iter().find(|(name, _)| *name == "Bucket");
        if let Some((_, Value::Text(bucket))) = bucket {
            let mut encoded = String::from("/");
            uri::encode_label(&mut encoded, bucket);
            match self.path.strip_prefix(&encoded) {
                Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                    self.path = rest.to_owned();
                }
                _ => {}
            }
        }
        self
    }

    /// The URI at an endpoint.
    pub fn uri(&self, endpoint: &Endpoint) -> Result<Uri, EncodeError> {
        endpoint.uri(&self.host_prefix, self.path.clone(), &self.query).map_err(no_uri)
    }
}

impl Encoded {
    /// Sets where the request goes, if its endpoint depends on the call.
    pub(crate) fn move_to(&mut self, target: Target) -> Result<(), EncodeError> {
        let Some(place) = &mut self.place else { return Ok(()) };
        *self.request.uri_mut() = place.uri(&target.endpoint)?;
        for (name, value) in &target.headers {
            self.request.headers_mut().insert(name.clone(), value.clone());
        }
        place.target = Some(target);
        Ok(())
    }
}

/// The error of a request whose parts are no URI.
pub(super) fn no_uri(error: http::Error) -> EncodeError {
    EncodeError::request(&format!("the request has no valid URI: {error}"))
}
