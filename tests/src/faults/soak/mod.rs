//! Mixed calls, for any length of time, to a server that returns random faults. Checks that no call hangs,
//! that no memory or socket leaks, and that every caller gets the result that the server sent.

mod calls;
mod plan;
mod process;
mod records;

pub use process::heap;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use aws_operation::{Client, Timeouts};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinSet;

use super::calls::{client_of, config};
use super::objects::s3;
use super::{FastTimer, FaultServer, Seen};
use crate::SECRET_KEY;
use crate::chunked::verify;
use calls::Work;
use records::{Recorder, Records};

/// Waits between attempts are this many times shorter.
const SPEED: u32 = 20;

/// How long tasks and connections of a dropped client may take to end.
const SETTLES: Duration = Duration::from_secs(5);

/// The options of a run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The duration, including the warm-up.
    pub seconds: f64,
    /// The number of concurrent calls.
    pub concurrency: usize,
    /// The fraction of attempts that meet a fault: 0 to 1.
    pub faults: f64,
    /// The seed of calls and faults.
    pub seed: u64,
}

/// The result of a run.
#[derive(Debug)]
pub struct Report {
    records: Records,
    connections: usize,
    /// Bytes in use after the warm-up, and at the end.
    heap: (usize, usize),
    /// The resident pages after the warm-up, and at the end.
    pages: Option<(u64, u64)>,
    took: Duration,
}

impl Report {
    /// Violations of what must hold.
    pub fn violations(&self) -> &[String] {
        &self.records.violations
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.records.calls.values().flatten().sum()
    }

    /// How often the server did each step.
    pub fn steps(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.records.steps.iter().map(|(what, times)| (*what, *times))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Records { steps, calls, lost, repeated, violations, .. } = &self.records;
        writeln!(f, "{:<34}{:>10}{:>10}{:>10}", "calls", "answered", "failed", "dropped")?;
        for (method, [answered, failed, dropped]) in calls {
            writeln!(f, "  {method:<32}{answered:>10}{failed:>10}{dropped:>10}")?;
        }
        writeln!(f, "{:<34}{:>10}", "attempts that arrived", steps.values().sum::<u64>())?;
        for (what, times) in steps {
            writeln!(f, "  {what:<32}{times:>10}")?;
        }
        writeln!(f, "{:<34}{lost:>10}", "lost attempts of failed calls")?;
        writeln!(f, "{:<34}{repeated:>10}", "answered, but sent again")?;
        writeln!(f, "{:<34}{:>10}", "connections", self.connections)?;
        let (warm, end) = self.heap;
        writeln!(f, "{:<34}{warm:>10}{end:>10}", "bytes in use: warm, end")?;
        match self.pages {
            Some((warm, end)) => {
                writeln!(f, "{:<34}{warm:>10}{end:>10}", "resident pages: warm, end")?
            }
            None => {
                writeln!(f, "resident pages are unknown, because /proc/self/statm does not exist")?
            }
        }
        writeln!(f, "{:<34}{:>9.1}s", "time", self.took.as_secs_f64())?;
        for violation in violations {
            writeln!(f, "VIOLATION: {violation}")?;
        }
        Ok(())
    }
}

/// Runs the calls: a warm-up of a third of the time (30 s at most), then the rest.
///
/// # Panics
///
/// When no port is free, or a thread cannot be started.
pub fn soak(options: Options) -> Report {
    let begin = Instant::now();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    // The first runtime opens two sockets for signals. They stay open.
    let sockets = process::sockets();
    let recorder = Arc::new(Recorder::default());
    let server = server(&recorder, options);
    let numbers = Arc::new(AtomicU64::new(0));

    // Two clients, one after the other. The memory that stays in use after the first client must
    // not grow with the second.
    let warm = (options.seconds / 3.0).min(30.0);
    let first = clean_run(&runtime, &server, &recorder, options, &numbers, warm);
    let pages = process::pages();
    let second = clean_run(&runtime, &server, &recorder, options, &numbers, options.seconds - warm);
    let (heap, pages) = ((first, second), pages.zip(process::pages()));
    recorder.close();
    // Resident pages cannot be checked: bodies of all sizes leave gaps, and the allocator keeps
    // some of the gaps.
    if heap.0 == 0 || heap.1 * 10 > heap.0 * 11 {
        let (warm, end) = heap;
        recorder.lock().violation(format!("{warm} bytes after the warm-up, {end} at the end"));
    }
    drop(runtime);
    let connections = server.counts().connections();
    drop(server);
    let open = process::sockets();
    if open > sockets {
        recorder.lock().violation(format!("{open:?} sockets are open, {sockets:?} were before"));
    }
    let records = std::mem::take(&mut *recorder.lock());
    Report { records, connections, heap, pages, took: begin.elapsed() }
}

