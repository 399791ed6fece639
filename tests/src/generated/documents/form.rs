//! Reads the forms of awsQuery and ec2Query by the model.
//!
//! Source: Smithy 2.0, AWS query protocol, and AWS EC2 query protocol.

use std::collections::BTreeMap;
use std::ops::Bound;

use aws_operation_codegen::model::{Member, ShapeId};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::generated::protocols::Protocol;
use crate::generated::schema::{Kind, Reader, Schema, item_name};

/// The input in a form, with the names of the model. Pairs that are not in the model keep their own
/// names.
///
/// # Errors
///
/// The bytes are not a form, or a name occurs twice.
pub fn read(schema: Schema<'_>, input: &ShapeId, body: &[u8]) -> Result<Value, String> {
    let body = std::str::from_utf8(body).map_err(|error| format!("not a form: {error}"))?;
    let mut pairs = BTreeMap::new();
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("{pair:?} has no `=`"))?;
        let name = decoded(name)?;
        if pairs.insert(name.clone(), decoded(value)?).is_some() {
            return Err(format!("{name:?} occurs twice"));
        }
    }
    let mut form = Form { schema, pairs };
    let mut members = form.structure("", input);
    for (name, value) in form.pairs {
        members.insert(name, Value::String(value));
    }
    Ok(Value::Object(members))
}

fn decoded(text: &str) -> Result<String, String> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8().map(|text| text.into_owned());
    decoded.map_err(|error| format!("{text}: {error}"))
}

struct Form<'a> {
    schema: Schema<'a>,
    /// The pairs that have not been read yet.
    pairs: BTreeMap<String, String>,
}

impl<'a> Form<'a> {
    /// Whether the form has a value with this name, or a value inside it.
    fn has(&self, name: &str) -> bool {
        let inside = format!("{name}.");
        let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
        self.pairs.contains_key(name)
            || self
                .pairs
                .range::<str, _>(from)
                .next()
                .is_some_and(|(key, _)| key.starts_with(&inside))
    }

    fn structure(&mut self, prefix: &str, id: &ShapeId) -> Map<String, Value> {
        let mut members = Map::new();
        for (name, member) in self.schema.members(id) {
            let wire = self.schema.wire_name(Reader::Service, name, member);
            if let Some(value) = self.value(&format!("{prefix}{wire}"), member) {
                members.insert(name.clone(), value);
            }
        }
        members
    }

    fn value(&mut self, name: &str, member: &'a Member) -> Option<Value> {
        if !self.has(name) {
            // Flattened lists may have another item name only in botocore's models. Such members
            // are omitted from the cases.
            return None;
        }
        let shape = self.schema.shape(&member.target);
        let flattened = self.schema.is_flattened(Reader::Service, member);
        let inside = |name: String| if flattened { "".to_owned() } else { format!(".{name}") };
        match (self.schema.kind(&member.target).ok()?, shape) {
            (Kind::Structure | Kind::Union, _) => {
                Some(Value::Object(self.structure(&format!("{name}."), &member.target)))
            }
            (Kind::List, Some(list)) => {
                let item = list.member.as_ref()?;
                let base = format!("{name}{}", inside(item_name(item, "member")));
                let mut items = Vec::new();
                while let Some(value) = self.value(&format!("{base}.{}", items.len() + 1), item) {
                    items.push(value);
                }
                // awsQuery sends an empty list as an empty string. Any other string is not an empty
                // list.
                if self.schema.protocol == Protocol::AwsQuery
                    && items.is_empty()
                    && self.pairs.get(name).is_some_and(String::is_empty)
                {
                    self.pairs.remove(name);
                    return Some(json!([]));
                }
                (!items.is_empty()).then_some(Value::Array(items))
            }
            (Kind::Map, Some(map)) => {
                let (key, item) = (map.key.as_ref()?, map.value.as_ref()?);
                let base = format!("{name}{}", inside("entry".to_owned()));
                let mut entries = Map::new();
                loop {
                    let entry = format!("{base}.{}", entries.len() + 1);
                    let Some(Value::String(key)) =
                        self.value(&format!("{entry}.{}", item_name(key, "key")), key)
                    else {
                        break;
                    };
                    let value = self.value(&format!("{entry}.{}", item_name(item, "value")), item);
                    entries.insert(key, value.unwrap_or_default());
                }
                (!entries.is_empty()).then_some(Value::Object(entries))
            }
            _ => self.pairs.remove(name).map(Value::String),
        }
    }
}
