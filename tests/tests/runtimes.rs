//! Async calls outside of tokio, in a runtime without timers or I/O, and after a runtime was shut down. They
//! return an error with the fix. They do not panic, and do not wait for a connection of another runtime.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use aws_operation::providers::{ContainerCredentials, InstanceMetadata, ProcessCredentials};
use aws_operation::{
    Body, ByteStream, Client, Config, Error, ErrorKind, ProvideCredentials, Retry, Timeouts,
    Transport, TransportFuture, Waiter, blocking, s3,
};
use aws_operation_tests::faults::calls::{Get, client_of, config};
use aws_operation_tests::faults::objects::{Load, s3 as objects};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Step};
use aws_operation_tests::many_bytes;
use tokio::runtime::{Builder, Runtime};

const NO_RUNTIME: &str = "no tokio runtime on this thread; call this within one, such as \
                          `#[tokio::main]`, or use `aws_operation::blocking`";
const NO_TIMERS: &str = "the tokio runtime of this thread has no timers; call `enable_all`";
const NO_IO: &str = "the tokio runtime of this thread has no I/O; call `enable_all`";

/// An executor without tokio.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park_timeout(Duration::from_millis(10)),
        }
    }
}

fn full() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn get() -> Get {
    Get { id: "1".to_owned() }
}

/// A client that makes one attempt and needs no timer for it.
fn without_timer(server: &FaultServer) -> Client {
    client_of(config(&server.endpoint()).retry(Retry::off()).timeouts(Timeouts::none()))
}

/// The error of a call that sent nothing.
fn refused(result: Result<impl Sized, Error>, kind: ErrorKind, why: &str) {
    let error = result.err().expect("it cannot be sent");
    let line = error.to_string();
    assert!(line.contains(why) && line.contains("nothing was sent"), "{line}");
    assert_eq!(error.kind(), kind, "{line}");
}

/// Calls, waits and providers fail before anything is sent. `why` is part of the errors: the first text for
/// those that need a timer, the second one for a call without a timer.
fn assert_nothing_is_sent(
    server: &FaultServer,
    run: &mut dyn FnMut(std::pin::Pin<&mut dyn Future<Output = ()>>),
    why: [&str; 2],
) {
    let [timers, io] = why;
    let client = client_of(config(&server.endpoint()));
    run(pin!(async {
        refused(client.send(get()).await, ErrorKind::Usage, timers);
        let once = without_timer(server).send(get()).await;
        refused(once, ErrorKind::Transport, io);
        let waiter = Waiter::<Get, _>::new("Found").success_on_success();
        let wait = client.wait(get(), &waiter).at_most(Duration::from_secs(1)).await;
        let line = wait.expect_err("it cannot wait").to_string();
        assert!(line.contains(timers), "{line}");

        // It reads the environment and files. It may find no credentials, but it does not panic.
        drop(Config::builder().region("eu-west-1").load().await);
        let process = ProcessCredentials::new("true", [""; 0]).credentials().await;
        let line = process.expect_err("it cannot be run").to_string();
        assert!(line.contains(timers), "{line}");
        let instance = InstanceMetadata::new().credentials().await;
        let line = instance.expect_err("it cannot be asked").to_string();
        assert!(line.contains(timers), "{line}");
    }));
    assert_eq!(server.counts().requests(), 0);
}

#[test]
fn calls_outside_of_tokio_are_refused() {
    let server = FaultServer::start([]);
    assert_nothing_is_sent(&server, &mut |future| block_on(future), [NO_RUNTIME; 2]);
    let file = block_on(ByteStream::from_path("/etc/hosts")).expect_err("it cannot be read");
    assert!(file.to_string().contains(NO_RUNTIME), "{file}");
    let client = objects(config(&server.endpoint()));
    let transfer = block_on(s3::download(&client, "bucket", "key").stream());
    let line = transfer.expect_err("it cannot be read").to_string();
    assert!(line.contains(NO_RUNTIME), "{line}");
}

#[test]
fn calls_in_a_runtime_without_timers_are_refused() {
    let server = FaultServer::start([]);
    let runtime = Builder::new_current_thread().enable_io().build().expect("a runtime");
    assert_nothing_is_sent(&server, &mut |future| runtime.block_on(future), [NO_TIMERS; 2]);
}

#[test]
fn calls_in_a_runtime_without_io_are_refused() {
    let server = FaultServer::start([]);
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let client = client_of(config(&server.endpoint()));
        refused(client.send(get()).await, ErrorKind::Transport, NO_IO);
        let process = ProcessCredentials::new("true", [""; 0]).credentials().await;
        let line = process.expect_err("it cannot be run").to_string();
        assert!(line.contains(NO_IO), "{line}");
    });
    assert_eq!(server.counts().requests(), 0);
}

