//! [`Frame`]: a message, read without the library.

use std::collections::BTreeMap;

use aws_operation_tests::crc32_number;

/// A message whose headers are strings, blobs and timestamps. Others do not occur in the recordings.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    /// The values of the headers as bytes.
    pub headers: BTreeMap<String, Vec<u8>>,
    pub payload: Vec<u8>,
}

impl Frame {
    /// All messages in these bytes.
    ///
    /// # Errors
    ///
    /// A message is invalid, or its end is missing.
    pub fn all(mut bytes: &[u8]) -> Result<Vec<Self>, String> {
        let mut frames = Vec::new();
        while !bytes.is_empty() {
            let total = number(bytes, 0)?;
            let (frame, rest) = bytes.split_at_checked(total).ok_or("a message is cut")?;
            frames.push(Self::read(frame)?);
            bytes = rest;
        }
        Ok(frames)
    }

    fn read(frame: &[u8]) -> Result<Self, String> {
        let headers = number(frame, 4)?;
        let end = frame.len().checked_sub(4).ok_or("a message is too short")?;
        let is_whole = number(frame, 8)? == crc32_number(&frame[..8]) as usize
            && number(frame, end)? == crc32_number(&frame[..end]) as usize;
        if !is_whole {
            return Err("a checksum is wrong".to_owned());
        }
        let encoded = frame.get(12..12 + headers).ok_or("the headers are too long")?;
        Ok(Self { headers: Self::headers(encoded)?, payload: frame[12 + headers..end].to_vec() })
    }

    fn headers(mut bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let mut headers = BTreeMap::new();
        let mut take = |length: usize| {
            let (first, rest) = bytes.split_at_checked(length)?;
            bytes = rest;
            Some(first.to_vec())
        };
        while let Some(length) = take(1) {
            let cut = "the headers are cut";
            let name = take(length[0].into()).ok_or(cut)?;
            let value = match take(1).ok_or(cut)?[..] {
                [6 | 7] => {
                    let length = take(2).ok_or(cut)?;
                    take(usize::from(length[0]) << 8 | usize::from(length[1]))
                }
                [8] => take(8),
                ref other => return Err(format!("a header of the type {other:?}")),
            };
            let name = String::from_utf8(name).map_err(|error| error.to_string())?;
            headers.insert(name, value.ok_or(cut)?);
        }
        Ok(headers)
    }

    /// The text of a header.
    pub fn text(&self, name: &str) -> String {
        self.headers
            .get(name)
            .map(|it| String::from_utf8_lossy(it).into_owned())
            .unwrap_or_default()
    }

    /// The header `:date` of a signed message, in milliseconds; `None` if these bytes are not one.
    pub fn date(bytes: &[u8]) -> Option<u64> {
        let frames = Self::all(bytes).ok()?;
        let date = frames.first()?.headers.get(":date")?;
        Some(u64::from_be_bytes(date.as_slice().try_into().ok()?))
    }
}

fn number(bytes: &[u8], at: usize) -> Result<usize, String> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    Ok(u32::from_be_bytes(*four.ok_or("a message is too short")?) as usize)
}
