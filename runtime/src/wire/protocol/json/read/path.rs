//! Finds the path of an error in the document. The document is only searched after an error, so
//! successful decoding does not pay for it.

use super::reader::Reader;
use crate::wire::protocol::error::Step;

/// The steps from the document's root to the innermost value that contains this byte. The end of a
/// value counts as part of it, because most errors about a value are found there. There are no
/// steps for text that is not JSON: its byte offset is more useful.
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

/// Searches the next value for the byte. True if it was found; `steps` then lead to it.
fn find(reader: &mut Reader<'_>, offset: usize, steps: &mut Vec<Step>) -> bool {
    let mut first = true;
    match reader.peek() {
        // The byte is in the white space before the value.
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
                    // Directly after the opening bracket, the error is about the list.
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
