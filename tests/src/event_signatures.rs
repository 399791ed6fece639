//! The signatures of a request with events, as a server verifies them. It does not use the signer of
//! the crate.
//!
//! Source: AWS General Reference, "Signing AWS API requests"; Amazon Transcribe developer guide, "Event
//! stream encoding".

use aws_operation::{EventHeader, RawEvent};

use crate::chunked::{hash, hex, hmac};

/// The signatures of a request and of its events so far.
#[derive(Debug)]
pub struct EventChain {
    secret: String,
    /// The region and the service: the scope without the day.
    scope: String,
    previous: String,
}

impl EventChain {
    /// Verifies the signature of a request. Its path needs no encoding, and it has no query.
    ///
    /// # Errors
    ///
    /// The signature is wrong, or a header is missing.
    pub fn open(head: &http::request::Parts, secret: &str) -> Result<Self, String> {
        let header = |name: &str| match head.headers.get(name) {
            Some(value) => value.to_str().map_err(|_| format!("`{name}` is not text")),
            // In HTTP/2, the pseudo-header `:authority` has the host.
            None if name == "host" => {
                head.uri.authority().map(|it| it.as_str()).ok_or_else(|| "no host".to_owned())
            }
            None => Err(format!("there is no header `{name}`")),
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
        let names = part("SignedHeaders=")?;
        if !names.split(';').any(|name| name == "host") {
            return Err(format!("the host is not signed: {names}"));
        }
        let mut canonical = format!("{}\n{}\n\n", head.method, head.uri.path());
        for name in names.split(';') {
            canonical += &format!("{name}:{}\n", header(name)?.trim());
        }
        canonical += &format!("\n{names}\n{payload}");
        let (_, scope) = part("Credential=")?.split_once('/').ok_or("no scope")?;
        let time = header("x-amz-date")?;
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hash(canonical.as_bytes()));
        let (day, region_and_service) = scope.split_once('/').ok_or("no day")?;
        if !time.starts_with(day) {
            return Err(format!("the day {day} is not that of {time}"));
        }
        let mut chain = Self {
            secret: secret.to_owned(),
            scope: region_and_service.to_owned(),
            previous: String::new(),
        };
        chain.check(day, &text, part("Signature=")?)?;
        Ok(chain)
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
