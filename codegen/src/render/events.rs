//! The enums of event streams.

use super::attribute;
use super::structure::{Wires, write_members};
use super::{Text, items, types};
use crate::case::{self, Case};
use crate::escape::literal;
use crate::plan::events::{Content, Event, Events};

/// The longest list of fields that rustfmt puts on one line.
const FIELDS_WIDTH: usize = 35;

/// A variant as text.
struct Variant {
    /// The documentation and the attributes.
    head: String,
    /// The variant, with each field on its own line.
    body: String,
    /// The variant on one line, if it has fields and rustfmt could put them on one line.
    short: Option<String>,
}

pub fn write(text: &mut Text, item: &Events) {
    text.blank();
    text.docs(0, &item.docs);
    let arguments = items::rename_all(item.rename_all);
    text.out.push_str(&attribute::of_item("aws_event_stream", &arguments));
    text.line("#[derive(Debug, Clone, PartialEq)]");
    text.open(&format!("pub enum {}", item.name));
    let mut variants: Vec<Variant> =
        item.events.iter().map(|event| variant(text, event, item.rename_all)).collect();
    let mut unknown = text.part();
    unknown.docs(4, "An event that is not in the model.");
    let body = format!("    {}(RawEvent),\n", item.unknown);
    variants.push(Variant { head: unknown.out, body, short: None });
    // If some variants have several lines and others have one, rustfmt puts no fields on one line.
    let lines = |variant: &Variant| {
        let body = variant.short.as_ref().unwrap_or(&variant.body);
        variant.head.lines().count() + body.lines().count()
    };
    let is_mixed =
        variants.iter().any(|it| lines(it) > 1) && variants.iter().any(|it| lines(it) == 1);
    for Variant { head, body, short } in variants {
        text.out.push_str(&head);
        text.out.push_str(short.as_ref().filter(|_| !is_mixed).unwrap_or(&body));
    }
    text.line("}");
}

fn variant(text: &Text, event: &Event, rename_all: Option<&'static str>) -> Variant {
    let mut head = text.part();
    head.docs(4, &event.docs);
    let case = Case::of(rename_all, case::FIELDS);
    if case.of_variant(&event.variant) != event.wire {
        head.out.push_str(&attribute::of_variant("tag", &literal(&event.wire)));
    }
    for (is, word) in [(event.is_exception, "exception"), (event.sensitive, "sensitive")] {
        if is {
            head.out.push_str(&attribute::plain(4, word));
        }
    }
    let head = head.out;
    match &event.content {
        Content::Document(ty) => {
            Variant { head, body: types::variant(&event.variant, ty), short: None }
        }
        Content::Members(members) if members.is_empty() => {
            Variant { head, body: format!("    {} {{}},\n", event.variant), short: None }
        }
        Content::Members(members) => {
            let mut fields = text.part();
            let wires = Wires { rename_all, labels: Vec::new(), marks_body: false };
            write_members(&mut fields, 8, "", members, &wires);
            let fields = fields.out;
            // Every field is one line if it has no documentation and no attributes.
            let list: Vec<&str> =
                fields.lines().map(|line| line.trim().trim_end_matches(',')).collect();
            let is_plain = list.len() == members.len();
            let list = list.join(", ");
            let short = (is_plain && list.len() <= FIELDS_WIDTH)
                .then(|| format!("    {} {{ {list} }},\n", event.variant));
            Variant { head, body: format!("    {} {{\n{fields}    }},\n", event.variant), short }
        }
    }
}
