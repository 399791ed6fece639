//! Programs of others, built with their own features: this crate changes nothing for the rest of them,
//! and says what it lacks.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Builds a program with these dependencies in a folder of its own, and runs it.
fn run(name: &str, dependencies: &str, program: &str, argument: &str) -> Output {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let runtime = workspace.join("runtime").canonicalize().expect("the runtime is there");
    let write = |name: &str, text: &str| {
        let path = place.join(name);
        // What is the same is not built again.
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).expect("it is written");
        }
    };
    fs::create_dir_all(place.join("src")).expect("a folder");
    let dependencies = dependencies.replace("RUNTIME", &format!("path = {runtime:?}"));
    let manifest = format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n[workspace]\n[dependencies]\n{dependencies}"
    );
    write("Cargo.toml", &manifest);
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).expect("a lockfile");
    if !place.join("Cargo.lock").exists() {
        write("Cargo.lock", &lock);
    }
    write("src/main.rs", program);
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(&place)
        .args(["run", "--quiet", "--", argument])
        // Most crates are built there already.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."))
        .env_remove("RUST_BACKTRACE");
    cargo.output().expect("cargo runs")
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn clients_of_reqwest_without_tls_work_before_and_after_ours() {
    let dependencies = "aws-operation = { RUNTIME }\n\
        bytes = \"1\"\n\
        reqwest = { version = \"0.13\", default-features = false, features = [\"json\"] }\n\
        rustls = { version = \"0.23\", default-features = false }\n\
        tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    let program = r#"
use aws_operation::{Client, Config, Credentials, aws_operation, services};

#[aws_operation(method = "GET", uri = "/")]
struct Get {}

async fn ours() {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        // Nobody listens there; TLS is set up all the same.
        .endpoint_url("https://127.0.0.1:1")
        .build()
        .expect("it is whole");
    let error = Client::new(&config, services::API_GATEWAY).send(Get {}).await.expect_err("refused");
    assert!(error.is_connect(), "{error}");
}

async fn theirs() {
    let client = reqwest::Client::new();
    assert!(client.get("http://127.0.0.1:1").send().await.expect_err("refused").is_connect());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("ours first") => { ours().await; theirs().await; }
        Some("theirs first") => { theirs().await; ours().await; }
        // A program may choose the provider of the process at any time.
        _ => ours().await,
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none(), "it was chosen for the program");
    println!("done");
}
"#;
    for order in ["ours first", "theirs first", "ours alone"] {
        assert_eq!(
            stdout(&run("beside-reqwest", dependencies, program, order)),
            "done\n",
            "{order}"
        );
    }
}

#[test]
fn without_a_timer_calls_that_would_wait_fail_before_anything_is_sent() {
    let dependencies = "aws-operation = { RUNTIME, default-features = false }\n\
        bytes = \"1\"\nhttp = \"1\"\n";
    let program = r#"
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, Retry, SleepFuture, Timeouts, Timer,
    Transport, TransportFuture, Waiter, aws_operation, services,
};
use bytes::Bytes;

static SENT: AtomicUsize = AtomicUsize::new(0);

struct Echo;

impl Transport for Echo {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        SENT.fetch_add(1, Ordering::Relaxed);
        let mut polled = false;
        Box::pin(std::future::poll_fn(move |_| match std::mem::replace(&mut polled, true) {
            // It takes a moment.
            false => Poll::Pending,
            true => Poll::Ready(Ok(http::Response::new(Body::from("{}")))),
        }))
    }
}

struct Never;

impl Timer for Never {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(std::future::pending())
    }
}

#[aws_operation(method = "GET", uri = "/")]
struct Get {}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    for _ in 0..100 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
    panic!("it waits for good");
}

fn builder() -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .transport(Echo)
}

fn main() {
    let second = Duration::from_secs(30);
    let timeouts = Timeouts::default();
    assert!(builder().build().is_err(), "retries wait");
    let config = builder().retry(Retry::off()).build().expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY);
    let c = || client.clone();
    // What the transport waits for is the transport's.
    block_on(c().send(Get {}).timeouts(timeouts.read(second).connect(second))).expect("answered");
    assert_eq!(SENT.swap(0, Ordering::Relaxed), 1);
    let get = || http::Request::get("/").body(Bytes::new()).expect("a request");
    let waiter = Waiter::new("Found").success_on_success();
    let lines = [
        block_on(c().wait(Get {}, &waiter).at_most(second)).map_err(|e| e.to_string()),
        block_on(c().send(Get {}).timeouts(timeouts.operation(second))).map_err(|e| e.to_string()),
        block_on(c().send(Get {}).timeouts(timeouts.attempt(second))).map_err(|e| e.to_string()),
        block_on(c().send(Get {}).retry(Retry::standard())).map_err(|e| e.to_string()),
        block_on(c().send(Get {}).retry(Retry::adaptive())).map_err(|e| e.to_string()),
        block_on(c().with_retry(Retry::standard()).send(Get {})).map_err(|e| e.to_string()),
        block_on(c().with_retry(Retry::adaptive()).send(Get {})).map_err(|e| e.to_string()),
        block_on(c().with_timeouts(timeouts.operation(second)).send(Get {})).map_err(|e| e.to_string()),
        block_on(c().with_timeouts(timeouts.attempt(second)).send(Get {})).map_err(|e| e.to_string()),
        block_on(c().with_rate_limit(1.0).send(Get {})).map_err(|e| e.to_string()),
        block_on(c().with_rate_limit(1.0).send_http(get())).map(drop).map_err(|e| e.to_string()),
        block_on(c().with_retry(Retry::standard()).send_http(get())).map(drop).map_err(|e| e.to_string()),
    ];
    for line in lines {
        let line = line.map(drop).expect_err("it cannot wait");
        assert!(line.contains("need a timer to wait with; enable the feature `tokio`"), "{line}");
        assert!(line.contains("nothing was sent"), "{line}");
    }
    assert_eq!(SENT.swap(0, Ordering::Relaxed), 0);
    // What is turned off again needs none, and with a timer all of it goes.
    let off = c().with_retry(Retry::standard()).with_timeouts(timeouts.operation(second));
    block_on(off.send(Get {}).retry(Retry::off()).timeouts(timeouts)).expect("answered");
    let config = builder().timer(Never).build().expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY).with_rate_limit(5.0);
    block_on(client.send(Get {}).timeouts(timeouts.operation(second))).expect("answered");
    block_on(client.wait(Get {}, &waiter).at_most(second)).expect("answered");
    assert_eq!(SENT.swap(0, Ordering::Relaxed), 3);
    println!("done");
}
"#;
    assert_eq!(stdout(&run("without-a-timer", dependencies, program, "")), "done\n");
}
