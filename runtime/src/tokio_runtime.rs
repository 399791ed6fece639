//! The tokio runtime of the current thread: whether there is one, and whether it has timers and I/O.
//!
//! tokio panics without these. The functions here return the fix instead.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;

pub(crate) const NO_RUNTIME: &str = "no tokio runtime on this thread; call this within one, such as \
                                     `#[tokio::main]`, or use `aws_operation::blocking` (feature \
                                     `blocking`)";

const NO_TIME: &str = "the tokio runtime of this thread has no timers; call `enable_all` on its \
                       `tokio::runtime::Builder`";

#[cfg(any(feature = "hyper", feature = "process"))]
const NO_IO: &str = "the tokio runtime of this thread has no I/O; call `enable_all` on its \
                     `tokio::runtime::Builder`";

pub(crate) const SHUT_DOWN: &str = "the tokio runtime was shut down";

thread_local! {
    static REFUSAL: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// The runtime of this thread.
///
/// # Errors
///
/// There is none, or this thread must not use it.
pub(crate) fn current() -> Result<Handle, &'static str> {
    if let Ok(Some(refusal)) = REFUSAL.try_with(Cell::get) {
        return Err(refusal);
    }
    Handle::try_current().map_err(|_| NO_RUNTIME)
}

/// Until it is dropped, [`current`] fails on this thread, with this error.
#[cfg(feature = "blocking")]
pub(crate) struct Refused(Option<&'static str>);

#[cfg(feature = "blocking")]
impl Refused {
    pub(crate) fn new(error: &'static str) -> Self {
        Self(REFUSAL.try_with(|refusal| refusal.replace(Some(error))).ok().flatten())
    }
}

#[cfg(feature = "blocking")]
impl Drop for Refused {
    fn drop(&mut self) {
        let _ = REFUSAL.try_with(|refusal| refusal.set(self.0));
    }
}

/// Checks that the runtime has timers.
pub(crate) fn check_time() -> Result<(), &'static str> {
    current()?;
    // tokio has no way to ask. Making a timer has no effect.
    caught(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| NO_TIME)
}

/// Checks that the runtime has I/O.
#[cfg(any(feature = "hyper", feature = "process"))]
pub(crate) fn check_io() -> Result<(), &'static str> {
    current()?;
    // A socket of this machine, to which nothing is sent. If the system refuses it, nothing is known.
    let socket = std::net::UdpSocket::bind((std::net::Ipv4Addr::LOCALHOST, 0));
    let Ok(socket) = socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)) else {
        return Ok(());
    };
    caught(|| drop(tokio::net::UdpSocket::from_std(socket))).map_err(|_| NO_IO)
}

/// Whether the runtime was shut down.
fn is_shut_down(runtime: &Handle) -> bool {
    // It drops new tasks at once.
    let task = runtime.spawn(std::future::pending::<()>());
    let is_shut_down = task.is_finished();
    task.abort();
    is_shut_down
}

/// The output of a future; `None` if it cannot be polled because the runtime was shut down. A timer of
/// tokio panics then.
pub(crate) fn poll_unless_shut_down<F: Future + ?Sized>(
    future: Pin<&mut F>,
    context: &mut Context<'_>,
    is_shut_down: impl FnOnce() -> bool,
) -> Poll<Option<F::Output>> {
    match caught(|| future.poll(context)) {
        Ok(poll) => poll.map(Some),
        Err(_) if is_shut_down() => Poll::Ready(None),
        Err(panic) => resume_unwind(panic),
    }
}

/// The caller drops what may be inconsistent after a panic, or does not use it again.
fn caught<T>(f: impl FnOnce() -> T) -> std::thread::Result<T> {
    catch_unwind(AssertUnwindSafe(f))
}

/// Waits this long, with a timer of tokio. It ends at once without a runtime, and when the runtime is
/// shut down. Calls check for a runtime before they use it.
pub(crate) fn sleep(duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let sleep = current().and_then(|runtime| {
        let sleep = caught(|| tokio::time::sleep(duration)).map_err(|_| NO_TIME)?;
        Ok((sleep, runtime))
    });
    let Ok((sleep, runtime)) = sleep else { return Box::pin(std::future::ready(())) };
    Box::pin(async move {
        let mut sleep = pin!(sleep);
        poll_fn(|context| {
            poll_unless_shut_down(sleep.as_mut(), context, || is_shut_down(&runtime))
        })
        .await;
    })
}
