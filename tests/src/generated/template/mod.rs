//! The files that are copied into each generated crate. They are compiled here for lints and tests.

pub mod acceptors;
#[cfg(test)]
mod bridges;
pub mod node;
pub mod paging;
pub mod runner;
#[cfg(test)]
mod tests;
