//! What the ten calls share: the URL, the request, the answer.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// All but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// API Gateway at one endpoint.
#[derive(Debug, Clone)]
pub struct ApiGateway {
    pub(crate) http: Client,
    endpoint: String,
}

impl ApiGateway {
    /// API Gateway at this URL, without a trailing slash.
    pub fn new(http: Client, endpoint: impl Into<String>) -> Self {
        Self { http, endpoint: endpoint.into() }
    }

    /// The URL of a path, each segment encoded.
    pub(crate) fn url(&self, segments: &[&str]) -> Result<String, Error> {
        let mut url = self.endpoint.clone();
        for &segment in segments {
            if matches!(segment, "" | "." | "..") {
                return Err(Error::Segment(segment.to_owned()));
            }
            url.push('/');
            url.extend(utf8_percent_encode(segment, ENCODED));
        }
        Ok(url)
    }
}

/// Adds a query parameter to a URL.
pub(crate) fn add_query(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(name);
    url.push('=');
    url.extend(utf8_percent_encode(value, ENCODED));
}

/// Adds a body.
pub(crate) fn json<B: Serialize>(
    request: RequestBuilder,
    body: &B,
) -> Result<RequestBuilder, Error> {
    let body = serde_json::to_vec(body).map_err(Error::Encode)?;
    Ok(request.header("content-type", "application/json").body(body))
}

/// Sends a request, and decodes its answer.
pub(crate) async fn fetch<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Error> {
    let body = send(request).await?;
    serde_json::from_slice(&body).map_err(Error::Decode)
}

/// Sends a request, and gives back the body where it succeeded.
pub(crate) async fn send(request: RequestBuilder) -> Result<Vec<u8>, Error> {
    let response = request.header("accept", "application/json").send().await?;
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await?;
    if status.is_success() { Ok(body.into()) } else { Err(Error::answer(status, &headers, &body)) }
}
