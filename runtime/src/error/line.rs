//! What a service wrote, in a line of ours: without line breaks, control characters, and no end.

use std::fmt;

/// A text of somebody else's as part of a line: white space and control characters are one space,
/// and beyond so many bytes it is cut.
pub(crate) struct Line<'a>(pub(crate) &'a str, pub(crate) usize);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, longest) = self;
        let words = text.split(|c: char| c.is_whitespace() || c.is_control());
        let mut left = *longest;
        for (i, word) in words.filter(|word| !word.is_empty()).enumerate() {
            if i > 0 {
                f.write_str(" ")?;
                left = left.saturating_sub(1);
            }
            if word.len() > left {
                let end = (0..=left).rev().find(|end| word.is_char_boundary(*end));
                f.write_str(word.get(..end.unwrap_or_default()).unwrap_or_default())?;
                return f.write_str("…");
            }
            f.write_str(word)?;
            left -= word.len();
        }
        Ok(())
    }
}
