//! Reading a service's error from a response, by the rules of a protocol.

use bytes::Bytes;

use crate::error::{CodeAndMessage, ReadCodeAndMessage, ServiceError};
use crate::wire::protocol::{Protocol, Rules, problem_details, read_any_error, value_at};

impl ServiceError {
    /// The error that a response outside 2xx describes, by the rules of the protocol alone.
    pub fn from_response<P: Protocol>(response: &http::Response<Bytes>) -> Self {
        Self::read(response, Some(P::RULES), None)
    }

    /// The error that a response describes. The code is the first one that is not empty: from `own`, from
    /// problem details (RFC 9457), or by the rules of the protocol. The same is true for the message.
    /// Without rules, all common forms of errors are tried.
    pub(crate) fn read(
        response: &http::Response<Bytes>,
        rules: Option<&Rules>,
        own: Option<ReadCodeAndMessage>,
    ) -> Self {
        let read_error = rules.map_or(read_any_error as fn(&_) -> _, |rules| rules.read_error);
        let mut found = problem_details(response);
        if let Some(CodeAndMessage { code, message }) = own.map(|read| read(response)) {
            found.code = code.filter(|code| !code.is_empty()).or(found.code);
            found.message = message.filter(|text| !text.is_empty()).or(found.message);
        }
        Self::of_response(response, read_error(response), found)
    }
}

impl CodeAndMessage {
    /// Reads the members of a JSON body at these paths. A number is returned as it is written.
    ///
    /// `#[aws_error(code = "…", message = "…")]` uses this function.
    ///
    /// ```
    /// use aws_operation::CodeAndMessage;
    ///
    /// let body = br#"{"errors": [{"code": 4001, "title": "sold out"}]}"#;
    /// let read = CodeAndMessage::from_json(body, Some("errors.0.code"), Some("errors.0.title"));
    /// assert_eq!(read.code.as_deref(), Some("4001"));
    /// assert_eq!(read.message.as_deref(), Some("sold out"));
    /// ```
    pub fn from_json(body: &[u8], code: Option<&str>, message: Option<&str>) -> Self {
        let at = |path: Option<&str>| path.and_then(|path| value_at(body, path));
        Self { code: at(code), message: at(message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of the program may return empty text where it finds nothing.
    #[test]
    fn an_empty_code_and_message_are_read_from_problem_details() {
        let response = http::Response::builder()
            .header("content-type", "application/problem+json")
            .body(Bytes::from_static(br#"{"type": "/sold-out", "title": "no tea"}"#))
            .expect("a response");
        let empty = |_: &http::Response<Bytes>| CodeAndMessage {
            code: Some(String::new()),
            message: Some(String::new()),
        };
        let error = ServiceError::read(&response, None, Some(empty));
        assert_eq!((error.code(), error.message()), (Some("/sold-out"), Some("no tea")));
    }
}
