//! Writes XML documents like a service.
//!
//! Source: Smithy 2.0, XML bindings.

use aws_operation::Timestamp;
use aws_operation_codegen::model::{Member, ShapeId};
use serde_json::Value;

use super::{Server, text};
use crate::generated::schema::{Kind, Place, Reader, item_name};
use crate::generated::template::node::Node as _;

/// The start of a document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An attribute's name and value.
type Attribute = (String, String);

impl<'a> Server<'a> {
    /// A document with a root element of this name.
    pub(super) fn xml_document(
        &mut self,
        root: &str,
        namespace: Option<Attribute>,
        inside: Vec<String>,
    ) -> Vec<u8> {
        let start = if self.verbose { DECLARATION } else { "" };
        format!("{start}{}", self.xml_element(root, namespace, inside)).into_bytes()
    }

    /// An element that contains other elements.
    pub(super) fn xml_element(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = Attribute>,
        inside: Vec<String>,
    ) -> String {
        let gap = match self.verbose {
            true => *self.random.pick(&["", "\n", "\n    ", "<!-- 1 < 2 -->"]),
            false => "",
        };
        let attributes: String = attributes
            .into_iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escaped(&value, true)))
            .collect();
        if inside.is_empty() && self.random.once_in(2) {
            return format!("<{name}{attributes}/>");
        }
        let inside: String = inside.iter().map(|element| format!("{gap}{element}")).collect();
        let end = if inside.is_empty() { "" } else { gap };
        format!("<{name}{attributes}>{inside}{end}</{name}>")
    }

    /// An element that contains text.
    pub(super) fn xml_text(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = Attribute>,
        value: &str,
    ) -> String {
        let as_is = self.verbose && !value.contains(']') && !value.contains('\r');
        let inside = match as_is && self.random.once_in(3) {
            true => vec![format!("<![CDATA[{value}]]>")],
            false => vec![escaped(value, false)],
        };
        let attributes: String = attributes
            .into_iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escaped(&value, true)))
            .collect();
        format!("<{name}{attributes}>{}</{name}>", inside.concat())
    }

    /// The attributes and child elements for a structure's members. At the top level, members that
    /// are bound to headers or the status code are skipped.
    pub(super) fn xml_members(
        &mut self,
        id: &ShapeId,
        value: &Value,
        top: bool,
    ) -> Result<(Vec<Attribute>, Vec<String>), String> {
        let schema = self.schema;
        let (mut attributes, mut groups) = (Vec::new(), Vec::new());
        for (name, member) in schema.members(id) {
            if top && schema.place(Reader::Client, member) != Place::Body {
                continue;
            }
            let Some(value) = value.get(name).filter(|value| !value.is_null()) else { continue };
            let wire = schema.wire_name(Reader::Client, name, member);
            if schema.is_attribute(member) {
                attributes.push((wire, self.xml_scalar(member, value)?));
            } else {
                groups.push(self.xml_member(&wire, member, value)?);
            }
        }
        if self.verbose && self.random.once_in(4) {
            let later = "<memberOfALaterModel a=\"b\"><a>1</a><a/></memberOfALaterModel>";
            groups.push(vec![later.to_owned()]);
        }
        Ok((attributes, self.in_any_order(groups)))
    }

    /// The elements of all groups. The order within a group is kept. A verbose service mixes the
    /// groups.
    fn in_any_order(&mut self, groups: Vec<Vec<String>>) -> Vec<String> {
        if !self.verbose {
            return groups.concat();
        }
        let mut groups: Vec<_> = groups.into_iter().map(Vec::into_iter).collect();
        let mut elements = Vec::new();
        while !groups.is_empty() {
            let index = self.random.below(groups.len());
            match groups[index].next() {
                Some(element) => elements.push(element),
                None => drop(groups.swap_remove(index)),
            }
        }
        elements
    }

    /// The elements of a member: several if it is flattened.
    fn xml_member(
        &mut self,
        wire: &str,
        member: &'a Member,
        value: &Value,
    ) -> Result<Vec<String>, String> {
        if !self.schema.is_flattened(Reader::Client, member) {
            return Ok(vec![self.xml_value(wire, member, value)?]);
        }
        self.xml_items(wire, wire, member, value)
    }

    /// The elements of a list's items or of a map's entries.
    fn xml_items(
        &mut self,
        item_name_: &str,
        entry: &str,
        member: &'a Member,
        value: &Value,
    ) -> Result<Vec<String>, String> {
        let shape = self.schema.shape(&member.target);
        match (shape.map(|shape| (&shape.member, &shape.key, &shape.value)), value) {
            (Some((Some(item), _, _)), Value::Array(items)) => {
                let items = items.iter();
                items.map(|value| self.xml_value(item_name_, item, value)).collect()
            }
            (Some((_, Some(key), Some(item))), Value::Object(entries)) => {
                let mut elements = Vec::new();
                for (name, value) in entries {
                    let key_name = item_name(key, "key");
                    let key = self.xml_text(&key_name, self.schema.namespace(key), name);
                    let value = self.xml_value(&item_name(item, "value"), item, value)?;
                    elements.push(self.xml_element(entry, None, vec![key, value]));
                }
                Ok(elements)
            }
            _ => Err(format!("{value} is neither a list nor a map")),
        }
    }

    /// One element with the value of a member.
    pub(super) fn xml_value(
        &mut self,
        wire: &str,
        member: &'a Member,
        value: &Value,
    ) -> Result<String, String> {
        let schema = self.schema;
        let namespace = schema.namespace(member);
        let shape = schema.shape(&member.target);
        Ok(match schema.kind(&member.target)? {
            Kind::Structure => {
                let (own, inside) = self.xml_members(&member.target, value, false)?;
                self.xml_element(wire, namespace.into_iter().chain(own), inside)
            }
            Kind::Union => {
                let members = schema.members(&member.target);
                let mut inside = Vec::new();
                for (tag, value) in value.as_object().into_iter().flatten() {
                    match members.iter().find(|(known, _)| known == tag) {
                        Some((_, member)) => {
                            let wire = schema.wire_name(Reader::Client, tag, member);
                            inside.extend(self.xml_member(&wire, member, value)?);
                        }
                        None => inside.push(self.xml_text(tag, None, &text(value))),
                    }
                }
                self.xml_element(wire, namespace, inside)
            }
            Kind::List | Kind::Map => {
                let item = shape.and_then(|shape| shape.member.as_ref());
                let item = item.map_or_else(String::new, |item| item_name(item, "member"));
                let inside = self.xml_items(&item, "entry", member, value)?;
                self.xml_element(wire, namespace, inside)
            }
            _ => {
                let value = self.xml_scalar(member, value)?;
                self.xml_text(wire, namespace, &value)
            }
        })
    }

    fn xml_scalar(&self, member: &'a Member, value: &Value) -> Result<String, String> {
        Ok(match self.schema.kind(&member.target)? {
            Kind::Timestamp => {
                let format = self.schema.timestamp_format(member, Place::Body);
                Timestamp::from_node(value)?.format(format)
            }
            _ => text(value),
        })
    }
}

/// Text with references for characters that have a meaning in XML.
fn escaped(text: &str, attribute: bool) -> String {
    let mut whole = String::new();
    for c in text.chars() {
        match c {
            '&' => whole.push_str("&amp;"),
            '<' => whole.push_str("&lt;"),
            '>' => whole.push_str("&gt;"),
            '\r' => whole.push_str("&#xD;"),
            '"' if attribute => whole.push_str("&quot;"),
            '\t' | '\n' if attribute => whole.push_str(&format!("&#{};", u32::from(c))),
            c => whole.push(c),
        }
    }
    whole
}
