//! The operations that meet the faults, and a client that waits little between its attempts.

use aws_operation::{
    Client, Config, ConfigBuilder, Credentials, Error, Retry, Timeouts, aws_operation, services,
};
use serde::{Deserialize, Serialize};

use crate::{ACCESS_KEY, REGION, SECRET_KEY};

/// What a good answer's body is.
pub const NAMED: &str = r#"{"name": "pets"}"#;

/// What all operations answer.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// `pets`, mostly.
    pub name: String,
}

/// Reads.
#[aws_operation(method = "GET", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Get {
    /// Which.
    pub id: String,
}

/// Writes, and may as well twice.
#[aws_operation(method = "PUT", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Put {
    /// Which.
    pub id: String,
    /// What.
    #[payload]
    pub content: Vec<u8>,
}

/// Removes.
#[aws_operation(method = "DELETE", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Delete {
    /// Which.
    pub id: String,
}

/// Makes a new one, once for each token.
#[aws_operation(method = "POST", uri = "/things/{id}", output = Named)]
#[derive(Debug, Serialize)]
pub struct Create {
    /// For whom.
    pub id: String,
    /// By which the service knows it again.
    #[idempotency_token]
    pub client_token: Option<String>,
}

/// Makes a new one, every time.
#[aws_operation(method = "POST", uri = "/orders/{id}", output = Named)]
#[derive(Debug)]
pub struct Order {
    /// For whom.
    pub id: String,
}

/// A client's configuration: three attempts, of which the first waits are at most 50 and 100 ms;
/// and responses of at most 1 MiB.
pub fn config(endpoint: &str) -> ConfigBuilder {
    Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(endpoint)
        .max_response_bytes(1024 * 1024)
        .retry(Retry::standard().rules_2026(true))
}

/// A client of that configuration.
///
/// # Panics
///
/// When the configuration is refused.
pub fn client_of(config: ConfigBuilder) -> Client {
    Client::new(&config.build().expect("it is whole"), services::API_GATEWAY)
}

/// A client at nowhere, whose transport others share: making one reads the system's certificates,
/// which takes too long to be done beside what is measured.
pub fn base() -> Client {
    client_of(config("http://127.0.0.1:9"))
}

/// The base's client at this URL, with these timeouts, and tokens of its own.
///
/// # Panics
///
/// When the URL is refused.
pub fn at(base: &Client, endpoint: &str, timeouts: Timeouts) -> Client {
    let client = base.clone().with_endpoint_url(endpoint);
    client.expect("it is loopback").with_timeouts(timeouts)
}

/// What holds of an error, in words.
pub fn predicates(error: &Error) -> String {
    let all = [
        (error.is_connect(), "connect"),
        (error.is_timeout(), "timeout"),
        (error.is_throttled(), "throttled"),
        (error.is_retryable(), "retryable"),
    ];
    let words = all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word);
    words.collect::<Vec<_>>().join(" ")
}

/// An error's line without operation, host, and how the attempts ended; the whole line where it is
/// not built that way.
pub fn reason(error: &Error, host: &str, end: &str) -> String {
    let line = error.to_string();
    let front = format!("{}: ", error.operation());
    let back = format!(" [host {host}, {end}]");
    let part = line.strip_prefix(&front).and_then(|line| line.strip_suffix(&back));
    part.map_or_else(|| line.clone(), str::to_owned)
}
