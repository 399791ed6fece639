//! Makes calls of all kinds, one after another, until the time is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{Call, Client};
use tokio::time::timeout;

use super::ledger::Ledger;
use crate::faults::calls::{Create, Delete, Get, Named, Put};
use crate::random::Random;

/// A call that takes longer than this counts as hanging.
const GUARD: Duration = Duration::from_secs(20);

/// One of this many calls is dropped, usually before it has finished.
const DROPS: usize = 50;

/// The state that the workers share.
pub struct Work {
    /// The client of all calls.
    pub client: Client,
    /// Records the results of the calls.
    pub ledger: Arc<Ledger>,
    /// The seed of the random calls.
    pub seed: u64,
    /// The number of the next call.
    pub next: Arc<AtomicU64>,
}

/// Makes calls until this time.
pub async fn work(work: Arc<Work>, until: Instant) {
    while Instant::now() < until {
        let id = work.next.fetch_add(1, Ordering::Relaxed);
        let mut random = Random::of_case(work.seed, "call", id);
        let path = id.to_string();
        let client = &work.client;
        match random.below(4) {
            0 => make(&work, id, "GET", &mut random, client.send(Get { id: path })).await,
            1 => {
                let length = 1 << random.below(18);
                let content = random.text(b"0123456789abcdef", 16).repeat(length / 16 + 1);
                let put = Put { id: path, content: content.into_bytes() };
                make(&work, id, "PUT", &mut random, client.send(put)).await;
            }
            2 => make(&work, id, "DELETE", &mut random, client.send(Delete { id: path })).await,
            _ => {
                let create = Create { id: path, client_token: None };
                make(&work, id, "POST", &mut random, client.send(create)).await;
            }
        }
    }
}

async fn make(work: &Work, id: u64, method: &'static str, random: &mut Random, call: Call<Named>) {
    let is_dropped = random.once_in(DROPS);
    let patience = if is_dropped { Duration::from_millis(random.below(8) as u64) } else { GUARD };
    match timeout(patience, call).await {
        Ok(Ok(named)) => work.ledger.over(id, method, Ok(named.name)),
        Ok(Err(error)) => work.ledger.over(id, method, Err(&error)),
        Err(_) => {
            work.ledger.dropped(id, method);
            if !is_dropped {
                work.ledger.books().violation(format!("{method} call {id} hangs for {GUARD:?}"));
            }
        }
    }
}
