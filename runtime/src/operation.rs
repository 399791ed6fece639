//! [`Operation`]: what `#[aws_operation]` implements, and what it can be used for without a client.

use bytes::Bytes;

use crate::endpoint::Endpoint;
use crate::error::{DecodeError, EncodeError, FromErrorResponse, ServiceError};
use crate::protocol::Protocol;
use crate::request::{Encoded, RequestEncoder};
use crate::response::{FromResponse, ResponseDecoder};
use crate::service::Service;

/// What is known of an operation without a value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The operation's name: the struct's.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The URI pattern, with its labels.
    pub uri: &'static str,
    /// The status of a success, as the model states it. Any 2xx is taken for one.
    pub code: u16,
    /// The protocol it is encoded in.
    pub protocol: Protocol,
}

impl Metadata {
    /// The metadata of an operation.
    pub const fn new(
        name: &'static str,
        method: &'static str,
        uri: &'static str,
        code: u16,
        protocol: Protocol,
    ) -> Self {
        Self { name, method, uri, code, protocol }
    }
}

/// An operation of a service, and one request of it.
///
/// `#[aws_operation]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "not an operation",
    note = "put `#[aws_operation(method = \"…\", uri = \"…\")]` on `{Self}`"
)]
pub trait Operation {
    /// What a successful call returns.
    type Output: FromResponse;
    /// What the service's own errors are.
    type Error: FromErrorResponse;
    /// What is known without a value.
    const METADATA: Metadata;

    /// Writes the members into a request.
    ///
    /// # Errors
    ///
    /// [`EncodeError`] names the field whose value cannot be sent.
    fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError>;
}

/// A reference to an operation is one, so that it can be sent again.
impl<O: Operation + ?Sized> Operation for &O {
    type Output = O::Output;
    type Error = O::Error;
    const METADATA: Metadata = O::METADATA;

    fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError> {
        (**self).encode(request)
    }
}

/// The request of an operation: unsigned, with its endpoint's URI.
///
/// `idempotency_token` is called for each member with `#[idempotency_token]` that is `None`; a
/// fresh UUID is customary.
///
/// ```
/// use aws_operation::{aws_operation, encode, services};
///
/// #[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
/// struct GetRestApi {
///     rest_api_id: String,
/// }
///
/// let endpoint = "https://apigateway.eu-west-1.amazonaws.com".parse()?;
/// let operation = GetRestApi { rest_api_id: "a1b2c3".into() };
/// let encoded = encode(&operation, &services::API_GATEWAY, &endpoint, &mut String::new)?;
/// assert_eq!(encoded.request.uri().path(), "/restapis/a1b2c3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`EncodeError`] names the field whose value cannot be sent.
pub fn encode<O: Operation>(
    operation: &O,
    service: &Service,
    endpoint: &Endpoint,
    idempotency_token: &mut dyn FnMut() -> String,
) -> Result<Encoded, EncodeError> {
    let mut request = RequestEncoder::new(service, endpoint, &O::METADATA, idempotency_token);
    operation.encode(&mut request)?;
    request.finish()
}

/// Why a response is not the operation's output.
#[derive(Debug)]
pub enum Failure<E> {
    /// The service answered with an error: the typed one, and what was received.
    Service(E, Box<ServiceError>),
    /// The service answered with a success that cannot be read.
    Decode(DecodeError),
}

/// The output of an operation, or its error, from a response.
///
/// ```
/// use aws_operation::{aws_operation, decode};
///
/// #[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
/// struct GetRestApi {
///     rest_api_id: String,
/// }
///
/// let response = http::Response::new(bytes::Bytes::from_static(b"{}"));
/// assert!(decode::<GetRestApi>(&response).is_ok());
/// ```
///
/// # Errors
///
/// [`Failure`]: a status outside 2xx is the service's error; a 2xx that is not what the output's
/// type says is a decoding error.
pub fn decode<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Output, Failure<O::Error>> {
    let decoder = ResponseDecoder::new(response, O::METADATA.protocol);
    if response.status().is_success() {
        return O::Output::from_response(&decoder).map_err(Failure::Decode);
    }
    let error = Box::new(ServiceError::from_response(response, O::METADATA.protocol));
    Err(Failure::Service(O::Error::from_error_response(&error, &decoder), error))
}
