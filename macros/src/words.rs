//! Every word that a person can write in an attribute, once.

/// The attribute that carries the arguments from the re-emitted item to the hidden derive.
pub const ARGUMENTS: &str = "__aws_operation";

/// An attribute of a field that says where the member goes: its HTTP location.
pub const LABEL: &str = "label";
pub const QUERY: &str = "query";
pub const QUERY_PARAMS: &str = "query_params";
pub const HEADER: &str = "header";
pub const PREFIX_HEADERS: &str = "prefix_headers";
pub const PAYLOAD: &str = "payload";
pub const BODY: &str = "body";
pub const RESPONSE_CODE: &str = "response_code";

/// An attribute of a field that says how the member is treated.
pub const HOST_LABEL: &str = "host_label";
pub const IDEMPOTENCY_TOKEN: &str = "idempotency_token";
pub const TIMESTAMP: &str = "timestamp";
pub const MEDIA_TYPE: &str = "media_type";
pub const SENSITIVE: &str = "sensitive";

/// Attribute of a variant: the error code, where it is not the variant's name.
pub const CODE: &str = "code";

/// All attributes of fields.
pub const FIELD: [&str; 13] = [
    LABEL,
    QUERY,
    QUERY_PARAMS,
    HEADER,
    PREFIX_HEADERS,
    PAYLOAD,
    BODY,
    RESPONSE_CODE,
    HOST_LABEL,
    IDEMPOTENCY_TOKEN,
    TIMESTAMP,
    MEDIA_TYPE,
    SENSITIVE,
];

/// Arguments of the macros.
pub mod argument {
    pub const METHOD: &str = "method";
    pub const URI: &str = "uri";
    pub const OUTPUT: &str = "output";
    pub const ERROR: &str = "error";
    pub const CODE: &str = "code";
    pub const RENAME_ALL: &str = "rename_all";
    pub const PROTOCOL: &str = "protocol";
    pub const HOST_PREFIX: &str = "host_prefix";
    pub const CRATE: &str = "crate";

    /// Words that other tools have for ours.
    pub const SYNONYMS: [(&str, &str); 8] = [
        ("http_method", METHOD),
        ("verb", METHOD),
        ("path", URI),
        ("route", URI),
        ("url", URI),
        ("response", OUTPUT),
        ("returns", OUTPUT),
        ("status", CODE),
    ];

    pub const OF_OPERATION: &[&str] =
        &[METHOD, URI, OUTPUT, ERROR, CODE, RENAME_ALL, PROTOCOL, HOST_PREFIX, CRATE];
    pub const OF_OUTPUT: &[&str] = &[RENAME_ALL, CRATE];
    pub const OF_ERROR: &[&str] = &[RENAME_ALL, CRATE];
}

pub const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Methods whose requests have no body, unless a person says so.
pub const BODILESS: [&str; 3] = ["GET", "HEAD", "DELETE"];

pub const PROTOCOLS: [&str; 1] = ["restJson1"];

/// Smithy's timestamp formats, and the variants of `TimestampFormat`.
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

/// The attribute that asks the hidden derive for a `Debug` without sensitive members.
pub const DEBUG: &str = "__aws_debug";
