//! Times jobs: peers take turns, so that noise hits all alike, and the median counts.

use std::time::{Duration, Instant};

use crate::documents::Case;
use crate::job::{Allocated, Direction, Job};

/// How long, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    /// What one peer has in a round.
    pub turn: Duration,
}

/// What one job takes.
pub struct Row<'a> {
    pub case: &'a Case,
    pub job: &'a Job,
    /// In nanoseconds.
    pub median: f64,
    /// One run in ten was faster than this.
    pub tenth: f64,
    pub allocated: Allocated,
}

pub fn measure(case: &Case, effort: Effort) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for direction in Direction::ALL {
        let jobs: Vec<&Job> = case.jobs.iter().filter(|job| job.direction == direction).collect();
        let mut nanoseconds = vec![Vec::new(); jobs.len()];
        for round in 0..effort.rounds {
            // Each goes first in its turn.
            for at in 0..jobs.len() {
                let which = (round + at) % jobs.len();
                // Another peer's data was in the cache.
                jobs[which].time();
                let start = Instant::now();
                while start.elapsed() < effort.turn {
                    nanoseconds[which].push(jobs[which].time().as_secs_f64() * 1e9);
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
