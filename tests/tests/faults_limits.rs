//! The limits of calls and clients: timeouts, attempts, concurrent calls, and attempts per second. Also
//! calls that are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{Body, Call, Client, Retry, Timeouts, Transport, TransportFuture};
use aws_operation_tests::faults::calls::{
    Create, Get, NAMED, Named, Order, at, base, client_of, config, predicates, reason,
};
use aws_operation_tests::faults::{Answer, End, FastTimer, FaultServer, Pace, Read, Step};
use tokio::task::JoinSet;

const MS: fn(u64) -> Duration = Duration::from_millis;

fn get() -> Get {
    Get { id: "a".into() }
}

fn hang() -> Step {
    Step::nothing(Read::All, End::Hang)
}

#[tokio::test]
async fn a_call_has_its_own_timeouts_and_retries() {
    struct Case {
        name: &'static str,
        step: Step,
        timeouts: Timeouts,
        retry: Option<Retry>,
        line: &'static str,
        end: &'static str,
        predicates: &'static str,
        attempts: usize,
    }
    let none = Timeouts::none();
    let drip = Step::answer(&Answer::ok(NAMED)).pace(Pace::Drip(10, MS(60)));
    let stalled = Step::answer(&Answer::ok(NAMED)).pace(Pace::Drip(10, MS(2_000)));
    let cases = [
        Case {
            name: "read",
            step: hang(),
            timeouts: none.read(MS(200)),
            retry: None,
            line: "no response for 200ms, the read timeout",
            end: "3 of 3 attempts",
            predicates: "timeout retryable",
            attempts: 3,
        },
        Case {
            name: "read, without retries",
            step: hang(),
            timeouts: none.read(MS(200)),
            retry: Some(Retry::off()),
            line: "no response for 200ms, the read timeout",
            end: "1 attempt, retries are off",
            predicates: "timeout retryable",
            attempts: 1,
        },
        Case {
            name: "attempt, although the body arrives",
            step: drip,
            timeouts: Timeouts::default().attempt(MS(300)),
            retry: Some(Retry::standard().rules_2026(true).max_attempts(2)),
            line: "the attempt took longer than 300ms, its timeout",
            end: "2 of 2 attempts",
            predicates: "timeout retryable",
            attempts: 2,
        },
        Case {
            name: "operation",
            step: hang(),
            timeouts: Timeouts::default().operation(MS(300)),
            retry: None,
            line: "the call took longer than 300ms, its operation timeout",
            end: "1 attempt",
            predicates: "timeout retryable",
            attempts: 1,
        },
        Case {
            name: "operation, in a later attempt",
            step: hang(),
            timeouts: Timeouts::default().attempt(MS(500)).operation(MS(900)),
            retry: None,
            line: "the call took longer than 900ms, its operation timeout",
            end: "2 attempts",
            predicates: "timeout retryable",
            attempts: 2,
        },
        Case {
            name: "operation, before a retry",
            step: Step::answer(&Answer::new(503).header("retry-after", "4")),
            timeouts: Timeouts::default().operation(MS(2_000)),
            retry: None,
            line: "HTTP status 503",
            end: "1 attempt, the operation timeout leaves no time for another attempt",
            predicates: "retryable",
            attempts: 1,
        },
        Case {
            name: "stalled stream",
            step: stalled,
            timeouts: none.stalled_stream(MS(200)),
            retry: Some(Retry::off()),
            line: "the response body stalled: 0 bytes in 200ms",
            end: "1 attempt, retries are off",
            predicates: "timeout retryable",
            attempts: 1,
        },
    ];
    let base = base();
    // The first call sets up the transport, which takes time.
    let _ = base.send(get()).retry(Retry::off()).await;
    for case in cases {
        let server = FaultServer::start(vec![case.step; 3]);
        let client = at(&base, &server.endpoint(), Timeouts::default());
        let mut call = client.send(get()).timeouts(case.timeouts);
        if let Some(retry) = case.retry {
            call = call.retry(retry);
        }
        let begin = Instant::now();
        let error = call.await.expect_err(case.name);
        assert!(begin.elapsed() < MS(1_900), "{}: {:?}", case.name, begin.elapsed());
        assert_eq!(reason(&error, &server.host(), case.end), case.line, "{}", case.name);
        assert_eq!(
            (&*predicates(&error), error.attempts() as usize),
            (case.predicates, case.attempts)
        );
        let seen = server.counts().seen();
        assert_eq!(seen.len(), case.attempts, "{}", case.name);
        server.next([]);
        assert!(client.send(get()).await.is_ok(), "{}: the next call", case.name);
    }
}

