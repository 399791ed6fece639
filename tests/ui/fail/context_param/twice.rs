use aws_operation::aws_operation;

#[aws_operation(
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    static_context_params(Prefix = "a", UseObjectLambdaEndpoint = true, UseObjectLambdaEndpoint = false)
)]
struct GetObject {
    #[context_param]
    #[context_param("Bucket")]
    bucket: String,
    #[context_param("Bucket")]
    key: String,
}

#[aws_operation(
    protocol = "awsJson1_0",
    static_context_params(Tables = ["a", "b"]),
    operation_context_params(Tables = Self::tables, Keys = Self::tables, Keys = Self::tables)
)]
struct BatchGetItem {
    #[context_param("Keys")]
    keys: Vec<String>,
}

impl BatchGetItem {
    fn tables(&self) -> &[String] {
        &self.keys
    }
}

#[aws_operation(
    method = "GET",
    uri = "/{Bucket}",
    rename_all = "PascalCase",
    static_context_params(Prefix = "a")
)]
struct ListObjects {
    #[context_param("Bucket")]
    bucket: String,
    #[query]
    #[context_param("Bucket")]
    delimiter: String,
    #[query]
    #[context_param]
    prefix: String,
}

fn main() {}
