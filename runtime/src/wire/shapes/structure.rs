//! Structures: members are read by name, unknown members are skipped, and missing members are zero.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::wire::protocol::with_facts::FactsOf;
use crate::wire::response::{required, zero};

/// A structure, which is read member by member.
pub trait Structure<'de>: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;
    /// The members' wire names.
    const NAMES: &'static [&'static str];

    /// Reads the members.
    fn from_members<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error>;
}

/// Reads a structure.
pub fn deserialize_structure<'de, T: Structure<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::NAMES, StructureVisitor(PhantomData))
}

struct StructureVisitor<T>(PhantomData<T>);

impl<'de, T: Structure<'de>> Visitor<'de> for StructureVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the structure {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        T::from_members(&mut map)
    }
}

/// Moves to the next member whose name is known, and returns its index in `names`.
pub fn next_member<'de, A: MapAccess<'de>>(
    map: &mut A,
    names: &'static [&'static str],
) -> Result<Option<usize>, A::Error> {
    while let Some(index) = map.next_key_seed(Name(names))? {
        match index {
            Some(index) => return Ok(Some(index)),
            None => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    Ok(None)
}

/// A structure that is written member by member. It keeps the first error until the end: a check after
/// each member would double what rustc has to compile of a structure.
pub struct StructureWriter<S: SerializeStruct>(Result<S, S::Error>);

impl<S: SerializeStruct> StructureWriter<S> {
    /// Begins the structure.
    pub fn open<T>(serializer: T, name: &'static str, count: usize) -> Self
    where
        T: Serializer<SerializeStruct = S, Ok = S::Ok, Error = S::Error>,
    {
        Self(serializer.serialize_struct(name, count))
    }

    /// Writes a member, unless there was an error before.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if let Ok(structure) = &mut self.0 {
            if let Err(error) = structure.serialize_field(name, value) {
                self.0 = Err(error);
            }
        }
    }

    /// Ends the structure.
    ///
    /// # Errors
    ///
    /// The first error of all members.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

/// Reads the value of the member that [`next_member`] moved to into `slot`.
pub fn read_member<'de, T: DeserializeOwned, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    *slot = Some(map.next_value()?);
    Ok(())
}

/// The same for a member with facts.
pub fn read_member_with_facts<'de, T: DeserializeOwned, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    facts: &'static str,
) -> Result<(), A::Error> {
    *slot = Some(map.next_value_seed(FactsOf::new(facts))?);
    Ok(())
}

/// The zero value of a missing member.
pub fn missing_member<T: DeserializeOwned, E: de::Error>(field: &'static str) -> Result<T, E> {
    zero::zero().ok_or_else(|| {
        E::custom(format_args!("`{field}` is missing, and its type has no zero value"))
    })
}

/// The value of a required member that is missing: `None`, if the type is an alias of an `Option`; else
/// an error.
#[cold]
pub fn required_member<T: DeserializeOwned, E: de::Error>(name: &'static str) -> Result<T, E> {
    required::absent().ok_or_else(|| E::missing_field(name))
}

/// Reads a name, and returns its index in the list of known names.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|known| *known == name))
    }
}
