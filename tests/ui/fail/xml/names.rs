use std::collections::HashMap;

use aws_operation::{aws_operation, aws_output, aws_structure};

#[aws_structure(xml_name = "1st")]
struct Digit {
    #[xml(item = "a b")]
    space: Vec<String>,
    #[xml(item = "<tag>")]
    brackets: Vec<String>,
    #[xml(key = "a:b:c")]
    colons: HashMap<String, String>,
    #[xml(namespace = "")]
    empty: String,
    #[xml(namespace = "two  spaces")]
    spaces: String,
    #[xml(namespace = "a \"quote\"")]
    quote: String,
    #[ec2_query_name("Instance Id")]
    ec2: String,
}

#[aws_structure(xml_name = "Same")]
struct Same {}

#[aws_structure(xml_namespace = "not a uri")]
struct Namespace {}

#[aws_output(xml_name = "Out")]
struct Out {}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/",
    xml_name = "PutThingRequest",
    xml_namespace = 1
)]
struct PutThing {
    #[payload("a b")]
    body: Same,
}

fn main() {}
