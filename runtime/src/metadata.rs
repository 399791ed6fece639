//! [`Metadata`]: the properties of an operation that are the same for all values.

use crate::endpoint_rules::Value;

/// The properties of an operation that are the same for all its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The operation's name.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The URI pattern, with its labels.
    pub uri: &'static str,
    /// The success status in the model. Any 2xx is a success.
    pub code: u16,
    /// Whether requests are sent without a signature.
    pub unsigned: bool,
    /// Whether requests have the `Content-MD5` of their body.
    pub http_checksum_required: bool,
    /// Whether large bodies are compressed with gzip.
    pub request_compression: bool,
    /// Whether requests have the SHA-256 tree hash of their body, as Glacier requires.
    pub sha256_tree_hash: bool,
    /// Whether signatures exclude the body.
    pub unsigned_payload: bool,
    /// Whether the body of a response may be silent for any time.
    pub no_stalled_stream: bool,
    /// The operation's parameters for the endpoint rules (Smithy `staticContextParams`).
    #[doc(hidden)]
    pub static_context_params: &'static [(&'static str, StaticContextParam)],
    /// The name and namespace of a restXml body's root element, in the form of
    /// `Metadata::xml_root`.
    #[doc(hidden)]
    pub xml_root: &'static str,
}

impl Metadata {
    /// The metadata of an operation.
    pub const fn new(
        name: &'static str,
        method: &'static str,
        uri: &'static str,
        code: u16,
    ) -> Self {
        Self {
            name,
            method,
            uri,
            code,
            unsigned: false,
            http_checksum_required: false,
            request_compression: false,
            sha256_tree_hash: false,
            unsigned_payload: false,
            no_stalled_stream: false,
            static_context_params: &[],
            xml_root: "",
        }
    }

    /// Requests are sent without a signature (Smithy `auth` and `optionalAuth`).
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Sets the root element of a restXml body. The text is the element's name, or empty for the
    /// operation's name followed by `Request`. If the element's namespace differs from the
    /// service's, the name is followed by a line break, `ns=` and the namespace.
    #[doc(hidden)]
    #[must_use]
    pub const fn xml_root(mut self, root: &'static str) -> Self {
        self.xml_root = root;
        self
    }

    /// Sets the operation's parameters for the endpoint rules.
    #[doc(hidden)]
    #[must_use]
    pub const fn static_context_params(
        mut self,
        params: &'static [(&'static str, StaticContextParam)],
    ) -> Self {
        self.static_context_params = params;
        self
    }

    /// Requests have the SHA-256 tree hash of their body.
    #[must_use]
    pub const fn sha256_tree_hash(mut self) -> Self {
        self.sha256_tree_hash = true;
        self
    }

    /// Signatures exclude the body (Smithy `unsignedPayload`). With plain HTTP they cover it
    /// nevertheless.
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// The body of a response may be silent for any time. The limit
    /// [`Timeouts::stalled_stream`](crate::Timeouts::stalled_stream) does not apply to it.
    #[must_use]
    pub const fn no_stalled_stream(mut self) -> Self {
        self.no_stalled_stream = true;
        self
    }

    /// Requests have the `Content-MD5` of their body (Smithy `httpChecksumRequired`).
    #[doc(hidden)]
    #[must_use]
    pub const fn http_checksum_required<F: Md5>(mut self, _: F) -> Self {
        self.http_checksum_required = true;
        self
    }

    /// Large bodies are compressed with gzip (Smithy `requestCompression`).
    #[doc(hidden)]
    #[must_use]
    pub const fn request_compression<F: Gzip>(mut self, _: F) -> Self {
        self.request_compression = true;
        self
    }
}

/// The value of an endpoint parameter that is the same in every request of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaticContextParam {
    /// `true` or `false`.
    Bool(bool),
    /// A text.
    Text(&'static str),
    /// A list of texts.
    List(&'static [&'static str]),
}

impl From<StaticContextParam> for Value<'static> {
    fn from(param: StaticContextParam) -> Self {
        match param {
            StaticContextParam::Bool(value) => value.into(),
            StaticContextParam::Text(text) => text.into(),
            StaticContextParam::List(items) => {
                Self::List(items.iter().map(|item| (*item).into()).collect())
            }
        }
    }
}

/// The features of this crate that an operation may need.
#[derive(Debug, Clone, Copy)]
pub struct Features;

/// The feature `md5`.
#[diagnostic::on_unimplemented(
    message = "`http_checksum_required` needs the feature `md5` of `aws-operation`",
    label = "the feature is not enabled",
    note = "in Cargo.toml: `aws-operation = {{ version = \"…\", features = [\"md5\"] }}`"
)]
pub trait Md5: Copy {}

#[cfg(feature = "md5")]
impl Md5 for Features {}

/// The feature `gzip`.
#[diagnostic::on_unimplemented(
    message = "`request_compression` needs the feature `gzip` of `aws-operation`",
    label = "the feature is not enabled",
    note = "in Cargo.toml: `aws-operation = {{ version = \"…\", features = [\"gzip\"] }}`"
)]
pub trait Gzip: Copy {}

#[cfg(feature = "gzip")]
impl Gzip for Features {}
