//! Names of elements and attributes.

/// Whether a text is a valid name.
pub(super) fn is_name(text: &str) -> bool {
    let class = |byte: &u8| NAME[usize::from(*byte)];
    let bytes = text.as_bytes();
    let of_all = bytes.iter().fold(PART | ASCII, |classes, byte| classes & class(byte));
    bytes.first().is_some_and(|byte| class(byte) & START != 0)
        && of_all & PART != 0
        && (of_all & ASCII != 0 || has_name_characters(text))
}

/// Whether the non-ASCII characters are valid in a name.
#[cold]
pub(super) fn has_name_characters(text: &str) -> bool {
    text.chars().filter(|c| !c.is_ascii()).all(|c| {
        matches!(
            c,
            '\u{b7}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}'
                | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{203f}'..='\u{2040}'
                | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
                | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}'
        )
    })
}

/// The byte may start a name.
pub(super) const START: u8 = 1;
/// The byte may continue a name.
pub(super) const PART: u8 = 2;
/// The byte is an ASCII character.
const ASCII: u8 = 4;

/// Where each byte may be in a name. Non-ASCII bytes may be anywhere; [`has_name_characters`]
/// checks them.
pub(super) static NAME: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' => START | PART | ASCII,
            b'0'..=b'9' | b'-' | b'.' => PART | ASCII,
            0x80..=0xff => START | PART,
            _ => ASCII,
        };
        byte += 1;
    }
    classes
};
