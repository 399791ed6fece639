//! Attempts that fail, and the clock, which advances by itself.

use std::time::{Duration, Instant};

use aws_operation::testing::{Fake, Fault};
use aws_operation::{Client, ErrorKind, Retry, ServiceError, Timeouts, Timer, services};

use super::operations::{GetItem, GetItemError, GetItemOutput};

fn fake() -> Fake {
    Fake::new().on(|_: &GetItem| Ok(GetItemOutput::default()))
}

async fn send(fake: &Fake) -> Result<u32, aws_operation::Error<GetItemError>> {
    let client = fake.client(services::DYNAMODB);
    client.send(GetItem { table_name: "t".into() }).await.map(|_| 0)
}

#[tokio::test]
async fn the_client_retries_after_faults() {
    for fault in [Fault::throttled(), Fault::timeout(), Fault::reset()] {
        let fake = fake().fault::<GetItem>(fault.clone().times(2));
        assert!(send(&fake).await.is_ok(), "{fault:?}");
        let fake = fake.fault::<GetItem>(fault.clone().times(3));
        let error = send(&fake).await.expect_err("three attempts failed");
        assert_eq!(error.attempts(), 3, "{fault:?}");
        // The call after it works.
        assert!(send(&fake).await.is_ok(), "{fault:?}");
    }
}

/// The faults come before the answer of `otherwise`, too.
#[tokio::test]
async fn a_request_without_a_function_has_faults() {
    let fake = Fake::new()
        .otherwise(|_| http::Response::new(bytes::Bytes::from_static(b"{}")))
        .fault::<GetItem>(Fault::throttled().times(4));
    let error = send(&fake).await.expect_err("three attempts failed");
    assert_eq!((error.attempts(), error.code()), (3, Some("ThrottlingException")));
    // One more attempt fails.
    assert!(send(&fake).await.is_ok());
    assert!(send(&fake).await.is_ok());
}

#[tokio::test]
async fn an_error_that_is_not_retryable_ends_the_call() {
    let denied = ServiceError::new(403, "AccessDeniedException", "no");
    let fake = fake().fault::<GetItem>(Fault::error(denied));
    let error = send(&fake).await.expect_err("it is denied");
    assert_eq!((error.attempts(), error.code()), (1, Some("AccessDeniedException")));
    assert!(matches!(error.service(), Some(GetItemError::Other(_))));
}

/// The typed error of a fault is decoded from its code.
#[tokio::test]
async fn a_fault_of_a_modelled_code_is_the_variant() {
    let missing = ServiceError::new(400, "ResourceNotFoundException", "");
    let fake = fake().fault::<GetItem>(Fault::error(missing));
    let error = send(&fake).await.expect_err("it is missing");
    assert!(matches!(error.service(), Some(GetItemError::ResourceNotFoundException { .. })));
}

#[tokio::test]
async fn a_retryable_variant_is_retried() {
    let fake = Fake::new().on(|_: &GetItem| Err(GetItemError::TooFast));
    let error = send(&fake).await.expect_err("it is too fast");
    assert_eq!(error.attempts(), 3);
    assert_eq!(error.code(), Some("ProvisionedThroughputExceededException"));
    assert_eq!(error.service(), Some(&GetItemError::TooFast));
    // The function answers calls, not attempts.
    assert_eq!(fake.count::<GetItem>(), 1);
}

/// The client's timeouts pass on the clock of the fake.
#[tokio::test]
async fn silence_ends_at_a_timeout() {
    let begin = Instant::now();
    let fake = fake().fault::<GetItem>(Fault::silence());
    let timeouts = Timeouts::default().attempt(Duration::from_secs(600));
    let client = fake.client(services::DYNAMODB).with_timeouts(timeouts);
    // The second attempt has the answer.
    client.send(GetItem::default()).await.expect("an output");

    let fake = fake.fault::<GetItem>(Fault::silence());
    let timeouts = Timeouts::default().operation(Duration::from_secs(3600));
    let client = fake.client(services::DYNAMODB).with_timeouts(timeouts);
    let error = client.send(GetItem::default()).await.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("took longer than 3600s"), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(60));
}

/// A retry's delay is shorter than the timeout, so it does not end the call.
#[tokio::test]
async fn the_shortest_wait_ends_first() {
    let fake = fake().fault::<GetItem>(Fault::throttled().times(4));
    let client: Client = fake
        .client(services::DYNAMODB)
        .with_retry(Retry::standard().max_attempts(5))
        .with_timeouts(Timeouts::default().operation(Duration::from_secs(3600)));
    client.send(GetItem::default()).await.expect("an output after four retries");
}

/// Outside of calls, the clock stands still, and several waits end in the order of their ends.
#[tokio::test]
async fn waits_end_in_order() {
    let clock = aws_operation::testing::FakeClock::default();
    let order = std::sync::Mutex::new(Vec::new());
    let wait = async |seconds: u64| {
        clock.sleep(Duration::from_secs(seconds)).await;
        order.lock().expect("no panic").push((seconds, clock.elapsed().as_secs()));
    };
    let (): () = {
        let mut all = std::pin::pin!(async { tokio::join!(wait(30), wait(1), wait(5), wait(1)) });
        all.as_mut().await;
    };
    assert_eq!(*order.lock().expect("no panic"), [(1, 1), (1, 1), (5, 5), (30, 30)]);
    assert_eq!(clock.elapsed(), Duration::from_secs(30));
    // A wait that is dropped does not hold up the others.
    let long = clock.sleep(Duration::from_secs(2));
    let dropped = clock.sleep(Duration::from_secs(1));
    drop(dropped);
    long.await;
    assert_eq!(clock.elapsed(), Duration::from_secs(32));
}
