//! Unions, which have exactly one member. A member with an unknown tag is kept as it was received.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap as _, SerializeStruct as _, Serializer};

use crate::types::{DOCUMENT, Document};

/// A union. The tag of its member says what is read.
pub trait Union<'de>: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;
    /// The members' wire names.
    const TAGS: &'static [&'static str];

    /// Reads the member whose tag has this index.
    fn from_member<V: VariantAccess<'de>>(index: usize, content: V) -> Result<Self, V::Error>;

    /// Keeps a member whose tag is not known.
    fn from_unknown(tag: String, value: Document) -> Self;
}

/// Reads a union.
pub fn deserialize_union<'de, T: Union<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_enum(T::NAME, T::TAGS, UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<'de, T: Union<'de>> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the union {}", T::NAME)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<T, A::Error> {
        let (tag, content) = data.variant_seed(Tag(T::TAGS))?;
        match tag {
            Ok(index) => T::from_member(index, content),
            Err(tag) => Ok(T::from_unknown(tag, content.newtype_variant()?)),
        }
    }
}

/// Reads a tag, and returns its index in the list of known tags, or the tag itself.
struct Tag(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Tag {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Tag {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: de::Error>(self, tag: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == tag).ok_or_else(|| tag.to_owned()))
    }
}

/// The error for an index without a tag, which cannot occur.
pub fn no_such_member<T, E: de::Error>() -> Result<T, E> {
    Err(E::custom("the union has no such member"))
}

/// Writes an unknown member as it was received.
pub fn serialize_unknown_member<S: Serializer>(
    serializer: S,
    tag: &str,
    value: &Document,
) -> Result<S::Ok, S::Error> {
    if tag.is_empty() {
        return Err(S::Error::custom("a union without a member; set exactly one"));
    }
    serializer.serialize_newtype_struct(DOCUMENT, &UnknownMember(tag, value))
}

/// An object with one member. It is written inside the newtype of documents, because some formats write
/// other maps in another way than structures.
struct UnknownMember<'a>(&'a str, &'a Document);

impl Serialize for UnknownMember<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, self.1)?;
        map.end()
    }
}

/// The value of a member of the unit type: a structure without members.
pub struct Unit;

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_struct("Unit", 0)?.end()
    }
}
