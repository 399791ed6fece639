//! Rules of the protocols without HTTP bindings.

use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Operation};
use crate::rust_type;

/// All members of a request are in its body.
///
/// Source: Smithy 2.0, AWS protocols, "Protocol behaviors".
pub fn check_no_http_bindings(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    for member in &operation.members {
        if matches!(member.binding, Binding::Body { .. } | Binding::Host | Binding::Unknown) {
            continue;
        }
        // A stream of events is the whole body. The other members are in its first message.
        if member.binding == Binding::Payload && rust_type::is_event_stream(member.ty) {
            continue;
        }
        diagnostics.error(
            &member.at,
            format_args!(
                "{} has no HTTP bindings: all members are in the body; remove this attribute, or write \
                 `#[body(\"…\")]` for another wire name",
                operation.protocol.word(),
            ),
        );
    }
}
