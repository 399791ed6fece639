//! Finds out whether a text is canonical already, as nearly all texts are. It looks at eight bytes at a
//! time.
//!
//! A word has eight bytes of the text; the first is the lowest. A byte is marked by its high bit.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = 0x80 * ONES;

/// Whether a text has only `A-Za-z0-9-._`, which a query does not encode.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    !any(text, |word| !plain(word) | equal(word, b'/'))
}

/// Whether a path has only those and slashes, and no segment that is empty or starts with a dot.
#[inline]
pub(super) fn is_plain_path(path: &[u8]) -> bool {
    // Each byte with the next one, 16 pairs at a time, which the compiler vectorizes.
    let pairs = |bytes: &[u8; 17]| {
        let mut all = true;
        for at in 0..16 {
            all &= is_plain_before(bytes[at], bytes[at + 1]);
        }
        all
    };
    let Some((last, before)) = path.split_last() else { return false };
    if !path.starts_with(b"/") || !is_plain_in_path(*last) {
        return false;
    }
    let Some(end) = path.last_chunk() else {
        let nexts = path.iter().skip(1);
        return before.iter().zip(nexts).all(|(byte, next)| is_plain_before(*byte, *next));
    };
    let mut rest = path;
    while let Some(bytes) = rest.first_chunk() {
        if !pairs(bytes) {
            return false;
        }
        rest = rest.get(16..).unwrap_or_default();
    }
    pairs(end)
}

/// Whether the byte is plain, and not a slash before a slash or a dot.
const fn is_plain_before(byte: u8, next: u8) -> bool {
    is_plain_in_path(byte) & !((byte == b'/') & ((next | 1) == b'/'))
}

const fn is_plain_in_path(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    letter | (byte.wrapping_sub(b'-') <= b'9' - b'-') | (byte == b'_')
}

/// Whether a host has only `a-z0-9-.`, so that it is sent as it is written, whatever the scheme.
#[inline]
pub(super) fn is_plain_host(host: &[u8]) -> bool {
    let is_plain = |byte: u8| {
        let letter = byte.wrapping_sub(b'a') < 26;
        letter | ((byte.wrapping_sub(b'-') <= b'9' - b'-') & (byte != b'/'))
    };
    // Sixteen bytes at a time, which the compiler vectorizes.
    let all = |bytes: &[u8; 16]| bytes.iter().fold(true, |all, byte| all & is_plain(*byte));
    let Some(end) = host.last_chunk() else {
        return !host.is_empty() && host.iter().all(|byte| is_plain(*byte));
    };
    let mut rest = host;
    while let Some((bytes, after)) = rest.split_first_chunk() {
        if !all(bytes) {
            return false;
        }
        rest = after;
    }
    all(end)
}

/// Whether a header's value may have spaces that must be removed.
#[inline]
pub(super) fn has_spaces(value: &[u8]) -> bool {
    any(value, |word| equal(word, b' ') | equal(word, b'\t'))
}

/// Marks `A-Za-z0-9-._/`.
fn plain(word: u64) -> u64 {
    // `-./0123456789` are consecutive. Only letters become letters when the bit of lowercase is set.
    let letters = between(word | (0x20 * ONES), b'a', b'z');
    letters | between(word, b'-', b'9') | equal(word, b'_')
}

/// Marks the bytes of a range. All bytes are ASCII, so that no sum overflows its byte.
fn between(word: u64, low: u8, high: u8) -> u64 {
    let at_least = |least: u8| word + u64::from(0x80 - least) * ONES;
    at_least(low) & !at_least(high + 1)
}

/// Marks the bytes with this value. All bytes are ASCII.
fn equal(word: u64, byte: u8) -> u64 {
    HIGHS - (word ^ (u64::from(byte) * ONES))
}

/// Whether a byte is marked, or is not ASCII.
#[inline]
fn any(text: &[u8], marks: impl Fn(u64) -> u64) -> bool {
    let look = |eight: &[u8; 8]| {
        let word = u64::from_le_bytes(*eight);
        (marks(word & !HIGHS) | word) & HIGHS != 0
    };
    let Some(last) = text.last_chunk() else {
        // The rest is filled with a byte that no rule marks.
        let mut eight = [b'a'; 8];
        eight.iter_mut().zip(text).for_each(|(filled, byte)| *filled = *byte);
        return look(&eight);
    };
    let mut rest = text;
    while let Some((eight, after)) = rest.split_first_chunk() {
        if look(eight) {
            return true;
        }
        rest = after;
    }
    look(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&[u8]) -> bool;

    fn is_plain_byte(byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || b"-._".contains(&byte)
    }

    fn slowly_is_plain_path(path: &[u8]) -> bool {
        path.starts_with(b"/")
            && path.iter().all(|byte| is_plain_byte(*byte) || *byte == b'/')
            && !path.windows(2).any(|pair| pair == b"//" || pair == b"/.")
    }

    const RULES: [(&str, Rule, Rule); 4] = [
        ("plain", is_plain, |text| text.iter().all(|byte| is_plain_byte(*byte))),
        ("path", is_plain_path, slowly_is_plain_path),
        ("host", is_plain_host, |host| {
            let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
            !host.is_empty() && host.iter().all(is_plain)
        }),
        ("spaces", has_spaces, |value| {
            value.iter().any(|byte| matches!(byte, b' ' | b'\t' | 0x80..))
        }),
    ];

    /// Any byte at any place of texts of up to four words.
    #[test]
    fn every_byte_is_known_at_every_place() {
        for (name, fast, slow) in RULES {
            for length in 0..33 {
                for start in [b"a", b"/"] {
                    let mut text = vec![b'a'; length];
                    text.splice(..length.min(1), start.iter().copied().take(length));
                    assert_eq!(fast(&text), slow(&text), "{name}: {text:?}");
                    for at in 0..length {
                        let was = text[at];
                        for byte in 0..=u8::MAX {
                            text[at] = byte;
                            assert_eq!(fast(&text), slow(&text), "{name}: {text:?}");
                        }
                        text[at] = was;
                    }
                }
            }
        }
    }

    #[test]
    fn every_pair_is_known_at_every_place() {
        for length in 3..33 {
            for at in 1..length - 1 {
                for pair in [b"//", b"/.", b"./", b"..", b"/-", b"/0", b"-/", b"/\xae", b"\xaf."] {
                    let mut path = vec![b'a'; length];
                    path[0] = b'/';
                    path[at..at + 2].copy_from_slice(pair);
                    assert_eq!(is_plain_path(&path), slowly_is_plain_path(&path), "{path:?}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn texts_are_what_they_are_byte_by_byte(text in "(/?[a-z0-9./_~A-Z-]{0,12}[ -~\\t\u{e9}]?){0,4}") {
            for (name, fast, slow) in RULES {
                proptest::prop_assert_eq!(fast(text.as_bytes()), slow(text.as_bytes()), "{}", name);
            }
        }
    }
}
