//! The servers, and clients of them. All tests of a process share a server of each kind.

use std::path::Path;
use std::sync::OnceLock;

use aws_operation::{Client, Config, Credentials, Service};
use aws_operation_tests::generated::leave_out;
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};
use serde_json::Value;

/// A server behind a gate. botocore verifies the signatures there.
struct Gated {
    gate: Server,
    /// It ends when the process ends.
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

/// The requests to ministack that have ended, as in [`Server::requests`].
///
/// # Panics
/// When the gate does not respond.
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
/// When the endpoint is not a URL.
pub fn client(endpoint: &str, service: Service) -> Client {
    client_as(Credentials::new(ACCESS_KEY, SECRET_KEY), endpoint, service)
}

/// A client of the service at this endpoint with these credentials.
///
/// # Panics
/// When the endpoint is not a URL.
pub fn client_as(credentials: Credentials, endpoint: &str, service: Service) -> Client {
    let config = Config::builder().region(REGION).credentials(credentials).endpoint_url(endpoint);
    match config.build() {
        Ok(config) => Client::new(&config, service),
        Err(error) => panic!("{error}"),
    }
}

/// Prints that tests of generated operations are skipped, because a model is missing.
///
/// # Panics
/// In CI, where no test may be skipped, and if the model exists now.
pub fn without_models(tests: &str) {
    let file = Path::new(option_env!("MISSING_MODEL").unwrap_or("the model"));
    assert!(
        !file.exists(),
        "the tests were compiled without {}, which exists now; compile them again after \
         `touch tests/build.rs tests/servers/build.rs`",
        file.display()
    );
    if let Err(problem) = leave_out(tests, file) {
        panic!("{problem}");
    }
}
