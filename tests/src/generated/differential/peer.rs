//! [`Peer`]: botocore, with its model of a service.

use std::collections::BTreeSet;

use aws_operation_codegen::model::{Member, Shape};
use serde_json::{Value, json};

use crate::generated::package::run_lines;
use crate::generated::protocols::{Format, Protocol};
use crate::generated::schema::{Kind, Place, Reader, Schema, item_name};
use crate::python::script;

/// botocore, as a client of a service.
pub struct Peer {
    /// The name of the service in botocore.
    name: String,
    version: String,
    /// The protocol, in the format of the metadata in botocore's models.
    metadata: Value,
    /// The service's model in botocore's own format.
    description: Value,
    /// Whether its model is the same as ours. Then it has no description.
    is_same: bool,
}

impl Peer {
    /// botocore's service with this `sdkId`, with the given protocol. `target` is the name of the
    /// service in the model.
    ///
    /// # Errors
    ///
    /// botocore has no such service.
    pub fn of_service(
        id: &str,
        version: &str,
        protocol: Protocol,
        target: &str,
    ) -> Result<Self, String> {
        let mut command = script("botocore_peer.py");
        command.arg("describe");
        let question = json!({ "service_id": id, "version": version });
        let mut answers = run_lines(&mut command, &[question])?;
        let answer = answers.pop().unwrap_or_default();
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let (Some(name), Some(version)) = (text("name"), text("version")) else {
            return Err(format!("botocore has no service {id}"));
        };
        let metadata = json!({
            "protocol": protocol.in_botocore(),
            "jsonVersion": protocol.json_version(),
            "targetPrefix": target,
        });
        Ok(Self {
            name,
            version,
            metadata,
            description: answer["description"].clone(),
            is_same: false,
        })
    }

    /// A peer with the same model as ours.
    pub fn same() -> Self {
        let nothing = || (String::new(), Value::Null);
        let ((name, metadata), (version, description)) = (nothing(), nothing());
        Self { name, version, metadata, description, is_same: true }
    }

    /// The requests that botocore makes, and the values that it returns for the responses.
    ///
    /// # Errors
    ///
    /// The script fails.
    pub fn run(&self, cases: &[Value]) -> Result<Vec<Value>, String> {
        let mut command = script("botocore_peer.py");
        command.args(["run", &self.name, &self.version]).arg(self.metadata.to_string());
        run_lines(&mut command, cases)
    }

    /// The requests and pages of botocore's paginators.
    ///
    /// # Errors
    ///
    /// The script fails.
    pub fn pages(&self, cases: &[Value]) -> Result<Vec<Value>, String> {
        let mut command = script("botocore_pages.py");
        command.args([&self.name, &self.version]).arg(self.metadata.to_string());
        run_lines(&mut command, cases)
    }

    /// The operation. `None` if botocore's model does not have it.
    pub fn operation(&self, name: &str) -> Option<&Value> {
        self.description["operations"].get(name)
    }

