use aws_operation::aws_structure;

#[aws_structure]
struct Words {
    #[xml]
    nothing: Vec<String>,
    #[xml()]
    empty: Vec<String>,
    #[xml(flatened)]
    misspelt: Vec<String>,
    #[xml(list)]
    unknown: Vec<String>,
    #[xml(item)]
    no_string: Vec<String>,
    #[xml(item = Tag)]
    no_quotes: Vec<String>,
    #[xml(flattened = true)]
    a_value: Vec<String>,
    #[xml(flattened, flattened)]
    twice: Vec<String>,
    #[xml(key = "K", key = "L")]
    string_twice: std::collections::HashMap<String, String>,
    #[xml(flattened item = "Tag")]
    no_comma: Vec<String>,
    #[xml("Tag")]
    only_a_string: Vec<String>,
    #[xml(inner)]
    inner_alone: Vec<Vec<String>>,
    #[xml(inner())]
    inner_empty: Vec<Vec<String>>,
    #[xml(inner(flattened))]
    inner_flattened: Vec<Vec<String>>,
    #[xml(flattened)]
    #[xml(flattened)]
    attribute_twice: Vec<String>,
    #[ec2_query_name]
    no_name: String,
    #[ec2_query_name("")]
    empty_name: String,
}

fn main() {}
