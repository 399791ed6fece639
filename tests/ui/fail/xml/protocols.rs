use aws_operation::{aws_operation, aws_structure};

#[aws_structure]
struct Thing {}

#[aws_operation(method = "PUT", uri = "/things", xml_name = "PutThings")]
struct PutThing {
    #[query]
    #[xml(flattened)]
    tags: Vec<String>,
    #[payload("Thing")]
    thing: Thing,
}

#[aws_operation(protocol = "awsJson1_0", xml_namespace = "https://example.com")]
struct ListThings {
    #[xml(flattened)]
    names: Vec<String>,
    #[ec2_query_name("Kinds")]
    kind: String,
}

#[aws_operation(protocol = "awsQuery")]
struct CountThings {
    #[ec2_query_name("Kinds")]
    kind: String,
}

#[aws_operation(protocol = "ec2query")]
struct Misspelt {}

#[aws_operation(protocol = "restXML", method = "GET", uri = "/")]
struct Shouted {}

#[aws_operation(protocol = "rpcv2Cbor", method = "GET", uri = "/")]
struct WithUri {}

fn main() {}
