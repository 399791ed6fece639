//! Every word that a user can write in an attribute. Each is defined once, here.

/// The hidden derive that the attributes add to their item.
pub const DERIVE: &str = "attributes_like_aws_output";

/// The attribute that carries the role and arguments from the re-emitted item to the hidden derive.
///
/// Its name is unlike those of the attributes. Otherwise rustc would suggest it for an attribute
/// that is not imported.
pub const DECLARED: &str = "__declared";

/// The attribute that replaces `#[serde(…)]` in the re-emitted item.
pub const SERDE: &str = "__serde";

/// Attributes of a field that set the member's location in the HTTP message.
pub const LABEL: &str = "label";
pub const QUERY: &str = "query";
pub const QUERY_PARAMS: &str = "query_params";
pub const HEADER: &str = "header";
pub const PREFIX_HEADERS: &str = "prefix_headers";
pub const PAYLOAD: &str = "payload";
pub const BODY: &str = "body";
pub const RESPONSE_CODE: &str = "response_code";

/// Attributes of a field that set the member's location in an event.
pub const EVENT_HEADER: &str = "event_header";
pub const EVENT_PAYLOAD: &str = "event_payload";

/// Attributes of a field that say how the member is treated.
pub const HOST_LABEL: &str = "host_label";
pub const CONTEXT_PARAM: &str = "context_param";
pub const IDEMPOTENCY_TOKEN: &str = "idempotency_token";
pub const TIMESTAMP: &str = "timestamp";
pub const MEDIA_TYPE: &str = "media_type";
pub const SENSITIVE: &str = "sensitive";
pub const DEFAULT: &str = "default";
/// The attribute for the facts about a member in XML and the query protocols.
pub const XML: &str = "xml";
/// The attribute for the name in ec2Query, if it is not the capitalised wire name.
pub const EC2_QUERY_NAME: &str = "ec2_query_name";

/// The beginning of the name of a newtype that carries facts. The runtime uses the same one.
pub const FACTS: &str = "$aws_operation::Xml";

/// Words in `#[xml(…)]`.
pub mod fact {
    pub const FLATTENED: &str = "flattened";
    pub const ATTRIBUTE: &str = "attribute";
    pub const ITEM: &str = "item";
    pub const KEY: &str = "key";
    pub const VALUE: &str = "value";
    pub const INNER: &str = "inner";
    pub const NAMESPACES: [&str; 4] =
        ["namespace", "item_namespace", "key_namespace", "value_namespace"];

    /// Facts with a string value, and their names in the runtime.
    pub const STRINGS: [(&str, &str); 7] = [
        (ITEM, "item"),
        (KEY, "key"),
        (VALUE, "value"),
        ("namespace", "ns"),
        ("item_namespace", "item-ns"),
        ("key_namespace", "key-ns"),
        ("value_namespace", "value-ns"),
    ];

    pub const ALL: [&str; 10] = [
        FLATTENED,
        ATTRIBUTE,
        ITEM,
        KEY,
        VALUE,
        "namespace",
        "item_namespace",
        "key_namespace",
        "value_namespace",
        INNER,
    ];

    /// The default names of elements.
    pub const DEFAULTS: [(&str, &str); 3] = [(ITEM, "member"), (KEY, "key"), (VALUE, "value")];
}

/// Attribute of an error's variant: the error code, if it is not the variant's name.
pub const CODE: &str = "code";
/// Attribute of an error's variant: the HTTP status of the error, which has no code of its own.
pub const STATUS: &str = "status";
/// Attribute of an error's variant: the error is retryable.
pub const RETRYABLE: &str = "retryable";
/// The argument of `#[retryable(…)]` for throttling errors.
pub const THROTTLING: &str = "throttling";
/// Attribute of a union's variant: the member's wire name, if it is not the variant's name.
pub const TAG: &str = "tag";
/// Attribute of an enum's variant: the value, if it is not the variant's name.
pub const VALUE: &str = "value";

/// Attribute of an event's variant: it is an exception.
pub const EXCEPTION: &str = "exception";

/// Attributes of variants, each with the attribute that its enum needs.
pub const VARIANT: [(&str, &str); 6] = [
    (CODE, "aws_error"),
    (STATUS, "aws_error"),
    (RETRYABLE, "aws_error"),
    (TAG, "aws_union"),
    (VALUE, "aws_enum"),
    (EXCEPTION, "aws_event_stream"),
];

/// All attributes of fields.
pub const FIELD: [&str; 19] = [
    LABEL,
    QUERY,
    QUERY_PARAMS,
    HEADER,
    PREFIX_HEADERS,
    PAYLOAD,
    BODY,
    RESPONSE_CODE,
    EVENT_HEADER,
    EVENT_PAYLOAD,
    HOST_LABEL,
    CONTEXT_PARAM,
    IDEMPOTENCY_TOKEN,
    TIMESTAMP,
    MEDIA_TYPE,
    SENSITIVE,
    DEFAULT,
    XML,
    EC2_QUERY_NAME,
];

/// Attributes of an item and its fields for which the attribute macro changes nothing.
pub const UNCHANGED: [&str; 21] = [
    "doc",
    LABEL,
    QUERY,
    QUERY_PARAMS,
    HEADER,
    PREFIX_HEADERS,
    PAYLOAD,
    BODY,
    RESPONSE_CODE,
    HOST_LABEL,
    CONTEXT_PARAM,
    IDEMPOTENCY_TOKEN,
    TIMESTAMP,
    MEDIA_TYPE,
    XML,
    EC2_QUERY_NAME,
    EVENT_HEADER,
    EVENT_PAYLOAD,
    TAG,
    VALUE,
    EXCEPTION,
];

