//! Items of any visibility, in modules, functions and blocks.

#![deny(warnings, unreachable_pub, private_interfaces, private_bounds)]

use aws_operation::{Operation, aws_operation};

mod inner {
    use aws_operation::{ServiceError, aws_error, aws_operation, aws_output};

    #[aws_operation(method = "GET", uri = "/a", output = Output, error = Error)]
    pub(crate) struct Request {
        #[query]
        pub(super) limit: u32,
        #[query]
        private: u32,
    }

    #[aws_output]
    pub(crate) struct Output {
        pub(in crate::inner) name: String,
    }

    #[aws_error]
    pub(crate) enum Error {
        NotFound,
        Other(ServiceError),
    }

    impl Request {
        pub(crate) fn new(output: Option<Output>, error: Option<Error>) -> Self {
            drop(error);
            let limit = output.map_or(0, |output| output.name.len() as u32);
            Self { limit, private: limit }
        }
    }
}

#[aws_operation(method = "GET", uri = "/b")]
struct Private;

fn main() {
    #[aws_operation(method = "GET", uri = "/c/{id}", output = Vec<Local>)]
    struct InAFunction {
        id: String,
    }

    #[derive(serde::Deserialize)]
    struct Local;

    let in_a_block = {
        #[aws_operation(method = "GET", uri = "/d", output = ())]
        struct InABlock {}

        let _ = InABlock {};
        InABlock::METADATA.uri
    };
    let _ = (InAFunction { id: String::new() }, Private);
    assert_eq!(InAFunction::METADATA.uri, "/c/{id}");
    assert_eq!(Private::METADATA.uri, "/b");
    assert_eq!(in_a_block, "/d");
    assert_eq!(inner::Request::new(None, None).limit, 0);
    assert_eq!(inner::Request::METADATA.name, "Request");
}
