//! The arguments for traits of an operation are words of their own.

use aws_operation::aws_operation;

#[aws_operation(
    method = "PUT",
    uri = "/",
    auth = "bearer",
    request_compression = "gzp",
    http_checksum_required = true,
    sha256_tree_hash = "yes",
)]
struct Wrong;

#[aws_operation(method = "PUT", uri = "/", auth = none, request_compression = "brotli")]
struct AlsoWrong;

#[aws_operation(method = "PUT", uri = "/", unsigned_payload = true, no_stalled_stream(5))]
struct WithValues;

#[aws_operation(method = "PUT", uri = "/", auth = "none", unsigned_payload)]
struct NothingIsSigned;

fn main() {}
