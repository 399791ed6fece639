//! Stage 3: one function per rule, each naming the section of the Smithy specification it enforces.
//!
//! A rule is one `check_*` function here, one folder of compile-fail cases, and one line of the
//! reference.

use crate::diagnostics::{Diagnostics, nearest};
use crate::model::{Binding, HostPiece, Member, Operation};
use crate::resolve::{field_for, is_bodiless};
use crate::rust_type::{self, Known};
use crate::uri;
use crate::words;

/// All rules for a request.
pub fn operation(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let members = &*operation.members;
    let near = check_labels_have_fields(operation, diagnostics);
    check_label_types(members, diagnostics);
    check_query_names(operation, diagnostics);
    check_payload(members, diagnostics);
    check_bodiless_methods(operation, near, diagnostics);
    check_request_headers(members, diagnostics);
    check_host_labels(operation, diagnostics);
    check_idempotency_tokens(members, diagnostics);
    check_body_members(members, diagnostics);
    check_query_params(members, diagnostics);
    check_both_directions(members, diagnostics);
}

/// All rules for an output, or for a variant of an error.
pub fn decoded(members: &[Member<'_>], diagnostics: &Diagnostics) {
    check_payload(members, diagnostics);
    check_response_codes(members, diagnostics);
    check_body_members(members, diagnostics);
    check_both_directions(members, diagnostics);
}

fn check_both_directions(members: &[Member<'_>], diagnostics: &Diagnostics) {
    check_header_names(members, diagnostics);
    check_prefix_headers(members, diagnostics);
    check_timestamps(members, diagnostics);
    check_media_types(members, diagnostics);
}

fn bound<'m, 'a>(
    members: &'m [Member<'a>],
    binding: Binding,
) -> impl Iterator<Item = &'m Member<'a>> {
    members.iter().filter(move |member| member.binding == binding)
}

fn is_body(member: &&Member<'_>) -> bool {
    matches!(member.binding, Binding::Body { .. })
}

/// Reports the second and later of members with the same name.
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

/// Every label of the URI is bound by exactly one field. Returns the field that was reported for
/// nearly matching one, which then has no binding to check.
///
/// Source: Smithy 2.0, `httpLabel` trait.
fn check_labels_have_fields<'m>(
    operation: &'m Operation<'_>,
    diagnostics: &Diagnostics,
) -> Vec<&'m syn::Ident> {
    check_unique(bound(&operation.members, Binding::Label), "label", str::to_owned, diagnostics);
    let mut near = Vec::new();
    let (Some(literal), Some(pattern)) = (&operation.uri, &operation.pattern) else {
        return near;
    };
    let labels = pattern.labels();
    for label in &labels {
        let has_field = bound(&operation.members, Binding::Label).any(|m| m.name.text == *label);
        let known = operation.claimed.iter().chain(&operation.excused).any(|name| name == label);
        if has_field || known {
            continue;
        }
        let field = field_for(label);
        let message = format!("uri label `{{{label}}}` has no field; add `{field}: String`");
        let unbound = operation.members.iter().filter(|member| {
            member.binding == (Binding::Body { explicit: false }) || member.binding == Binding::Host
        });
        let names: Vec<&str> = unbound
            .clone()
            .filter(|member| !near.contains(&member.field))
            .map(|member| &*member.name.text)
            .collect();
        let candidate = nearest(label, &names);
        match unbound.clone().find(|member| Some(&*member.name.text) == candidate) {
            Some(member) => {
                near.push(member.field);
                diagnostics.error(
                    member.field,
                    format_args!("{message}, or bind this field with `#[label(\"{label}\")]`"),
                );
            }
            None => diagnostics.error(literal, message),
        }
    }
    near
}

/// A label is a simple value that is always there.
///
/// Source: Smithy 2.0, `httpLabel` trait: members must be `required` and of a simple type.
fn check_label_types(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in bound(members, Binding::Label) {
        let written = rust_type::display(member.ty);
        if let Some(inner) = rust_type::option(member.ty) {
            let inner = rust_type::display(inner);
            diagnostics.error(
                member.ty,
                format_args!(
                    "a label is always part of the path, so it cannot be `{written}`; use \
                     `{inner}`, or bind it with `#[query]`"
                ),
            );
        } else if matches!(
            rust_type::known(member.ty),
            Some(Known::List | Known::Map | Known::Blob)
        ) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "a label is one piece of text, so it cannot be `{written}`; use `String`, or \
                     bind it with `#[query]`"
                ),
            );
        }
    }
}

/// A query parameter has one source.
///
/// Source: Smithy 2.0, `httpQuery` trait, "conflicts".
fn check_query_names(operation: &Operation<'_>, diagnostics: &Diagnostics) {
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
    let mut params = bound(&operation.members, Binding::QueryParams);
    if let Some(first) = params.next() {
        for second in params {
            diagnostics.error(
                &second.at,
                format_args!(
                    "`{}` already holds the other query parameters; an operation has one \
                     `#[query_params]`",
                    first.display(),
                ),
            );
        }
    }
}

