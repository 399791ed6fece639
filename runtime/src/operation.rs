//! [`Operation`]: the trait that `#[aws_operation]` implements, and functions to use it without a
//! client.

use bytes::Bytes;

use crate::error::{EncodeError, Failure, ServiceError};
#[cfg(feature = "testing")]
use crate::faked::{ForFake, Typed};
use crate::metadata::Metadata;
use crate::service::Service;
use crate::types::Endpoint;
use crate::wire::protocol::{Answered, Protocol};
use crate::wire::request::{Checksums, Encoded, RequestEncoder};
use crate::wire::response::{FromErrorResponse, FromResponse, ResponseDecoder};

/// An operation of a service. A value of the type is one request.
///
/// `#[aws_operation]` implements it. Do not implement it without the macro, except to pass all calls on
/// to another operation: what [`encode`](Self::encode) would call is hidden.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "not an operation",
    note = "put `#[aws_operation(method = \"…\", uri = \"…\")]` on `{Self}`"
)]
pub trait Operation {
    /// What a successful call returns.
    type Output: FromResponse;
    /// The service's errors.
    type Error: FromErrorResponse;
    /// The protocol of the request and the response.
    type Protocol: Protocol;
    /// The properties of the operation that are the same for all values.
    const METADATA: Metadata;

    /// Writes the members to a request.
    ///
    /// # Errors
    ///
    /// [`EncodeError`] names the field whose value cannot be sent.
    fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError>;

    /// The operation, for a fake. `None` if its type has parameters.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn for_fake(&self) -> Option<ForFake<'_>> {
        None
    }

    /// The output from a fake.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn faked_output(_: Typed) -> Option<Self::Output> {
        None
    }

    /// The error from a fake.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn faked_error(_: Typed) -> Option<Self::Error> {
        None
    }
}

/// A reference to an operation is an operation too, so an operation can be sent again.
impl<O: Operation + ?Sized> Operation for &O {
    type Output = O::Output;
    type Error = O::Error;
    type Protocol = O::Protocol;
    const METADATA: Metadata = O::METADATA;

    fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError> {
        (**self).encode(request)
    }

    #[cfg(feature = "testing")]
    fn for_fake(&self) -> Option<ForFake<'_>> {
        (**self).for_fake()
    }

    #[cfg(feature = "testing")]
    fn faked_output(output: Typed) -> Option<Self::Output> {
        O::faked_output(output)
    }

    #[cfg(feature = "testing")]
    fn faked_error(error: Typed) -> Option<Self::Error> {
        O::faked_error(error)
    }
}

/// Encodes the unsigned request of an operation. Its URI is at the endpoint.
///
/// The request has a checksum of its body if the operation supports one. It does not ask for the
/// checksum of the response, because [`decode`] does not check it: a [`Client`](crate::Client) checks
/// it while it reads the body. Set the header `x-amz-checksum-mode` to `ENABLED` if you check it
/// yourself.
///
/// `idempotency_token` is called for each member with `#[idempotency_token]` that is `None`. It
/// should return a fresh UUID.
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
    let mut request = RequestEncoder::new(
        service,
        Some(endpoint),
        &O::METADATA,
        O::Protocol::RULES,
        idempotency_token,
    );
    operation.encode(&mut request)?;
    let mut encoded = request.finish()?;
    encoded.add_checksum(Checksums::default())?;
    Ok(encoded)
}

/// Decodes a response into the operation's output or error.
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
/// [`Failure`]: a status outside 2xx is an error of the service. A 2xx response that cannot be
/// decoded as the output's type is a decoding error. For S3 responses, use [`decode_from`].
pub fn decode<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Output, Failure<O::Error>> {
    finish::<O>(response, !response.status().is_success())
}

/// Decodes a response like [`decode`], with the properties of the service: S3 may send an error
/// after a success status.
///
/// ```
/// use aws_operation::{Failure, aws_operation, decode_from, services};
///
/// #[aws_operation(
///     protocol = "restXml",
///     method = "PUT",
///     uri = "/{Bucket}/{Key+}",
///     output = CopyObjectOutput,
///     rename_all = "PascalCase"
/// )]
/// struct CopyObject {
///     bucket: String,
///     key: String,
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// struct CopyObjectOutput {
///     #[serde(rename = "ETag")]
///     e_tag: String,
/// }
///
/// let body = b"<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>";
/// let response = http::Response::new(bytes::Bytes::from_static(body));
/// match decode_from::<CopyObject>(&services::S3, &response) {
///     Err(Failure::Service(_, error)) => assert_eq!(error.code(), Some("InternalError")),
///     other => panic!("{other:?}"),
/// }
/// ```
///
/// # Errors
///
/// The same errors as [`decode`].
pub fn decode_from<O: Operation>(
    service: &Service,
    response: &http::Response<Bytes>,
) -> Result<O::Output, Failure<O::Error>> {
    let (operation, content) = (O::METADATA.name, O::Output::CONTENT);
    let answered = Answered { service, operation, content };
    finish::<O>(response, (O::Protocol::RULES.is_failure)(&answered, response))
}

fn finish<O: Operation>(
    response: &http::Response<Bytes>,
    is_failure: bool,
) -> Result<O::Output, Failure<O::Error>> {
    let decoder = ResponseDecoder::new(response);
    if !is_failure {
        return O::Output::from_response::<O::Protocol>(&decoder).map_err(Failure::Decode);
    }
    let (rules, own) = (O::Protocol::RULES, O::Error::CODE_AND_MESSAGE);
    let error = Box::new(ServiceError::read(response, Some(rules), own));
    let typed = O::Error::from_error_response::<O::Protocol>(&error, &decoder.of_error());
    Err(Failure::Service(typed, error))
}
