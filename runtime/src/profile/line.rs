//! Parses a line of a profile file: a property, with its comment.

use zeroize::Zeroizing;

use super::place::Place;
use super::property::Property;

/// The characters that start a comment.
pub(super) const COMMENT: [char; 2] = ['#', ';'];

/// A property whose value has no comments: a command may contain ` #` and ` ;`. botocore does the
/// same.
const COMMAND: &str = "credential_process";

/// Why a line is not a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoProperty {
    NoName,
    NoEqualsSign,
}

/// A line with a property.
pub(super) struct Line<'a> {
    /// The key in lowercase.
    pub key: String,
    /// The value without a comment.
    pub value: &'a str,
    /// The value with the text that looks like a comment; `None` if there is no such text.
    whole: Option<&'a str>,
}

impl Line<'_> {
    pub fn at(self, place: Place) -> Property {
        let owned = |text: &str| Zeroizing::new(text.to_owned());
        Property { key: self.key, value: owned(self.value), whole: self.whole.map(owned), place }
    }
}

/// Parses a line with a property.
pub(super) fn property(line: &str) -> Result<Line<'_>, NoProperty> {
    let (key, value) = without_comment(line).split_once('=').ok_or(NoProperty::NoEqualsSign)?;
    let whole = line.split_once('=').map_or(value, |(_, whole)| whole.trim());
    let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
    match key.as_str() {
        "" => Err(NoProperty::NoName),
        COMMAND => Ok(Line { key, value: whole, whole: None }),
        _ => Ok(Line { key, value, whole: Some(whole).filter(|whole| *whole != value) }),
    }
}

/// Removes the comment. A comment must follow white space: `a#b` is a value.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (index, character) in line.char_indices() {
        if COMMENT.contains(&character) && before.is_whitespace() {
            return line.get(..index).unwrap_or(line);
        }
        before = character;
    }
    line
}
