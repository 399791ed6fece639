//! Rules about the traits of a member's value: idempotency tokens, timestamps, media types.

use quote::ToTokens as _;
use syn::Type;

use super::bound;
use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member, Place};
use crate::rust_type::{self, Known};

/// An idempotency token can be unset, and an operation has at most one.
///
/// Source: Smithy 2.0, `idempotencyToken` trait.
pub fn check_idempotency_tokens(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let tokens = || members.iter().filter_map(|m| Some((m, m.idempotency_token.as_ref()?)));
    for (member, _) in tokens() {
        let inner = rust_type::option(member.ty).map(rust_type::known);
        if !matches!(inner, Some(None | Some(Known::Text))) {
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` is generated if it is `None`, so it cannot be `{}`; use `Option<String>`",
                    member.display(),
                    rust_type::written(member.ty),
                ),
            );
        }
    }
    let mut tokens = tokens();
    if let Some((first, _)) = tokens.next() {
        for (_, at) in tokens {
            diagnostics.error(
                at,
                format_args!(
                    "`{}` is already the idempotency token, and only one is allowed; remove this \
                     attribute",
                    first.display()
                ),
            );
        }
    }
}

/// At most one member holds the status, and it is a number.
///
/// Source: Smithy 2.0, `httpResponseCode` trait.
pub fn check_response_codes(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let mut codes = bound(members, Binding::ResponseCode);
    let Some(first) = codes.next() else {
        return;
    };
    for second in codes {
        diagnostics.error(
            &second.at,
            format_args!("`{}` already holds the status; remove one", first.display()),
        );
    }
    if rust_type::known(first.ty).is_some_and(|known| known != Known::Number) {
        diagnostics.error(
            first.ty,
            format_args!(
                "a status is a number, so it cannot be `{}`; use `u16`",
                rust_type::written(first.ty)
            ),
        );
    }
}

/// Decoded types own their data, because the response is dropped after decoding.
pub fn check_owned(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        if rust_type::is_borrowed(member.ty.to_token_stream()) {
            let owned = match rust_type::known(member.ty) {
                Some(Known::Text) => "`String`",
                Some(Known::List) => "`Vec`",
                _ => "a type without lifetimes",
            };
            diagnostics.error(
                member.ty,
                format_args!(
                    "`{}` cannot borrow from the response, so it cannot be `{}`; use {owned}",
                    member.display(),
                    rust_type::written(member.ty),
                ),
            );
        }
    }
}

/// A default replaces a missing member of a response, or an empty label of a request.
///
/// Source: Smithy 2.0, `default` trait.
pub fn check_defaults(members: &[Member<'_>], place: Place, diagnostics: &Diagnostics) {
    for member in members {
        let Some(default) = &member.default else {
            continue;
        };
        let name = member.display();
        match (place, member.binding) {
            (Place::Request, Binding::Label) if default.text.is_some() => {}
            (Place::Request, Binding::Label) => diagnostics.error(
                &default.at,
                "the default of a label is sent if the label is empty, so it must be a string; \
                 write it like `#[default(\"-\")]`",
            ),
            (Place::Request, Binding::Unknown) => {}
            (Place::Request, _) => diagnostics.error(
                &default.at,
                format_args!(
                    "`{name}` is sent as it is, and omitted if it is `None`; remove \
                     `#[default(…)]`, which is only for labels and decoded members"
                ),
            ),
            (_, Binding::Body { .. } | Binding::Header) => {
                if let Some(inner) = rust_type::option(member.ty) {
                    diagnostics.error(
                        member.ty,
                        format_args!(
                            "`{name}` has a default, so it is always set and cannot be `{}`; use \
                             `{}`",
                            rust_type::written(member.ty),
                            rust_type::written(inner),
                        ),
                    );
                }
            }
            _ => diagnostics.error(
                &default.at,
                format_args!("`{name}` cannot have a default here; remove `#[default(…)]`"),
            ),
        }
    }
}

/// A timestamp format is only for timestamps.
///
/// Source: Smithy 2.0, `timestampFormat` trait.
pub fn check_timestamps(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let Some((_, at)) = &member.timestamp else {
            continue;
        };
        let binds = match member.binding {
            Binding::Payload => "#[payload]",
            Binding::PrefixHeaders => "#[prefix_headers]",
            Binding::QueryParams => "#[query_params]",
            Binding::ResponseCode => "#[response_code]",
            _ => {
                check_timestamp(member.ty, diagnostics);
                continue;
            }
        };
        diagnostics
            .error(at, format_args!("`{binds}` has no timestamp format; remove `#[timestamp(…)]`"));
    }
}

/// In an event, a timestamp format is only for timestamps in the payload's document.
///
/// Source: Smithy 2.0, "Amazon Event Stream Specification", "Headers wire format".
pub fn check_event_timestamps(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let Some((_, at)) = &member.timestamp else {
            continue;
        };
        match member.binding {
            Binding::Header => diagnostics.error(
                at,
                "`#[event_header]` has no timestamp format, because the headers of an event have a \
                 type for timestamps; remove `#[timestamp(…)]`",
            ),
            Binding::Payload => diagnostics
                .error(at, "`#[event_payload]` has no timestamp format; remove `#[timestamp(…)]`"),
            _ => check_timestamp(member.ty, diagnostics),
        }
    }
}

/// `#[timestamp(…)]` is only for timestamps; this checks the type.
pub fn check_timestamp(ty: &Type, diagnostics: &Diagnostics) {
    match rust_type::known_item(ty) {
        None | Some(Known::Timestamp) => {}
        Some(_) => diagnostics.error(
            ty,
            format_args!(
                "`#[timestamp(…)]` is only for timestamps, not for `{}`; use \
                 `aws_operation::Timestamp`",
                rust_type::written(ty),
            ),
        ),
    }
}

/// Only headers and payloads have a media type.
///
/// Source: Smithy 2.0, `mediaType` trait; AWS restJson1, "Content-Type" and "HTTP headers".
pub fn check_media_types(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let Some(media_type) = &member.media_type else {
            continue;
        };
        if !matches!(
            member.binding,
            Binding::Header | Binding::Payload | Binding::Body { .. } | Binding::Unknown
        ) {
            diagnostics.error(
                media_type,
                format_args!(
                    "`{}` cannot have a media type, which is only for `#[header]` and \
                     `#[payload]`; remove `#[media_type(…)]`",
                    member.display()
                ),
            );
            continue;
        }
        let text = media_type.value();
        let plain = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if !plain || !text.contains('/') {
            diagnostics.error(
                media_type,
                format_args!("{text:?} is not a media type; write it like \"application/json\""),
            );
        }
    }
}
