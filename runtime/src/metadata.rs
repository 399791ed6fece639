//! [`Metadata`]: what is known of an operation without a value of it.

use crate::protocol::Protocol;

/// What is known of an operation without a value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The operation's name: the struct's.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The URI pattern, with its labels.
    pub uri: &'static str,
    /// The status of a success, as the model states it. Any 2xx is taken for one.
    pub code: u16,
    /// The protocol it is encoded in.
    pub protocol: Protocol,
}

impl Metadata {
    /// The metadata of an operation.
    pub const fn new(
        name: &'static str,
        method: &'static str,
        uri: &'static str,
        code: u16,
        protocol: Protocol,
    ) -> Self {
        Self { name, method, uri, code, protocol }
    }
}
