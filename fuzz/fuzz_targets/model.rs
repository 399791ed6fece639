//! Any model: what is generated is Rust, has the items of the plan and no others, and is not much
//! longer than the model; what is wrong is a line.
#![no_main]

use aws_operation_codegen::plan::Plan;
use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use aws_operation_fuzz::line;
use libfuzzer_sys::fuzz_target;

/// Where the input is no model, its parts take the place of strings in this one.
const TEMPLATE: &str = include_str!("../seeds/model/zoo.json");

/// A short model has a text of its own: attributes, fallback documentation, the last variants.
const LEAST: usize = 100_000;

fuzz_target!(|input: &str| {
    if input.trim_start().starts_with('{') {
        check(input);
    } else {
        check(&with_strings(input));
    }
});

/// The template with parts of the input, between the characters `U+0001`, in the place of its
/// strings. An empty part leaves a string as it is.
fn with_strings(input: &str) -> String {
    let strings: Vec<&str> = input.split('\u{1}').collect();
    let mut model: serde_json::Value = serde_json::from_str(TEMPLATE).expect("a model");
    let mut next = strings.iter().cycle();
    if let Some(shapes) = model.get_mut("shapes").and_then(serde_json::Value::as_object_mut) {
        for shape in shapes.values_mut() {
            if let Some(version) = shape.get_mut("version") {
                replace(version, &mut next);
            }
            visit(shape, &mut next);
        }
    }
    model.to_string()
}

/// Replaces the strings of all traits.
fn visit<'a>(value: &mut serde_json::Value, next: &mut impl Iterator<Item = &'a &'a str>) {
    let Some(members) = value.as_object_mut() else { return };
    for (name, value) in members {
        if name == "traits" {
            replace(value, next);
        } else {
            visit(value, next);
        }
    }
}

fn replace<'a>(value: &mut serde_json::Value, next: &mut impl Iterator<Item = &'a &'a str>) {
    match value {
        serde_json::Value::String(text) => {
            if let Some(new) = next.next().filter(|new| !new.is_empty()) {
                *text = (*new).to_owned();
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| replace(item, next)),
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(|member| replace(member, next));
        }
        _ => {}
    }
}

fn check(text: &str) {
    let model = match Model::parse(text) {
        Ok(model) => model,
        Err(error) => return line::check("Error", &error.to_string()),
    };
    let services: Vec<&str> = model
        .shapes
        .iter()
        .filter(|(_, shape)| shape.kind == "service")
        .map(|(id, _)| id.as_str())
        .take(3)
        .collect();
    for service in services {
        match plan(&model, &Selection::all().service(service)) {
            Ok(plan) => check_plan(&plan, text),
            Err(error) => line::check("Error", &error.to_string()),
        }
    }
}

fn check_plan(plan: &Plan, model: &str) {
    for note in &plan.notes {
        line::check("note", note);
    }
    for docs in [Docs::Full, Docs::Summary, Docs::None] {
        let text = render(plan, docs, Some(model));
        let end = text.lines().skip(6).fold(0, |length, line| length + line.len());
        assert!(end < LEAST + 200 * model.len(), "{} bytes of model make {end}", model.len());
        text.lines().for_each(|text| line::check_one("the text", text));
        let file = match syn::parse_file(&text) {
            Ok(file) => file,
            Err(error) => panic!("{error}: {text}"),
        };
        assert!(file.attrs.is_empty(), "{text}");
        let mut written: Vec<String> = file.items.iter().filter_map(name).collect();
        let mut planned = names(plan);
        written.sort();
        planned.sort();
        assert_eq!(written, planned, "{text}");
    }
}

fn names(plan: &Plan) -> Vec<String> {
    let mut names = vec![plan.service.constant.clone()];
    for operation in &plan.operations {
        names.push(operation.name.clone());
        names.extend(operation.error.as_ref().map(|error| error.name.clone()));
    }
    names.extend(plan.structures.iter().map(|item| item.name.clone()));
    names.extend(plan.unions.iter().map(|item| item.name.clone()));
    names.extend(plan.enums.iter().map(|item| item.name.clone()));
    names
}

fn name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Use(_) => None,
        syn::Item::Const(item) => Some(item.ident.to_string()),
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        _ => panic!("an item that nobody planned"),
    }
}
