//! [`Client::send_http`]: for requests that are not operations.

use std::future::Future;

use bytes::Bytes;

use super::Client;
use crate::error::Error;

impl Client {
    /// Signs and sends a request that is no operation, and returns whatever comes back, an error's
    /// status too. It is sent again where an operation would be.
    ///
    /// A URI without a host is relative to the client's endpoint, whose path stays in front; one
    /// with a host has to be of the endpoint's: credentials are for nobody else. Bytes of the URI that
    /// RFC 3986 does not allow are percent-encoded before they are signed. Headers that frame the
    /// message (`content-length`, `transfer-encoding`, `connection`, `host` and their kind) are the
    /// transport's: other values than its own are refused.
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
    /// [`Error`]: a URI of another host, no credentials, a header that the signer writes, no
    /// response.
    pub fn send_http(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + use<> {
        self.caller.send_http(request)
    }
}
