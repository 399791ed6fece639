use aws_operation::aws_operation;

#[aws_operation(protocol = "awsJson1_0", operation_context_params(Tables = Self::tables))]
struct NoFunction {}

#[aws_operation(protocol = "awsJson1_0", operation_context_params(Tables = names))]
struct OfAnotherType {}

fn names(of: &String) -> &str {
    of
}

#[aws_operation(protocol = "awsJson1_0", operation_context_params(Tables = Self::names))]
struct NoValue {}

struct Names;

impl NoValue {
    fn names(&self) -> Names {
        Names
    }
}

fn main() {}
