//! A Smithy model: shapes with their members and traits, in the form of the JSON AST.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

pub use crate::shape_id::ShapeId;

/// The traits that a shape or member has, by absolute name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Traits(BTreeMap<String, Value>);

impl Traits {
    /// The trait's value.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.0.get(id)
    }

    /// Whether the shape or member has the trait.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The absolute names of the traits, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The value of a trait that is a string.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.get(id)?.as_str()
    }
}

/// A reference to another shape.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Reference {
    /// The shape's name.
    pub target: ShapeId,
}

/// A member of a structure, union, enum, list or map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// The shape of its value.
    pub target: ShapeId,
    /// Its traits.
    #[serde(default)]
    pub traits: Traits,
}

/// A shape. Which fields are set depends on its kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Shape {
    /// `structure`, `list`, `operation` and so on.
    #[serde(rename = "type")]
    pub kind: String,
    /// The members of a structure, union or enum, in the model's order.
    #[serde(default, deserialize_with = "in_order")]
    pub members: Vec<(String, Member)>,
    /// The item of a list.
    pub member: Option<Member>,
    /// The key of a map.
    pub key: Option<Member>,
    /// The value of a map.
    pub value: Option<Member>,
    /// The input of an operation.
    pub input: Option<Reference>,
    /// The output of an operation.
    pub output: Option<Reference>,
    /// The errors of an operation or service.
    #[serde(default)]
    pub errors: Vec<Reference>,
    /// The operations of a service or resource.
    #[serde(default)]
    pub operations: Vec<Reference>,
    /// The resources of a service or resource.
    #[serde(default)]
    pub resources: Vec<Reference>,
    /// The version of a service.
    pub version: Option<String>,
    /// Traits.
    #[serde(default)]
    pub traits: Traits,
    /// All other properties, such as the lifecycle operations of a resource or the renamed shapes
    /// of a service.
    #[serde(flatten)]
    pub rest: HashMap<String, Value>,
}

/// A whole model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Model {
    /// The version of Smithy.
    pub smithy: String,
    /// All shapes, in the model's order.
    #[serde(deserialize_with = "in_order")]
    pub shapes: Vec<(ShapeId, Shape)>,
    #[serde(skip)]
    index: HashMap<ShapeId, usize>,
}

impl Model {
    /// Fills the index that finds shapes by their ids.
    pub(crate) fn with_index(mut self) -> Self {
        self.index = self.shapes.iter().enumerate().map(|(i, (id, _))| (id.clone(), i)).collect();
        self
    }

    /// The shape id in the model that equals this one, if the model has the shape.
    pub(crate) fn id(&self, id: &ShapeId) -> Option<&ShapeId> {
        Some(&self.shapes.get(*self.index.get(id)?)?.0)
    }

    /// The shape with this name.
    pub fn shape(&self, id: &ShapeId) -> Option<&Shape> {
        Some(&self.shapes.get(*self.index.get(id)?)?.1)
    }
}

/// Deserializes a JSON object as a list, to keep its order.
fn in_order<'de, K, V, D>(deserializer: D) -> Result<Vec<(K, V)>, D::Error>
where
    K: Deserialize<'de>,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct InOrder<K, V>(PhantomData<(K, V)>);

    impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for InOrder<K, V> {
        type Value = Vec<(K, V)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(InOrder(PhantomData))
}
