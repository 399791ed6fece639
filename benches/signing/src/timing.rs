//! Times signatures: peers take turns, so that noise hits all alike, and the median counts.
//!
//! It is that of batches, which are over in microseconds: work that takes the processor away for
//! milliseconds spoils few of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;

use crate::cases::Case;
use crate::peers::{Key, Peer, Sign, Signed};

/// How many requests are made before the clock starts: few enough to stay in the nearest cache.
const BATCH: usize = 16;

/// How long, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    /// What one peer has in a round.
    pub turn: Duration,
}

/// What one peer takes for one signature, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    pub peer: Peer,
    pub median: f64,
    /// One batch in ten was faster than this.
    pub tenth: f64,
}

/// Every peer that can sign the case.
pub fn measure(case: &Case, key: Key, effort: Effort) -> Vec<Timing> {
    let mut runners: Vec<Runner> = Peer::ALL
        .into_iter()
        .filter(|peer| *peer != Peer::Nobody && peer.can_sign(case))
        .map(|peer| Runner::new(peer, case, key, effort.turn))
        .collect();
    let count = runners.len();
    for round in 0..effort.rounds {
        // Each goes first in its turn.
        for at in 0..count {
            runners[(round + at) % count].turn(case);
        }
    }
    runners.into_iter().map(Runner::finish).collect()
}

struct Runner {
    peer: Peer,
    sign: Sign,
    batch: usize,
    batches: usize,
    nanoseconds: Vec<f64>,
}

impl Runner {
    fn new(peer: Peer, case: &Case, key: Key, turn: Duration) -> Self {
        let sign = peer.prepare(case, key);
        let batch = if case.large { 1 } else { BATCH };
        let mut runner = Self { peer, sign, batch, batches: 1, nanoseconds: Vec::new() };
        // Warms up, too.
        let start = Instant::now();
        let mut took = Duration::ZERO;
        let mut done: u32 = 0;
        while done < 3 || start.elapsed() < turn {
            took += runner.sign_batch(case);
            done += 1;
        }
        let one = (took / done).max(Duration::from_nanos(1));
        runner.batches = usize::try_from(turn.as_nanos() / one.as_nanos()).unwrap_or(1).max(1);
        runner
    }

    fn turn(&mut self, case: &Case) {
        for _ in 0..self.batches {
            let took = self.sign_batch(case);
            self.nanoseconds.push(took.as_secs_f64() * 1e9 / self.batch as f64);
        }
    }

    /// Requests are made before, and dropped after the clock runs.
    fn sign_batch(&self, case: &Case) -> Duration {
        let mut requests: Vec<Request<Bytes>> = (0..self.batch).map(|_| case.build()).collect();
        let mut signed: Vec<Signed> = Vec::with_capacity(self.batch);
        let start = Instant::now();
        for request in &mut requests {
            signed.push((self.sign)(black_box(request)));
        }
        let took = start.elapsed();
        black_box((requests, signed));
        took
    }

    fn finish(mut self) -> Timing {
        self.nanoseconds.sort_by(f64::total_cmp);
        let (median, tenth) = (self.at(0.5), self.at(0.1));
        Timing { peer: self.peer, median, tenth }
    }

    fn at(&self, share: f64) -> f64 {
        let last = self.nanoseconds.len() - 1;
        self.nanoseconds[(last as f64 * share) as usize]
    }
}
