//! Event streams: enums with a variant for each event.

use super::{Member, Type};
use crate::model::ShapeId;

/// An enum under `#[aws_event_stream]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Events {
    /// The union shape, which has the trait `streaming`.
    pub shape: ShapeId,
    /// The enum's name.
    pub name: String,
    /// Documentation, as Markdown.
    pub docs: String,
    /// The argument of `rename_all`, if the case of the events' names and of their members is not
    /// `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The events and exceptions.
    pub events: Vec<Event>,
    /// The name of the last variant, which keeps a `RawEvent`.
    pub unknown: String,
}

/// An event or exception of an event stream.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The variant's name.
    pub variant: String,
    /// The event's name on the wire.
    pub wire: String,
    /// Whether it is an exception.
    pub is_exception: bool,
    /// What the variant holds.
    pub content: Content,
    /// Whether `Debug` hides the event.
    pub sensitive: bool,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// What a variant of an event holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The payload is a document of this type.
    Document(Type),
    /// The members of the event's structure: its headers, its payload, or the members of the payload's
    /// document.
    Members(Vec<Member>),
}

impl Event {
    /// The members that are fields of the variant.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.content {
            Content::Document(_) => &[],
            Content::Members(members) => members,
        }
    }
}
