//! Reads a response: its status, headers and body become the members of an output or error.

pub(crate) mod bare;
mod error;
mod event;
mod members;
pub(crate) mod raw;
pub(crate) mod required;
pub(crate) mod text;
pub(crate) mod zero;

use std::cell::Cell;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::de::{Deserialize, DeserializeOwned};

use crate::error::{DecodeError, ReadCodeAndMessage, RetryReason, ServiceError};
use crate::types::ByteStream;
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::{Content, Expected, Place, Protocol, Reader as _};

pub use event::EventDecoder;
pub use members::{PayloadBytes, PrefixHeaders};

/// A type that a response can be decoded into.
///
/// Every type with [`serde::Deserialize`] implements it, and is read from the body. `#[aws_output]`
/// implements it for a struct whose members also come from headers, the status or the raw payload.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "this type has neither `Deserialize` nor `#[aws_output]`",
    note = "derive `serde::Deserialize` for `{Self}` where all its members come from the body, or put `#[aws_output]` on it",
    note = "for text or bytes as they are: `#[aws_output] struct Out {{ #[payload] body: Blob }}`"
)]
pub trait FromResponse: Sized {
    /// What the type reads of the body. S3 needs it: it may answer with an error's document after
    /// the status of a success.
    #[doc(hidden)]
    const CONTENT: Content = Content::Raw;

    /// Decodes the response of a successful call.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] names the member whose value is not of its type.
    fn from_response<P: Protocol>(response: &ResponseDecoder<'_>) -> Result<Self, DecodeError>;
}

// So that the compiler's error about a type without either names both solutions.
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromResponse for T {
    const CONTENT: Content = if size_of::<T>() == 0 { Content::Nothing } else { Content::Document };

    fn from_response<P: Protocol>(response: &ResponseDecoder<'_>) -> Result<Self, DecodeError> {
        response.body::<P, T>()
    }
}

/// A type that a service's error can be decoded into.
///
/// `#[aws_error]` implements it for an enum of the modelled exceptions.
///
/// Implement it yourself for errors in a form that `#[aws_error]` cannot read, such as a line of text.
/// Implement [`ModelledError`] too, so that `?` converts an `Error` with this type:
///
/// ```
/// use aws_operation::{
///     CodeAndMessage, Failure, FromErrorResponse, ModelledError, Protocol, ResponseDecoder,
///     ServiceError, aws_operation, decode,
/// };
///
/// /// Errors such as `17 not enough tea`.
/// #[derive(Debug)]
/// enum ShopError {
///     SoldOut,
///     Other(ServiceError),
/// }
///
/// fn code_and_message(response: &http::Response<bytes::Bytes>) -> CodeAndMessage {
///     let line = std::str::from_utf8(response.body()).unwrap_or_default();
///     match line.split_once(' ') {
///         Some((code, message)) if code.parse::<u32>().is_ok() => {
///             CodeAndMessage { code: Some(code.into()), message: Some(message.into()) }
///         }
///         // Not from the shop: for example, an error of API Gateway.
///         _ => CodeAndMessage::default(),
///     }
/// }
///
/// impl FromErrorResponse for ShopError {
///     const CODE_AND_MESSAGE: Option<fn(&http::Response<bytes::Bytes>) -> CodeAndMessage> =
///         Some(code_and_message);
///
///     fn from_error_response<P: Protocol>(error: &ServiceError, _: &ResponseDecoder<'_>) -> Self {
///         // `error` also has the status, the headers and the body.
///         match error.code() {
///             Some("17") => Self::SoldOut,
///             _ => Self::Other(error.clone()),
///         }
///     }
/// }
///
/// impl ModelledError for ShopError {}
///
/// #[aws_operation(method = "POST", uri = "/orders", error = ShopError)]
/// struct CreateOrder {
///     item: String,
/// }
///
/// let response = http::Response::builder().status(409).body("17 not enough tea".into())?;
/// match decode::<CreateOrder>(&response) {
///     Err(Failure::Service(ShopError::SoldOut, raw)) => {
///         assert_eq!(raw.to_string(), "17 (409): not enough tea");
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a service's error",
    label = "not an enum under `#[aws_error]`",
    note = "if `{Self}` is an enum, put `#[aws_error]` on it",
    note = "if `{Self}` is a struct, it is one exception of several: write `#[aws_error] enum Errors {{ {Self}({Self}), Other(aws_operation::ServiceError) }}`, and `error = Errors`"
)]
pub trait FromErrorResponse: Sized {
    /// The codes of errors after which a call may be made again, and why (Smithy `retryable`).
    const RETRYABLE: &'static [(&'static str, RetryReason)] = &[];

    /// Reads the code and the message, if the errors do not have them where AWS's services do. The
    /// retry policy, waiters and [`Error`](crate::Error) use this code and this message.
    const CODE_AND_MESSAGE: Option<ReadCodeAndMessage> = None;

    /// The error that was received. It cannot fail: an error without a variant is kept whole.
    fn from_error_response<P: Protocol>(
        error: &ServiceError,
        response: &ResponseDecoder<'_>,
    ) -> Self;

    /// The error as a service would send it, for a fake.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    fn as_received(&self) -> Option<ServiceError> {
        None
    }
}

