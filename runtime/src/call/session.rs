//! Gets the credentials of a session, which sign the requests to an S3 Express bucket.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::Caller;
use super::finished::{Finished, Outcome};
use crate::endpoint_rules::Value;
use crate::error::CallError;
use crate::metadata::Metadata;
use crate::types::{At, Credentials, ExchangeFuture, NoExchange, Sessions, Signing, Target};
use crate::wire::protocol::{Content, Rules};
use crate::wire::request::{Encoded, Place};

/// The operation of a request for a session. Errors and traces show its name.
static CREATE_SESSION: Metadata = Metadata::new("CreateSession", "", "", 200);

/// The future of a session's credentials. It is boxed to keep calls small, because most need no session.
pub(super) type Opening<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CallError>> + Send + 'a>>;

impl Caller {
    /// The sessions of the service, if requests to the target need a session.
    fn sessions(&self, target: &Target) -> Option<&dyn Sessions> {
        if !target.signing.is_s3_express {
            return None;
        }
        let new = self.service.rules()?.new_sessions()?;
        Some(self.shared.sessions(new))
    }

    /// The credentials of a session for a request. `None` if the request needs no session.
    pub(super) fn session_of<'a>(
        self: &'a Arc<Self>,
        place: Option<&'a Place>,
        rules: Option<&'static Rules>,
        credentials: &Credentials,
    ) -> Option<Opening<'a>> {
        let place = place?;
        let bucket = place.parameters.iter().find(|(name, _)| *name == "Bucket");
        let bucket = match bucket {
            Some((_, Value::Text(bucket))) => bucket,
            _ => "",
        };
        self.session(place.target.as_ref()?, bucket, rules, credentials)
    }

    /// The credentials of a session at this target. `None` if the target needs no session.
    pub(super) fn session<'a>(
        self: &'a Arc<Self>,
        target: &'a Target,
        bucket: &'a str,
        rules: Option<&'static Rules>,
        credentials: &Credentials,
    ) -> Option<Opening<'a>> {
        let sessions = self.sessions(target)?;
        let credentials = credentials.clone();
        Some(Box::pin(async move {
            let (endpoint, access_key_id) = (&target.endpoint, credentials.access_key_id());
            let at = At { bucket, endpoint, access_key_id, now: self.setup.timer.now() };
            let exchange = |request| self.exchange_for_session(target, rules, request);
            Ok(sessions.credentials(at, &exchange).await?)
        }))
    }

    /// Sends a request for a session.
    fn exchange_for_session(
        &self,
        target: &Target,
        rules: Option<&'static Rules>,
        request: http::Request<Bytes>,
    ) -> ExchangeFuture {
        let caller = self.of_sessions(target);
        let terms = (rules, Content::Document, &[][..]);
        let start = caller.start(&CREATE_SESSION, terms, Ok(Encoded::of(request)));
        Box::pin(async move {
            let Finished { outcome, attempts, stop, reason, .. } = start.run().await;
            let error = match outcome {
                Outcome::Success(response, _) => return Ok(response),
                Outcome::Service(_, raw) => Ok(raw),
                Outcome::Failed(error) => Err(error),
            };
            Err(NoExchange { error, attempts, stop, reason })
        })
    }

    /// A caller that sends requests for sessions. It signs with the usual credentials.
    ///
    /// It has its own state, so the limit of calls in flight does not apply to it. Otherwise the call
    /// that needs the session could hold the last place, and the request for the session would wait
    /// forever.
    fn of_sessions(&self, target: &Target) -> Arc<Self> {
        let Self { setup, service, region, retry, timeouts, .. } = self;
        let mut caller = Self::new(setup.clone(), *service, region, retry.clone(), *timeouts);
        caller.shared.set_skew(self.shared.skew());
        let signing = Signing { is_s3_express: false, ..target.signing.clone() };
        caller.set_target(Ok(Target { signing, ..target.clone() }), &self.region);
        Arc::new(caller)
    }

    /// Replaces the `Content-MD5` of a request that needs a session, because S3 Express buckets do not
    /// support it.
    pub(super) fn replace_md5(&self, encoded: &mut Encoded) {
        let target = encoded.place.as_ref().and_then(|place| place.target.as_ref());
        if let Some(sessions) = target.and_then(|target| self.sessions(target)) {
            let body = encoded.request.body().clone();
            sessions.replace_md5(encoded.request.headers_mut(), &body);
        }
    }
}
