//! `CreateSession`: the operation, and the credentials in its response.

use std::time::{Duration, SystemTime};

use aws_operation_macros::{aws_operation, aws_structure};
use bytes::Bytes;
use http::header::DATE;

use crate::error::EncodeError;
use crate::operation::{decode_from, encode};
use crate::service::Service;
use crate::types::{Credentials, Endpoint, Timestamp};

/// How long a session is valid if the response has no expiration.
const VALID: Duration = Duration::from_secs(5 * 60);

/// The service, for encoding and decoding.
const S3: Service = Service::new("s3").s3_signing();

/// The request for a session. It is sent to the URL of the bucket.
///
/// Source: Amazon S3 API reference, "CreateSession".
#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/?session",
    output = CreateSessionOutput
)]
struct CreateSession {}

#[aws_structure(rename_all = "PascalCase")]
struct CreateSessionOutput {
    credentials: SessionCredentials,
}

#[aws_structure(rename_all = "PascalCase")]
struct SessionCredentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: Option<Timestamp>,
}

/// Encodes the request for a session.
pub(super) fn request(bucket: &Endpoint) -> Result<http::Request<Bytes>, EncodeError> {
    encode(&CreateSession {}, &S3, bucket, &mut String::new).map(|encoded| encoded.request)
}

/// Decodes the credentials of a response. The request was sent at `now`.
pub(super) fn credentials(
    response: &http::Response<Bytes>,
    now: SystemTime,
) -> Result<Credentials, String> {
    let output = decode_from::<CreateSession>(&S3, response);
    let given = output.map_err(|error| format!("CreateSession: {error}"))?.credentials;
    for (name, value) in [
        ("AccessKeyId", &given.access_key_id),
        ("SecretAccessKey", &given.secret_access_key),
        ("SessionToken", &given.session_token),
    ] {
        if value.is_empty() {
            return Err(format!("the response to CreateSession has no {name}"));
        }
    }
    let expires = expires(response, given.expiration.map(SystemTime::from), now);
    let token = Some(given.session_token);
    Ok(Credentials::of(given.access_key_id, given.secret_access_key, token, Some(expires)))
}

/// When a session expires, by this machine's clock. The service's clock may be different, so the
/// remaining time is computed from the response's `Date`.
fn expires(
    response: &http::Response<Bytes>,
    expiration: Option<SystemTime>,
    now: SystemTime,
) -> SystemTime {
    let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(Timestamp::from_http_date).map(SystemTime::from);
    let Some(expiration) = expiration else { return now + VALID };
    match date {
        Some(date) => now + expiration.duration_since(date).unwrap_or_default(),
        None => expiration,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(date: Option<&str>, document: &str) -> http::Response<Bytes> {
        let mut response = http::Response::builder();
        if let Some(date) = date {
            response = response.header(DATE, date);
        }
        response.body(Bytes::from(document.to_owned())).expect("a response")
    }

    fn document(token: &str, expiration: &str) -> String {
        format!(
            "<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Credentials>\
             <SessionToken>{token}</SessionToken><SecretAccessKey>s</SecretAccessKey>\
             <AccessKeyId>a</AccessKeyId>{expiration}</Credentials></CreateSessionResult>"
        )
    }

    #[test]
    fn the_request_goes_to_the_url_of_the_bucket() {
        for (bucket, url) in [
            (
                "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
                "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/?session",
            ),
            (
                "http://127.0.0.1:9000/b--use1-az4--x-s3",
                "http://127.0.0.1:9000/b--use1-az4--x-s3/?session",
            ),
        ] {
            let request = request(&bucket.parse().expect("a URL")).expect("a request");
            assert_eq!(request.uri(), url);
            assert!(request.headers().is_empty() && request.body().is_empty());
        }
    }

    #[test]
    fn a_session_expires_by_the_clock_of_this_machine() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        let expiration = "<Expiration>2024-01-29T18:53:01Z</Expiration>";
        let theirs = SystemTime::UNIX_EPOCH + Duration::from_secs(1_706_554_381);
        let sent = Some("Mon, 29 Jan 2024 18:50:00 GMT");
        let late = Some("Mon, 29 Jan 2024 18:54:00 GMT");
        for (date, expiration, expected) in [
            (sent, expiration, now + Duration::from_secs(181)),
            (late, expiration, now),
            (None, expiration, theirs),
            (Some("yesterday"), expiration, theirs),
            (sent, "", now + VALID),
        ] {
            let response = response(date, &document("t", expiration));
            let credentials = credentials(&response, now).expect("credentials");
            assert_eq!(credentials.expiration(), Some(expected), "{date:?} {expiration}");
            assert_eq!(credentials.session_token(), Some("t"));
        }
    }

    #[test]
    fn a_response_without_a_session_is_an_error() {
        for (document, expected) in [
            (document("", ""), "the response to CreateSession has no SessionToken"),
            ("<html>hello</html>".to_owned(), "CreateSession: "),
            (
                "<Error><Code>InternalError</Code><Message>try again</Message></Error>".to_owned(),
                "CreateSession: InternalError (200): try again",
            ),
        ] {
            let error = credentials(&response(None, &document), SystemTime::UNIX_EPOCH);
            let error = error.expect_err("no session");
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
