//! What the integration tests share: operations, Python, and the servers that it runs.

pub mod apigateway;
pub mod boto3;
pub mod configuration;
pub mod endpoint_rules;
pub mod faults;
pub mod generated;
pub mod presets;
pub mod python;
pub mod random;
pub mod raw;
pub mod scripted;
pub mod server;
pub mod signing;
pub mod sso;

/// The region that the tests sign for.
pub const REGION: &str = "us-east-1";

/// The access key id that the tests sign with: that of the AWS documentation's examples.
pub const ACCESS_KEY: &str = "AKIDEXAMPLE";

/// The secret that belongs to [`ACCESS_KEY`].
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
