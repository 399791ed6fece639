//! Blocking calls on the threads of tokio's runtimes.

use std::sync::Arc;
use std::time::Duration;

use aws_operation::{
    Client, Credentials, CredentialsError, CredentialsFuture, ErrorKind, ProvideCredentials, Retry,
    Timeouts, blocking, services,
};
use aws_operation_tests::faults::calls::config;

use crate::operations::{ListPets, client, pets, settings};

fn call(client: &blocking::Client) -> usize {
    client.send(ListPets::default()).expect("answered").pets.len()
}

/// More calls than tokio's budget of a task.
const MANY: usize = 500;

#[tokio::test]
async fn in_a_task_of_a_runtime_with_one_thread() {
    let server = pets();
    let client = client(&server);
    for _ in 0..MANY {
        assert_eq!(call(&client), 2);
    }
    assert_eq!(client.items(ListPets::default()).count(), 4);
    assert!(server.counts().connections() <= 50, "{}", server.counts().connections());
    // The runtime works as before.
    tokio::spawn(async { tokio::time::sleep(Duration::from_millis(1)).await }).await.expect("done");
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_tasks_of_a_runtime_with_several_threads() {
    let server = pets();
    let client = Arc::new(client(&server));
    let on_a_worker = tokio::spawn({
        let client = Arc::clone(&client);
        async move { (0..MANY).map(|_| call(&client)).sum::<usize>() }
    });
    let on_a_blocking_thread = tokio::task::spawn_blocking({
        let client = Arc::clone(&client);
        move || (0..MANY).map(|_| call(&client)).sum::<usize>()
    });
    assert_eq!(on_a_worker.await.expect("done"), 2 * MANY);
    assert_eq!(on_a_blocking_thread.await.expect("done"), 2 * MANY);
    assert_eq!(tokio::task::block_in_place(|| call(&client)), 2);
}

#[test]
fn a_client_and_what_it_returns_may_be_dropped_anywhere() {
    let server = pets();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let client = client(&server);
    let mut items = client.items(ListPets::default()).prefetch();
    assert!(items.next().is_some());
    runtime.block_on(async move {
        drop(items);
        assert_eq!(call(&client), 2);
        drop(client);
    });
}

#[test]
fn async_and_blocking_calls_of_one_configuration_do_not_wait_for_each_other() {
    let server = pets();
    let config = settings(&server);
    let (asynchronous, blocking) = (
        Client::new(&config, services::API_GATEWAY),
        blocking::Client::new(&config, services::API_GATEWAY),
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("one");
    let timeouts = Timeouts::default().operation(Duration::from_secs(4));
    // A runtime with one thread does nothing between two calls, and neither do its connections.
    for _ in 0..3 {
        let call = asynchronous.send(ListPets::default()).timeouts(timeouts);
        runtime.block_on(call.retry(Retry::off())).expect("answered");
        let call = blocking.call(ListPets::default()).timeouts(timeouts);
        call.retry(Retry::off()).send().expect("answered");
    }
    assert!(server.counts().connections() <= 4, "{}", server.counts().connections());
}

/// A provider that makes a blocking call.
struct Blocks(blocking::Client);

impl ProvideCredentials for Blocks {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            match self.0.send(ListPets::default()) {
                Ok(_) => Ok(Credentials::new("AKIDEXAMPLE", "secret")),
                Err(error) => Err(CredentialsError::new(error.to_string())),
            }
        })
    }
}

#[test]
fn a_blocking_call_within_a_call() {
    let server = pets();
    let builder = config(&server.endpoint()).credentials_provider(Blocks(client(&server)));
    let nested = blocking::Client::new(&builder.build().expect("whole"), services::API_GATEWAY);
    assert_eq!(call(&nested), 2);
    assert_eq!(server.counts().requests(), 2);
}

#[test]
fn a_blocking_call_on_the_thread_for_io_is_an_error() {
    let server = pets();
    let client = client(&server);
    // A task of the runtime for I/O.
    let task = blocking::run(async {
        tokio::spawn(async move { client.send(ListPets::default()) }).await
    });
    let error = task.expect("no panic").expect_err("it would wait for itself");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    let line = error.to_string();
    assert!(line.contains("a blocking call was made on the thread that does the I/O"), "{line}");
    assert!(line.contains("nothing was sent"), "{line}");
    assert_eq!(server.counts().requests(), 0);
}
