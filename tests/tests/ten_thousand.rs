//! Ten thousand tasks with one client that allows a few calls at a time: few connections, and memory
//! that stays flat while they wait for each other.

use std::alloc::System;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use aws_operation::Client;
use aws_operation_tests::faults::calls::{Get, NAMED, client_of, config};
use aws_operation_tests::faults::soak::heap;
use aws_operation_tests::faults::{Answer, FaultServer, Step};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const TASKS: usize = 10_000;
const LIMIT: usize = 32;

/// What a task may take that waits for its turn: its call, encoded, and what tokio adds.
const BYTES_A_TASK: usize = 4 * 1024;
/// What a call in flight may take, and its connection at both ends.
const BYTES_A_CALL: usize = 64 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tasks_open_few_connections_and_take_no_more_memory() {
    let open = Arc::new(AtomicBool::new(true));
    let gate = Arc::clone(&open);
    let server = FaultServer::by(move |_| {
        // It holds up the whole server.
        while !gate.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Step::answer(&Answer::ok(NAMED))
    });
    let client = client_of(config(&server.endpoint())).with_concurrency_limit(LIMIT);
    let warm_up = calls(&client, LIMIT, &Arc::default());
    assert_eq!(succeeded(warm_up, || ()).await, LIMIT);

    open.store(false, Ordering::Release);
    let (before, begun) = (heap(), Arc::new(AtomicUsize::new(0)));
    let tasks = calls(&client, TASKS, &begun);
    while begun.load(Ordering::Acquire) < TASKS || server.counts().requests() == LIMIT {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let waiting = heap();
    open.store(true, Ordering::Release);
    let mut peak = waiting;
    assert_eq!(succeeded(tasks, || peak = peak.max(heap())).await, TASKS);

    let a_task = waiting.saturating_sub(before) / TASKS;
    let (made, at_once) = (server.counts().connections(), server.counts().peak());
    println!(
        "{TASKS} tasks, {LIMIT} calls at a time: {made} connections, {at_once} at once; {a_task} \
         bytes a task that waits, and {} more at the peak",
        peak - waiting
    );
    assert_eq!(server.counts().requests(), LIMIT + TASKS);
    // A call may find the connection of the last one not yet free again.
    assert!(at_once <= 2 * LIMIT, "{at_once} connections at once, and {made} in all");
    assert!(a_task <= BYTES_A_TASK, "a task that waits takes {a_task} bytes");
    let more = peak - waiting;
    assert!(more <= LIMIT * BYTES_A_CALL, "{waiting} bytes while all wait, and {more} more then");
    let left = heap().saturating_sub(before);
    assert!(left <= 2 * LIMIT * BYTES_A_CALL, "{left} bytes are left");
}

/// So many tasks, which make a call each and count as they begin.
fn calls(client: &Client, tasks: usize, begun: &Arc<AtomicUsize>) -> JoinSet<bool> {
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let (client, begun) = (client.clone(), Arc::clone(begun));
        running.spawn(async move {
            let call = client.send(Get { id: "a".into() });
            begun.fetch_add(1, Ordering::AcqRel);
            call.await.is_ok()
        });
    }
    running
}

/// How many calls succeeded; `look` is called after each.
async fn succeeded(mut tasks: JoinSet<bool>, mut look: impl FnMut()) -> usize {
    let mut succeeded = 0;
    while let Some(done) = tasks.join_next().await {
        succeeded += usize::from(done.is_ok_and(|is_ok| is_ok));
        look();
    }
    succeeded
}
