//! Rules about labels: each has a field, and the field's type can be sent in a path.

use syn::Ident;

use super::{bound, check_unique};
use crate::case::{Case, field_name};
use crate::diagnostics::{Diagnostics, nearest};
use crate::foreign;
use crate::model::{Binding, Member, Operation, wire_name};
use crate::rust_type::{self, Known};
use crate::uri::Piece;

/// Every label of the URI is bound by exactly one field. Returns the fields that were reported
/// because their name is close to a label; their bindings are not checked further.
///
/// Source: Smithy 2.0, `httpLabel` trait.
pub fn check_labels_have_fields<'m>(
    operation: &'m Operation<'_>,
    diagnostics: &Diagnostics,
) -> Vec<&'m Ident> {
    let labels = || bound(&operation.members, Binding::Label);
    check_unique(labels(), "label", str::to_owned, diagnostics);
    let mut near: Vec<&Ident> = Vec::new();
    let (Some(literal), Some(pattern)) = (&operation.uri, &operation.pattern) else {
        return near;
    };
    check_signs_before_names(operation, &mut near, diagnostics);
    let case = operation.case;
    for label in pattern.labels() {
        let has_field = labels().any(|member| member.name.text == label);
        let known = operation.claimed.iter().chain(&operation.excused).any(|name| name == label);
        if has_field || known {
            continue;
        }
        let what = format!("uri label `{{{label}}}` has no field");
        if let Some(member) = elsewhere(operation, label) {
            let field = member.display();
            diagnostics.error(
                &member.at,
                format_args!("{what}; remove this attribute to bind `{field}` to the label"),
            );
            continue;
        }
        let add = format!("{what}; add `{}`", declaration(label, case));
        let unbound: Vec<&Member<'_>> = operation
            .members
            .iter()
            .filter(|m| is_unbound(m) && !near.contains(&m.field))
            .collect();
        match nearly(label, &unbound) {
            Some(member) if member.display() == field_name(label) => {
                near.push(member.field);
                diagnostics.error(
                    member.field,
                    format_args!("{what}; bind this field with `#[label(\"{label}\")]`"),
                );
            }
            Some(member) => {
                near.push(member.field);
                diagnostics.error(
                    member.field,
                    format_args!("{add}, or bind this field with `#[label(\"{label}\")]`"),
                );
            }
            None => diagnostics.error(literal, add),
        }
    }
    near
}

/// Segments like `$id` are literals. If a field is named `id`, the segment is an error, because the
/// field would then be sent in another place than the path.
fn check_signs_before_names<'m>(
    operation: &'m Operation<'_>,
    near: &mut Vec<&'m Ident>,
    diagnostics: &Diagnostics,
) {
    let (Some(literal), Some(pattern)) = (&operation.uri, &operation.pattern) else {
        return;
    };
    let literals = pattern.path.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text),
        Piece::Label { .. } => None,
    });
    for segment in literals.flat_map(|text| text.split('/')) {
        let Some(meant) = foreign::perhaps(segment) else {
            continue;
        };
        let is_it = |m: &&Member<'_>| m.name.text == meant.name() || m.display() == meant.name();
        if let Some(member) = operation.members.iter().filter(|m| is_unbound(m)).find(is_it) {
            near.push(member.field);
            diagnostics.error(
                literal,
                format_args!(
                    "segment `{segment}` is literal text, so `{}` is not sent in the path; write \
                     `{{{}}}`, or bind the field with `#[body]`, `#[query]` or `#[header]`",
                    member.display(),
                    member.name.text,
                ),
            );
        }
    }
}

/// The field that would be bound to the label if it had no attribute that binds it elsewhere.
fn elsewhere<'m, 'a>(operation: &'m Operation<'a>, label: &str) -> Option<&'m Member<'a>> {
    let is_it = |member: &&Member<'_>| {
        wire_name(member.field, operation.case) == label
            && member.binding != Binding::Label
            && !is_unbound(member)
    };
    operation.members.iter().find(is_it)
}

fn is_unbound(member: &Member<'_>) -> bool {
    matches!(member.binding, Binding::Body { explicit: false } | Binding::Host)
}

/// The field whose name is the label's name in another case, or a misspelling of it.
fn nearly<'m, 'a>(label: &str, members: &[&'m Member<'a>]) -> Option<&'m Member<'a>> {
    let field = field_name(label);
    let names: Vec<&str> = members.iter().map(|member| &*member.name.text).collect();
    let candidate = nearest(label, &names);
    let same = members.iter().find(|member| member.display() == field);
    same.or_else(|| members.iter().find(|member| Some(&*member.name.text) == candidate)).copied()
}

/// The field to add for a label, for example `rest_api_id: String`.
pub fn declaration(label: &str, case: Case) -> String {
    let name = field_name(label);
    let is_first = |c: char| c.is_alphabetic();
    let field = match &*name {
        "self" | "super" | "crate" => format!("{name}_"),
        _ if !name.contains(char::is_alphanumeric) => "label".to_owned(),
        _ if !name.starts_with(is_first) => format!("_{name}"),
        _ if syn::parse_str::<Ident>(&name).is_err() => format!("r#{name}"),
        _ => name,
    };
    if case.apply(field.trim_start_matches("r#")) == label {
        format!("{field}: String")
    } else {
        format!("#[label({label:?})] {field}: String")
    }
}

/// A label has a simple type and is always present.
///
/// Source: Smithy 2.0, `httpLabel` trait: members must be `required` and of a simple type.
pub fn check_label_types(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in bound(members, Binding::Label) {
        let written = rust_type::written(member.ty);
        let inner = rust_type::option(member.ty);
        match rust_type::known(member.ty) {
            Some(known @ (Known::List | Known::Map | Known::Blob)) => {
                let query = if known == Known::Map { "#[query_params]" } else { "#[query]" };
                diagnostics.error(
                    member.ty,
                    format_args!(
                        "a label is a single string, so it cannot be `{written}`; use `String`, or \
                         bind it with `{query}`"
                    ),
                );
            }
            // An idempotency token that is `None` gets a generated value.
            _ if member.idempotency_token.is_some() => {}
            _ => {
                if let Some(inner) = inner {
                    let inner = rust_type::written(inner);
                    diagnostics.error(
                        member.ty,
                        format_args!(
                            "a label is always part of the path, so it cannot be `{written}`; use \
                             `{inner}`, or bind it with `#[query]`"
                        ),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_to_add_is_one_that_binds_the_label() {
        for (label, case, field) in [
            ("restApiId", Case::Camel, "rest_api_id: String"),
            ("type", Case::Camel, "r#type: String"),
            ("self", Case::Camel, "self_: String"),
            ("2fa", Case::Camel, "_2fa: String"),
            ("restApiId", Case::Pascal, "#[label(\"restApiId\")] rest_api_id: String"),
            ("RestApiId", Case::Pascal, "rest_api_id: String"),
            ("user-id", Case::Camel, "#[label(\"user-id\")] user_id: String"),
            ("DBInstance", Case::Camel, "#[label(\"DBInstance\")] db_instance: String"),
            ("-", Case::Camel, "#[label(\"-\")] label: String"),
        ] {
            assert_eq!(declaration(label, case), field, "{label}");
        }
    }
}
