//! What services require of their clients beside their models.
//!
//! Smithy 2.0, AWS integrations, "AWS service-specific customizations".

/// The header that every request of a service carries, by the service's `sdkId` and version.
pub fn header(service_id: &str, version: &str) -> Option<(String, String)> {
    match service_id {
        // It answers in HAL, with every member somewhere else, unless it is asked for JSON.
        "API Gateway" => Some(("accept".to_owned(), "application/json".to_owned())),
        "Glacier" => Some(("x-amz-glacier-version".to_owned(), version.to_owned())),
        _ => None,
    }
}

/// What is sent for a label whose text is empty.
pub fn label_default(service_id: &str, member: &str) -> Option<&'static str> {
    // The account of the credentials.
    (service_id == "Glacier" && member == "accountId").then_some("-")
}

/// Whether the SHA-256 tree hash of an operation's body goes along.
pub fn tree_hash(service_id: &str, operation: &str) -> bool {
    service_id == "Glacier" && ["UploadArchive", "UploadMultipartPart"].contains(&operation)
}
