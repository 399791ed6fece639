//! Converts values to bytes and back: requests, responses, and the documents in them. Pure functions.

pub(crate) mod borrowed;
pub(crate) mod protocol;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod shapes;
pub(crate) mod text;
