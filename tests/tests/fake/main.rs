//! `testing::Fake`: answers to operations, without a server and without time.

mod answers;
mod faults;
mod operations;
mod program;
mod several_calls;
mod streams;
