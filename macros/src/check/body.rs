//! Rules about the body: it is one payload or a document of members, and some methods send none.

use syn::Ident;

use super::{bound, check_unique, is_body};
use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member, Operation};
use crate::resolve::is_bodiless;
use crate::rust_type;

/// A payload is the whole body, so there is one payload and no other body members.
///
/// With `has_initial_message`, the payload may be a stream of events: then the other members are in its
/// first message.
///
/// Source: Smithy 2.0, `httpPayload` trait, "conflicts"; "Event streams", "Initial messages".
pub fn check_payload(
    members: &[Member<'_>],
    is_request: bool,
    has_initial_message: bool,
    diagnostics: &Diagnostics,
) {
    let Some(payload) = bound(members, Binding::Payload).next() else {
        return;
    };
    let has_events = has_initial_message && rust_type::is_event_stream(payload.ty);
    let others = members.iter().filter(|member| {
        member.field != payload.field
            && (member.binding == Binding::Payload || (is_body(member) && !has_events))
    });
    let places = if is_request { "`#[query]` or `#[header]`" } else { "`#[header]`" };
    for other in others {
        diagnostics.error(
            &other.at,
            format_args!(
                "`{}` is the whole body, so `{}` cannot be {} it; bind it with {places}, or drop \
                 `#[payload]`",
                payload.display(),
                other.display(),
                if is_request { "sent in" } else { "read from" },
            ),
        );
    }
}

/// An event has one payload, or a document of members.
///
/// Source: Smithy 2.0, `eventPayload` trait.
pub fn check_event_payload(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let Some(payload) = bound(members, Binding::Payload).next() else {
        return;
    };
    let others = members.iter().filter(|member| {
        member.field != payload.field && (member.binding == Binding::Payload || is_body(member))
    });
    for other in others {
        diagnostics.error(
            &other.at,
            format_args!(
                "`{}` is the whole payload, so `{}` cannot be in it; bind it with \
                 `#[event_header]`, or drop `#[event_payload]`",
                payload.display(),
                other.display(),
            ),
        );
    }
}

/// GET, HEAD and DELETE send no body.
///
/// Source: Smithy 2.0, HTTP bindings, "HTTP method semantics".
pub fn check_bodiless_methods(
    operation: &Operation<'_>,
    near: &[&Ident],
    diagnostics: &Diagnostics,
) {
    let Some(method) = operation.method.as_ref().filter(|method| is_bodiless(method)) else {
        return;
    };
    let has_payload = bound(&operation.members, Binding::Payload).next().is_some();
    for member in bound(&operation.members, Binding::Body { explicit: false }) {
        // The rule about payloads has already reported unbound members beside a payload.
        if has_payload || near.contains(&member.field) {
            continue;
        }
        diagnostics.error(
            &member.at,
            format_args!(
                "`{}` sends no body, but `{}` is unbound; use `#[query]`, `#[header]` or a label; \
                 if this service really reads a body here, write `#[body]`",
                method.value(),
                member.display(),
            ),
        );
    }
}

/// Body members have distinct names, and none is a byte list, which would be sent as a list of
/// numbers.
///
/// Source: Smithy 2.0, `jsonName` trait; simple types, `blob`.
pub fn check_body_members(members: &[Member<'_>], diagnostics: &Diagnostics) {
    check_unique(members.iter().filter(is_body), "body member", str::to_owned, diagnostics);
    for member in members.iter().filter(is_body) {
        if rust_type::is_byte_list(member.ty) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` would be encoded as a list of numbers in the body; use \
                     `aws_operation::Blob`, which is encoded as base64",
                    member.display(),
                ),
            );
        }
    }
}

/// A stream is the whole body, so it is a payload.
///
/// Source: Smithy 2.0, `streaming` trait.
pub fn check_streams(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members.iter().filter(is_body) {
        if rust_type::is_event_stream(member.ty) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` is a stream of events, which is the whole body; put `#[payload]` on it",
                    member.display(),
                ),
            );
        }
        if rust_type::is_stream(member.ty) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` is a stream, which is the whole body; put `#[payload]` on it, or use \
                     `aws_operation::Blob`",
                    member.display(),
                ),
            );
        }
    }
}

/// An event is one message, which cannot contain a stream.
///
/// Source: Smithy 2.0, `streaming` trait, "must be targeted by input or output members".
pub fn check_no_streams_in_events(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let instead = match member.ty {
            ty if rust_type::is_event_stream(ty) => "remove it",
            ty if rust_type::is_stream(ty) => "use `aws_operation::Blob`",
            _ => continue,
        };
        diagnostics.error(
            member.ty,
            format_args!(
                "`{}` is a stream, but an event is one message and cannot contain a stream; {instead}",
                member.display(),
            ),
        );
    }
}
