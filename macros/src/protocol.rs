//! The protocols that an operation can name.

/// A protocol: the word of `protocol = "…"`, and the runtime's type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Protocol {
    #[default]
    RestJson1,
}

impl Protocol {
    pub const ALL: [Self; 1] = [Self::RestJson1];

    /// The protocol's name in Smithy, as a person writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::RestJson1 => "restJson1",
        }
    }

    /// The name of the runtime's type.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::RestJson1 => "RestJson1",
        }
    }
}
