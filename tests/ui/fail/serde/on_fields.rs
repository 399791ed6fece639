use aws_operation::{aws_error, aws_operation, aws_output, aws_structure};

#[aws_operation(method = "POST", uri = "/keys/{id}")]
#[derive(serde::Serialize)]
struct CreateKey {
    #[serde(rename = "ID")]
    id: String,
    #[query]
    #[serde(rename = "max-items")]
    limit: u32,
    #[serde(skip)]
    secret: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    name: Option<String>,
    #[serde(flatten)]
    rest: Rest,
    #[serde(with = "hex")]
    data: String,
    #[serde(borrow)]
    text: String,
}

#[derive(serde::Serialize)]
struct Rest {}

#[aws_output]
struct Key {
    #[serde(rename(deserialize = "keyId", serialize = "id"))]
    id: String,
    #[header("x-name")]
    #[serde(alias = "X-Other-Name")]
    name: String,
    #[serde(default = "ten")]
    count: u32,
    #[serde(flatten)]
    rest: String,
    #[cfg_attr(all(), serde(deserialize_with = "read"))]
    when: String,
    #[cfg_attr(any(), serde(skip))]
    not_reported: String,
    #[cfg_attr(all(), cfg_attr(all(), body("x"), serde(getter = "get")))]
    other: String,
}

#[aws_structure]
struct Point {
    #[serde(rename = "X")]
    x: i32,
    #[serde(skip_deserializing)]
    y: i32,
    #[serde]
    z: i32,
    #[serde()]
    empty: i32,
    #[serde(unknown_word, "text")]
    other: i32,
}

#[aws_error]
struct NotFoundException {
    #[serde(rename = "Message")]
    message: Option<String>,
}

fn main() {}

fn used(key: CreateKey, point: Point) -> (CreateKey, Point) {
    (key, point)
}
