//! The protocols that an operation can name.

/// A protocol: the word of `protocol = "…"`, and the runtime's type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Protocol {
    AwsJson1_0,
    AwsJson1_1,
    #[default]
    RestJson1,
}

impl Protocol {
    pub const ALL: [Self; 3] = [Self::AwsJson1_0, Self::AwsJson1_1, Self::RestJson1];

    /// The protocol's name in Smithy, as a person writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RestJson1 => "restJson1",
        }
    }

    /// The name of the runtime's type.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "AwsJson1_0",
            Self::AwsJson1_1 => "AwsJson1_1",
            Self::RestJson1 => "RestJson1",
        }
    }

    /// Whether it has no HTTP bindings: every operation is a `POST`, and all members are in the body.
    pub fn is_rpc(self) -> bool {
        self != Self::RestJson1
    }
}
