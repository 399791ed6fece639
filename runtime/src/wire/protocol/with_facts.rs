//! Members with facts that serde cannot express, such as `flattened`. The facts are in the name of
//! a newtype around the member's value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, VariantAccess, Visitor,
};
use serde::ser::{Serialize, Serializer};

/// A value to write, and its facts. Formats that do not use facts write only the value.
pub struct WithFacts<'a, T: ?Sized>(pub &'a T, pub &'static str);

impl<T: Serialize + ?Sized> Serialize for WithFacts<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(self.1, self.0)
    }
}

/// The facts of a value to read.
pub(crate) struct FactsOf<T> {
    facts: &'static str,
    of: PhantomData<T>,
}

impl<T> FactsOf<T> {
    pub(crate) fn new(facts: &'static str) -> Self {
        Self { facts, of: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for FactsOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_newtype_struct(self.facts, self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for FactsOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// Reads the value of a union's member with facts.
pub fn read_variant_with_facts<'de, T: DeserializeOwned, V: VariantAccess<'de>>(
    content: V,
    facts: &'static str,
) -> Result<T, V::Error> {
    content.newtype_variant_seed(FactsOf::new(facts))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{FactsOf, WithFacts};
    use crate::wire::protocol::json;
    use crate::wire::protocol::memory::MAX_MEMORY;

    const FACTS: &str = "$aws_operation::Xml\nflattened\nitem=Tag";

    /// A structure with a member that has facts.
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Outer {
        #[serde(serialize_with = "write", deserialize_with = "read", default)]
        tags: Option<Vec<String>>,
    }

    fn write<S: Serializer>(value: &Option<Vec<String>>, serializer: S) -> Result<S::Ok, S::Error> {
        WithFacts(value, FACTS).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
        serde::de::DeserializeSeed::deserialize(FactsOf::new(FACTS), deserializer)
    }

    #[test]
    fn json_knows_nothing_of_facts() {
        for (tags, ours, theirs) in [
            (Some(vec!["a".to_owned()]), r#"{"tags":["a"]}"#, r#"{"tags":["a"]}"#),
            (None, "{}", r#"{"tags":null}"#),
        ] {
            let outer = Outer { tags };
            let mut object = json::Object::new();
            object.member("o", &outer).expect("JSON can hold it");
            assert_eq!(object.end(), format!(r#"{{"o":{ours}}}"#).as_bytes());
            assert_eq!(serde_json::to_string(&outer).expect("JSON can hold it"), theirs);
            for text in [ours, theirs] {
                assert_eq!(
                    json::from_slice::<Outer>(text.as_bytes(), MAX_MEMORY).as_ref(),
                    Ok(&outer)
                );
                assert_eq!(&serde_json::from_str::<Outer>(text).expect("valid JSON"), &outer);
            }
        }
        // Through serde's own buffer too.
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(untagged)]
        enum Either {
            Outer(Outer),
            Map(BTreeMap<String, i32>),
        }
        assert!(matches!(
            json::from_slice(br#"{"tags": ["a"]}"#, MAX_MEMORY),
            Ok(Either::Outer(_))
        ));
    }
}
