//! [`Place`]: the use of a structure.

/// The use of a structure. It decides whether HTTP bindings apply and which members are optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The input of an operation.
    Input,
    /// The output of an operation.
    Output,
    /// An exception.
    Exception,
    /// Inside a document.
    Nested,
    /// An event of an event stream.
    Event,
}