/// Without this, a new connection would panic inside tokio.
#[test]
fn each_runtime_is_checked() {
    let close = Answer::ok(r#"{"name": "pets"}"#).header("connection", "close");
    let server = FaultServer::by(move |_| Step::answer(&close));
    let client = without_timer(&server);
    assert_eq!(full().block_on(client.send(get()).into_future()).expect("answered").name, "pets");
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    refused(runtime.block_on(client.send(get()).into_future()), ErrorKind::Transport, NO_IO);
    let runtime = Builder::new_current_thread().enable_io().build().expect("a runtime");
    refused(runtime.block_on(client.send(get()).into_future()), ErrorKind::Transport, NO_TIMERS);
    assert_eq!(server.counts().requests(), 1);
}

/// A blocking call uses another runtime, which has I/O.
#[test]
fn a_blocking_call_does_not_replace_the_check_of_a_runtime() {
    let server = FaultServer::by(|_| Step::answer(&Answer::ok(r#"{"name": "pets"}"#)));
    let client = client_of(config(&server.endpoint()));
    let blocking = blocking::Client::from(client.clone());
    assert_eq!(blocking.send(get()).expect("answered").name, "pets");
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    refused(runtime.block_on(client.send(get()).into_future()), ErrorKind::Transport, NO_IO);
    assert_eq!(server.counts().requests(), 1);
}

#[test]
fn calls_in_a_runtime_without_timers_and_io_are_refused() {
    let server = FaultServer::start([]);
    let runtime = Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
    assert_nothing_is_sent(&server, &mut |future| runtime.block_on(future), [NO_TIMERS; 2]);
}

#[test]
fn a_container_host_is_not_looked_up_outside_of_tokio() {
    let uri = "http://no-address.invalid/credentials".to_owned();
    let provider = ContainerCredentials::from_variables(&|name| {
        (name == "AWS_CONTAINER_CREDENTIALS_FULL_URI").then(|| uri.clone())
    });
    let error = block_on(provider.expect("a URI").credentials()).expect_err("not looked up");
    assert!(error.to_string().contains(NO_RUNTIME), "{error}");
}

#[test]
fn a_transport_of_the_program_works_outside_of_tokio() {
    struct Canned;
    impl Transport for Canned {
        fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
            Box::pin(async { Ok(http::Response::new(Body::from(r#"{"name": "pets"}"#))) })
        }
    }
    let builder = config("https://example.com").transport(Canned).retry(Retry::off());
    let client = client_of(builder.timeouts(Timeouts::none()));
    assert_eq!(block_on(client.send(get())).expect("answered").name, "pets");
}

/// Polls a call in a runtime, until it waits for the server.
fn begin<F: Future + Unpin>(runtime: &Runtime, call: &mut F) {
    runtime.block_on(async {
        let polled = tokio::time::timeout(Duration::from_millis(100), call).await;
        assert!(polled.is_err(), "the call is over");
    });
}

fn with_a_worker() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

#[test]
fn a_call_is_continued_outside_of_its_runtime_but_not_repeated() {
    let server = FaultServer::by(|_| Step::nothing(Read::All, End::Hang));
    let client = client_of(config(&server.endpoint()));
    let runtime = with_a_worker();
    let timeouts = Timeouts::default().attempt(Duration::from_millis(300));
    let mut call = client.send(get()).timeouts(timeouts).into_future();
    begin(&runtime, &mut call);
    // The first attempt ends at its timeout. The delay before the second one needs a timer, too.
    let error = block_on(call).expect_err("the server does not respond");
    assert!(error.to_string().contains(NO_RUNTIME), "{error}");
    assert_eq!(server.counts().requests(), 1);
}

#[test]
fn a_call_is_dropped_outside_of_its_runtime() {
    let server = FaultServer::by(|_| Step::nothing(Read::All, End::Hang));
    let client = without_timer(&server);
    let runtime = full();
    let mut call = client.send(get()).into_future();
    begin(&runtime, &mut call);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(call))).is_ok());
}

#[test]
fn a_body_is_read_outside_of_its_runtime() {
    let bytes = many_bytes(1 << 16);
    let answer = Answer::ok("").body(&bytes);
    let server = FaultServer::by(move |_| {
        Step::answer(&answer).pace(Pace::Drip(7, Duration::from_millis(50)))
    });
    let client = objects(config(&server.endpoint()).retry(Retry::off()));
    let runtime = with_a_worker();
    let load = || client.send(Load { key: "film".to_owned() });
    let body = runtime.block_on(load()).expect("answered").body;
    let read = block_on(body.collect(1 << 20)).expect("it is whole");
    assert!(read == bytes, "{} bytes", read.len());
    // If the runtime was shut down, the body is an error.
    let body = runtime.block_on(load()).expect("answered").body;
    drop(runtime);
    let error = full().block_on(body.collect(1 << 20)).expect_err("its connection is closed");
    assert!(error.to_string().contains("connection closed"), "{error}");
}
