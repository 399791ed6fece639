//! XML: [`Element`], and the document of an input, read by the model.
//!
//! Source: XML 1.0, and Smithy 2.0, XML bindings.

use std::collections::BTreeMap;

use aws_operation_codegen::model::{Member, ShapeId};
use serde_json::{Map, Value, json};

use crate::generated::schema::{Kind, Place, Reader, Schema, item_name};

/// An element. Names include their prefixes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, including namespace declarations.
    pub attributes: BTreeMap<String, String>,
    /// Its child elements.
    pub children: Vec<Element>,
    /// Its text, without that of its children. White space is ignored if there are children.
    pub text: String,
}

impl Element {
    /// Parses a document, and returns its root.
    ///
    /// # Errors
    ///
    /// The text is not well-formed, or has a document type declaration.
    pub fn parse(text: &str) -> Result<Self, String> {
        // Source: XML 1.0, 2.11, end-of-line handling.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut parser = Parser { rest: &text };
        parser.skip_between()?;
        let root = parser.element()?;
        parser.skip_between()?;
        if parser.rest.is_empty() {
            Ok(root)
        } else {
            Err(parser.wrong("something after the root"))
        }
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn wrong(&self, what: &str) -> String {
        format!("not XML: {what} before {:?}", self.rest.chars().take(30).collect::<String>())
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn until(&mut self, end: &str) -> Result<&'a str, String> {
        let (before, rest) =
            self.rest.split_once(end).ok_or_else(|| self.wrong(&format!("no {end:?}")))?;
        self.rest = rest;
        Ok(before)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n']);
    }

    /// Skips white space, comments and processing instructions.
    fn skip_between(&mut self) -> Result<(), String> {
        loop {
            self.skip_space();
            if self.eat("<?") {
                self.until("?>")?;
            } else if self.eat("<!--") {
                self.until("-->")?;
            } else {
                return Ok(());
            }
        }
    }

    fn name(&mut self) -> Result<String, String> {
        let ends = |c: char| c.is_ascii_whitespace() || "=/<>\"'&".contains(c);
        let (name, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        let starts_name = |c: char| c.is_alphabetic() || c == '_' || c == ':';
        if !name.starts_with(starts_name) {
            return Err(self.wrong("no name"));
        }
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn element(&mut self) -> Result<Element, String> {
        if !self.eat("<") {
            return Err(self.wrong("no element"));
        }
        let mut element = Element { name: self.name()?, ..Element::default() };
        loop {
            self.skip_space();
            if self.eat("/>") {
                return Ok(element);
            }
            if self.eat(">") {
                break;
            }
            let name = self.name()?;
            self.skip_space();
            let equals = self.eat("=");
            self.skip_space();
            let quote = if self.eat("\"") { "\"" } else { "'" };
            if !equals || quote == "'" && !self.eat("'") {
                return Err(self.wrong("no value"));
            }
            let value = self.until(quote)?;
            if value.contains('<') {
                return Err(self.wrong("`<` in an attribute"));
            }
            let value = unescaped(&value.replace(['\t', '\n'], " "))?;
            if element.attributes.insert(name.clone(), value).is_some() {
                return Err(self.wrong(&format!("the attribute {name} twice")));
            }
        }
        let mut is_plain = true;
        loop {
            if self.eat("</") {
                let name = self.name()?;
                self.skip_space();
                if name != element.name || !self.eat(">") {
                    return Err(self.wrong(&format!("the end of {name} in {}", element.name)));
                }
                break;
            } else if self.eat("<![CDATA[") {
                let text = self.until("]]>")?;
                element.text.push_str(allowed(text)?);
            } else if self.eat("<!--") {
                self.until("-->")?;
            } else if self.eat("<?") {
                self.until("?>")?;
            } else if self.rest.starts_with('<') {
                element.children.push(self.element()?);
                is_plain = false;
            } else {
                let end = self.rest.find('<').ok_or_else(|| self.wrong("no end"))?;
                let (text, rest) = self.rest.split_at(end);
                element.text.push_str(&unescaped(text)?);
                self.rest = rest;
            }
        }
        if !is_plain && element.text.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
            element.text.clear();
        }
        Ok(element)
    }
}

/// Text with its references replaced by the characters that they stand for.
fn unescaped(text: &str) -> Result<String, String> {
    let mut parts = allowed(text)?.split('&');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').ok_or("not XML: `&` without `;`")?;
        let number = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(hex), _) => u32::from_str_radix(hex, 16).ok(),
            (None, Some(decimal)) => decimal.parse().ok(),
            _ => None,
        };
        whole.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => number
                .and_then(char::from_u32)
                .filter(|c| is_allowed(*c))
                .ok_or_else(|| format!("not XML: &{name};"))?,
        });
        whole.push_str(rest);
    }
    Ok(whole)
}