/// A payload is the whole body.
///
/// Source: Smithy 2.0, `httpPayload` trait, "conflicts".
fn check_payload(members: &[Member<'_>], diagnostics: &Diagnostics) {
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
                "`{}` is the whole body, so `{}` has nowhere to go; bind it with `#[query]` or \
                 `#[header]`, or drop `#[payload]`",
                payload.display(),
                other.display(),
            ),
        );
    }
}

/// GET, HEAD and DELETE send no body.
///
/// Source: Smithy 2.0, HTTP bindings, "HTTP method semantics".
fn check_bodiless_methods(
    operation: &Operation<'_>,
    near: Vec<&syn::Ident>,
    diagnostics: &Diagnostics,
) {
    let Some(method) = operation.method.as_ref().filter(|method| is_bodiless(method)) else {
        return;
    };
    let has_payload = bound(&operation.members, Binding::Payload).next().is_some();
    for member in bound(&operation.members, Binding::Body { explicit: false }) {
        // Beside a payload it has been said already that it has nowhere to go.
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

/// A request binds no header that the transport or the signer writes.
///
/// Source: Smithy 2.0, `httpHeader` trait, "restricted HTTP headers"; AWS Signature Version 4.
fn check_request_headers(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in bound(members, Binding::Header) {
        let name = member.name.text.to_ascii_lowercase();
        if words::RESERVED_HEADERS.contains(&&*name) {
            let writer = match &*name {
                "authorization" | "x-amz-date" | "x-amz-security-token" => "signer",
                _ => "transport",
            };
            diagnostics.error(
                &member.name.at,
                format_args!(
                    "header `{}` is written by the {writer}; remove this field",
                    member.name.text
                ),
            );
        }
    }
}

/// A header has one source, and a name that is one.
///
/// Source: Smithy 2.0, `httpHeader` trait.
fn check_header_names(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let headers = || bound(members, Binding::Header);
    for member in headers().chain(bound(members, Binding::PrefixHeaders)) {
        if let Some(c) = member.name.text.chars().find(|c| !is_token(*c)) {
            diagnostics.error(
                &member.name.at,
                format_args!("{c:?} cannot stand in the name of a header; remove it"),
            );
        }
    }
    check_unique(headers(), "header", str::to_ascii_lowercase, diagnostics);
}

/// No header is bound by itself and by a prefix, and there is one map of prefix headers.
///
/// Source: Smithy 2.0, `httpPrefixHeaders` trait, "conflicts". An empty prefix is the exception:
/// there a header that is bound by itself wins.
fn check_prefix_headers(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let mut prefixes = bound(members, Binding::PrefixHeaders);
    let Some(first) = prefixes.next() else {
        return;
    };
    for second in prefixes {
        diagnostics.error(
            &second.at,
            format_args!(
                "`{}` already holds prefix headers; there is one such map",
                first.display()
            ),
        );
    }
    let prefix = first.name.text.to_ascii_lowercase();
    for member in bound(members, Binding::Header) {
        let name = member.name.text.to_ascii_lowercase();
        if !prefix.is_empty() && name.starts_with(&prefix) {
            diagnostics.error(
                &member.name.at,
                format_args!(
                    "header `{}` is already bound by `{}`, which holds all headers that begin with \
                     `{}`; remove this field, or make the prefix longer",
                    member.name.text,
                    first.display(),
                    first.name.text,
                ),
            );
        }
    }
    check_is_map(first, "#[prefix_headers(…)]", diagnostics);
}

/// Query parameters come from a map.
///
/// Source: Smithy 2.0, `httpQueryParams` trait.
fn check_query_params(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in bound(members, Binding::QueryParams) {
        check_is_map(member, "#[query_params]", diagnostics);
    }
}

fn check_is_map(member: &Member<'_>, attribute: &str, diagnostics: &Diagnostics) {
    if rust_type::known(member.ty).is_some_and(|known| known != Known::Map) {
        diagnostics.error(
            member.ty,
            format_args!(
                "`{attribute}` is for the entries of a map, so it cannot be `{}`; use \
                 `HashMap<String, String>`",
                rust_type::display(member.ty),
            ),
        );
    }
}

/// Labels of the host prefix meet fields with `#[host_label]`.
///
/// Source: Smithy 2.0, `endpoint` and `hostLabel` traits.
fn check_host_labels(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let host_labels = operation.members.iter().filter_map(|m| Some((m, m.host_label.as_ref()?)));
    let Some((prefix, pieces)) = &operation.host_prefix else {
        for (member, at) in host_labels {
            diagnostics.error(
                at,
                format_args!(
                    "`{}` is a host label, but there is no host prefix; add \
                     `host_prefix = \"{{{}}}.\"` to the arguments",
                    member.display(),
                    member.name.text,
                ),
            );
        }
        return;
    };
    let stands = |label: &str| pieces.contains(&HostPiece::Label(label.to_owned()));
    for (member, at) in host_labels.clone() {
        if !stands(&member.name.text) {
            diagnostics.error(
                at,
                format_args!(
                    "no label `{{{}}}` in the host prefix {:?}",
                    member.name.text,
                    prefix.value()
                ),
            );
        }
    }
    for piece in pieces {
        let HostPiece::Label(label) = piece else {
            continue;
        };
        let has_field = host_labels.clone().any(|(member, _)| member.name.text == *label);
        if !has_field && !operation.claimed.contains(label) {
            diagnostics.error(
                prefix,
                format_args!(
                    "host label `{{{label}}}` has no field; add `#[host_label] {}: String`",
                    field_for(label),
                ),
            );
        }
    }
    for (member, _) in host_labels {
        if rust_type::option(member.ty).is_some() {
            diagnostics.error(
                member.ty,
                format_args!(
                    "a host label is always part of the host, so it cannot be `{}`; use `String`",
                    rust_type::display(member.ty),
                ),
            );
        }
    }
}

/// A token is filled where it is unset.
///
/// Source: Smithy 2.0, `idempotencyToken` trait.
fn check_idempotency_tokens(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members.iter().filter(|member| member.idempotency_token.is_some()) {
        let inner = rust_type::option(member.ty).map(rust_type::known);
        if matches!(
            inner,
            None | Some(Some(Known::Number | Known::Bool | Known::List | Known::Map))
        ) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` is filled where it is `None`, so it cannot be `{}`; use `Option<String>`",
                    member.display(),
                    rust_type::display(member.ty),
                ),
            );
        }
    }
    let mut tokens = members.iter().filter_map(|m| Some((m, m.idempotency_token.as_ref()?)));
    if let Some((first, _)) = tokens.next() {
        for (_, at) in tokens {
            diagnostics.error(
                at,
                format_args!("`{}` is the idempotency token; there is one", first.display()),
            );
        }
    }
}

/// A body has one member of a name, and no bytes in the guise of a list of numbers.
///
/// Source: Smithy 2.0, `jsonName` trait; simple types, `blob`.
fn check_body_members(members: &[Member<'_>], diagnostics: &Diagnostics) {
    check_unique(members.iter().filter(is_body), "body member", str::to_owned, diagnostics);
    for member in members.iter().filter(is_body) {
        if rust_type::is_byte_list(member.ty) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` would be a list of numbers in the body; use `aws_operation::Blob`, which \
                     is base64 there",
                    member.display(),
                ),
            );
        }
    }
}

