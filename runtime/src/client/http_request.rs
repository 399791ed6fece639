//! [`Client::send_http`]: for requests that are not operations.

use std::future::Future;

use bytes::Bytes;

use super::Client;
use crate::error::Error;

impl Client {
    /// Signs and sends a request that is not an operation. Every response is returned, also one with
    /// the status of an error. The request is retried like an operation.
    ///
    /// A URI without a host is relative to the client's endpoint, whose path comes first. A URI with a
    /// host must have the endpoint's host, so that no other host receives a signature. Bytes of the
    /// URI that RFC 3986 does not allow are percent-encoded before they are signed. Headers that frame
    /// the message (`content-length`, `transfer-encoding`, `connection`, `host` and so on) are written
    /// by the transport: other values are errors.
    ///
    /// ```no_run
    /// use aws_operation::{Client, Config};
    /// use bytes::Bytes;
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::load().await?;
    /// let url = "https://search-logs-abc.eu-west-1.es.amazonaws.com";
    /// let logs = Client::for_url(&config, url)?;
    /// let search = http::Request::post("/_search")
    ///     .header("content-type", "application/json")
    ///     .body(Bytes::from_static(br#"{"query": {"match_all": {}}}"#))?;
    /// let response = logs.send_http(search).await?;
    /// println!("{}: {} bytes", response.status(), response.body().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error`]: the URI has another host, there are no credentials, the request has a header that the
    /// signer writes, or there was no response.
    pub fn send_http(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        self.caller.send_http(request)
    }
}
