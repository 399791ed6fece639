//! [`Slot`]: the place of one value, whose name is already in the form.

use super::Form;
use crate::wire::protocol::facts::Facts;

/// The place of one value.
pub(super) struct Slot<'a> {
    pub(super) form: &'a mut Form,
    /// The length of the name before this value's own segment.
    pub(super) start: usize,
    pub(super) facts: Facts,
    /// Part of a [`Document`](crate::Document), whose map entries are written as members.
    pub(super) is_document: bool,
}
