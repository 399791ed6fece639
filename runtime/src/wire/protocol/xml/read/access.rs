//! Structures, lists, maps and unions, element by element.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Visitor};

use super::Error;
use super::tree::{NONE, Tree};
use super::value::{At, Value};
use crate::wire::protocol::facts::Facts;
use crate::wire::protocol::memory::NODE;

/// The members of an element: its attributes, then its child elements. Each name is returned once.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    attribute: u32,
    attributes_end: u32,
    child: u32,
}

impl Cursor {
    pub(super) fn new(tree: &Tree<'_>, node: u32) -> Self {
        let node = tree.node(node);
        let attributes_end = node.attributes + u32::from(node.attribute_count);
        Self { attribute: node.attributes, attributes_end, child: node.first_child }
    }

    /// The next member's name and its place. `fields` are the field names that the type knows. A
    /// field name with a prefix also matches the name with another prefix or with none.
    #[inline]
    pub(super) fn next<'de>(
        &mut self,
        tree: &Tree<'de>,
        fields: &'static [&'static str],
    ) -> Option<(&'de str, At)> {
        if self.attribute < self.attributes_end {
            let attribute = self.attribute;
            self.attribute += 1;
            let name = tree.attributes[attribute as usize].name;
            return Some((known(name, fields), At::Attribute(attribute)));
        }
        while self.child != NONE {
            let child = self.child;
            self.child = tree.node(child).next;
            if tree.is_repeated(child) {
                continue;
            }
            let mut name = tree.name(child);
            if tree.is_prefixed(child) {
                name = known(name, fields);
            }
            return Some((name, At::Elements(child)));
        }
        None
    }
}

/// The field whose name is equal without prefixes; `name` itself if no field matches.
#[cold]
fn known<'a>(name: &'a str, fields: &'static [&'static str]) -> &'a str {
    let local = |name: &'a str| name.split_once(':').map_or(name, |(_, local)| local);
    if fields.contains(&name) {
        return name;
    }
    fields.iter().copied().find(|field| local(field) == local(name)).unwrap_or(name)
}

/// The members of a structure.
pub(super) struct Structure<'a, 'de> {
    tree: &'a Tree<'de>,
    cursor: Cursor,
    fields: &'static [&'static str],
    name: &'de str,
    value: At,
    /// True if the type is a map. Each member then takes memory.
    is_map: bool,
}

impl<'a, 'de> Structure<'a, 'de> {
    pub(super) fn new(tree: &'a Tree<'de>, node: u32, fields: &'static [&'static str]) -> Self {
        let cursor = Cursor::new(tree, node);
        Self { tree, cursor, fields, name: "", value: At::Element(tree.empty()), is_map: false }
    }

    /// The members of an element that is read as a map.
    pub(super) fn map(tree: &'a Tree<'de>, node: u32) -> Self {
        Self { is_map: true, ..Self::new(tree, node, &[]) }
    }

    fn take_memory(&self, bytes: usize) -> Result<(), Error> {
        if self.is_map { self.tree.memory.take(NODE * bytes) } else { Ok(()) }
    }
}

impl<'de> de::MapAccess<'de> for Structure<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.cursor.next(self.tree, self.fields) else {
            return Ok(None);
        };
        (self.name, self.value) = (name, value);
        self.take_memory(size_of::<K::Value>())?;
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.take_memory(size_of::<V::Value>())?;
        seed.deserialize(Value::new(self.tree, self.value))
            .map_err(|error| error.in_member(self.name))
    }
}

/// Elements that are the items of a list or the entries of a map.
#[derive(Clone, Copy)]
pub(super) struct Run {
    next: u32,
    /// True for elements of one name, false for all children.
    is_same_name: bool,
}

impl Run {
    /// All child elements.
    pub(super) fn children(tree: &Tree<'_>, node: u32) -> Self {
        Self { next: tree.node(node).first_child, is_same_name: false }
    }

    /// An element and its siblings of the same name.
    pub(super) fn siblings(node: u32) -> Self {
        Self { next: node, is_same_name: true }
    }

    /// The next element.
    fn next(&mut self, tree: &Tree<'_>) -> Option<u32> {
        let found = self.next;
        if found == NONE {
            return None;
        }
        let node = tree.node(found);
        self.next = if self.is_same_name { node.next_same } else { node.next };
        Some(found)
    }

