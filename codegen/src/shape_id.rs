//! [`ShapeId`], and the grammar of names in a model.
//!
//! Smithy 2.0, the Smithy model, "Shape ID ABNF".

use std::fmt;

use serde::Deserialize;

/// The maximum length of a name. Smithy sets no limit; the longest shape id of AWS has 88
/// characters.
const LONGEST: usize = 255;

/// The name of a shape: `com.amazonaws.apigateway#RestApi`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct ShapeId(String);

impl ShapeId {
    /// The shape id with this absolute name.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after `#`.
    pub fn name(&self) -> &str {
        self.0.rsplit('#').next().unwrap_or(&self.0)
    }

    /// The part before `#`.
    pub fn namespace(&self) -> &str {
        self.0.split_once('#').map_or("", |(namespace, _)| namespace)
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The error in an absolute shape id, which has the form `namespace.of.words#Name`.
pub fn check_shape_id(id: &str) -> Result<(), &'static str> {
    const FORM: &str = "a shape id is a namespace, `#` and a name, each of letters, digits and \
                        underscores, as in `com.example#Name`";
    if id.len() > LONGEST {
        return Err("a shape id has at most 255 characters");
    }
    let Some((namespace, name)) = id.split_once('#') else { return Err(FORM) };
    if namespace.split('.').chain([name]).all(is_identifier) { Ok(()) } else { Err(FORM) }
}

/// The error in a name.
pub fn check_identifier(name: &str) -> Result<(), &'static str> {
    if name.len() > LONGEST {
        return Err("a name has at most 255 characters");
    }
    if !is_identifier(name) {
        return Err(
            "a name consists of letters, digits and underscores, and does not start with a digit",
        );
    }
    Ok(())
}

/// `Identifier`: letters, digits and underscores. The first character that is not an underscore is a
/// letter; after an underscore it may be a digit.
fn is_identifier(name: &str) -> bool {
    let rest = name.trim_start_matches('_');
    let begins = match rest.as_bytes().first() {
        Some(first) if rest.len() < name.len() => first.is_ascii_alphanumeric(),
        Some(first) => first.is_ascii_alphabetic(),
        None => false,
    };
    begins && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::{check_identifier, check_shape_id};

    #[test]
    fn names_follow_smithys_grammar() {
        for (name, is_name) in [
            ("a", true),
            ("aB_1", true),
            ("_a", true),
            ("__1a", true),
            ("a_", true),
            ("", false),
            ("_", false),
            ("1a", false),
            ("a-b", false),
            ("a b", false),
            ("a.b", false),
            ("é", false),
            ("a\n", false),
        ] {
            assert_eq!(check_identifier(name).is_ok(), is_name, "{name:?}");
            assert_eq!(check_shape_id(&format!("a.b#{name}")).is_ok(), is_name, "{name:?}");
            assert_eq!(check_shape_id(&format!("{name}#A")).is_ok(), is_name || name == "a.b");
        }
        for id in ["a", "a#", "#a", "a.#b", ".a#b", "a..b#c", "a#b#c", "a#b$c", "a#b\nc", "a\r#b"] {
            assert!(check_shape_id(id).is_err(), "{id:?}");
        }
        assert!(check_identifier(&"a".repeat(255)).is_ok());
        assert!(check_identifier(&"a".repeat(256)).is_err());
        assert!(check_shape_id(&format!("a#{}", "a".repeat(254))).is_err());
    }
}