    /// The URI of an operation. Its labels are replaced by the members' names.
    pub fn uri(&self, operation: &Value) -> String {
        let mut uri = operation["http"]["requestUri"].as_str().unwrap_or_default().to_owned();
        let input = operation["input"]["shape"].as_str().and_then(|name| self.shape(name));
        let members = input.and_then(|input| input["members"].as_object());
        for (name, member) in members.into_iter().flatten() {
            if let (Some("uri"), Some(label)) =
                (member["location"].as_str(), member["locationName"].as_str())
            {
                // In two steps, because a label may have the name of another member.
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

    /// The shape of a structure's member in botocore's model, if the member is the same in both
    /// models. Otherwise botocore's model is older or newer, and the member is omitted from the
    /// cases.
    pub fn member(
        &self,
        schema: Schema<'_>,
        reader: Reader,
        structure: &str,
        member: (&str, &Member, Kind),
        place: Option<Place>,
        lacks: &mut BTreeSet<String>,
    ) -> Option<&str> {
        if self.is_same {
            return Some("");
        }
        let found = self.same_member(schema, reader, structure, member, place);
        if found.is_none() {
            lacks.insert(format!("{structure}${}", member.0));
        }
        found
    }

    fn same_member(
        &self,
        schema: Schema<'_>,
        reader: Reader,
        structure: &str,
        (name, member, kind): (&str, &Member, Kind),
        place: Option<Place>,
    ) -> Option<&str> {
        let structure = self.shape(structure)?;
        let theirs = structure["members"].get(name)?;
        let target = theirs["shape"].as_str()?;
        // Locations do not count in protocols without HTTP bindings.
        let location = theirs["location"].as_str().filter(|_| schema.protocol.is_rest());
        let payload = structure["payload"].as_str().filter(|_| schema.protocol.is_rest());
        let same_place = match place {
            None => true,
            Some(Place::Label) => location == Some("uri"),
            Some(Place::Query) => location == Some("querystring"),
            Some(Place::Header) => matches!(location, Some("header" | "headers")),
            Some(Place::Status) => location == Some("statusCode"),
            Some(Place::Payload) => payload == Some(name),
            Some(Place::Body) => location.is_none() && payload != Some(name),
        };
        let wire = theirs["locationName"].as_str().unwrap_or(name);
        let of = |name: &str| member.traits.text(&format!("smithy.api#{name}"));
        let same_name = match place.unwrap_or(Place::Body) {
            // A label is compared by its position in the path: see `uri`.
            Place::Label | Place::Status | Place::Payload => true,
            // A map of query parameters has no name.
            Place::Query => of("httpQuery").is_none_or(|ours| ours == wire),
            Place::Header => {
                of("httpHeader").or_else(|| of("httpPrefixHeaders")).is_none_or(|ours| ours == wire)
            }
            Place::Body => self.same_name(schema, reader, theirs, name, member),
        };
        (same_place && same_name && self.takes(schema, target, kind)).then_some(target)
    }

    /// Whether botocore's shape can hold values of this kind. In XML and forms numbers are text,
    /// and some numbers are strings in botocore's model.
    pub fn takes(&self, schema: Schema<'_>, name: &str, kind: Kind) -> bool {
        let is_xml = schema.protocol.response_format() == Format::Xml;
        self.is_same
            || self.is(name, kind)
            || kind.is_whole() && is_xml && self.is(name, Kind::String)
    }

    /// Whether a member of a document has the same name in both models.
    fn same_name(
        &self,
        schema: Schema<'_>,
        reader: Reader,
        theirs: &Value,
        name: &str,
        member: &Member,
    ) -> bool {
        let ours = schema.wire_name(reader, name, member);
        let location_name = theirs["locationName"].as_str();
        let wire = location_name.unwrap_or(name);
        let format = match reader {
            Reader::Service => schema.protocol.request_format(),
            Reader::Client => schema.protocol.response_format(),
        };
        if schema.protocol == Protocol::Ec2Query && reader == Reader::Service {
            let capitalized = |name: &str| name[..1].to_uppercase() + &name[1..];
            let wire = theirs["queryName"].as_str().map(str::to_owned);
            return ours == wire.or(location_name.map(capitalized)).unwrap_or(name.to_owned());
        }
        if !matches!(format, Format::Xml | Format::Form) {
            return ours == wire;
        }
        let Some(shape) = theirs["shape"].as_str().and_then(|name| self.shape(name)) else {
            return false;
        };
        let is = |fact: &str| theirs[fact] == json!(true) || shape[fact] == json!(true);
        let flattened = is("flattened");
        let item = shape["member"]["locationName"].as_str().filter(|_| flattened);
        // Only botocore's serializer of XML ignores the name of the items.
        let item =
            item.filter(|_| (schema.protocol, reader) != (Protocol::RestXml, Reader::Service));
        flattened == schema.is_flattened(reader, member)
            && is("xmlAttribute") == schema.is_attribute(member)
            && ours == item.unwrap_or(wire)
    }

    /// Whether the items of a list, or the keys and values of a map, have the same names in both
    /// models.
    pub fn same_names(
        &self,
        schema: Schema<'_>,
        reader: Reader,
        theirs: &str,
        shape: &Shape,
    ) -> bool {
        let format = match reader {
            Reader::Service => schema.protocol.request_format(),
            Reader::Client => schema.protocol.response_format(),
        };
        if self.is_same {
            return true;
        }
        let Some(theirs) = self.shape(theirs) else { return false };
        let same = |part: &str, member: &Option<Member>, default: &str| {
            let name = theirs[part]["locationName"].as_str().unwrap_or(default);
            member.as_ref().is_none_or(|member| item_name(member, default) == name)
        };
        !matches!(format, Format::Xml | Format::Form)
            || same("member", &shape.member, "member")
                && same("key", &shape.key, "key")
                && same("value", &shape.value, "value")
    }

    /// Whether botocore's shape is of this kind.
    fn is(&self, name: &str, kind: Kind) -> bool {
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

    /// The required members of a structure in botocore's model.
    pub fn requires(&self, structure: &str) -> Vec<&str> {
        let required = self.shape(structure).and_then(|shape| shape["required"].as_array());
        required.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The shape of a list's item, or of a map's value.
    pub fn item(&self, name: &str) -> Option<&str> {
        if self.is_same {
            return Some("");
        }
        let shape = self.shape(name)?;
        let item = shape.get("member").or_else(|| shape.get("value"))?;
        item["shape"].as_str()
    }
}
