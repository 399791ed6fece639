//! Converts CBOR to JSON and back. Values that JSON does not have are objects: `{"bytes": base64}`,
//! `{"time": seconds}` and `{"float": number or name}`.
//!
//! Source: RFC 8949.

use aws_operation::Blob;
use serde_json::{Map, Number, Value, json};

/// The maximum depth of nesting.
const DEEPEST: usize = 64;

/// The value of a document.
///
/// # Errors
///
/// The bytes are not exactly one CBOR item, or use a type that Smithy does not use.
pub fn read(bytes: &[u8]) -> Result<Value, String> {
    let mut reader = Reader { bytes };
    let value = reader.item(0)?;
    if reader.bytes.is_empty() { Ok(value) } else { Err("CBOR with more than one item".to_owned()) }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take(&mut self, length: u64) -> Result<&[u8], String> {
        let length = usize::try_from(length).map_err(|error| error.to_string())?;
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or("CBOR that is cut off")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self, length: u64) -> Result<u64, String> {
        Ok(self.take(length)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// The number in the head of an item; `None` for an indefinite length.
    fn argument(&mut self, additional: u8) -> Result<Option<u64>, String> {
        Ok(Some(match additional {
            0..=23 => additional.into(),
            24..=27 => self.number(1 << (additional - 24))?,
            31 => return Ok(None),
            _ => return Err(format!("CBOR with the additional information {additional}")),
        }))
    }

    fn ends(&mut self) -> Result<bool, String> {
        let ends = self.bytes.first() == Some(&0xff);
        if ends {
            self.take(1)?;
        }
        Ok(ends)
    }

    /// A byte string or text string. A string of indefinite length consists of several.
    fn string(&mut self, major: u8, additional: u8) -> Result<Vec<u8>, String> {
        if let Some(length) = self.argument(additional)? {
            return Ok(self.take(length)?.to_vec());
        }
        let mut whole = Vec::new();
        while !self.ends()? {
            let head = self.number(1)?.to_be_bytes()[7];
            let length = self.argument(head & 0x1f)?;
            match length {
                Some(length) if head >> 5 == major => whole.extend(self.take(length)?),
                _ => return Err("CBOR with a string of other parts".to_owned()),
            }
        }
        Ok(whole)
    }

    fn item(&mut self, depth: usize) -> Result<Value, String> {
        if depth > DEEPEST {
            return Err(format!("CBOR that is nested deeper than {DEEPEST} levels"));
        }
        let head = self.number(1)?.to_be_bytes()[7];
        let (major, additional) = (head >> 5, head & 0x1f);
        let definite = |argument: Option<u64>| argument.ok_or("CBOR without a number");
        Ok(match major {
            0 => json!(definite(self.argument(additional)?)?),
            1 => {
                let negative = -1 - i128::from(definite(self.argument(additional)?)?);
                json!(i64::try_from(negative).map_err(|error| error.to_string())?)
            }
            2 => json!({ "bytes": Blob::from(self.string(major, additional)?) }),
            3 => {
                let text = String::from_utf8(self.string(major, additional)?);
                json!(text.map_err(|error| error.to_string())?)
            }
            4 => {
                let mut left = self.argument(additional)?;
                let mut items = Vec::new();
                while self.more(&mut left)? {
                    items.push(self.item(depth + 1)?);
                }
                Value::Array(items)
            }
            5 => {
                let mut left = self.argument(additional)?;
                let mut entries = Map::new();
                while self.more(&mut left)? {
                    let Value::String(key) = self.item(depth + 1)? else {
                        return Err("CBOR with a key that is not text".to_owned());
                    };
                    let value = self.item(depth + 1)?;
                    if entries.insert(key.clone(), value).is_some() {
                        return Err(format!("CBOR with the key {key:?} twice"));
                    }
                }
                Value::Object(entries)
            }
            6 => match (self.argument(additional)?, self.item(depth + 1)?) {
                (Some(1), Value::Object(float)) => json!({ "time": float["float"] }),
                (Some(1), Value::Number(number)) => json!({ "time": number }),
                (tag, _) => return Err(format!("CBOR with the tag {tag:?}")),
            },
            _ => match additional {
                20 => json!(false),
                21 => json!(true),
                22 | 23 => Value::Null,
                25 => float(half(self.number(2)?)),
                26 => {
                    let bits = u32::try_from(self.number(4)?).map_err(|error| error.to_string())?;
                    float(f32::from_bits(bits).into())
                }
                27 => float(f64::from_bits(self.number(8)?)),
                _ => return Err(format!("CBOR with the simple value {additional}")),
            },
        })
    }

    /// Whether an array or map has another item. `left` counts the remaining items of a definite
    /// length.
    fn more(&mut self, left: &mut Option<u64>) -> Result<bool, String> {
        match left {
            None => Ok(!self.ends()?),
            Some(0) => Ok(false),
            Some(left) => {
                *left -= 1;
                Ok(true)
            }
        }
    }
}

fn float(float: f64) -> Value {
    let number = match Number::from_f64(float) {
        Some(number) => Value::Number(number),
        None if float.is_nan() => json!("NaN"),
        None if float > 0.0 => json!("Infinity"),
        None => json!("-Infinity"),
    };
    json!({ "float": number })
}

/// The value of a half-precision float.
fn half(bits: u64) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 0x1f, (bits & 0x3ff) as f64);
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent as i32 - 15),
    };
    if bits >> 15 == 1 { -size } else { size }
}

