//! [`Place`]: what a structure is used as.

/// What a structure is used as. It decides whether HTTP bindings count and which members are optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The input of an operation.
    Input,
    /// The output of an operation, or an exception.
    Response,
    /// Inside a document.
    Nested,
}
