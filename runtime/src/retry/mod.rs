//! Decides whether, when and how often a call is retried. The decisions are pure functions: the
//! caller provides the clock and the random numbers, and does the waiting.

mod adaptive;
mod classify;
mod codes;
mod config;
mod delay;
mod failed;
mod policy;
mod quota;
mod skew;

pub(crate) use adaptive::{Adaptive, Rate};
pub(crate) use classify::classify;
pub(crate) use codes::is_clock_error;
pub(crate) use config::needs_timer;
pub use config::{Retry, RetryMode};
pub(crate) use delay::retry_after;
pub(crate) use failed::Failed;
pub use failed::FailedAttempt;
pub(crate) use policy::{Attempt, Decision, Policy};
pub(crate) use quota::Quota;
pub(crate) use skew::Skew;
