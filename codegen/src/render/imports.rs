//! The imports: exactly the names that the text uses.

use std::collections::BTreeSet;

use super::Text;
use super::attribute::WIDTH;
use crate::plan::events::Event;
use crate::plan::{Member, Plan, Role, Type};

pub fn write(text: &mut Text, plan: &Plan) {
    let names = names(plan);
    if names.contains("BTreeMap") {
        text.line("use std::collections::BTreeMap;");
        text.blank();
    }
    // Different editions of rustfmt sort types and macros differently, so each kind has its own
    // import. The blank line prevents rustfmt from sorting the two imports.
    let (types, macros): (Vec<&str>, Vec<&str>) = names
        .into_iter()
        .filter(|name| *name != "BTreeMap")
        .partition(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    write_import(text, &types);
    text.blank();
    write_import(text, &macros);
}

fn write_import(text: &mut Text, names: &[&str]) {
    if let [name] = names {
        text.line(&format!("use aws_operation::{name};"));
        return;
    }
    let line = format!("use aws_operation::{{{}}};", names.join(", "));
    if line.len() <= WIDTH {
        text.line(&line);
        return;
    }
    text.line("use aws_operation::{");
    let mut line = "   ".to_owned();
    for name in names {
        if line.len() + name.len() + 2 > WIDTH {
            text.line(&line);
            line = "   ".to_owned();
        }
        line.push(' ');
        line.push_str(name);
        line.push(',');
    }
    text.line(&line);
    text.line("};");
}

fn names(plan: &Plan) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::from(["Service", "aws_operation"]);
    let mut see = |ty: &Type| {
        names.extend(match ty {
            Type::Timestamp => Some("Timestamp"),
            Type::Blob => Some("Blob"),
            Type::ByteStream => Some("ByteStream"),
            Type::EventStream(_) => Some("EventStream"),
            Type::Document => Some("Document"),
            Type::Map(..) => Some("BTreeMap"),
            _ => None,
        });
    };
    for member in members(plan) {
        member.ty.visit(&mut see);
    }
    for variant in plan.unions.iter().flat_map(|union| &union.variants) {
        if let Some(ty) = &variant.ty {
            ty.visit(&mut see);
        }
    }
    for default in members(plan).filter_map(|member| member.default.as_deref()) {
        names.extend(default.contains("DocumentMap::").then_some("DocumentMap"));
    }
    let has_role = |role| plan.structures.iter().any(|structure| structure.role == role);
    let errors = plan.operations.iter().any(|operation| operation.error.is_some());
    for (used, uses) in [
        (plan.service.endpoint_rules.is_some(), &["EndpointRules"][..]),
        (errors, &["ServiceError", "aws_error"]),
        (has_role(Role::Exception), &["aws_error"]),
        (has_role(Role::Output), &["aws_output"]),
        (has_role(Role::Nested), &["aws_structure"]),
        (!plan.unions.is_empty(), &["Document", "aws_union"]),
        (!plan.enums.is_empty(), &["aws_enum"]),
        (!plan.events.is_empty(), &["RawEvent", "aws_event_stream"]),
    ] {
        names.extend(uses.iter().filter(|_| used));
    }
    names
}

fn members(plan: &Plan) -> impl Iterator<Item = &Member> {
    let operations = plan.operations.iter().flat_map(|operation| &operation.members);
    let structures = plan.structures.iter().flat_map(|structure| &structure.members);
    let events = plan.events.iter().flat_map(|union| &union.events).flat_map(Event::members);
    operations.chain(structures).chain(events)
}
