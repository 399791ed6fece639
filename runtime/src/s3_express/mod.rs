//! Sessions of S3 Express: creates them, and caches their credentials for each bucket.
//!
//! The clock and the network are parameters.

mod create_session;

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::endpoint_rules::EndpointRules;
use crate::error::{CredentialsError, Error};
use crate::flight::{Flight, Landing, lock};
use crate::types::{At, Credentials, CredentialsFuture, Endpoint, Exchange, NoExchange, Sessions};

/// How long before the expiration a session is renewed.
const RENEW: Duration = Duration::from_secs(60);
/// The minimum time between two requests for a session while the current session is valid.
const PAUSE: Duration = Duration::from_secs(10);
/// The maximum number of sessions that are cached.
const MAX_SESSIONS: usize = 100;

impl EndpointRules {
    /// Enables sessions of S3 Express, for rules that can return the authentication scheme
    /// `sigv4-s3express`. Before the first call to such a bucket, a client creates a session with the
    /// operation `CreateSession`. It signs calls with the credentials of the session, and renews the
    /// session before it expires. Without this method, calls to such buckets fail.
    ///
    /// The code generator adds this call. The rules of [`services::S3`](crate::services::S3) have it.
    #[must_use]
    pub const fn s3_express_sessions(self) -> Self {
        self.sessions(|| Arc::new(S3Express::default()))
    }
}

/// The sessions that a client has created.
#[derive(Default)]
struct S3Express {
    /// The most recently used session is the last one.
    sessions: Mutex<Vec<Session>>,
}

/// The session of an access key for a bucket.
struct Session {
    access_key_id: String,
    endpoint: Endpoint,
    current: Option<Credentials>,
    /// Whether the service has refused the current credentials.
    refused: bool,
    /// When the last completed request for a session was sent, whether it succeeded or failed.
    fetched: Option<SystemTime>,
    flight: Option<Arc<Flight>>,
}

impl Sessions for S3Express {
    fn credentials<'a>(&'a self, at: At<'a>, exchange: &'a Exchange<'a>) -> CredentialsFuture<'a> {
        Box::pin(async move {
            loop {
                let flight = match self.next(at, exchange) {
                    Ok(credentials) => return Ok(credentials),
                    Err(flight) => flight,
                };
                let landing = flight.landing().await;
                let current = self.land(&flight, &landing, at);
                match landing {
                    Landing::Answered(Ok(credentials)) => return Ok(credentials),
                    Landing::Answered(Err(error)) => return current.ok_or(error),
                    // The caller that polled the request has panicked. Tries again.
                    Landing::Abandoned => {}
                }
            }
        })
    }

    fn refused(&self, credentials: &Credentials) {
        for session in lock(&self.sessions).iter_mut() {
            session.refused |= session.current.as_ref() == Some(credentials);
        }
    }

    fn replace_md5(&self, headers: &mut HeaderMap, body: &Bytes) {
        if headers.remove("content-md5").is_none()
            || headers.keys().any(|name| name.as_str().starts_with("x-amz-checksum-"))
        {
            return;
        }
        let value = STANDARD.encode(crc32fast::hash(body).to_be_bytes());
        // Base64 is always a valid value.
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static("x-amz-checksum-crc32"), value);
        }
    }
}

impl S3Express {
    /// The cached credentials, or the request for new ones. All callers share one request.
    fn next(&self, at: At<'_>, exchange: &Exchange<'_>) -> Result<Credentials, Arc<Flight>> {
        let mut sessions = lock(&self.sessions);
        let mut session = match sessions.iter().rposition(|session| session.is_of(at)) {
            Some(found) => sessions.remove(found),
            None => Session::new(at),
        };
        let next = match session.serves(at.now) {
            Some(credentials) => Ok(credentials),
            None => {
                let begin = || Arc::new(Flight::new(create(at, exchange)));
                Err(Arc::clone(session.flight.get_or_insert_with(begin)))
            }
        };
        sessions.push(session);
        if sessions.len() > MAX_SESSIONS {
            sessions.remove(0);
        }
        next
    }

    /// Stores the result of a request. Only the first caller stores it. Returns the current credentials,
    /// unless they have expired.
    fn land(&self, flight: &Arc<Flight>, landing: &Landing, at: At<'_>) -> Option<Credentials> {
        let mut sessions = lock(&self.sessions);
        let session = sessions.iter_mut().rfind(|session| session.is_of(at))?;
        if session.flight.as_ref().is_some_and(|it| Arc::ptr_eq(it, flight)) {
            session.flight = None;
            if let Landing::Answered(answer) = landing {
                session.fetched = Some(at.now);
                session.refused = false;
                if let Ok(credentials) = answer {
                    session.current = Some(credentials.clone());
                }
            }
        }
        session.current.clone().filter(|current| !left(current, at.now).is_zero())
    }
}

impl Session {
    fn new(at: At<'_>) -> Self {
        Self {
            access_key_id: at.access_key_id.to_owned(),
            endpoint: at.endpoint.clone(),
            current: None,
            refused: false,
            fetched: None,
            flight: None,
        }
    }

    fn is_of(&self, at: At<'_>) -> bool {
        self.access_key_id == at.access_key_id && self.endpoint == *at.endpoint
    }

    /// The current credentials, unless a new session is needed.
    fn serves(&self, now: SystemTime) -> Option<Credentials> {
        let current = self.current.as_ref()?;
        let left = left(current, now);
        // If the clock was set back, the pause ends.
        let is_pause = self
            .fetched
            .is_some_and(|fetched| now.duration_since(fetched).is_ok_and(|passed| passed < PAUSE));
        let is_good = (left > RENEW && !self.refused) || (is_pause && !left.is_zero());
        is_good.then(|| current.clone())
    }
}

/// How long the credentials are still valid.
fn left(credentials: &Credentials, now: SystemTime) -> Duration {
    let expiration = credentials.expiration().unwrap_or(now);
    expiration.duration_since(now).unwrap_or_default()
}

/// Creates a session.
fn create(at: At<'_>, exchange: &Exchange<'_>) -> CredentialsFuture<'static> {
    let (bucket, host, now) = (at.bucket.to_owned(), at.endpoint.authority().to_owned(), at.now);
    let failed = move |why: String| {
        CredentialsError::new(format!("no session for the S3 Express bucket `{bucket}`: {why}"))
    };
    let sent = match create_session::request(at.endpoint) {
        Ok(request) => exchange(request),
        Err(error) => return Box::pin(std::future::ready(Err(failed(error.to_string())))),
    };
    Box::pin(async move {
        match sent.await {
            Ok(response) => create_session::credentials(&response, now).map_err(failed),
            Err(error) => Err(failed(line(&host, error))),
        }
    })
}

/// Formats an error of `CreateSession` as one line.
fn line(host: &str, failed: NoExchange) -> String {
    let NoExchange { error, attempts, stop, reason } = failed;
    let (name, mut hint) = ("CreateSession", None);
    let error: Error<()> = match error {
        Ok(raw) => {
            if raw.code() == Some("AccessDenied") {
                hint = Some("the policy must allow `s3express:CreateSession`".to_owned());
            }
            Error::answer(name, host, (), raw)
        }
        Err(error) => Error::call(name, host, error),
    };
    error.with_outcome(attempts, stop, reason, hint).to_string()
}
