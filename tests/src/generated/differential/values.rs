//! [`Values`]: random inputs, outputs and exceptions that clients accept, as nodes.
//!
//! Required members are set and labels are not empty. The service checks lengths, ranges and
//! patterns, not the client, so extremes of every type are used.

use std::collections::BTreeSet;

use aws_operation_codegen::model::{Member, Shape, ShapeId};
use serde_json::{Map, Value, json};

use super::peer::Peer;
use super::scalars::Scalars;
use crate::generated::documents::is_carried;
use crate::generated::protocols::Format;
use crate::generated::schema::{Kind, Place, Reader, Schema, is_required};
use crate::random::Random;

/// Which members are set, and to which values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Every member.
    All,
    /// Required members.
    Required,
    /// Some members, with values that are empty, nested or extreme, and text with any characters.
    Edge,
}

/// A generator of values.
pub struct Values<'a> {
    schema: Schema<'a>,
    peer: &'a Peer,
    style: Style,
    reader: Reader,
    scalars: Scalars,
    /// The members that were omitted, because botocore's model does not have them or has different
    /// ones.
    lacks: &'a mut BTreeSet<String>,
}

/// The outputs of S3's copy operations. All their members are set, because S3 answers without a
/// document only if a copy fails.
const EARLY: [&str; 2] = ["CopyObjectOutput", "UploadPartCopyOutput"];

/// At this depth and below only required members are set, so that recursive values end.
const DEEP: usize = 5;
/// The maximum depth. No model requires members below it.
const BOTTOM: usize = 12;

impl<'a> Values<'a> {
    /// A generator for the values of a case.
    pub fn new(
        schema: Schema<'a>,
        peer: &'a Peer,
        style: Style,
        reader: Reader,
        random: Random,
        lacks: &'a mut BTreeSet<String>,
    ) -> Self {
        let scalars = Scalars {
            random,
            extreme: style == Style::Edge,
            xml: format(schema, reader) == Format::Xml,
        };
        Self { schema, peer, style, reader, scalars, lacks }
    }

