//! The loop of one call: encode, sign, send, decide whether to retry, decode.
//!
//! A [`Caller`] has the state that all calls to one endpoint share. Each [`Client`](crate::Client)
//! has a caller, and so has each credentials provider that calls a service. The loop gets
//! credentials through the trait [`ProvideCredentials`], and does not depend on the providers.

mod answer;
mod attempts;
mod bucket_region;
mod error;
#[cfg(feature = "testing")]
mod faked;
mod finished;
mod framing;
mod future;
mod hint;
mod http_request;
mod post;
mod random;
mod receive;
mod redact;
mod reentry;
#[cfg(feature = "sigv4a")]
mod region_set;
mod session;
mod shared;
mod sign;
mod stall;
mod targets;
mod terms;
mod trace;
#[cfg(feature = "s3")]
mod transfers;
mod upload;

use std::sync::Arc;

use bytes::Bytes;
use http::header::HeaderValue;

use crate::endpoint::{ACCOUNT_ID, ACCOUNT_ID_MODE, Resolver, infer};
use crate::endpoint_rules::Value;
use crate::error::{CallError, EncodeError, EndpointError, RetryReason};
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::retry::Retry;
use crate::service::Service;
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::{Credentials, Endpoint, ProvideCredentials, Target, Timeouts};
use crate::wire::protocol::{Content, Protocol as _, Rules};
use crate::wire::request::{Checksums, Compression, Encoded, RequestEncoder, add_content_length};
use crate::wire::response::{FromErrorResponse as _, FromResponse as _};
use shared::{Limits, Shared};
use targets::Targets;
use terms::{Start, Terms};
use trace::Trace;

pub(crate) use bucket_region::{Follow, follow};
pub use future::Call;
pub(crate) use random::random;
pub(crate) use receive::MaxResponse;
pub(crate) use redact::Secrets;
pub(crate) use reentry::{asks_itself, guarded, id, is_within};

/// The settings that a configuration gives to all callers: credentials, transport, timer, and the
/// limits of requests and responses.
#[derive(Clone)]
pub(crate) struct Setup {
    pub credentials: Arc<dyn ProvideCredentials>,
    pub transport: Arc<dyn Transport>,
    pub timer: Arc<dyn Timer>,
    pub compression: Compression,
    /// When the checksums of requests are computed.
    pub request_checksums: Checksums,
    /// When the checksums of responses are checked.
    pub response_checksums: Checksums,
    pub max_response: MaxResponse,
    pub max_decoded_bytes: usize,
    /// Whether requests are signed with the service's time if this machine's clock is wrong.
    pub corrects_clock_skew: bool,
    /// Sends a call again to the region of its bucket; `None` if it is not sent again.
    pub follow: Option<Follow>,
}

/// The state that all calls to one endpoint share.
#[derive(Clone)]
pub(crate) struct Caller {
    setup: Setup,
    service: Service,
    /// The endpoint, if the configuration alone determines it.
    target: Result<Target, EndpointError>,
    /// Determines the endpoint for each call, if it depends on the call.
    targets: Option<Arc<Targets>>,
    /// The endpoint's authority as the `host` header of most requests.
    host: Option<HeaderValue>,
    /// Why the endpoint was chosen, for errors. Empty if the program chose it for this caller.
    origin: String,
    /// The region that requests are signed for.
    region: String,
    retry: Retry,
    timeouts: Timeouts,
    limits: Limits,
    shared: Arc<Shared>,
    #[cfg(feature = "sigv4a")]
    region_set: Option<region_set::RegionSet>,
}

impl Caller {
    /// A caller of `service`, without an endpoint.
    pub(crate) fn new(
        setup: Setup,
        service: Service,
        region: &str,
        retry: Retry,
        timeouts: Timeouts,
    ) -> Self {
        Self {
            region: region.to_owned(),
            origin: String::new(),
            host: None,
            target: Err(EndpointError::new("the client has no endpoint")),
            targets: None,
            shared: Arc::new(Shared::new(Limits::default(), &*setup.timer)),
            limits: Limits::default(),
            setup,
            service,
            retry,
            timeouts,
            #[cfg(feature = "sigv4a")]
            region_set: None,
        }
    }

