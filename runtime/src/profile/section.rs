//! [`Section`]: properties under one name, each with the line that it stands on.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use super::line::property;
use super::problem::Place;

/// A profile, an SSO session, or a section of services.
#[derive(Clone)]
pub struct Section {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) properties: BTreeMap<String, Property>,
}

/// A value, with the line that it stands on.
#[derive(Clone)]
pub struct Property {
    pub(super) value: Zeroizing<String>,
    pub(super) place: Place,
}

impl Property {
    /// The value.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The line.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl Section {
    /// Its name, without `profile` and the like.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it begins.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A property, its name in lowercase. A blank one is not set.
    pub fn get(&self, key: &str) -> Option<&Property> {
        self.properties.get(key).filter(|property| !property.value.is_empty())
    }

    /// The value of a property. A blank one is not set.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).map(Property::value)
    }

    /// Whether any of the properties is set.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.get(key).is_some())
    }

    /// A sub-property: an indented line below a property without a value of its own.
    pub fn sub_property(&self, key: &str, name: &str) -> Option<Property> {
        let whole = self.get(key)?;
        let mut lines = whole.value.lines();
        if lines.next() != Some("") {
            return None;
        }
        let mut found = None;
        for line in lines {
            match property(line) {
                Ok((key, value)) if key == name && !value.is_empty() => {
                    let value = Zeroizing::new(value.to_owned());
                    found = Some(Property { value, place: whole.place.clone() });
                }
                _ => {}
            }
        }
        found
    }

    /// The same with these properties alone.
    pub(super) fn with(&self, keys: &[&str]) -> Self {
        let kept = self.properties.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        let properties = kept.map(|(key, property)| (key.clone(), property.clone())).collect();
        Self { name: self.name.clone(), place: self.place.clone(), properties }
    }

    /// All names and values.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().map(|(name, property)| (name.as_str(), property.value()))
    }
}

/// No value, which may be secret; nor a name, which a typing error may have made one.
impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("name", &self.name)
            .field("properties", &self.properties.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("value", &format_args!("[redacted]"))
            .field("place", &self.place)
            .finish()
    }
}