/// Makes calls with one client for this time, and waits until its tasks and connections are gone.
/// Returns the bytes that are then in use.
fn clean_run(
    runtime: &Runtime,
    server: &FaultServer,
    recorder: &Arc<Recorder>,
    options: Options,
    numbers: &Arc<AtomicU64>,
    seconds: f64,
) -> usize {
    runtime.block_on(async {
        let (recorder, next) = (Arc::clone(recorder), Arc::clone(numbers));
        let (client, objects) = clients(server);
        let work = Arc::new(Work { client, objects, recorder, seed: options.seed, next });
        phase(&work, options.concurrency, seconds).await;
    });
    runtime.block_on(settled(server, recorder));
    recorder.forget_dropped();
    heap()
}

fn server(recorder: &Arc<Recorder>, options: Options) -> FaultServer {
    let recorder = Arc::clone(recorder);
    FaultServer::by(move |seen: &Seen| {
        let id = seen.target().rsplit('/').next().and_then(|id| id.parse().ok());
        let id = id.unwrap_or(u64::MAX);
        let (kind, attempt) = (plan::Kind::of(seen), seen.attempt().0);
        let (step, what, effect) = plan::step((options.seed, options.faults), id, attempt, kind);
        match decoded(seen) {
            Ok(decoded) => {
                recorder.attempt_arrived(id, decoded.as_ref().unwrap_or(seen), what, effect)
            }
            Err(wrong) => recorder.lock().violation(format!("the body of call {id}: {wrong}")),
        }
        step
    })
}

/// The request with the data of its body, if the body was sent in chunks. Their signatures differ with
/// the time.
fn decoded(seen: &Seen) -> Result<Option<Seen>, String> {
    if seen.header("x-amz-trailer").is_empty() {
        return Ok(None);
    }
    let (authorization, date) = (seen.header("authorization"), seen.header("x-amz-date"));
    let body = verify(&seen.body, authorization, date, SECRET_KEY)?.data;
    Ok(Some(Seen { body, ..seen.clone() }))
}

/// Clients with short timeouts, which are nevertheless rarely exceeded on a busy machine.
fn clients(server: &FaultServer) -> (Client, Client) {
    let timeouts = Timeouts::default().connect(Duration::from_secs(10));
    let timeouts = timeouts.read(Duration::from_secs(1)).stalled_stream(Duration::from_millis(500));
    let client =
        |timeouts| config(&server.endpoint()).timeouts(timeouts).timer(FastTimer::new(SPEED));
    let objects = timeouts.stalled_stream(Duration::from_secs(10));
    (client_of(client(timeouts)), s3(client(objects)))
}

/// Makes calls for this time, and waits until the last one ends.
async fn phase(work: &Arc<Work>, concurrency: usize, seconds: f64) {
    let until = Instant::now() + Duration::from_secs_f64(seconds.max(0.0));
    let mut workers = JoinSet::new();
    for _ in 0..concurrency {
        workers.spawn(calls::work(Arc::clone(work), until));
    }
    while let Some(worker) = workers.join_next().await {
        if let Err(panic) = worker {
            work.recorder.lock().violation(format!("a worker ended: {panic}"));
        }
    }
}

/// Waits until the tasks and connections of the dropped client have ended. It is a violation if that
/// takes too long.
async fn settled(server: &FaultServer, recorder: &Recorder) {
    let begin = Instant::now();
    loop {
        let (tasks, open) = (Handle::current().metrics().num_alive_tasks(), server.counts().open());
        if tasks == 0 && open == 0 {
            return;
        }
        if begin.elapsed() > SETTLES {
            let what =
                format!("{tasks} tasks and {open} connections of the dropped client are left");
            return recorder.lock().violation(what);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
