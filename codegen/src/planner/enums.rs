//! Enums of strings and of integers, in all forms that models use.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::{Planner, docs_of};
use crate::model::{Shape, ShapeId};
use crate::names::{Scope, value_variant, variant};
use crate::plan::{Enum, EnumValue, EnumVariant};
use crate::{Error, case, docs, traits};

/// The variants of an enum, by value.
pub type Known = HashMap<EnumValue, String>;

impl Planner<'_> {
    /// The variants of an enum, by value. They are cached, because many members can have a default
    /// of the same enum.
    pub(super) fn known_values(&mut self, id: &ShapeId) -> Rc<Known> {
        if let Some(known) = self.known.get(id) {
            return Rc::clone(known);
        }
        let variants = self.catalog.model.shape(id).map(enum_values).unwrap_or_default();
        // If two variants have the same value, the first is used.
        let known = variants.into_iter().rev().map(|it| (it.value, it.variant)).collect();
        let known = Rc::new(known);
        self.known.insert(id.clone(), Rc::clone(&known));
        known
    }

    pub(super) fn enum_item(
        &mut self,
        id: &ShapeId,
        shape: &Shape,
        name: String,
    ) -> Result<(), Error> {
        let variants = enum_values(shape);
        for variant in &variants {
            let value = match &variant.value {
                EnumValue::Text(value) => value.len(),
                EnumValue::Int(_) => 0,
            };
            self.grow(variant.docs.len() + value)?;
        }
        let values = variants.iter().filter_map(|variant| match &variant.value {
            EnumValue::Text(value) => Some((variant.variant.as_str(), value.as_str())),
            EnumValue::Int(_) => None,
        });
        let mut scope = Scope::new();
        for known in &variants {
            scope.claim(std::slice::from_ref(&known.variant));
        }
        let docs = self.docs_of(&shape.traits)?;
        self.plan.enums.push(Enum {
            shape: id.clone(),
            name,
            docs,
            rename_all: case::for_values(values.clone()),
            unknown: unknown(&mut scope),
            int: shape.kind == "intEnum",
            variants,
        });
        Ok(())
    }
}

/// The name of the variant for unknown values.
pub fn unknown(scope: &mut Scope) -> String {
    scope.claim(&["Unknown", "Unrecognized", "Unrecognized_"].map(str::to_owned))
}

/// The known values of an enum, in the model's order.
pub fn enum_values(shape: &Shape) -> Vec<EnumVariant> {
    let mut scope = Scope::new();
    if shape.kind == "string" {
        let entries = shape.traits.get(traits::ENUM).and_then(Value::as_array);
        return entries
            .into_iter()
            .flatten()
            .zip(1..)
            .filter_map(|(entry, position)| legacy(entry, position, &mut scope))
            .collect();
    }
    shape
        .members
        .iter()
        .zip(1..)
        .map(|((name, member), position)| {
            let value = match member.traits.get(traits::ENUM_VALUE) {
                Some(Value::String(text)) => EnumValue::Text(text.clone()),
                Some(Value::Number(number)) => EnumValue::Int(
                    number.as_i64().and_then(|n| i32::try_from(n).ok()).unwrap_or_default(),
                ),
                _ => EnumValue::Text(name.clone()),
            };
            EnumVariant {
                variant: scope.claim(&[value_variant(name, position)]),
                value,
                docs: docs_of(&member.traits),
            }
        })
        .collect()
}

/// An entry of the trait `enum`. Smithy 1.0 has this trait instead of enum shapes.
fn legacy(entry: &Value, position: usize, scope: &mut Scope) -> Option<EnumVariant> {
    let value = entry.get("value")?.as_str()?;
    let name = match entry.get("name").and_then(Value::as_str).map(variant) {
        Some(name) if !name.is_empty() => name,
        _ => value_variant(value, position),
    };
    let documentation = entry.get("documentation").and_then(Value::as_str);
    Some(EnumVariant {
        variant: scope.claim(&[name]),
        value: EnumValue::Text(value.to_owned()),
        docs: documentation.map_or(String::new(), docs::to_markdown),
    })
}
