//! Structs: outputs, exceptions and nested structures. Also the fields of all structs.

use super::attribute::{self, Argument, WIDTH};
use super::{Text, types};
use crate::case::{self, Case};
use crate::escape::literal;
use crate::plan::{Binding, Member, Role, Structure, Type, Xml};

/// The facts that decide whether a field needs an attribute for its wire name.
pub struct Wires<'a> {
    pub rename_all: Option<&'static str>,
    /// The labels of the URI.
    pub labels: Vec<&'a str>,
    /// Whether body members need `#[body]`, because requests with this method usually have no body.
    pub marks_body: bool,
}

pub fn write(text: &mut Text, structure: &Structure) {
    text.blank();
    let macro_name = match structure.role {
        Role::Nested => "aws_structure",
        Role::Output => "aws_output",
        Role::Exception => "aws_error",
    };
    text.docs(0, &structure.docs);
    let rename_all = structure.rename_all;
    let mut arguments: Vec<Argument> =
        rename_all.iter().map(|word| Argument::text("rename_all", word)).collect();
    arguments.extend(root(&structure.xml_name, &structure.xml_namespace));
    if structure.unwrapped {
        arguments.push(Argument::word("s3_unwrapped_xml_output"));
    }
    text.out.push_str(&attribute::of_item(macro_name, &arguments));
    text.line(derives(&structure.members));
    let wires = Wires { rename_all, labels: Vec::new(), marks_body: false };
    write_fields(text, &structure.name, &structure.members, &wires);
}

/// The derives of a struct. A stream can be read once, so it can be neither cloned nor compared.
pub fn derives(members: &[Member]) -> &'static str {
    let mut has_stream = false;
    for member in members {
        let is_stream = |ty: &Type| matches!(ty, Type::ByteStream | Type::EventStream(_));
        member.ty.visit(&mut |ty| has_stream |= is_stream(ty));
    }
    if has_stream {
        "#[derive(Debug, Default)]"
    } else {
        "#[derive(Debug, Clone, Default, PartialEq)]"
    }
}

/// The arguments for the root element of a document.
pub fn root(name: &Option<String>, namespace: &Option<String>) -> impl Iterator<Item = Argument> {
    let name = name.as_deref().map(|name| Argument::text("xml_name", name));
    let namespace = namespace.as_deref().map(|uri| Argument::text("xml_namespace", uri));
    name.into_iter().chain(namespace)
}

/// From this width on, rustfmt does not leave the braces of a struct without fields on one line.
const WIDTH_OF_EMPTY: usize = WIDTH - 1;

/// The struct itself, below its attributes.
pub fn write_fields(text: &mut Text, name: &str, members: &[Member], wires: &Wires<'_>) {
    if members.is_empty() {
        let head = format!("pub struct {name}");
        // Where rustfmt breaks a long line depends on its length.
        text.line(&match head.len() + " {}".len() {
            ..WIDTH_OF_EMPTY => format!("{head} {{}}"),
            WIDTH_OF_EMPTY..=WIDTH => format!("{head} {{\n}}"),
            _ => format!("{head}\n{{}}"),
        });
        return;
    }
    text.open(&format!("pub struct {name}"));
    write_members(text, 4, "pub ", members, wires);
    text.line("}");
}

/// The fields of a struct or variant, with this indentation and visibility.
pub fn write_members(
    text: &mut Text,
    indent: usize,
    visibility: &str,
    members: &[Member],
    wires: &Wires<'_>,
) {
    for member in members {
        text.docs(indent, if member.docs.trim().is_empty() { place(member) } else { &member.docs });
        let attributes = attributes(indent, member, wires);
        text.out.push_str(&attributes);
        let name = format!("{visibility}{}", member.field);
        text.out.push_str(&types::field(indent, &name, &member.ty));
    }
}

/// The documentation of a member that has none in the model. Nothing if it would only repeat the
/// member's name.
fn place(member: &Member) -> &'static str {
    match member.binding {
        Binding::QueryParams => "Further query parameters.",
        Binding::PrefixHeaders if member.wire.is_empty() => "All headers.",
        Binding::Payload if matches!(member.ty, Type::EventStream(_)) => "The events.",
        Binding::Payload => "The whole body.",
        Binding::ResponseCode => "The HTTP status code.",
        Binding::EventPayload => "The payload of the event.",
        Binding::Body
        | Binding::Label
        | Binding::Query
        | Binding::Header
        | Binding::PrefixHeaders
        | Binding::EventHeader => "",
    }
}