fn allowed(text: &str) -> Result<&str, String> {
    match text.chars().find(|c| !is_allowed(*c)) {
        None => Ok(text),
        Some(c) => Err(format!("not XML: the character {c:?}")),
    }
}

/// Whether XML allows the character, as itself or as a reference.
///
/// Source: XML 1.0, 2.2, characters.
pub fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The document of an input: the name of the root, and the members inside it, with the names of the
/// model. Lists keep their order; the order of members and of map entries is ignored. Elements that
/// are not in the model have a name in brackets. Attributes that are not members, such as namespace
/// declarations, have their name after `@`. If the value of an element with attributes is not a
/// structure, it has the name `#`.
pub(super) fn read(schema: Schema<'_>, input: &ShapeId, body: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(body).map_err(|error| format!("not XML: {error}"))?;
    let root = Element::parse(text)?;
    let content = match schema.payload(input) {
        Some((_, member)) => value(schema, member, &root)?,
        None => structure(schema, input, &root, true)?,
    };
    Ok(json!({ root.name: content }))
}

fn structure(
    schema: Schema<'_>,
    id: &ShapeId,
    element: &Element,
    top: bool,
) -> Result<Value, String> {
    let members = schema.members(id);
    let find = |wire: &str, attribute: bool| {
        members.iter().find(|(name, member)| {
            schema.is_attribute(member) == attribute
                && schema.wire_name(Reader::Service, name, member) == wire
                && (!top || schema.place(Reader::Service, member) == Place::Body)
        })
    };
    let mut object = Map::new();
    for (name, text) in &element.attributes {
        let name = find(name, true).map_or_else(|| format!("@{name}"), |(name, _)| name.clone());
        object.insert(name, json!(text));
    }
    for child in &element.children {
        let Some((name, member)) = find(&child.name, false) else {
            let unknown = object.entry(format!("<{}>", child.name)).or_insert_with(|| json!([]));
            unknown.as_array_mut().ok_or("a text and elements of one name")?.push(generic(child));
            continue;
        };
        let shape = schema.shape(&member.target);
        let flattened = schema.is_flattened(Reader::Service, member);
        match (schema.kind(&member.target)?, shape) {
            (Kind::List, Some(list)) if flattened => {
                let item = list.member.as_ref().ok_or("a list without an item")?;
                let item = value(schema, item, child)?;
                let items = object.entry(name.clone()).or_insert_with(|| json!([]));
                items.as_array_mut().ok_or("an attribute and items of one name")?.push(item);
            }
            (Kind::Map, Some(map)) if flattened => {
                let (key, value) = entry(schema, (map.key.as_ref(), map.value.as_ref()), child)?;
                object.entry(name.clone()).or_insert_with(|| json!({}))[key] = value;
            }
            _ => {
                let value = value(schema, member, child)?;
                if object.insert(name.clone(), value).is_some() {
                    return Err(format!("{} occurs twice", child.name));
                }
            }
        }
    }
    if !element.text.trim().is_empty() {
        object.insert("<text>".to_owned(), json!(element.text));
    }
    Ok(Value::Object(object))
}

