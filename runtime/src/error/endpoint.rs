//! [`EndpointError`]: why a text is not a valid endpoint, or why a service has no endpoint in a
//! region.

use std::fmt;

/// Why a text is not a valid endpoint, or why a service has no endpoint in a region.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointError(String);

impl EndpointError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EndpointError {}

super::debug_as_display!(EndpointError);
