//! Calls of all kinds, one after another, until their time is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{Call, Client};
use tokio::time::timeout;

use super::ledger::Ledger;
use crate::faults::calls::{Create, Delete, Get, Named, Put};
use crate::random::Random;

/// A call that takes longer hangs.
const GUARD: Duration = Duration::from_secs(20);

/// One call in so many is dropped before it is over, mostly.
const DROPS: usize = 50;

/// What the workers share.
pub struct Work {
    /// Who makes the calls.
    pub client: Client,
    /// Where they are written down.
    pub ledger: Arc<Ledger>,
    /// What they come from.
    pub seed: u64,
    /// The next call's number.
    pub next: Arc<AtomicU64>,
}

/// Makes calls until then.
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
