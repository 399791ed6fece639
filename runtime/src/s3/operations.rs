//! The S3 operations that transfers call, with only the members that transfers need.

use std::collections::BTreeMap;

use aws_operation::{ByteStream, aws_operation, aws_output, aws_structure};

/// Headers by their names.
pub(super) type Map = BTreeMap<String, String>;

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request),
    output = PutObjectOutput
)]
pub(super) struct PutObject {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[prefix_headers("")]
    pub headers: Map,
    #[payload]
    pub body: ByteStream,
}

#[aws_output]
pub(super) struct PutObjectOutput {
    #[header("ETag")]
    pub e_tag: Option<String>,
    #[header("x-amz-version-id")]
    pub version_id: Option<String>,
    #[header("x-amz-checksum-crc32")]
    pub crc32: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/{Bucket}/{Key+}?uploads",
    rename_all = "PascalCase",
    output = CreateMultipartUploadOutput
)]
pub(super) struct CreateMultipartUpload {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[prefix_headers("")]
    pub headers: Map,
}

#[aws_structure(rename_all = "PascalCase")]
pub(super) struct CreateMultipartUploadOutput {
    pub upload_id: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request),
    output = UploadPartOutput
)]
pub(super) struct UploadPart {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[query("partNumber")]
    pub part_number: u32,
    #[query("uploadId")]
    pub upload_id: String,
    #[prefix_headers("")]
    pub headers: Map,
    #[payload]
    pub body: ByteStream,
}

#[aws_output]
pub(super) struct UploadPartOutput {
    #[header("ETag")]
    pub e_tag: Option<String>,
    #[header("x-amz-checksum-crc32")]
    pub crc32: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    output = ListPartsOutput
)]
pub(super) struct ListParts {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[query("uploadId")]
    pub upload_id: String,
    #[query("part-number-marker")]
    pub part_number_marker: Option<String>,
    #[prefix_headers("")]
    pub headers: Map,
}

#[aws_structure(rename_all = "PascalCase")]
pub(super) struct ListPartsOutput {
    pub is_truncated: bool,
    pub next_part_number_marker: Option<String>,
    #[body("Part")]
    #[xml(flattened)]
    pub parts: Vec<ListedPart>,
}

#[aws_structure(rename_all = "PascalCase")]
pub(super) struct ListedPart {
    pub part_number: u32,
    #[body("ETag")]
    pub e_tag: Option<String>,
    pub size: u64,
    #[body("ChecksumCRC32")]
    pub crc32: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    no_stalled_stream,
    output = CompleteMultipartUploadOutput
)]
pub(super) struct CompleteMultipartUpload {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[query("uploadId")]
    pub upload_id: String,
    #[prefix_headers("")]
    pub headers: Map,
    #[payload("CompleteMultipartUpload")]
    pub parts: CompletedMultipartUpload,
}

#[aws_structure]
pub(super) struct CompletedMultipartUpload {
    #[body("Part")]
    #[xml(flattened)]
    pub parts: Vec<CompletedPart>,
}

#[aws_structure(rename_all = "PascalCase")]
pub(super) struct CompletedPart {
    #[body("ChecksumCRC32")]
    pub crc32: Option<String>,
    #[body("ETag")]
    pub e_tag: String,
    pub part_number: u32,
}

#[aws_output]
pub(super) struct CompleteMultipartUploadOutput {
    #[body("ETag")]
    pub e_tag: Option<String>,
    #[body("ChecksumCRC32")]
    pub crc32: Option<String>,
    #[header("x-amz-version-id")]
    pub version_id: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "DELETE",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    code = 204
)]
pub(super) struct AbortMultipartUpload {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[query("uploadId")]
    pub upload_id: String,
    #[prefix_headers("")]
    pub headers: Map,
}

#[aws_operation(
    protocol = "restXml",
    method = "HEAD",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    output = HeadObjectOutput
)]
pub(super) struct HeadObject {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[prefix_headers("")]
    pub headers: Map,
}

#[aws_output]
pub(super) struct HeadObjectOutput {
    #[header("Content-Length")]
    pub length: Option<u64>,
    #[header("ETag")]
    pub e_tag: Option<String>,
    #[header("x-amz-version-id")]
    pub version_id: Option<String>,
    #[header("x-amz-checksum-crc32")]
    pub crc32: Option<String>,
}

// Has no `http_checksum`: the download checks the checksum itself, over all responses.
#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    output = GetObjectOutput
)]
pub(super) struct GetObject {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
    #[query("versionId")]
    pub version_id: Option<String>,
    #[prefix_headers("")]
    pub headers: Map,
}

#[aws_output]
pub(super) struct GetObjectOutput {
    #[response_code]
    pub status: u16,
    #[prefix_headers("")]
    pub headers: Map,
    #[payload]
    pub body: ByteStream,
}
