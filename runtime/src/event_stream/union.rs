//! [`EventUnion`] and [`SendEvent`]: the traits that `#[aws_event_stream]` implements for an enum.

use crate::error::{DecodeError, EncodeError};
use crate::event_frames::RawEvent;
use crate::wire::protocol::Protocol;
use crate::wire::request::EventEncoder;
use crate::wire::response::EventDecoder;

/// The events of a stream: an enum with a variant for each (a Smithy union with the trait
/// `streaming`).
///
/// `#[aws_event_stream]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the enum of a stream's events",
    label = "not an enum under `#[aws_event_stream]`",
    note = "put `#[aws_event_stream]` on `{Self}`"
)]
pub trait EventUnion: Sized {
    /// Decodes an event; `None` if the enum has no variant for it.
    ///
    /// # Errors
    ///
    /// A header or the payload is not of the type of its member.
    fn from_event<P: Protocol>(event: &EventDecoder<'_>) -> Result<Option<Self>, DecodeError>;

    /// Makes the last variant, for an event that has no variant of its own.
    fn unknown(event: RawEvent) -> Self;
}

/// An [`EventUnion`] whose events can be sent. `#[aws_event_stream]` implements it if all types in the
/// enum implement `serde::Serialize`.
#[diagnostic::on_unimplemented(
    message = "the events of `{Self}` cannot be sent",
    label = "a type in this enum does not implement `serde::Serialize`",
    note = "derive `serde::Serialize` for the types in `{Self}`, or put `#[aws_structure]` on them"
)]
pub trait SendEvent: Sized {
    /// Writes the event.
    ///
    /// # Errors
    ///
    /// A member cannot be written.
    fn encode_event<P: Protocol>(&self, event: &mut EventEncoder<'_>) -> Result<(), EncodeError>;
}
