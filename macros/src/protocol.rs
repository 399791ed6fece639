//! The protocols that an operation can name.

/// A protocol, with its name in `protocol = "…"` and its type in the runtime.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Protocol {
    AwsJson1_0,
    AwsJson1_1,
    AwsQuery,
    Ec2Query,
    #[default]
    RestJson1,
    RestXml,
    RpcV2Cbor,
}

impl Protocol {
    pub const ALL: [Self; 7] = [
        Self::AwsJson1_0,
        Self::AwsJson1_1,
        Self::AwsQuery,
        Self::Ec2Query,
        Self::RestJson1,
        Self::RestXml,
        Self::RpcV2Cbor,
    ];

    /// The protocol's name in Smithy, which is also its name in the attribute.
    pub fn word(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::AwsQuery => "awsQuery",
            Self::Ec2Query => "ec2Query",
            Self::RestJson1 => "restJson1",
            Self::RestXml => "restXml",
            Self::RpcV2Cbor => "rpcv2Cbor",
        }
    }

    /// The name of the runtime's type.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "AwsJson1_0",
            Self::AwsJson1_1 => "AwsJson1_1",
            Self::AwsQuery => "AwsQuery",
            Self::Ec2Query => "Ec2Query",
            Self::RestJson1 => "RestJson1",
            Self::RestXml => "RestXml",
            Self::RpcV2Cbor => "RpcV2Cbor",
        }
    }

    /// Whether the protocol has no HTTP bindings: every operation is a `POST` with all members in
    /// its body.
    pub fn is_rpc(self) -> bool {
        !matches!(self, Self::RestJson1 | Self::RestXml)
    }

    /// Whether a request without members has an empty document as its body. In rpcv2Cbor it has
    /// none if the operation has no input at all.
    ///
    /// Source: Smithy 2.0, Smithy RPC v2 CBOR protocol, "Requests"; AWS JSON 1.0 and query protocols.
    pub fn has_empty_body(self, is_unit: bool) -> bool {
        self.is_rpc() && !(self == Self::RpcV2Cbor && is_unit)
    }

    /// Whether requests or responses are XML or forms, whose members can have facts.
    pub fn has_facts(self) -> bool {
        matches!(self, Self::AwsQuery | Self::Ec2Query | Self::RestXml)
    }
}
