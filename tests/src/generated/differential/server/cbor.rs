//! Writes CBOR documents like a service.
//!
//! Source: Smithy 2.0, Smithy RPC v2 CBOR protocol.

use aws_operation_codegen::model::Member;
use serde_json::{Value, json};

use super::{Server, bytes, text};
use crate::generated::documents::cbor::Writer;
use crate::generated::schema::{Kind, Reader};

/// The major types of an array and a map.
const ARRAY: u8 = 4;
const MAP: u8 = 5;

impl<'a> Server<'a> {
    /// A map of these members, with the code of an error. A verbose service adds more.
    pub(super) fn cbor_object(
        &mut self,
        out: &mut Writer,
        members: &'a [(String, Member)],
        value: &Value,
        code: Option<&str>,
    ) -> Result<(), String> {
        let schema = self.schema;
        let mut set = Vec::new();
        for (name, member) in members {
            match value.get(name) {
                Some(value) => set.push((name, member, value)),
                None if self.verbose && self.random.once_in(2) => {
                    set.push((name, member, &Value::Null));
                }
                None => {}
            }
        }
        let later = self.verbose && self.random.once_in(4);
        let count = set.len() + usize::from(later) + usize::from(code.is_some());
        let ends = self.cbor_start(out, MAP, count);
        if let Some(code) = code {
            out.text("__type");
            out.text(code);
        }
        for (name, member, value) in set {
            out.text(&schema.wire_name(Reader::Client, name, member));
            self.cbor(out, member, value)?;
        }
        if later {
            out.text("memberOfALaterModel");
            out.document(&json!({ "a": [1, null, "x"] }));
        }
        if ends {
            out.end();
        }
        Ok(())
    }

    /// Starts an array or map. Returns whether its length is indefinite, so that it needs an end
    /// mark.
    fn cbor_start(&mut self, out: &mut Writer, major: u8, count: usize) -> bool {
        let indefinite = self.verbose && self.random.once_in(2);
        match indefinite {
            true => out.start(major),
            false => out.head(major, count as u64),
        }
        indefinite
    }

    fn cbor(&mut self, out: &mut Writer, member: &'a Member, value: &Value) -> Result<(), String> {
        let kind = self.schema.kind(&member.target)?;
        let shape = self.schema.shape(&member.target);
        let item = shape.and_then(|shape| shape.member.as_ref().or(shape.value.as_ref()));
        match (kind, value, item) {
            (_, Value::Null, _) => out.null(),
            (Kind::Structure, _, _) => {
                self.cbor_object(out, self.schema.members(&member.target), value, None)?;
            }
            (Kind::Union, Value::Object(tags), _) => {
                let members = self.schema.members(&member.target);
                let ends = self.cbor_start(out, MAP, tags.len());
                for (tag, value) in tags {
                    out.text(tag);
                    match members.iter().find(|(known, _)| known == tag) {
                        Some((_, member)) => self.cbor(out, member, value)?,
                        None => out.document(value),
                    }
                }
                if ends {
                    out.end();
                }
            }
            (Kind::List, Value::Array(items), Some(item)) => {
                let ends = self.cbor_start(out, ARRAY, items.len());
                for value in items {
                    self.cbor(out, item, value)?;
                }
                if ends {
                    out.end();
                }
            }
            (Kind::Map, Value::Object(entries), Some(item)) => {
                let ends = self.cbor_start(out, MAP, entries.len());
                for (key, value) in entries {
                    out.text(key);
                    self.cbor(out, item, value)?;
                }
                if ends {
                    out.end();
                }
            }
            (Kind::Blob, _, _) => out.blob(&bytes(value)?),
            (Kind::Timestamp, Value::Number(number), _) => {
                out.head(6, 1);
                match number.as_i64() {
                    Some(seconds) => out.int(seconds),
                    None => out.double(number.as_f64().unwrap_or_default()),
                }
            }
            (Kind::Float | Kind::Double, _, _) => self.cbor_float(out, kind, &text(value))?,
            _ => out.document(value),
        }
        Ok(())
    }

    /// A float in its own size, or in the smallest size that holds it exactly.
    fn cbor_float(&mut self, out: &mut Writer, kind: Kind, text: &str) -> Result<(), String> {
        let wrong = |error| format!("{text}: {error}");
        let single: f32 = text.parse().map_err(wrong)?;
        let double: f64 = text.parse().map_err(wrong)?;
        let is_exact = f64::from(single) == double || double.is_nan();
        if kind == Kind::Float || is_exact && self.verbose && self.random.once_in(2) {
            out.single(single);
        } else {
            out.double(double);
        }
        Ok(())
    }
}
