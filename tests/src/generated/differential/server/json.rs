//! Writes JSON documents like a service.

use aws_operation::{Timestamp, TimestampFormat};
use aws_operation_codegen::model::{Member, ShapeId};
use serde_json::{Map, Value, json};

use super::Server;
use crate::generated::schema::{Kind, Place, Reader};
use crate::generated::template::node::Node as _;

impl<'a> Server<'a> {
    /// An object of these members. A verbose service adds more.
    pub(super) fn object(
        &mut self,
        members: impl Iterator<Item = &'a (String, Member)>,
        value: &Value,
    ) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, member) in members {
            let wire = self.schema.wire_name(Reader::Client, name, member);
            match value.get(name) {
                Some(value) => drop(object.insert(wire, self.json(member, value)?)),
                None if self.verbose && self.random.once_in(2) => {
                    object.insert(wire, Value::Null);
                }
                None => {}
            }
        }
        if self.verbose && self.random.once_in(4) {
            object.insert("memberOfALaterModel".to_owned(), json!({ "a": [1, null, "x"] }));
        }
        Ok(Value::Object(object))
    }

    /// The JSON of a member's value.
    pub(super) fn json(&mut self, member: &'a Member, value: &Value) -> Result<Value, String> {
        let kind = self.schema.kind(&member.target)?;
        let shape = self.schema.shape(&member.target);
        let item = shape.and_then(|shape| shape.member.as_ref().or(shape.value.as_ref()));
        Ok(match (kind, value, item) {
            (_, Value::Null, _) => Value::Null,
            (Kind::Structure, _, _) => {
                self.object(self.schema.members(&member.target).iter(), value)?
            }
            (Kind::Union, Value::Object(_), _) => self.json_union(&member.target, value)?,
            (Kind::List, Value::Array(items), Some(item)) => {
                let items: Result<_, _> =
                    items.iter().map(|value| self.json(item, value)).collect();
                Value::Array(items?)
            }
            (Kind::Map, Value::Object(entries), Some(item)) => {
                let entries: Result<_, String> = entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.json(item, value)?)))
                    .collect();
                Value::Object(entries?)
            }
            (Kind::Timestamp, _, _) => {
                let format = self.schema.timestamp_format(member, Place::Body);
                match format {
                    TimestampFormat::EpochSeconds => value.clone(),
                    format => json!(Timestamp::from_node(value)?.format(format)),
                }
            }
            _ => value.clone(),
        })
    }

    fn json_union(&mut self, id: &ShapeId, value: &Value) -> Result<Value, String> {
        let members = self.schema.members(id);
        let mut object = Map::new();
        let mut is_known = true;
        for (name, value) in value.as_object().into_iter().flatten() {
            match members.iter().find(|(known, _)| known == name) {
                Some((_, member)) => {
                    let wire = self.schema.wire_name(Reader::Client, name, member);
                    object.insert(wire, self.json(member, value)?);
                }
                None => {
                    is_known = false;
                    object.insert(name.clone(), value.clone());
                }
            }
        }
        // botocore would read `__type` as the tag if the tag is unknown.
        if self.verbose && is_known && self.random.once_in(3) {
            object.insert("__type".to_owned(), json!(id.as_str()));
            for (name, member) in members {
                let wire = self.schema.wire_name(Reader::Client, name, member);
                object.entry(wire).or_insert(Value::Null);
            }
        }
        Ok(Value::Object(object))
    }
}
