//! [`Outcome`]: how a wait ended, in words.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Why a wait failed.
pub(super) enum Reason {
    /// A failure acceptor matched. Contains its description or its error code.
    Acceptor(Cow<'static, str>),
    /// An error of the service that no acceptor matches.
    NoAcceptor,
    /// A call without a response, or with one that cannot be decoded. Acceptors do not match it.
    Call,
    /// The wait timed out. `is_running`: a call was cancelled. `matched`: the text of the retry acceptor
    /// that matched the last answer.
    Deadline { is_running: bool, matched: Option<Cow<'static, str>> },
    /// The program misused the library. Contains the error message.
    Usage(Cow<'static, str>),
}

/// How a wait ended. Contains everything but the last answer.
pub(super) struct Outcome {
    pub waiter: Cow<'static, str>,
    pub operation: &'static str,
    pub attempts: u32,
    pub min_delay: Duration,
    pub limit: Duration,
    pub reason: Reason,
}

/// The last answer, as far as errors show it.
pub(super) enum Last<'a> {
    None,
    Output,
    Error(&'a dyn fmt::Display),
}

impl Outcome {
    /// Writes one line. The operation's name is in the line of a call's error, and is not repeated.
    pub(super) fn write(&self, last: &Last<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { waiter, operation, attempts, .. } = self;
        let what = match &self.reason {
            Reason::Usage(message) => {
                let nothing = if *attempts == 0 { " [nothing was sent]" } else { "" };
                return write!(f, "{waiter}: {operation}: {message}{nothing}");
            }
            Reason::Deadline { .. } => format_args!("timed out after"),
            _ => format_args!("failed after"),
        };
        write!(f, "{waiter}: {what} {attempts} attempt{}", if *attempts == 1 { "" } else { "s" })?;
        if !matches!(last, Last::Error(_)) {
            write!(f, " of {operation}")?;
        }
        match &self.reason {
            Reason::Deadline { is_running, matched } => {
                return self.write_deadline(*is_running, matched.as_deref(), last, f);
            }
            Reason::Acceptor(text) if matches!(last, Last::Output) => {
                return write!(f, ", with an output that a failure acceptor matches: {text}");
            }
            Reason::Acceptor(_) => {
                f.write_str(", with an error that a failure acceptor matches")?
            }
            Reason::NoAcceptor => f.write_str(", with an error that no acceptor matches")?,
            Reason::Call | Reason::Usage(_) => {}
        }
        match last {
            Last::Error(error) => write!(f, ": {error}"),
            Last::Output | Last::None => Ok(()),
        }
    }

    fn write_deadline(
        &self,
        is_running: bool,
        matched: Option<&str>,
        last: &Last<'_>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        write!(f, " (at most {:?})", self.limit)?;
        if self.limit <= self.min_delay && !is_running {
            let min = self.min_delay;
            write!(f, ": only one attempt fits, because the minimum delay is {min:?}")?;
        }
        if is_running {
            f.write_str("; the last attempt was still running")?;
        }
        let answer = if is_running { "answer before it" } else { "last answer" };
        match (last, matched) {
            (Last::Error(error), _) => write!(f, "; the {answer}: {error}"),
            (Last::Output, Some(text)) => {
                write!(f, "; the {answer} matches a retry acceptor: {text}")
            }
            (Last::Output, None) => write!(f, "; the {answer} matches no acceptor"),
            (Last::None, _) => Ok(()),
        }
    }
}
