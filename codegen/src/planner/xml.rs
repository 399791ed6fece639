//! Facts about a member in XML and the query protocols: names of elements, namespaces, and whether
//! a list or map is flattened.
//!
//! Smithy 2.0, XML bindings; AWS query and EC2 query protocols.

use serde_json::Value;

use super::place::Place;
use super::target::DEPTH;
use super::{Item, Planner};
use crate::model::{Member, Shape, Traits};
use crate::plan::Xml;
use crate::{Error, Protocol, escape, traits};

/// The names of a member.
pub struct Names {
    /// The wire name.
    pub wire: String,
    /// The name in requests of ec2Query, if it is not the capitalised wire name.
    pub ec2_query: Option<String>,
}

impl Planner<'_> {
    /// The names of a member of a document.
    pub(super) fn names(&self, name: &str, traits: &Traits, place: Place) -> Result<Names, Error> {
        let own = match self.protocol {
            Protocol::RestJson1 => traits.text(traits::JSON_NAME).map(str::to_owned),
            protocol if protocol.is_xml() => xml_name(traits)?,
            _ => None,
        };
        let wire = own.unwrap_or_else(|| name.to_owned());
        if self.protocol != Protocol::Ec2Query {
            return Ok(Names { wire, ec2_query: None });
        }
        let query = match traits.text(traits::EC2_QUERY_NAME) {
            Some(name) => checked(name, traits::EC2_QUERY_NAME)?.to_owned(),
            None => capitalized(&wire),
        };
        // Inputs are only sent, so their members need only the name in requests.
        let wire = if place == Place::Input && capitalized(&query) == query {
            query.clone()
        } else {
            wire
        };
        let ec2_query = (capitalized(&wire) != query).then_some(query);
        Ok(Names { wire, ec2_query })
    }

    /// The arguments of `#[xml(…)]` for a member of a document.
    pub(super) fn xml(&self, member: &Member, place: Place) -> Result<Xml, Error> {
        if !self.protocol.is_xml() {
            return Ok(Xml::default());
        }
        let Some(shape) = self.list_or_map(member) else {
            if member.traits.has(traits::XML_ATTRIBUTE) {
                return Ok(Xml { attribute: true, ..Xml::default() });
            }
            return Ok(Xml { namespace: xml_namespace(&member.traits)?, ..Xml::default() });
        };
        let mut xml = self.inside(shape, DEPTH)?;
        xml.namespace = xml_namespace(&member.traits)?;
        // ec2Query flattens every list of a request.
        let ec2_list =
            self.protocol == Protocol::Ec2Query && place == Place::Input && shape.key.is_none();
        let flattened = member.traits.has(traits::XML_FLATTENED);
        xml.flattened = flattened && !ec2_list;
        if flattened || ec2_list {
            // The name of a flattened list's items is the member's name.
            xml.item = None;
            let of_item = xml.item_namespace.take();
            xml.namespace = xml.namespace.or(of_item);
        }
        Ok(xml)
    }

    /// The root element that a payload member names, if it differs from the target's root element.
    pub(super) fn payload_name(&self, member: &Member) -> Result<Option<String>, Error> {
        if self.protocol != Protocol::RestXml {
            return Ok(None);
        }
        let Some(shape) = self.catalog.model.shape(&member.target) else { return Ok(None) };
        let own = xml_name(&shape.traits)?;
        let name = match shape.kind.as_str() {
            "structure" => {
                let root = own.unwrap_or_else(|| member.target.name().to_owned());
                xml_name(&member.traits)?.filter(|name| *name != root)
            }
            // Only a structure can name its own root element.
            "union" => {
                let name = xml_name(&member.traits)?.or(own);
                let name = name.unwrap_or_else(|| member.target.name().to_owned());
                let ty = self.catalog.name(&Item::Nested(member.target.clone()));
                Some(name).filter(|name| *name != ty)
            }
            _ => None,
        };
        Ok(name)
    }

    /// The names and namespaces of a list's items or a map's entries.
    fn inside(&self, shape: &Shape, depth: usize) -> Result<Xml, Error> {
        let mut xml = Xml::default();
        let named = |member: &Option<Member>, usual: &str| match member {
            Some(member) => Ok((
                xml_name(&member.traits)?.filter(|name| name != usual),
                xml_namespace(&member.traits)?,
            )),
            None => Ok((None, None)),
        };
        (xml.item, xml.item_namespace) = named(&shape.member, "member")?;
        (xml.key, xml.key_namespace) = named(&shape.key, "key")?;
        (xml.value, xml.value_namespace) = named(&shape.value, "value")?;
        let held = shape.member.as_ref().or(shape.value.as_ref());
        let held = held.and_then(|member| self.list_or_map(member));
        if let (Some(held), Some(depth)) = (held, depth.checked_sub(1)) {
            let inner = self.inside(held, depth)?;
            xml.inner = (inner != Xml::default()).then(|| Box::new(inner));
        }
        Ok(xml)
    }

    fn list_or_map(&self, member: &Member) -> Option<&Shape> {
        let shape = self.catalog.model.shape(&member.target)?;
        ["list", "set", "map"].contains(&shape.kind.as_str()).then_some(shape)
    }
}

/// The trait `xmlName`.
pub fn xml_name(traits: &Traits) -> Result<Option<String>, Error> {
    let name = traits.text(traits::XML_NAME);
    name.map(|name| checked(name, traits::XML_NAME).map(str::to_owned)).transpose()
}

/// The trait `xmlNamespace`: a URI, or a prefix, a space and a URI.
pub fn xml_namespace(traits: &Traits) -> Result<Option<String>, Error> {
    let Some(namespace) = traits.get(traits::XML_NAMESPACE) else { return Ok(None) };
    let Some(uri) = namespace.get("uri").and_then(Value::as_str).filter(|uri| !uri.is_empty())
    else {
        return Err(Error::new(format!(
            "its trait {} has no `uri`; complete the model",
            traits::XML_NAMESPACE
        )));
    };
    if uri.contains(|c: char| c.is_whitespace() || escape::is_unprintable(c)) {
        return Err(misnamed(uri, traits::XML_NAMESPACE, "a URI cannot contain white space"));
    }
    match namespace.get("prefix").and_then(Value::as_str) {
        Some(prefix) => Ok(Some(format!("{} {uri}", checked(prefix, traits::XML_NAMESPACE)?))),
        None => Ok(Some(uri.to_owned())),
    }
}

/// A name of an element, attribute or form field, checked against Smithy's pattern.
///
/// Smithy 2.0, XML bindings, `xmlName`: the pattern of the trait's value.
fn checked<'a>(name: &'a str, id: &str) -> Result<&'a str, Error> {
    let is_part = |part: &str| {
        let rest = part.strip_prefix(|c: char| c.is_ascii_alphabetic() || c == '_');
        rest.is_some_and(|rest| {
            rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        })
    };
    if name.split(':').all(is_part) && name.split(':').count() <= 2 {
        return Ok(name);
    }
    Err(misnamed(
        name,
        id,
        "a name starts with a letter or `_`, followed by letters, digits, `_` and `-`; it can have \
         one prefix, followed by `:`",
    ))
}

fn misnamed(value: &str, id: &str, rule: &str) -> Error {
    Error::new(format!(
        "its trait {id} has the invalid value `{}`; {rule}",
        escape::cut(value, 100)
    ))
}

/// The name with its first letter in upper case.
fn capitalized(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}
