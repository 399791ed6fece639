//! [`Target`]: where a request goes, and how it is signed there.

use http::header::{HeaderName, HeaderValue};

use super::Endpoint;

/// Where a request goes, and what the endpoint's rules say beside that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub endpoint: Endpoint,
    pub signing: Signing,
    /// Headers of each request.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

/// What a signature names, where the endpoint's rules say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signing {
    /// The service's name.
    pub name: Option<String>,
    pub region: Option<String>,
    /// The regions, for Signature Version 4a.
    pub region_set: Option<String>,
    /// Whether the path is encoded once, as S3 wants it.
    pub encodes_path_once: bool,
    /// Whether requests are signed with the credentials of an S3 Express session.
    pub is_s3_express: bool,
}

impl From<Endpoint> for Target {
    fn from(endpoint: Endpoint) -> Self {
        Self { endpoint, signing: Signing::default(), headers: Vec::new() }
    }
}
