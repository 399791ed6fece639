//! The operations that are called in fault tests, and a client with short waits between attempts.

use aws_operation::{
    Client, Config, ConfigBuilder, Credentials, Error, Retry, Timeouts, aws_operation, services,
};
use serde::{Deserialize, Serialize};

use crate::{ACCESS_KEY, REGION, SECRET_KEY};

/// The body of a normal response.
pub const NAMED: &str = r#"{"name": "pets"}"#;

/// The output of all operations.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Usually `pets`.
    pub name: String,
}

/// Reads a thing.
#[aws_operation(method = "GET", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Get {
    /// The thing's id.
    pub id: String,
}

/// Writes a thing. Writing twice has the same effect.
#[aws_operation(method = "PUT", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Put {
    /// The thing's id.
    pub id: String,
    /// The content.
    #[payload]
    pub content: Vec<u8>,
}

/// Deletes a thing.
#[aws_operation(method = "DELETE", uri = "/things/{id}", output = Named)]
#[derive(Debug)]
pub struct Delete {
    /// The thing's id.
    pub id: String,
}

/// Creates a thing. Calls with the same token create it once.
#[aws_operation(method = "POST", uri = "/things/{id}", output = Named)]
#[derive(Debug, Serialize)]
pub struct Create {
    /// The owner's id.
    pub id: String,
    /// The idempotency token.
    #[idempotency_token]
    pub client_token: Option<String>,
}

/// Creates an order. Every call creates another one.
#[aws_operation(method = "POST", uri = "/orders/{id}", output = Named)]
#[derive(Debug)]
pub struct Order {
    /// The owner's id.
    pub id: String,
}

/// The configuration of a client: three attempts, with waits of at most 50 and 100 ms before the
/// second and third; and responses of at most 1 MiB.
pub fn config(endpoint: &str) -> ConfigBuilder {
    Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(endpoint)
        .max_response_bytes(1024 * 1024)
        .retry(Retry::standard().rules_2026(true))
}

/// A client with this configuration.
///
/// # Panics
///
/// When the configuration is refused.
pub fn client_of(config: ConfigBuilder) -> Client {
    Client::new(&config.build().expect("it is whole"), services::API_GATEWAY)
}

/// A client without a server. Other clients share its transport, because creating a transport reads
/// the system's certificates, which takes too long within a measured call.
pub fn base() -> Client {
    client_of(config("http://127.0.0.1:9"))
}

/// A client with this endpoint URL and these timeouts. It shares the base's transport, and has its
/// own retry tokens.
///
/// # Panics
///
/// When the URL is invalid.
pub fn at(base: &Client, endpoint: &str, timeouts: Timeouts) -> Client {
    let client = base.clone().with_endpoint_url(endpoint);
    client.expect("it is loopback").with_timeouts(timeouts)
}

/// The error's predicates that are true, as words.
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

/// The error's line without the operation, the host and the outcome of the attempts. If the line
/// has another form, the whole line.
pub fn reason(error: &Error, host: &str, end: &str) -> String {
    let line = error.to_string();
    let front = format!("{}: ", error.operation());
    let back = format!(" [host {host}, {end}]");
    let part = line.strip_prefix(&front).and_then(|line| line.strip_suffix(&back));
    part.map_or_else(|| line.clone(), str::to_owned)
}