    /// Sets how the endpoint is determined. Requests are signed for `region` unless the endpoint's
    /// host or its rules have another region. `origin` says why the endpoint was chosen.
    ///
    /// If the caller was used before, call [`forget`](Self::forget) afterwards.
    pub(crate) fn set_endpoint(
        &mut self,
        resolver: Result<Resolver, EndpointError>,
        origin: String,
        region: &str,
    ) {
        let target = resolver.as_ref().map_err(Clone::clone).and_then(|it| it.target(&[]));
        self.set_target(target, region);
        self.origin = origin;
        let resolver = resolver.ok().filter(Resolver::depends_on_call);
        self.targets = resolver.map(|resolver| Arc::new(Targets::new(resolver)));
    }

    /// Sets an endpoint that does not depend on the call.
    pub(crate) fn set_target(&mut self, target: Result<Target, EndpointError>, region: &str) {
        self.region = match &target {
            Ok(target) => region_of(target, region).to_owned(),
            Err(_) => region.to_owned(),
        };
        self.host = target.as_ref().ok().and_then(|target| host(&target.endpoint));
        self.target = target;
        self.origin = String::new();
        self.targets = None;
    }

    pub(crate) fn set_retry(&mut self, retry: Retry) {
        self.retry = retry;
    }

    pub(crate) fn set_timeouts(&mut self, timeouts: Timeouts) {
        self.timeouts = timeouts;
    }

    /// How many calls may be in flight at once.
    #[cfg(feature = "tokio")]
    pub(crate) fn set_concurrency_limit(&mut self, calls: usize) {
        self.limits.in_flight = Some(calls);
    }

    /// How many attempts may be made in a second.
    pub(crate) fn set_rate_limit(&mut self, per_second: f64) {
        self.limits.per_second = Some(per_second);
    }

    /// The regions that requests are signed for, by Signature Version 4a.
    #[cfg(feature = "sigv4a")]
    pub(crate) fn set_region_set(&mut self, regions: &str) {
        self.region_set = Some(region_set::RegionSet::new(regions));
    }

    /// Resets the state that clones share: keys, tokens, rates, and the clock correction.
    pub(crate) fn forget(&mut self) {
        self.shared = Arc::new(Shared::new(self.limits, &*self.setup.timer));
    }

    pub(crate) fn service(&self) -> &Service {
        &self.service
    }

    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn endpoint(&self) -> Option<&Endpoint> {
        self.target.as_ref().ok().map(|target| &target.endpoint)
    }

    /// The region, and why the endpoint was chosen.
    fn region_and_origin(&self) -> (&str, &str) {
        (&self.region, &self.origin)
    }

    /// The endpoint's host, for errors.
    pub(crate) fn host(&self) -> &str {
        self.endpoint().map_or("unknown", Endpoint::authority)
    }

    /// Makes a call.
    pub(crate) fn send<O: Operation>(self: &Arc<Self>, operation: O) -> Call<O::Output, O::Error> {
        let rules = O::Protocol::RULES;
        let mut write = |request: &mut RequestEncoder<'_>| operation.encode(request);
        let encoded = self.encode(&O::METADATA, rules, &mut write);
        let terms = (Some(rules), O::Output::CONTENT, O::Error::RETRYABLE);
        let mut start = self.start(&O::METADATA, terms, encoded);
        start.terms.code_and_message = O::Error::CODE_AND_MESSAGE;
        #[cfg(feature = "testing")]
        let start = start.with_fake(&operation);
        Call::new::<O>(start)
    }

