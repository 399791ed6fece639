//! Writes an operation into a request: its members become path, query, headers and body.

mod body;
mod checksum;
mod event;
mod event_header;
mod finish;
mod headers;
mod md5;
mod payload;
mod place;
mod sse_c;
mod uri;
mod values;

use std::fmt;
use std::sync::LazyLock;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

use crate::aws_chunked::{self, AwsChunked};
use crate::checksum::Trailer;
use crate::endpoint_rules::{EndpointRules, Value};
use crate::error::{BodyError, EncodeError};
use crate::metadata::Metadata;
use crate::service::Service;
use crate::sigv4::{Clock, OwnedChunkSigner};
use crate::types::{Body, ByteStream, Endpoint, TimestampFormat};
use crate::wire::borrowed::with_str;
use crate::wire::protocol::{Payload, Protocol, Rules, Writer as _};
use crate::wire::text::{Scalar, Shape};
use values::{entries, scalar, shape};

pub use body::BodyMembers;
pub(crate) use checksum::Check;
pub use checksum::{Checksums, HttpChecksum};
pub use event::EventEncoder;
pub use finish::Compression;
pub(crate) use finish::add_content_length;
pub(crate) use headers::remove_framing;
pub use payload::AsPayloadBytes;
pub(crate) use place::Place;

/// Builds a request. Its methods are hidden: only the code that the macros generate calls them, and they
/// may change in any release.
///
/// Each method takes the name of the member's field, for errors, and the member's wire name.
pub struct RequestEncoder<'a> {
    service: &'a Service,
    /// `None` if it depends on the call, and is found later.
    endpoint: Option<&'a Endpoint>,
    metadata: &'a Metadata,
    rules: &'static Rules,
    idempotency_token: &'a mut dyn FnMut() -> String,
    compression: Compression,
    host_prefix: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    /// The body, if it is a stream.
    stream: Option<Streamed>,
    http_checksum: Option<&'static HttpChecksum>,
    /// The type of the body, unless a header says another.
    content_type: Option<&'static str>,
    dot_segment: Option<&'static str>,
    /// What the call gives to the rules of the endpoint.
    context_params: Vec<(&'static str, Value<'static>)>,
    has_idempotency_token: bool,
}

/// An empty map with room for eight headers. Each request starts with a copy of it. Most requests have
/// seven headers, with those of the attempt, the signature and the transport; a new map would grow while
/// they are added. A copy of a map is smaller than a map that is made with the same capacity.
static EMPTY_HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| HeaderMap::with_capacity(8));

/// An encoded request, and what the client must know about it.
#[non_exhaustive]
pub struct Encoded {
    /// The request, unsigned. Its body is empty if the body is a stream.
    pub request: http::Request<Bytes>,
    /// The body, if it is a stream.
    pub stream: Option<Streamed>,
    /// The checksums that the operation supports.
    pub(crate) http_checksum: Option<&'static HttpChecksum>,
    /// The field of a label whose value is `.` or `..`. URL libraries remove such a segment from the
    /// path.
    pub dot_segment: Option<&'static str>,
    /// Whether sending it twice has the same effect as sending it once, because of its method or an
    /// idempotency token.
    pub idempotent: bool,
    /// The parts of the URI, if the endpoint depends on the call.
    pub(crate) place: Option<Box<Place>>,
}

impl Encoded {
    /// A request that was not made from an operation.
    pub(crate) fn of(request: http::Request<Bytes>) -> Self {
        let idempotent = request.method().is_idempotent();
        let (stream, http_checksum, dot_segment, place) = (None, None, None, None);
        Self { request, stream, http_checksum, dot_segment, idempotent, place }
    }
}

/// The body of a request that is a stream.
#[derive(Debug)]
#[non_exhaustive]
pub struct Streamed {
    /// The field with the stream.
    pub field: &'static str,
    /// The stream. Its length is known.
    pub stream: ByteStream,
    /// The checksum that is sent after the stream.
    pub(crate) checksum: Option<Trailer>,
    /// The SHA-256 of all bytes, if the signature needs it.
    pub(crate) sha256: Option<[u8; 32]>,
    pub(crate) coding: Coding,
}

/// How a stream is coded when it is sent.
///
/// The functions are pointers, so that only programs with such streams contain their code.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Coding {
    /// Bytes, which are sent in chunks if the service signs or checks them so.
    Chunks(aws_chunked::Encode),
    /// Events.
    Events(Events),
}

/// Functions for the events of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Events {
    /// Adds a first message with a document of this content type.
    pub begin: fn(ByteStream, &[u8], &'static str) -> Result<ByteStream, EncodeError>,
    /// Signs each event.
    pub sign: fn(Body, OwnedChunkSigner, Clock) -> Body,
}

