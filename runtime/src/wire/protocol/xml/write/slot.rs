//! [`Slot`]: the place of one value.

use super::Writer;
use crate::wire::protocol::facts::Facts;

/// The form of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    /// An attribute of the enclosing element.
    Attribute,
    /// The whole payload.
    Payload,
    /// Part of a [`Document`](crate::Document).
    Document,
}

/// The place of one value.
pub(super) struct Slot<'a> {
    pub(super) writer: &'a mut Writer,
    /// The element's name. It is empty for a payload that takes the type's name.
    pub(super) name: &'a str,
    /// The namespace that the enclosing list or map, or the root, sets for the element.
    pub(super) namespace: Option<&'a str>,
    pub(super) facts: Facts,
    pub(super) kind: Kind,
    /// The position of the enclosing element's attributes.
    pub(super) attributes_at: usize,
}
