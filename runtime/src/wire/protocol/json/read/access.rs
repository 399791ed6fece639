//! Structures, lists, maps and unions, item by item, with Smithy's rules for null.

use std::borrow::Cow;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::Error;
use super::reader::Reader;
use crate::types::Newtype;
use crate::wire::protocol::memory::NODE;

/// The members of a structure. Null members are absent.
pub(super) struct Structure<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) first: bool,
}

impl<'de> de::MapAccess<'de> for Structure<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.reader.member(&mut self.first)? {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }
}

/// The items of a list. Nulls are skipped if the item type cannot be null.
pub(super) struct Items<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) first: bool,
    pub(super) ended: bool,
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.ended || !self.reader.item(&mut self.first, b']')? {
            self.ended = true;
            return Ok(None);
        }
        self.reader.take_memory(size_of::<T::Value>())?;
        let mut past_nulls = |reader: &mut Reader<'de>| {
            reader.item(&mut false, b']').map(|found| found.then_some(()))
        };
        match seed.deserialize(Nullable { reader: &mut *self.reader, next: &mut past_nulls }) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_end_of_nulls() => {
                self.ended = true;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The entries of a map. Null values are skipped if the value type cannot be null.
pub(super) struct Entries<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) first: bool,
    /// The number of entries to count memory for before the next entry is read.
    pub(super) room: usize,
}

impl<'de> Entries<'_, 'de> {
    /// Moves to the value of the next entry.
    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        self.room = if self.first && !self.reader.in_document { NODE } else { 1 };
        self.reader.entry(&mut self.first)
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(key) = self.next()? else { return Ok(None) };
        self.reader.take_memory(self.room * size_of::<K::Value>())?;
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.reader.take_memory(self.room * size_of::<V::Value>())?;
        seed.deserialize(&mut *self.reader)
    }

    /// The standard library's maps call this. The value is read before the key, because only the
    /// value's type can tell whether a null entry is skipped.
    fn next_entry_seed<K: DeserializeSeed<'de>, V: DeserializeSeed<'de>>(
        &mut self,
        key_seed: K,
        value_seed: V,
    ) -> Result<Option<(K::Value, V::Value)>, Error> {
        let Some(mut key) = self.next()? else { return Ok(None) };
        self.reader.take_memory(self.room * (size_of::<K::Value>() + size_of::<V::Value>()))?;
        let mut past_nulls = |reader: &mut Reader<'de>| {
            let next = reader.entry(&mut false)?;
            Ok(next.map(|next| key = next))
        };
        let value =
            value_seed.deserialize(Nullable { reader: &mut *self.reader, next: &mut past_nulls });
        match value {
            Ok(value) => Ok(Some((key_seed.deserialize(key.into_deserializer())?, value))),
            Err(error) if error.is_end_of_nulls() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Moves to the next item or entry. `None` at the end.
type Next<'a, 'de> = &'a mut dyn FnMut(&mut Reader<'de>) -> Result<Option<()>, Error>;

/// An item or entry that may be null. A null is passed on if the type can be null, and skipped if
/// it cannot.
struct Nullable<'a, 'de> {
    reader: &'a mut Reader<'de>,
    next: Next<'a, 'de>,
}

impl<'a, 'de> Nullable<'a, 'de> {
    fn past_nulls(self) -> Result<&'a mut Reader<'de>, Error> {
        while self.reader.at_null() {
            self.reader.null()?;
            if (self.next)(self.reader)?.is_none() {
                return Err(Error::end_of_nulls());
            }
        }
        Ok(self.reader)
    }
}

macro_rules! past_nulls {
    ($($method:ident($($name:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.past_nulls()?.$method($($name,)* visitor)
        }
    )*};
}

macro_rules! as_it_is {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.reader.$method(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Nullable<'_, 'de> {
    type Error = Error;

    as_it_is! { deserialize_any deserialize_option deserialize_ignored_any deserialize_unit }

    past_nulls! {
        deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_u128() deserialize_f32() deserialize_f64() deserialize_char()
        deserialize_str() deserialize_string() deserialize_bytes() deserialize_byte_buf()
        deserialize_seq() deserialize_map() deserialize_identifier()
        deserialize_unit_struct(name: &'static str)
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => self.past_nulls()?.deserialize_newtype_struct(name, visitor),
            Newtype::Document => self.reader.deserialize_newtype_struct(name, visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }
}

/// The single member of a union.
pub(super) struct Union<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) tag: Cow<'de, str>,
}

impl<'a, 'de> de::EnumAccess<'de> for Union<'a, 'de> {
    type Error = Error;
    type Variant = &'a mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        Ok((seed.deserialize(self.tag.into_deserializer())?, self.reader))
    }
}

impl<'de> de::VariantAccess<'de> for &mut Reader<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.skip()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_struct(self, "", fields, visitor)
    }
}
