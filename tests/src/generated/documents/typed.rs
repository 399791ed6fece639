//! Converts bodies in normal form to values of the model.

use aws_operation::{Blob, Timestamp};
use aws_operation_codegen::model::{Member, ShapeId};
use serde_json::{Map, Number, Value, json};

use crate::generated::protocols::{Format, Protocol};
use crate::generated::schema::{Kind, Place, Reader, Schema};
use crate::generated::template::node::Node as _;

/// The input members in a body.
///
/// # Errors
///
/// The body does not match the input.
pub fn typed(schema: Schema<'_>, input: &ShapeId, body: &Value) -> Result<Value, String> {
    let document = match (schema.protocol.request_format(), body) {
        (_, Value::Null) => return Ok(json!({})),
        // The members are inside the root.
        (Format::Xml, Value::Object(root)) if !schema.is_raw(input) => {
            root.values().next().unwrap_or(&Value::Null)
        }
        _ => body,
    };
    if let Some((name, member)) = schema.payload(input) {
        let value = match schema.kind(&member.target)? {
            Kind::Blob => document["base64"].clone(),
            Kind::String => {
                let bytes: Blob = serde_json::from_value(document["base64"].clone())
                    .map_err(|error| error.to_string())?;
                json!(String::from_utf8_lossy(&bytes))
            }
            _ => value(schema, member, document)?,
        };
        return Ok(json!({ name.as_str(): value }));
    }
    let mut document = document.clone();
    if let (Format::Form, Some(pairs)) =
        (schema.protocol.request_format(), document.as_object_mut())
    {
        for name in ["Action", "Version"] {
            pairs.remove(name).ok_or_else(|| format!("the form has no {name}"))?;
        }
    }
    structure(schema, input, &document)
}

fn structure(schema: Schema<'_>, id: &ShapeId, body: &Value) -> Result<Value, String> {
    let format = schema.protocol.request_format();
    let mut members = Map::new();
    for (name, content) in body.as_object().ok_or_else(|| format!("not a structure: {body}"))? {
        if name.starts_with('@') {
            continue;
        }
        let known = schema.members(id).iter().find(|(known, member)| match format {
            Format::Xml | Format::Form => known == name,
            _ => schema.wire_name(Reader::Service, known, member) == *name,
        });
        let (known, member) = known.ok_or_else(|| format!("{id} has no {name}"))?;
        if !content.is_null() {
            members.insert(known.clone(), value(schema, member, content)?);
        }
    }
    Ok(Value::Object(members))
}

fn value(schema: Schema<'_>, member: &Member, body: &Value) -> Result<Value, String> {
    // A map entry can have its own attributes around those of its value.
    let mut body = body;
    while body.as_object().is_some_and(has_attributes) {
        body = &body["#"];
    }
    let kind = schema.kind(&member.target)?;
    let shape = schema.shape(&member.target);
    let item = shape.and_then(|shape| shape.member.as_ref().or(shape.value.as_ref()));
    let wrong = || format!("not a {kind:?}: {body}");
    match (kind, body, item) {
        (_, Value::Null, _) => return Ok(Value::Null),
        (Kind::Structure | Kind::Union, _, _) => return structure(schema, &member.target, body),
        (Kind::List, Value::Array(items), Some(item)) => {
            return items.iter().map(|body| value(schema, item, body)).collect();
        }
        (Kind::Map, Value::Object(entries), Some(item)) => {
            let entries = entries.iter();
            return entries
                .map(|(key, body)| Ok((key.clone(), value(schema, item, body)?)))
                .collect();
        }
        _ => {}
    }
    let format = schema.protocol.request_format();
    let text = body.as_str();
    let number = |text: &str| match text {
        "NaN" | "Infinity" | "-Infinity" => Some(json!(text)),
        _ => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
    };
    let value = match (kind, format) {
        (Kind::Timestamp, Format::Cbor) => body.get("time").cloned(),
        (Kind::Blob, Format::Cbor) => body.get("bytes").cloned(),
        (Kind::Float, Format::Cbor) => body.get("float").and_then(|float| match float.as_f64() {
            // Uses the shortest text of the number as an `f32`.
            Some(float) => number(&(float as f32).to_string()),
            None => Some(float.clone()),
        }),
        (Kind::Double, Format::Cbor) => body.get("float").cloned(),
        (Kind::Timestamp, _) => match (body, text) {
            (Value::Number(_), _) => Some(body.clone()),
            (_, Some(text)) => match text.parse::<f64>().ok().and_then(Number::from_f64) {
                Some(number) => Some(Value::Number(number)),
                None => text.parse::<Timestamp>().ok().map(|timestamp| timestamp.to_node()),
            },
            _ => None,
        },
        (_, Format::Json) => Some(body.clone()),
        (Kind::String | Kind::Blob, _) => text.map(|text| json!(text)),
        (_, Format::Cbor) => Some(body.clone()),
        (Kind::Boolean, _) => text.and_then(|text| text.parse::<bool>().ok()).map(|b| json!(b)),
        (Kind::Float | Kind::Double, _) => text.and_then(number),
        (_, _) => text.and_then(|text| text.parse::<i64>().ok()).map(|number| json!(number)),
    };
    value.ok_or_else(wrong)
}

