//! [`Scope`]: gives each name to one item only.

use std::collections::{HashMap, HashSet};

/// Names that a type cannot have: names in Rust's prelude, which a glob import of the type would
/// hide, and names that the generated text imports.
const RESERVED: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "BTreeMap",
    "Blob",
    "Box",
    "ByteStream",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Document",
    "DocumentMap",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Service",
    "ServiceError",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The names that are already used.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// The next number to append to a name. All smaller numbers are used.
    next: HashMap<String, u32>,
    types: bool,
}

impl Scope {
    /// A scope of fields or variants. Names are case-sensitive.
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope of types. Names that differ only in case are equal, and some names are reserved.
    pub fn of_types() -> Self {
        Self { types: true, ..Self::default() }
    }

    /// The first of `wishes` that is not used. If all are used, the last one with the smallest
    /// number that makes it unique.
    pub fn claim(&mut self, wishes: &[String]) -> String {
        let free = wishes.iter().find(|wish| self.is_free(wish)).cloned();
        let name = free.unwrap_or_else(|| self.numbered(wishes));
        self.taken.insert(self.key(&name));
        name
    }

    fn numbered(&mut self, wishes: &[String]) -> String {
        let last = wishes.last().map_or("", String::as_str);
        let last = last.strip_prefix("r#").unwrap_or(last).trim_end_matches('_');
        let space =
            if self.types || last.starts_with(|c: char| c.is_ascii_uppercase()) { "" } else { "_" };
        let key = self.key(last);
        let mut number = self.next.get(&key).copied().unwrap_or(2);
        let name = loop {
            let name = format!("{last}{space}{number}");
            number += 1;
            if self.is_free(&name) {
                break name;
            }
        };
        self.next.insert(key, number);
        name
    }

    fn is_free(&self, name: &str) -> bool {
        let reserved = self.types && RESERVED.contains(&name);
        !reserved && !self.taken.contains(&self.key(name))
    }

    fn key(&self, name: &str) -> String {
        if self.types { name.to_lowercase() } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    fn claim(scope: &mut Scope, wishes: &[&str]) -> String {
        scope.claim(&wishes.iter().map(|wish| (*wish).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut fields = Scope::new();
        assert_eq!(claim(&mut fields, &["r#type"]), "r#type");
        assert_eq!(claim(&mut fields, &["r#type"]), "type_2");
        assert_eq!(claim(&mut fields, &["r#type"]), "type_3");
        let mut variants = Scope::new();
        assert_eq!(claim(&mut variants, &["Foo"]), "Foo");
        assert_eq!(claim(&mut variants, &["Foo"]), "Foo2");
        assert_eq!(claim(&mut variants, &["FOO"]), "FOO");
    }

    #[test]
    fn types_keep_clear_of_rusts_and_of_each_other() {
        let mut types = Scope::of_types();
        assert_eq!(claim(&mut types, &["Option", "OptionShape"]), "OptionShape");
        assert_eq!(claim(&mut types, &["Error", "ErrorShape"]), "Error");
        assert_eq!(claim(&mut types, &["Item", "ItemShape"]), "Item");
        assert_eq!(claim(&mut types, &["ITEM", "ITEMShape"]), "ITEMShape");
        assert_eq!(claim(&mut types, &["item", "itemShape"]), "itemShape2");
    }

    /// Searching for a free number from 2 on for each name would take hours.
    #[test]
    fn many_equal_names_are_numbered_quickly() {
        let mut fields = Scope::new();
        let names: Vec<String> = (0..200_000).map(|_| claim(&mut fields, &["a"])).collect();
        assert_eq!(names.last().map(String::as_str), Some("a_200000"));
        assert_eq!(names.iter().collect::<std::collections::HashSet<_>>().len(), 200_000);
    }
}
