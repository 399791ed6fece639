//! A Smithy model, read from its JSON AST: shapes with their members and traits.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::{Error, validate};

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
    /// Reads the model in a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is not a Smithy JSON AST.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let text =
            fs::read(path).map_err(|error| Error::new(error.to_string()).at(path.display()))?;
        let text = String::from_utf8(text).map_err(|_| {
            Error::new("the file is not UTF-8; a model is JSON in UTF-8").at(path.display())
        })?;
        Self::parse(&text).map_err(|error| error.at(path.display()))
    }

    /// Reads a model.
    ///
    /// # Errors
    ///
    /// The text is not a Smithy JSON AST, or contains a name that Smithy does not allow.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(text)
            .map_err(|error| Error::new(format!("not JSON: {error}; a model is a JSON file")))?;
        match document.get("smithy").and_then(Value::as_str) {
            Some(version) if version.starts_with("2.") || version == "2" => {}
            Some(version) => {
                return Err(Error::new(format!(
                    "the model is written in Smithy {version}; convert it with `smithy ast`"
                )));
            }
            None => {
                return Err(Error::new(
                    "not a Smithy JSON AST: it has no `smithy`; use a model of aws/api-models-aws, \
                     or write one with `smithy ast`",
                ));
            }
        }
        let mut model: Self = serde_json::from_str(text)
            .map_err(|error| Error::new(format!("not a Smithy JSON AST: {error}")))?;
        validate::check(&model)?;
        model.index = model.shapes.iter().enumerate().map(|(i, (id, _))| (id.clone(), i)).collect();
        Ok(model)
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
