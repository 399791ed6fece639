//! Escapes text of a model, or of any file, for a terminal, a comment, documentation or a literal.
//!
//! Models are not trusted. Their text goes through one of these functions, or through `names` if it
//! becomes an identifier.

use std::borrow::Cow;
use std::fmt::Write;

/// The longest line for a terminal, in characters.
const LONGEST: usize = 1000;

/// Whether a terminal would interpret or hide the character, or rustc would reject it in a comment:
/// control characters, line and paragraph separators, marks that change the direction of text, and
/// characters without width or glyph.
///
/// The joiners `U+200C` and `U+200D` are printable, because words of several languages need them.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text for a terminal: one line, truncated if it is very long.
pub fn line(text: &str) -> String {
    cut(text, LONGEST)
}

/// Text for a terminal: one line of at most `longest` characters. If it is truncated, the last one
/// is `…`.
pub fn cut(text: &str, longest: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || is_unprintable(c));
    let mut out = String::new();
    let mut length = 0;
    for word in words.filter(|word| !word.is_empty()) {
        let space = (length > 0).then_some(' ');
        for c in space.into_iter().chain(word.chars()) {
            if length == longest {
                out.pop();
                out.push('…');
                return out;
            }
            out.push(c);
            length += 1;
        }
    }
    out
}

/// Text for a `//` comment, without characters that end the line.
pub fn comment(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { ' ' } else { c }).collect()
}

/// A line of Markdown for a `///` comment.
pub fn doc(line: &str) -> Cow<'_, str> {
    if line.contains(is_unprintable) {
        line.chars().filter(|c| !is_unprintable(*c)).collect::<String>().into()
    } else {
        line.into()
    }
}

/// Text as a string literal.
pub fn literal(text: &str) -> String {
    let quoted = format!("{text:?}");
    if !quoted.contains(is_unprintable) {
        return quoted;
    }
    let mut out = String::new();
    for c in quoted.chars() {
        if is_unprintable(c) {
            // Writing to a String cannot fail.
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Bytes as a byte string literal.
pub fn bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_and_has_an_end() {
        for (text, longest, expected) in [
            ("", 10, ""),
            (" a \r\n\t b ", 10, "a b"),
            ("a\u{1b}[31mb\u{202e}c\u{85}d", 20, "a [31mb c d"),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("ab cd", 5, "ab cd"),
            ("ab cde", 5, "ab c…"),
            ("äb cd e", 5, "äb c…"),
            ("ab cd", 3, "ab…"),
        ] {
            let shown = cut(text, longest);
            assert_eq!(shown, expected, "{text:?}");
            assert!(shown.chars().count() <= longest);
        }
        assert_eq!(line(&"x".repeat(3000)).chars().count(), LONGEST);
    }

    /// Text of a model must become neither code nor a compile error.
    #[test]
    fn nothing_leaves_its_place() {
        let hostile: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        for text in
            [comment(&hostile), doc(&hostile).into_owned(), literal(&hostile), line(&hostile)]
        {
            assert!(!text.contains(is_unprintable));
        }
        let read: syn::LitStr = syn::parse_str(&literal(&hostile)).expect("a literal");
        assert!(read.value() == hostile);
        let every: Vec<u8> = (0..=255).collect();
        let read: syn::LitByteStr = syn::parse_str(&bytes(&every)).expect("a literal");
        assert_eq!(read.value(), every);
        assert_eq!(comment("a\nb  c"), "a b  c");
        assert_eq!(doc("a\u{202e}b"), "ab");
    }
}
