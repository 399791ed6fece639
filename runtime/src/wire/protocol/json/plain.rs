//! Finds the part of a string that needs no escapes.

/// The number of bytes before the first quote, backslash or control character.
pub(super) fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = 0x80 * ONES;
    // Sets the high bit of the lowest byte that is less than `n`, and perhaps of higher bytes.
    let less = |word: u64, n: u64| word.wrapping_sub(n * ONES) & !word & HIGHS;

    let special = |eight: &[u8; 8]| {
        let word = u64::from_le_bytes(*eight);
        let quote = less(word ^ (u64::from(b'"') * ONES), 1);
        let backslash = less(word ^ (u64::from(b'\\') * ONES), 1);
        let found = less(word, 0x20) | quote | backslash;
        (found != 0).then_some(found.trailing_zeros() as usize / 8)
    };

    let mut rest = text;
    while let Some((eight, after)) = rest.split_first_chunk() {
        if let Some(at) = special(eight) {
            return text.len() - rest.len() + at;
        }
        rest = after;
    }
    match text.last_chunk() {
        // The bytes of these eight that the loop has checked already are plain.
        Some(eight) => special(eight).map_or(text.len(), |at| text.len() - 8 + at),
        None => {
            let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
            text.iter().take_while(is_plain).count()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn a_string_is_plain_up_to_the_first_special_byte() {
        for length in 0..40 {
            for byte in 0..=u8::MAX {
                let is_special = matches!(byte, b'"' | b'\\' | 0..=0x1f);
                for filler in [b'a', 0x7f, 0x80, 0xff, b' ', b'!', b'#', b'[', b']'] {
                    let mut text = vec![filler; length];
                    assert_eq!(plain_length(&text), length);
                    text.extend([byte, b'"']);
                    let expected = if is_special { length } else { length + 1 };
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                    text.extend([filler; 20]);
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                }
            }
        }
    }
}