fn has_attributes(object: &Map<String, Value>) -> bool {
    object.keys().any(|key| key.starts_with('@')) && object.contains_key("#")
}

/// The input members that the body can carry. Forms and flattened members cannot carry empty lists
/// and maps.
pub fn carried(schema: Schema<'_>, input: &ShapeId, value: &Value) -> Value {
    let in_body = schema.members(input).iter().filter(|(_, member)| {
        matches!(schema.place(Reader::Service, member), Place::Body | Place::Payload)
    });
    let mut members = Map::new();
    for (name, member) in in_body {
        if let Some(value) = value.get(name).and_then(|value| carried_value(schema, member, value))
        {
            members.insert(name.clone(), value);
        }
    }
    // In JSON, an unset structure that is the whole body is sent as an empty object.
    if let (Protocol::RestJson1, Some((name, member))) = (schema.protocol, schema.payload(input))
        && schema.kind(&member.target) == Ok(Kind::Structure)
    {
        members.entry(name.clone()).or_insert_with(|| json!({}));
    }
    Value::Object(members)
}

/// Whether the body of a request can carry a value.
pub fn is_carried(schema: Schema<'_>, member: &Member, value: &Value) -> bool {
    carried_value(schema, member, value).is_some()
}

fn carried_value(schema: Schema<'_>, member: &Member, value: &Value) -> Option<Value> {
    let is_form = schema.protocol.request_format() == Format::Form;
    let is_xml = schema.protocol.request_format() == Format::Xml;
    let flattened = schema.is_flattened(Reader::Service, member);
    let shape = schema.shape(&member.target);
    let item = shape.and_then(|shape| shape.member.as_ref().or(shape.value.as_ref()));
    let carried = match (schema.kind(&member.target).ok()?, value, item) {
        (Kind::Structure | Kind::Union, Value::Object(object), _) => {
            let members = schema.members(&member.target).iter();
            let members = members.filter_map(|(name, member)| {
                Some((name.clone(), carried_value(schema, member, object.get(name)?)?))
            });
            Value::Object(members.collect())
        }
        (Kind::List, Value::Array(items), Some(item)) => {
            items.iter().filter_map(|value| carried_value(schema, item, value)).collect()
        }
        (Kind::Map, Value::Object(entries), Some(item)) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| {
                (key.clone(), carried_value(schema, item, value).unwrap_or_default())
            });
            Value::Object(entries.collect())
        }
        _ => value.clone(),
    };
    let is_list = carried.as_array().is_some_and(Vec::is_empty);
    let is_empty = is_list || carried.as_object().is_some_and(Map::is_empty);
    let lost = match (schema.kind(&member.target).ok()?, is_list) {
        (Kind::List, true) if schema.protocol == Protocol::AwsQuery => false,
        (Kind::List | Kind::Map, _) => is_form || is_xml && flattened,
        (Kind::Structure | Kind::Union, _) => is_form,
        _ => false,
    };
    (!(is_empty && lost)).then_some(carried)
}
