//! [`run`]: waits for a future on the current thread, while another thread does its I/O.

use std::future::{IntoFuture, pending};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use tokio::runtime::{Builder, Handle};
use tokio::task::coop::unconstrained;

use crate::block_on::block_on;
use crate::tokio_runtime::{Waiting, mark_io_thread};

const ON_IO_THREAD: &str = "a blocking call was made on the thread that does the I/O of all blocking \
                            calls, for example in a body's stream or a credentials provider; use the \
                            async `Client` there";

const FORKED: &str = "this process was forked after a blocking call, and the thread that does the I/O is \
                      only in its parent; fork before the first blocking call, or start another program";

const NO_THREAD: &str = "the thread for the I/O of blocking calls cannot be started; the process may have \
                         too many threads or open files";

/// The runtime for the I/O of all blocking calls. Its thread runs until the process ends.
static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);

struct Runtime {
    handle: Handle,
    thread: ThreadId,
    process: u32,
}

/// Waits for a future of this crate, and returns its output.
///
/// The future is polled on the current thread. One other thread does the I/O of all blocking calls. It is
/// started by the first one, and runs until the process ends. Connections are kept between calls, so the
/// same client can be used on many threads.
///
/// ```no_run
/// use aws_operation::{ByteStream, Config, blocking};
///
/// # fn run(body: ByteStream) -> Result<(), Box<dyn std::error::Error>> {
/// let config = blocking::run(Config::builder().region("eu-west-1").load())?;
/// let bytes = blocking::run(body.write_to_path("film.mp4"))?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// It returns what the future returns. Calls fail with
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) or [`ErrorKind::Transport`](crate::ErrorKind::Transport),
/// and nothing is sent, if the thread cannot be started, in a process that was forked after a blocking
/// call, and on the thread that does the I/O.
pub fn run<F: IntoFuture>(future: F) -> F::Output {
    match handle() {
        Ok(runtime) => {
            let _waiting = Waiting::begin();
            let _entered = runtime.enter();
            // In a task of another runtime, tokio's budget for the task would be used up, and the task is not
            // polled again to renew it.
            let future = pin!(unconstrained(future.into_future()));
            block_on(future)
        }
        Err(error) => {
            let _waiting = Waiting::refused(error);
            block_on(pin!(future.into_future()))
        }
    }
}

/// The runtime. The first call starts it.
fn handle() -> Result<Handle, &'static str> {
    // A poisoned lock has a complete value.
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*runtime {
        return if runtime.process != std::process::id() {
            Err(FORKED)
        } else if runtime.thread == thread::current().id() {
            Err(ON_IO_THREAD)
        } else {
            Ok(runtime.handle.clone())
        };
    }
    let started = Runtime::start().map_err(|_| NO_THREAD)?;
    Ok(runtime.insert(started).handle.clone())
}

impl Runtime {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let io = thread::Builder::new().name("aws-operation".to_owned());
        let thread = io.spawn(move || {
            mark_io_thread();
            runtime.block_on(pending::<()>());
        })?;
        Ok(Self { handle, thread: thread.thread().id(), process: std::process::id() })
    }
}
