// Made by aws-operation 0.1.0 from org.example.files#Files (2026-01-01):
//
//     aws-operation generate streams.json --all
//
// Run it again rather than editing this file.
//
//     checksum 38b46a55543c4aa4

use aws_operation::{ByteStream, Service};

use aws_operation::{aws_operation, aws_output};

/// Files of any size.
pub const FILES: Service = Service::new("files")
    .service_id("Files")
    .endpoint_prefix("files");

#[aws_operation(
    method = "GET",
    uri = "/files/{name}",
    output = GetFileOutput,
    http_checksum(response),
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetFile {
    pub name: String,
    #[header("x-amz-checksum-mode")]
    pub checksum_mode: Option<String>,
}

#[aws_operation(
    method = "PUT",
    uri = "/files/{name}",
    http_checksum(request, required)
)]
#[derive(Debug, Default)]
pub struct PutFile {
    pub name: String,
    #[header("x-amz-sdk-checksum-algorithm")]
    pub algorithm: Option<String>,
    /// The whole body.
    #[payload]
    pub content: ByteStream,
}

#[aws_output]
#[derive(Debug, Default)]
pub struct GetFileOutput {
    /// The whole body.
    #[payload]
    pub content: ByteStream,
    #[header("ETag")]
    pub tag: Option<String>,
}
