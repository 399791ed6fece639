//! The shapes of event streams.

use super::Catalog;
use crate::model::{Member, Shape, ShapeId};
use crate::traits;

impl<'a> Catalog<'a> {
    /// Whether the member is an event stream.
    pub fn is_event_stream(&self, member: &Member) -> bool {
        self.model
            .shape(&member.target)
            .is_some_and(|shape| shape.kind == "union" && shape.traits.has(traits::STREAMING))
    }

    /// Whether an event's structure becomes a variant with fields: it is an exception, or a member is
    /// a header or the whole payload. Any other structure is the document in the payload.
    pub fn is_event_with_fields(&self, structure: &Shape) -> bool {
        let bindings = [traits::EVENT_HEADER, traits::EVENT_PAYLOAD];
        let is_bound = |member: &Member| bindings.iter().any(|it| member.traits.has(it));
        structure.traits.has(traits::ERROR)
            || structure.members.iter().any(|(_, member)| is_bound(member))
    }

    /// Adds the targets in the events: the event's structure, or what its members target if they
    /// become fields of a variant.
    pub(super) fn targets_in_events(&self, union: &'a ShapeId, targets: &mut Vec<&'a ShapeId>) {
        let events = self.model.shape(union).into_iter().flat_map(|shape| &shape.members);
        for (_, event) in events {
            match self.model.shape(&event.target) {
                Some(structure) if self.is_event_with_fields(structure) => {
                    targets.extend(structure.members.iter().map(|(_, member)| &member.target));
                }
                _ => targets.push(&event.target),
            }
        }
    }

    /// The unions of the event streams in the inputs and outputs.
    pub(super) fn event_unions(&self) -> impl Iterator<Item = &'a ShapeId> {
        let model = self.model;
        let structures = self
            .operation_shapes()
            .flat_map(|(_, operation)| [&operation.input, &operation.output])
            .filter_map(move |reference| model.shape(&reference.as_ref()?.target));
        structures
            .flat_map(|shape| &shape.members)
            .map(|(_, member)| member)
            .filter(|member| self.is_event_stream(member))
            .map(|member| &member.target)
    }
}
