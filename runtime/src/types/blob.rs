//! [`Blob`]: bytes, which are base64 in a document and plain bytes in a payload.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::newtype::BLOB;

/// Binary data (Smithy `blob`).
///
/// As a member of a JSON body it is base64 text; as a `#[payload]` it is the body itself. The bytes
/// are shared, not copied: by clones, by the request of a `#[payload]`, by its retries, and by the
/// response that an output's `#[payload]` comes from.
///
/// ```
/// use aws_operation::Blob;
///
/// let code = Blob::from(b"value");
/// assert_eq!(serde_json::to_string(&code)?, r#""dmFsdWU=""#);
/// assert_eq!(serde_json::from_str::<Blob>(r#""dmFsdWU=""#)?, code);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A `Blob` takes over the memory of a `Vec<u8>`, `String`, `Box<[u8]>`, `Box<str>`, `Bytes` or owned
/// `Cow`. It copies borrowed data; [`from_static`](Self::from_static) does not copy:
///
/// ```
/// use aws_operation::Blob;
///
/// let text = String::from("value");
/// assert_eq!(Blob::from(text.as_str()), Blob::from_static(b"value"));
/// assert_eq!(Blob::from(text), Blob::from("value"));
/// ```
///
/// Source: Smithy 2.0, simple types, `blob`; AWS restJson1, "Shape serialization".
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Blob(Bytes);

impl Blob {
    /// A blob of bytes that live as long as the program, without a copy.
    pub const fn from_static(bytes: &'static [u8]) -> Self {
        Self(Bytes::from_static(bytes))
    }

    /// The bytes, shared rather than copied.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Conversions without a copy.
macro_rules! from_owned {
    ($($owned:ty => |$value:ident| $bytes:expr;)*) => {$(
        impl From<$owned> for Blob {
            fn from($value: $owned) -> Self {
                Self($bytes)
            }
        }
    )*};
}

from_owned! {
    Vec<u8> => |bytes| bytes.into();
    Box<[u8]> => |bytes| bytes.into();
    Bytes => |bytes| bytes;
    BytesMut => |bytes| bytes.freeze();
    String => |text| text.into();
    Box<str> => |text| text.into_string().into();
}

impl<const N: usize> From<[u8; N]> for Blob {
    fn from(bytes: [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

/// Copies borrowed bytes.
impl From<Cow<'_, [u8]>> for Blob {
    fn from(bytes: Cow<'_, [u8]>) -> Self {
        bytes.into_owned().into()
    }
}

/// Copies borrowed text.
impl From<Cow<'_, str>> for Blob {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

/// Copies the bytes.
impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

/// Copies the bytes.
impl<const N: usize> From<&[u8; N]> for Blob {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

/// Copies the bytes.
impl From<&Vec<u8>> for Blob {
    fn from(bytes: &Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

/// Copies the text.
impl From<&str> for Blob {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

/// Copies the text.
impl From<&String> for Blob {
    fn from(text: &String) -> Self {
        Self::from(text.as_bytes())
    }
}

impl FromIterator<u8> for Blob {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        Self(bytes.into_iter().collect())
    }
}

/// The bytes, shared.
impl From<Blob> for Bytes {
    fn from(blob: Blob) -> Self {
        blob.0
    }
}

/// The bytes, copied unless nothing else shares them.
impl From<Blob> for Vec<u8> {
    fn from(blob: Blob) -> Self {
        blob.0.into()
    }
}

/// Prints the length alone: a blob is often a secret or a megabyte.
impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(BLOB, &Content(&self.0))
    }
}

/// The value inside the newtype: base64 in text formats, bytes in binary formats.
struct Content<'a>(&'a [u8]);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD.encode(self.0))
        } else {
            serializer.serialize_bytes(self.0)
        }
    }
}

/// The bytes of base64 text with line breaks, which occurs in XML.
#[cold]
fn without_white_space(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(BLOB, BlobVisitor)
    }
}

struct BlobVisitor;

impl<'de> Visitor<'de> for BlobVisitor {
    type Value = Blob;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a blob (base64 text)")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Blob, D::Error> {
        if inner.is_human_readable() {
            inner.deserialize_str(self)
        } else {
            inner.deserialize_byte_buf(self)
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Blob, E> {
        STANDARD
            .decode(text)
            .or_else(|error| without_white_space(text).ok_or(error))
            .map(Blob::from)
            .map_err(|error| E::custom(format_args!("a blob that is not base64: {error}")))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Blob, E> {
        Ok(Blob::from(bytes))
    }

    fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Blob, E> {
        Ok(Blob::from(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_is_made_of_what_people_have() {
        let (text, bytes) = (String::from("value"), b"value".to_vec());
        for (from, blob) in [
            ("&str", Blob::from("value")),
            ("&str that does not live on", Blob::from(text.as_str())),
            ("&String", Blob::from(&text)),
            ("String", Blob::from(text.clone())),
            ("Box<str>", Blob::from(text.clone().into_boxed_str())),
            ("borrowed Cow<str>", Blob::from(Cow::Borrowed("value"))),
            ("owned Cow<str>", Blob::from(Cow::<str>::Owned(text.clone()))),
            ("&[u8; N]", Blob::from(b"value")),
            ("[u8; N]", Blob::from(*b"value")),
            ("&[u8]", Blob::from(&bytes[..])),
            ("&Vec<u8>", Blob::from(&bytes)),
            ("Vec<u8>", Blob::from(bytes.clone())),
            ("Box<[u8]>", Blob::from(bytes.clone().into_boxed_slice())),
            ("Cow<[u8]>", Blob::from(Cow::Borrowed(&bytes[..]))),
            ("Bytes", Blob::from(Bytes::from(bytes.clone()))),
            ("BytesMut", Blob::from(BytesMut::from(&bytes[..]))),
            ("an iterator", bytes.iter().copied().collect()),
            ("from_static", Blob::from_static(b"value")),
        ] {
            assert_eq!(&*blob, b"value", "{from}");
        }
        assert_eq!(Bytes::from(Blob::from("value")), Bytes::from_static(b"value"));
        assert_eq!(Vec::from(Blob::from("value")), b"value");
    }

    #[test]
    fn owned_memory_is_taken_over() {
        let bytes = vec![1_u8; 100];
        let at = bytes.as_ptr();
        assert_eq!(Blob::from(bytes).as_ptr(), at);
        let text = "a".repeat(100);
        let at = text.as_ptr();
        assert_eq!(Blob::from(text).as_ptr(), at);
        let text: Cow<'_, str> = Cow::Owned("a".repeat(100));
        let at = text.as_ptr();
        assert_eq!(Blob::from(text).as_ptr(), at);
        let blob = Blob::from("value");
        assert_eq!(blob.clone().into_bytes().as_ptr(), blob.as_ptr());
    }
}
