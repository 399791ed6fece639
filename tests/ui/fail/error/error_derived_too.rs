use aws_operation::{ServiceError, aws_enum, aws_error, aws_union, Document};

#[aws_error]
#[derive(Debug, thiserror::Error)]
enum GetError {
    #[error("not found")]
    NotFoundException,
    #[error("other")]
    Other(#[from] ServiceError),
}

#[aws_error]
#[derive(Debug, derive_more::Display)]
#[display("gone")]
struct GoneException {
    message: Option<String>,
}

#[aws_enum]
#[derive(Debug, Default, strum::Display)]
#[strum(serialize_all = "lowercase")]
enum Kind {
    #[default]
    Edge,
    Unknown(String),
}

#[aws_union]
#[derive(Debug, Default)]
enum Block {
    Text(String),
    Unknown(String, Document),
}

fn main() {}
