//! What the integration tests share: Python, and the servers that it runs.

pub mod python;
pub mod server;
