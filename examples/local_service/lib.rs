//! What the services inside the examples share: a small HTTP server, and the verification of signatures.

pub mod http;
pub mod verify;
