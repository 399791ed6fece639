//! Removes secrets from CBOR.

use super::names::{REDACTED, Redaction};

/// How deep a document may be nested.
const MAX_DEPTH: usize = 128;

const BLOB: u8 = 2;
const TEXT: u8 = 3;

/// The document with `REDACTED` for the texts and blobs of secret members, and zeros for their numbers. `None`
/// if the document is malformed.
pub(super) fn redacted(document: &[u8], redaction: &Redaction) -> Option<Vec<u8>> {
    let mut walk = Walk { document, at: 0, out: Vec::with_capacity(document.len()), redaction };
    if !document.is_empty() {
        walk.item(false, 0)?;
    }
    (walk.at == document.len()).then_some(walk.out)
}

struct Walk<'a> {
    document: &'a [u8],
    /// How much of the document was read.
    at: usize,
    out: Vec<u8>,
    redaction: &'a Redaction,
}

impl<'a> Walk<'a> {
    /// The next bytes.
    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        let bytes = self.document.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    /// The major type and the argument of the next item. `None` as the argument is an indefinite length.
    fn head(&mut self) -> Option<(u8, Option<u64>)> {
        let first = *self.take(1)?.first()?;
        let argument = match first & 0x1f {
            small @ 0..=23 => Some(u64::from(small)),
            size @ 24..=27 => {
                let bytes = self.take(1 << (size - 24))?;
                Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
            }
            31 => None,
            _ => return None,
        };
        Some((first >> 5, argument))
    }

    fn is_break(&self) -> bool {
        self.document.get(self.at) == Some(&0xff)
    }

    /// Copies what was read since `start`.
    fn copy(&mut self, start: usize) {
        self.out.extend_from_slice(self.document.get(start..self.at).unwrap_or_default());
    }

    /// The content of a text or a blob after its head.
    fn content(&mut self, major: u8, length: Option<u64>) -> Option<Vec<u8>> {
        if let Some(length) = length {
            return self.take(length).map(<[u8]>::to_vec);
        }
        let mut content = Vec::new();
        while !self.is_break() {
            match self.head()? {
                (chunk, Some(length)) if chunk == major => content.extend(self.take(length)?),
                _ => return None,
            }
        }
        self.at += 1;
        Some(content)
    }

    /// Writes a text or a blob.
    fn push(&mut self, major: u8, content: &[u8]) {
        let (length, major) = (content.len() as u64, major << 5);
        match length {
            0..=23 => self.out.push(major | length as u8),
            _ => {
                self.out.push(major | 27);
                self.out.extend(length.to_be_bytes());
            }
        }
        self.out.extend_from_slice(content);
    }

    /// Copies a key. Returns it if it is text.
    fn key(&mut self, depth: usize) -> Option<Vec<u8>> {
        let start = self.at;
        match self.head()? {
            (TEXT, length) => {
                let name = self.content(TEXT, length)?;
                self.copy(start);
                Some(name)
            }
            _ => {
                self.at = start;
                self.item(false, depth)?;
                Some(Vec::new())
            }
        }
    }

    /// Copies an item without secrets.
    fn item(&mut self, is_secret: bool, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let start = self.at;
        match self.head()? {
            (major @ (BLOB | TEXT), length) => {
                let content = self.content(major, length)?;
                match std::str::from_utf8(&content) {
                    _ if is_secret => self.push(major, REDACTED.as_bytes()),
                    Ok(text) if major == TEXT => {
                        let redacted = self.redaction.text(text, 1);
                        if redacted == text {
                            self.copy(start);
                        } else {
                            self.push(TEXT, redacted.as_bytes());
                        }
                    }
                    _ => self.copy(start),
                }
            }
            (major @ (4 | 5), length) => {
                self.copy(start);
                let mut count = 0;
                while length.map_or(!self.is_break(), |length| count < length) {
                    let mut is_secret = is_secret;
                    if major == 5 {
                        let key = self.key(depth + 1)?;
                        is_secret |= self.redaction.is_secret(&String::from_utf8_lossy(&key));
                    }
                    self.item(is_secret, depth + 1)?;
                    count += 1;
                }
                if length.is_none() {
                    self.at += 1;
                    self.out.push(0xff);
                }
            }
            (6, Some(_)) => {
                self.copy(start);
                self.item(is_secret, depth + 1)?;
            }
            (0 | 1, Some(_)) if is_secret => self.out.push(0),
            (0 | 1 | 7, Some(_)) => {
                let kept = self.out.len() + 1;
                self.copy(start);
                if is_secret {
                    // A float. The other items with this major type are in one byte.
                    self.out.get_mut(kept..)?.fill(0);
                }
            }
            _ => return None,
        }
        Some(())
    }
}
