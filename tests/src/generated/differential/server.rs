//! What a service answers: the response for an output or exception, by the rules of restJson1.
//!
//! Source: Smithy 2.0, AWS restJson1 protocol, and HTTP bindings.

use aws_operation::{Blob, Timestamp, TimestampFormat};
use aws_operation_codegen::model::{Member, ShapeId};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::schema::{Kind, Place, Reader, Schema, body_name};
use crate::generated::template::node::Node as _;
use crate::random::Random;

/// A response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// The status.
    pub status: u64,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, which is base64 in JSON.
    pub body: Blob,
}

/// A service that answers.
pub struct Server<'a> {
    schema: Schema<'a>,
    random: Random,
    /// Whether it says more than it has to: nulls, members and tags of a later model.
    talkative: bool,
}

impl<'a> Server<'a> {
    /// The service of a case.
    pub fn new(schema: Schema<'a>, random: Random, talkative: bool) -> Self {
        Self { schema, random, talkative }
    }

    /// The response of this status for an output.
    ///
    /// # Errors
    ///
    /// The value is not of the shape.
    pub fn output(&mut self, id: &ShapeId, status: u64, value: &Value) -> Result<Response, String> {
        let mut headers = vec![("x-amzn-RequestId".to_owned(), "a1b2".to_owned())];
        let body = self.body(id, value, &mut headers)?;
        let set = |(name, member): &&(String, Member)| {
            Reader::Client.place(member) == Place::Status && value.get(name).is_some()
        };
        let code = self.schema.members(id).iter().find(set);
        let status = code.and_then(|(name, _)| value[name].as_u64()).unwrap_or(status);
        Ok(Response { status, headers, body: body.into() })
    }

    /// The response for an exception.
    ///
    /// # Errors
    ///
    /// The value is not of the shape.
    pub fn exception(&mut self, id: &ShapeId, value: &Value) -> Result<Response, String> {
        let traits = self.schema.shape(id).map(|shape| &shape.traits);
        let of = |name: &str| traits.and_then(|traits| traits.get(name));
        let default = if of("smithy.api#error") == Some(&json!("server")) { 500 } else { 400 };
        let status = of("smithy.api#httpError").and_then(Value::as_u64).unwrap_or(default);
        let mut headers = Vec::new();
        let mut body = self.body(id, value, &mut headers)?;
        let name = id.name();
        let code = match self.random.below(3) {
            0 => name.to_owned(),
            1 => format!("{}#{name}", id.namespace()),
            _ => format!("{name}:http://internal.amazon.com/coral/"),
        };
        let document: Value = serde_json::from_slice(&body).unwrap_or_default();
        match document {
            // In the body it is a member of no shape, if no shape has one of that name.
            Value::Object(mut document)
                if self.random.once_in(2)
                    && !document.keys().any(|key| key == "code" || key == "__type") =>
            {
                document.insert("__type".to_owned(), json!(code));
                body = Value::Object(document).to_string().into_bytes();
            }
            _ => headers.push(("X-Amzn-Errortype".to_owned(), code)),
        }
        Ok(Response { status, headers, body: body.into() })
    }

    /// Writes the headers, and returns the body.
    fn body(
        &mut self,
        id: &ShapeId,
        value: &Value,
        headers: &mut Vec<(String, String)>,
    ) -> Result<Vec<u8>, String> {
        let members = self.schema.members(id);
        for (name, member) in members {
            if let (Some(value), Place::Header) = (value.get(name), Reader::Client.place(member)) {
                self.header(member, value, headers)?;
            }
        }
        if let Some((name, member)) = self.schema.payload(id) {
            let Some(value) = value.get(name) else { return Ok(Vec::new()) };
            if self.schema.is_event_stream(&member.target) {
                return bytes(value);
            }
            return match self.schema.kind(&member.target)? {
                Kind::Blob => bytes(value),
                Kind::String => Ok(text(value).into_bytes()),
                _ => Ok(self.document(member, value)?.to_string().into_bytes()),
            };
        }
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let in_body = members.iter();
        let in_body = in_body.filter(|(_, member)| Reader::Client.place(member) == Place::Body);
        let document = self.object(in_body, value)?;
        Ok(document.to_string().into_bytes())
    }

