use std::collections::HashMap;

use aws_operation::{aws_structure, aws_union};

#[aws_structure]
struct Contradictions {
    #[xml(attribute, flattened)]
    attribute_and_more: String,
    #[xml(attribute, namespace = "https://example.com")]
    attribute_and_namespace: String,
    #[xml(attribute)]
    list: Vec<String>,
    #[xml(flattened)]
    text: Option<String>,
    #[xml(flattened, item = "Tag")]
    flattened_items: Vec<String>,
    #[xml(item = "Tag")]
    map: HashMap<String, String>,
    #[xml(key = "K")]
    list_with_keys: Vec<String>,
    #[xml(item = "Tag", value = "V")]
    both: Alias,
    #[xml(inner(item = "Tag"))]
    no_items: String,
    #[xml(inner(key = "K"))]
    list_of_lists: Vec<Vec<String>>,
    #[xml(item = "member")]
    default_item: Vec<String>,
    #[xml(key = "key", value = "value")]
    default_map: HashMap<String, String>,
    #[ec2_query_name("DefaultName")]
    default_name: String,
}

type Alias = Vec<String>;

#[aws_union]
enum Choice {
    #[xml(flattened)]
    Text(String),
    #[ec2_query_name("Number")]
    Number(i64),
    Unknown(String, aws_operation::Document),
}

#[aws_operation::aws_output(s3_unwrapped_xml_output)]
struct Unwrapped {
    one: String,
    two: String,
}

fn main() {}
