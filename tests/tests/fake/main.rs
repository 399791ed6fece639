//! `testing::Fake`: answers to operations, without a server and without time.

mod answers;
mod faults;
mod lasting;
mod operations;
mod streams;