    fn start(
        self: &Arc<Self>,
        metadata: &'static Metadata,
        (rules, content, retryable): (
            Option<&'static Rules>,
            Content,
            &'static [(&'static str, RetryReason)],
        ),
        encoded: Result<Encoded, CallError>,
    ) -> Box<Start> {
        let caller = Arc::clone(self);
        let trace = Trace::new(&self.service, metadata.name, &self.region);
        let (retry, timeouts, checksums) = (None, None, None);
        let secrets = Secrets::default();
        let terms = Terms {
            caller,
            metadata,
            rules,
            content,
            retryable,
            code_and_message: None,
            retry,
            timeouts,
            checksums,
            secrets,
            trace,
            #[cfg(feature = "testing")]
            faked: None,
        };
        Box::new(Start { encoded, terms })
    }

    /// Encodes the request of an operation. `write` writes its members.
    pub(crate) fn encode(
        &self,
        metadata: &Metadata,
        rules: &'static Rules,
        write: &mut dyn FnMut(&mut RequestEncoder<'_>) -> Result<(), EncodeError>,
    ) -> Result<Encoded, CallError> {
        let endpoint = match (&self.targets, &self.target) {
            (Some(_), _) => None,
            (None, Ok(target)) => Some(&target.endpoint),
            (None, Err(error)) => return Err(error.clone().into()),
        };
        let mut no_random = false;
        let mut token = || {
            random::idempotency_token().unwrap_or_else(|| {
                no_random = true;
                String::new()
            })
        };
        let mut request = RequestEncoder::new(&self.service, endpoint, metadata, rules, &mut token)
            .with_compression(self.setup.compression);
        write(&mut request)?;
        let mut encoded = request.finish()?;
        if encoded.stream.is_none() {
            add_content_length(&mut encoded.request);
        }
        self.place(&mut encoded, None)?;
        if metadata.http_checksum_required {
            self.replace_md5(&mut encoded);
        }
        if no_random {
            let reason = "cannot create an idempotency token: the system has no random numbers";
            return Err(EncodeError::request(reason).into());
        }
        if let (Some(field), false) =
            (encoded.dot_segment, self.setup.transport.keeps_dot_segments())
        {
            return Err(EncodeError::new(
                field,
                "has a `.` or `..` segment, which URL libraries remove from a path, so that it \
                 cannot be sent",
            )
            .into());
        }
        Ok(encoded)
    }

    /// Sets the endpoint of a request, if the endpoint depends on the call. It may depend on the
    /// credentials too: this function is called without them first, and with them before the
    /// request is signed.
    fn place(
        &self,
        encoded: &mut Encoded,
        credentials: Option<&Credentials>,
    ) -> Result<(), CallError> {
        let (Some(targets), Some(place)) = (&self.targets, &mut encoded.place) else {
            return Ok(());
        };
        let resolver = &targets.resolver;
        let is_first = place.target.is_none();
        if !is_first && !resolver.depends_on_account() {
            return Ok(());
        }
        let given = place.parameters.len();
        let account = credentials.and_then(Credentials::account_id);
        let account = account.map(|account| Value::Text(account.to_owned().into()));
        place.parameters.extend(account.map(|account| (ACCOUNT_ID, account)));
        if is_first && resolver.depends_on_account() {
            // The account is not known yet, so a required account is not an error here.
            place.parameters.push((ACCOUNT_ID_MODE, Value::text("disabled")));
        }
        let target = targets.get(&place.parameters);
        place.parameters.truncate(given);
        Ok(encoded.move_to(target?)?)
    }

    /// Returns credentials that are valid now.
    pub(crate) async fn credentials(&self) -> Result<Credentials, CallError> {
        let provider = &*self.setup.credentials;
        Ok(guarded(id(provider), provider.credentials()).await?)
    }
}

/// The region from the endpoint's rules; otherwise from its host; otherwise the configured one.
fn region_of<'a>(target: &'a Target, configured: &'a str) -> &'a str {
    let ruled = target.signing.region.as_deref();
    let inferred = || infer(target.endpoint.host()).map(|(_, region)| region);
    ruled.or_else(inferred).unwrap_or(configured)
}

/// The endpoint's authority as a header value. Clones share its memory.
fn host(endpoint: &Endpoint) -> Option<HeaderValue> {
    let host = Bytes::from(endpoint.authority().to_owned());
    // The first clone of a `Bytes` allocates a reference count, later clones only increment it.
    HeaderValue::from_maybe_shared(host.clone()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::header::HOST;

    use super::*;
    use crate::sigv4::{self, Payload, SigningParams};
    use crate::types::Credentials;

    #[test]
    fn the_host_that_is_ready_is_the_one_that_is_signed() {
        for (url, expected) in [
            ("https://A.example.com/prod", "a.example.com"),
            ("https://a.example.com:443", "a.example.com"),
            ("http://localhost:8080", "localhost:8080"),
            ("https://[::1]:8443", "[::1]:8443"),
            ("https://[::1]", "[::1]"),
            ("https://a.example.com:", "a.example.com"),
            ("https://a.example.com:08443", "a.example.com:8443"),
        ] {
            let endpoint: Endpoint = url.parse().expect("an endpoint");
            let ready = host(&endpoint).expect("a header");
            assert_eq!(ready, expected, "{url}");

            let uri = endpoint.uri("", "/".to_owned(), "").expect("a URI");
            let mut request = http::Request::get(uri).body(()).expect("a request");
            let credentials = Credentials::new("id", "secret");
            let params = SigningParams::new(&credentials, "r", "s", SystemTime::UNIX_EPOCH);
            sigv4::sign(&mut request, Payload::Bytes(b""), &params).expect("signed");
            assert_eq!(ready, request.headers()[HOST], "{url}");
        }
    }
}
