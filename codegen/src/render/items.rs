//! Unions and enums, and the list of all items.

use super::attribute::{self, Argument};
use super::{Text, events, structure, types};
use crate::case::{self, Case};
use crate::escape::literal;
use crate::plan::events::Events;
use crate::plan::{Enum, EnumValue, Structure, Union};

/// An item that is made from a shape.
pub enum Item<'a> {
    Structure(&'a Structure),
    Union(&'a Union),
    Events(&'a Events),
    Enum(&'a Enum),
}

pub fn write(text: &mut Text, item: &Item<'_>) {
    match item {
        Item::Structure(item) => structure::write(text, item),
        Item::Union(item) => write_union(text, item),
        Item::Events(item) => events::write(text, item),
        Item::Enum(item) => write_enum(text, item),
    }
}

fn write_union(text: &mut Text, item: &Union) {
    text.blank();
    text.docs(0, &item.docs);
    text.out.push_str(&attribute::of_item("aws_union", &rename_all(item.rename_all)));
    text.line("#[derive(Debug, Clone, PartialEq)]");
    text.open(&format!("pub enum {}", item.name));
    let case = Case::of(item.rename_all, case::FIELDS);
    for variant in &item.variants {
        text.docs(4, &variant.docs);
        if case.of_variant(&variant.variant) != variant.wire {
            text.out.push_str(&attribute::of_variant("tag", &literal(&variant.wire)));
        }
        text.out.push_str(&structure::xml(4, &variant.xml, 0));
        if let Some(format) = variant.timestamp {
            text.out.push_str(&attribute::plain(4, &format!("timestamp({format})")));
        }
        if variant.sensitive {
            text.out.push_str(&attribute::plain(4, "sensitive"));
        }
        match &variant.ty {
            Some(ty) => text.out.push_str(&types::variant(&variant.variant, ty)),
            None => text.line(&format!("    {},", variant.variant)),
        }
    }
    text.docs(4, "A member that is not in the model: its tag and its value.");
    text.line(&format!("    {}(String, Document),", item.unknown));
    text.line("}");
}

fn write_enum(text: &mut Text, item: &Enum) {
    text.blank();
    text.docs(0, &item.docs);
    text.out.push_str(&attribute::of_item("aws_enum", &rename_all(item.rename_all)));
    text.line("#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    text.open(&format!("pub enum {}", item.name));
    let case = Case::of(item.rename_all, case::VALUES);
    for variant in &item.variants {
        let (literal, says_it) = match &variant.value {
            EnumValue::Text(value) => (literal(value), case.of_variant(&variant.variant) == *value),
            EnumValue::Int(value) => (value.to_string(), false),
        };
        text.docs(4, &variant.docs);
        if !says_it {
            text.out.push_str(&attribute::of_variant("value", &literal));
        }
        text.line(&format!("    {},", variant.variant));
    }
    text.docs(4, "A value that is not in the model.");
    let holds = if item.int { "i32" } else { "String" };
    text.line(&format!("    {}({holds}),", item.unknown));
    text.line("}");
}

pub fn rename_all(word: Option<&str>) -> Vec<Argument> {
    word.iter().map(|word| Argument::text("rename_all", word)).collect()
}
