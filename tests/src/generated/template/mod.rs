//! What each generated crate has a copy of; the copies here are for lints and tests.

#[cfg(test)]
mod bridges;
pub mod node;
pub mod runner;
#[cfg(test)]
mod tests;
