//! Operations with the same errors share one enum, and every operation keeps the name of its errors.

mod support;

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use support::{model, text};

/// An operation with these errors.
fn operation(name: &str, errors: &[&str]) -> String {
    let errors: Vec<String> =
        errors.iter().map(|error| format!(r#"{{"target": "a.zoo#{error}"}}"#)).collect();
    format!(
        r#""a.zoo#{name}": {{"type": "operation", "errors": [{}],
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}}"#,
        errors.join(", ")
    )
}

fn exception(name: &str) -> String {
    format!(
        r#""a.zoo#{name}": {{"type": "structure", "members": {{}},
            "traits": {{"smithy.api#error": "client"}}}}"#
    )
}

fn zoo() -> String {
    let shapes = [
        operation("Clean", &["Closed", "Hungry"]),
        operation("Feed", &["Closed"]),
        operation("Greet", &[]),
        operation("Visit", &["Hungry", "Closed"]),
        operation("Walk", &["Closed", "Hungry"]),
        exception("Closed"),
        exception("Hungry"),
    ];
    model(&shapes.join(", "))
}

/// The lines that declare the errors of operations.
fn errors(operations: &[&str]) -> Vec<String> {
    let model = Model::parse(&zoo()).expect("a model");
    let plan = plan(&model, &Selection::operations(operations.iter().copied())).expect("a plan");
    let text = render(&plan, Docs::None, None);
    let is_error = |line: &&str| line.starts_with("pub") && line.contains("Error");
    text.lines().filter(is_error).map(str::to_owned).collect()
}

/// A name in a user's code stays valid, whichever operations are added later.
#[test]
fn every_operation_keeps_the_name_of_its_errors() {
    for (operations, expected) in [
        (&["Visit"][..], &["pub enum VisitError {"][..]),
        (&["Feed", "Visit"], &["pub enum FeedError {", "pub enum VisitError {"]),
        (&["Visit", "Walk"], &["pub enum VisitError {", "pub type WalkError = VisitError;"]),
        (
            &["Clean", "Feed", "Greet", "Visit", "Walk"],
            &[
                "pub enum CleanError {",
                "pub enum FeedError {",
                "pub type VisitError = CleanError;",
                "pub type WalkError = CleanError;",
            ],
        ),
    ] {
        assert_eq!(errors(operations), expected, "{operations:?}");
    }
}

#[test]
fn an_operation_names_its_own_errors() {
    let text = text(&zoo());
    for (operation, error) in [("Clean", "CleanError"), ("Visit", "VisitError")] {
        let attribute = format!(
            "#[aws_operation(method = \"POST\", uri = \"/\", error = {error})]\n\
             #[derive(Debug, Clone, Default, PartialEq)]\npub struct {operation} {{}}"
        );
        assert!(text.contains(&attribute), "{text}");
    }
}

#[test]
fn a_long_alias_is_formatted_as_by_rustfmt() {
    let name = |letter: &str| letter.repeat(45);
    let shapes = [
        operation(&name("A"), &["Closed"]),
        operation(&name("B"), &["Closed"]),
        exception("Closed"),
    ];
    let text = text(&model(&shapes.join(", ")));
    let alias = format!("pub type {}Error =\n    {}Error;\n", name("B"), name("A"));
    assert!(text.contains(&alias), "{text}");
}
