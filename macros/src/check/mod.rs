//! Stage 3: one function for each rule. Each names the section of the Smithy specification that it
//! enforces.
//!
//! A rule is one `check_*` function, a compile-fail case in `tests/ui/fail`, and one line of the
//! reference. Rules about a single field or argument are in `resolve`.

mod body;
mod context;
mod headers;
mod hosts;
mod labels;
mod queries;
mod rpc;
mod values;
mod xml;

use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member, Operation, Place};

/// All rules for a request.
pub fn operation(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let members = &*operation.members;
    xml::check_protocol_has_facts(operation, diagnostics);
    if operation.protocol.is_rpc() {
        rpc::check_no_http_bindings(operation, diagnostics);
    }
    let near = labels::check_labels_have_fields(operation, diagnostics);
    labels::check_label_types(members, diagnostics);
    queries::check_query_names(operation, diagnostics);
    queries::check_query_params(members, diagnostics);
    body::check_payload(members, true, operation.protocol.is_rpc(), diagnostics);
    body::check_bodiless_methods(operation, &near, diagnostics);
    body::check_body_members(members, diagnostics);
    body::check_streams(members, diagnostics);
    headers::check_request_headers(members, diagnostics);
    hosts::check_host_labels(operation, diagnostics);
    context::check_context_params(operation, diagnostics);
    values::check_idempotency_tokens(members, diagnostics);
    values::check_defaults(members, Place::Request, diagnostics);
    check_both_directions(members, diagnostics);
}

/// All rules for an output, for a variant of an error, or for a structure inside a document.
pub fn decoded(members: &[Member<'_>], place: Place, diagnostics: &Diagnostics) {
    body::check_payload(members, false, true, diagnostics);
    body::check_body_members(members, diagnostics);
    body::check_streams(members, diagnostics);
    values::check_response_codes(members, diagnostics);
    values::check_owned(members, diagnostics);
    values::check_defaults(members, place, diagnostics);
    check_both_directions(members, diagnostics);
}

/// All rules for an event.
pub fn event(members: &[Member<'_>], diagnostics: &Diagnostics) {
    body::check_event_payload(members, diagnostics);
    body::check_body_members(members, diagnostics);
    body::check_no_streams_in_events(members, diagnostics);
    headers::check_event_header_names(members, diagnostics);
    values::check_owned(members, diagnostics);
    values::check_defaults(members, Place::Event, diagnostics);
    values::check_event_timestamps(members, diagnostics);
    xml::check_facts(members, diagnostics);
}

fn check_both_directions(members: &[Member<'_>], diagnostics: &Diagnostics) {
    headers::check_header_names(members, diagnostics);
    headers::check_prefix_headers(members, diagnostics);
    values::check_timestamps(members, diagnostics);
    values::check_media_types(members, diagnostics);
    xml::check_facts(members, diagnostics);
}

pub use values::check_timestamp;
pub use xml::{check_unwrapped, check_variant};

fn bound<'m, 'a>(
    members: &'m [Member<'a>],
    binding: Binding,
) -> impl Iterator<Item = &'m Member<'a>> {
    members.iter().filter(move |member| member.binding == binding)
}

fn is_body(member: &&Member<'_>) -> bool {
    matches!(member.binding, Binding::Body { .. })
}

/// Of several members with the same name, reports all but the first.
fn check_unique<'m, 'a: 'm>(
    members: impl Iterator<Item = &'m Member<'a>>,
    what: &str,
    key: fn(&str) -> String,
    diagnostics: &Diagnostics,
) {
    let mut seen: Vec<(String, &Member<'_>)> = Vec::new();
    for member in members {
        let key = key(&member.name.text);
        match seen.iter().find(|(other, _)| *other == key) {
            Some((_, first)) => diagnostics.error(
                &member.name.at,
                format_args!(
                    "{what} `{}` is already bound by `{}`; remove one, or give it another name",
                    member.name.text,
                    first.display(),
                ),
            ),
            None => seen.push((key, member)),
        }
    }
}
