//! The operations of S3 that this program declares itself. Uploads and downloads are those of
//! `aws_operation::s3`.

use aws_operation::{Timestamp, aws_operation, aws_structure};

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}?list-type=2",
    rename_all = "PascalCase",
    output = ListBucketResult,
    paginated(input_token = continuation_token, output_token = next_continuation_token)
)]
pub struct ListObjectsV2 {
    #[context_param("Bucket")]
    pub bucket: String,
    #[query("prefix")]
    pub prefix: Option<String>,
    #[query("delimiter")]
    pub delimiter: Option<String>,
    #[query("continuation-token")]
    pub continuation_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
pub struct ListBucketResult {
    #[xml(flattened)]
    pub contents: Vec<Object>,
    #[xml(flattened)]
    pub common_prefixes: Vec<CommonPrefix>,
    pub next_continuation_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
pub struct Object {
    pub key: String,
    pub size: u64,
    pub last_modified: Option<Timestamp>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
pub struct CommonPrefix {
    pub prefix: String,
}

#[aws_operation(protocol = "restXml", method = "PUT", uri = "/{Bucket}", rename_all = "PascalCase")]
pub struct CreateBucket {
    #[context_param("Bucket")]
    pub bucket: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "DELETE",
    uri = "/{Bucket}/{Key+}",
    code = 204,
    rename_all = "PascalCase"
)]
pub struct DeleteObject {
    #[context_param("Bucket")]
    pub bucket: String,
    pub key: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "DELETE",
    uri = "/{Bucket}",
    code = 204,
    rename_all = "PascalCase"
)]
pub struct DeleteBucket {
    #[context_param("Bucket")]
    pub bucket: String,
}
