//! [`Sessions`]: temporary credentials that a service creates for one bucket.

use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::{Credentials, CredentialsFuture, Endpoint};
use crate::error::{CallError, RetryReason, ServiceError, Stop};

/// The sessions of a service. Endpoint rules that require sessions have a function that creates this
/// value, so that only programs with such rules contain its code.
pub trait Sessions: Send + Sync {
    /// The credentials of a valid session. If a new session is needed, `exchange` sends the request for
    /// it.
    ///
    /// # Errors
    ///
    /// There is no valid session, and a new one cannot be created.
    fn credentials<'a>(&'a self, at: At<'a>, exchange: &'a Exchange<'a>) -> CredentialsFuture<'a>;

    /// Reports that the service has refused these credentials as expired.
    fn refused(&self, credentials: &Credentials);

    /// Replaces the header `Content-MD5`, if there is one, with a checksum that the service accepts.
    fn replace_md5(&self, headers: &mut HeaderMap, body: &Bytes);
}

/// The bucket and the access key of a session, and the current time.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub bucket: &'a str,
    /// The URL of the bucket.
    pub endpoint: &'a Endpoint,
    /// The id of the access key that signs the request for the session.
    pub access_key_id: &'a str,
    pub now: SystemTime,
}

/// Signs and sends a request for a session. Returns the response if its status is a success.
pub type Exchange<'a> = dyn Fn(http::Request<Bytes>) -> ExchangeFuture + Send + Sync + 'a;

/// The future of an [`Exchange`].
pub type ExchangeFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, NoExchange>> + Send>>;

/// Why an [`Exchange`] failed.
pub struct NoExchange {
    /// The service's error (`Ok`), or why there is no response (`Err`).
    pub error: Result<Box<ServiceError>, CallError>,
    pub attempts: u32,
    pub stop: Option<Stop>,
    pub reason: Option<RetryReason>,
}
