//! What a service wrote, in a line of ours: without line breaks, control characters, and no end.

use std::fmt;

/// A text of somebody else's as part of a line: white space and control characters are one space,
/// and beyond so many bytes it is cut.
pub(crate) struct Line<'a>(&'a str, usize);

impl<'a> Line<'a> {
    /// A code or an id.
    pub(crate) fn name(text: &'a str) -> Self {
        Self(text, 200)
    }

    /// A key of a map, which may be a person's own.
    pub(crate) fn key(text: &'a str) -> Self {
        Self(text, 64)
    }

    /// The beginning of a body that is no error document.
    pub(crate) fn excerpt(text: &'a str) -> Self {
        Self(text, EXCERPT)
    }

    /// A message, or a reason.
    pub(crate) fn message(text: &'a str) -> Self {
        Self(text, 1000)
    }
}

/// How much of a body that is no error document is shown.
pub(crate) const EXCERPT: usize = 200;

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
