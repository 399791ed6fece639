//! The names of the traits that the generator reads.

pub const AUTH: &str = "smithy.api#auth";
pub const AWS_QUERY_COMPATIBLE: &str = "aws.protocols#awsQueryCompatible";
pub const AWS_QUERY_ERROR: &str = "aws.protocols#awsQueryError";
pub const CLIENT_DISCOVERED_ENDPOINT: &str = "aws.api#clientDiscoveredEndpoint";
pub const CLIENT_ENDPOINT_DISCOVERY: &str = "aws.api#clientEndpointDiscovery";
pub const CLIENT_OPTIONAL: &str = "smithy.api#clientOptional";
pub const ADDED_DEFAULT: &str = "smithy.api#addedDefault";
pub const CLIENT_CONTEXT_PARAMS: &str = "smithy.rules#clientContextParams";
pub const CONTEXT_PARAM: &str = "smithy.rules#contextParam";
pub const DEFAULT: &str = "smithy.api#default";
pub const DOCUMENTATION: &str = "smithy.api#documentation";
pub const EC2_QUERY_NAME: &str = "aws.protocols#ec2QueryName";
pub const ENDPOINT: &str = "smithy.api#endpoint";
pub const ENDPOINT_RULE_SET: &str = "smithy.rules#endpointRuleSet";
pub const ENUM: &str = "smithy.api#enum";
pub const ENUM_VALUE: &str = "smithy.api#enumValue";
pub const ERROR: &str = "smithy.api#error";
pub const EVENT_HEADER: &str = "smithy.api#eventHeader";
pub const EVENT_PAYLOAD: &str = "smithy.api#eventPayload";
pub const HOST_LABEL: &str = "smithy.api#hostLabel";
pub const HTTP: &str = "smithy.api#http";
pub const HTTP_CHECKSUM: &str = "aws.protocols#httpChecksum";
pub const HTTP_CHECKSUM_REQUIRED: &str = "smithy.api#httpChecksumRequired";
pub const HTTP_HEADER: &str = "smithy.api#httpHeader";
pub const HTTP_LABEL: &str = "smithy.api#httpLabel";
pub const HTTP_PAYLOAD: &str = "smithy.api#httpPayload";
pub const HTTP_PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
pub const HTTP_QUERY: &str = "smithy.api#httpQuery";
pub const HTTP_QUERY_PARAMS: &str = "smithy.api#httpQueryParams";
pub const HTTP_RESPONSE_CODE: &str = "smithy.api#httpResponseCode";
pub const IDEMPOTENCY_TOKEN: &str = "smithy.api#idempotencyToken";
pub const JSON_NAME: &str = "smithy.api#jsonName";
pub const MEDIA_TYPE: &str = "smithy.api#mediaType";
pub const OPERATION_CONTEXT_PARAMS: &str = "smithy.rules#operationContextParams";
pub const OPTIONAL_AUTH: &str = "smithy.api#optionalAuth";
pub const PAGINATED: &str = "smithy.api#paginated";
pub const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
pub const RETRYABLE: &str = "smithy.api#retryable";
pub const REQUIRED: &str = "smithy.api#required";
pub const S3_UNWRAPPED_XML_OUTPUT: &str = "aws.customizations#s3UnwrappedXmlOutput";
pub const SENSITIVE: &str = "smithy.api#sensitive";
pub const SERVICE: &str = "aws.api#service";
pub const SIGV4: &str = "aws.auth#sigv4";
pub const SPARSE: &str = "smithy.api#sparse";
pub const STATIC_CONTEXT_PARAMS: &str = "smithy.rules#staticContextParams";
pub const STREAMING: &str = "smithy.api#streaming";
pub const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";
pub const UNSIGNED_PAYLOAD: &str = "aws.auth#unsignedPayload";
pub const WAITABLE: &str = "smithy.waiters#waitable";
pub const XML_ATTRIBUTE: &str = "smithy.api#xmlAttribute";
pub const XML_FLATTENED: &str = "smithy.api#xmlFlattened";
pub const XML_NAME: &str = "smithy.api#xmlName";
pub const XML_NAMESPACE: &str = "smithy.api#xmlNamespace";

/// The authentication traits of a service, apart from sigv4.
pub const OTHER_AUTH: [&str; 6] = [
    "aws.auth#sigv4a",
    "aws.auth#cognitoUserPools",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// The unit type, which has no members.
pub const UNIT: &str = "smithy.api#Unit";
