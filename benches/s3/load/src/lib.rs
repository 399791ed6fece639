//! Uploads and downloads large and small objects, and measures time and memory.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use bytes::Bytes;
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeVal;
use serde_json::json;
use tokio::task::JoinSet;

pub type Failure = Box<dyn Error + Send + Sync>;

/// The bucket of all objects.
pub const BUCKET: &str = "bench";
/// The key of the large object.
const LARGE: &str = "large.bin";
/// The length of a small object in bytes.
const SMALL: usize = 4096;

/// A client of S3.
pub trait Store: Clone + Send + Sync + 'static {
    /// Uploads a file without reading it into memory as a whole.
    fn put_file(&self, key: &str, path: &Path) -> impl Future<Output = Result<(), Failure>> + Send;

    fn put(&self, key: &str, body: Bytes) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Reads an object chunk by chunk, and returns its length.
    fn get(&self, key: &str) -> impl Future<Output = Result<u64, Failure>> + Send;
}

enum Job {
    PutLarge(PathBuf),
    GetLarge(u64),
    PutSmall { objects: usize, at_once: usize },
    GetSmall { objects: usize, at_once: usize },
}

/// The URL of the server: `AWS_ENDPOINT_URL`.
pub fn endpoint() -> Result<String, Failure> {
    Ok(env::var("AWS_ENDPOINT_URL").map_err(|_| "AWS_ENDPOINT_URL is not set")?)
}

/// Runs the job in the arguments, and prints its measurements as JSON.
pub async fn run<S: Store>(store: Result<S, Failure>) -> ExitCode {
    match measure(store).await {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure<S: Store>(store: Result<S, Failure>) -> Result<String, Failure> {
    let (job, store) = (job()?, store?);
    // The first request opens a connection.
    store.put("warm-up", Bytes::from_static(b"warm")).await?;
    let before = getrusage(UsageWho::RUSAGE_SELF)?;
    let start = Instant::now();
    match job {
        Job::PutLarge(path) => store.put_file(LARGE, &path).await?,
        Job::GetLarge(length) => expect(store.get(LARGE).await?, length)?,
        Job::PutSmall { objects, at_once } => {
            let body = Bytes::from(vec![7; SMALL]);
            many(objects, at_once, move |key| {
                let (store, body) = (store.clone(), body.clone());
                async move { store.put(&key, body).await }
            })
            .await?;
        }
        Job::GetSmall { objects, at_once } => {
            many(objects, at_once, move |key| {
                let store = store.clone();
                async move { expect(store.get(&key).await?, SMALL as u64) }
            })
            .await?;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let after = getrusage(UsageWho::RUSAGE_SELF)?;
    let took = |time: fn(&Usage) -> TimeVal| secs(time(&after)) - secs(time(&before));
    Ok(json!({
        "seconds": seconds,
        "processor_seconds": took(Usage::user_time) + took(Usage::system_time),
        "peak_bytes": peak_bytes(&after),
    })
    .to_string())
}

fn job() -> Result<Job, Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    Ok(match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["put-large", path] => Job::PutLarge(path.into()),
        ["get-large", length] => Job::GetLarge(length.parse()?),
        ["put-small", objects, at_once] => {
            Job::PutSmall { objects: objects.parse()?, at_once: at_once.parse()? }
        }
        ["get-small", objects, at_once] => {
            Job::GetSmall { objects: objects.parse()?, at_once: at_once.parse()? }
        }
        _ => {
            return Err("usage: put-large FILE | get-large BYTES | put-small OBJECTS AT_ONCE | \
                        get-small OBJECTS AT_ONCE"
                .into());
        }
    })
}

fn expect(length: u64, expected: u64) -> Result<(), Failure> {
    if length == expected {
        return Ok(());
    }
    Err(format!("the object has {length} bytes, not {expected}").into())
}

/// Makes a request for each object, in `at_once` tasks that make one request after the other.
async fn many<F, Fut>(objects: usize, at_once: usize, request: F) -> Result<(), Failure>
where
    F: Fn(String) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for task in 0..at_once {
        let request = request.clone();
        tasks.spawn(async move {
            for object in (task..objects).step_by(at_once) {
                request(format!("small/{object}")).await?;
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

/// The maximum resident memory.
fn peak_bytes(usage: &Usage) -> i64 {
    // On Linux, `getrusage` also counts the memory of the process that this one was forked from.
    let own = fs::read_to_string("/proc/self/status").ok().and_then(|status| {
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
