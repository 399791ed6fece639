//! Checksums of bodies: the algorithms of Smithy's `httpChecksum`, and a body that is checked while it
//! is read.

mod algorithm;
mod checked;
#[cfg(feature = "s3")]
mod combine;
mod trailer;

pub(crate) use algorithm::{Algorithm, Hasher};
pub(crate) use checked::Checked;
pub(crate) use trailer::{Running, Trailer};
