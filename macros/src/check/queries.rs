//! Rules about query parameters: each has one source.

use super::{bound, check_unique};
use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member, Operation};
use crate::rust_type::{self, Known};
use crate::uri;

/// A query parameter has one source.
///
/// Source: Smithy 2.0, `httpQuery` trait, "conflicts".
pub fn check_query_names(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let literals = operation.pattern.as_ref().map_or(&[][..], |pattern| &pattern.query);
    let fixed =
        |member: &&Member<'_>| literals.iter().any(|literal| uri::key(literal) == member.name.text);
    let queries = || bound(&operation.members, Binding::Query);
    for member in queries().filter(fixed) {
        diagnostics.error(
            &member.name.at,
            format_args!(
                "query parameter `{}` is already fixed by the uri; remove this field or the literal",
                member.name.text,
            ),
        );
    }
    check_unique(queries().filter(|m| !fixed(m)), "query parameter", str::to_owned, diagnostics);
}

/// At most one map supplies further query parameters.
///
/// Source: Smithy 2.0, `httpQueryParams` trait.
pub fn check_query_params(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let mut params = bound(members, Binding::QueryParams);
    let Some(first) = params.next() else {
        return;
    };
    check_is_map(first, "#[query_params]", diagnostics);
    for second in params {
        diagnostics.error(
            &second.at,
            format_args!(
                "`{}` already holds the other query parameters; put these into it, or bind them \
                 with `#[query]`",
                first.display(),
            ),
        );
    }
}

pub fn check_is_map(member: &Member<'_>, attribute: &str, diagnostics: &Diagnostics) {
    if rust_type::known(member.ty).is_some_and(|known| known != Known::Map) {
        diagnostics.error(
            member.ty,
            format_args!(
                "`{attribute}` is only for maps, not for `{}`; use `HashMap<String, String>`",
                rust_type::written(member.ty),
            ),
        );
    }
}
