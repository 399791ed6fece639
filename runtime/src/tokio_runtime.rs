//! Checks whether the current thread has a tokio runtime, and whether the runtime has timers and I/O.
//!
//! Without them, functions of tokio panic. The functions here return an error that says how to enable them.

#[cfg(feature = "blocking")]
mod waiting;

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

#[cfg(feature = "blocking")]
pub(crate) use waiting::{Waiting, is_waiting, mark_io_thread};

pub(crate) const NO_RUNTIME: &str = "no tokio runtime on this thread; call this within one, such as \
                                     `#[tokio::main]`, or use `aws_operation::blocking` (feature \
                                     `blocking`)";

const NO_TIME: &str = "the tokio runtime of this thread has no timers; call `enable_all` on its \
                       `tokio::runtime::Builder`";

#[cfg(any(feature = "hyper", feature = "process"))]
const NO_IO: &str = "the tokio runtime of this thread has no I/O; call `enable_all` on its \
                     `tokio::runtime::Builder`";

/// The runtime of this thread.
///
/// # Errors
///
/// The thread has no runtime, or waits for a blocking call that was refused.
pub(crate) fn current() -> Result<Handle, &'static str> {
    #[cfg(feature = "blocking")]
    waiting::check()?;
    Handle::try_current().map_err(|_| NO_RUNTIME)
}

/// Checks that the runtime has timers.
#[inline(never)]
pub(crate) fn check_time() -> Result<(), &'static str> {
    current()?;
    // tokio has no function for this. A timer that is made and dropped has no effect.
    caught(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| NO_TIME)
}

/// Checks that the runtime has I/O.
#[cfg(any(feature = "hyper", feature = "process"))]
#[inline(never)]
pub(crate) fn check_io() -> Result<(), &'static str> {
    current()?;
    // tokio has no function for this. The check passes a socket to tokio, and closes it at once. If the
    // system cannot open a socket, the check is skipped, and the request reports the error.
    let Ok(socket) = connection() else { return Ok(()) };
    caught(|| drop(tokio::net::TcpStream::from_std(socket))).map_err(|_| NO_IO)
}

#[cfg(any(feature = "hyper", feature = "process"))]
fn connection() -> std::io::Result<std::net::TcpStream> {
    let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
    let socket = std::net::TcpStream::connect(listener.local_addr()?)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// How long a thread without a runtime sleeps between two polls.
const SLICE: Duration = Duration::from_millis(10);

/// Waits this long, with a timer of tokio. A call can begin on a thread with a runtime and continue on a
/// thread without one. There, each poll lets the thread sleep for at most [`SLICE`], until the time is over.
pub(crate) fn sleep(duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    if Handle::try_current().is_ok() {
        if let Ok(sleep) = caught(|| Box::pin(tokio::time::sleep(duration))) {
            return sleep;
        }
    }
    sleep_in_slices(duration)
}

#[cold]
#[inline(never)]
fn sleep_in_slices(duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let start = Instant::now();
    Box::pin(poll_fn(move |context| {
        let left = duration.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Poll::Ready(());
        }
        thread::sleep(left.min(SLICE));
        context.waker().wake_by_ref();
        Poll::Pending
    }))
}

/// Catches a panic of the function, which must not leave a value half changed.
fn caught<T>(f: impl FnOnce() -> T) -> thread::Result<T> {
    catch_unwind(AssertUnwindSafe(f))
}
