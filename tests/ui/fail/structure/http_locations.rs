//! A structure stands inside a document: its members have no place of their own in a message.

use aws_operation::aws_structure;

#[aws_structure]
struct Point {
    #[header("x-y")]
    y: String,
    #[query]
    limit: u32,
    #[payload]
    content: String,
    #[idempotency_token]
    token: Option<String>,
    #[media_type("text/plain")]
    text: String,
    #[response_code]
    status: u16,
    #[code("A")]
    code: String,
}

fn main() {}
