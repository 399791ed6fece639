//! The blocking client, outside and inside of tokio's runtimes.

mod calls;
mod inside_tokio;
mod operations;
mod streams;
