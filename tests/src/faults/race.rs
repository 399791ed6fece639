//! The idle race: the server closes a kept-alive connection while the client sends the next request
//! on it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{Client, Retry};
use tokio::task::JoinSet;

use super::answer::Answer;
use super::calls::{Create, Delete, Get, NAMED, Put, client_of, config};
use super::fast_timer::FastTimer;
use super::record::Seen;
use super::server::FaultServer;
use super::step::{End, Step};
use crate::random::Random;

/// Maximum times in µs: until the server closes after its response, until it closes after the next
/// request has arrived, and for which the client waits before that request.
const CLOSES: usize = 400;
const CLOSES_ON_REQUEST: usize = 30;
const WAITS: usize = 200;

/// Waits between attempts are this many times shorter.
const SPEED: u32 = 10;

/// The result of the trials.
#[derive(Debug, Default)]
pub struct Report {
    /// How many trials there were.
    pub trials: usize,
    /// Requests that the retry policy sent again because their connection was closed.
    pub raced: usize,
    /// How many connections were opened.
    pub connections: usize,
    /// The errors that reached the caller.
    pub failures: Vec<String>,
    /// The duration of all trials.
    pub took: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trials, raced, connections, failures, took } = self;
        let failed = failures.len();
        write!(
            f,
            "{trials} trials, {raced} requests lost to the race and sent again, {connections} \
             connections, {failed} failures, {took:.1?}"
        )
    }
}

/// Runs the trials in this many concurrent tasks. Each task has its own client, so that it cannot
/// use a connection of another task. A client makes one call at a time. Every successful retry
/// returns its tokens, so the token bucket never becomes empty.
///
/// # Panics
///
/// When no port is free.
pub async fn race(trials: usize, tasks: usize, seed: u64) -> Report {
    let begin = Instant::now();
    let raced = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&raced);
    let server = FaultServer::by(move |seen| {
        counter.fetch_add(usize::from(seen.attempt().0 > 1), Ordering::Relaxed);
        step(seen)
    });
    let mut running = JoinSet::new();
    for task in 0..tasks {
        let retry = Retry::standard().rules_2026(true).max_attempts(3);
        let retry = if task % 2 == 0 { retry } else { retry.idempotent_only() };
        let config = config(&server.endpoint()).retry(retry);
        let client = client_of(config.timer(FastTimer::new(SPEED)));
        let mut random = Random::of_case(seed, "race", task as u64);
        let of_task = trials / tasks + usize::from(task < trials % tasks);
        running.spawn(async move {
            let mut failures = Vec::new();
            for trial in 0..of_task {
                failures.extend(one(&client, trial, &mut random).await);
            }
            (of_task, failures)
        });
    }
    let mut report = Report::default();
    while let Some(task) = running.join_next().await {
        match task {
            Ok((trials, failures)) => {
                report.trials += trials;
                report.failures.extend(failures);
            }
            Err(panic) => report.failures.push(panic.to_string()),
        }
    }
    report.raced = raced.load(Ordering::Relaxed);
    report.connections = server.counts().connections();
    report.took = begin.elapsed();
    report
}

/// The server's step for a target. For `/things/close-300` it responds and closes the connection
/// 300 µs later. `half-300` closes only the server's side. `meet-3` closes 3 µs after the next
/// request has arrived. Any other target keeps the connection.
fn step(seen: &Seen) -> Step {
    let id = seen.target().rsplit('/').next().unwrap_or_default();
    let (how, micros) = id.split_once('-').unwrap_or_default();
    let time = Duration::from_micros(micros.parse().unwrap_or(0));
    let end = match how {
        "close" => End::CloseAfter(time),
        "half" => End::HalfCloseAfter(time),
        "meet" => End::CloseOnRequest(time),
        _ => End::Keep,
    };
    Step::send(Answer::ok(NAMED).bytes(), end)
}

/// Runs one trial: a request, and a second one while the connection is being closed.
async fn one(client: &Client, trial: usize, random: &mut Random) -> Option<String> {
    let (how, within) = *random.pick(&[
        ("close", CLOSES),
        ("half", CLOSES),
        ("meet", CLOSES_ON_REQUEST),
        ("meet", CLOSES_ON_REQUEST),
    ]);
    let first = format!("{how}-{}", random.below(within));
    if let Err(error) = client.send(Get { id: first }).await {
        return Some(format!("the first: {error}"));
    }
    let (wait, start) = (Duration::from_micros(random.below(WAITS) as u64), Instant::now());
    while start.elapsed() < wait {
        tokio::task::yield_now().await;
    }
    let id = "keep".to_owned();
    let result = match trial % 4 {
        0 => client.send(Get { id }).await,
        1 => client.send(Put { id, content: vec![b'x'; 100] }).await,
        2 => client.send(Delete { id }).await,
        _ => client.send(Create { id, client_token: None }).await,
    };
    result.err().map(|error| error.to_string())
}
