//! The servers, each shared by all tests of a process, and clients of them.

use std::env;
use std::io::{self, Write as _};
use std::sync::OnceLock;

use aws_operation::{Client, Config, Credentials, Service};
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};
use serde_json::Value;

/// A server that answers only what botocore finds correctly signed.
struct Gated {
    gate: Server,
    /// Dropped with the process, at whose end it ends.
    _upstream: Server,
}

impl Gated {
    fn new(upstream: Server) -> Self {
        Self {
            gate: server::gate(upstream.endpoint(), ACCESS_KEY, SECRET_KEY),
            _upstream: upstream,
        }
    }
}

/// The endpoint of moto, behind a gate that verifies signatures.
///
/// # Panics
/// When a server does not start.
pub fn moto() -> &'static str {
    static MOTO: OnceLock<Gated> = OnceLock::new();
    MOTO.get_or_init(|| Gated::new(server::moto())).gate.endpoint()
}

/// The endpoint of ministack, behind a gate that verifies signatures.
///
/// # Panics
/// When a server does not start.
pub fn ministack() -> &'static str {
    gated_ministack().endpoint()
}

/// The requests that ministack has answered, as in [`Server::requests`].
///
/// # Panics
/// When the gate does not answer.
pub fn ministack_requests() -> Vec<Value> {
    gated_ministack().requests()
}

fn gated_ministack() -> &'static Server {
    static MINISTACK: OnceLock<Gated> = OnceLock::new();
    &MINISTACK.get_or_init(|| Gated::new(server::ministack())).gate
}

/// The endpoint of SeaweedFS, which verifies signatures itself.
///
/// # Panics
/// When the server does not start.
pub fn seaweedfs() -> &'static str {
    static SEAWEEDFS: OnceLock<Server> = OnceLock::new();
    SEAWEEDFS.get_or_init(server::seaweedfs).endpoint()
}

/// A client of the service at this endpoint, with the keys that the servers know.
///
/// # Panics
/// When the endpoint is no URL.
pub fn client(endpoint: &str, service: Service) -> Client {
    client_as(Credentials::new(ACCESS_KEY, SECRET_KEY), endpoint, service)
}

/// A client of the service at this endpoint with these credentials.
///
/// # Panics
/// When the endpoint is no URL.
pub fn client_as(credentials: Credentials, endpoint: &str, service: Service) -> Client {
    let config = Config::builder().region(REGION).credentials(credentials).endpoint_url(endpoint);
    match config.build() {
        Ok(config) => Client::new(&config, service),
        Err(error) => panic!("{error}"),
    }
}

/// Says in a line that the tests of generated operations are left out, for a model is not here.
///
/// # Panics
/// In CI, where nothing is left out.
pub fn without_models(tests: &str) {
    let file = option_env!("MISSING_MODEL").unwrap_or("model");
    let line = format!("left out: {tests}; there is no {file}");
    assert!(env::var("CI").map_or(true, |ci| ci != "true"), "{line}, and CI must not skip it");
    // `eprintln` would be seen only if the test failed.
    let _ = writeln!(io::stderr(), "{line}");
}
