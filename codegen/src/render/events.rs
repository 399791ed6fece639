//! The enums of event streams.

use super::attribute;
use super::structure::{Wires, write_members};
use super::{Text, items, types};
use crate::case::{self, Case};
use crate::escape::literal;
use crate::plan::events::{Content, Event, Events};

pub fn write(text: &mut Text, item: &Events) {
    text.blank();
    text.docs(0, &item.docs);
    let arguments = items::rename_all(item.rename_all);
    text.out.push_str(&attribute::of_item("aws_event_stream", &arguments));
    text.line("#[derive(Debug, Clone, PartialEq)]");
    text.open(&format!("pub enum {}", item.name));
    for event in &item.events {
        write_event(text, event, item.rename_all);
    }
    text.docs(4, "An event that is not in the model.");
    text.line(&format!("    {}(RawEvent),", item.unknown));
    text.line("}");
}

fn write_event(text: &mut Text, event: &Event, rename_all: Option<&'static str>) {
    text.docs(4, &event.docs);
    let case = Case::of(rename_all, case::FIELDS);
    if case.of_variant(&event.variant) != event.wire {
        text.out.push_str(&attribute::of_variant("tag", &literal(&event.wire)));
    }
    for (is, word) in [(event.is_exception, "exception"), (event.sensitive, "sensitive")] {
        if is {
            text.out.push_str(&attribute::plain(4, word));
        }
    }
    match &event.content {
        Content::Document(ty) => text.out.push_str(&types::variant(&event.variant, ty)),
        Content::Members(members) if members.is_empty() => {
            text.line(&format!("    {} {{}},", event.variant));
        }
        Content::Members(members) => {
            let wires = Wires { rename_all, labels: Vec::new(), marks_body: false };
            text.line(&format!("    {} {{", event.variant));
            write_members(text, 8, "", members, &wires);
            text.line("    },");
        }
    }
}
