//! Makes a call over and over, and says what it took.

use std::alloc::System;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeVal;
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::task::JoinSet;

/// An allocator that counts.
pub type Counting = StatsAlloc<System>;
pub use stats_alloc::INSTRUMENTED_SYSTEM as COUNTING;

/// Whatever went wrong.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What to ask for.
pub struct Ask {
    pub rest_api_id: String,
    pub resource_id: String,
    pub http_method: String,
    pub status_code: String,
}

/// The program's arguments.
pub struct Arguments {
    ask: Arc<Ask>,
    load: Option<Load>,
}

/// How often to ask.
#[derive(Debug, Clone, Copy)]
struct Load {
    calls: usize,
    at_once: usize,
    /// Before anything counts: connections are made, caches are filled.
    warm_up: usize,
}

/// Where to ask: `AWS_ENDPOINT_URL`.
pub fn endpoint() -> Result<String, Failure> {
    Ok(std::env::var("AWS_ENDPOINT_URL").map_err(|_| "AWS_ENDPOINT_URL is not set")?)
}

/// One line on standard error when it failed.
pub fn exit(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    /// Four that say what to ask for, and three that say how often.
    pub fn parse() -> Result<Self, Failure> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (ask, load) = arguments.split_at_checked(4).unwrap_or_default();
        let [rest_api_id, resource_id, http_method, status_code] = ask else {
            return Err("usage: REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE \
                        [CALLS AT_ONCE WARM_UP]"
                .into());
        };
        let load = match load {
            [] => None,
            [calls, at_once, warm_up] => Some(Load {
                calls: calls.parse()?,
                at_once: at_once.parse()?,
                warm_up: warm_up.parse()?,
            }),
            _ => return Err("give CALLS, AT_ONCE and WARM_UP, or none of them".into()),
        };
        let ask = Arc::new(Ask {
            rest_api_id: rest_api_id.clone(),
            resource_id: resource_id.clone(),
            http_method: http_method.clone(),
            status_code: status_code.clone(),
        });
        Ok(Self { ask, load })
    }

    /// Asks once and prints the answer's status code; or as often as told, and prints what it took.
    pub async fn run<F, Fut>(self, call: F) -> Result<(), Failure>
    where
        F: Fn(Arc<Ask>) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = Result<Option<String>, Failure>> + Send + 'static,
    {
        let Some(load) = self.load else {
            println!("{}", call(self.ask).await?.as_deref().unwrap_or("(none)"));
            return Ok(());
        };
        burst(&call, &self.ask, load.warm_up, load.at_once).await?;

        let allocator = Region::new(&INSTRUMENTED_SYSTEM);
        let before = getrusage(UsageWho::RUSAGE_SELF)?;
        let start = Instant::now();
        burst(&call, &self.ask, load.calls, load.at_once).await?;
        let seconds = start.elapsed().as_secs_f64();
        let after = getrusage(UsageWho::RUSAGE_SELF)?;
        let allocated = allocator.change();

        let took = |time: fn(&Usage) -> TimeVal| secs(time(&after)) - secs(time(&before));
        println!(
            "{}",
            json!({
                "calls": load.calls,
                "seconds": seconds,
                "user_seconds": took(Usage::user_time),
                "system_seconds": took(Usage::system_time),
                "peak_bytes": peak_bytes(&after),
                // Zero where another allocator is at work.
                "allocations": allocated.allocations + allocated.reallocations,
                "allocated_bytes": allocated.bytes_allocated,
            })
        );
        Ok(())
    }
}

/// The most memory that was resident.
fn peak_bytes(usage: &Usage) -> i64 {
    // On Linux the usage starts with what the process had that this one was forked from.
    let own = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let (_, after) = status.split_once("VmHWM:")?;
        after.split_once("kB")?.0.trim().parse::<i64>().ok()
    });
    match own {
        Some(kilobytes) => kilobytes * 1024,
        None if cfg!(target_os = "macos") => usage.max_rss(),
        None => usage.max_rss() * 1024,
    }
}

fn secs(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}

/// Tasks that ask one call after the other.
async fn burst<F, Fut>(
    call: &F,
    ask: &Arc<Ask>,
    calls: usize,
    at_once: usize,
) -> Result<(), Failure>
where
    F: Fn(Arc<Ask>) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<Option<String>, Failure>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for task in 0..at_once {
        let share = calls / at_once + usize::from(task < calls % at_once);
        let (call, ask) = (call.clone(), Arc::clone(ask));
        tasks.spawn(async move {
            for _ in 0..share {
                let status_code = call(Arc::clone(&ask)).await?;
                if status_code.as_deref() != Some(&ask.status_code) {
                    return Err("the answer is not what was asked for".into());
                }
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}
