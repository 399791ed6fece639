//! The program `get_integration_response`, with its own server and with a configured one.

use std::process::{Command, Output};

use aws_operation::Credentials;
use aws_operation::testing::verify::Server;

fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_get_integration_response"));
    program.args(arguments).env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
    program
}

fn run(program: &mut Command) -> (String, String, Option<i32>) {
    let Output { stdout, stderr, status } = program.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(stdout), text(stderr), status.code())
}

#[test]
fn without_arguments_it_calls_its_own_server() {
    let (printed, errors, code) = run(&mut program(&[]));
    assert_eq!((&*errors, code), ("", Some(0)));
    let (introduction, response) = printed.split_once("\n\n").expect("two paragraphs");
    assert!(introduction.starts_with("Calling a server in this process, at http://127.0.0.1:"));
    assert_eq!(
        response,
        "\
status code         200
selection pattern   2\\d{2}
content handling    CONVERT_TO_TEXT
response parameters
  method.response.header.Content-Type = integration.response.header.Content-Type
response templates
  application/json:
    #set($pet = $input.path('$.pet'))
    {\"name\": \"$pet.name\"}
"
    );
}

#[test]
fn with_arguments_it_calls_the_configured_server() {
    let server = Server::start(Credentials::new("AKIDEXAMPLE", "secret"), |request| {
        let path = "/restapis/a/resources/b/methods/GET/integration/responses/200";
        let status = if request.uri().path() == path { 200 } else { 404 };
        let response = http::Response::builder().status(status);
        response.body(r#"{"statusCode": "200"}"#).expect("a valid response")
    });
    let server = server.expect("the server starts");
    let call = |status_code| {
        run(program(&["a", "b", "GET", status_code])
            .env("AWS_ENDPOINT_URL", server.url())
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret"))
    };
    let (printed, errors, code) = call("200");
    assert!(printed.starts_with("status code         200\n"), "{printed}{errors}");
    assert_eq!(code, Some(0));
    let (printed, errors, code) = call("404");
    let start = "get_integration_response: GetIntegrationResponse: HTTP status 404";
    assert!(errors.starts_with(start), "{errors}");
    assert_eq!((&*printed, code), ("", Some(1)));
}

#[test]
fn without_configuration_it_calls_its_own_server() {
    let (printed, errors, code) = run(&mut program(&["a1b2c3d4e5", "x9y8z7", "GET", "200"]));
    assert!(printed.contains("\nstatus code         200\n"), "{printed}{errors}");
    assert_eq!(code, Some(0));
    let (_, errors, code) = run(&mut program(&["a1b2c3d4e5", "x9y8z7", "POST", "200"]));
    let start = "get_integration_response: GetIntegrationResponse: NotFoundException (404): ";
    assert!(errors.starts_with(start), "{errors}");
    assert_eq!(code, Some(1));
}

/// Without this, a mistake in the configuration would be hidden by the local server.
#[test]
fn an_incomplete_configuration_is_an_error() {
    for variable in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        let mut program = program(&["a1b2c3d4e5", "x9y8z7", "GET", "200"]);
        let (printed, errors, code) = run(program.env(variable, "EXAMPLE"));
        assert!(errors.starts_with("get_integration_response: no region: "), "{errors}");
        assert_eq!((&*printed, code), ("", Some(1)), "{variable}");
    }
}

#[test]
fn mistakes_are_explained() {
    let (_, errors, code) = run(&mut program(&["a", "b"]));
    assert!(errors.starts_with("get_integration_response: usage: "), "{errors}");
    assert_eq!(code, Some(1));

    let (printed, _, code) = run(&mut program(&["--help"]));
    assert!(printed.starts_with("usage: "), "{printed}");
    assert_eq!(code, Some(0));
}
