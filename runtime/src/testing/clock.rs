//! [`FakeClock`]: a clock that advances when a call waits.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::time::{SleepFuture, Timer};

/// The time of day at the start: 1 January 2026, 00:00 UTC.
const START: Duration = Duration::from_secs(1_767_225_600);

/// A clock that does not follow real time. When the task with the shortest wait has nothing else to do,
/// the clock advances to the end of this wait.
#[derive(Debug, Clone, Default)]
pub struct FakeClock(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    now: Duration,
    /// The waits, ordered by their ends.
    waits: BTreeMap<Key, Waker>,
    last_id: u64,
}

/// The end of a wait, and its id.
type Key = (Duration, u64);

impl FakeClock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for FakeClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + START + self.state().now
    }

    fn elapsed(&self) -> Duration {
        self.state().now
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        let mut state = self.state();
        state.last_id += 1;
        let key = (state.now.saturating_add(duration), state.last_id);
        Box::pin(Sleep { clock: self.clone(), key, was_first: false })
    }
}

struct Sleep {
    clock: FakeClock,
    key: Key,
    /// Whether this was the shortest wait at the last poll.
    was_first: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.state();
        state.waits.insert(self.key, context.waker().clone());
        let is_first = state.waits.first_key_value().is_some_and(|(key, _)| *key == self.key);
        // The clock waits for one more poll, in which the rest of the task can begin shorter waits.
        if self.key.0 <= state.now || is_first && self.was_first {
            state.now = state.now.max(self.key.0);
            state.end(self.key);
            return Poll::Ready(());
        }
        self.was_first = is_first;
        if is_first {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl State {
    /// Removes a wait. The next one may be the shortest now.
    fn end(&mut self, key: Key) {
        self.waits.remove(&key);
        if let Some((_, waker)) = self.waits.first_key_value() {
            waker.wake_by_ref();
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.state().end(self.key);
    }
}
