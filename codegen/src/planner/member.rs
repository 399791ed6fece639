//! A member of a structure: its location in the request or response, its type, and its traits.

use std::rc::Rc;

use super::default::default_expression;
use super::place::Place;
use super::target::{is_sensitive, timestamp_format};
use super::xml::Names;
use super::{Planner, service};
use crate::model::{self, Shape, ShapeId};
use crate::names::{Scope, field};
use crate::plan::{Binding, Member, Type, Xml};
use crate::{Error, Protocol, customization, escape, traits};

/// Headers that a request cannot bind.
///
/// Smithy 2.0, HTTP bindings, `httpHeader`, "restricted HTTP headers"; AWS Signature Version 4.
const RESERVED_HEADERS: [&str; 14] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-date",
    "x-amz-security-token",
];

/// The bindings of an input, by trait.
const OF_INPUT: [(&str, Binding); 6] = [
    (traits::HTTP_LABEL, Binding::Label),
    (traits::HTTP_QUERY, Binding::Query),
    (traits::HTTP_QUERY_PARAMS, Binding::QueryParams),
    (traits::HTTP_HEADER, Binding::Header),
    (traits::HTTP_PREFIX_HEADERS, Binding::PrefixHeaders),
    (traits::HTTP_PAYLOAD, Binding::Payload),
];

/// The bindings of an event, by trait.
const OF_EVENT: [(&str, Binding); 2] =
    [(traits::EVENT_HEADER, Binding::EventHeader), (traits::EVENT_PAYLOAD, Binding::EventPayload)];

/// The bindings of an output or exception, by trait.
const OF_RESPONSE: [(&str, Binding); 4] = [
    (traits::HTTP_HEADER, Binding::Header),
    (traits::HTTP_PREFIX_HEADERS, Binding::PrefixHeaders),
    (traits::HTTP_PAYLOAD, Binding::Payload),
    (traits::HTTP_RESPONSE_CODE, Binding::ResponseCode),
];

