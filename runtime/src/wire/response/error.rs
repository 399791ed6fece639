//! Reading a service's error from a response, by the rules of a protocol.

use bytes::Bytes;

use crate::error::ServiceError;
use crate::wire::protocol::{Protocol, Rules, read_any_error};

impl ServiceError {
    /// The error that a response outside 2xx describes.
    pub fn from_response<P: Protocol>(response: &http::Response<Bytes>) -> Self {
        Self::read(response, Some(P::RULES))
    }

    /// The same by the rules of a protocol. Without rules, all common forms of errors are tried.
    pub(crate) fn read(response: &http::Response<Bytes>, rules: Option<&Rules>) -> Self {
        let read_error = rules.map_or(read_any_error as fn(&_) -> _, |rules| rules.read_error);
        Self::of_response(response, read_error(response))
    }
}
