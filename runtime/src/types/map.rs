//! [`DocumentMap`]: the members of an object in a document.

use std::collections::BTreeMap;
use std::fmt;

use super::Document;

/// The members of an object in a [`Document`], sorted by name.
///
/// It takes less memory than a `BTreeMap`, whose nodes have room for eleven entries: it is one allocation
/// of exactly its members. [`insert`](Self::insert) moves the members after the new one, so collect many
/// members from an iterator. If a name occurs twice, its last value is kept.
///
/// ```
/// use aws_operation::{Document, DocumentMap};
///
/// let mut members = DocumentMap::from([("stop".to_owned(), Document::from("."))]);
/// members.insert("temperature", 1_i32);
/// let document = Document::from(members);
/// assert_eq!(serde_json::to_string(&document)?, r#"{"stop":".","temperature":1}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct DocumentMap {
    /// Sorted by name, each name once.
    members: Vec<(String, Document)>,
}

impl DocumentMap {
    /// No members.
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The member's value.
    pub fn get(&self, name: &str) -> Option<&Document> {
        let at = self.position(name).ok()?;
        self.members.get(at).map(|(_, value)| value)
    }

    /// The member's value, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Document> {
        let at = self.position(name).ok()?;
        self.members.get_mut(at).map(|(_, value)| value)
    }

    /// Whether there is such a member.
    pub fn contains_key(&self, name: &str) -> bool {
        self.position(name).is_ok()
    }

    /// Sets a member, and returns the value that it had before.
    pub fn insert(
        &mut self,
        name: impl Into<String>,
        value: impl Into<Document>,
    ) -> Option<Document> {
        let (name, value) = (name.into(), value.into());
        match self.position(&name) {
            Ok(at) => self.members.get_mut(at).map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.members.insert(at, (name, value));
                None
            }
        }
    }

    /// Removes a member, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Document> {
        let at = self.position(name).ok()?;
        Some(self.members.remove(at).1)
    }

    /// The members, sorted by name.
    pub fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&String, &Document)> + ExactSizeIterator {
        self.members.iter().map(|(name, value)| (name, value))
    }

    /// The members, sorted by name, to change their values.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = (&String, &mut Document)> + ExactSizeIterator {
        self.members.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// The names, sorted.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &String> + ExactSizeIterator {
        self.iter().map(|(name, _)| name)
    }

    /// The values, sorted by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Document> + ExactSizeIterator {
        self.iter().map(|(_, value)| value)
    }

    /// The values, sorted by name, to change them.
    pub fn values_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = &mut Document> + ExactSizeIterator {
        self.iter_mut().map(|(_, value)| value)
    }

    /// The index of the member, or where to insert it.
    fn position(&self, name: &str) -> Result<usize, usize> {
        self.members.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// Sorts the members after some were added at the end. Of equal names, the last one is kept.
    fn sort(&mut self) {
        if !self.members.is_sorted_by(|(a, _), (b, _)| a < b) {
            self.members.sort_by(|(a, _), (b, _)| a.cmp(b));
            self.members.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    std::mem::swap(later, kept);
                }
                same
            });
        }
        self.members.shrink_to_fit();
    }
}

impl fmt::Debug for DocumentMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Extend<(String, Document)> for DocumentMap {
    fn extend<I: IntoIterator<Item = (String, Document)>>(&mut self, members: I) {
        self.members.extend(members);
        self.sort();
    }
}

impl From<Vec<(String, Document)>> for DocumentMap {
    fn from(members: Vec<(String, Document)>) -> Self {
        let mut map = Self { members };
        map.sort();
        map
    }
}

impl FromIterator<(String, Document)> for DocumentMap {
    fn from_iter<I: IntoIterator<Item = (String, Document)>>(members: I) -> Self {
        Self::from(members.into_iter().collect::<Vec<_>>())
    }
}

impl<const N: usize> From<[(String, Document); N]> for DocumentMap {
    fn from(members: [(String, Document); N]) -> Self {
        members.into_iter().collect()
    }
}

impl From<BTreeMap<String, Document>> for DocumentMap {
    fn from(members: BTreeMap<String, Document>) -> Self {
        members.into_iter().collect()
    }
}

impl IntoIterator for DocumentMap {
    type Item = (String, Document);
    type IntoIter = std::vec::IntoIter<(String, Document)>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a> IntoIterator for &'a DocumentMap {
    type Item = (&'a String, &'a Document);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'a, (String, Document)>,
        fn(&'a (String, Document)) -> (&'a String, &'a Document),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter().map(|(name, value)| (name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(members: &[(&str, i32)]) -> DocumentMap {
        members.iter().map(|(name, value)| ((*name).to_owned(), Document::from(*value))).collect()
    }

    /// Members may come in any order: it behaves like the standard library's `BTreeMap`.
    #[test]
    fn it_is_a_sorted_map() {
        let mut state = 1_u64;
        let mut random = move |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % bound
        };
        for _ in 0..200 {
            let mut ours = DocumentMap::new();
            let mut theirs: BTreeMap<String, Document> = BTreeMap::new();
            for step in 0..40_u64 {
                let name = random(12).to_string();
                let value = Document::from(step);
                match random(4) {
                    0 => assert_eq!(ours.remove(&name), theirs.remove(&name)),
                    1 => {
                        let more = [(name, value.clone()), (random(12).to_string(), value)];
                        ours.extend(more.clone());
                        theirs.extend(more);
                    }
                    _ => assert_eq!(
                        ours.insert(name.clone(), value.clone()),
                        theirs.insert(name, value)
                    ),
                }
                assert!(ours.iter().eq(theirs.iter()), "{ours:?} {theirs:?}");
                assert_eq!(ours, DocumentMap::from(theirs.clone()));
                for name in 0..12_u64 {
                    let name = name.to_string();
                    assert_eq!(ours.get(&name), theirs.get(&name));
                    assert_eq!(ours.contains_key(&name), theirs.contains_key(&name));
                }
            }
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        }
    }

    #[test]
    fn the_last_of_equal_names_stays() {
        let members = map(&[("b", 1), ("a", 2), ("b", 3), ("a", 4), ("b", 5)]);
        assert_eq!(members, map(&[("a", 4), ("b", 5)]));
        let read: Document = serde_json::from_str(r#"{"b":1,"a":2,"b":3}"#).expect("a document");
        assert_eq!(read, Document::Object(map(&[("a", 2), ("b", 3)])));
    }

    #[test]
    fn what_is_collected_has_no_room_to_spare() {
        for length in 0..20_usize {
            let members: DocumentMap =
                (0..length).map(|i| (i.to_string(), Document::Null)).collect();
            assert_eq!(members.members.capacity(), length);
        }
    }
}