/// Writes CBOR items.
#[derive(Debug, Default)]
pub struct Writer {
    /// The bytes written so far.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// The head of an item: its major type, and a number in as few bytes as possible.
    pub fn head(&mut self, major: u8, number: u64) {
        let bytes = number.to_be_bytes();
        let (additional, length) = match number {
            0..=23 => (bytes[7], 0),
            24..=0xff => (24, 1),
            0x100..=0xffff => (25, 2),
            0x1_0000..=0xffff_ffff => (26, 4),
            _ => (27, 8),
        };
        self.bytes.push(major << 5 | additional);
        self.bytes.extend(&bytes[8 - length..]);
    }

    /// Starts an array, map or string of indefinite length.
    pub fn start(&mut self, major: u8) {
        self.bytes.push(major << 5 | 31);
    }

    /// Ends an item of indefinite length.
    pub fn end(&mut self) {
        self.bytes.push(0xff);
    }

    /// An integer.
    pub fn int(&mut self, number: i64) {
        match u64::try_from(number) {
            Ok(number) => self.head(0, number),
            Err(_) => self.head(1, number.unsigned_abs() - 1),
        }
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.head(3, text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    /// Bytes.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.head(2, bytes.len() as u64);
        self.bytes.extend(bytes);
    }

    /// `false` or `true`.
    pub fn boolean(&mut self, boolean: bool) {
        self.bytes.push(if boolean { 0xf5 } else { 0xf4 });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.bytes.push(0xf6);
    }

    /// A float of single precision.
    pub fn single(&mut self, float: f32) {
        self.bytes.push(0xfa);
        self.bytes.extend(float.to_bits().to_be_bytes());
    }

    /// A float of double precision.
    pub fn double(&mut self, float: f64) {
        self.bytes.push(0xfb);
        self.bytes.extend(float.to_bits().to_be_bytes());
    }

    /// JSON of any shape.
    pub fn document(&mut self, document: &Value) {
        match document {
            Value::Null => self.null(),
            Value::Bool(boolean) => self.boolean(*boolean),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => self.int(whole),
                None => self.double(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                self.head(4, items.len() as u64);
                items.iter().for_each(|item| self.document(item));
            }
            Value::Object(entries) => {
                self.head(5, entries.len() as u64);
                for (key, value) in entries {
                    self.text(key);
                    self.document(value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From RFC 8949, appendix A.
    #[test]
    fn items_are_read() {
        let cases: [(&[u8], Value); 24] = [
            (&[0x00], json!(0)),
            (&[0x18, 0x64], json!(100)),
            (&[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0], json!(1_000_000_000_000_u64)),
            (&[0x1b, 255, 255, 255, 255, 255, 255, 255, 255], json!(u64::MAX)),
            (&[0x20], json!(-1)),
            (&[0x39, 0x03, 0xe7], json!(-1000)),
            (&[0xf9, 0x00, 0x01], json!({"float": 2f64.powi(-24)})),
            (&[0xf9, 0x3e, 0x00], json!({"float": 1.5})),
            (&[0xf9, 0xc4, 0x00], json!({"float": -4.0})),
            (&[0xf9, 0x7b, 0xff], json!({"float": 65504.0})),
            (&[0xf9, 0x7c, 0x00], json!({"float": "Infinity"})),
            (&[0xf9, 0x7e, 0x00], json!({"float": "NaN"})),
            (&[0xfa, 0x47, 0xc3, 0x50, 0x00], json!({"float": 100_000.0})),
            (&[0xfb, 0xc0, 0x10, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66], json!({"float": -4.1})),
            (&[0xf4], json!(false)),
            (&[0xf7], json!(null)),
            (&[0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0], json!({"time": 1_363_896_240})),
            (
                &[0xc1, 0xfb, 0x41, 0xd4, 0x52, 0xd9, 0xec, 0x20, 0, 0],
                json!({"time": 1_363_896_240.5}),
            ),
            (&[0x42, 0x01, 0x02], json!({"bytes": "AQI="})),
            (&[0x62, 0xc3, 0xbc], json!("ü")),
            (&[0x7f, 0x61, b'a', 0x61, b'b', 0xff], json!("ab")),
            (&[0x5f, 0x41, 1, 0x41, 2, 0xff], json!({"bytes": "AQI="})),
            (&[0x9f, 0x01, 0x82, 0x02, 0x03, 0xff], json!([1, [2, 3]])),
            (&[0xbf, 0x61, b'a', 0x01, 0x61, b'b', 0x9f, 0xff, 0xff], json!({"a": 1, "b": []})),
        ];
        for (bytes, value) in cases {
            assert_eq!(read(bytes), Ok(value), "{bytes:x?}");
        }
    }

    #[test]
    fn invalid_bytes_are_an_error() {
        let cases: [&[u8]; 10] = [
            &[],
            &[0x18],
            &[0x01, 0x01],
            &[0x62, b'a'],
            &[0x61, 0xff],
            &[0xa1, 0x01, 0x01],
            &[0xa2, 0x61, b'a', 0x01, 0x61, b'a', 0x01],
            &[0xc2, 0x01],
            &[0x9f, 0x01],
            &[0x7f, 0x41, 0x01, 0xff],
        ];
        for bytes in cases {
            assert!(read(bytes).is_err(), "{bytes:x?}");
        }
        assert!(read(&[0x81; 100]).is_err());
    }

    #[test]
    fn written_items_are_read() {
        for document in [
            json!({"a": [1, -1, 24, -25, 256, 65536, 4_294_967_296_i64, i64::MIN, i64::MAX]}),
            json!({"a": {"b": [true, false, null, "ü", {}]}}),
        ] {
            let mut writer = Writer::default();
            writer.document(&document);
            assert_eq!(read(&writer.bytes), Ok(document));
        }
        let mut writer = Writer::default();
        writer.start(4);
        writer.single(1.5);
        writer.double(0.1);
        writer.blob(&[1, 2]);
        writer.end();
        let read = read(&writer.bytes);
        assert_eq!(read, Ok(json!([{"float": 1.5}, {"float": 0.1}, {"bytes": "AQI="}])));
    }
}
