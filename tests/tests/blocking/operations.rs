//! The operations that the tests call, and a server for them.

use aws_operation::{Config, Retry, aws_operation, blocking, services};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::{Answer, FaultServer, Step};

/// Lists four pets, two on each page.
#[aws_operation(
    method = "GET",
    uri = "/pets",
    output = Pets,
    paginated(input_token = token, output_token = next, items = pets: Vec<String>, page_size = size)
)]
#[derive(Default, Clone)]
pub struct ListPets {
    #[query]
    pub token: Option<String>,
    #[query]
    pub size: Option<i32>,
}

#[derive(Debug, serde::Deserialize)]
pub struct Pets {
    pub next: Option<String>,
    pub pets: Vec<String>,
}

/// A server with two pages of pets.
pub fn pets() -> FaultServer {
    FaultServer::by(|seen| {
        let page = match seen.target().contains("token=two") {
            true => r#"{"pets": ["cat", "dog"]}"#,
            false => r#"{"pets": ["ant", "bee"], "next": "two"}"#,
        };
        Step::answer(&Answer::ok(page))
    })
}

pub fn settings(server: &FaultServer) -> Config {
    config(&server.endpoint()).build().expect("it is whole")
}

pub fn client(server: &FaultServer) -> blocking::Client {
    blocking::Client::new(&settings(server), services::API_GATEWAY).with_retry(Retry::off())
}
