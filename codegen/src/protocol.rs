//! [`Protocol`]: the protocols, and the properties of each that the generator needs.

use std::fmt;

/// A protocol that operations can be generated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// `aws.protocols#restJson1`
    RestJson1,
    /// `aws.protocols#awsJson1_0`
    AwsJson1_0,
    /// `aws.protocols#awsJson1_1`
    AwsJson1_1,
    /// `aws.protocols#restXml`
    RestXml,
    /// `aws.protocols#awsQuery`
    AwsQuery,
    /// `aws.protocols#ec2Query`
    Ec2Query,
    /// `smithy.protocols#rpcv2Cbor`
    RpcV2Cbor,
}

impl Protocol {
    /// All protocols. If a service supports several, the generator uses the first of these, because
    /// it makes the smallest program.
    pub const ALL: [Self; 7] = [
        Self::RestJson1,
        Self::AwsJson1_0,
        Self::AwsJson1_1,
        Self::RestXml,
        Self::AwsQuery,
        Self::Ec2Query,
        Self::RpcV2Cbor,
    ];

    /// The absolute name of the protocol's trait.
    pub fn id(self) -> &'static str {
        match self {
            Self::RestJson1 => "aws.protocols#restJson1",
            Self::AwsJson1_0 => "aws.protocols#awsJson1_0",
            Self::AwsJson1_1 => "aws.protocols#awsJson1_1",
            Self::RestXml => "aws.protocols#restXml",
            Self::AwsQuery => "aws.protocols#awsQuery",
            Self::Ec2Query => "aws.protocols#ec2Query",
            Self::RpcV2Cbor => "smithy.protocols#rpcv2Cbor",
        }
    }

    /// The protocol's name, as in `#[aws_operation(protocol = "…")]`.
    pub fn name(self) -> &'static str {
        self.id().rsplit('#').next().unwrap_or_default()
    }

    /// The protocol with this name, with or without the namespace of its trait.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| [protocol.name(), protocol.id()].contains(&name))
    }

    /// Whether operations have a method and a URI, and can have members outside the body.
    pub(crate) fn is_rest(self) -> bool {
        matches!(self, Self::RestJson1 | Self::RestXml)
    }

    /// Whether responses are XML documents.
    pub(crate) fn is_xml(self) -> bool {
        self == Self::RestXml || self.is_query()
    }

    /// Whether requests are forms.
    pub(crate) fn is_query(self) -> bool {
        matches!(self, Self::AwsQuery | Self::Ec2Query)
    }

    /// Whether requests name the service's shape: as a prefix of `X-Amz-Target`, or in the path.
    pub(crate) fn names_service(self) -> bool {
        matches!(self, Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RpcV2Cbor)
    }

    /// The timestamp format of documents, as an argument of `#[timestamp(…)]`.
    pub(crate) fn document_timestamp(self) -> &'static str {
        if self.is_xml() { "date_time" } else { "epoch_seconds" }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
