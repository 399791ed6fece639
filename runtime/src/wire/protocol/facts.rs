//! [`Facts`]: the traits of a member that XML and the query protocols need beside its wire name.

use std::iter;

/// The line before the facts of a list's items or a map's values, if these are lists or maps too.
const INNER: &str = "inner";

/// The facts of a member, or of a structure that is the root of a document.
///
/// Serde passes one static string to a format when it reads or writes: the name of a newtype or of
/// a structure. The facts are lines of that string. A member's value is wrapped in a newtype whose
/// name is `$aws_operation::Xml`, followed by the facts. A structure's name is its element name,
/// followed by the facts.
///
/// | line | the fact |
/// | --- | --- |
/// | `flattened` | each item or entry is an element with the member's name |
/// | `attribute` | the member is an attribute |
/// | `item=Tag` | the element name of a list's items, `member` by default |
/// | `key=Name`, `value=Setting` | the element names in a map's entries, `key` and `value` by default |
/// | `ns=https://uri`, `ns=prefix https://uri` | the namespace that the element declares |
/// | `item-ns=`, `key-ns=`, `value-ns=` | the same for the element of an item, key or value |
/// | `ec2=InstanceId` | the name in ec2Query, if it is not the capitalised wire name |
/// | `inner` | the lines after it are the facts of the items or values |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(&'static str);

impl Facts {
    pub(crate) const NONE: Self = Self("");

    /// The facts from a newtype's name.
    pub(crate) fn of_newtype(facts: &'static str) -> Self {
        Self(facts)
    }

    /// The element name and the facts in a structure's name.
    pub(crate) fn of_structure(name: &'static str) -> (&'static str, Self) {
        match name.find('\n') {
            Some(end) => (&name[..end], Self(&name[end..])),
            None => (name, Self::NONE),
        }
    }

    pub(crate) fn is_flattened(self) -> bool {
        self.has("flattened")
    }

    pub(crate) fn is_attribute(self) -> bool {
        self.has("attribute")
    }

    pub(crate) fn item(self) -> Option<&'static str> {
        self.value_of("item=")
    }

    pub(crate) fn key(self) -> &'static str {
        self.value_of("key=").unwrap_or("key")
    }

    pub(crate) fn value(self) -> &'static str {
        self.value_of("value=").unwrap_or("value")
    }

    pub(crate) fn namespace(self) -> Option<&'static str> {
        self.value_of("ns=")
    }

    pub(crate) fn item_namespace(self) -> Option<&'static str> {
        self.value_of("item-ns=")
    }

    pub(crate) fn key_namespace(self) -> Option<&'static str> {
        self.value_of("key-ns=")
    }

    pub(crate) fn value_namespace(self) -> Option<&'static str> {
        self.value_of("value-ns=")
    }

    pub(crate) fn ec2_name(self) -> Option<&'static str> {
        self.value_of("ec2=")
    }

    /// The facts of the items of this list, or of the values of this map.
    pub(crate) fn inner(self) -> Self {
        let mut end = 0;
        for line in self.all_lines() {
            end += line.len();
            if line == INNER {
                return Self(self.0.get(end..).unwrap_or_default());
            }
            // The line break.
            end += 1;
        }
        Self::NONE
    }

    fn all_lines(self) -> impl Iterator<Item = &'static str> {
        let mut rest = Some(self.0);
        iter::from_fn(move || {
            let text = rest?;
            // A search for a byte is faster in short texts than `split`.
            match text.bytes().position(|byte| byte == b'\n') {
                Some(end) => {
                    rest = text.get(end + 1..);
                    text.get(..end)
                }
                None => rest.take(),
            }
        })
    }

    /// The lines before `inner`.
    fn lines(self) -> impl Iterator<Item = &'static str> {
        self.all_lines().take_while(|line| *line != INNER)
    }

    fn has(self, word: &str) -> bool {
        !self.is_none() && self.lines().any(|line| line == word)
    }

    #[inline]
    fn value_of(self, word: &str) -> Option<&'static str> {
        if self.is_none() { None } else { self.lines().find_map(|line| line.strip_prefix(word)) }
    }

    /// Most members have no facts, and the formats look facts up often.
    #[inline]
    fn is_none(self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;

    #[test]
    fn a_newtype_name_holds_one_fact_a_line() {
        let facts = Facts::of_newtype(
            "\nflattened\nitem=Tag\nkey=K\nvalue=V\nns=p https://a?b=c\n\
             item-ns=i\nkey-ns=k\nvalue-ns=v\nec2=Id\ninner\nkey=InnerK\ninnermost=1\ninner\n\
             attribute",
        );
        assert!(facts.is_flattened() && !facts.is_attribute());
        assert_eq!((facts.item(), facts.key(), facts.value()), (Some("Tag"), "K", "V"));
        assert_eq!(facts.namespace(), Some("p https://a?b=c"));
        assert_eq!(facts.item_namespace(), Some("i"));
        assert_eq!((facts.key_namespace(), facts.value_namespace()), (Some("k"), Some("v")));
        assert_eq!(facts.ec2_name(), Some("Id"));
        let inner = facts.inner();
        assert_eq!((inner.key(), inner.value(), inner.is_flattened()), ("InnerK", "value", false));
        assert!(inner.inner().is_attribute());
        assert_eq!(inner.inner().inner(), Facts::NONE);
    }

    #[test]
    fn a_structure_name_is_an_element_name_and_facts() {
        assert_eq!(Facts::of_structure("Tagging"), ("Tagging", Facts::NONE));
        let (name, facts) = Facts::of_structure("Tagging\nns=https://uri");
        assert_eq!((name, facts.namespace()), ("Tagging", Some("https://uri")));
    }
}