impl Planner<'_> {
    /// The members of a structure.
    pub fn members(
        &mut self,
        id: &ShapeId,
        shape: &Shape,
        place: Place,
    ) -> Result<Vec<Member>, Error> {
        let mut scope = Scope::new();
        let mut members = Vec::new();
        for (name, member) in &shape.members {
            let field = scope.claim(&[field(name)]);
            if let Some(header) = self.reserved_header(member, place) {
                self.note(format!(
                    "`{}`: its member `{name}` is omitted, because the client always writes the \
                     header `{header}` itself",
                    id.name()
                ));
                continue;
            }
            let member = self.member(id, name, field, member, place)?;
            self.grow(member.wire.len())?;
            members.push(member);
        }
        Ok(members)
    }

    /// The header that an input's member is bound to, if the transport or the signer writes this
    /// header.
    fn reserved_header<'m>(&self, member: &'m model::Member, place: Place) -> Option<&'m str> {
        if place != Place::Input || !self.protocol.is_rest() {
            return None;
        }
        let header = member.traits.text(traits::HTTP_HEADER)?;
        RESERVED_HEADERS.contains(&&*header.to_ascii_lowercase()).then_some(header)
    }

    fn member(
        &mut self,
        id: &ShapeId,
        name: &str,
        field: String,
        member: &model::Member,
        place: Place,
    ) -> Result<Member, Error> {
        let from = format!("member `{name}` of `{}`", id.name());
        let has = |id: &str| member.traits.has(id);
        let event_stream = self.catalog.is_event_stream(member);
        let is_input = place == Place::Input;
        let (binding, bound_name) = self.binding(name, member, place, event_stream);
        let names = match bound_name {
            Some(wire) => Names { wire, ec2_query: None },
            None => self.names(name, &member.traits, place).map_err(|error| error.at(&from))?,
        };
        let (mut xml, mut payload_name) = (Xml::default(), None);
        match binding {
            Binding::Body => xml = self.xml(member, place).map_err(|error| error.at(&from))?,
            Binding::Payload if is_input && !event_stream => {
                payload_name = self.payload_name(member).map_err(|error| error.at(&from))?;
            }
            _ => {}
        }
        let is_response = matches!(place, Place::Output | Place::Exception);
        let is_text = is_response && binding == Binding::Header && {
            let service_id = service::service_id(self.service());
            customization::is_text_header(&service_id, &names.wire)
        };
        let base = match (event_stream, is_text) {
            (true, _) => self.event_stream(&member.target, place, &from)?,
            (_, true) => Type::String,
            _ if self.is_byte_stream(member, &binding, place) => Type::ByteStream,
            _ => self.type_of(&member.target, &from)?,
        };

        let is_label = binding == Binding::Label;
        let idempotency_token = is_input && !is_label && has(traits::IDEMPOTENCY_TOKEN);
        let mut default = None;
        let required = if event_stream {
            true
        } else if is_input {
            is_label || (has(traits::REQUIRED) && !idempotency_token)
        } else if let Some(value) = default_of(member) {
            let known = match base {
                Type::Named(_) => self.known_values(&member.target),
                _ => Rc::default(),
            };
            default = default_expression(&known, value, &base).map_err(|e| e.at(&from))?;
            true
        } else {
            // A response without such headers has an empty map, so the member is never missing.
            has(traits::REQUIRED) || binding == Binding::PrefixHeaders
        };
        if is_label {
            default = customization::label_default(&service::service_id(self.service()), name)
                .map(escape::literal);
        }
        Ok(Member {
            name: name.to_owned(),
            field,
            wire: names.wire,
            ec2_query_name: names.ec2_query,
            payload_name,
            xml,
            timestamp: if is_text { None } else { self.timestamp(member, &binding) },
            media_type: self.media_type(member, &binding),
            binding,
            ty: self.wrapped(id, member, base, required, place),
            idempotency_token,
            context_param: self.context_param(member, place),
            host_label: is_input && has(traits::HOST_LABEL),
            sensitive: is_sensitive(self.catalog.model, member),
            default,
            docs: self.docs_of(&member.traits)?,
        })
    }

    /// Whether a member is a payload that need not fit into memory.
    ///
    /// Smithy 2.0, streaming, `streaming`: only inputs and outputs have such members.
    fn is_byte_stream(&self, member: &model::Member, binding: &Binding, place: Place) -> bool {
        matches!(place, Place::Input | Place::Output)
            && *binding == Binding::Payload
            && self.catalog.is_stream_of_bytes(member)
    }

    /// The endpoint parameter that a member of an input sets, if the endpoint rules use it.
    fn context_param(&self, member: &model::Member, place: Place) -> Option<String> {
        let name = member.traits.get(traits::CONTEXT_PARAM)?.get("name")?.as_str()?;
        (place == Place::Input && self.is_context_param(name)).then(|| name.to_owned())
    }

    fn wrapped(
        &mut self,
        id: &ShapeId,
        member: &model::Member,
        base: Type,
        required: bool,
        place: Place,
    ) -> Type {
        let held = matches!(base, Type::Named(_)) && matches!(place, Place::Nested);
        let ty = if held && self.cycles.closes(id, &member.target) {
            Type::Boxed(Box::new(base))
        } else {
            base
        };
        if required { ty } else { Type::Option(Box::new(ty)) }
    }

    fn media_type(&self, member: &model::Member, binding: &Binding) -> Option<String> {
        let shape = self.catalog.model.shape(&member.target);
        let kind = shape.map(|shape| shape.kind.as_str());
        match (binding, kind) {
            (Binding::Header, Some("string")) | (Binding::Payload, Some("string" | "blob")) => {
                let own = member.traits.text(traits::MEDIA_TYPE);
                own.or_else(|| shape?.traits.text(traits::MEDIA_TYPE)).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The location of a member and, outside the body, its name there.
    fn binding(
        &self,
        name: &str,
        member: &model::Member,
        place: Place,
        event_stream: bool,
    ) -> (Binding, Option<String>) {
        let bindings: &[(&str, Binding)] = match place {
            Place::Event => &OF_EVENT,
            _ if !self.protocol.is_rest() => &[],
            Place::Input => &OF_INPUT,
            Place::Output | Place::Exception => &OF_RESPONSE,
            Place::Nested => &[],
        };
        let bound = bindings.iter().find(|(id, _)| member.traits.has(id));
        match bound {
            Some((id, binding)) => {
                let name = member.traits.text(id).unwrap_or(name);
                (binding.clone(), Some(name.to_owned()))
            }
            None if event_stream => (Binding::Payload, Some(name.to_owned())),
            None => (Binding::Body, None),
        }
    }

    /// The format of a timestamp, if it is not the default of its location.
    ///
    /// Smithy 2.0, protocol traits, `timestampFormat`.
    pub(super) fn timestamp(
        &self,
        member: &model::Member,
        binding: &Binding,
    ) -> Option<&'static str> {
        let usual = match binding {
            Binding::Header | Binding::PrefixHeaders => "http_date",
            Binding::Query | Binding::QueryParams | Binding::Label => "date_time",
            // A header of an event has a type of its own for timestamps.
            Binding::EventHeader => return None,
            Binding::Body | Binding::Payload | Binding::ResponseCode | Binding::EventPayload => {
                self.protocol.document_timestamp()
            }
        };
        let says = timestamp_format(self.catalog.model, member);
        // In CBOR, timestamps have only one form.
        says.filter(|format| *format != usual && self.protocol != Protocol::RpcV2Cbor)
    }
}

/// The default of a member of an output or nested structure. A member with a default is never
/// missing.
fn default_of(member: &model::Member) -> Option<&serde_json::Value> {
    if member.traits.has(traits::CLIENT_OPTIONAL) || member.traits.has(traits::ADDED_DEFAULT) {
        return None;
    }
    member.traits.get(traits::DEFAULT).filter(|value| !value.is_null())
}
