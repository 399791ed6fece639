//! The JSON document that programs, containers and instances return credentials in.

use zeroize::Zeroizing;

use crate::error::CredentialsError;
use crate::types::{Credentials, Document, Timestamp};
use crate::wire::protocol::error::Error;
use crate::wire::protocol::json::Members;

/// The members of a document that are not blank.
#[derive(Default)]
pub(super) struct Answer {
    /// `Version`, which programs return.
    pub version: Option<Document>,
    /// `Code`: `Success`, or an error code.
    pub code: Option<String>,
    message: Option<String>,
    access_key_id: Option<String>,
    secret_access_key: Option<Zeroizing<String>>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<String>,
    account_id: Option<String>,
}

impl Answer {
    /// Parses the document. `source` is its name in errors.
    pub(super) fn read(source: &str, json: &[u8]) -> Result<Self, CredentialsError> {
        Self::parse(json).map_err(|error| {
            CredentialsError::new(format!(
                "{source} returned an invalid credentials document: {error}; it must be a JSON \
                 object with AccessKeyId and SecretAccessKey"
            ))
        })
    }

    fn parse(json: &[u8]) -> Result<Self, Error> {
        let mut members = Members::new(json)?;
        let mut answer = Self::default();
        while let Some(name) = members.next()? {
            match &*name {
                "Version" => answer.version = Some(members.read()?),
                "Code" | "code" => answer.code = Some(members.read()?),
                "Message" | "message" => answer.message = Some(members.read()?),
                "AccessKeyId" => answer.access_key_id = Some(members.read()?),
                "SecretAccessKey" => {
                    answer.secret_access_key = Some(Zeroizing::new(members.read()?));
                }
                "SessionToken" | "Token" => {
                    answer.session_token = Some(Zeroizing::new(members.read()?));
                }
                "Expiration" => answer.expiration = Some(members.read()?),
                "AccountId" => answer.account_id = Some(members.read()?),
                _ => members.skip()?,
            }
        }
        Ok(answer)
    }

    /// Whether the document has version 1.
    #[cfg(feature = "process")]
    pub(super) fn is_version_1(&self) -> bool {
        self.version == Some(Document::from(1))
    }

    /// The code and message of an error document, in one line and without the request's secrets.
    #[cfg(any(feature = "container", feature = "imds"))]
    pub(super) fn refusal(&self, secrets: &crate::call::Secrets) -> Option<String> {
        use crate::error::Line;

        let code = self.code.as_deref().filter(|code| *code != "Success")?;
        let code = secrets.redact_text(code);
        let code = Line::name(&code);
        Some(match &self.message {
            Some(message) => format!("{code}: {}", Line::message(&secrets.redact_text(message))),
            None => code.to_string(),
        })
    }

    /// The credentials in the document. They may be expired.
    pub(super) fn credentials(mut self, source: &str) -> Result<Credentials, CredentialsError> {
        let missing = |name: &str| {
            CredentialsError::new(format!(
                "{source} returned no {name}; both AccessKeyId and SecretAccessKey are required"
            ))
        };
        let text = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let id = text(self.access_key_id.take()).ok_or_else(|| missing("AccessKeyId"))?;
        let secret = self.secret_access_key.take().map(|mut secret| std::mem::take(&mut *secret));
        let secret = text(secret).ok_or_else(|| missing("SecretAccessKey"))?;
        let token = self.session_token.take().map(|mut token| std::mem::take(&mut *token));
        let mut credentials = Credentials::new(id, secret);
        if let Some(token) = text(token) {
            credentials = credentials.with_session_token(token);
        }
        if let Some(expiration) = text(self.expiration.take()) {
            let time: Timestamp = expiration.parse().map_err(|_| {
                CredentialsError::new(format!(
                    "{source} returned an invalid Expiration; it must be a time like \
                     2026-01-31T12:00:00Z"
                ))
            })?;
            credentials = credentials.with_expiration(time.into());
        }
        Ok(credentials.with_account_id(self.account_id.unwrap_or_default()))
    }
}

/// The credentials; an error if they are expired.
#[cfg(any(feature = "container", feature = "process"))]
pub(super) fn unless_expired(
    source: &str,
    credentials: Credentials,
    now: std::time::SystemTime,
) -> Result<Credentials, CredentialsError> {
    match credentials.expiration() {
        Some(expiration) if expiration <= now => Err(CredentialsError::new(format!(
            "{source} returned credentials that expired at {}; check their source, and this \
             machine's clock",
            Timestamp::from(expiration)
        ))),
        _ => Ok(credentials),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_and_no_error_shows_a_secret() {
        let read = |json: &str| Answer::read("it", json.as_bytes())?.credentials("it");
        let whole = r#"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"hunter2","Token":"t",
            "Expiration":"2026-01-31T12:00:00Z","AccountId":"1","Other":{"a":[1]}}"#;
        let credentials = read(whole).unwrap();
        assert_eq!(credentials.secret_access_key(), "hunter2");
        assert_eq!(credentials.session_token(), Some("t"));
        assert_eq!(
            credentials.expiration().map(|time| Timestamp::from(time).to_string()).as_deref(),
            Some("2026-01-31T12:00:00Z")
        );
        for expiration in [
            "2026-01-31T12:00:00UTC",
            "2026-01-31t12:00:00z",
            "2026-01-31 12:00:00+0000",
            "2026-01-31T13:00:00+01",
            "2026-01-31T12:00:00,000Z",
            "2026-01-31T12:00",
            "Sat, 31 Jan 2026 12:00:00 GMT",
            "1769860800",
        ] {
            let read = read(&whole.replace("2026-01-31T12:00:00Z", expiration)).unwrap();
            assert_eq!(read.expiration(), credentials.expiration(), "{expiration}");
        }
        let of_account =
            read(r#"{"AccessKeyId":"a","SecretAccessKey":"hunter2","AccountId":"123456789012"}"#);
        assert_eq!(of_account.unwrap().account_id(), Some("123456789012"));
        for (json, expected) in [
            ("", "returned no AccessKeyId"),
            ("<html>hunter2</html>", "an invalid credentials document"),
            (r#"["hunter2"]"#, "an invalid credentials document"),
            (r#"{"AccessKeyId":"AKID","SecretAccessKey":null}"#, "returned no SecretAccessKey"),
            (r#"{"AccessKeyId":" ","SecretAccessKey":"hunter2"}"#, "returned no AccessKeyId"),
            (
                r#"{"AccessKeyId":"a","SecretAccessKey":["hunter2"]}"#,
                "invalid credentials document",
            ),
            (r#"{"AccessKeyId":"a","SecretAccessKey":"hunter2"#, "invalid credentials document"),
            (
                r#"{"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"hunter2"}"#,
                "an invalid Expiration",
            ),
        ] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("hunter2"), "{json}: {error}");
            assert!(error.contains("; "), "{error}");
        }
        let deep = format!("{{\"Other\":{}", "[".repeat(60_000));
        assert!(read(&deep).unwrap_err().to_string().contains("invalid credentials document"));
    }
}
