//! Generates the module that maps the fields of each type of a plan to their names in the model.

use std::fmt::Write as _;

use aws_operation_codegen::plan::events::{Content, Events};
use aws_operation_codegen::plan::{Member, Plan, Structure, Type};

/// What a crate of generated operations answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    /// Cases of one request or response.
    Single,
    /// Cases of pages.
    Pages,
    /// Cases of the acceptors of waiters.
    Acceptors,
}

/// Generates the text of `bridge.rs`.
pub(super) fn render(plan: &Plan, calls: Calls) -> String {
    let mut text = String::from(
        "//! The types of `operations` by the names of the model.\n\n\
         #![allow(unused_imports, reason = \"not every model has shapes of every kind\")]\n\n\
         use serde_json::{Map, Value};\n\n\
         use super::operations;\n\
         use crate::bridges::{errors, event_unions, int_enums, structures, text_enums, unions};\n\
         use crate::node::{\n    \
             Exception, Key, Node, add, events, member, members, no_member, normal, only_member,\n    \
             set,\n\
         };\n",
    );
    // Writing to a String cannot fail.
    let _ = match calls {
        Calls::Single | Calls::Acceptors => write_call(&mut text, plan),
        Calls::Pages => write_pages(&mut text, plan),
    };
    let _ = write(&mut text, plan);
    text
}

fn write(text: &mut String, plan: &Plan) -> std::fmt::Result {
    writeln!(text, "structures! {{")?;
    for operation in &plan.operations {
        write_structure(text, &operation.name, &operation.members)?;
    }
    for Structure { name, members, .. } in &plan.structures {
        write_structure(text, name, members)?;
    }
    writeln!(text, "}}\n\nunions! {{")?;
    for union in &plan.unions {
        writeln!(text, "    {} {{", union.name)?;
        for variant in &union.variants {
            let unit = if variant.ty.is_none() { " \"unit\"" } else { "" };
            writeln!(text, "        {:?} => {}{unit},", variant.name, variant.variant)?;
        }
        writeln!(text, "    }} {}", union.unknown)?;
    }
    writeln!(text, "}}\n\nevent_unions! {{")?;
    for union in &plan.events {
        write_events(text, union)?;
    }
    writeln!(text, "}}\n")?;
    for (kind, int) in [("text_enums", false), ("int_enums", true)] {
        let names = plan.enums.iter().filter(|e| e.int == int).map(|e| e.name.as_str());
        writeln!(text, "{kind}! {{ {} }}\n", names.collect::<Vec<_>>().join(" "))?;
    }
    writeln!(text, "errors! {{")?;
    let errors = plan.operations.iter().filter_map(|operation| operation.error.as_ref());
    for error in errors.filter(|error| error.alias_of.is_none()) {
        writeln!(text, "    {} {{", error.name)?;
        for variant in &error.variants {
            let (shape, name, ty) = (variant.shape.as_str(), &variant.name, &variant.ty);
            writeln!(text, "        {shape:?} => {name}({ty}),")?;
        }
        writeln!(text, "    }} {}", error.other)?;
    }
    writeln!(text, "}}")
}

fn write_call(text: &mut String, plan: &Plan) -> std::fmt::Result {
    writeln!(text, "use crate::runner;\n")?;
    writeln!(text, "/// Answers a case of an operation by the operation's name in the model.")?;
    writeln!(text, "pub fn call(operation: &str, case: &Value) -> Option<Value> {{")?;
    writeln!(text, "    let service = &operations::{};", plan.service.constant)?;
    writeln!(text, "    Some(match operation {{")?;
    for operation in &plan.operations {
        let (shape, name) = (operation.shape.name(), &operation.name);
        writeln!(text, "        {shape:?} => runner::call::<operations::{name}>(service, case),")?;
    }
    writeln!(text, "        _ => return None,\n    }})\n}}\n")
}

fn write_pages(text: &mut String, plan: &Plan) -> std::fmt::Result {
    writeln!(text, "use crate::paging;\nuse aws_operation::{{Items, Pages}};\n")?;
    writeln!(text, "/// Answers a case of pages by the operation's name in the model.")?;
    writeln!(text, "pub fn call(operation: &str, case: &Value) -> Option<Value> {{")?;
    writeln!(text, "    let service = &operations::{};", plan.service.constant)?;
    writeln!(text, "    Some(match (operation, case[\"items\"].as_bool() == Some(true)) {{")?;
    for operation in &plan.operations {
        let Some(paginated) = &operation.paginated else { continue };
        let (shape, name) = (operation.shape.name(), &operation.name);
        let mut arm = |items: bool, function: &str, ty: &str| {
            let page_size = match paginated.page_size {
                Some(_) => format!("Some({ty}::page_size)"),
                None => "None".to_owned(),
            };
            writeln!(
                text,
                "        ({shape:?}, {items}) => \
                 paging::{function}::<operations::{name}>(service, case, {page_size}),"
            )
        };
        arm(false, "pages", "Pages")?;
        if paginated.items.is_some() {
            arm(true, "items", "Items")?;
        }
    }
    writeln!(text, "        _ => return None,\n    }})\n}}\n")
}

fn write_structure(text: &mut String, name: &str, members: &[Member]) -> std::fmt::Result {
    writeln!(text, "    {name} {{")?;
    for Member { name, field, .. } in members {
        writeln!(text, "        {name:?} => {field},")?;
    }
    write!(text, "    }}")?;
    let mut members = members.iter();
    if let Some(stream) = members.find(|member| matches!(member.ty, Type::EventStream(_))) {
        write!(text, " {:?} => {}", stream.name, stream.field)?;
    }
    writeln!(text)
}

fn write_events(text: &mut String, union: &Events) -> std::fmt::Result {
    writeln!(text, "    {} {{", union.name)?;
    for event in &union.events {
        if let Content::Document(_) = event.content {
            writeln!(text, "        {:?} => {},", event.wire, event.variant)?;
        }
    }
    writeln!(text, "    }} {{")?;
    for event in &union.events {
        let Content::Members(members) = &event.content else { continue };
        write!(text, "        {:?} => {} {{ ", event.wire, event.variant)?;
        for Member { name, field, .. } in members {
            write!(text, "{name:?} => {field}, ")?;
        }
        writeln!(text, "}},")?;
    }
    writeln!(text, "    }} {}", union.unknown)
}

/// Generates the text of `acceptors.rs`, which finds waiters by their names in the model.
pub(super) fn render_acceptors(plan: &Plan) -> String {
    let mut text = String::from(
        "//! The acceptors of the waiters of `operations`.\n\n\
         use serde_json::Value;\n\n\
         use super::operations::waiters;\n\
         use crate::acceptors::accepts;\n\n\
         /// Answers a case of a waiter by the waiter's name in the model.\n\
         pub fn call(waiter: &str, case: &Value) -> Option<Value> {\n    \
             Some(match waiter {\n",
    );
    for waiter in &plan.waiters {
        let (name, constant) = (&waiter.name, &waiter.constant);
        text.push_str(&format!("        {name:?} => accepts(&waiters::{constant}, case),\n"));
    }
    text.push_str("        _ => return None,\n    })\n}\n");
    text
}
