//! [`Schema`]: a model as the differential test asks it: kinds of shapes, bindings and formats.

use aws_operation::TimestampFormat;
use aws_operation_codegen::model::{Member, Model, Shape, ShapeId, Traits};
use serde_json::Value;

use crate::generated::compare::Step;

/// A model, by what the shapes are.
#[derive(Clone, Copy)]
pub struct Schema<'a> {
    model: &'a Model,
}

/// What a shape is.
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

/// Where a member of an input, output or exception travels.
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

/// Who reads a value, which decides where its members travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The service: an input.
    Service,
    /// The client: an output or exception, in which the service may know more than the model.
    Client,
}

/// By which names a path goes through members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Those of the model.
    Model,
    /// Those in a JSON body.
    Wire,
}

/// A member that a path leads to, with the kind of its target.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The member.
    pub member: &'a Member,
    /// What it is.
    pub kind: Kind,
    /// Whether it is a member of the input, output or exception itself.
    pub top: bool,
}

impl<'a> Schema<'a> {
    /// The model.
    pub fn new(model: &'a Model) -> Self {
        Self { model }
    }

    /// The shape, unless it is of the prelude.
    pub fn shape(self, id: &ShapeId) -> Option<&'a Shape> {
        self.model.shape(id)
    }

    /// What the shape is.
    ///
    /// # Errors
    ///
    /// There is no such shape, or nothing here knows its kind.
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

    /// The members of a structure or union; none of one of the prelude.
    pub fn members(self, id: &ShapeId) -> &'a [(String, Member)] {
        self.shape(id).map_or(&[], |shape| &shape.members)
    }

    /// Whether the shape is an event stream.
    pub fn is_event_stream(self, id: &ShapeId) -> bool {
        self.shape(id)
            .is_some_and(|shape| shape.kind == "union" && shape.traits.has("smithy.api#streaming"))
    }

    /// The member that is the whole body, if there is one.
    pub fn payload(self, id: &ShapeId) -> Option<&'a (String, Member)> {
        self.members(id).iter().find(|(_, member)| is_payload(member))
    }

    /// Whether the body is bytes or text rather than JSON.
    pub fn is_raw(self, id: &ShapeId) -> bool {
        self.payload(id).is_some_and(|(_, member)| {
            self.is_event_stream(&member.target)
                || matches!(self.kind(&member.target), Ok(Kind::Blob | Kind::String))
        })
    }

    /// The trait of the member, or of its target.
    pub fn effective(self, member: &'a Member, id: &str) -> Option<&'a Value> {
        member.traits.get(id).or_else(|| self.shape(&member.target)?.traits.get(id))
    }

    /// How a timestamp is written.
    pub fn timestamp_format(self, member: &'a Member, place: Place) -> TimestampFormat {
        let format = self.effective(member, "smithy.api#timestampFormat").and_then(Value::as_str);
        match (format, place) {
            (Some("date-time"), _) => TimestampFormat::DateTime,
            (Some("http-date"), _) => TimestampFormat::HttpDate,
            (Some(_), _) => TimestampFormat::EpochSeconds,
            (None, Place::Header) => TimestampFormat::HttpDate,
            (None, Place::Label | Place::Query) => TimestampFormat::DateTime,
            (None, _) => TimestampFormat::EpochSeconds,
        }
    }

    /// The member that a path leads to from an input, output or exception.
    pub fn follow(self, top: &ShapeId, path: &[Step], names: Names) -> Option<Found<'a>> {
        let [Step::Key(first), rest @ ..] = path else { return None };
        let members = self.members(top).iter();
        let mut members = members.filter(|(_, member)| match names {
            Names::Model => true,
            // Only the body of an input is followed so.
            Names::Wire => Reader::Service.place(member) == Place::Body,
        });
        let (_, member) = members.find(|(name, member)| names.of(name, member) == first)?;
        self.inside(member, rest, names, true)
    }

    /// The member that a path leads to from a member.
    pub fn inside(
        self,
        member: &'a Member,
        path: &[Step],
        names: Names,
        top: bool,
    ) -> Option<Found<'a>> {
        let kind = self.kind(&member.target).ok()?;
        let [step, rest @ ..] = path else { return Some(Found { member, kind, top }) };
        let shape = self.shape(&member.target)?;
        let next = match (kind, step) {
            (Kind::List, Step::Index(_)) => shape.member.as_ref()?,
            (Kind::Map, Step::Key(_)) => shape.value.as_ref()?,
            (Kind::Structure | Kind::Union, Step::Key(key)) => {
                let mut members = shape.members.iter();
                &members.find(|(name, member)| names.of(name, member) == key)?.1
            }
            _ => return None,
        };
        self.inside(next, rest, names, false)
    }

    /// The member behind a query parameter or header, or the item of it where it is a list.
    pub fn bound(self, top: &ShapeId, binding: &str, name: &str) -> Option<Found<'a>> {
        let mut members = self.members(top).iter();
        let (_, member) = members.find(|(_, member)| {
            member.traits.text(binding).is_some_and(|bound| bound.eq_ignore_ascii_case(name))
        })?;
        match self.kind(&member.target).ok()? {
            Kind::List => self.inside(member, &[Step::Index(0)], Names::Model, true),
            kind => Some(Found { member, kind, top: true }),
        }
    }
}

impl Found<'_> {
    /// Whether it is the whole body.
    pub fn is_payload(&self) -> bool {
        self.top && is_payload(self.member)
    }
}

impl Names {
    fn of<'m>(self, name: &'m str, member: &'m Member) -> &'m str {
        match self {
            Self::Model => name,
            Self::Wire => body_name(name, member),
        }
    }
}

impl Reader {
    /// Where a member of an input, or of an output or exception, travels. A binding of the other
    /// direction is none.
    pub fn place(self, member: &Member) -> Place {
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

/// The name of a member in a JSON body.
pub fn body_name<'m>(name: &'m str, member: &'m Member) -> &'m str {
    member.traits.text("smithy.api#jsonName").unwrap_or(name)
}

fn is_payload(member: &Member) -> bool {
    member.traits.has("smithy.api#httpPayload")
}

/// Whether a member has to be set.
pub fn is_required(traits: &Traits) -> bool {
    traits.has("smithy.api#required")
}
