//! Makes random calls, one after another, until a given time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{Body, BodyError, ByteStream, Client, Error};
use bytes::Bytes;
use tokio::time::timeout;

use super::records::{Failure, Recorder};
use crate::faults::calls::{Create, Delete, Get, Named, Put};
use crate::faults::objects::{Load, Store};
use crate::random::Random;

/// A call that takes longer than this counts as hanging.
const GUARD: Duration = Duration::from_secs(20);

/// One of this many calls is dropped, usually before it ends.
const DROPS: usize = 50;

/// The maximum size of an object. One without an end is an error of its reader.
const MAX_OBJECT: usize = 1 << 20;

/// The state that the workers share.
pub struct Work {
    /// The client of calls whose bodies are in memory.
    pub client: Client,
    /// The client of calls with streams.
    pub objects: Client,
    /// Records the results of the calls.
    pub recorder: Arc<Recorder>,
    /// The seed of the random calls.
    pub seed: u64,
    /// The number of the next call.
    pub next: Arc<AtomicU64>,
}

/// Makes calls until this time is reached.
pub async fn work(work: Arc<Work>, until: Instant) {
    while Instant::now() < until {
        let id = work.next.fetch_add(1, Ordering::Relaxed);
        let mut random = Random::of_case(work.seed, "call", id);
        let path = id.to_string();
        let client = &work.client;
        match random.below(6) {
            0 => make(&work, id, "GET", &mut random, named(client.send(Get { id: path }))).await,
            1 => {
                let content = content(&mut random).into_bytes();
                let call = client.send(Put { id: path, content });
                make(&work, id, "PUT", &mut random, named(call)).await;
            }
            2 => {
                let call = client.send(Delete { id: path });
                make(&work, id, "DELETE", &mut random, named(call)).await;
            }
            3 => {
                let create = Create { id: path, client_token: None };
                make(&work, id, "POST", &mut random, named(client.send(create))).await;
            }
            4 => {
                let body = stream(&mut random);
                let call = work.objects.send(Store { key: path, body });
                let name = async { Ok(call.await?.name.unwrap_or_default()) };
                make(&work, id, "PUT of a stream", &mut random, name).await;
            }
            _ => {
                let call = work.objects.send(Load { key: path });
                let name = async {
                    let object = call.await?.body.collect(MAX_OBJECT).await?;
                    let text = String::from_utf8_lossy(&object).into_owned();
                    Ok(text.split('\n').next().unwrap_or_default().to_owned())
                };
                make(&work, id, "GET of a stream", &mut random, name).await;
            }
        }
    }
}

fn content(random: &mut Random) -> String {
    let length = 1 << random.below(18);
    random.text(b"0123456789abcdef", 16).repeat(length / 16 + 1)
}

/// A stream from bytes, one that can be sent again, or one that can be sent once.
fn stream(random: &mut Random) -> ByteStream {
    let content = Bytes::from(content(random));
    let length = content.len() as u64;
    match random.below(3) {
        0 => content.into(),
        1 => ByteStream::from_fn(move || Body::from(content.clone())).with_length(length),
        _ => {
            let reader = std::io::Cursor::new(content.to_vec());
            ByteStream::from_reader(reader).with_length(length)
        }
    }
}

async fn named(call: impl Future<Output = Result<Named, Error>>) -> Result<String, Failed> {
    Ok(call.await?.name)
}

/// How a call failed.
enum Failed {
    Call(Error),
    Stream(BodyError),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<BodyError> for Failed {
    fn from(error: BodyError) -> Self {
        Self::Stream(error)
    }
}

async fn make(
    work: &Work,
    id: u64,
    method: &'static str,
    random: &mut Random,
    call: impl Future<Output = Result<String, Failed>>,
) {
    let is_dropped = random.once_in(DROPS);
    let patience = if is_dropped { Duration::from_millis(random.below(8) as u64) } else { GUARD };
    match timeout(patience, call).await {
        Ok(Ok(name)) => work.recorder.call_ended(id, method, Ok(name)),
        Ok(Err(Failed::Call(error))) => {
            work.recorder.call_ended(id, method, Err(Failure::Call(&error)))
        }
        Ok(Err(Failed::Stream(error))) => {
            work.recorder.call_ended(id, method, Err(Failure::Stream(&error)));
        }
        Err(_) => {
            work.recorder.call_dropped(id, method);
            if !is_dropped {
                work.recorder.lock().violation(format!("{method} call {id} hangs for {GUARD:?}"));
            }
        }
    }
}
