//! The protocols that an operation can name.

/// A protocol: the word of `protocol = "…"`, and the runtime's type.
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

    /// The protocol's name in Smithy, as a person writes it.
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

    /// Whether it has no HTTP bindings: every operation is a `POST`, and all members are in the body.
    pub fn is_rpc(self) -> bool {
        !matches!(self, Self::RestJson1 | Self::RestXml)
    }

    /// Whether a request without members has a body, which is then an empty document: in rpcv2Cbor
    /// unless the operation has no input at all.
    ///
    /// Source: Smithy 2.0, Smithy RPC v2 CBOR protocol, "Requests"; AWS JSON 1.0 and query protocols.
    pub fn has_empty_body(self, is_unit: bool) -> bool {
        self.is_rpc() && !(self == Self::RpcV2Cbor && is_unit)
    }

    /// Whether its requests or responses are XML or forms, for which members have facts.
    pub fn has_facts(self) -> bool {
        matches!(self, Self::AwsQuery | Self::Ec2Query | Self::RestXml)
    }
}
