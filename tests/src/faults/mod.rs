//! Deliberate faults: a server on loopback that fails by script, and the tests' clients for it.

mod answer;
pub mod calls;
mod clock;
mod fast_timer;
pub mod objects;
pub mod race;
mod record;
mod server;
pub mod soak;
mod step;

pub use answer::Answer;
pub use clock::{ServiceClock, SkewError};
pub use fast_timer::FastTimer;
pub use record::{Counts, Seen};
pub use server::FaultServer;
pub use step::{End, Pace, Read, Step};
