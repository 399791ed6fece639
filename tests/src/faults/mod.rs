//! Faults made on purpose: a server on loopback that goes wrong by script, and what drives a client
//! against it.

mod answer;
mod clock;
mod hasty;
mod record;
mod server;
mod step;

pub use answer::Answer;
pub use clock::{Complaint, TimeOfDay};
pub use hasty::Hasty;
pub use record::{Counts, Seen};
pub use server::FaultServer;
pub use step::{End, Pace, Read, Step};
