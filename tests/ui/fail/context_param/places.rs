use aws_operation::{aws_operation, aws_output, aws_structure};

#[aws_output]
struct Output {
    #[context_param("Bucket")]
    bucket: Option<String>,
}

#[aws_structure]
struct Structure {
    #[context_param("Bucket")]
    bucket: Option<String>,
}

#[aws_operation(method = "GET", uri = "/", static_context_params(OperationType = 1))]
struct Number {}

#[aws_operation(method = "GET", uri = "/", static_context_params(Prefixes = ["a", 2]))]
struct NumberInList {}

#[aws_operation(method = "GET", uri = "/", operation_context_params(Keys = "Delete.Objects[*].Key"))]
struct PathOfJson {}

#[aws_operation(method = "GET", uri = "/", operation_context_params = Self::keys)]
struct NoParameters {}

#[aws_operation(method = "GET", uri = "/", static_context_params = "data")]
struct NoList {}

#[aws_operation(method = "GET", uri = "/", static_context_params(OperationType))]
struct NoValue {}

#[aws_operation(method = "GET", uri = "/", static_context_param(OperationType = "data"))]
struct Misspelt {}

#[aws_operation(method = "GET", uri = "/{Bucket}")]
struct NoName {
    #[label("Bucket")]
    #[context_param(Bucket)]
    bucket: String,
}

fn main() {}