    fn count(mut self, tree: &Tree<'_>) -> usize {
        std::iter::from_fn(|| self.next(tree)).count()
    }
}

/// The items of a list.
pub(super) struct Items<'a, 'de> {
    pub(super) tree: &'a Tree<'de>,
    pub(super) run: Run,
    /// The only name that an item may have. Elements with other names are ignored.
    pub(super) item: Option<&'static str>,
    /// The facts of the items.
    pub(super) facts: Facts,
    pub(super) index: usize,
}

impl Items<'_, '_> {
    pub(super) fn next(&mut self) -> Option<u32> {
        loop {
            let node = self.run.next(self.tree)?;
            if self.item.is_none_or(|item| self.tree.name(node) == item) {
                return Some(node);
            }
        }
    }
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        self.tree.memory.take(size_of::<T::Value>())?;
        let value = Value { tree: self.tree, at: At::Element(node), facts: self.facts };
        seed.deserialize(value).map(Some).map_err(|error| error.in_item(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.run.count(self.tree))
    }
}

/// The entries of a map. An empty entry and an entry without a value are omitted.
pub(super) struct Entries<'a, 'de> {
    tree: &'a Tree<'de>,
    run: Run,
    key: &'static str,
    value: &'static str,
    /// The facts of the values.
    facts: Facts,
    index: usize,
    current: u32,
}

impl<'a, 'de> Entries<'a, 'de> {
    pub(super) fn new(tree: &'a Tree<'de>, run: Run, facts: Facts) -> Self {
        let (key, value) = (facts.key(), facts.value());
        Self { tree, run, key, value, facts: facts.inner(), index: 0, current: NONE }
    }

    /// Counts the memory of the next entry before it is read.
    fn take_memory(&self, bytes: usize) -> Result<(), Error> {
        self.tree.memory.take(if self.index == 1 { NODE * bytes } else { bytes })
    }

    /// The key and the value of the next entry.
    fn next(&mut self) -> Result<Option<(u32, u32)>, Error> {
        while let Some(entry) = self.run.next(self.tree) {
            self.index += 1;
            let (mut key, mut value) = (NONE, NONE);
            for child in self.tree.children(entry) {
                let name = self.tree.name(child);
                if name == self.key {
                    key = child;
                } else if name == self.value {
                    value = child;
                }
            }
            if key == NONE && self.tree.has_elements(entry) {
                return Err(Error::new(format_args!("a map's entry without `{}`", self.key))
                    .at(self.tree.offset(entry))
                    .in_item(self.index - 1));
            }
            if key != NONE && value != NONE {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.next()? else { return Ok(None) };
        self.current = value;
        self.take_memory(size_of::<K::Value>())?;
        seed.deserialize(Value::new(self.tree, At::Element(key)))
            .map(Some)
            .map_err(|error| error.in_member(self.key).in_item(self.index - 1))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.take_memory(size_of::<V::Value>())?;
        let value = Value { tree: self.tree, at: At::Element(self.current), facts: self.facts };
        seed.deserialize(value)
            .map_err(|error| error.in_member(self.value).in_item(self.index.saturating_sub(1)))
    }
}

/// The single member of a union.
pub(super) struct Union<'a, 'de> {
    pub(super) tag: &'de str,
    pub(super) value: Value<'a, 'de>,
}

impl<'a, 'de> de::EnumAccess<'de> for Union<'a, 'de> {
    type Error = Error;
    type Variant = Member<'a, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let tag = seed.deserialize(BorrowedStrDeserializer::<Error>::new(self.tag))?;
        Ok((tag, Member { tag: self.tag, value: self.value }))
    }
}

/// The value of a union's member.
pub(super) struct Member<'a, 'de> {
    tag: &'de str,
    value: Value<'a, 'de>,
}

impl<'de> de::VariantAccess<'de> for Member<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value).map_err(|error| error.in_member(self.tag))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_seq(self.value, visitor)
            .map_err(|error| error.in_member(self.tag))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_struct(self.value, "", fields, visitor)
            .map_err(|error| error.in_member(self.tag))
    }
}
