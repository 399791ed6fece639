//! `testing::verify`: the verifier, and the server with raw bytes and real clients.

mod chunks;
mod clients;
mod refusals;
mod server;
