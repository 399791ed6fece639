//! The sources of credentials, each against what it asks: real programs and real sockets.

mod container;
mod imds;
#[cfg(unix)]
mod process;
mod sdk;
mod sso;
mod sts;