fn attributes(indent: usize, member: &Member, wires: &Wires<'_>) -> String {
    let mut attributes = binding(indent, member, wires);
    if let Some(name) = &member.ec2_query_name {
        attributes.push_str(&attribute::of_field(indent, "ec2_query_name", &literal(name)));
    }
    attributes.push_str(&xml(indent, &member.xml, 1));
    if let Some(media_type) = &member.media_type {
        attributes.push_str(&attribute::of_field(indent, "media_type", &literal(media_type)));
    }
    if let Some(format) = member.timestamp {
        attributes.push_str(&attribute::plain(indent, &format!("timestamp({format})")));
    }
    if let Some(name) = &member.context_param {
        attributes.push_str(&match *name == member.wire {
            true => attribute::plain(indent, "context_param"),
            false => attribute::of_field(indent, "context_param", &literal(name)),
        });
    }
    for (is, word) in [
        (member.idempotency_token, "idempotency_token"),
        (member.host_label, "host_label"),
        (member.sensitive, "sensitive"),
    ] {
        if is {
            attributes.push_str(&attribute::plain(indent, word));
        }
    }
    if let Some(default) = &member.default {
        attributes.push_str(&if default.starts_with('"') && default.ends_with('"') {
            attribute::of_field(indent, "default", default)
        } else {
            attribute::plain(indent, &format!("default({default})"))
        });
    }
    attributes
}

fn binding(indent: usize, member: &Member, wires: &Wires<'_>) -> String {
    let case = Case::of(wires.rename_all, case::FIELDS);
    let says_it = case.of_field(&member.field) == member.wire;
    let named = |word: &str| {
        if says_it {
            attribute::plain(indent, word)
        } else {
            attribute::of_field(indent, word, &literal(&member.wire))
        }
    };
    match member.binding {
        Binding::Label if says_it => String::new(),
        Binding::Label => named("label"),
        // A body member with the same name as a label would otherwise be read as the label.
        Binding::Body if says_it && !wires.marks_body && !wires.labels.contains(&&*member.wire) => {
            String::new()
        }
        Binding::Body => named("body"),
        Binding::Query => named("query"),
        Binding::QueryParams => attribute::plain(indent, "query_params"),
        Binding::Header => attribute::of_field(indent, "header", &literal(&member.wire)),
        Binding::PrefixHeaders => {
            attribute::of_field(indent, "prefix_headers", &literal(&member.wire))
        }
        Binding::Payload => match &member.payload_name {
            Some(name) => attribute::of_field(indent, "payload", &literal(name)),
            None => attribute::plain(indent, "payload"),
        },
        Binding::ResponseCode => attribute::plain(indent, "response_code"),
        Binding::EventHeader => named("event_header"),
        Binding::EventPayload => attribute::plain(indent, "event_payload"),
    }
}

/// The attribute `#[xml(…)]` of a field or variant. Empty if all facts are the defaults. For
/// `after`, see [`attribute::with_arguments`].
pub fn xml(indent: usize, xml: &Xml, after: usize) -> String {
    let arguments = xml_arguments(xml);
    if arguments.is_empty() {
        return String::new();
    }
    attribute::with_arguments(indent, "xml", &arguments, after)
}

fn xml_arguments(xml: &Xml) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for (is, word) in [(xml.flattened, "flattened"), (xml.attribute, "attribute")] {
        arguments.extend(is.then(|| Argument::word(word)));
    }
    for (text, name) in [
        (&xml.item, "item"),
        (&xml.key, "key"),
        (&xml.value, "value"),
        (&xml.namespace, "namespace"),
        (&xml.item_namespace, "item_namespace"),
        (&xml.key_namespace, "key_namespace"),
        (&xml.value_namespace, "value_namespace"),
    ] {
        arguments.extend(text.as_deref().map(|text| Argument::text(name, text)));
    }
    let inner = xml.inner.as_deref().map(xml_arguments);
    arguments.extend(inner.map(|inner| Argument::List("inner", inner)));
    arguments
}
