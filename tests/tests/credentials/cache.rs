//! The cache: one flight, in the background, through failures, in virtual time.

use std::sync::Arc;
use std::time::Duration;

use aws_operation::{Client, Config, CredentialsCache, ProvideCredentials, Retry, services};
use aws_operation_tests::apigateway::GetRestApi;
use aws_operation_tests::scripted::{Answer, Scripted};
use tokio::task::JoinSet;
use tokio::time::{Instant, advance, sleep};

use super::provider::{Provider, Rules, minutes};

/// The key, or the error; and how long it took.
async fn ask(cache: &CredentialsCache) -> (String, Duration) {
    let start = Instant::now();
    let answer = match cache.credentials().await {
        Ok(credentials) => credentials.access_key_id().to_owned(),
        Err(error) => error.to_string(),
    };
    (answer, start.elapsed())
}

fn said(answer: &str, seconds: u64) -> (String, Duration) {
    (answer.to_owned(), Duration::from_secs(seconds))
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_cause_one_fetch() {
    for fails in [false, true] {
        let takes = Duration::from_secs(3);
        let provider = Provider::new(Rules { takes, fails, ..Rules::default() });
        let cache = Arc::new(provider.cached());
        let mut calls = JoinSet::new();
        for _ in 0..1000 {
            let cache = Arc::clone(&cache);
            calls.spawn(async move { ask(&cache).await });
        }
        let answers = calls.join_all().await;
        let expected = if fails { "fetch 1 failed" } else { "key 1" };
        assert!(answers.iter().all(|answer| *answer == said(expected, 3)), "{answers:?}");
        assert_eq!((answers.len(), provider.fetches()), (1000, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_expire_is_kept() {
    let provider = Provider::default();
    let cache = provider.cached();
    for _ in 0..3 {
        assert_eq!(ask(&cache).await.0, "key 1");
        advance(minutes(60 * 24 * 365)).await;
    }
    assert_eq!(provider.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn new_ones_are_fetched_in_the_background_and_at_last_waited_for() {
    let rules = Rules { expire: Some(minutes(60)), ..Rules::default() };
    let slow = Rules { takes: Duration::from_secs(30), expire: Some(minutes(120)), ..rules };
    for (at, answer, takes, after) in [
        // Long before.
        (minutes(45) - Duration::from_secs(1), "key 1", 0, "key 1"),
        // While the current ones serve.
        (minutes(45), "key 1", 0, "key 2"),
        (minutes(50) - Duration::from_secs(1), "key 1", 0, "key 2"),
        // Waited for.
        (minutes(50), "key 2", 30, "key 2"),
        (minutes(60), "key 2", 30, "key 2"),
        (minutes(90), "key 2", 30, "key 2"),
    ] {
        let provider = Provider::new(rules);
        let cache = provider.cached();
        assert_eq!(ask(&cache).await, said("key 1", 0));
        provider.now(slow);
        advance(at).await;
        assert_eq!(ask(&cache).await, said(answer, takes), "{at:?}");
        sleep(Duration::from_secs(31)).await;
        assert_eq!(ask(&cache).await, said(after, 0), "{at:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_go_on_through_a_failing_refresh_until_the_real_end() {
    let rules = Rules { expire: Some(minutes(60)), ..Rules::default() };
    let provider = Provider::new(rules);
    let cache = provider.cached();
    assert_eq!(ask(&cache).await.0, "key 1");
    provider.now(Rules { fails: true, ..rules });
    advance(minutes(44)).await;
    // From minute 44 until a second before minute 60, every second.
    for second in 0..16 * 60 {
        assert_eq!(ask(&cache).await, said("key 1", 0), "second {second}");
        sleep(Duration::from_secs(1)).await;
    }
    let fetches = provider.fetches();
    assert!((10..=16).contains(&fetches), "at most one a minute: {fetches}");
    assert_eq!(ask(&cache).await.0, format!("fetch {} failed", fetches + 1));
    // It heals by itself.
    provider.now(Rules { expire: Some(minutes(120)), ..rules });
    assert_eq!(ask(&cache).await.0, format!("key {}", fetches + 2));
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_leaves_does_not_take_the_fetch_with_it() {
    let provider = Provider::new(Rules { takes: Duration::from_secs(3), ..Rules::default() });
    let cache = provider.cached();
    let hasty = tokio::time::timeout(Duration::from_secs(1), ask(&cache)).await;
    assert!(hasty.is_err());
    // Two of the three seconds are left.
    assert_eq!(ask(&cache).await, said("key 1", 2));
    assert_eq!(provider.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_refused_is_fetched_anew_once_a_minute_and_serves_while_that_fails() {
    let rules = Rules { expire: Some(minutes(60)), ..Rules::default() };
    let provider = Provider::new(rules);
    let cache = provider.cached();
    let first = cache.credentials().await.expect("it answers");
    cache.refused(&first);
    assert_eq!(ask(&cache).await.0, "key 2");
    // Of those before, nothing new can be learnt.
    cache.refused(&first);
    assert_eq!(ask(&cache).await.0, "key 2");

    // An endpoint that refuses everything, as often as it likes.
    for _ in 0..100 {
        let second = cache.credentials().await.expect("it answers");
        cache.refused(&second);
        assert_eq!(ask(&cache).await.0, "key 2");
    }
    assert_eq!(provider.fetches(), 2, "within a minute a fresh set is not replaced");

    // A minute later it is; while that fails, the old ones serve those who take them.
    sleep(Duration::from_secs(61)).await;
    provider.now(Rules { fails: true, ..rules });
    for _ in 0..100 {
        let second = cache.credentials().await.expect("it is not expired");
        cache.refused(&second);
        assert_eq!(ask(&cache).await.0, "key 2");
    }
    assert_eq!(provider.fetches(), 3);
    sleep(Duration::from_secs(61)).await;
    provider.now(rules);
    assert_eq!(ask(&cache).await.0, "key 4", "what was refused before is replaced at last");
    // What is really expired is not served.
    provider.now(Rules { fails: true, ..rules });
    sleep(Duration::from_secs(60 * 61)).await;
    assert_eq!(ask(&cache).await.0, "fetch 5 failed");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_expired_makes_the_next_call_fetch() {
    let provider = Provider::new(Rules { expire: Some(minutes(60)), ..Rules::default() });
    for (i, code) in ["ExpiredTokenException", "ExpiredToken", "AccessDenied"].iter().enumerate() {
        let transport = Scripted::new([Answer::code(403, code)]);
        let config = Config::builder()
            .region("eu-west-1")
            .credentials_provider(provider.cached())
            .transport(transport.clone())
            .retry(Retry::off());
        let client = Client::new(&config.build().expect("it is whole"), services::API_GATEWAY);
        for _ in 0..3 {
            let _ = client.send(GetRestApi { rest_api_id: "a1".into() }).await;
        }
        let before = 2 * i + 1;
        let after = if *code == "AccessDenied" { before } else { before + 1 };
        let keys: Vec<bool> = transport
            .header("authorization")
            .iter()
            .zip([before, after, after])
            .map(|(header, key)| header.contains(&format!("Credential=key {key}/")))
            .collect();
        assert_eq!(keys, [true; 3], "{code}: {:?}", transport.header("authorization"));
    }
}

#[test]
fn a_runtime_that_ends_in_the_middle_leaves_nobody_waiting() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let provider = Provider::new(Rules { takes: minutes(1), ..Rules::default() });
    let cache = CredentialsCache::new(provider.clone());
    let first = runtime();
    first.block_on(async {
        let hasty = tokio::time::timeout(Duration::from_millis(10), ask(&cache)).await;
        assert!(hasty.is_err());
    });
    drop(first);
    provider.now(Rules::default());
    assert_eq!(runtime().block_on(ask(&cache)).0, "key 2");
}

#[test]
fn a_provider_that_panics_leaves_nobody_waiting() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let provider = Provider::new(Rules { panics: true, ..Rules::default() });
    let cache = CredentialsCache::new(provider.clone());
    // The task panics, and then the call itself, which asks again.
    let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.block_on(ask(&cache));
    }));
    assert!(panics.is_err());
    provider.now(Rules::default());
    assert_eq!(runtime.block_on(ask(&cache)).0, "key 3");
}

/// Drives a future without any runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    use std::task::{Context, Poll, Wake, Waker};

    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[test]
fn without_a_runtime_those_who_wait_drive_the_fetch() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use aws_operation::{Credentials, CredentialsFuture};

    /// Answers after ten wakes, each from another thread.
    #[derive(Clone, Default)]
    struct InSteps(Arc<AtomicUsize>);

    impl ProvideCredentials for InSteps {
        fn credentials(&self) -> CredentialsFuture<'_> {
            self.0.fetch_add(1, Ordering::SeqCst);
            let mut left = 10;
            Box::pin(std::future::poll_fn(move |context| {
                if left == 0 {
                    return std::task::Poll::Ready(Ok(Credentials::new("key", "secret")));
                }
                left -= 1;
                let waker = context.waker().clone();
                std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(2));
                    waker.wake();
                });
                std::task::Poll::Pending
            }))
        }
    }

    for round in 0..20 {
        let provider = InSteps::default();
        let cache = CredentialsCache::new(provider.clone());
        // One that is polled once, and then neither polled nor dropped for a while; one that is
        // dropped at once.
        let mut idle = cache.credentials();
        let mut gone = cache.credentials();
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(idle.as_mut().poll(&mut context).is_pending());
        assert!(gone.as_mut().poll(&mut context).is_pending());
        drop(gone);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(block_on(cache.credentials()).is_ok(), "{round}"));
            }
        });
        assert!(block_on(idle).is_ok());
        assert_eq!(provider.0.load(Ordering::SeqCst), 1, "{round}");
    }
}
