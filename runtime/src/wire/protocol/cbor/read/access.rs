//! Structures, lists, maps and unions, item by item, with Smithy's rules for null.

use std::borrow::Cow;

use serde::de::{self, DeserializeSeed, Deserializer as _, Visitor};

use super::super::Error;
use super::key::Key;
use super::reader::{INDEFINITE, Place, Reader};
use crate::types::Newtype;
use crate::wire::protocol::memory::NODE;

/// For how many items or entries memory is reserved before they are read.
const MOST_AHEAD: u64 = 1024;

fn size_hint(left: u64) -> Option<usize> {
    (left != INDEFINITE).then_some(left.min(MOST_AHEAD) as usize)
}

/// The members of a structure. Null members are absent.
pub(super) struct Structure<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) left: u64,
    /// Where the name of the current member is. Errors use the name.
    pub(super) name: Place<'de>,
}

impl<'de> de::MapAccess<'de> for &mut Structure<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        while self.reader.more(&mut self.left)? {
            self.name = self.reader.place();
            let name = self.reader.key()?;
            if !self.reader.null()? {
                return seed.deserialize(Key(name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
            .map_err(|error| error.at(self.reader.offset()).in_member(&self.name.key()))
    }
}

/// The items of a list. Nulls are skipped if the item type cannot be null.
pub(super) struct Items<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) left: u64,
    pub(super) index: usize,
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if !self.reader.more(&mut self.left)? {
            return Ok(None);
        }
        self.reader.take_memory(size_of::<T::Value>())?;
        let value = seed.deserialize(Nullable {
            reader: &mut *self.reader,
            left: &mut self.left,
            index: &mut self.index,
            key: None,
        });
        match value {
            Ok(value) => {
                self.index += 1;
                Ok(Some(value))
            }
            Err(error) if error.is_end_of_nulls() => Ok(None),
            Err(error) => Err(error.at(self.reader.offset()).in_item(self.index)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        size_hint(self.left)
    }
}

/// The entries of a map. Null values are skipped if the value type cannot be null.
pub(super) struct Entries<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) left: u64,
    pub(super) is_first: bool,
    /// The key of the current entry.
    pub(super) key: Cow<'de, str>,
}

impl Entries<'_, '_> {
    /// Counts the memory of the next entry before it is read.
    fn take_memory(&mut self, bytes: usize) -> Result<(), Error> {
        let is_node = std::mem::take(&mut self.is_first) && !self.reader.in_document;
        self.reader.take_memory(if is_node { NODE * bytes } else { bytes })
    }
}

impl<'de> de::MapAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(key) = self.reader.entry(&mut self.left)? else { return Ok(None) };
        self.key = key;
        self.take_memory(size_of::<K::Value>())?;
        let key = seed.deserialize(Key(self.key.clone()));
        key.map(Some).map_err(|error| error.at(self.reader.offset()).in_member(&self.key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.reader.take_memory(size_of::<V::Value>())?;
        seed.deserialize(&mut *self.reader)
            .map_err(|error| error.at(self.reader.offset()).in_member(&self.key))
    }

    /// The standard library's maps call this. The value is read before the key, because only the
    /// value's type can tell whether a null entry is skipped.
    fn next_entry_seed<K: DeserializeSeed<'de>, V: DeserializeSeed<'de>>(
        &mut self,
        key_seed: K,
        value_seed: V,
    ) -> Result<Option<(K::Value, V::Value)>, Error> {
        let Some(mut key) = self.reader.entry(&mut self.left)? else {
            return Ok(None);
        };
        self.take_memory(size_of::<K::Value>() + size_of::<V::Value>())?;
        let value = value_seed.deserialize(Nullable {
            reader: &mut *self.reader,
            left: &mut self.left,
            index: &mut 0,
            key: Some(&mut key),
        });
        let entry = match value {
            Ok(value) => key_seed.deserialize(Key(key.clone())).map(|key| (key, value)),
            Err(error) if error.is_end_of_nulls() => return Ok(None),
            Err(error) => Err(error),
        };
        entry.map(Some).map_err(|error| error.at(self.reader.offset()).in_member(&key))
    }

    fn size_hint(&self) -> Option<usize> {
        size_hint(self.left)
    }
}

/// An item or entry that may be null. A null is passed on if the type can be null, and skipped if
/// it cannot.
struct Nullable<'a, 'de> {
    reader: &'a mut Reader<'de>,
    /// The items or entries that are left in the list or map.
    left: &'a mut u64,
    index: &'a mut usize,
    /// The entry's key; `None` in a list.
    key: Option<&'a mut Cow<'de, str>>,
}

impl<'a, 'de> Nullable<'a, 'de> {
    #[inline]
    fn past_nulls(self) -> Result<&'a mut Reader<'de>, Error> {
        if self.reader.null()? { self.past_more_nulls() } else { Ok(self.reader) }
    }

    #[cold]
    fn past_more_nulls(self) -> Result<&'a mut Reader<'de>, Error> {
        let Self { reader, left, index, mut key } = self;
        loop {
            *index += 1;
            if !reader.more(left)? {
                return Err(Error::end_of_nulls());
            }
            if let Some(key) = &mut key {
                **key = reader.key()?;
            }
            if !reader.null()? {
                return Ok(reader);
            }
        }
    }
}

macro_rules! past_nulls {
    ($($method:ident($($name:ident: $type:ty),*))*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.past_nulls()?.$method($($name,)* visitor)
        }
    )*};
}

macro_rules! as_it_is {
    ($($method:ident)*) => {$(
        #[inline]
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
            Newtype::Timestamp(_) => self.past_nulls()?.timestamp(visitor),
            Newtype::Blob => self.past_nulls()?.blob(visitor),
            Newtype::Document => self.reader.document(visitor),
            Newtype::Decimal | Newtype::Facts(_) | Newtype::Other => {
                visitor.visit_newtype_struct(self)
            }
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
    type Variant = Content<'a, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let Self { reader, tag } = self;
        Ok((seed.deserialize(Key(tag.clone()))?, Content { reader, tag }))
    }
}

/// The value of a union's member.
pub(super) struct Content<'a, 'de> {
    reader: &'a mut Reader<'de>,
    tag: Cow<'de, str>,
}

impl<'de> Content<'_, 'de> {
    fn read<T>(self, read: impl FnOnce(&mut Reader<'de>) -> Result<T, Error>) -> Result<T, Error> {
        let Self { reader, tag } = self;
        read(reader).map_err(|error| error.at(reader.offset()).in_member(&tag))
    }
}

impl<'de> de::VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.read(Reader::skip)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.read(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.read(|reader| reader.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.read(|reader| reader.deserialize_struct("", fields, visitor))
    }
}