/// The status is one number.
///
/// Source: Smithy 2.0, `httpResponseCode` trait.
fn check_response_codes(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let mut codes = bound(members, Binding::ResponseCode);
    let Some(first) = codes.next() else {
        return;
    };
    for second in codes {
        diagnostics.error(
            &second.at,
            format_args!("`{}` already holds the status; there is one", first.display()),
        );
    }
    if rust_type::known(first.ty).is_some_and(|known| known != Known::Number) {
        diagnostics.error(
            first.ty,
            format_args!(
                "a status is a number, so it cannot be `{}`; use `u16`",
                rust_type::display(first.ty)
            ),
        );
    }
}

/// A format is for timestamps.
///
/// Source: Smithy 2.0, `timestampFormat` trait.
fn check_timestamps(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let Some((_, at)) = &member.timestamp else {
            continue;
        };
        match rust_type::known_item(member.ty) {
            None | Some(Known::Timestamp) => {}
            Some(_) => diagnostics.error(
                member.ty,
                format_args!(
                    "`#[timestamp(…)]` is for timestamps, so it cannot be `{}`; use \
                     `aws_operation::Timestamp`",
                    rust_type::display(member.ty),
                ),
            ),
        }
        if matches!(
            member.binding,
            Binding::Payload
                | Binding::PrefixHeaders
                | Binding::QueryParams
                | Binding::ResponseCode
        ) {
            diagnostics.error(at, "`#[timestamp(…)]` is for labels, query, headers and the body");
        }
    }
}

/// A media type is that of a header's or a payload's content.
///
/// Source: Smithy 2.0, `mediaType` trait; AWS restJson1, "Content-Type" and "HTTP headers".
fn check_media_types(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let Some(media_type) = &member.media_type else {
            continue;
        };
        if !matches!(member.binding, Binding::Header | Binding::Payload | Binding::Body { .. }) {
            diagnostics.error(
                media_type,
                "`#[media_type(…)]` is for a header, which then travels as base64, or for a payload",
            );
        }
        let text = media_type.value();
        let plain = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if !plain || !text.contains('/') {
            diagnostics.error(
                media_type,
                format_args!("{text:?} is no media type; write it like \"application/json\""),
            );
        }
    }
}
