//! The protocols: for each a serde data format, and where its error code stands.

pub(crate) mod json;

/// How a service lays requests and responses out.
///
/// Source: AWS protocols in the Smithy 2.0 specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// `aws.protocols#restJson1`: HTTP bindings, with JSON bodies.
    RestJson1,
}
