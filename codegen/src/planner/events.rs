//! Event streams: the type of the member, and the enum of the events.

use super::enums::unknown;
use super::place::Place;
use super::target::{ONLY_INPUTS_AND_OUTPUTS, is_sensitive};
use super::{Item, Planner};
use crate::model::{self, ShapeId};
use crate::names::{Scope, variant};
use crate::plan::events::{Content, Event, Events};
use crate::plan::{Binding, Type};
use crate::{Error, case, traits};

impl Planner<'_> {
    /// The type of a member that is an event stream.
    pub(super) fn event_stream(
        &mut self,
        union: &ShapeId,
        place: Place,
        from: &str,
    ) -> Result<Type, Error> {
        if !matches!(place, Place::Input | Place::Output) {
            return Err(Error::new(format!(
                "{from} is an event stream, {ONLY_INPUTS_AND_OUTPUTS}"
            )));
        }
        let events = Type::Named(self.need(Item::Events(union.clone())));
        Ok(Type::EventStream(Box::new(events)))
    }

    /// Plans the enum of an event stream.
    pub(super) fn events(&mut self, id: &ShapeId, name: String) -> Result<(), Error> {
        let shape = self.shape(id, "an event stream")?;
        let mut scope = Scope::new();
        let mut events = Vec::new();
        for (name, member) in &shape.members {
            let wish = Some(variant(name)).filter(|name| !name.is_empty());
            let variant = scope.claim(&[wish.unwrap_or_else(|| "Event".to_owned())]);
            events.push(self.event(id, name, variant, member)?);
            self.grow(name.len())?;
        }
        let docs = self.docs_of(&shape.traits)?;
        self.plan.events.push(Events {
            shape: id.clone(),
            name,
            docs,
            rename_all: case::for_events(events.iter().flat_map(names)),
            unknown: unknown(&mut scope),
            events,
        });
        Ok(())
    }

    fn event(
        &mut self,
        union: &ShapeId,
        name: &str,
        variant: String,
        member: &model::Member,
    ) -> Result<Event, Error> {
        let from = format!("member `{name}` of `{}`", union.name());
        let structure = self.shape(&member.target, &from)?;
        if structure.kind != "structure" {
            return Err(Error::new(format!(
                "{from} is of type {}; an event must be a structure; correct the model",
                structure.kind
            )));
        }
        let content = if self.catalog.is_event_with_fields(structure) {
            Content::Members(self.members(&member.target, structure, Place::Event)?)
        } else {
            Content::Document(self.type_of(&member.target, &from)?)
        };
        let own_docs = self.docs_of(&member.traits)?;
        let docs = match &content {
            // The structure has no item of its own with its documentation.
            Content::Members(_) if own_docs.is_empty() => self.docs_of(&structure.traits)?,
            _ => own_docs,
        };
        Ok(Event {
            variant,
            // Smithy 2.0, "Amazon Event Stream": the name of the event is the name of the member.
            wire: name.to_owned(),
            is_exception: structure.traits.has(traits::ERROR),
            content,
            sensitive: is_sensitive(self.catalog.model, member),
            docs,
        })
    }
}

/// The names of an event and of its fields, and their names on the wire.
fn names(event: &Event) -> Vec<case::Named<'_>> {
    let mut names = vec![case::Named::Variant(&event.variant, &event.wire)];
    let members = event.members().iter();
    let members = members.filter(|member| member.binding != Binding::EventPayload);
    names.extend(members.map(|member| case::Named::Field(&member.field, &member.wire)));
    names
}
