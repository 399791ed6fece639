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

    /// Reads the members. `None` if there was an error, which `members` keeps.
    fn from_members<A: MapAccess<'de>>(members: &mut StructureReader<'de, A>) -> Option<Self>;
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut members =
            StructureReader { map, names: T::NAMES, read: Ok(()), lifetime: PhantomData };
        let structure = T::from_members(&mut members);
        members.read?;
        structure.ok_or_else(|| de::Error::custom("the structure was not read"))
    }
}

/// The members of a structure, which are read one by one. It keeps the first error until the end: if
/// each call returned an error, rustc would need twice the time for a structure.
pub struct StructureReader<'de, A: MapAccess<'de>> {
    map: A,
    names: &'static [&'static str],
    read: Result<(), A::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> StructureReader<'de, A> {
    /// Moves to the next member whose name is known, and returns the index of the name. `None` after
    /// the last member, and after an error.
    pub fn next_member(&mut self) -> Option<usize> {
        self.read.as_ref().ok()?;
        let next = self.next_known();
        self.keep(next)?
    }

    fn next_known(&mut self) -> Result<Option<usize>, A::Error> {
        while let Some(index) = self.map.next_key_seed(Name(self.names))? {
            match index {
                Some(index) => return Ok(Some(index)),
                None => drop(self.map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(None)
    }

    /// Reads the member's value into a field of the structure.
    pub fn read<T: DeserializeOwned>(&mut self, field: &mut T) {
        let value = self.map.next_value();
        if let Some(value) = self.keep(value) {
            *field = value;
        }
    }

    /// The same for a member with facts.
    pub fn read_with_facts<T: DeserializeOwned>(&mut self, field: &mut T, facts: &'static str) {
        let value = self.map.next_value_seed(FactsOf::new(facts));
        if let Some(value) = self.keep(value) {
            *field = value;
        }
    }

    /// Reads the member's value into `slot`.
    pub fn read_slot<T: DeserializeOwned>(&mut self, slot: &mut Option<T>) {
        let value = self.map.next_value();
        *slot = self.keep(value);
    }

    /// The same for a member with facts.
    pub fn read_slot_with_facts<T: DeserializeOwned>(
        &mut self,
        slot: &mut Option<T>,
        facts: &'static str,
    ) {
        let value = self.map.next_value_seed(FactsOf::new(facts));
        *slot = self.keep(value);
    }

    /// `None` if there was an error.
    pub fn end(&self) -> Option<()> {
        self.read.as_ref().ok().copied()
    }

    /// The zero value of a missing member.
    pub fn missing<T: DeserializeOwned>(&mut self, field: &'static str) -> Option<T> {
        self.keep(zero::zero().ok_or_else(|| {
            de::Error::custom(format_args!("`{field}` is missing, and its type has no zero value"))
        }))
    }

    /// The value of a required member that is missing: `None`, if the type is an alias of an `Option`;
    /// else an error.
    #[cold]
    pub fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        self.keep(required::absent().ok_or_else(|| de::Error::missing_field(name)))
    }

    fn keep<T>(&mut self, value: Result<T, A::Error>) -> Option<T> {
        value.map_err(|error| self.read = Err(error)).ok()
    }
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
