//! What every line that a person reads in a log must be.

/// The longest line that an error may print, in bytes.
const LONGEST: usize = 4096;

/// Checks that the text is one line, of a length that a log bears, without a control character or
/// a mark that turns the direction of text.
///
/// # Panics
///
/// It is not.
pub fn check(what: &str, text: &str) {
    check_one(what, text);
    let (length, start) = (text.len(), text.chars().take(80).collect::<String>());
    assert!(length <= LONGEST, "{what} prints a line of {length} bytes: {start:?} …");
}

/// Checks that the text is one line, without a control character or a mark that turns the direction
/// of text.
///
/// # Panics
///
/// It is not.
pub fn check_one(what: &str, text: &str) {
    let is_unprintable = |c: &char| {
        c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(c) = text.chars().find(is_unprintable) {
        panic!("{what} prints the character {c:?}: {text:?}");
    }
}
