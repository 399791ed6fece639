//! Why a document does not match a type, or why a value cannot be written to a document.

use std::fmt::{self, Write as _};

use serde::de::{Expected, Unexpected};

use crate::error::Line;

/// How many steps of a path are shown.
const MAX_STEPS: usize = 16;

/// The problem, its byte offset in the document, and the path of the value. The error quotes no
/// value, because a value may be a secret.
///
/// The path is only built after an error, so successful decoding does not pay for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    message: String,
    at: Option<usize>,
    /// From the innermost value to the root.
    path: Vec<Step>,
    /// The name of the missing member, if the error is about a member that a structure lacks.
    missing: Option<&'static str>,
    /// Marks the end of a list or map that skips nulls, where only nulls were left. It is not an
    /// error.
    is_end: bool,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the member of a structure, or to the entry of a map, with this name or key.
    Key(String),
    /// To the item of a list with this index.
    Item(usize),
}

impl Error {
    #[cold]
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self(Box::new(Details {
            message: message.to_string(),
            at: None,
            path: Vec::new(),
            missing: None,
            is_end: false,
        }))
    }

    /// The end of a list or map that skips nulls, where only nulls were left.
    #[cold]
    pub(crate) fn end_of_nulls() -> Self {
        let mut error = Self::new("null");
        error.0.is_end = true;
        error
    }

    pub(crate) fn is_end_of_nulls(&self) -> bool {
        self.0.is_end
    }

    /// Sets the byte offset in the document, unless the error has one already.
    #[cold]
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.at.get_or_insert(offset);
        self
    }

    /// The byte offset in the document.
    pub(crate) fn offset(&self) -> Option<usize> {
        self.0.at
    }

    /// Adds a step to the path: the member or the entry `name`.
    #[cold]
    pub(crate) fn in_member(self, name: &str) -> Self {
        self.within(Step::Key(name.to_owned()))
    }

    /// Adds a step to the path: the item with this index.
    #[cold]
    pub(crate) fn in_item(self, index: usize) -> Self {
        self.within(Step::Item(index))
    }

    /// Adds a step on the outer side of the path.
    #[cold]
    pub(crate) fn within(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// The path from the document's root to the value, such as `items[3].count`. Empty at the root.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev().take(MAX_STEPS) {
            // Writing to a string cannot fail.
            let _ = write!(path, "{step}");
        }
        if self.0.path.len() > MAX_STEPS {
            path.push('…');
        }
        // At the root, the message already names the member.
        if let Some(name) = self.0.missing.filter(|_| !path.is_empty()) {
            path.push('.');
            path.push_str(name);
        }
        if path.starts_with('.') {
            path.remove(0);
        }
        path
    }

    /// The message and the offset, without the path.
    pub(crate) fn problem(&self) -> String {
        match self.0.at {
            Some(offset) => format!("{} at byte {offset}", self.0.message),
            None => self.0.message.clone(),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | ':');
        match self {
            Self::Item(index) => write!(f, "[{index}]"),
            Self::Key(key) if !key.is_empty() && key.chars().all(is_plain) => {
                write!(f, ".{}", Line::key(key))
            }
            Self::Key(key) => write!(f, "[\"{}\"]", Line::key(key)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem())?;
        match &*self.path() {
            "" => Ok(()),
            path => write!(f, " in `{path}`"),
        }
    }
}

impl std::error::Error for Error {}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format_args!("expected {expected}, found {}", kind(found)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format_args!("expected {expected}, found another {}", kind(found)))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        let mut error = Self::new(format_args!("missing field `{field}`"));
        error.0.missing = Some(field);
        error
    }

    #[cold]
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format_args!("expected one of {}", expected.join(", ")))
    }

    #[cold]
    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format_args!("unknown member; expected one of {}", expected.join(", ")))
    }
}

/// The kind of the value that was found, without the value.
fn kind(found: Unexpected<'_>) -> &'static str {
    use Unexpected as U;
    match found {
        U::Bool(_) => "boolean",
        U::Unsigned(_) | U::Signed(_) => "whole number",
        U::Float(_) => "number",
        U::Char(_) | U::Str(_) => "string",
        U::Bytes(_) => "bytes",
        U::Unit | U::Option => "null",
        U::Seq => "list",
        U::Map | U::NewtypeStruct => "object",
        U::Enum | U::UnitVariant | U::NewtypeVariant | U::TupleVariant | U::StructVariant => {
            "union"
        }
        U::Other(_) => "value",
    }
}

#[cfg(test)]
mod tests {
    use serde::de::Error as _;

    use super::Error;

    #[test]
    fn an_error_says_what_and_where() {
        let error = Error::new("wrong").at(7).at(1).in_member("count").in_item(3).in_member("a b");
        assert_eq!(error.to_string(), "wrong at byte 7 in `[\"a b\"][3].count`");
        assert_eq!(error.path(), "[\"a b\"][3].count");
        assert_eq!(error.problem(), "wrong at byte 7");
        assert_eq!(Error::new("wrong").to_string(), "wrong");
        let missing = Error::missing_field("Name");
        assert_eq!(missing.to_string(), "missing field `Name`");
        let missing = missing.in_item(0).in_member("Tags");
        assert_eq!(missing.to_string(), "missing field `Name` in `Tags[0].Name`");
    }

    #[test]
    fn a_path_is_short_and_has_no_control_characters() {
        let error = (0..100).fold(Error::new("wrong"), Error::in_item);
        assert!(error.path().starts_with("[99][98]") && error.path().ends_with("[84]…"));
        let error = Error::new("wrong").in_member(&"k".repeat(1000)).in_member("a\n\u{202e}b");
        assert!(error.path().len() < 100 && error.path().starts_with("[\"a b\"].kkk"));
    }
}
