//! Where in a document an error is: looked up in its text once there is an error, so that reading
//! without one costs nothing.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::reader::Reader;
use crate::error::Line;

/// How many steps of a path are shown.
const MAX_STEPS: usize = 16;

/// The path from the document's root to the innermost value that a byte of the text belongs to, like
/// `items[3].count`; empty at the root. A value's end belongs to it, because that is where most
/// errors about it are found. A text that is not JSON has no paths: there the byte says more.
#[cold]
pub(super) fn path(text: &[u8], offset: usize) -> String {
    let mut whole = Reader::new(text, false, usize::MAX);
    if whole.skip().is_err() || whole.end().is_err() {
        return String::new();
    }
    let mut steps = Vec::new();
    find(&mut Reader::new(text, false, usize::MAX), offset, &mut steps);
    let mut path = String::new();
    for step in steps.iter().take(MAX_STEPS) {
        // Writing to a String cannot fail.
        let _ = write!(path, "{step}");
    }
    if steps.len() > MAX_STEPS {
        path.push('…');
    }
    if path.starts_with('.') {
        path.remove(0);
    }
    path
}

enum Step<'a> {
    Key(Cow<'a, str>),
    Item(usize),
}

impl fmt::Display for Step<'_> {
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

/// Reads the value that comes next. Stops where it finds the byte: then the steps lead to its value.
fn find<'de>(reader: &mut Reader<'de>, offset: usize, steps: &mut Vec<Step<'de>>) -> bool {
    let mut first = true;
    match reader.peek() {
        // The byte is white space before the value.
        _ if offset < reader.offset => return true,
        Some(b'{') if reader.open(b'{', "an object").is_ok() => loop {
            match reader.entry(&mut first) {
                Ok(None) => break,
                Ok(Some(key)) if offset >= reader.offset => {
                    steps.push(Step::Key(key));
                    if find(reader, offset, steps) {
                        return true;
                    }
                    steps.pop();
                }
                Ok(Some(_)) | Err(_) => return true,
            }
        },
        Some(b'[') if reader.open(b'[', "a list").is_ok() => {
            for index in 0.. {
                match reader.item(&mut first, b']') {
                    Ok(false) => break,
                    // Right after the bracket, the error is about the list.
                    Ok(true)
                        if offset > reader.offset || (index > 0 && offset == reader.offset) =>
                    {
                        steps.push(Step::Item(index));
                        if find(reader, offset, steps) {
                            return true;
                        }
                        steps.pop();
                    }
                    Ok(true) | Err(_) => return true,
                }
            }
        }
        _ if reader.skip().is_err() => return true,
        _ => {}
    }
    offset <= reader.offset
}
