//! [`Service`]: the properties that all operations of a service share.

use crate::endpoint_rules::EndpointRules;

/// A service: its signing name, its host, and the properties of all its requests.
///
/// Well-known services are in [`services`](crate::services). For your own API, declare one:
///
/// ```
/// use aws_operation::Service;
///
/// const ORDERS: Service = Service::new("execute-api").header("accept", "application/json");
/// assert_eq!(ORDERS.signing_name(), "execute-api");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    signing_name: &'static str,
    service_id: &'static str,
    endpoint_prefix: Option<&'static str>,
    endpoint_rules: Option<&'static EndpointRules>,
    target_prefix: Option<&'static str>,
    api_version: Option<&'static str>,
    xml_namespace: Option<&'static str>,
    query_compatible: bool,
    header: Option<(&'static str, &'static str)>,
    unsigned_payload: bool,
    content_sha256_header: bool,
    s3_signing: bool,
}

impl Service {
    /// A service with this signing name (the `service` in SigV4's credential scope). It has no
    /// default endpoint: configure one.
    pub const fn new(signing_name: &'static str) -> Self {
        Self {
            signing_name,
            service_id: signing_name,
            endpoint_prefix: None,
            endpoint_rules: None,
            target_prefix: None,
            api_version: None,
            xml_namespace: None,
            query_compatible: false,
            header: None,
            unsigned_payload: false,
            content_sha256_header: false,
            s3_signing: false,
        }
    }

    /// The service's `sdkId`, which is part of the variable `AWS_ENDPOINT_URL_<SERVICE>`. For
    /// example, `"API Gateway"` has `AWS_ENDPOINT_URL_API_GATEWAY`. By default the signing name.
    #[must_use]
    pub const fn service_id(mut self, service_id: &'static str) -> Self {
        self.service_id = service_id;
        self
    }

    /// The first label of the service's regional host, `{prefix}.{region}.amazonaws.com`. Without a
    /// prefix, calls need a configured endpoint.
    #[must_use]
    pub const fn endpoint_prefix(mut self, prefix: &'static str) -> Self {
        self.endpoint_prefix = Some(prefix);
        self
    }

    /// The rules that choose the service's endpoint, if the pattern of
    /// [`endpoint_prefix`](Self::endpoint_prefix) is not enough.
    #[must_use]
    pub const fn endpoint_rules(mut self, rules: &'static EndpointRules) -> Self {
        self.endpoint_rules = Some(rules);
        self
    }

    /// The name of the service's shape in its model, such as `"DynamoDB_20120810"`. It precedes the
    /// operation's name in the header `X-Amz-Target` of awsJson1_0 and awsJson1_1, and in the path
    /// of rpcv2Cbor.
    #[must_use]
    pub const fn target_prefix(mut self, prefix: &'static str) -> Self {
        self.target_prefix = Some(prefix);
        self
    }

    /// The version of the service's API, such as `"2011-06-15"`. It is sent in awsQuery and
    /// ec2Query requests.
    #[must_use]
    pub const fn api_version(mut self, version: &'static str) -> Self {
        self.api_version = Some(version);
        self
    }

    /// The XML namespace that restXml documents declare: a URI, or a prefix, a space and a URI.
    #[must_use]
    pub const fn xml_namespace(mut self, namespace: &'static str) -> Self {
        self.xml_namespace = Some(namespace);
        self
    }

    /// The service used awsQuery before, and still sends awsQuery error codes on request (Smithy
    /// `awsQueryCompatible`).
    #[must_use]
    pub const fn query_compatible(mut self) -> Self {
        self.query_compatible = true;
        self
    }

    /// Sets a header that every request has, unless the operation binds the header itself. The name
    /// must be in lowercase.
    #[must_use]
    pub const fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// Excludes the body from the signature, as VPC Lattice requires. With plain HTTP the body is
    /// signed nevertheless.
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Adds the hash of the body to each request as `x-amz-content-sha256`, as OpenSearch
    /// Serverless requires.
    #[must_use]
    pub const fn content_sha256_header(mut self) -> Self {
        self.content_sha256_header = true;
        self
    }

    /// Signs requests as S3 requires: the path is encoded once and keeps double slashes, and the
    /// hash of the body is sent as `x-amz-content-sha256`. Decodes responses as S3 sends them: a
    /// response with a success status is a failure if its body is an error document or an
    /// incomplete document. Text and byte payloads are not checked.
    #[must_use]
    pub const fn s3_signing(mut self) -> Self {
        self.s3_signing = true;
        self
    }

    pub(crate) const fn has_unsigned_payload(&self) -> bool {
        self.unsigned_payload
    }

    pub(crate) const fn has_content_sha256_header(&self) -> bool {
        self.content_sha256_header
    }

    pub(crate) const fn is_signed_as_s3(&self) -> bool {
        self.s3_signing
    }

    /// The signing name, which is in SigV4's credential scope.
    pub const fn signing_name(&self) -> &'static str {
        self.signing_name
    }

    pub(crate) const fn default_header(&self) -> Option<(&'static str, &'static str)> {
        self.header
    }

    pub(crate) const fn prefix_of_target(&self) -> Option<&'static str> {
        self.target_prefix
    }

    pub(crate) const fn version_of_api(&self) -> Option<&'static str> {
        self.api_version
    }

    pub(crate) const fn namespace_of_xml(&self) -> Option<&'static str> {
        self.xml_namespace
    }

    pub(crate) const fn is_query_compatible(&self) -> bool {
        self.query_compatible
    }

    pub(crate) const fn prefix(&self) -> Option<&'static str> {
        self.endpoint_prefix
    }

    pub(crate) const fn rules(&self) -> Option<&'static EndpointRules> {
        self.endpoint_rules
    }

    /// The same service without endpoint rules, for a client with a given URL.
    pub(crate) const fn without_rules(mut self) -> Self {
        self.endpoint_rules = None;
        self
    }

    pub(crate) const fn id(&self) -> &'static str {
        self.service_id
    }

    /// The `<SERVICE>` in `AWS_ENDPOINT_URL_<SERVICE>`.
    pub(crate) fn environment_name(&self) -> String {
        self.service_id
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::services::{API_GATEWAY, EXECUTE_API};

    #[test]
    fn a_service_is_named_in_the_environment_by_its_id() {
        assert_eq!(API_GATEWAY.environment_name(), "API_GATEWAY");
        assert_eq!(EXECUTE_API.environment_name(), "EXECUTE_API");
    }
}
