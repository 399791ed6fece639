//! [`ContainerCredentials`]: credentials from a container's credentials endpoint.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, HOST, HeaderValue};
use http::uri::PathAndQuery;
use zeroize::Zeroizing;

use super::connection::{Connection, Destination};
use super::container_endpoint::{
    Authorization, ContainerRequest, check_token, container_request, is_container_address,
    not_allowed,
};
use super::document::{Answer, unless_expired};
use super::plan::NoPlan;
use crate::call::Secrets;
use crate::error::{CredentialsError, RetryReason, ServiceError};
use crate::files;
use crate::metadata::Metadata;
use crate::profile::Variables;
use crate::retry::Retry;
use crate::service::Service;
use crate::time::{TimedOut, within};
use crate::tokio_runtime;
use crate::types::{Credentials, CredentialsFuture, Endpoint, ProvideCredentials, Timeouts};

/// The timeout of an attempt and of a name lookup.
const TIMEOUT: Duration = Duration::from_secs(2);
/// The maximum size of a response.
const MAX_BYTES: usize = 64 * 1024;

static METADATA: Metadata = Metadata::new("GetContainerCredentials", "GET", "", 200).unsigned();

/// Credentials of a container: in Amazon ECS and EKS, with Greengrass, and from any service with
/// the same protocol.
///
/// Plain HTTP is only sent to this machine and to the addresses of ECS and EKS. A host name is
/// looked up first, and only its allowed addresses are called. They are called by address, so that
/// a later DNS response has no effect. The token file is read for each call.
///
/// ```no_run
/// use aws_operation::providers::ContainerCredentials;
///
/// let provider = ContainerCredentials::from_variables(&|name| std::env::var(name).ok())?;
/// # Ok::<(), aws_operation::CredentialsError>(())
/// ```
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
pub struct ContainerCredentials {
    request: ContainerRequest,
    timeout: Duration,
    connection: Connection,
}

impl ContainerCredentials {
    /// The endpoint that the variables `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`,
    /// `AWS_CONTAINER_CREDENTIALS_FULL_URI` and so on configure. `find` returns the value of a
    /// variable.
    ///
    /// # Errors
    ///
    /// The variables are not set ([not configured](CredentialsError::is_not_configured)), or
    /// configure an endpoint that must not be called.
    pub fn from_variables(find: &dyn Fn(&str) -> Option<String>) -> Result<Self, CredentialsError> {
        match container_request(Variables::new(find)) {
            Ok(request) => Ok(Self::from_request(request)),
            Err(NoPlan::NotConfigured(why)) => Err(CredentialsError::not_configured(why)),
            Err(NoPlan::Wrong(why)) => Err(CredentialsError::new(why)),
        }
    }

    /// A provider that sends this request.
    #[doc(hidden)]
    pub fn from_request(request: ContainerRequest) -> Self {
        Self { request, timeout: TIMEOUT, connection: Connection::default() }
    }

    /// The timeout of an attempt. The default is 2 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The transport and timer to use instead of the default ones.
    #[must_use]
    pub fn connection(mut self, connection: Connection) -> Self {
        self.connection = connection;
        self
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let token = self.token()?;
        let hosts = match self.request.plain_http {
            true => self.allowed().await?.into_iter().map(Some).collect(),
            false => vec![None],
        };
        let mut failed = None;
        for address in hosts {
            match self.ask(address, token.as_deref().map(String::as_str)).await {
                Ok(credentials) => return Ok(credentials),
                // Another address of the host may respond.
                Err((error, true)) => failed = Some(error),
                Err((error, false)) => return Err(error),
            }
        }
        Err(failed.unwrap_or_else(|| CredentialsError::new(not_allowed(self.host()))))
    }

    /// The value of the `authorization` header.
    fn token(&self) -> Result<Option<Zeroizing<String>>, CredentialsError> {
        match &self.request.authorization {
            Authorization::None => Ok(None),
            Authorization::Token(token) => Ok(Some(token.clone())),
            Authorization::TokenFile(path) => {
                let token = files::read(path, files::MAX_TOKEN_BYTES).map_err(|why| {
                    CredentialsError::new(format!(
                        "{path} of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: {why}"
                    ))
                })?;
                check_token(path, &token).map_err(CredentialsError::new)?;
                Ok(Some(token))
            }
        }
    }