    /// A value of an input, output or exception. `theirs` is the shape's name in botocore's model.
    ///
    /// # Errors
    ///
    /// A required member cannot be set.
    pub fn top(&mut self, id: &ShapeId, theirs: &str) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, member) in self.schema.members(id) {
            let place = self.schema.place(self.reader, member);
            self.add(&mut object, theirs, name, member, Some(place), 0)?;
        }
        Ok(Value::Object(object))
    }

    /// Sets a member, if the style or a requirement says so.
    fn add(
        &mut self,
        object: &mut Map<String, Value>,
        structure: &str,
        name: &str,
        member: &'a Member,
        place: Option<Place>,
        depth: usize,
    ) -> Result<(), String> {
        let required = is_required(&member.traits)
            || self.reader == Reader::Client && EARLY.contains(&structure)
            || self.reader == Reader::Service && self.peer.requires(structure).contains(&name);
        if !required && !self.wants(member, depth) {
            return Ok(());
        }
        let kind = self.schema.kind(&member.target)?;
        // The generator omits this member.
        let header = member.traits.text("smithy.api#httpHeader").unwrap_or_default();
        if place == Some(Place::Header)
            && self.reader == Reader::Service
            && header.eq_ignore_ascii_case("Content-Length")
        {
            self.lacks.insert(format!("{structure}${name}"));
            return Ok(());
        }
        // In ours this header is a string, which need not be a timestamp.
        let is_text = self.reader == Reader::Client && self.schema.is_s3() && name == "Expires";
        if is_text && kind == Kind::Timestamp {
            self.lacks.insert(format!("{structure}${name}"));
            return Ok(());
        }
        let target = self.peer.member(
            self.schema,
            self.reader,
            structure,
            (name, member, kind),
            place,
            self.lacks,
        );
        let at = place.unwrap_or(Place::Body);
        let value = match target {
            Some(target) => self.value(member, target, at, depth)?,
            None => None,
        };
        match value {
            Some(value) => drop(object.insert(name.to_owned(), value)),
            None if required => return Err(format!("botocore has another {structure}${name}")),
            None => {}
        }
        Ok(())
    }

    fn wants(&mut self, member: &Member, depth: usize) -> bool {
        // botocore generates a token if none is set.
        if self.reader == Reader::Service && member.traits.has("smithy.api#idempotencyToken") {
            return true;
        }
        match self.style {
            _ if depth > DEEP => false,
            Style::All => depth < 3 || !self.scalars.random.once_in(3),
            Style::Required => false,
            Style::Edge => self.scalars.random.once_in(2),
        }
    }

    /// A value of a member. `None` if botocore's model has no such value.
    fn value(
        &mut self,
        member: &'a Member,
        theirs: &str,
        place: Place,
        depth: usize,
    ) -> Result<Option<Value>, String> {
        let schema = self.schema;
        let kind = schema.kind(&member.target)?;
        if depth > BOTTOM || !self.peer.takes(self.schema, theirs, kind) {
            return Ok(None);
        }
        let shape = schema.shape(&member.target);
        Ok(Some(match (kind, shape) {
            (_, _) if schema.is_event_stream(&member.target) => self.scalars.blob(place),
            (Kind::List, Some(shape)) => return self.list(member, shape, theirs, place, depth),
            (Kind::Map, Some(shape)) => return self.map(member, shape, theirs, place, depth),
            (Kind::Structure, _) => self.structure(&member.target, theirs, depth)?,
            (Kind::Union, _) => return self.union(&member.target, theirs, depth),
            (Kind::Timestamp, _) => self.scalars.timestamp(schema.timestamp_format(member, place)),
            (Kind::Blob, _) => self.scalars.blob(place),
            (Kind::Document, _) => self.scalars.document(0),
            (Kind::String, _) => {
                let known = shape.map(text_values).unwrap_or_default();
                self.scalars.text_of(&known, place, member.traits.has("smithy.api#hostLabel"))
            }
            (Kind::Integer, Some(shape)) if shape.kind == "intEnum" => {
                self.scalars.int_of(&int_values(shape))
            }
            (kind, _) => self.scalars.number(kind),
        }))
    }

    fn structure(&mut self, id: &ShapeId, theirs: &str, depth: usize) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, member) in self.schema.members(id) {
            self.add(&mut object, theirs, name, member, None, depth + 1)?;
        }
        Ok(Value::Object(object))
    }

    fn union(&mut self, id: &ShapeId, theirs: &str, depth: usize) -> Result<Option<Value>, String> {
        if self.reader == Reader::Client
            && self.style == Style::Edge
            && self.scalars.random.once_in(6)
        {
            // An unknown member in XML is an element with text. Other formats can have any
            // document.
            let value = match self.scalars.xml {
                true => json!("x"),
                false => self.scalars.document(0),
            };
            let unheard_of = ("unheardOf".to_owned(), value);
            return Ok(Some(Value::Object(Map::from_iter([unheard_of]))));
        }
        let members = self.schema.members(id);
        let start = self.scalars.random.below(members.len().max(1));
        let (before, after) = members.split_at_checked(start).unwrap_or_default();
        // The first member that both models have, starting at a random one.
        for (name, member) in after.iter().chain(before) {
            let kind = self.schema.kind(&member.target)?;
            let target = self.peer.member(
                self.schema,
                self.reader,
                theirs,
                (name, member, kind),
                None,
                self.lacks,
            );
            let Some(target) = target else { continue };
            if let Ok(Some(value)) = self.value(member, target, Place::Body, depth + 1) {
                return Ok(Some(Value::Object(Map::from_iter([(name.clone(), value)]))));
            }
        }
        Ok(None)
    }

    /// The number of items of a list or map.
    fn count(&mut self, member: &Member, depth: usize) -> usize {
        let count = match self.style {
            _ if depth > DEEP => 0,
            Style::All if depth > 1 => 1,
            Style::All => 1 + self.scalars.random.below(3),
            Style::Required => self.scalars.random.below(2),
            Style::Edge => self.scalars.random.below(3),
        };
        // In XML, an empty flattened list is the same as no list.
        let flattened = format(self.schema, self.reader) == Format::Xml
            && self.reader == Reader::Client
            && self.schema.is_flattened(self.reader, member);
        count.max(usize::from(flattened))
    }

    fn list(
        &mut self,
        member: &Member,
        shape: &'a Shape,
        theirs: &str,
        place: Place,
        depth: usize,
    ) -> Result<Option<Value>, String> {
        let (Some(item), Some(target)) = (&shape.member, self.peer.item(theirs)) else {
            return Ok(None);
        };
        let flattened = self.schema.is_flattened(self.reader, member);
        if !flattened && !self.peer.same_names(self.schema, self.reader, theirs, shape) {
            return Ok(None);
        }
        let (schema, reader) = (self.schema, self.reader);
        let mut items = Vec::new();
        for _ in 0..self.count(member, depth) {
            let absent = self.is_absent(shape);
            match self.value(item, target, place, depth + 1)? {
                _ if absent => items.push(Value::Null),
                // An empty structure cannot be an item of a list in a form.
                Some(value) if reader == Reader::Service && !is_carried(schema, item, &value) => {}
                Some(value) => items.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(Value::Array(items)))
    }

    fn map(
        &mut self,
        member: &Member,
        shape: &'a Shape,
        theirs: &str,
        place: Place,
        depth: usize,
    ) -> Result<Option<Value>, String> {
        let (Some(key), Some(item)) = (&shape.key, &shape.value) else { return Ok(None) };
        let Some(target) = self.peer.item(theirs) else { return Ok(None) };
        if !self.peer.same_names(self.schema, self.reader, theirs, shape) {
            return Ok(None);
        }
        let known = self.schema.shape(&key.target).map(text_values).unwrap_or_default();
        let as_headers = member.traits.has("smithy.api#httpPrefixHeaders");
        let (schema, reader) = (self.schema, self.reader);
        let mut entries = Map::new();
        for _ in 0..self.count(member, depth) {
            let key = match place {
                // The keys are names of query parameters or headers.
                Place::Query => self.scalars.name(),
                Place::Header if as_headers => self.scalars.name().to_lowercase(),
                _ => self.scalars.key_of(&known),
            };
            let absent = self.is_absent(shape);
            match self.value(item, target, place, depth + 1)? {
                _ if absent => drop(entries.insert(key, Value::Null)),
                Some(value) if reader == Reader::Service && !is_carried(schema, item, &value) => {}
                Some(value) => drop(entries.insert(key, value)),
                None => return Ok(None),
            }
        }
        Ok(Some(Value::Object(entries)))
    }

    /// Whether an item of a sparse list or map is null. botocore writes nulls only in JSON.
    fn is_absent(&mut self, shape: &Shape) -> bool {
        shape.traits.has("smithy.api#sparse")
            && format(self.schema, self.reader) == Format::Json
            && self.style == Style::Edge
            && self.scalars.random.once_in(3)
    }
}

/// The format of the documents that this reader reads.
fn format(schema: Schema<'_>, reader: Reader) -> Format {
    match reader {
        Reader::Service => schema.protocol.request_format(),
        Reader::Client => schema.protocol.response_format(),
    }
}

/// The values of an enum in either form. Empty for a plain string.
fn text_values(shape: &Shape) -> Vec<&str> {
    let old = shape.traits.get("smithy.api#enum").and_then(Value::as_array);
    let old = old.into_iter().flatten().filter_map(|value| value["value"].as_str());
    let new = shape
        .members
        .iter()
        .filter(|_| shape.kind == "enum")
        .map(|(name, member)| member.traits.text("smithy.api#enumValue").unwrap_or(name));
    old.chain(new).collect()
}

fn int_values(shape: &Shape) -> Vec<i64> {
    let value = |member: &Member| member.traits.get("smithy.api#enumValue")?.as_i64();
    shape.members.iter().filter_map(|(_, member)| value(member)).collect()
}