#[tokio::test]
async fn with_idempotent_only_other_operations_are_not_retried() {
    fn order() -> Order {
        Order { id: "a".into() }
    }
    fn create() -> Create {
        Create { id: "a".into(), client_token: None }
    }
    let reset = || Step::nothing(Read::All, End::Reset);
    let answer = |status| Step::answer(&Answer::new(status));
    let client = base().with_retry(Retry::standard().rules_2026(true).idempotent_only());
    for (step, orders) in [(reset(), 1), (answer(500), 1), (answer(504), 1), (answer(503), 1)] {
        for (attempts, result) in [
            (orders, one(&step, |at| at.send(order()), &client).await),
            (2, one(&step, |at| at.send(create()), &client).await),
            (2, one(&step, |at| at.send(get()), &client).await),
        ] {
            assert_eq!(result.0, attempts, "{step:?}: {:?}", result.1);
            let why = "1 attempt, the request may have been processed and is not idempotent]";
            match result.1 {
                Ok(()) => assert_eq!(attempts, 2),
                Err(line) => assert!(attempts == 1 && line.ends_with(why), "{line}"),
            }
        }
    }
}

/// Makes a call whose first attempt meets this step. Returns the number of attempts, and the result.
async fn one(
    step: &Step,
    call: impl FnOnce(&Client) -> Call<Named>,
    client: &Client,
) -> (usize, Result<(), String>) {
    let server = FaultServer::start([step.clone()]);
    let client = at(client, &server.endpoint(), Timeouts::default());
    let result = call(&client).await.map(|_| ()).map_err(|error| error.to_string());
    (server.counts().requests(), result)
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_nothing_behind() {
    let slow = |answer: &Answer, last| Step::answer(answer).pace(Pace::Drip(last, MS(1_000)));
    let ok = Answer::ok(NAMED);
    let head = ok.head().len();
    for (name, steps, after) in [
        ("before it begins", vec![], 0),
        ("before the response", vec![hang()], 1),
        ("in the response's head", vec![slow(&ok, head)], 1),
        ("in the response's body", vec![slow(&ok, 5)], 1),
        ("before a retry", vec![Step::answer(&Answer::new(503).header("retry-after", "3"))], 1),
        ("in the second attempt", vec![Step::answer(&Answer::new(500)), hang()], 2),
    ] {
        let server = FaultServer::start(steps);
        // With a limit of 1, the next call hangs if the dropped one still counts.
        let client = at(&base(), &server.endpoint(), Timeouts::default()).with_concurrency_limit(1);
        let mut call = client.send(get());
        if after > 0 {
            let arrived = async {
                while server.counts().requests() < after {
                    tokio::time::sleep(MS(1)).await;
                }
                tokio::time::sleep(MS(20)).await;
            };
            tokio::select! {
                result = &mut call => panic!("{name}: the call has ended: {result:?}"),
                () = arrived => {}
            }
        }
        drop(call);
        server.next([]);
        let next = tokio::time::timeout(MS(3_000), client.send(get())).await;
        let named = next.expect(name).expect(name);
        assert_eq!(
            (named.name.as_str(), server.counts().requests()),
            ("pets", after + 1),
            "{name}"
        );
        drop(client);
        settles(|| server.counts().open() == 0, name).await;
    }
}

async fn settles(mut holds: impl FnMut() -> bool, what: &str) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < MS(3_000), "{what}: a connection stays open");
        tokio::time::sleep(MS(2)).await;
    }
}

/// A transport that responds after a millisecond. It counts concurrent requests.
#[derive(Clone, Default)]
struct InFlight(Arc<(AtomicUsize, AtomicUsize)>);

impl Transport for InFlight {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async {
            let (now, peak) = &*self.0;
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(MS(1)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(http::Response::new(Body::from(NAMED)))
        })
    }
}

/// Makes 1,000 calls, each in its own task.
async fn make_1000_calls(client: &Client) {
    let mut tasks = JoinSet::new();
    for _ in 0..1_000 {
        let client = client.clone();
        tasks.spawn(async move { client.send(get()).await.is_ok() });
    }
    let results = tokio::time::timeout(MS(30_000), tasks.join_all()).await;
    let results = results.expect("all calls end");
    assert_eq!(results.iter().filter(|is_ok| **is_ok).count(), 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_concurrency_limit_holds_for_a_thousand_tasks() {
    for (limit, peak) in [(0, 1), (1, 1), (8, 8), (100, 100)] {
        let transport = InFlight::default();
        let config = config("http://127.0.0.1:9").transport(transport.clone());
        make_1000_calls(&client_of(config).with_concurrency_limit(limit)).await;
        assert_eq!(transport.0.1.load(Ordering::SeqCst), peak, "limit {limit}");
    }
}

#[tokio::test]
async fn the_rate_limit_holds_for_all_attempts_of_a_client() {
    // A second takes 50 ms.
    let timer = FastTimer::new(20);
    let server = FaultServer::by(|_| Step::answer(&Answer::ok(NAMED)));
    let client = client_of(config(&server.endpoint()).timer(timer.clone())).with_rate_limit(10.0);
    let begin = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..40 {
        let client = client.clone();
        tasks.spawn(async move { client.send(get()).await.is_ok() });
    }
    assert!(tasks.join_all().await.iter().all(|is_ok| *is_ok));
    // The first ten calls do not wait. Then there are ten per second, so the last one waits 3 s.
    assert!(begin.elapsed() * 20 >= MS(2_999), "{:?}", begin.elapsed() * 20);
    assert!(begin.elapsed() < MS(3_000), "{:?}", begin.elapsed());
}
