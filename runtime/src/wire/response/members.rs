//! Types of members that are not read through serde: prefix headers, and payloads of bytes.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use bytes::Bytes;

use crate::types::{Blob, ByteStream};
use crate::wire::protocol::Content;

/// A map that prefix headers are read into.
#[diagnostic::on_unimplemented(
    message = "prefix headers cannot be read into `{Self}`",
    note = "use `HashMap<String, String>` or `BTreeMap<String, String>`, or an `Option` of one"
)]
pub trait PrefixHeaders {
    /// A map with these names and values.
    fn from_entries(entries: &mut dyn Iterator<Item = (String, String)>) -> Self;
}

impl<S: BuildHasher + Default> PrefixHeaders for HashMap<String, String, S> {
    fn from_entries(entries: &mut dyn Iterator<Item = (String, String)>) -> Self {
        entries.collect()
    }
}

impl PrefixHeaders for BTreeMap<String, String> {
    fn from_entries(entries: &mut dyn Iterator<Item = (String, String)>) -> Self {
        let mut map = Self::new();
        // `collect` would need a sort, which is much code that every program would compile.
        entries.for_each(|(name, value)| {
            map.insert(name, value);
        });
        map
    }
}

/// `None` if there is no such header.
impl<T: PrefixHeaders> PrefixHeaders for Option<T> {
    fn from_entries(entries: &mut dyn Iterator<Item = (String, String)>) -> Self {
        let first = entries.next()?;
        Some(T::from_entries(&mut std::iter::once(first).chain(entries)))
    }
}

/// The types of bytes that a payload can be read into.
#[diagnostic::on_unimplemented(
    message = "a payload cannot be read into `{Self}` as bytes",
    note = "use `aws_operation::Blob`, `aws_operation::ByteStream` or `Vec<u8>`, or an `Option` of one"
)]
pub trait PayloadBytes {
    /// What the type reads of the body.
    #[doc(hidden)]
    const CONTENT: Content = Content::Raw;

    /// The payload. It is a stream only if `CONTENT` says so.
    fn from_payload(payload: ByteStream) -> Self;
}

impl PayloadBytes for Vec<u8> {
    fn from_payload(payload: ByteStream) -> Self {
        Bytes::from_payload(payload).into()
    }
}

impl PayloadBytes for Bytes {
    fn from_payload(payload: ByteStream) -> Self {
        payload.as_bytes().cloned().unwrap_or_default()
    }
}

impl PayloadBytes for Blob {
    fn from_payload(payload: ByteStream) -> Self {
        Bytes::from_payload(payload).into()
    }
}

impl PayloadBytes for ByteStream {
    const CONTENT: Content = Content::Stream;

    fn from_payload(payload: ByteStream) -> Self {
        payload
    }
}

/// `None` if the body is empty.
impl<T: PayloadBytes> PayloadBytes for Option<T> {
    const CONTENT: Content = T::CONTENT;

    fn from_payload(payload: ByteStream) -> Self {
        (payload.length() != Some(0)).then(|| T::from_payload(payload))
    }
}