/// An operation's own error type: an enum of its exceptions, in place of [`ServiceError`].
///
/// `#[aws_error]` implements it; see [`FromErrorResponse`] for errors that are read by hand. With it, `?`
/// converts an `Error<E>` to an [`Error`](crate::Error).
#[diagnostic::on_unimplemented(
    message = "`?` cannot make an untyped error of the error `{Self}`",
    note = "`#[aws_error]` implements `ModelledError` for the enum of an operation's exceptions",
    note = "in a generic function, write `.map_err(Error::into_untyped)?`"
)]
pub trait ModelledError: FromErrorResponse {}

impl FromErrorResponse for ServiceError {
    fn from_error_response<P: Protocol>(error: &ServiceError, _: &ResponseDecoder<'_>) -> Self {
        error.clone()
    }

    #[cfg(feature = "testing")]
    fn as_received(&self) -> Option<ServiceError> {
        Some(self.clone())
    }
}

/// Reads a buffered response. The code that the macros generate calls it, and your own
/// [`FromErrorResponse`] can call it.
pub struct ResponseDecoder<'a> {
    response: &'a http::Response<Bytes>,
    /// The body, if it is a stream. Its member takes it.
    stream: Option<&'a Cell<Option<ByteStream>>>,
    max_decoded_bytes: usize,
    place: Place,
}

/// Without headers and body, which may contain sensitive members.
impl fmt::Debug for ResponseDecoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseDecoder")
            .field("status", &self.response.status().as_u16())
            .field("body", &format_args!("{} bytes", self.response.body().len()))
            .finish_non_exhaustive()
    }
}

/// Reads the member with the given index.
type Each<'each, 'a, P> =
    &'each mut dyn FnMut(usize, &mut MemberValue<'_, 'a, P>) -> Result<(), DecodeError>;

impl<'a> ResponseDecoder<'a> {
    /// A decoder of `response`. If the status is that of a success it reads an output, else an error.
    pub fn new(response: &'a http::Response<Bytes>) -> Self {
        let place = if response.status().is_success() { Place::Output } else { Place::Error };
        Self { response, stream: None, max_decoded_bytes: MAX_MEMORY, place }
    }

    /// The same for a response whose body is a stream.
    pub(crate) fn with_stream(mut self, stream: &'a Cell<Option<ByteStream>>) -> Self {
        self.stream = Some(stream);
        self
    }

    /// The same of an error, whatever the status.
    pub(crate) fn of_error(mut self) -> Self {
        self.place = Place::Error;
        self
    }

    /// The same for an output whose only member is XML's root element
    /// (`aws.customizations#s3UnwrappedXmlOutput`).
    #[doc(hidden)]
    #[must_use]
    pub fn unwrapped(&self) -> Self {
        let place = if self.place == Place::Output { Place::Unwrapped } else { self.place };
        Self { place, ..*self }
    }

    fn expected(&self) -> Expected {
        Expected { memory: self.max_decoded_bytes, place: self.place }
    }

    /// The index of a member's name in `names`. Services call the message of an error `message` or
    /// `Message`, whatever their model says.
    fn position(&self, names: &[&str], name: &str) -> Option<usize> {
        let find = |is: &dyn Fn(&str) -> bool| names.iter().position(|known| is(known));
        find(&|known| known == name).or_else(|| match self.place {
            Place::Error if matches!(name, "message" | "Message") => {
                find(&|known| matches!(known, "message" | "Message"))
            }
            _ => None,
        })
    }

