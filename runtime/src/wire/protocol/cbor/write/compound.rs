//! Writes lists, maps and structures item by item.

use serde::ser::{self, Serialize};

use super::super::{Error, major};
use super::Writer;
use crate::wire::text;

/// A list, map or structure that is not complete yet.
pub(super) struct Compound<'a> {
    pub(super) writer: &'a mut Writer,
    /// The position of its head.
    pub(super) start: usize,
    pub(super) major: u8,
    /// The number of items or entries that the head has.
    pub(super) announced: u64,
    /// The number of items or entries written so far.
    pub(super) count: u64,
}

impl Compound<'_> {
    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.count += 1;
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn finish(self) -> Result<(), Error> {
        self.writer.close(self.start, self.major, self.announced, self.count);
        Ok(())
    }
}

macro_rules! list {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

list! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structure {
    ($($trait:ident)*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.writer.member(&mut self.count, name, value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

structure! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    /// A key is always text. A key of another type is converted to text.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let start = self.writer.out.len();
        self.count += 1;
        key.serialize(&mut *self.writer)?;
        if self.writer.out.get(start).is_some_and(|first| first >> 5 == major::TEXT) {
            return Ok(());
        }
        self.writer.out.truncate(start);
        self.writer.text(&text::key(key).map_err(Error::new)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}
