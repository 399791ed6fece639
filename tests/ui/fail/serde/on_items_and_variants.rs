use aws_operation::{
    Document, ServiceError, aws_enum, aws_error, aws_operation, aws_output, aws_structure,
    aws_union,
};

#[aws_operation(method = "POST", uri = "/")]
#[serde(rename_all = "PascalCase", deny_unknown_fields, crate = "my::serde", bound = "")]
struct Create {
    name: String,
}

#[aws_output]
#[serde(rename_all = "snake_case", default, rename = "Out")]
struct Created {
    name: String,
}

#[aws_structure]
#[cfg_attr(all(), serde(transparent))]
#[serde(from = "String", into = "String", remote = "Other")]
struct Point {
    x: i32,
}

#[aws_union]
#[serde(tag = "type", content = "value")]
enum Block {
    #[serde(rename = "theText")]
    Text(String),
    #[serde(skip)]
    Quit,
    Number(#[serde(with = "hex")] i32),
    #[serde(other)]
    Unknown(String, Document),
}

#[aws_enum]
#[serde(rename_all = "lowercase", untagged)]
enum Kind {
    #[serde(rename = "edge-optimized")]
    Edge,
    #[serde(other)]
    Unknown(String),
}

#[aws_error]
#[serde(tag = "code")]
enum GetError {
    #[serde(rename = "NotFound", rename_all = "PascalCase")]
    NotFoundException {
        #[serde(rename = "Message")]
        message: Option<String>,
    },
    #[serde(other)]
    Other(ServiceError),
}

fn main() {}
