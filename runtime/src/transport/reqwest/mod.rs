//! The default transport: reqwest over rustls with ring.

mod body;
mod clients;
mod errors;

use bytes::Bytes;
use http::Uri;
use reqwest::Url;

use super::{Conditions, Transport, TransportError, TransportFuture};
use crate::timeouts::Timeouts;
use clients::Clients;
use errors::failed;

/// How large a body may be unless a person says otherwise.
const MAX_RESPONSE_BYTES: usize = 128 * 1024 * 1024;

pub(crate) struct Reqwest {
    clients: Clients,
    timeouts: Timeouts,
    max_response_bytes: usize,
}

impl Reqwest {
    /// `timeouts` are those of calls that say nothing else.
    pub(crate) fn new(timeouts: Timeouts, max_response_bytes: Option<usize>) -> Self {
        Self {
            clients: Clients::new(timeouts.connect_timeout()),
            timeouts,
            max_response_bytes: max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
        }
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let timeouts = request.extensions().get::<Timeouts>().copied().unwrap_or(self.timeouts);
        let conditions = request.extensions().get::<Conditions>().copied();
        let direct = conditions.is_some_and(|conditions| conditions.direct);
        let client = self.clients.get(request.uri(), direct, timeouts.connect_timeout())?;
        let uri = request.uri().clone();
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        check_unchanged(&uri, request.url())?;

        let sent = client.execute(request);
        let mut response = match timeouts.read_timeout() {
            None => sent.await,
            Some(limit) => tokio::time::timeout(limit, sent).await.map_err(|_| {
                TransportError::timeout(format!("no response for {limit:?}, the read timeout"))
            })?,
        }
        .map_err(failed)?;
        let stalled_stream = timeouts.stalled_stream_timeout();
        let (max, remedy) = match conditions {
            Some(conditions) => {
                (conditions.max_response_bytes, "that is no answer to this request")
            }
            None => (self.max_response_bytes, "raise `max_response_bytes` of the config"),
        };
        let body = body::read(&mut response, max, remedy, stalled_stream).await?;
        let mut buffered = http::Response::new(body);
        *buffered.status_mut() = response.status();
        *buffered.version_mut() = response.version();
        *buffered.headers_mut() = std::mem::take(response.headers_mut());
        Ok(buffered)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// What is signed is what is sent: the URL type may normalize what it parses.
fn check_unchanged(signed: &Uri, url: &Url) -> Result<(), TransportError> {
    let same = [
        ("scheme", signed.scheme_str() == Some(url.scheme())),
        ("host", same_host(signed.host(), url.host_str())),
        ("port", signed.port_u16() == url.port()),
        ("path", signed.path() == url.path()),
        ("query", signed.query() == url.query()),
    ];
    match same.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((part, _)) => Err(TransportError::refused(format!(
            "the URL library would change the {part} that was signed; write it as a URL has it"
        ))),
    }
}

fn same_host(signed: Option<&str>, sent: Option<&str>) -> bool {
    signed.zip(sent).is_some_and(|(signed, sent)| signed.eq_ignore_ascii_case(sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_parsing_changes_is_refused() {
        for (uri, changed) in [
            ("https://example.com/a/b?c=%2F&d", None),
            ("https://example.com/a%2F..%2Fb", None),
            ("https://example.com/a//b/", None),
            ("https://[::1]:8443/", None),
            ("https://example.com/a/../b", Some("path")),
            ("https://example.com/a/%2e%2E/b", Some("path")),
            ("https://example.com/./b", Some("path")),
            ("https://example.com/?a='", Some("query")),
            ("https://127.1/", Some("host")),
            ("https://example.com:443/", Some("port")),
        ] {
            let error = match (uri.parse(), Url::parse(uri)) {
                (Ok(signed), Ok(url)) => check_unchanged(&signed, &url).err(),
                _ => panic!("{uri} is a URI"),
            };
            let part = error.map(|error| error.to_string());
            assert_eq!(
                part.as_deref().map(|text| text.contains(changed.unwrap_or("?"))),
                changed.map(|_| true),
                "{uri}: {part:?}",
            );
        }
    }
}
