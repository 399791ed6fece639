//! What the integration tests share: operations, Python, and the servers that it runs.

pub mod apigateway;
pub mod python;
pub mod raw;
pub mod server;
