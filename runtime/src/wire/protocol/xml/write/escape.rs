//! Escapes text for XML.

use super::Error;

/// Appends the text of an element.
pub(super) fn text(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    escape(text, false, out)
}

/// Appends the value of an attribute, without its quotes.
pub(super) fn attribute(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.extend_from_slice(b"&quot;");
        }
        escape(part, true, out)?;
    }
    Ok(())
}

/// Writes a reference for each character, other than a quote, that XML would interpret as markup or
/// change as a line end. Control characters become references too: XML 1.0 cannot express them, but
/// services accept references.
fn escape(text: &str, is_attribute: bool, out: &mut Vec<u8>) -> Result<(), Error> {
    let bytes = text.as_bytes();
    let (mut done, mut from) = (0, 0);
    loop {
        let at = from + plain_length(&bytes[from..]);
        let Some(&byte) = bytes.get(at) else { break };
        from = at + 1;
        let mut length = 1;
        let reference: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'\n' | b'\t' if !is_attribute => continue,
            0x00 => return Err(Error::new("XML cannot hold the character U+0000")),
            0x01..=0x1f | 0x7f => b"",
            0xc2 if bytes.get(at + 1) == Some(&0x85) => {
                length = 2;
                b"&#x85;"
            }
            0xe2 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0xa8]) => {
                length = 3;
                b"&#x2028;"
            }
            _ => continue,
        };
        out.extend_from_slice(&bytes[done..at]);
        if reference.is_empty() {
            out.extend_from_slice(format!("&#x{byte:X};").as_bytes());
        } else {
            out.extend_from_slice(reference);
        }
        done = at + length;
        from = done;
    }
    out.extend_from_slice(&bytes[done..]);
    Ok(())
}

/// The number of bytes before the first one that may need an escape.
fn plain_length(text: &[u8]) -> usize {
    const LENGTH: usize = 8;
    // Without branches, so that compilers check all bytes of a chunk at once.
    let is_plain = |chunk: &[u8; LENGTH]| {
        chunk.iter().fold(0, |found, byte| found | u8::from(needs_care(*byte))) == 0
    };
    let mut rest = text;
    while let Some((_, after)) = rest.split_first_chunk().filter(|(chunk, _)| is_plain(chunk)) {
        rest = after;
    }
    // The bytes of the last chunk that the loop has checked already are plain.
    if rest.len() < LENGTH && text.last_chunk().is_some_and(is_plain) {
        return text.len();
    }
    text.len() - rest.len() + rest.iter().take_while(|byte| !needs_care(**byte)).count()
}

/// Whether the byte may need an escape in an element. A line break, a tab and the first byte of
/// some other characters need one only at times.
fn needs_care(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == 0x7f)
        | (byte == 0xc2)
        | (byte == 0xe2)
}

#[cfg(test)]
mod tests {
    use super::{Error, attribute, text};

    /// The same character by character.
    fn simple(text: &str, is_attribute: bool) -> String {
        text.chars()
            .map(|c| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' if is_attribute => "&quot;".to_owned(),
                '\n' | '\t' if !is_attribute => c.to_string(),
                '\u{1}'..='\u{1f}' | '\u{7f}' | '\u{85}' | '\u{2028}' => {
                    format!("&#x{:X};", u32::from(c))
                }
                _ => c.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_character_is_escaped_wherever_it_is() {
        let others = ['\u{2027}', '\u{2028}', '\u{2029}', '\u{20ac}', '\u{feff}', '\u{1f600}'];
        for special in ('\u{1}'..='\u{ff}').chain(others) {
            for before in 0..20 {
                for after in [0, 1, 8] {
                    let value = ["a".repeat(before), special.to_string(), "é".repeat(after)];
                    // One, and two beside each other.
                    for value in [value.concat(), value.join(&special.to_string())] {
                        for (write, is_attribute) in [
                            (text as fn(&str, &mut Vec<u8>) -> Result<(), Error>, false),
                            (attribute, true),
                        ] {
                            let mut out = b"<".to_vec();
                            assert_eq!(write(&value, &mut out), Ok(()));
                            let expected = format!("<{}", simple(&value, is_attribute));
                            assert_eq!(String::from_utf8(out), Ok(expected));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_zero_is_refused_wherever_it_is() {
        for before in 0..20 {
            let value = format!("{}\0", "a".repeat(before));
            assert!(text(&value, &mut Vec::new()).is_err());
            assert!(attribute(&value, &mut Vec::new()).is_err());
        }
    }
}