    fn header(
        &self,
        member: &'a Member,
        value: &Value,
        headers: &mut Vec<(String, String)>,
    ) -> Result<(), String> {
        if let Some(prefix) = member.traits.text("smithy.api#httpPrefixHeaders") {
            for (key, value) in value.as_object().into_iter().flatten() {
                headers.push((format!("{prefix}{key}"), text(value)));
            }
            return Ok(());
        }
        let name = member.traits.text("smithy.api#httpHeader").unwrap_or_default();
        let value = match (self.schema.kind(&member.target)?, self.schema.shape(&member.target)) {
            (Kind::List, Some(list)) => {
                let item = list.member.as_ref().ok_or("a list without an item")?;
                let items = value.as_array().into_iter().flatten();
                let items = items.filter(|item| !item.is_null());
                let items: Result<Vec<String>, String> =
                    items.map(|value| Ok(quoted(&self.header_text(item, value)?))).collect();
                items?.join(", ")
            }
            _ => self.header_text(member, value)?,
        };
        headers.push((name.to_owned(), value));
        Ok(())
    }

    fn header_text(&self, member: &'a Member, value: &Value) -> Result<String, String> {
        Ok(match self.schema.kind(&member.target)? {
            Kind::Timestamp => {
                let format = self.schema.timestamp_format(member, Place::Header);
                Timestamp::from_node(value)?.format(format)
            }
            Kind::String if self.schema.effective(member, "smithy.api#mediaType").is_some() => {
                text(&json!(Blob::from(text(value).as_str())))
            }
            _ => text(value),
        })
    }

    /// An object of these members, and more where the service is talkative.
    fn object(
        &mut self,
        members: impl Iterator<Item = &'a (String, Member)>,
        value: &Value,
    ) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, member) in members {
            let wire = body_name(name, member).to_owned();
            match value.get(name) {
                Some(value) => drop(object.insert(wire, self.document(member, value)?)),
                None if self.talkative && self.random.once_in(2) => {
                    object.insert(wire, Value::Null);
                }
                None => {}
            }
        }
        if self.talkative && self.random.once_in(4) {
            object.insert("memberOfALaterModel".to_owned(), json!({ "a": [1, null, "x"] }));
        }
        Ok(Value::Object(object))
    }

    fn document(&mut self, member: &'a Member, value: &Value) -> Result<Value, String> {
        let kind = self.schema.kind(&member.target)?;
        let shape = self.schema.shape(&member.target);
        let item = shape.and_then(|shape| shape.member.as_ref().or(shape.value.as_ref()));
        Ok(match (kind, value, item) {
            (_, Value::Null, _) => Value::Null,
            (Kind::Structure, _, _) => {
                self.object(self.schema.members(&member.target).iter(), value)?
            }
            (Kind::Union, Value::Object(_), _) => self.union(&member.target, value)?,
            (Kind::List, Value::Array(items), Some(item)) => {
                let items: Result<_, _> =
                    items.iter().map(|value| self.document(item, value)).collect();
                Value::Array(items?)
            }
            (Kind::Map, Value::Object(entries), Some(item)) => {
                let entries: Result<_, String> = entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.document(item, value)?)))
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

    fn union(&mut self, id: &ShapeId, value: &Value) -> Result<Value, String> {
        let members = self.schema.members(id);
        let mut object = Map::new();
        let mut is_known = true;
        for (name, value) in value.as_object().into_iter().flatten() {
            match members.iter().find(|(known, _)| known == name) {
                Some((_, member)) => {
                    let wire = body_name(name, member).to_owned();
                    object.insert(wire, self.document(member, value)?);
                }
                None => {
                    is_known = false;
                    object.insert(name.clone(), value.clone());
                }
            }
        }
        // Beside an unknown tag botocore would take `__type` for the tag.
        if self.talkative && is_known && self.random.once_in(3) {
            object.insert("__type".to_owned(), json!(id.as_str()));
            for (name, member) in members {
                object.entry(body_name(name, member)).or_insert(Value::Null);
            }
        }
        Ok(Value::Object(object))
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, String> {
    let blob: Blob = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    Ok(blob.to_vec())
}

/// A scalar as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The item of a list in a header.
fn quoted(item: &str) -> String {
    if item.contains(['"', ',']) || item.trim() != item {
        format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        item.to_owned()
    }
}
