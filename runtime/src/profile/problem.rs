//! Problems of profile files, with their location. They never quote a line, because it may be
//! secret.

use std::fmt;

use super::place::Place;
use super::section::Section;
use crate::error::Line;

/// Why a file cannot be used: the location, the problem, and the fix.
#[derive(Clone, PartialEq, Eq)]
pub struct ProfileError {
    place: Place,
    problem: String,
}

impl ProfileError {
    pub(super) fn new(place: Place, problem: String) -> Self {
        Self { place, problem: line(&problem) }
    }

    /// The location.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for ProfileError {}

crate::error::debug_as_display!(ProfileError);

/// Something that was ignored: the location, the reason, and the fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    place: Place,
    reason: String,
    /// The title of the section, if a whole section was ignored.
    title: Option<String>,
}

impl Warning {
    pub(super) fn new(place: Place, reason: String) -> Self {
        Self { place, reason: line(&reason), title: None }
    }

    pub(super) fn ignored(section: &Section, reason: &str) -> Self {
        let title = &section.name;
        let reason = format!("the section `[{title}]` is ignored: {reason}");
        Self { title: Some(title.clone()), ..Self::new(section.place.clone(), reason) }
    }

    /// Whether the warning is about an ignored section that was probably meant to have this name.
    pub(crate) fn is_about(&self, name: &str) -> bool {
        let Some(title) = &self.title else { return false };
        let after_word = title.split_once(char::is_whitespace).map_or("", |(_, name)| name.trim());
        [title, after_word].into_iter().any(|it| it.trim_matches(['"', '\'']) == name)
    }

    /// The location.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// Names are printed as they are written, including unusual characters.
fn line(text: &str) -> String {
    Line::message(text).to_string()
}
