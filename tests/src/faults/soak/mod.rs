//! Mixed calls through a server that fails by plan, for as long as one likes: nothing hangs, leaks, or
//! is told to a caller that did not happen.

mod calls;
mod ledger;
mod plan;
mod process;

pub use process::heap;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use aws_operation::{Client, Timeouts};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinSet;

use super::calls::{client_of, config};
use super::{FaultServer, Hasty, Seen};
use calls::Work;
use ledger::{Books, Ledger};

/// Waits between attempts are so many times shorter.
const TIMES: u32 = 20;

/// How long what is over may take to be gone.
const SETTLES: Duration = Duration::from_secs(5);

/// What a run is.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How long, the warm-up included.
    pub seconds: f64,
    /// How many calls are made at once.
    pub concurrency: usize,
    /// The part of the attempts that meet a fault: 0 to 1.
    pub faults: f64,
    /// What calls and faults come from.
    pub seed: u64,
}

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    books: Books,
    connections: usize,
    /// Bytes in use after the warm-up, and at the end.
    heap: (usize, usize),
    /// The same in resident pages.
    pages: Option<(u64, u64)>,
    took: Duration,
}

impl Report {
    /// What must not be.
    pub fn violations(&self) -> &[String] {
        &self.books.violations
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.books.calls.values().flatten().sum()
    }

    /// What the server did, and how often.
    pub fn steps(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.books.steps.iter().map(|(what, times)| (*what, *times))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Books { steps, calls, lost, again, violations, .. } = &self.books;
        writeln!(f, "{:<34}{:>10}{:>10}{:>10}", "calls", "answered", "failed", "dropped")?;
        for (method, [answered, failed, dropped]) in calls {
            writeln!(f, "  {method:<32}{answered:>10}{failed:>10}{dropped:>10}")?;
        }
        writeln!(f, "{:<34}{:>10}", "attempts that came", steps.values().sum::<u64>())?;
        for (what, times) in steps {
            writeln!(f, "  {what:<32}{times:>10}")?;
        }
        writeln!(f, "{:<34}{lost:>10}", "attempts of failed calls, lost")?;
        writeln!(f, "{:<34}{again:>10}", "answered, and sent again")?;
        writeln!(f, "{:<34}{:>10}", "connections", self.connections)?;
        let (warm, end) = self.heap;
        writeln!(f, "{:<34}{warm:>10}{end:>10}", "bytes in use: warm, end")?;
        match self.pages {
            Some((warm, end)) => {
                writeln!(f, "{:<34}{warm:>10}{end:>10}", "resident pages: warm, end")?
            }
            None => writeln!(f, "resident pages are not known: there is no /proc/self/statm")?,
        }
        writeln!(f, "{:<34}{:>9.1}s", "time", self.took.as_secs_f64())?;
        for violation in violations {
            writeln!(f, "VIOLATION: {violation}")?;
        }
        Ok(())
    }
}

/// A run: a warm-up of a third of the time (30 s at most), then the rest.
///
/// # Panics
///
/// When there is no port, or no thread.
pub fn soak(options: Options) -> Report {
    let begin = Instant::now();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    // The first runtime opens two for signals, which stay.
    let sockets = process::sockets();
    let ledger = Arc::new(Ledger::default());
    let server = server(&ledger, options);
    let numbers = Arc::new(AtomicU64::new(0));

    // Two clients, one after the other: what the first leaves behind when it is gone, the second
    // must not add to.
    let warm = (options.seconds / 3.0).min(30.0);
    let first = clean_run(&runtime, &server, &ledger, options, &numbers, warm);
    let pages = process::pages();
    let second = clean_run(&runtime, &server, &ledger, options, &numbers, options.seconds - warm);
    let (heap, pages) = ((first, second), pages.zip(process::pages()));
    ledger.close();
    // Resident pages are no measure of it: the allocator keeps some of what bodies of all sizes
    // leave between what is in use.
    if heap.0 == 0 || heap.1 * 10 > heap.0 * 11 {
        let (warm, end) = heap;
        ledger.books().violation(format!("{warm} bytes after the warm-up, {end} at the end"));
    }
    drop(runtime);
    let connections = server.counts().connections();
    drop(server);
    let open = process::sockets();
    if open > sockets {
        ledger.books().violation(format!("{open:?} sockets are open, {sockets:?} were before"));
    }
    let books = std::mem::take(&mut *ledger.books());
    Report { books, connections, heap, pages, took: begin.elapsed() }
}

/// Calls of one client for so long, until all of it is gone; the bytes that are in use then.
fn clean_run(
    runtime: &Runtime,
    server: &FaultServer,
    ledger: &Arc<Ledger>,
    options: Options,
    numbers: &Arc<AtomicU64>,
    seconds: f64,
) -> usize {
    runtime.block_on(async {
        let (ledger, next) = (Arc::clone(ledger), Arc::clone(numbers));
        let work = Arc::new(Work { client: client(server), ledger, seed: options.seed, next });
        phase(&work, options.concurrency, seconds).await;
    });
    runtime.block_on(gone(server, ledger));
    ledger.forget_dropped();
    heap()
}

fn server(ledger: &Arc<Ledger>, options: Options) -> FaultServer {
    let ledger = Arc::clone(ledger);
    FaultServer::by(move |seen: &Seen| {
        let id = seen.target().rsplit('/').next().and_then(|id| id.parse().ok());
        let id = id.unwrap_or(u64::MAX);
        let (step, what, effect) = plan::step(options.seed, options.faults, id, seen.attempt().0);
        ledger.came(id, seen, what, effect);
        step
    })
}

/// Limits that are short, but hardly ever over because the machine is busy.
fn client(server: &FaultServer) -> Client {
    let timeouts = Timeouts::default().connect(Duration::from_secs(10));
    let timeouts = timeouts.read(Duration::from_secs(1)).stalled_stream(Duration::from_millis(500));
    let config = config(&server.endpoint()).timeouts(timeouts).timer(Hasty::new(TIMES));
    client_of(config)
}

/// Calls for so long, then none any more.
async fn phase(work: &Arc<Work>, concurrency: usize, seconds: f64) {
    let until = Instant::now() + Duration::from_secs_f64(seconds.max(0.0));
    let mut workers = JoinSet::new();
    for _ in 0..concurrency {
        workers.spawn(calls::work(Arc::clone(work), until));
    }
    while let Some(worker) = workers.join_next().await {
        if let Err(panic) = worker {
            work.ledger.books().violation(format!("a worker ended: {panic}"));
        }
    }
}

/// The client is dropped: its tasks and connections have to be gone soon.
async fn gone(server: &FaultServer, ledger: &Ledger) {
    let begin = Instant::now();
    loop {
        let (tasks, open) = (Handle::current().metrics().num_alive_tasks(), server.counts().open());
        if tasks == 0 && open == 0 {
            return;
        }
        if begin.elapsed() > SETTLES {
            let what = format!("{tasks} tasks and {open} connections are left of the client");
            return ledger.books().violation(what);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
