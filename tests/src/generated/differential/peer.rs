//! [`Peer`]: botocore, and what it knows of a service.

use std::collections::BTreeSet;

use aws_operation_codegen::model::Member;
use serde_json::{Value, json};

use super::schema::{Kind, Place};
use crate::generated::package::run_lines;
use crate::python::script;

/// botocore's client of a service.
pub struct Peer {
    /// botocore's name of the service.
    name: String,
    version: String,
    /// The service's description in botocore's own format.
    description: Value,
}

impl Peer {
    /// The client of the service with this `sdkId`.
    ///
    /// # Errors
    ///
    /// botocore has no such service.
    pub fn of_service(id: &str, version: &str) -> Result<Self, String> {
        let mut command = script("botocore_peer.py");
        command.arg("describe");
        let question = json!({ "service_id": id, "version": version });
        let mut answers = run_lines(&mut command, &[question])?;
        let answer = answers.pop().unwrap_or_default();
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let (Some(name), Some(version)) = (text("name"), text("version")) else {
            return Err(format!("botocore has no service {id}"));
        };
        Ok(Self { name, version, description: answer["description"].clone() })
    }

    /// The requests that botocore makes, and what it returns for the responses.
    ///
    /// # Errors
    ///
    /// The script fails.
    pub fn run(&self, cases: &[Value]) -> Result<Vec<Value>, String> {
        let mut command = script("botocore_peer.py");
        command.args(["run", &self.name, &self.version]);
        run_lines(&mut command, cases)
    }

    /// The operation; `None` where botocore's model lacks it.
    pub fn operation(&self, name: &str) -> Option<&Value> {
        self.description["operations"].get(name)
    }

    /// The URI of an operation, with the members' names for labels.
    pub fn uri(&self, operation: &Value) -> String {
        let mut uri = operation["http"]["requestUri"].as_str().unwrap_or_default().to_owned();
        let input = operation["input"]["shape"].as_str().and_then(|name| self.shape(name));
        let members = input.and_then(|input| input["members"].as_object());
        for (name, member) in members.into_iter().flatten() {
            if let (Some("uri"), Some(label)) =
                (member["location"].as_str(), member["locationName"].as_str())
            {
                // In two steps, for a label may have the name of another member.
                uri = uri.replace(&format!("{{{label}}}"), &format!("{{={name}}}"));
                uri = uri.replace(&format!("{{{label}+}}"), &format!("{{={name}+}}"));
            }
        }
        uri.replace("{=", "{")
    }

    /// A shape of botocore's model.
    pub fn shape(&self, name: &str) -> Option<&Value> {
        self.description["shapes"].get(name)
    }

    /// The name of botocore's shape of a structure's member, where it is what the member is here;
    /// otherwise botocore's model is of another time, and the member is left out of the cases.
    pub fn member(
        &self,
        structure: &str,
        name: &str,
        member: &Member,
        kind: Kind,
        place: Option<Place>,
        lacks: &mut BTreeSet<String>,
    ) -> Option<&str> {
        let found = self.same_member(structure, name, member, kind, place);
        if found.is_none() {
            lacks.insert(format!("{structure}${name}"));
        }
        found
    }

    fn same_member(
        &self,
        structure: &str,
        name: &str,
        member: &Member,
        kind: Kind,
        place: Option<Place>,
    ) -> Option<&str> {
        let structure = self.shape(structure)?;
        let theirs = structure["members"].get(name)?;
        let target = theirs["shape"].as_str()?;
        let location = theirs["location"].as_str();
        let same_place = match place {
            None => true,
            Some(Place::Label) => location == Some("uri"),
            Some(Place::Query) => location == Some("querystring"),
            Some(Place::Header) => matches!(location, Some("header" | "headers")),
            Some(Place::Status) => location == Some("statusCode"),
            Some(Place::Payload) => structure["payload"].as_str() == Some(name),
            Some(Place::Body) => location.is_none() && structure["payload"].as_str() != Some(name),
        };
        let wire = theirs["locationName"].as_str().unwrap_or(name);
        let same_name = wire_name(name, member, place).is_none_or(|ours| ours == wire);
        (same_place && same_name && self.is(target, kind)).then_some(target)
    }

    /// Whether botocore's shape is of this kind.
    pub fn is(&self, name: &str, kind: Kind) -> bool {
        let Some(shape) = self.shape(name) else { return false };
        let names: &[&str] = match kind {
            Kind::Boolean => &["boolean"],
            Kind::Byte | Kind::Short | Kind::Integer | Kind::Long => &["integer", "long"],
            Kind::Float | Kind::Double => &["float", "double"],
            Kind::String => &["string"],
            Kind::Timestamp => &["timestamp"],
            Kind::Blob => &["blob"],
            Kind::List => &["list"],
            Kind::Map => &["map"],
            Kind::Structure | Kind::Union | Kind::Document => &["structure"],
        };
        let is_document = shape["document"].as_bool().unwrap_or_default();
        shape["type"].as_str().is_some_and(|kind| names.contains(&kind))
            && is_document == (kind == Kind::Document)
    }

    /// The members that botocore's structure requires.
    pub fn requires(&self, structure: &str) -> Vec<&str> {
        let required = self.shape(structure).and_then(|shape| shape["required"].as_array());
        required.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The shape of a list's item, or of a map's value.
    pub fn item(&self, name: &str) -> Option<&str> {
        let shape = self.shape(name)?;
        let item = shape.get("member").or_else(|| shape.get("value"))?;
        item["shape"].as_str()
    }
}

/// The name on the wire, where the member has one of its own.
fn wire_name<'m>(name: &'m str, member: &'m Member, at: Option<Place>) -> Option<&'m str> {
    let of = |name: &str| member.traits.text(&format!("smithy.api#{name}"));
    match at.unwrap_or(Place::Body) {
        // Its place in the path tells, see `uri`.
        Place::Label => None,
        // A map of parameters has none.
        Place::Query => of("httpQuery"),
        Place::Header => of("httpHeader").or_else(|| of("httpPrefixHeaders")),
        Place::Status | Place::Payload => None,
        Place::Body => Some(of("jsonName").unwrap_or(name)),
    }
}
