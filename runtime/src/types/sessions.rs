//! [`Sessions`]: credentials for one bucket, which a service gives in exchange for the usual ones.

use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::{Credentials, CredentialsFuture, Endpoint};
use crate::error::{CallError, RetryReason, ServiceError, Stop};

/// The sessions of a service. Endpoint rules that require sessions have a function that makes this
/// value, so that only programs with such rules contain its code.
pub trait Sessions: Send + Sync {
    /// The credentials of a session, which are valid now. `exchange` sends the request for a new
    /// session.
    ///
    /// # Errors
    ///
    /// There is no session, and a new one cannot be created.
    fn credentials<'a>(&'a self, at: At<'a>, exchange: &'a Exchange<'a>) -> CredentialsFuture<'a>;

    /// Forgets a session, because the service refused its credentials as expired.
    fn refused(&self, credentials: &Credentials);

    /// Replaces the `Content-MD5` of a body with a checksum that the service accepts.
    fn replace_md5(&self, headers: &mut HeaderMap, body: &Bytes);
}

/// What a session is for.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub bucket: &'a str,
    /// The URL of the bucket.
    pub endpoint: &'a Endpoint,
    /// The access key that the session is created with.
    pub access_key_id: &'a str,
    pub now: SystemTime,
}

/// Signs and sends a request for a session. Its result is a success response.
pub type Exchange<'a> = dyn Fn(http::Request<Bytes>) -> ExchangeFuture + Send + Sync + 'a;

/// The future of an [`Exchange`].
pub type ExchangeFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, NoExchange>> + Send>>;

/// Why an [`Exchange`] failed.
pub struct NoExchange {
    /// The service's error, or why there is no response.
    pub error: Result<Box<ServiceError>, CallError>,
    pub attempts: u32,
    pub stop: Option<Stop>,
    pub reason: Option<RetryReason>,
}
