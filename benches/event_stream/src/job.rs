//! [`Job`]: what one peer does with a stream. A job can be timed, and its allocations counted.

use std::alloc::System;
use std::hint::black_box;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    Decode,
    EncodeAndDecode,
}

impl Work {
    pub const ALL: [Self; 2] = [Self::Decode, Self::EncodeAndDecode];

    pub fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::EncodeAndDecode => "encode, decode",
        }
    }
}

/// The totals that a run read. They are the same for all peers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    pub events: usize,
    pub payload_bytes: usize,
    /// The length of the values of the three headers.
    pub header_bytes: usize,
}

impl Seen {
    /// Adds an event with these headers and this payload.
    pub fn add(&mut self, headers: [&str; 3], payload: &[u8]) {
        self.events += 1;
        self.payload_bytes += black_box(payload).len();
        self.header_bytes += headers.into_iter().map(|it| black_box(it).len()).sum::<usize>();
    }
}

/// The allocations of one run.
#[derive(Debug, Clone, Copy)]
pub struct Allocated {
    pub times: usize,
    pub bytes: usize,
}

/// The processor time of this thread. It does not include interruptions by other programs, which are
/// frequent even in a run of a millisecond.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("threads have a clock");
    time.into()
}

pub struct Job {
    pub work: Work,
    pub peer: &'static str,
    run: Box<dyn Fn() -> (Seen, Duration)>,
    /// `None` if another program does the work.
    count: Option<Box<dyn Fn() -> Allocated>>,
}

impl Job {
    /// `prepare` makes the input of a run before the clock starts.
    pub fn new<T>(
        work: Work,
        peer: &'static str,
        prepare: impl Fn() -> T + Clone + 'static,
        run: impl Fn(T) -> Seen + Clone + 'static,
    ) -> Self {
        let (to_count, counted) = (prepare.clone(), run.clone());
        let run = move || {
            let prepared = prepare();
            let start = processor_time();
            let seen = black_box(run(black_box(prepared)));
            (seen, processor_time() - start)
        };
        let count = move || {
            let prepared = to_count();
            let region = Region::new(ALLOCATOR);
            black_box(counted(prepared));
            let change = region.change();
            Allocated {
                times: change.allocations + change.reallocations,
                bytes: change.bytes_allocated,
            }
        };
        Self { work, peer, run: Box::new(run), count: Some(Box::new(count)) }
    }

    /// A job in another program, which measures its own time.
    pub fn elsewhere(
        work: Work,
        peer: &'static str,
        run: impl Fn() -> (Seen, Duration) + 'static,
    ) -> Self {
        Self { work, peer, run: Box::new(run), count: None }
    }

    pub fn time(&self) -> (Seen, Duration) {
        (self.run)()
    }

    pub fn count(&self) -> Option<Allocated> {
        self.count.as_ref().map(|count| count())
    }
}