impl Streamed {
    /// The bytes from their start.
    pub(crate) fn open(&self) -> Result<Body, EncodeError> {
        self.stream.open().map_err(|error| self.unreadable(&error))
    }

    pub(crate) fn has_events(&self) -> bool {
        matches!(self.coding, Coding::Events(_))
    }

    pub(crate) fn unreadable(&self, error: &BodyError) -> EncodeError {
        EncodeError::new(self.field, &format!("cannot be read: {error}"))
    }
}

/// Without path, query, headers and body, which may contain sensitive members.
impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoded")
            .field("method", self.request.method())
            .field("host", &self.request.uri().host())
            .field("body", &format_args!("{} bytes", self.request.body().len()))
            .field("stream", &self.stream)
            .field("dot_segment", &self.dot_segment)
            .finish_non_exhaustive()
    }
}

#[doc(hidden)]
impl<'a> RequestEncoder<'a> {
    pub(crate) fn new(
        service: &'a Service,
        endpoint: Option<&'a Endpoint>,
        metadata: &'a Metadata,
        rules: &'static Rules,
        idempotency_token: &'a mut dyn FnMut() -> String,
    ) -> Self {
        Self {
            service,
            endpoint,
            metadata,
            rules,
            idempotency_token,
            compression: Compression::default(),
            host_prefix: String::new(),
            path: String::with_capacity(128),
            query: String::new(),
            headers: EMPTY_HEADERS.clone(),
            body: Bytes::new(),
            stream: None,
            http_checksum: None,
            content_type: None,
            dot_segment: None,
            context_params: Vec::new(),
            has_idempotency_token: false,
        }
    }

    /// The same with other settings for compressing the body.
    pub(crate) fn with_compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Sets the checksums that the operation supports (Smithy `httpChecksum`).
    pub fn http_checksum(&mut self, supported: &'static HttpChecksum) {
        self.http_checksum = Some(supported);
    }

    /// Adds text to the path without encoding it.
    pub fn path(&mut self, literal: &str) {
        self.path.push_str(literal);
    }

