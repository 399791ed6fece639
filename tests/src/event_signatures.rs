//! The signatures of a request with events, as a server verifies them. It does not use the signer of
//! the crate.
//!
//! Source: AWS General Reference, "Signing AWS API requests"; Amazon Transcribe developer guide, "Event
//! stream encoding".

use aws_operation::testing::verify::Verifier;
use aws_operation::{Credentials, EventHeader, RawEvent};
use bytes::Bytes;

use crate::chunked::{hash, hex, hmac};
use crate::signing::signing_time;

/// The signatures of a request and of its events so far.
#[derive(Debug)]
pub struct EventChain {
    secret: String,
    /// The region and the service: the scope without the day.
    scope: String,
    previous: String,
}

impl EventChain {
    /// Verifies the signature of a request.
    ///
    /// # Errors
    ///
    /// The signature is wrong, or a header is missing.
    pub fn open(head: &http::request::Parts, secret: &str) -> Result<Self, String> {
        let header = |name: &str| {
            let value = head.headers.get(name).and_then(|value| value.to_str().ok());
            value.ok_or_else(|| format!("there is no header `{name}`"))
        };
        let authorization = header("authorization")?;
        let part = |name: &str| {
            let part = authorization.split([' ', ',']).find_map(|part| part.strip_prefix(name));
            part.ok_or_else(|| format!("there is no {name} in {authorization}"))
        };
        let payload = header("x-amz-content-sha256")?;
        if payload != "STREAMING-AWS4-HMAC-SHA256-EVENTS" {
            return Err(format!("the payload is {payload}"));
        }
        let (access_key_id, scope) = part("Credential=")?.split_once('/').ok_or("no scope")?;
        let credentials = Credentials::new(access_key_id, secret);
        let credentials = match header("x-amz-security-token") {
            Ok(token) => credentials.with_session_token(token),
            Err(_) => credentials,
        };
        // Recorded requests are old, so they are verified at the time of their signature.
        let date = header("x-amz-date")?;
        let time = signing_time(date).ok_or_else(|| format!("the invalid date {date}"))?;
        let verifier = Verifier::new(credentials).now(move || time.into());
        let request = http::Request::from_parts(head.clone(), Bytes::new());
        verifier.verify(&request).map_err(|error| error.to_string())?;
        let (_, region_and_service) = scope.split_once('/').ok_or("no day")?;
        Ok(Self {
            secret: secret.to_owned(),
            scope: region_and_service.to_owned(),
            previous: part("Signature=")?.to_owned(),
        })
    }

    /// Verifies the signature of the next message. Its payload is the event; it is empty at the end.
    ///
    /// # Errors
    ///
    /// The signature is wrong, or the message has other headers.
    pub fn verify(&mut self, message: &RawEvent) -> Result<(), String> {
        let headers: Vec<_> = message.headers().collect();
        let [
            (":chunk-signature", EventHeader::Blob(signature)),
            (":date", EventHeader::Timestamp(time)),
        ] = headers[..]
        else {
            return Err(format!("other headers: {message:?}"));
        };
        let millis = time.epoch_nanos() / 1_000_000;
        // The name, the type of a timestamp, and the milliseconds.
        let mut date = b"\x05:date\x08".to_vec();
        date.extend(i64::try_from(millis).map_err(|error| error.to_string())?.to_be_bytes());
        // `2023-11-14T22:13:20.123Z` as `20231114T221320Z`.
        let time = time.to_string().replace(['-', ':'], "");
        let seconds = time.split(['.', 'Z']).next().unwrap_or_default();
        let day = seconds.split('T').next().unwrap_or_default();
        let text = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{seconds}Z\n{day}/{}\n{}\n{}\n{}",
            self.scope,
            self.previous,
            hash(&date),
            hash(message.payload()),
        );
        self.check(day, &text, &hex(signature))
    }

    fn check(&mut self, day: &str, text: &str, found: &str) -> Result<(), String> {
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for word in [day].into_iter().chain(self.scope.split('/')) {
            key = hmac(&key, word).as_ref().to_vec();
        }
        let expected = hex(hmac(&key, text).as_ref());
        if expected != found {
            return Err(format!("the signature {found} must be {expected} for\n{text}"));
        }
        self.previous = expected;
        Ok(())
    }
}
