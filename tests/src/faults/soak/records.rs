//! [`Recorder`]: records the server's response to each call and the caller's result, and compares them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_operation::{BodyError, Error, ErrorKind};

use super::plan::{self, Effect};
use crate::faults::Seen;

/// The maximum number of violations that are kept and printed.
const MAX_VIOLATIONS: usize = 20;

/// The shared records. The server and the callers write to them.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<Records>);

/// The records.
#[derive(Debug, Default)]
pub struct Records {
    open: HashMap<u64, Record>,
    dropped: HashSet<u64>,
    /// How often the server did each step.
    pub steps: BTreeMap<&'static str, u64>,
    /// The results of the calls by method: answered, failed, dropped.
    pub calls: BTreeMap<&'static str, [u64; 3]>,
    /// The number of calls that the server answered.
    pub answered: u64,
    /// Attempts that never arrived, because their connection was closed.
    pub lost: u64,
    /// Attempts after an attempt that was answered. On a busy machine, a response can be too late.
    pub repeated: u64,
    /// Violations of what must hold.
    pub violations: Vec<String>,
}

/// How a call failed.
#[derive(Debug, Clone, Copy)]
pub enum Failure<'a> {
    /// The call returned an error.
    Call(&'a Error),
    /// The stream of the output ended with an error.
    Stream(&'a BodyError),
}

#[derive(Debug, Default)]
struct Record {
    attempts: Vec<(u32, &'static str, Effect)>,
    invocation: String,
    body: Vec<u8>,
}

impl Recorder {
    /// Locks the records.
    pub fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records an attempt that arrived.
    pub fn attempt_arrived(&self, id: u64, seen: &Seen, what: &'static str, effect: Effect) {
        let records = &mut *self.lock();
        *records.steps.entry(what).or_default() += 1;
        if records.dropped.contains(&id) {
            return;
        }
        let record = records.open.entry(id).or_default();
        let is_first = record.attempts.is_empty();
        let is_repeated = record.attempts.iter().any(|(.., effect)| *effect != Effect::Again);
        record.attempts.push((seen.attempt().0, what, effect));
        if is_first {
            record.invocation = seen.invocation().to_owned();
            record.body = seen.body.clone();
        }
        let same = record.invocation == seen.invocation() && record.body == seen.body;
        let numbers = record.attempts.iter().map(|(number, ..)| *number);
        records.repeated += u64::from(is_repeated);
        if !same || !numbers.is_sorted_by(|a, b| a < b) {
            let attempts =
                format!("call {id}: the attempts are not those of one call: {:?}", record.attempts);
            records.violation(attempts);
        }
    }

    /// Records a call's result, and compares it with the last attempt.
    pub fn call_ended(&self, id: u64, method: &'static str, result: Result<String, Failure<'_>>) {
        let mut records = self.lock();
        let record = records.open.remove(&id).unwrap_or_default();
        let last = record.attempts.last().copied();
        records.calls.entry(method).or_default()[usize::from(result.is_err())] += 1;
        records.answered += u64::from(last.is_some_and(|(.., effect)| effect == Effect::Answered));
        let wrong = match (&result, last) {
            (Ok(name), Some((attempt, _, Effect::Answered))) => *name != plan::name(id, attempt),
            (Ok(_), _) => true,
            // On a busy machine, a stream that the server sends may stall.
            (Err(Failure::Stream(error)), Some((.., Effect::Answered))) if error.is_timeout() => {
                records.repeated += 1;
                records.answered -= 1;
                false
            }
            (Err(Failure::Stream(_)), last) => {
                last.is_none_or(|(.., effect)| effect != Effect::Broken)
            }
            (Err(Failure::Call(error)), last) => {
                let unseen = u64::from(error.attempts()).checked_sub(record.attempts.len() as u64);
                records.lost += unseen.unwrap_or(0);
                unseen.is_none() || !fits(error, last.map(|(_, _, effect)| effect))
            }
        };
        if wrong {
            let result = result.map_err(|failure| match failure {
                Failure::Call(error) => error.to_string(),
                Failure::Stream(error) => error.to_string(),
            });
            records
                .violation(format!("{method} call {id}: {:?}, then {result:?}", record.attempts));
        }
    }

    /// Records that a call was dropped. Later attempts of the call are ignored.
    pub fn call_dropped(&self, id: u64, method: &'static str) {
        let mut records = self.lock();
        records.open.remove(&id);
        records.dropped.insert(id);
        records.calls.entry(method).or_default()[2] += 1;
    }

    /// Forgets the dropped calls. They have ended, so no further attempt of them can arrive.
    pub fn forget_dropped(&self) {
        self.lock().dropped = HashSet::new();
    }

    /// Checks the records at the end: no call is running, so attempts without a result are
    /// violations.
    pub fn close(&self) {
        let mut records = self.lock();
        let unknown: Vec<u64> = records.open.drain().map(|(id, _)| id).collect();
        for id in unknown {
            records.violation(format!("an attempt of call {id} arrived after the call ended"));
        }
        let got: u64 = records.calls.values().map(|[ok, ..]| ok).sum();
        let repeated = records.repeated;
        if repeated > 10 + got / 100 {
            records.violation(format!("{repeated} attempts were made after a final response"));
        }
        if got != records.answered {
            let answered = records.answered;
            records.violation(format!(
                "{answered} calls were answered, but {got} calls returned an output"
            ));
        }
        (records.open, records.dropped) = Default::default();
    }
}

impl Records {
    /// Records a violation.
    pub fn violation(&mut self, what: String) {
        if self.violations.len() < MAX_VIOLATIONS {
            self.violations.push(what);
        }
    }
}

/// Whether a call can end with this error after this effect of its last attempt.
fn fits(error: &Error, last: Option<Effect>) -> bool {
    let line = error.to_string();
    let gave_up = line.contains("3 of 3 attempts")
        || line.contains("token bucket empty")
        || line.contains("body cannot be replayed");
    match last {
        Some(Effect::Answered | Effect::Broken) => false,
        Some(Effect::Final) => {
            let is_final = error.kind() == ErrorKind::Decode || line.contains("not retryable");
            is_final && !error.is_retryable()
        }
        Some(Effect::Again) | None => gave_up && error.is_retryable(),
    }
}
