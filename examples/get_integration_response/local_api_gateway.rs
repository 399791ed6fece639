//! A server in this process that stands for API Gateway. It verifies signatures.

use std::io;

use aws_operation::Credentials;
use aws_operation::testing::verify::{Server, Verifier};
use http::Response;

/// The response to every request that is signed correctly.
const INTEGRATION_RESPONSE: &str = r##"{
    "statusCode": "200",
    "selectionPattern": "2\\d{2}",
    "responseParameters": {
        "method.response.header.Content-Type": "integration.response.header.Content-Type"
    },
    "responseTemplates": {
        "application/json": "#set($pet = $input.path('$.pet'))\n{\"name\": \"$pet.name\"}"
    },
    "contentHandling": "CONVERT_TO_TEXT"
}"##;

pub fn start() -> io::Result<Server> {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let verifier = Verifier::new(credentials).service("apigateway");
    Server::start(verifier, |_| Response::new(INTEGRATION_RESPONSE))
}
