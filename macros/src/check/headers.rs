//! Rules about headers: names are valid, each header has one source, and reserved ones are not
//! bound.

use super::queries::check_is_map;
use super::{bound, check_unique};
use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member};
use crate::words;

/// A request binds no header that the transport or the signer writes.
///
/// Source: Smithy 2.0, `httpHeader` trait, "restricted HTTP headers"; AWS Signature Version 4.
pub fn check_request_headers(members: &[Member<'_>], diagnostics: &Diagnostics) {
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

/// A header has a valid name and one source.
///
/// Source: Smithy 2.0, `httpHeader` trait.
pub fn check_header_names(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let headers = || bound(members, Binding::Header);
    for member in headers().chain(bound(members, Binding::PrefixHeaders)) {
        if let Some(c) = member.name.text.chars().find(|c| !is_token(*c)) {
            diagnostics.error(
                &member.name.at,
                format_args!("{c:?} is not allowed in a header name; remove it"),
            );
        }
    }
    check_unique(headers(), "header", str::to_ascii_lowercase, diagnostics);
}

/// The name of an event's header has at most 255 bytes, does not begin with a colon, and belongs to one
/// member.
///
/// Source: Smithy 2.0, "Amazon Event Stream", "Headers wire format".
pub fn check_event_header_names(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in bound(members, Binding::Header) {
        let name = &member.name.text;
        let problem = match name {
            name if name.starts_with(':') => "cannot begin with a colon, which is reserved",
            name if name.len() > 255 => "cannot be longer than 255 bytes",
            _ => continue,
        };
        diagnostics.error(
            &member.name.at,
            format_args!("the name of an event header {problem}; change it"),
        );
    }
    check_unique(bound(members, Binding::Header), "event header", str::to_owned, diagnostics);
}

/// No header is bound both by name and by a prefix, and there is at most one map of prefix headers.
///
/// Source: Smithy 2.0, `httpPrefixHeaders` trait, "conflicts". An empty prefix is an exception: a
/// header that is bound by name takes precedence over it.
pub fn check_prefix_headers(members: &[Member<'_>], diagnostics: &Diagnostics) {
    let mut prefixes = bound(members, Binding::PrefixHeaders);
    let Some(first) = prefixes.next() else {
        return;
    };
    check_is_map(first, "#[prefix_headers(…)]", diagnostics);
    for second in prefixes {
        diagnostics.error(
            &second.at,
            format_args!(
                "`{}` already holds prefix headers, and only one map is allowed; bind these with \
                 `#[header]`",
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
}
