//! [`Codes`]: the codes of a service's error.

use crate::error::ServiceError;
use crate::wire::protocol::Rules;

/// The codes of a service's error.
///
/// Services that used awsQuery before send two codes: the one of awsQuery in the header
/// `x-amzn-query-error`, and the name of the exception in the body. A waiter may have either.
pub(super) struct Codes<'a> {
    code: Option<&'a str>,
    in_body: Option<ServiceError>,
}

impl<'a> Codes<'a> {
    pub(super) fn new(error: &'a ServiceError, rules: &Rules) -> Self {
        const QUERY_ERROR: &str = "x-amzn-query-error";
        let in_body = error.headers().contains_key(QUERY_ERROR).then(|| {
            let mut response = http::Response::new(error.body().clone());
            *response.status_mut() = error.status();
            response.headers_mut().clone_from(error.headers());
            response.headers_mut().remove(QUERY_ERROR);
            ServiceError::of_response(&response, (rules.read_error)(&response))
        });
        Self { code: error.code(), in_body }
    }

    pub(super) fn contain(&self, code: &str) -> bool {
        let in_body = self.in_body.as_ref().and_then(ServiceError::code);
        self.code == Some(code) || in_body == Some(code)
    }
}
