//! What needs a feature of the runtime says so.

use aws_operation::aws_operation;

#[aws_operation(method = "PUT", uri = "/", request_compression = "gzip", http_checksum_required)]
struct Put {
    text: String,
}

fn main() {}
