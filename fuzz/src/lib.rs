//! What the fuzz targets share: arbitrary requests, the side that verifies them, and what a line is.
#![forbid(unsafe_code)]

pub mod chunked;
pub mod chunks;
pub mod line;
pub mod request;
pub mod response;
pub mod server;
pub mod shapes;
pub mod signing;
