//! [`Schema`]: answers questions about a model and a protocol: kinds of shapes, bindings, names and
//! formats.

use aws_operation::TimestampFormat;
use aws_operation_codegen::model::{Member, Model, Shape, ShapeId, Traits};
use serde_json::Value;

use super::compare::Step;
use super::protocols::{Format, Protocol};

/// A model, with the rules of a protocol for its shapes.
#[derive(Clone, Copy)]
pub struct Schema<'a> {
    model: &'a Model,
    /// The protocol.
    pub protocol: Protocol,
}

/// The kind of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `boolean`
    Boolean,
    /// `byte`
    Byte,
    /// `short`
    Short,
    /// `integer` and `intEnum`
    Integer,
    /// `long`
    Long,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `string` and `enum`
    String,
    /// `timestamp`
    Timestamp,
    /// `blob`
    Blob,
    /// `document`
    Document,
    /// `list` and `set`
    List,
    /// `map`
    Map,
    /// `structure`
    Structure,
    /// `union`
    Union,
}

impl Kind {
    /// Whether the kind is an integer.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Byte | Self::Short | Self::Integer | Self::Long)
    }
}

/// The location of a member of an input, output or exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The path.
    Label,
    /// The query.
    Query,
    /// A header.
    Header,
    /// The status.
    Status,
    /// The whole body.
    Payload,
    /// The body document.
    Body,
}

/// The reader of a value. It decides which bindings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The service, which reads an input.
    Service,
    /// The client, which reads an output or exception. The service's model may be newer.
    Client,
}

/// The names of members in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The names in the model.
    Model,
    /// The names in the body of a request, as [`documents`](super::documents) reads it.
    Body,
}

/// The member at a path, with the kind of its target.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The member.
    pub member: &'a Member,
    /// The kind of its target.
    pub kind: Kind,
    /// Whether it is a direct member of the input, output or exception.
    pub top: bool,
    /// Whether it is the whole body.
    pub is_payload: bool,
}

impl<'a> Schema<'a> {
    /// Combines a model with the protocol of its service.
    pub fn new(model: &'a Model, protocol: Protocol) -> Self {
        Self { model, protocol }
    }

