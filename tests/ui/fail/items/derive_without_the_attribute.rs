#[derive(aws_operation::private::attributes_like_aws_output)]
struct Object {
    #[header("ETag")]
    tag: String,
}

fn main() {}
