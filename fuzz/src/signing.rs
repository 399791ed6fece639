//! Arbitrary credentials, scopes, times, settings and payloads to sign with.

use std::time::{Duration, SystemTime};

use arbitrary::Arbitrary;
use aws_operation::Credentials;
use aws_operation::sigv4::{Explanation, Payload, Settings, SigningParams};

use crate::server::{self, Known};

/// Who signs, when, for what and how.
#[derive(Debug, Clone, Arbitrary)]
pub struct AnySigning<'a> {
    access_key_id: Text<'a>,
    secret_access_key: Text<'a>,
    session_token: Option<Text<'a>>,
    region: Text<'a>,
    service: Text<'a>,
    seconds: AnyTime,
    nanos: u32,
    settings: u8,
    payload: AnyPayload<'a>,
}

/// Mostly the usual text, so that arbitrary requests come far.
#[derive(Debug, Clone, Arbitrary)]
enum Text<'a> {
    Usual,
    UsualToo,
    Any(&'a str),
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyTime {
    Past(u64),
    Now(u32),
    Future(u64),
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyPayload<'a> {
    Empty,
    Bytes(&'a [u8]),
    Sha256([u8; 32]),
    Unsigned,
    StreamingUnsignedTrailer,
    StreamingSigned,
    StreamingSignedTrailer,
}

/// The session token, where it is the usual one. It stands in no text by chance.
pub const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2Vj//session+token==";

impl<'a> Text<'a> {
    fn or(&self, usual: &'a str) -> &'a str {
        match self {
            Self::Usual | Self::UsualToo => usual,
            Self::Any(any) => any,
        }
    }
}

impl<'a> AnySigning<'a> {
    /// The access key's id.
    pub fn access_key_id(&self) -> &'a str {
        self.access_key_id.or("AKIDEXAMPLE")
    }

    /// The secret access key.
    pub fn secret_access_key(&self) -> &'a str {
        self.secret_access_key.or("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    }

    /// The session token, where there is one.
    pub fn session_token(&self) -> Option<&'a str> {
        Some(self.session_token.as_ref()?.or(SESSION_TOKEN))
    }

    /// The region.
    pub fn region(&self) -> &'a str {
        self.region.or("us-east-1")
    }

    /// The service's signing name.
    pub fn service(&self) -> &'a str {
        self.service.or("service")
    }

    /// All of the credentials.
    pub fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(self.access_key_id(), self.secret_access_key());
        match self.session_token() {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }
    }

    /// The time; `None` where the platform's clock ends before it.
    pub fn time(&self) -> Option<SystemTime> {
        let nanos = self.nanos % 1_000_000_000;
        match self.seconds {
            AnyTime::Past(seconds) => {
                SystemTime::UNIX_EPOCH.checked_sub(Duration::new(seconds, nanos))
            }
            AnyTime::Now(seconds) => {
                SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds.into(), nanos))
            }
            AnyTime::Future(seconds) => {
                SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
            }
        }
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        let is_set = |bit: u8| self.settings & (1 << bit) != 0;
        let mut settings = Settings::default();
        settings.normalize_path = !is_set(0);
        settings.double_encode_path = !is_set(1);
        settings.content_sha256_header = is_set(2);
        settings.omit_session_token = is_set(3);
        settings.sign_content_length = is_set(4);
        settings
    }

    /// The payload.
    pub fn payload(&self) -> Payload<'a> {
        match self.payload {
            AnyPayload::Empty => Payload::Bytes(b""),
            AnyPayload::Bytes(bytes) => Payload::Bytes(bytes),
            AnyPayload::Sha256(hash) => Payload::Sha256(hash),
            AnyPayload::Unsigned => Payload::Unsigned,
            AnyPayload::StreamingUnsignedTrailer => Payload::StreamingUnsignedTrailer,
            AnyPayload::StreamingSigned => Payload::StreamingSigned,
            AnyPayload::StreamingSignedTrailer => Payload::StreamingSignedTrailer,
        }
    }

    /// All of it, for these credentials at this time.
    pub fn params<'c>(&self, credentials: &'c Credentials, time: SystemTime) -> SigningParams<'c>
    where
        'a: 'c,
    {
        SigningParams::new(credentials, self.region(), self.service(), time)
            .with_settings(self.settings())
    }

    /// What the server knows of it, beside the time that it was told.
    pub fn known<'k>(&self, time: &'k str) -> Known<'k>
    where
        'a: 'k,
    {
        Known {
            secret: self.secret_access_key(),
            time,
            region: self.region(),
            service: self.service(),
            settings: self.settings(),
        }
    }
}

/// Checks that an explanation is that of the signature, and holds no secret.
///
/// # Panics
///
/// It is not, or does.
pub fn check_explanation(
    explanation: &Explanation,
    canonical_request: &[u8],
    signature: &str,
    signing: &AnySigning<'_>,
    known: Known<'_>,
) {
    assert_eq!(known.of_text(&explanation.string_to_sign), signature);
    let hash = server::sha256(canonical_request);
    assert_eq!(explanation.string_to_sign.rsplit('\n').next(), Some(&*hash));
    let explained = &explanation.canonical_request;
    match signing.session_token() {
        None | Some("") => assert_eq!(*explained, String::from_utf8_lossy(canonical_request)),
        Some(SESSION_TOKEN) => {
            let encoded = SESSION_TOKEN.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
            for token in [SESSION_TOKEN, &encoded] {
                assert!(!explained.contains(token), "{explained:?}");
            }
        }
        Some(_) => {}
    }
}
