//! [`Codes`]: the codes of a service's error.

use crate::error::{CodeAndMessage, ServiceError};
use crate::wire::protocol::Rules;

/// The codes of a service's error.
///
/// Query-compatible services send two codes: the one of awsQuery in the header `x-amzn-query-error`,
/// and the name of the exception in the body. An acceptor may name either.
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
            ServiceError::of_response(
                &response,
                (rules.read_error)(&response),
                CodeAndMessage::default(),
            )
        });
        Self { code: error.code(), in_body }
    }

    pub(super) fn contain(&self, code: &str) -> bool {
        let in_body = self.in_body.as_ref().and_then(ServiceError::code);
        self.code == Some(code) || in_body == Some(code)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::wire::protocol::{AwsJson1_0, Protocol, RpcV2Cbor};

    /// The error of a response with these headers and this body.
    fn error<P: Protocol>(
        headers: &[(&'static str, &'static str)],
        body: &'static [u8],
    ) -> ServiceError {
        let mut response = http::Response::new(Bytes::from_static(body));
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        for (name, value) in headers {
            response.headers_mut().insert(*name, http::HeaderValue::from_static(value));
        }
        let parts = (P::RULES.read_error)(&response);
        ServiceError::of_response(&response, parts, CodeAndMessage::default())
    }

    #[test]
    fn a_query_compatible_error_has_two_codes() {
        fn check<P: Protocol>(body: &'static [u8]) {
            let query = error::<P>(&[("x-amzn-query-error", "A.Gone;Sender")], body);
            let codes = Codes::new(&query, P::RULES);
            let found = ["A.Gone", "Gone", "Sender", "x#Gone", ""].map(|code| codes.contain(code));
            assert_eq!(found, [true, true, false, false, false]);

            let plain = error::<P>(&[], body);
            let codes = Codes::new(&plain, P::RULES);
            assert_eq!(["A.Gone", "Gone"].map(|code| codes.contain(code)), [false, true]);
        }
        check::<AwsJson1_0>(br#"{"__type":"x#Gone"}"#);
        check::<RpcV2Cbor>(b"\xbf\x66__type\x66x#Gone\xff");
    }

    #[test]
    fn an_error_without_a_code_matches_nothing() {
        let none = error::<AwsJson1_0>(&[("x-amzn-query-error", ";")], b"");
        let codes = Codes::new(&none, AwsJson1_0::RULES);
        assert!(!codes.contain("") && !codes.contain(";"));
    }
}
