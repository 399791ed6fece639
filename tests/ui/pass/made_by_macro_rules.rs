//! Items that a `macro_rules!` makes: names, types and literals come through fragments.

use aws_operation::{Operation, ServiceError, aws_error, aws_operation, aws_output};

macro_rules! operation {
    (
        $name:ident, $uri:literal, $output:ty, $error:path,
        $($(#[$attribute:meta])* $field:ident: $ty:ty,)*
    ) => {
        #[aws_operation(method = "POST", uri = $uri, output = $output, error = $error)]
        #[derive(Debug)]
        struct $name {
            $($(#[$attribute])* $field: $ty,)*
            fixed: Option<String>,
        }
    };
}

macro_rules! output {
    ($name:ident, $field:ident: $ty:ty) => {
        #[aws_output]
        #[derive(Debug)]
        pub struct $name {
            $field: $ty,
            #[header("x-fixed")]
            fixed: Option<String>,
            #[sensitive]
            secret: $ty,
        }
    };
}

macro_rules! error {
    ($name:ident { $($variant:ident)* }) => {
        #[aws_error]
        #[derive(Debug)]
        enum $name {
            $($variant { message: Option<String> },)*
            Other(ServiceError),
        }
    };
}

operation! {
    CreateStage, "/restapis/{restApiId}", Stage, CreateStageError,
    rest_api_id: String,
    #[query]
    limit: Option<u32>,
    #[query("names")]
    names: Vec<String>,
    #[sensitive]
    secret: String,
    #[idempotency_token]
    token: Option<String>,
    stage_name: String,
}

output!(Stage, stage_name: String);
error!(CreateStageError { NotFoundException ConflictException });

fn main() {
    let operation = CreateStage {
        rest_api_id: String::new(),
        limit: None,
        names: Vec::new(),
        secret: "hidden".into(),
        token: None,
        stage_name: String::new(),
        fixed: None,
    };
    let debug = format!("{operation:?}");
    assert!(debug.contains("secret: [redacted]"), "{debug}");
    assert_eq!(CreateStage::METADATA.uri, "/restapis/{restApiId}");
}