/// Arguments of the attribute macros.
pub mod argument {
    pub const METHOD: &str = "method";
    pub const URI: &str = "uri";
    pub const OUTPUT: &str = "output";
    pub const ERROR: &str = "error";
    pub const CODE: &str = "code";
    pub const MESSAGE: &str = "message";
    pub const STATUS: &str = "status";
    pub const RENAME_ALL: &str = "rename_all";
    pub const PROTOCOL: &str = "protocol";
    pub const NAME: &str = "name";
    pub const HOST_PREFIX: &str = "host_prefix";
    pub const AUTH: &str = "auth";
    pub const HTTP_CHECKSUM: &str = "http_checksum";
    pub const HTTP_CHECKSUM_REQUIRED: &str = "http_checksum_required";
    pub const REQUEST_COMPRESSION: &str = "request_compression";
    pub const SHA256_TREE_HASH: &str = "sha256_tree_hash";
    pub const UNSIGNED_PAYLOAD: &str = "unsigned_payload";
    pub const NO_STALLED_STREAM: &str = "no_stalled_stream";
    pub const STATIC_CONTEXT_PARAMS: &str = "static_context_params";
    pub const OPERATION_CONTEXT_PARAMS: &str = "operation_context_params";
    pub const STRICT: &str = "strict";
    pub const XML_NAME: &str = "xml_name";
    pub const XML_NAMESPACE: &str = "xml_namespace";
    pub const S3_UNWRAPPED_XML_OUTPUT: &str = "s3_unwrapped_xml_output";
    pub const PAGINATED: &str = "paginated";
    pub const CRATE: &str = "crate";

    /// Arguments without a value.
    pub const FLAGS: [&str; 6] = [
        HTTP_CHECKSUM_REQUIRED,
        SHA256_TREE_HASH,
        UNSIGNED_PAYLOAD,
        NO_STALLED_STREAM,
        STRICT,
        S3_UNWRAPPED_XML_OUTPUT,
    ];

    /// Names that other tools have for our arguments.
    pub const SYNONYMS: [(&str, &str); 9] = [
        ("http_method", METHOD),
        ("verb", METHOD),
        ("path", URI),
        ("route", URI),
        ("url", URI),
        ("response", OUTPUT),
        ("returns", OUTPUT),
        (STATUS, CODE),
        ("required", STRICT),
    ];

    pub const OF_OPERATION: &[&str] = &[
        METHOD,
        URI,
        OUTPUT,
        ERROR,
        CODE,
        RENAME_ALL,
        PROTOCOL,
        NAME,
        HOST_PREFIX,
        AUTH,
        HTTP_CHECKSUM,
        HTTP_CHECKSUM_REQUIRED,
        REQUEST_COMPRESSION,
        SHA256_TREE_HASH,
        UNSIGNED_PAYLOAD,
        NO_STALLED_STREAM,
        STATIC_CONTEXT_PARAMS,
        OPERATION_CONTEXT_PARAMS,
        PAGINATED,
        XML_NAME,
        XML_NAMESPACE,
        CRATE,
    ];
    pub const OF_OUTPUT: &[&str] = &[RENAME_ALL, STRICT, S3_UNWRAPPED_XML_OUTPUT, CRATE];
    pub const OF_STRUCTURE: &[&str] = &[RENAME_ALL, STRICT, XML_NAME, XML_NAMESPACE, CRATE];
    pub const OF_ERROR: &[&str] = &[RENAME_ALL, CODE, MESSAGE, CRATE];
    /// Arguments of all other attributes.
    pub const OF_SHAPE: &[&str] = &[RENAME_ALL, CRATE];
}

/// The arguments of `paginated(…)`.
pub mod page {
    pub const INPUT_TOKEN: &str = "input_token";
    pub const OUTPUT_TOKEN: &str = "output_token";
    pub const ITEMS: &str = "items";
    pub const PAGE_SIZE: &str = "page_size";
    pub const MORE: &str = "more";

    pub const ALL: [&str; 5] = [INPUT_TOKEN, OUTPUT_TOKEN, ITEMS, PAGE_SIZE, MORE];
}

/// The words in `http_checksum(…)`.
pub const CHECKSUMS: [&str; 3] = ["request", "required", "response"];

/// The header with the checksum algorithm that the client selects.
pub const CHECKSUM_ALGORITHM: &str = "x-amz-sdk-checksum-algorithm";

pub const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Methods whose requests have no body, unless a field has `#[body]`.
pub const BODILESS: [&str; 3] = ["GET", "HEAD", "DELETE"];

pub const AUTHS: [&str; 1] = ["none"];

pub const COMPRESSIONS: [&str; 1] = ["gzip"];

/// Smithy's timestamp formats, each with its variant of `TimestampFormat`.
pub const TIMESTAMP_FORMATS: [(&str, &str); 3] =
    [("date_time", "DateTime"), ("epoch_seconds", "EpochSeconds"), ("http_date", "HttpDate")];

/// Headers that the transport or the signer writes.
pub const RESERVED_HEADERS: [&str; 14] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-date",
    "x-amz-security-token",
];

/// The attribute that asks the hidden derive for a `Debug` that hides sensitive members.
pub const DEBUG: &str = "__debug";

/// The attribute that asks the hidden derive for a `Default` that uses the members' own defaults.
pub const OWN_DEFAULT: &str = "__own_default";
