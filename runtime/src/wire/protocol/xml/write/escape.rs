//! Escapes text for XML.

use super::Error;

/// Appends the text of an element.
pub(super) fn text(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    escape(text, false, out)
}

/// Appends the value of an attribute, without its quotes.
pub(super) fn attribute(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    escape(text, true, out)
}

/// Writes a reference for each character that XML would interpret as markup or change as a line
/// end. Control characters become references too: XML 1.0 cannot express them, but services accept
/// references.
fn escape(text: &str, is_attribute: bool, out: &mut Vec<u8>) -> Result<(), Error> {
    let bytes = text.as_bytes();
    let (mut done, mut from) = (0, 0);
    while let Some(plain) = bytes[from..].iter().position(|byte| !PLAIN[usize::from(*byte)]) {
        let i = from + plain;
        let byte = bytes[i];
        from = i + 1;
        let mut length = 1;
        let reference: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' if is_attribute => b"&quot;",
            b'\n' | b'\t' if !is_attribute => continue,
            0x00 => return Err(Error::new("XML cannot hold the character U+0000")),
            0x01..=0x1f | 0x7f => b"",
            0xc2 if bytes.get(i + 1) == Some(&0x85) => {
                length = 2;
                b"&#x85;"
            }
            0xe2 if bytes.get(i + 1..i + 3) == Some(&[0x80, 0xa8]) => {
                length = 3;
                b"&#x2028;"
            }
            _ => continue,
        };
        out.extend_from_slice(&bytes[done..i]);
        if reference.is_empty() {
            out.extend_from_slice(format!("&#x{byte:X};").as_bytes());
        } else {
            out.extend_from_slice(reference);
        }
        done = i + length;
        from = done;
    }
    out.extend_from_slice(&bytes[done..]);
    Ok(())
}

/// The bytes that never need an escape.
static PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] =
            !matches!(byte as u8, b'&' | b'<' | b'>' | b'"' | ..=0x1f | 0x7f | 0xc2 | 0xe2);
        byte += 1;
    }
    plain
};