    /// Limits the memory of the decoded body's lists and maps, in bytes. 512 MiB unless set.
    ///
    /// Each item counts with the size of its type, each entry of a map with the sizes of key and value.
    /// The text of strings does not count: it is never longer than the body.
    #[must_use]
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = bytes;
        self
    }

    /// The response itself.
    pub fn response(&self) -> &'a http::Response<Bytes> {
        self.response
    }

    /// The whole body as one document. An empty body is a structure without members.
    ///
    /// # Errors
    ///
    /// The body is not a document of the protocol, or not of this type.
    pub fn body<P: Protocol, T: for<'de> Deserialize<'de>>(&self) -> Result<T, DecodeError> {
        P::Reader::document(self.response.body(), self.expected())
            .map_err(|error| DecodeError::body(&error))
    }

    /// Reads the members of the body document. `each` is called with a member's index in `names` and its
    /// value. Members with other names and members that are null are skipped.
    ///
    /// # Errors
    ///
    /// The body is not a document of the protocol, or `each` fails.
    #[doc(hidden)]
    pub fn members<P: Protocol>(
        &self,
        names: &[&str],
        each: Each<'_, 'a, P>,
    ) -> Result<(), DecodeError> {
        let mut reader = P::Reader::open(self.response.body(), self.expected()).map_err(in_body)?;
        while let Some(name) = reader.next().map_err(in_body)? {
            match self.position(names, &name) {
                Some(index) => {
                    each(index, &mut MemberValue { reader: &mut reader, name: names[index] })?;
                }
                None => reader.skip().map_err(in_body)?,
            }
        }
        Ok(())
    }

    /// The body as the `#[payload]` member: text and bytes as they are, any other value as a document.
    ///
    /// # Errors
    ///
    /// The body is not of this type.
    pub fn payload<P: Protocol, T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
    ) -> Result<T, DecodeError> {
        P::Reader::payload(self.response.body(), self.expected())
            .map_err(|error| DecodeError::member(field, "the payload", &error))
    }

    /// The bytes of the body.
    pub fn payload_bytes<T: PayloadBytes>(&self) -> T {
        let stream = self.stream.and_then(Cell::take);
        T::from_payload(stream.unwrap_or_else(|| self.response.body().clone().into()))
    }

    /// The status code.
    ///
    /// # Errors
    ///
    /// The type cannot hold it.
    pub fn status<T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
    ) -> Result<T, DecodeError> {
        let status = self.response.status();
        text::from_str(status.as_str())
            .map_err(|error| DecodeError::member(field, "the status code", &error))
    }

    /// A header's value; the zero value of its type if the header is missing.
    ///
    /// # Errors
    ///
    /// The header's text is not of this type.
    pub fn header<T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
        name: &str,
    ) -> Result<T, DecodeError> {
        match self.header_text(name) {
            Some(text) => {
                text::from_str(&text).map_err(|error| DecodeError::header(field, name, &error))
            }
            None => missing(field),
        }
    }

    /// The same for a header whose text is base64 (`#[media_type]`).
    ///
    /// # Errors
    ///
    /// The header is not base64 of UTF-8 text, or that text is not of this type.
    pub fn media_type_header<T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
        name: &str,
    ) -> Result<T, DecodeError> {
        let Some(encoded) = self.header_text(name) else {
            return missing(field);
        };
        let text = STANDARD.decode(&encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match text {
            Some(text) => {
                text::from_str(&text).map_err(|error| DecodeError::header(field, name, &error))
            }
            None => Err(DecodeError::header(field, name, &"expected base64 of UTF-8 text")),
        }
    }

    /// The headers that begin with `prefix`, in lowercase and without it.
    pub fn prefix_headers<T: PrefixHeaders>(&self, prefix: &str) -> T {
        let mut entries = self.response.headers().keys().filter_map(|name| {
            let rest = name.as_str().strip_prefix(prefix)?;
            Some((rest.to_owned(), self.header_text(name.as_str())?))
        });
        T::from_entries(&mut entries)
    }

    /// The text of all lines of a header; bytes that are not UTF-8 are replaced.
    fn header_text(&self, name: &str) -> Option<String> {
        let mut lines = self.response.headers().get_all(name).iter();
        let mut text = String::from_utf8_lossy(lines.next()?.as_bytes()).into_owned();
        for line in lines {
            text.push_str(", ");
            text.push_str(&String::from_utf8_lossy(line.as_bytes()));
        }
        Some(text)
    }
}

fn in_body(error: impl fmt::Display) -> DecodeError {
    DecodeError::body(&error)
}

/// A member of a body document whose value has not been read yet.
pub struct MemberValue<'a, 'de, P: Protocol> {
    reader: &'a mut P::Reader<'de>,
    name: &'a str,
}

impl<P: Protocol> MemberValue<'_, '_, P> {
    /// Reads the value into `slot`.
    ///
    /// # Errors
    ///
    /// The value is not of this type.
    pub fn read<T: for<'de> Deserialize<'de>>(
        &mut self,
        slot: &mut Option<T>,
    ) -> Result<(), DecodeError> {
        let value = self.reader.read();
        self.found(value, slot)
    }

    /// Reads the value of a member with facts for XML into `slot`, in the form of
    /// [`WithFacts`](crate::private::WithFacts).
    ///
    /// # Errors
    ///
    /// The value is not of this type.
    pub fn read_with_facts<T: for<'de> Deserialize<'de>>(
        &mut self,
        slot: &mut Option<T>,
        facts: &'static str,
    ) -> Result<(), DecodeError> {
        let value = self.reader.read_with_facts(facts);
        self.found(value, slot)
    }

    fn found<T>(
        &self,
        value: Result<T, crate::wire::protocol::error::Error>,
        slot: &mut Option<T>,
    ) -> Result<(), DecodeError> {
        match value {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(error) => {
                // The path begins with the member's name.
                let path = Some(error.path()).filter(|path| !path.is_empty());
                let path = path.as_deref().unwrap_or(self.name);
                Err(DecodeError::member(path, "the body", &error.problem()))
            }
        }
    }
}

/// The zero value of a member's type, for a member that is missing from the response.
///
/// # Errors
///
/// The type has no zero value: a closed enum, or a structure with a required member of such a type.
pub fn missing<T: for<'de> Deserialize<'de>>(field: &'static str) -> Result<T, DecodeError> {
    zero::zero().ok_or_else(|| {
        DecodeError::member(field, "the response", &"it is missing, and its type has no zero value")
    })
}
