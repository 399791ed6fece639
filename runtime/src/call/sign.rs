//! Signs a request: for the service, with the service's time, with a cached key.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};

#[cfg(feature = "sigv4a")]
use super::region_set::RegionSet;
use super::{Caller, region_of};
use crate::error::{CallError, EncodeError};
use crate::metadata::Metadata;
use crate::retry::Skew;
use crate::sigv4::{self, Clock, OwnedChunkSigner, Payload, Presigned, SigningParams};
use crate::types::{Credentials, Target};
use crate::wire::protocol::Rules;
use crate::wire::request::{Encoded, Place};

impl Caller {
    /// Signs a request. Returns the signer of the body's chunks, if they are signed.
    pub(super) fn sign(
        &self,
        request: &mut http::Request<Bytes>,
        payload: Payload<'_>,
        place: Option<&Place>,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Option<OwnedChunkSigner>, CallError> {
        if let Some(host) = &self.host {
            // Not if the operation adds a prefix to the host.
            let authority =
                request.uri().authority().map(|authority| authority.as_str().as_bytes());
            if authority == Some(host.as_bytes()) {
                request.headers_mut().entry(HOST).or_insert_with(|| host.clone());
            }
        }
        let signs_chunks = matches!(
            payload,
            Payload::StreamingSigned | Payload::StreamingSignedTrailer | Payload::StreamingEvents
        );
        let placed = place.and_then(|place| place.target.as_ref());
        self.with_params(placed, credentials, now, |params| {
            let signature = sigv4::sign(request, payload, params)?;
            if !signs_chunks {
                return Ok(None);
            }
            match OwnedChunkSigner::new(&signature, params) {
                Some(signer) => Ok(Some(signer)),
                None if payload == Payload::StreamingEvents => Err(EncodeError::request(
                    "events cannot be signed for several regions; choose one region",
                )
                .into()),
                None => Err(EncodeError::request(
                    "a stream cannot be signed for several regions over plain HTTP; use https",
                )
                .into()),
            }
        })
    }

    /// Calls `sign` with the service's parameters and a signing key, which is derived once a day.
    pub(super) fn with_params<R>(
        &self,
        placed: Option<&Target>,
        credentials: &Credentials,
        now: SystemTime,
        sign: impl FnOnce(&SigningParams<'_>) -> R,
    ) -> R {
        let signing = placed.or(self.target.as_ref().ok()).map(|target| &target.signing);
        let service = signing.and_then(|signing| signing.name.as_deref());
        let service = service.unwrap_or(self.service.signing_name());
        let mut settings = self.service.settings();
        if let Some(signing) = signing {
            if signing.encodes_path_once {
                settings.normalize_path = false;
                settings.double_encode_path = false;
            }
            settings.s3_express = signing.is_s3_express;
        }
        #[cfg(feature = "sigv4a")]
        let of_rules = signing.and_then(|it| it.region_set.as_deref()).map(RegionSet::new);
        #[cfg(feature = "sigv4a")]
        if let Some(region_set) = self.region_set.as_ref().or(of_rules.as_ref()) {
            let (regions, key) = (region_set.regions(), region_set.key(credentials));
            let params = SigningParams::new_v4a(credentials, regions, service, now);
            return sign(&params.with_settings(settings).with_ecdsa_key(&key));
        }
        let region = placed.map_or(&*self.region, |target| region_of(target, &self.region));
        let params = SigningParams::new(credentials, region, service, now);
        let key = self.shared.keys.get(credentials, params.day(), region, service);
        sign(&params.with_settings(settings).with_key(&key))
    }

    /// How the signature covers the body. With plain HTTP it always covers it.
    pub(super) fn payload<'a>(
        &self,
        metadata: &Metadata,
        uri: &http::Uri,
        body: &'a [u8],
    ) -> Payload<'a> {
        let is_https = uri.scheme_str() == Some("https");
        match self.has_unsigned_payload(metadata) && is_https {
            true => Payload::Unsigned,
            false => Payload::Bytes(body),
        }
    }

    /// Whether signatures exclude the body if it is sent over TLS.
    pub(super) fn has_unsigned_payload(&self, metadata: &Metadata) -> bool {
        self.service.has_unsigned_payload() || metadata.unsigned_payload
    }

    /// The assumed difference between the service's clock and this machine's.
    pub(super) fn skew(&self) -> Skew {
        match self.setup.corrects_clock_skew {
            true => self.shared.skew(),
            false => Skew::default(),
        }
    }

    /// The service's time.
    pub(super) fn clock(self: &Arc<Self>) -> Clock {
        let caller = Arc::clone(self);
        Box::new(move || caller.skew().apply(caller.setup.timer.now()))
    }

    /// Signs a request as a URL. `rules` are those of its protocol.
    pub(crate) async fn presign(
        self: &Arc<Self>,
        metadata: &'static Metadata,
        rules: &'static Rules,
        encoded: Result<Encoded, CallError>,
        expires_in: Duration,
    ) -> Result<Presigned, CallError> {
        let mut encoded = encoded?;
        let mut credentials = self.credentials().await?;
        self.place(&mut encoded, Some(&credentials))?;
        let Encoded { request, stream, place, .. } = encoded;
        if let Some(session) = self.session_of(place.as_deref(), Some(rules), &credentials) {
            credentials = session.await?;
        }
        // S3 ignores the body's hash in a presigned URL.
        //
        // Source: Amazon S3 API reference, "Authenticating Requests: Using Query Parameters".
        let payload = match self.service.is_signed_as_s3() {
            true => Payload::Unsigned,
            false => self.payload(metadata, request.uri(), request.body()),
        };
        if let (Some(streamed), Payload::Bytes(_)) = (&stream, payload) {
            return Err(EncodeError::new(
                streamed.field,
                "is a stream, but the signature of the URL covers the body; use bytes",
            )
            .into());
        }
        let is_signed = matches!(payload, Payload::Bytes(_));
        // Signed with this machine's time: the URL contains the time, and its users see it.
        let now = self.setup.timer.now();
        let placed = place.as_ref().and_then(|place| place.target.as_ref());
        let presigned = self.with_params(placed, &credentials, now, |params| {
            sigv4::presign(&request, payload, expires_in, params)
        })?;
        // If the signature covers the empty body, its length has to be sent too.
        let is_empty = request.headers().get(CONTENT_LENGTH).filter(|_| is_signed).cloned();
        Ok(presigned.with_content_length(is_empty).with_body(request.into_body()))
    }
}