    /// Adds a label to the path as one segment. An empty value is replaced by `default`.
    ///
    /// # Errors
    ///
    /// The value is unset, empty, or not a simple value.
    pub fn label<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        format: TimestampFormat,
        default: &str,
    ) -> Result<(), EncodeError> {
        let mut is_written = false;
        with_str(value, &mut |text| {
            // The text is not `.`, `..` or empty, which need more care.
            is_written = uri::push_plain(&mut self.path, text);
        });
        if is_written {
            return Ok(());
        }
        let text = self.label_text(field, value, format, default)?;
        if text == "." || text == ".." {
            self.dot_segment = Some(field);
        }
        uri::encode_label(&mut self.path, &text);
        Ok(())
    }

    /// Adds a greedy label to the path. Slashes are not encoded. An empty value is replaced by
    /// `default`.
    ///
    /// # Errors
    ///
    /// The value is unset, empty, or not a simple value.
    pub fn greedy_label<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        format: TimestampFormat,
        default: &str,
    ) -> Result<(), EncodeError> {
        let text = self.label_text(field, value, format, default)?;
        if text.split('/').any(|segment| segment == "." || segment == "..") {
            self.dot_segment = Some(field);
        }
        uri::encode_greedy_label(&mut self.path, &text);
        Ok(())
    }

    fn label_text<T: Serialize + ?Sized>(
        &self,
        field: &'static str,
        value: &T,
        format: TimestampFormat,
        default: &str,
    ) -> Result<String, EncodeError> {
        match scalar(field, "a label", value, format)? {
            Some(Scalar { text, .. }) if !text.is_empty() => Ok(text),
            _ if !default.is_empty() => Ok(default.to_owned()),
            Some(_) => Err(EncodeError::new(field, "is empty; a label is always part of the path")),
            None => Err(EncodeError::new(field, "is unset; a label is always part of the path")),
        }
    }

    /// Adds text to the query without encoding it: `mode=import`.
    pub fn query_literal(&mut self, literal: &str) {
        uri::separate(&mut self.query);
        self.query.push_str(literal);
    }

    /// Adds a query parameter. A list adds one for each item; an unset member adds none.
    ///
    /// # Errors
    ///
    /// The value is neither simple nor a list of simple values.
    pub fn query<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &str,
        value: &T,
        format: TimestampFormat,
    ) -> Result<(), EncodeError> {
        let shape = shape(field, "a query parameter", value, format)?;
        self.query_shape(field, name, shape)
    }

    fn query_shape(
        &mut self,
        field: &'static str,
        name: &str,
        shape: Shape,
    ) -> Result<(), EncodeError> {
        match shape {
            Shape::Absent => {}
            Shape::One(Scalar { text, .. }) => uri::encode_query(&mut self.query, name, &text),
            Shape::Many(items) => {
                for item in items.into_iter().flatten() {
                    uri::encode_query(&mut self.query, name, &item.text);
                }
            }
            Shape::Map(_) => {
                return Err(EncodeError::new(
                    field,
                    "is a map, which a query parameter cannot hold",
                ));
            }
        }
        Ok(())
    }

    /// Adds the entries of a map as query parameters. Keys that the query already has are skipped.
    ///
    /// # Errors
    ///
    /// The value is not a map, or a value of the map is neither simple nor a list of simple values.
    pub fn query_params<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let before = self.query.clone();
        let taken = uri::keys(&before);
        for (name, shape) in entries(field, value)? {
            if !uri::has_key(&taken, &name) {
                self.query_shape(field, &name, shape)?;
            }
        }
        Ok(())
    }

    /// Adds a header. The items of a list are joined with commas; an unset member adds no header.
    ///
    /// # Errors
    ///
    /// The value is neither simple nor a list of simple values, or has a character that a header cannot
    /// have.
    pub fn header<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &'static str,
        value: &T,
        format: TimestampFormat,
    ) -> Result<(), EncodeError> {
        let shape = shape(field, "a header", value, format)?;
        match headers::value(field, shape)? {
            Some(text) => headers::insert(&mut self.headers, field, name, &text),
            None => Ok(()),
        }
    }

    /// Adds a header whose text is sent as base64 (`#[media_type]`).
    ///
    /// # Errors
    ///
    /// The value is not simple.
    pub fn media_type_header<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        match scalar(field, "a header of a media type", value, TimestampFormat::HttpDate)? {
            Some(scalar) => {
                let text = headers::base64(scalar.text.as_bytes());
                headers::insert(&mut self.headers, field, name, &text)
            }
            None => Ok(()),
        }
    }

    /// Adds a header for each entry of a map. Headers that other members are bound to are skipped.
    ///
    /// # Errors
    ///
    /// The value is not a map of text. Or a name is not a header name, or is one that the transport or
    /// the signer writes. Or a value has a character that a header cannot have.
    pub fn prefix_headers<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        prefix: &str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let bound = self.headers.clone();
        for (key, shape) in entries(field, value)? {
            let name = format!("{prefix}{key}").to_ascii_lowercase();
            if bound.contains_key(&name) {
                continue;
            }
            headers::check_reserved(field, &name)?;
            if self.headers.contains_key(&name) {
                let reason = format!(
                    "has two entries for the header `{name}`; the case of header names is ignored"
                );
                return Err(EncodeError::new(field, &reason));
            }
            if let Some(text) = headers::value(field, shape)? {
                headers::insert(&mut self.headers, field, &name, &text)?;
            }
        }
        Ok(())
    }

    /// Adds the member that is the whole body. Text and bytes are sent as they are, any other value as a
    /// document. For an unset structure the body is an empty document; any other unset member leaves no
    /// body.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn payload<P: Protocol, T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        media_type: Option<&'static str>,
        is_structure: bool,
    ) -> Result<(), EncodeError> {
        self.payload_under::<P, T>(field, None, value, media_type, is_structure)
    }

    /// The same for a member with the wire name `name`. In XML this is the name of the root element, in
    /// place of the type's name.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn named_payload<P: Protocol, T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &'static str,
        value: &T,
        media_type: Option<&'static str>,
        is_structure: bool,
    ) -> Result<(), EncodeError> {
        self.payload_under::<P, T>(field, Some(name), value, media_type, is_structure)
    }

    fn payload_under<P: Protocol, T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: Option<&'static str>,
        value: &T,
        media_type: Option<&'static str>,
        is_structure: bool,
    ) -> Result<(), EncodeError> {
        let payload = P::Writer::payload(value, name, &self.wanted())
            .map_err(|error| EncodeError::value(field, &error))?;
        self.set_payload(P::RULES, payload, media_type, is_structure);
        Ok(())
    }

    fn set_payload(
        &mut self,
        rules: &Rules,
        payload: Payload,
        media_type: Option<&'static str>,
        is_structure: bool,
    ) {
        let (body, default) = match payload {
            Payload::Absent if is_structure => (rules.empty_document.to_vec(), rules.content_type),
            Payload::Absent => return,
            Payload::Text(body) => (body, "text/plain"),
            Payload::Blob(body) => (body, "application/octet-stream"),
            Payload::Document(body) => (body, rules.content_type),
        };
        self.set_body(body.into(), media_type.unwrap_or(default));
    }

    /// Adds bytes that are the whole body, or a stream of them. Those of a [`Blob`](crate::Blob) are
    /// shared, not copied. An unset member leaves no body.
    ///
    /// # Errors
    ///
    /// The length of a stream is unknown.
    pub fn payload_bytes<T: AsPayloadBytes + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        media_type: Option<&'static str>,
    ) -> Result<(), EncodeError> {
        let Some(stream) = value.payload_bytes() else {
            return Ok(());
        };
        let content_type = media_type.unwrap_or("application/octet-stream");
        match (stream.as_bytes(), stream.length()) {
            (Some(bytes), _) => self.set_body(bytes.clone(), content_type),
            (None, Some(_)) => {
                self.content_type = Some(content_type);
                self.stream = Some(Streamed {
                    field,
                    stream,
                    checksum: None,
                    sha256: None,
                    coding: Coding::Chunks(AwsChunked::encode),
                });
            }
            (None, None) => {
                return Err(EncodeError::new(
                    field,
                    "is a stream of unknown length; add its length with `with_length`, or send it \
                     with `s3::upload` in parts (multipart upload)",
                ));
            }
        }
        Ok(())
    }

    /// The service, and the operation's name.
    pub(crate) fn of(&self) -> (Service, &'static str) {
        (*self.service, self.metadata.name)
    }

    /// Makes events the body. Each chunk of the stream is one event.
    pub(crate) fn events(&mut self, field: &'static str, stream: ByteStream, events: Events) {
        let coding = Coding::Events(events);
        self.stream = Some(Streamed { field, stream, checksum: None, sha256: None, coding });
    }

    /// Adds the body document. `write` writes its members.
    ///
    /// # Errors
    ///
    /// A member cannot be written in the protocol's format.
    pub fn body<P: Protocol>(
        &mut self,
        write: &mut dyn FnMut(&mut BodyMembers<P>),
    ) -> Result<(), EncodeError> {
        let writer = P::Writer::open(&self.wanted())
            .map_err(|error| EncodeError::request(&error.to_string()))?;
        let mut members = BodyMembers::new(writer);
        write(&mut members);
        self.set_body(members.end()?.into(), P::RULES.content_type);
        Ok(())
    }

    fn set_body(&mut self, body: Bytes, content_type: &'static str) {
        // Without a body there is no `content-type`.
        self.content_type = (!body.is_empty()).then_some(content_type);
        self.body = body;
    }

    /// Whether the endpoint rules have this parameter, and calls set it.
    pub fn has_context_param(&self, name: &str) -> bool {
        let rules = self.service.rules();
        rules.is_some_and(|rules: &EndpointRules| rules.has_call_parameter(name))
    }

    /// Sets a parameter of the endpoint rules to the value of a member (Smithy `contextParam`) or of
    /// a function (`operationContextParams`).
    ///
    /// # Errors
    ///
    /// The value is a map.
    pub fn context_param<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        if !self.has_context_param(name) {
            return Ok(());
        }
        let what = "a parameter of the endpoint";
        let value = match shape(field, what, value, TimestampFormat::DateTime)? {
            Shape::Absent => return Ok(()),
            Shape::One(Scalar { text, quotable: false }) if text == "true" => true.into(),
            Shape::One(Scalar { text, quotable: false }) if text == "false" => false.into(),
            Shape::One(Scalar { text, .. }) => Value::Text(text.into()),
            Shape::Many(items) => {
                Value::List(items.into_iter().flatten().map(|item| item.text.into()).collect())
            }
            Shape::Map(_) => {
                return Err(EncodeError::new(
                    field,
                    "is a map, which cannot be an endpoint parameter",
                ));
            }
        };
        self.context_params.push((name, value));
        Ok(())
    }

    /// Adds text to the prefix of the host without checking it.
    pub fn host_prefix(&mut self, literal: &str) {
        self.host_prefix.push_str(literal);
    }

    /// Adds a host label to the prefix of the host.
    ///
    /// # Errors
    ///
    /// The value is not a host label: 1 to 63 letters, digits and inner hyphens.
    pub fn host_label<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        match scalar(field, "a host label", value, TimestampFormat::DateTime)? {
            Some(Scalar { text, .. }) if crate::types::is_host_label(&text) => {
                self.host_prefix.push_str(&text);
                Ok(())
            }
            _ => Err(EncodeError::new(
                field,
                "is not a host label; it becomes part of the host name, so it is 1 to 63 letters, \
                 digits and inner hyphens",
            )),
        }
    }

    /// The token of a member, or a new one if the member is `None`.
    pub fn idempotency_token(&mut self, token: Option<&str>) -> String {
        self.has_idempotency_token = true;
        match token {
            Some(token) => token.to_owned(),
            None => (self.idempotency_token)(),
        }
    }
}
