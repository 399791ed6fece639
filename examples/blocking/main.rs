//! A program without async: it lists the REST APIs of API Gateway, page by page.
//!
//! It calls API Gateway with the region and the credentials of the environment. With `--local`, it calls a
//! server in the same process, which verifies the signature.

use std::env;
use std::error::Error;

use aws_operation::testing::verify::Server;
use aws_operation::{Config, Credentials, aws_operation, blocking, services};

#[aws_operation(
    method = "GET",
    uri = "/restapis",
    output = RestApis,
    paginated(input_token = position, output_token = position, items = item: Vec<RestApi>)
)]
#[derive(Default)]
struct GetRestApis {
    #[query]
    position: Option<String>,
}

#[derive(serde::Deserialize)]
struct RestApis {
    position: Option<String>,
    #[serde(default)]
    item: Vec<RestApi>,
}

#[derive(serde::Deserialize)]
struct RestApi {
    id: String,
    name: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    // The server stops when this variable is dropped.
    let mut local = None;
    let config = if env::args().any(|argument| argument == "--local") {
        let server = local.insert(local_api_gateway()?);
        println!("Calling a server in this process, which verifies the signature.");
        let config = Config::builder().region("eu-west-1").credentials(server.credentials());
        config.endpoint_url(server.url()).build()?
    } else {
        blocking::run(Config::load())
            .map_err(|error| format!("{error}; `--local` needs no AWS account"))?
    };
    let apigateway = blocking::Client::new(&config, services::API_GATEWAY);
    for api in apigateway.items(GetRestApis::default()) {
        let api = api?;
        println!("{}  {}", api.id, api.name);
    }
    Ok(())
}

/// A server with two pages.
fn local_api_gateway() -> std::io::Result<Server> {
    Server::start(Credentials::new("AKIDEXAMPLE", "secret"), |request| {
        let is_second = request.uri().query().is_some_and(|query| query.contains("position=two"));
        http::Response::new(match is_second {
            true => r#"{"item": [{"id": "c3", "name": "orders"}]}"#,
            false => {
                r#"{"position": "two", "item": [{"id": "a1", "name": "pets"}, {"id": "b2", "name": "shops"}]}"#
            }
        })
    })
}
