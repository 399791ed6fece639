//! [`Job`]: what one peer does with a document, which can be timed and whose allocations can be
//! counted.

use std::alloc::System;
use std::hint::black_box;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Decode,
    Encode,
}

impl Direction {
    pub const ALL: [Self; 2] = [Self::Decode, Self::Encode];

    pub fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Encode => "encode",
        }
    }
}

/// What one run asked the allocator for.
#[derive(Debug, Clone, Copy)]
pub struct Allocated {
    pub times: usize,
    pub bytes: usize,
}

/// What this thread had of the processor so far: a run of a millisecond is often interrupted where
/// other programs run.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("threads have a clock");
    time.into()
}

pub struct Job {
    pub direction: Direction,
    pub peer: &'static str,
    /// The types it reads or writes.
    pub types: &'static str,
    time: Box<dyn Fn() -> Duration>,
    count: Box<dyn Fn() -> Allocated>,
}

impl Job {
    pub fn new<T>(
        direction: Direction,
        peer: &'static str,
        types: &'static str,
        run: impl Fn() -> T + Clone + 'static,
    ) -> Self {
        let timed = run.clone();
        // What a run made is dropped after the clock has stopped.
        let time = move || {
            let start = processor_time();
            let made = black_box(timed());
            let took = processor_time() - start;
            drop(made);
            took
        };
        let count = move || {
            let region = Region::new(ALLOCATOR);
            let made = black_box(run());
            let change = region.change();
            drop(made);
            Allocated {
                times: change.allocations + change.reallocations,
                bytes: change.bytes_allocated,
            }
        };
        Self { direction, peer, types, time: Box::new(time), count: Box::new(count) }
    }

    pub fn time(&self) -> Duration {
        (self.time)()
    }

    pub fn count(&self) -> Allocated {
        (self.count)()
    }
}