    /// The host's addresses that may be called over plain HTTP.
    async fn allowed(&self) -> Result<Vec<SocketAddr>, CredentialsError> {
        let (host, port) = (self.host(), self.request.uri.port_u16().unwrap_or(80));
        let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
            Ok(address) => vec![(address, port).into()],
            Err(_) => {
                let timer = self.connection.timer();
                let missing = timer.unavailable().or(tokio_runtime::current().err());
                if let Some(missing) = missing {
                    return Err(self.problem(&format!("cannot be resolved: {missing}")));
                }
                let look_up = pin!(tokio::net::lookup_host((host, port)));
                match within(timer, Some(self.timeout), look_up).await {
                    Ok(Ok(found)) => found.collect(),
                    Ok(Err(error)) => {
                        return Err(self.problem(&format!("cannot be resolved: {error}")));
                    }
                    Err(TimedOut) => {
                        let limit = self.timeout;
                        return Err(self.problem(&format!("was not resolved within {limit:?}")));
                    }
                }
            }
        };
        // An IPv4-mapped IPv6 address counts as the IPv4 address.
        let canonical = |address: &SocketAddr| (address.ip().to_canonical(), port).into();
        let (allowed, others): (Vec<_>, Vec<_>) =
            found.iter().map(canonical).partition(|it: &SocketAddr| is_container_address(it.ip()));
        match (allowed.is_empty(), others.first()) {
            (false, _) => Ok(allowed),
            (true, Some(other)) if other.ip().to_string() != host => {
                Err(CredentialsError::new(not_allowed(&format!("{host} ({})", other.ip()))))
            }
            (true, _) => Err(CredentialsError::new(not_allowed(host))),
        }
    }

    /// Sends the request to this address; to the URI's host if it is `None`. The error is returned
    /// with whether the connection failed.
    async fn ask(
        &self,
        address: Option<SocketAddr>,
        token: Option<&str>,
    ) -> Result<Credentials, (CredentialsError, bool)> {
        let failed = |error: CredentialsError| (error, false);
        let uri = &self.request.uri;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let endpoint: Endpoint = match address {
            Some(address) => format!("http://{address}").parse(),
            None => format!("https://{authority}").parse(),
        }
        .map_err(|error| failed(self.problem(&format!("is not a valid host: {error}"))))?;
        let retry = Retry::standard().rules_2026(true).classifier(|attempt| {
            attempt.status()?.is_server_error().then_some(RetryReason::Transient)
        });
        let caller = self
            .connection
            .caller(Destination {
                service: Service::new("container"),
                endpoint,
                region: "us-east-1".to_owned(),
                credentials: None,
                retry,
                timeouts: Timeouts::default().attempt(self.timeout),
                direct: self.request.plain_http,
                max_bytes: MAX_BYTES,
            })
            .map_err(failed)?;

        let path = uri.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = http::Uri::from(path);
        let wrong = |_| failed(self.problem("or the token is not a valid header value"));
        let headers = request.headers_mut();
        headers.insert(HOST, HeaderValue::from_str(authority).map_err(wrong)?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            let mut token = HeaderValue::from_str(token).map_err(wrong)?;
            token.set_sensitive(true);
            headers.insert(AUTHORIZATION, token);
        }
        let source = format!("the credentials service of the container at {}", self.host());
        let secrets = self.secrets(token);
        let call = caller.send_http_as(&METADATA, request, secrets.clone());
        let response = call.await.map_err(|error| {
            let is_connect = error.is_connect();
            (CredentialsError::new(format!("{source} failed: {error}")), is_connect)
        })?;
        if !response.status().is_success() {
            let error = ServiceError::read(&response, None, None);
            let error = CredentialsError::new(format!("{source} refused: {error}"));
            return Err(failed(error));
        }
        let answer = Answer::read(&source, response.body()).map_err(failed)?;
        if let Some(refusal) = answer.refusal(&secrets) {
            let error = CredentialsError::new(format!("{source} refused: {refusal}"));
            return Err(failed(error));
        }
        let credentials = answer.credentials(&source).map_err(failed)?;
        unless_expired(&source, credentials, self.connection.timer().now()).map_err(failed)
    }

    /// The secrets of the request: the token, with and without its scheme, and the path, which is
    /// secret in ECS.
    fn secrets(&self, token: Option<&str>) -> Secrets {
        let bare = token.and_then(|token| token.rsplit(' ').next());
        let path = Some(self.request.uri.path()).filter(|path| path.len() > 1);
        Secrets::new(token.into_iter().chain(bare).chain(path))
    }

    fn host(&self) -> &str {
        let host = self.request.uri.host().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    fn problem(&self, what: &str) -> CredentialsError {
        CredentialsError::new(format!(
            "the host {} of AWS_CONTAINER_CREDENTIALS_FULL_URI {what}",
            self.host()
        ))
    }
}

impl ProvideCredentials for ContainerCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

/// Omits the path, which is secret in ECS.
impl fmt::Debug for ContainerCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContainerCredentials")
            .field("host", &self.host())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
