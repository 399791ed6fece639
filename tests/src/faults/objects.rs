//! Operations whose payloads are streams, and a client of them.

use aws_operation::{ByteStream, Client, ConfigBuilder, aws_operation, aws_output, services};

/// Stores an object.
#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/objects/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request),
    output = Stored
)]
pub struct Store {
    /// The object's key.
    pub key: String,
    /// The object's bytes.
    #[payload]
    pub body: ByteStream,
}

/// The response to a stored object.
#[aws_output]
#[derive(Debug)]
pub struct Stored {
    /// The name of the response, see `soak`.
    #[header("x-name")]
    pub name: Option<String>,
}

/// Reads an object.
#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/objects/{Key+}",
    rename_all = "PascalCase",
    http_checksum(response),
    output = Loaded
)]
pub struct Load {
    /// The object's key.
    pub key: String,
}

/// An object.
#[aws_output]
#[derive(Debug)]
pub struct Loaded {
    /// The object's bytes.
    #[payload]
    pub body: ByteStream,
}

/// A client of S3 with this configuration.
///
/// # Panics
///
/// When the configuration is refused.
pub fn s3(config: ConfigBuilder) -> Client {
    Client::new(&config.build().expect("it is whole"), services::S3)
}
