//! [`Property`]: a value in a profile file, with its location.

use std::fmt;

use zeroize::Zeroizing;

use super::place::Place;

/// A property's value, with its location.
#[derive(Clone)]
pub struct Property {
    pub(super) key: String,
    pub(super) value: Zeroizing<String>,
    /// The value including the text at its end that looks like a comment.
    pub(super) whole: Option<Zeroizing<String>>,
    pub(super) place: Place,
}

impl Property {
    /// The value.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The location.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

/// Omits the value, which may be secret.
impl fmt::Debug for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("value", &format_args!("[redacted]"))
            .field("place", &self.place)
            .finish()
    }
}
