//! The default transport: reqwest over rustls with ring.

mod body;
mod clients;
mod errors;
mod taken;
mod urls;

use std::future::Future;

use bytes::Bytes;

use super::{Conditions, Transport, TransportError, TransportFuture};
use crate::timeouts::Timeouts;
use body::Limit;
use clients::Clients;
use taken::{Taken, answer};
use urls::Urls;

/// How large a body may be unless a person says otherwise.
const MAX_RESPONSE_BYTES: usize = 128 * 1024 * 1024;

pub(crate) struct Reqwest {
    clients: Clients,
    urls: Urls,
    timeouts: Timeouts,
    max_response_bytes: usize,
}

impl Reqwest {
    /// `timeouts` are those of calls that say nothing else.
    pub(crate) fn new(timeouts: Timeouts, max_response_bytes: Option<usize>) -> Self {
        Self {
            clients: Clients::new(timeouts.connect_timeout()),
            urls: Urls::default(),
            timeouts,
            max_response_bytes: max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
        }
    }

    /// Everything that can be done at once.
    fn start(&self, request: http::Request<Bytes>) -> Result<Exchange, TransportError> {
        let (parts, body) = request.into_parts();
        let timeouts = parts.extensions.get::<Timeouts>().copied().unwrap_or(self.timeouts);
        let conditions = parts.extensions.get::<Conditions>().copied();
        let direct = conditions.is_some_and(|conditions| conditions.direct);
        let (url, is_local) = self.urls.of(&parts.uri)?;
        let client =
            self.clients.get(&parts.uri, direct || is_local, timeouts.connect_timeout())?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        let taken = Taken::default();
        *request.body_mut() = Some(taken.body(body));
        let limit = match conditions {
            Some(conditions) => Limit {
                bytes: conditions.max_response_bytes,
                remedy: "that is no answer to this request",
            },
            None => Limit {
                bytes: self.max_response_bytes,
                remedy: "raise `max_response_bytes` of the config",
            },
        };
        Ok(Exchange { client, request, taken, timeouts, limit })
    }
}

/// A request on its way.
struct Exchange {
    client: reqwest::Client,
    request: reqwest::Request,
    taken: Taken,
    timeouts: Timeouts,
    limit: Limit,
}

impl Exchange {
    fn run(self) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> {
        let Self { client, request, taken, timeouts, limit } = self;
        let mut sent = client.execute(request);
        async move {
            let mut response = answer(&mut sent, &taken, timeouts).await?;
            let stalled_stream = timeouts.stalled_stream_timeout();
            let body = body::read(&mut response, limit, stalled_stream).await?;
            let mut buffered = http::Response::new(body);
            *buffered.status_mut() = response.status();
            *buffered.version_mut() = response.version();
            *buffered.headers_mut() = std::mem::take(response.headers_mut());
            Ok(buffered)
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        match self.start(request) {
            Ok(exchange) => Box::pin(exchange.run()),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}