    /// The shape. `None` if it is in Smithy's prelude.
    pub fn shape(self, id: &ShapeId) -> Option<&'a Shape> {
        self.model.shape(id)
    }

    /// The kind of a shape.
    ///
    /// # Errors
    ///
    /// The shape does not exist, or its kind is not supported here.
    pub fn kind(self, id: &ShapeId) -> Result<Kind, String> {
        let kind = match self.shape(id) {
            Some(shape) => shape.kind.clone(),
            None => id.name().trim_start_matches("Primitive").to_lowercase(),
        };
        Ok(match kind.as_str() {
            "boolean" => Kind::Boolean,
            "byte" => Kind::Byte,
            "short" => Kind::Short,
            "integer" | "intEnum" => Kind::Integer,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "string" | "enum" => Kind::String,
            "timestamp" => Kind::Timestamp,
            "blob" => Kind::Blob,
            "document" => Kind::Document,
            "list" | "set" => Kind::List,
            "map" => Kind::Map,
            "structure" | "unit" => Kind::Structure,
            "union" => Kind::Union,
            other => return Err(format!("{id} is a {other}, which the test does not know")),
        })
    }

    /// The members of a structure or union. Empty for a shape of the prelude.
    pub fn members(self, id: &ShapeId) -> &'a [(String, Member)] {
        self.shape(id).map_or(&[], |shape| &shape.members)
    }

    /// Whether the shape is an event stream.
    pub fn is_event_stream(self, id: &ShapeId) -> bool {
        self.shape(id)
            .is_some_and(|shape| shape.kind == "union" && shape.traits.has("smithy.api#streaming"))
    }

    /// Whether a member is a stream of bytes.
    pub fn has_byte_stream(self, id: &ShapeId) -> bool {
        self.members(id).iter().any(|(_, member)| {
            let target = self.shape(&member.target).filter(|shape| shape.kind == "blob");
            target.is_some_and(|shape| shape.traits.has("smithy.api#streaming"))
        })
    }

    /// The member that is the whole body, if there is one.
    pub fn payload(self, id: &ShapeId) -> Option<&'a (String, Member)> {
        self.members(id).iter().find(|(_, member)| self.is_payload(member))
    }

    /// The member that is an event stream, if there is one.
    pub fn event_stream(self, id: &ShapeId) -> Option<&'a (String, Member)> {
        self.members(id).iter().find(|(_, member)| self.is_event_stream(&member.target))
    }

    fn is_payload(self, member: &Member) -> bool {
        self.protocol.is_rest() && member.traits.has("smithy.api#httpPayload")
    }

    /// Whether the body is bytes or text rather than a document.
    pub fn is_raw(self, id: &ShapeId) -> bool {
        self.payload(id).is_some_and(|(_, member)| {
            self.is_event_stream(&member.target)
                || matches!(self.kind(&member.target), Ok(Kind::Blob | Kind::String))
        })
    }

    /// The value of a trait on the member, or otherwise on its target.
    pub fn effective(self, member: &'a Member, id: &str) -> Option<&'a Value> {
        member.traits.get(id).or_else(|| self.shape(&member.target)?.traits.get(id))
    }

    /// The format of a timestamp.
    pub fn timestamp_format(self, member: &'a Member, place: Place) -> TimestampFormat {
        let documents = self.protocol.response_format();
        if documents == Format::Cbor {
            // In CBOR, a tag marks timestamps; the trait has no effect.
            return TimestampFormat::EpochSeconds;
        }
        let format = self.effective(member, "smithy.api#timestampFormat").and_then(Value::as_str);
        match (format, place) {
            (Some("date-time"), _) => TimestampFormat::DateTime,
            (Some("http-date"), _) => TimestampFormat::HttpDate,
            (Some(_), _) => TimestampFormat::EpochSeconds,
            (None, Place::Header) => TimestampFormat::HttpDate,
            (None, Place::Label | Place::Query) => TimestampFormat::DateTime,
            (None, _) if documents == Format::Xml => TimestampFormat::DateTime,
            (None, _) => TimestampFormat::EpochSeconds,
        }
    }

    /// The location of a member of an input, or of an output or exception. Bindings of the other
    /// direction do not count, and RPC protocols have no bindings.
    pub fn place(self, reader: Reader, member: &Member) -> Place {
        if self.protocol.is_rest() { reader.place(member) } else { Place::Body }
    }

    /// The name of a member in a document for this reader.
    pub fn wire_name(self, reader: Reader, name: &str, member: &Member) -> String {
        let of = |id: &str| member.traits.text(id);
        let xml_name = || of("smithy.api#xmlName").unwrap_or(name);
        match (self.protocol, reader) {
            (Protocol::RestJson1, _) => of("smithy.api#jsonName").unwrap_or(name).to_owned(),
            (Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RpcV2Cbor, _) => name.to_owned(),
            (Protocol::Ec2Query, Reader::Service) => of("aws.protocols#ec2QueryName")
                .map_or_else(|| capitalized(xml_name()), str::to_owned),
            _ => xml_name().to_owned(),
        }
    }

    /// Whether a list or map in XML or in a form has no element around its items.
    pub fn is_flattened(self, reader: Reader, member: &Member) -> bool {
        member.traits.has("smithy.api#xmlFlattened")
            || self.protocol == Protocol::Ec2Query
                && reader == Reader::Service
                && self.kind(&member.target) == Ok(Kind::List)
    }

    /// Whether a member is an attribute of an XML element.
    pub fn is_attribute(self, member: &Member) -> bool {
        member.traits.has("smithy.api#xmlAttribute")
    }

    /// The namespace declaration of an XML element, as the attribute's name and value.
    pub fn namespace(self, member: &'a Member) -> Option<(String, String)> {
        self.effective(member, "smithy.api#xmlNamespace").and_then(declaration)
    }

    /// The name of the root element for a shape, and its namespace declaration.
    pub fn root(self, id: &ShapeId) -> (String, Option<(String, String)>) {
        let payload = self.payload(id).map(|(_, member)| member);
        let target = payload.map_or(id, |member| &member.target);
        let of = |name: &str| {
            let shape = || self.shape(target)?.traits.get(name);
            payload.and_then(|member| member.traits.get(name)).or_else(shape)
        };
        let name = of("smithy.api#xmlName").and_then(Value::as_str).unwrap_or(target.name());
        let own = of("smithy.api#xmlNamespace").and_then(declaration);
        (name.to_owned(), own.or_else(|| self.service_namespace()))
    }

    /// The namespace declaration of the service, as the attribute's name and value.
    pub fn service_namespace(self) -> Option<(String, String)> {
        declaration(self.service()?.1.traits.get("smithy.api#xmlNamespace")?)
    }

    /// The code of an exception on the wire.
    pub fn error_code(self, id: &'a ShapeId) -> &'a str {
        let query_error =
            || self.shape(id)?.traits.get("aws.protocols#awsQueryError")?["code"].as_str();
        let reads_query_errors = match self.protocol {
            Protocol::AwsQuery => true,
            Protocol::Ec2Query | Protocol::RestXml | Protocol::RestJson1 => false,
            _ => self.is_query_compatible(),
        };
        let code = if reads_query_errors { query_error() } else { None };
        code.unwrap_or(id.name())
    }

    /// Whether the service used awsQuery before, and still returns its error codes.
    pub fn is_query_compatible(self) -> bool {
        let trait_id = "aws.protocols#awsQueryCompatible";
        self.service().is_some_and(|(_, service)| service.traits.has(trait_id))
    }

    /// Whether the service is S3.
    pub fn is_s3(self) -> bool {
        self.service().is_some_and(|(id, _)| id.name() == "AmazonS3")
    }

    /// The operation with this name.
    pub fn operation(self, name: &str) -> Option<(&'a ShapeId, &'a Shape)> {
        let (id, shape) = self
            .model
            .shapes
            .iter()
            .find(|(id, shape)| shape.kind == "operation" && id.name() == name)?;
        Some((id, shape))
    }

    /// The service.
    pub fn service(self) -> Option<&'a (ShapeId, Shape)> {
        super::protocols::service(self.model).ok()
    }

    /// The member at a path in an input, output or exception.
    pub fn follow(self, top: &ShapeId, path: &[Step], names: Names) -> Option<Found<'a>> {
        let [Step::Key(first), rest @ ..] = path else { return None };
        let members = self.members(top).iter();
        let mut members = members.filter(|(_, member)| match names {
            Names::Model => true,
            Names::Body => self.place(Reader::Service, member) == Place::Body,
        });
        let (_, member) =
            members.find(|(name, member)| self.named(names, name, member) == *first)?;
        self.inside(member, rest, names, true)
    }

    /// The member at a path inside a member.
    pub fn inside(
        self,
        member: &'a Member,
        path: &[Step],
        names: Names,
        top: bool,
    ) -> Option<Found<'a>> {
        let kind = self.kind(&member.target).ok()?;
        let found = Found { member, kind, top, is_payload: top && self.is_payload(member) };
        let [step, rest @ ..] = path else { return Some(found) };
        // In `documents`, such an object around a value adds information to it. It is not a member.
        if let (Names::Body, Step::Key(key)) = (names, step)
            && (match kind {
                Kind::Blob => key == "bytes",
                Kind::Float | Kind::Double => key == "float",
                Kind::Timestamp => key == "time",
                _ => false,
            } || key == "#")
        {
            return self.inside(member, rest, names, top);
        }
        let shape = self.shape(&member.target)?;
        let next = match (kind, step) {
            (Kind::List, Step::Index(_)) => shape.member.as_ref()?,
            (Kind::Map, Step::Key(_)) => shape.value.as_ref()?,
            (Kind::Structure | Kind::Union, Step::Key(key)) => {
                let mut members = shape.members.iter();
                &members.find(|(name, member)| self.named(names, name, member) == *key)?.1
            }
            _ => return None,
        };
        self.inside(next, rest, names, false)
    }

    /// The member that is bound to a query parameter or header. For a list, its item.
    pub fn bound(self, top: &ShapeId, binding: &str, name: &str) -> Option<Found<'a>> {
        let mut members = self.members(top).iter();
        let (_, member) = members.find(|(_, member)| {
            member.traits.text(binding).is_some_and(|bound| bound.eq_ignore_ascii_case(name))
        })?;
        match self.kind(&member.target).ok()? {
            Kind::List => self.inside(member, &[Step::Index(0)], Names::Model, true),
            kind => Some(Found { member, kind, top: true, is_payload: false }),
        }
    }

    /// The name of a member in a path.
    fn named(self, names: Names, name: &str, member: &Member) -> String {
        match (names, self.protocol.request_format()) {
            // XML and forms are read by the model, so they have its names.
            (Names::Model, _) | (_, Format::Xml | Format::Form) => name.to_owned(),
            (Names::Body, _) => self.wire_name(Reader::Service, name, member),
        }
    }
}

impl Reader {
    fn place(self, member: &Member) -> Place {
        let has = |name: &str| member.traits.has(&format!("smithy.api#{name}"));
        let is_input = self == Self::Service;
        if has("httpHeader") || has("httpPrefixHeaders") {
            Place::Header
        } else if has("httpPayload") {
            Place::Payload
        } else if is_input && has("httpLabel") {
            Place::Label
        } else if is_input && (has("httpQuery") || has("httpQueryParams")) {
            Place::Query
        } else if !is_input && has("httpResponseCode") {
            Place::Status
        } else {
            Place::Body
        }
    }
}

/// The element name of a list's items, a map's entries, or a map's keys or values, in XML and
/// forms.
pub fn item_name(member: &Member, default: &str) -> String {
    member.traits.text("smithy.api#xmlName").unwrap_or(default).to_owned()
}

/// The attribute of a namespace declaration.
fn declaration(namespace: &Value) -> Option<(String, String)> {
    let name = match namespace["prefix"].as_str() {
        Some(prefix) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    Some((name, namespace["uri"].as_str()?.to_owned()))
}

/// A name with its first letter in upper case.
fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Whether a member must be set.
pub fn is_required(traits: &Traits) -> bool {
    traits.has("smithy.api#required")
}
