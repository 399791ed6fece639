//! `s3::upload` and `s3::download`: what arrives, and every way in which parts of it fail.

mod download;
mod limits;
mod property;
mod store;
mod upload;
