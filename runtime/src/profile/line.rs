//! A line of a profile file: a property, and what is a comment in it.

/// What begins a comment.
pub(super) const COMMENT: [char; 2] = ['#', ';'];

/// Why a line is no property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoProperty {
    NoName,
    NoEqualsSign,
}

/// Name in lowercase and value of a property's line, without a comment.
pub(super) fn property(line: &str) -> Result<(String, &str), NoProperty> {
    let line = without_comment(line);
    let (key, value) = line.split_once('=').ok_or(NoProperty::NoEqualsSign)?;
    match key.trim() {
        "" => Err(NoProperty::NoName),
        key => Ok((key.to_ascii_lowercase(), value.trim())),
    }
}

/// A comment in a property's line begins after white space: `a#b` is a value.
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