fn value(schema: Schema<'_>, member: &Member, element: &Element) -> Result<Value, String> {
    let shape = schema.shape(&member.target);
    let value = match (schema.kind(&member.target)?, shape) {
        (Kind::Structure | Kind::Union, _) => {
            return structure(schema, &member.target, element, false);
        }
        (Kind::List, Some(list)) => {
            let item = list.member.as_ref().ok_or("a list without an item")?;
            let name = item_name(item, "member");
            let items = element.children.iter().map(|child| match child.name == name {
                true => value(schema, item, child),
                false => Ok(json!({ format!("<{}>", child.name): generic(child) })),
            });
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        (Kind::Map, Some(map)) => {
            let mut entries = Map::new();
            for child in &element.children {
                let (key, value) = entry(schema, (map.key.as_ref(), map.value.as_ref()), child)?;
                let key = if child.name == "entry" { key } else { format!("<{}>", child.name) };
                if entries.insert(key.clone(), value).is_some() {
                    return Err(format!("the key {key:?} occurs twice"));
                }
            }
            Value::Object(entries)
        }
        _ if element.children.is_empty() => json!(element.text),
        _ => generic(element),
    };
    Ok(annotated(value, &element.attributes))
}

/// The key and value of a map entry.
fn entry(
    schema: Schema<'_>,
    members: (Option<&Member>, Option<&Member>),
    element: &Element,
) -> Result<(String, Value), String> {
    let (Some(key_member), Some(value_member)) = members else {
        return Err("a map without a key or value".to_owned());
    };
    let names = [item_name(key_member, "key"), item_name(value_member, "value")];
    let [Some(key), Some(item)] = names.map(|name| element.child(&name)) else {
        return Err(format!("{} is not an entry", element.name));
    };
    if element.children.len() != 2 {
        return Err(format!("{} has more than a key and a value", element.name));
    }
    let value = value(schema, value_member, item)?;
    let mut attributes = element.attributes.clone();
    attributes
        .extend(key.attributes.iter().map(|(name, text)| (format!("key@{name}"), text.clone())));
    Ok((key.text.clone(), annotated(value, &attributes)))
}

fn annotated(value: Value, attributes: &BTreeMap<String, String>) -> Value {
    if attributes.is_empty() {
        return value;
    }
    let mut object = Map::from_iter([("#".to_owned(), value)]);
    object.extend(attributes.iter().map(|(name, text)| (format!("@{name}"), json!(text))));
    Value::Object(object)
}

/// An element that is not in the model.
fn generic(element: &Element) -> Value {
    let children: Vec<Value> = element.children.iter().map(generic).collect();
    json!([element.name, element.attributes, element.text, children])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Element {
        Element::parse(text).expect("it is XML")
    }

    #[test]
    fn the_same_documents_are_equal() {
        let cases = [
            ("<a/>", "<a></a>"),
            ("<a/>", "<?xml version=\"1.0\"?>\n<!-- c --><a ></a >\n"),
            ("<a><b>1</b><c/></a>", "<a>\n  <b>1</b><!-- c -->\n  <c></c>\n</a>"),
            ("<a b='1' c=\"2\"/>", "<a c='2' b='1'/>"),
            ("<a>&lt;&#x41;&#66;</a>", "<a><![CDATA[<A]]>B</a>"),
            ("<a>1\r\n2\r3</a>", "<a>1\n2\n3</a>"),
        ];
        for (one, other) in cases {
            assert_eq!(parsed(one), parsed(other), "{one} {other}");
        }
        assert_eq!(parsed("<a> 1&#xD; </a>").text, " 1\r ");
        assert_eq!(parsed("<a> </a>").text, " ");
        assert_eq!(parsed("<a b='&quot;&#xA;'/>").attributes["b"], "\"\n");
    }

    #[test]
    fn invalid_xml_is_an_error() {
        for text in [
            "",
            "a",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a b=1/>",
            "<a b='1' b='2'/>",
            "<a>&</a>",
            "<a>&nbsp;</a>",
            "<a>&#0;</a>",
            "<a>\u{1}</a>",
            "<!DOCTYPE a><a/>",
            "<1/>",
        ] {
            assert!(Element::parse(text).is_err(), "{text}");
        }
    }
}
