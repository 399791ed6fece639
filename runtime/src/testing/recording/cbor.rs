//! Removes secrets from CBOR.

use super::names::Redaction;

/// Replaces a byte of a secret. It is also valid base64.
const FILLER: u8 = b'x';

/// How deep a document may be nested.
const MAX_DEPTH: usize = 128;

/// The document with `x` for each byte of the texts and blobs of secret members, so that all lengths stay
/// the same. `None` if the document is malformed.
pub(super) fn redacted(document: &[u8], redaction: &Redaction) -> Option<Vec<u8>> {
    let mut out = document.to_vec();
    let mut walk = Walk { out: &mut out, at: 0, redaction };
    if !document.is_empty() {
        walk.item(false, 0)?;
    }
    (walk.at == document.len()).then_some(out)
}

struct Walk<'a> {
    out: &'a mut Vec<u8>,
    at: usize,
    redaction: &'a Redaction,
}

impl Walk<'_> {
    /// The major type and the argument of the next item. `None` as the argument is an indefinite length.
    fn head(&mut self) -> Option<(u8, Option<u64>)> {
        let first = *self.out.get(self.at)?;
        self.at += 1;
        let argument = match first & 0x1f {
            small @ 0..=23 => Some(u64::from(small)),
            size @ 24..=27 => {
                let length = 1 << (size - 24);
                let bytes = self.out.get(self.at..self.at + length)?;
                self.at += length;
                Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
            }
            31 => None,
            _ => return None,
        };
        Some((first >> 5, argument))
    }

    fn is_break(&self) -> bool {
        self.out.get(self.at) == Some(&0xff)
    }

    /// Reads an item, and replaces its texts and blobs if it is secret. Returns the text if it is one.
    fn item(&mut self, is_secret: bool, depth: usize) -> Option<Vec<u8>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (major, argument) = self.head()?;
        match (major, argument) {
            (2 | 3, Some(length)) => {
                let end = self.at.checked_add(usize::try_from(length).ok()?)?;
                let bytes = self.out.get_mut(self.at..end)?;
                let text = bytes.to_vec();
                if is_secret {
                    bytes.fill(FILLER);
                }
                self.at = end;
                return Some(text);
            }
            (2 | 3, None) => {
                let mut text = Vec::new();
                while !self.is_break() {
                    text.extend(self.item(is_secret, depth + 1)?);
                }
                self.at += 1;
                return Some(text);
            }
            (4 | 5, length) => {
                let mut count = 0;
                while length.map_or(!self.is_break(), |length| count < length) {
                    let is_key = major == 5;
                    let mut is_secret = is_secret;
                    if is_key {
                        let key = self.item(false, depth + 1)?;
                        is_secret |= self.redaction.is_secret(&String::from_utf8_lossy(&key));
                    }
                    self.item(is_secret, depth + 1)?;
                    count += 1;
                }
                self.at += usize::from(length.is_none());
            }
            (6, Some(_)) => return self.item(is_secret, depth + 1),
            (0 | 1 | 7, Some(_)) => {}
            _ => return None,
        }
        Some(Vec::new())
    }
}
