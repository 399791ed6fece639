//! Rules about the host prefix: each of its labels has a field with `#[host_label]`.

use super::labels::declaration;
use crate::diagnostics::Diagnostics;
use crate::model::{HostLabel, HostPiece, Operation};
use crate::rust_type;

/// Each label of the host prefix has a field with `#[host_label]`, and each such field has a label.
///
/// Source: Smithy 2.0, `endpoint` and `hostLabel` traits.
pub fn check_host_labels(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let host_labels = operation.members.iter().filter_map(|m| Some((m, m.host_label.as_ref()?)));
    let Some((prefix, pieces)) = &operation.host_prefix else {
        // A host prefix with a syntax error has already been reported.
        for (member, host_label) in host_labels.filter(|_| !operation.has_host_prefix) {
            diagnostics.error(
                &host_label.at,
                format_args!(
                    "`{}` is a host label, but there is no host prefix; add \
                     `host_prefix = \"{{{}}}.\"` to the arguments",
                    member.display(),
                    host_label.label,
                ),
            );
        }
        return;
    };
    let mut known: Vec<&str> = Vec::new();
    for piece in pieces {
        let HostPiece::Label(label) = piece else {
            continue;
        };
        known.push(label);
        let has_field = host_labels.clone().any(|(_, host_label)| host_label.label == *label);
        if has_field || operation.claimed.contains(label) {
            continue;
        }
        let unmarked = operation.members.iter().find(|member| member.name.text == *label);
        match unmarked {
            Some(member) => diagnostics.error(
                member.field,
                format_args!(
                    "host label `{{{label}}}` has no field; write `#[host_label]` above this one"
                ),
            ),
            None => diagnostics.error(
                prefix,
                format_args!(
                    "host label `{{{label}}}` has no field; add `#[host_label] {}`",
                    declaration(label, operation.case),
                ),
            ),
        }
    }
    for (member, HostLabel { label: name, at }) in host_labels {
        if !known.contains(&&**name) {
            diagnostics.error(
                at,
                format_args!(
                    "no label `{{{name}}}` in the host prefix {:?}; add it there, or remove this \
                     attribute",
                    prefix.value()
                ),
            );
        } else if let (Some(inner), None) =
            (rust_type::option(member.ty), &member.idempotency_token)
        {
            diagnostics.error(
                member.ty,
                format_args!(
                    "a host label is always part of the host, so it cannot be `{}`; use `{}`",
                    rust_type::written(member.ty),
                    rust_type::written(inner),
                ),
            );
        }
    }
}
