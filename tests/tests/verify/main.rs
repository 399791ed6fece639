//! `testing::verify`: the verifier, and the server with raw bytes and real clients.

mod chunks;
mod clients;
mod payloads_and_urls;
mod refusals;
mod server;
