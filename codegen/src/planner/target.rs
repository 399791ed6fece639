//! Properties of a member that its target decides: its type, its timestamp format, and whether it
//! is sensitive.

use super::{Item, Planner};
use crate::model::{Member, Model, Shape, ShapeId};
use crate::plan::Type;
use crate::{Error, traits};

/// The maximum depth of nested lists and maps without a structure between them.
pub const DEPTH: usize = 32;

/// Smithy 2.0, streaming, `streaming`: the members that can be event streams.
pub const ONLY_INPUTS_AND_OUTPUTS: &str =
    "which only members of inputs and outputs can be; correct the model";

impl Planner<'_> {
    /// The Rust type of a target. `from` names the member that targets it, for errors.
    pub fn type_of(&mut self, target: &ShapeId, from: &str) -> Result<Type, Error> {
        self.type_at(target, from, DEPTH)
    }

    fn type_at(&mut self, target: &ShapeId, from: &str, depth: usize) -> Result<Type, Error> {
        if let Some(kind) = prelude(target) {
            return simple(kind).ok_or_else(|| unsupported(from, kind));
        }
        let shape = self.shape(target, from)?;
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Error::new(format!(
                "{from} nests lists and maps more than {DEPTH} levels deep, or recursively; put a \
                 structure between them"
            )));
        };
        let sparse = shape.traits.has(traits::SPARSE);
        let optional = |ty| if sparse { Type::Option(Box::new(ty)) } else { ty };
        match (shape.kind.as_str(), &shape.member, &shape.key, &shape.value) {
            ("list" | "set", Some(item), ..) => {
                let from = format!("an item of `{}`", target.name());
                Ok(Type::List(Box::new(optional(self.type_at(&item.target, &from, depth)?))))
            }
            ("map", _, Some(key), Some(value)) => {
                let from = format!("a key of `{}`", target.name());
                self.check_key(&key.target, &from)?;
                let key = self.type_at(&key.target, &from, depth)?;
                let from = format!("a value of `{}`", target.name());
                let value = self.type_at(&value.target, &from, depth)?;
                Ok(Type::Map(Box::new(key), Box::new(optional(value))))
            }
            ("union", ..) if shape.traits.has(traits::STREAMING) => {
                Err(Error::new(format!("{from} is an event stream, {ONLY_INPUTS_AND_OUTPUTS}")))
            }
            ("structure" | "union" | "enum" | "intEnum", ..) => {
                Ok(Type::Named(self.need(Item::Nested(target.clone()))))
            }
            ("string", ..) if shape.traits.has(traits::ENUM) => {
                Ok(Type::Named(self.need(Item::Nested(target.clone()))))
            }
            (kind, ..) => simple(kind).ok_or_else(|| unsupported(from, kind)),
        }
    }

    /// Smithy 2.0, aggregate types, `map`: a key is a string.
    fn check_key(&self, target: &ShapeId, from: &str) -> Result<(), Error> {
        let kind = match prelude(target) {
            Some(kind) => kind,
            None => &self.shape(target, from)?.kind,
        };
        if kind == "string" || kind == "enum" {
            return Ok(());
        }
        Err(Error::new(format!("{from} is of type {kind}; map keys must be strings or enums")))
    }
}

fn unsupported(from: &str, kind: &str) -> Error {
    Error::new(format!("{from} is of type {kind}, which is not supported yet; omit the operation"))
}

/// The kind of a shape of Smithy's prelude.
fn prelude(target: &ShapeId) -> Option<&'static str> {
    Some(match target.as_str().strip_prefix("smithy.api#")? {
        "String" => "string",
        "Blob" => "blob",
        "Boolean" | "PrimitiveBoolean" => "boolean",
        "Byte" | "PrimitiveByte" => "byte",
        "Short" | "PrimitiveShort" => "short",
        "Integer" | "PrimitiveInteger" => "integer",
        "Long" | "PrimitiveLong" => "long",
        "Float" | "PrimitiveFloat" => "float",
        "Double" | "PrimitiveDouble" => "double",
        "BigInteger" => "bigInteger",
        "BigDecimal" => "bigDecimal",
        "Timestamp" => "timestamp",
        "Document" => "document",
        _ => return None,
    })
}

fn simple(kind: &str) -> Option<Type> {
    Some(match kind {
        "string" => Type::String,
        "blob" => Type::Blob,
        "boolean" => Type::Bool,
        "byte" => Type::I8,
        "short" => Type::I16,
        "integer" => Type::I32,
        "long" => Type::I64,
        "float" => Type::F32,
        "double" => Type::F64,
        "timestamp" => Type::Timestamp,
        "document" => Type::Document,
        _ => return None,
    })
}

/// Whether a member, or any part of its value, is sensitive.
pub fn is_sensitive(model: &Model, member: &Member) -> bool {
    fn look(model: &Model, member: &Member, depth: usize) -> bool {
        if member.traits.has(traits::SENSITIVE) {
            return true;
        }
        let Some(shape) = model.shape(&member.target).filter(|_| depth > 0) else { return false };
        shape.traits.has(traits::SENSITIVE)
            || inner(shape).any(|member| look(model, member, depth - 1))
    }
    look(model, member, DEPTH)
}

/// The timestamp format that the model gives a member, as an argument of `#[timestamp(…)]`.
pub fn timestamp_format(model: &Model, member: &Member) -> Option<&'static str> {
    fn look(model: &Model, member: &Member, depth: usize) -> Option<&'static str> {
        let shape = model.shape(&member.target).filter(|_| depth > 0);
        let own = member.traits.text(traits::TIMESTAMP_FORMAT);
        let targets = || shape.and_then(|shape| shape.traits.text(traits::TIMESTAMP_FORMAT));
        match own.or_else(targets) {
            Some("date-time") => Some("date_time"),
            Some("epoch-seconds") => Some("epoch_seconds"),
            Some("http-date") => Some("http_date"),
            _ => inner(shape?).find_map(|member| look(model, member, depth - 1)),
        }
    }
    look(model, member, DEPTH)
}

/// The member of a list, or the key and value of a map.
fn inner(shape: &Shape) -> impl Iterator<Item = &Member> {
    [&shape.member, &shape.key, &shape.value].into_iter().flatten()
}
