//! [`Section`]: the properties of a section, each with its location.

use std::fmt;

use super::line::property;
use super::place::Place;
use super::property::Property;
use crate::error::Line;

/// A profile, an SSO session, or a `services` section.
#[derive(Clone)]
pub struct Section {
    pub(super) name: String,
    pub(super) place: Place,
    /// Whether the standard allows the name: it is an identifier, or in quotes.
    pub(super) is_standard: bool,
    /// The properties, sorted by key.
    pub(super) properties: Vec<Property>,
}

/// The sections of one kind, sorted by name. They are searched only a few times, so a vector is
/// enough.
#[derive(Clone, Default)]
pub(super) struct Sections(Vec<Section>);

impl Sections {
    pub fn get(&self, name: &str) -> Option<&Section> {
        self.0.get(self.find(name).ok()?)
    }

    /// The section with this name. If it is new, its location is `place`.
    pub fn begin(&mut self, name: &str, place: Place, is_standard: bool) -> &mut Section {
        let at = self.find(name).unwrap_or_else(|at| {
            let (name, properties) = (name.to_owned(), Vec::new());
            self.0.insert(at, Section { name, place, is_standard, properties });
            at
        });
        self.0[at].is_standard |= is_standard;
        &mut self.0[at]
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Section> {
        self.0.iter()
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|section| section.name.as_str().cmp(name))
    }
}

impl fmt::Debug for Sections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|section| &section.name)).finish()
    }
}

impl Section {
    /// The section's name, without a prefix such as `profile`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The location of the section's title.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The property with this key, in lowercase. A blank property counts as not set.
    pub fn get(&self, key: &str) -> Option<&Property> {
        let property = self.properties.get(self.find(key).ok()?)?;
        Some(property).filter(|property| !property.value.is_empty())
    }

    /// Sets a property. Replaces a property with the same key.
    pub(super) fn set(&mut self, property: Property) {
        match self.find(&property.key) {
            Ok(at) => self.properties[at] = property,
            Err(at) => self.properties.insert(at, property),
        }
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.properties.binary_search_by(|property| property.key.as_str().cmp(key))
    }

    /// The value of a property. A blank property counts as not set.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).map(Property::value)
    }

    /// The value of a property that names another section. The name may contain comment characters:
    /// `team #1`.
    pub(crate) fn reference(&self, key: &str, exists: impl Fn(&str) -> bool) -> Option<&str> {
        let property = self.get(key)?;
        let whole = property.whole.as_ref().map(|whole| whole.as_str());
        Some(whole.filter(|whole| exists(whole)).unwrap_or(&property.value))
    }

    /// A description of a property for messages: its key, its profile and its location.
    pub(crate) fn origin(&self, key: &str) -> String {
        let name = Line::name(&self.name);
        match self.get(key) {
            Some(property) => format!("`{key}` of the profile `{name}` ({})", property.place()),
            None => format!("`{key}` of the profile `{name}`"),
        }
    }

    /// Whether any of the properties is set.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.get(key).is_some())
    }

    /// A sub-property: an indented line after a property without a value.
    pub fn sub_property(&self, key: &str, name: &str) -> Option<Property> {
        let whole = self.get(key)?;
        let mut lines = whole.value.lines();
        if lines.next() != Some("") {
            return None;
        }
        let mut found = None;
        for line in lines {
            match property(line) {
                Ok(line) if line.key == name && !line.value.is_empty() => {
                    found = Some(line.at(whole.place.clone()));
                }
                _ => {}
            }
        }
        found
    }

    /// All keys and values.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().map(|property| (property.key.as_str(), property.value()))
    }
}

/// Omits values, which may be secret, and keys, which may be misplaced secrets.
impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("name", &self.name)
            .field("properties", &self.properties.len())
            .finish_non_exhaustive()
    }
}
