//! Times jobs: peers take turns, so that noise hits all alike, and the median counts.

use std::time::Instant;

use crate::cases::Case;
use crate::job::{Allocated, Job, Work};

/// How long, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    /// What one peer has in a round.
    pub turn: std::time::Duration,
}

/// What one job takes.
pub struct Row<'a> {
    pub case: &'a Case,
    pub job: &'a Job,
    /// In nanoseconds, for the whole stream.
    pub median: f64,
    /// One run in ten was faster than this.
    pub tenth: f64,
    pub allocated: Option<Allocated>,
}

/// Panics if peers read different things: their times could not be compared.
pub fn measure<'a>(case: &'a Case, jobs: &'a [Job], effort: Effort) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let (expected, _) = jobs[0].time();
    assert_eq!(expected.events, case.payloads.len(), "{}", case.title);
    for work in Work::ALL {
        let jobs: Vec<&Job> = jobs.iter().filter(|job| job.work == work).collect();
        let mut nanoseconds = vec![Vec::new(); jobs.len()];
        for round in 0..effort.rounds {
            // Each goes first in its turn.
            for at in 0..jobs.len() {
                let which = (round + at) % jobs.len();
                let job = jobs[which];
                // Another peer's data was in the cache.
                assert_eq!(job.time().0, expected, "{}, {}", case.title, job.peer);
                let start = Instant::now();
                while start.elapsed() < effort.turn {
                    nanoseconds[which].push(job.time().1.as_secs_f64() * 1e9);
                }
            }
        }
        for (job, mut times) in jobs.into_iter().zip(nanoseconds) {
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            let (median, tenth) = (at(0.5), at(0.1));
            rows.push(Row { case, job, median, tenth, allocated: job.count() });
        }
    }
    rows
}
