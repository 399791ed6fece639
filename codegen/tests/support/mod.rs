//! Models for tests: a service of this project's own, and whatever shapes a test adds.

#![allow(dead_code, reason = "each test uses some")]

use std::io::Write;

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use serde_json::Value;

/// The traits of the service `Zoo`.
pub const ZOO: &str = r#"
    "aws.protocols#restJson1": {},
    "aws.auth#sigv4": {"name": "zoo"},
    "aws.api#service": {"sdkId": "Zoo", "endpointPrefix": "zoo"}"#;

/// The traits of the service `Zoo` under this protocol.
pub fn speaking(protocol: &str) -> String {
    ZOO.replace("aws.protocols#restJson1", protocol)
}

/// A model of the service `Zoo` with these shapes; every operation is the service's.
pub fn model(shapes: &str) -> String {
    service(shapes, ZOO, "")
}

/// The same with these traits of the service, and these other properties, each with a comma before.
pub fn service(shapes: &str, traits: &str, rest: &str) -> String {
    let parsed: Value = serde_json::from_str(&format!("{{{shapes}}}")).expect(shapes);
    let operations: Vec<String> = parsed
        .as_object()
        .expect("shapes")
        .iter()
        .filter(|(_, shape)| shape["type"] == "operation")
        .map(|(id, _)| format!(r#"{{"target": "{id}"}}"#))
        .collect();
    format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "a.zoo#Zoo": {{"type": "service", "version": "2020-02-20",
                "operations": [{}], "traits": {{{traits}}}{rest}}},
            {shapes}
        }}}}"#,
        operations.join(", ")
    )
}

/// The text of all operations of a model, without documentation.
pub fn text(model: &str) -> String {
    let model = Model::parse(model).expect("a model");
    let plan = plan(&model, &Selection::all()).expect("a plan");
    render(&plan, Docs::None, None)
}

/// The same under this protocol, by the name of its trait.
pub fn text_of(protocol: &str, shapes: &str) -> String {
    text(&service(shapes, &speaking(protocol), ""))
}

/// The notes on all operations of a model.
pub fn notes(model: &str) -> Vec<String> {
    let model = Model::parse(model).expect("a model");
    plan(&model, &Selection::all()).expect("a plan").notes
}

/// Why a model cannot be generated.
pub fn error(model: &str) -> String {
    let planned = Model::parse(model).and_then(|model| plan(&model, &Selection::all()));
    planned.expect_err("an error").to_string()
}

/// The item of this name in a text, its attributes included.
pub fn item(text: &str, name: &str) -> String {
    let declares = |line: &str| {
        ["pub struct ", "pub enum "].iter().any(|word| {
            line.strip_prefix(word)
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with(" {"))
        })
    };
    text.split("\n\n")
        .find(|item| item.lines().any(declares))
        .unwrap_or_else(|| panic!("no {name} in {text}"))
        .trim()
        .to_owned()
}

/// The attribute `#[aws_…]` of the item of this name, in one line.
pub fn attribute(text: &str, name: &str) -> String {
    let item = item(text, name);
    let lines: Vec<&str> =
        item.lines().take_while(|line| !line.starts_with("#[derive")).map(str::trim).collect();
    one_line(&lines.join(" "))
}

/// Attributes without the spaces and commas that breaking them into lines has left.
pub fn one_line(attributes: &str) -> String {
    attributes.replace("( ", "(").replace(", )", ")").replace(" )", ")")
}

/// The lines between the braces of the item of this name.
pub fn inside(text: &str, name: &str) -> String {
    let item = item(text, name);
    let lines: Vec<&str> = item
        .lines()
        .skip_while(|line| !line.starts_with("pub "))
        .skip(1)
        .take_while(|line| *line != "}")
        .map(str::trim)
        .collect();
    lines.join(" ")
}

/// An operation `Do` with this input and this URI, under this method.
pub fn operation(method: &str, uri: &str, members: &str) -> String {
    format!(
        r#""a.zoo#Do": {{"type": "operation", "input": {{"target": "a.zoo#DoInput"}},
            "traits": {{"smithy.api#http": {{"method": "{method}", "uri": "{uri}"}}}}}},
        "a.zoo#DoInput": {{"type": "structure", "members": {{{members}}}}}"#
    )
}

/// An operation `Do` whose output holds a `Nested` with these members.
pub fn nested(members: &str) -> String {
    format!(
        r#""a.zoo#Do": {{"type": "operation", "output": {{"target": "a.zoo#DoOutput"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/do"}}}}}},
        "a.zoo#DoOutput": {{"type": "structure", "members": {{"nested": {{"target": "a.zoo#Nested"}}}}}},
        "a.zoo#Nested": {{"type": "structure", "members": {{{members}}}}}"#
    )
}

/// Prints a line even if the test passes: what is written to the stream itself is not captured.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
