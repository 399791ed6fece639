//! Times jobs. The peers take turns, so that other programs disturb all of them alike. The result is the
//! median.

use std::time::Instant;

use crate::cases::Case;
use crate::job::{Allocated, Job, Work};

/// How many turns each peer has, and how long they are.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    /// The time of one peer in a round.
    pub turn: std::time::Duration,
}

/// The result of one job.
pub struct Row<'a> {
    pub case: &'a Case,
    pub job: &'a Job,
    /// In nanoseconds, for the whole stream.
    pub median: f64,
    /// A tenth of the runs were faster than this.
    pub tenth: f64,
    pub allocated: Option<Allocated>,
}

/// Times all jobs of a case. Panics if the peers read different events, because their times would not be
/// comparable.
pub fn measure<'a>(case: &'a Case, jobs: &'a [Job], effort: Effort) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let (expected, _) = jobs[0].time();
    assert_eq!(expected.events, case.payloads.len(), "{}", case.title);
    for work in Work::ALL {
        let jobs: Vec<&Job> = jobs.iter().filter(|job| job.work == work).collect();
        let mut nanoseconds = vec![Vec::new(); jobs.len()];
        for round in 0..effort.rounds {
            // Each peer is the first in some rounds.
            for at in 0..jobs.len() {
                let which = (round + at) % jobs.len();
                let job = jobs[which];
                // Not timed: the cache has the data of another peer.
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
