//! Where in a document an error is: looked up in its text once there is an error, so that reading
//! without one costs nothing.

use super::reader::Reader;
use crate::wire::protocol::error::Step;

/// The steps from the document's root to the innermost value that a byte of the text belongs to. A
/// value's end belongs to it, because that is where most errors about it are found. A text that is
/// not JSON has no steps: there the byte says more.
#[cold]
pub(super) fn steps(text: &[u8], offset: usize) -> Vec<Step> {
    let mut whole = Reader::new(text, false, usize::MAX);
    if whole.skip().is_err() || whole.end().is_err() {
        return Vec::new();
    }
    let mut steps = Vec::new();
    find(&mut Reader::new(text, false, usize::MAX), offset, &mut steps);
    steps
}

/// Reads the value that comes next. Stops where it finds the byte: then the steps lead to its value.
fn find(reader: &mut Reader<'_>, offset: usize, steps: &mut Vec<Step>) -> bool {
    let mut first = true;
    match reader.peek() {
        // The byte is white space before the value.
        _ if offset < reader.offset => return true,
        Some(b'{') if reader.open(b'{', "an object").is_ok() => loop {
            match reader.entry(&mut first) {
                Ok(None) => break,
                Ok(Some(key)) if offset >= reader.offset => {
                    steps.push(Step::Key(key.into_owned()));
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
