//! The runtime is found where `crate = …` says, also behind a re-export.

mod vendored {
    pub mod aws {
        pub use aws_operation as runtime;
    }
}

use vendored::aws::runtime::{Operation, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}",
    output = RestApi,
    error = GetRestApiError,
    crate = crate::vendored::aws::runtime
)]
#[derive(Debug)]
struct GetRestApi {
    rest_api_id: String,
    #[query]
    #[sensitive]
    key: Option<String>,
}

#[aws_output(crate = vendored::aws::runtime)]
struct RestApi {
    name: String,
}

#[aws_error(crate = vendored::aws::runtime)]
enum GetRestApiError {
    NotFoundException { message: Option<String> },
    Other(ServiceError),
}

fn main() {
    assert_eq!(GetRestApi::METADATA.method, "GET");
}
