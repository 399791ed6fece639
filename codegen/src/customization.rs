//! Requirements of services that are not in their models.
//!
//! Smithy 2.0, AWS integrations, "AWS service-specific customizations".

/// The header that every request of a service needs. The service is given by `sdkId` and version.
pub fn header(service_id: &str, version: &str) -> Option<(String, String)> {
    match service_id {
        // Without this header, API Gateway returns HAL, which is another JSON format.
        "API Gateway" => Some(("accept".to_owned(), "application/json".to_owned())),
        "Glacier" => Some(("x-amz-glacier-version".to_owned(), version.to_owned())),
        _ => None,
    }
}

/// Whether requests are signed by the rules of S3: those of S3 and S3 Control.
pub fn s3_signing(signing_name: &str) -> bool {
    signing_name == "s3"
}

/// The default of a label. It is sent if the label is an empty string.
pub fn label_default(service_id: &str, member: &str) -> Option<&'static str> {
    // `-` is the account of the credentials.
    (service_id == "Glacier" && member == "accountId").then_some("-")
}

/// Whether a response header is read as a string, whatever type the model gives it. S3 returns
/// `Expires` as it was stored, which need not be a timestamp. In models of 2026 it is a string too.
pub fn is_text_header(service_id: &str, header: &str) -> bool {
    service_id == "S3" && header.eq_ignore_ascii_case("Expires")
}

/// Whether an operation sends the SHA-256 tree hash of its body.
pub fn tree_hash(service_id: &str, operation: &str) -> bool {
    service_id == "Glacier" && ["UploadArchive", "UploadMultipartPart"].contains(&operation)
}

/// Whether the body of an operation's response may stall for a long time. For these operations, S3
/// sends the head with status 200 at once, and then only white space from time to time until the result
/// is known. Event streams have no entry, because the runtime knows them by their content type.
///
/// Source: Amazon S3 API reference, "CompleteMultipartUpload", "CopyObject", "UploadPartCopy".
pub fn no_stalled_stream(service_id: &str, operation: &str) -> bool {
    service_id == "S3"
        && ["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"].contains(&operation)
}
