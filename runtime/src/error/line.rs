//! [`Line`]: text from a service or a file, as part of one line of output.

use std::fmt;

/// Text from outside, on one line. Each run of white space, control characters and invisible
/// characters becomes one space, and long text is truncated.
pub(crate) struct Line<'a>(&'a str, usize);

impl<'a> Line<'a> {
    /// A code or an id.
    pub(crate) fn name(text: &'a str) -> Self {
        Self(text, 200)
    }

    /// A map key, which may be personal data.
    pub(crate) fn key(text: &'a str) -> Self {
        Self(text, 64)
    }

    /// The start of a body that is not an error document.
    pub(crate) fn excerpt(text: &'a str) -> Self {
        Self(text, EXCERPT)
    }

    /// A message, or a reason.
    pub(crate) fn message(text: &'a str) -> Self {
        Self(text, 1000)
    }
}

/// How many bytes of a body that is not an error document are shown.
pub(crate) const EXCERPT: usize = 200;

/// Whether a terminal interprets or hides the character: control characters (C0, C1, `DEL`), line
/// and paragraph separators, bidirectional formatting characters, and zero-width characters.
///
/// The joiners `U+200C` and `U+200D` are kept: words of several languages need them.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, longest) = self;
        let words = text.split(|c: char| c.is_whitespace() || is_unprintable(c));
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

#[cfg(test)]
mod tests {
    use super::{Line, is_unprintable};

    /// A service could otherwise overwrite the previous line, or reverse the order of the text.
    #[test]
    fn nothing_that_a_terminal_obeys_or_hides_is_shown() {
        for (text, shown) in [
            ("plain text", "plain text"),
            ("é 日本 \u{1f680} ½", "é 日本 \u{1f680} ½"),
            ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
            (" a\r\n\tb\u{b}\u{c}c ", "a b c"),
            ("a\u{1b}[31mred\u{1b}[0m", "a [31mred [0m"),
            ("a\u{9b}31m\u{7f}\u{85}\u{0}b", "a 31m b"),
            ("a\u{202e}gnp.exe", "a gnp.exe"),
            ("\u{202a}a\u{202b}b\u{202c}c\u{202d}d", "a b c d"),
            ("\u{2066}a\u{2067}b\u{2068}c\u{2069}d", "a b c d"),
            ("\u{200e}a\u{200f}b\u{61c}c", "a b c"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("ad\u{ad}min\u{200b}is\u{2060}tra\u{feff}tor\u{180e}", "ad min is tra tor"),
            ("a\u{e0041}\u{e007f}b\u{fff9}c", "a b c"),
        ] {
            assert_eq!(Line::message(text).to_string(), shown);
        }
    }

    #[test]
    fn every_control_character_and_direction_mark_is_unprintable() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let debug = c.escape_debug().count() > 1 && !matches!(c, '"' | '\'' | '\\');
            let line_or_bidi = matches!(u32::from(c), 0x2028..=0x202e | 0x2066..=0x2069);
            assert!(!line_or_bidi || is_unprintable(c));
            assert!(!c.is_control() || is_unprintable(c));
            // Characters that Rust's `Debug` prints unchanged are printable.
            assert!(debug || !is_unprintable(c), "{c:?}");
        }
    }
}
