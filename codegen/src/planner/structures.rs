//! Structures and unions.

use super::enums::unknown;
use super::operation::wire_names;
use super::place::Place;
use super::target::is_sensitive;
use super::{Item, Planner, xml};
use crate::model::{self, Shape, ShapeId};
use crate::names::{Scope, variant};
use crate::plan::{Binding, Role, Structure, Type, Union, UnionVariant};
use crate::{Error, case, traits};

impl Planner<'_> {
    /// Plans an item.
    pub(super) fn item(&mut self, item: &Item) -> Result<(), Error> {
        let name = self.catalog.name(item);
        match item {
            Item::Operation(_) | Item::Errors(_) => Ok(()),
            Item::Output(id) => self.structure(id, name, Role::Output),
            Item::Exception(id) => self.structure(id, name, Role::Exception),
            Item::Events(id) => self.events(id, name),
            Item::OutputOf(operation) => {
                let model = self.catalog.model;
                let output = model.shape(operation).and_then(|shape| shape.output.as_ref());
                match output {
                    Some(output) => self.structure(&output.target, name, Role::Output),
                    None => Ok(()),
                }
            }
            Item::Nested(id) => {
                let shape = self.shape(id, "a member")?;
                match shape.kind.as_str() {
                    "structure" => self.structure(id, name, Role::Nested)?,
                    "union" => self.union_item(id, shape, name)?,
                    _ => self.enum_item(id, shape, name)?,
                }
                Ok(())
            }
        }
    }

    fn structure(&mut self, id: &ShapeId, name: String, role: Role) -> Result<(), Error> {
        let shape = self.shape(id, "a structure")?;
        let place = match role {
            Role::Nested => Place::Nested,
            Role::Output => Place::Output,
            Role::Exception => Place::Exception,
        };
        let members = self.members(id, shape, place)?;
        let docs = self.docs_of(&shape.traits)?;
        let (mut xml_name, mut xml_namespace) = (None, None);
        if role == Role::Nested && self.catalog.is_xml_payload(id) {
            let place = || format!("`{}`", id.name());
            let own = xml::xml_name(&shape.traits).map_err(|error| error.at(place()))?;
            xml_name = own.or_else(|| Some(id.name().to_owned())).filter(|root| *root != name);
            xml_namespace = xml::xml_namespace(&shape.traits).map_err(|e| e.at(place()))?;
        }
        self.plan.structures.push(Structure {
            shape: id.clone(),
            name,
            role,
            docs,
            rename_all: case::for_fields(wire_names(&members)),
            xml_name,
            xml_namespace,
            unwrapped: role == Role::Output && self.catalog.is_unwrapped(id),
            members,
        });
        Ok(())
    }

    fn union_item(&mut self, id: &ShapeId, shape: &Shape, name: String) -> Result<(), Error> {
        let mut scope = Scope::new();
        let variants = shape
            .members
            .iter()
            .map(|(name, member)| {
                let wish = Some(variant(name)).filter(|name| !name.is_empty());
                let variant = scope.claim(&[wish.unwrap_or_else(|| "Member".to_owned())]);
                let variant = self.union_variant(id, name, variant, member)?;
                self.grow(variant.wire.len())?;
                Ok(variant)
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let tags = variants.iter().map(|variant| (&*variant.variant, &*variant.wire));
        let docs = self.docs_of(&shape.traits)?;
        self.plan.unions.push(Union {
            shape: id.clone(),
            name,
            docs,
            rename_all: case::for_tags(tags),
            unknown: unknown(&mut scope),
            variants,
        });
        Ok(())
    }

    fn union_variant(
        &mut self,
        id: &ShapeId,
        name: &str,
        variant: String,
        member: &model::Member,
    ) -> Result<UnionVariant, Error> {
        let from = format!("member `{name}` of `{}`", id.name());
        let ty = if member.target.as_str() == traits::UNIT {
            None
        } else {
            let ty = self.type_of(&member.target, &from)?;
            let boxed = matches!(ty, Type::Named(_)) && self.cycles.closes(id, &member.target);
            Some(if boxed { Type::Boxed(Box::new(ty)) } else { ty })
        };
        let names = self.names(name, &member.traits, Place::Nested);
        Ok(UnionVariant {
            name: name.to_owned(),
            variant,
            wire: names.map_err(|error| error.at(&from))?.wire,
            xml: self.xml(member, Place::Nested).map_err(|error| error.at(&from))?,
            ty,
            timestamp: self.timestamp(member, &Binding::Body),
            sensitive: is_sensitive(self.catalog.model, member),
            docs: self.docs_of(&member.traits)?,
        })
    }
}
