//! A provider whose answers a test decides, and which counts how often it was asked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Credentials, CredentialsCache, CredentialsError, CredentialsFuture, ProvideCredentials,
};
use aws_operation_tests::scripted::StartsAt;

/// The time at which tests begin.
pub const START: SystemTime = SystemTime::UNIX_EPOCH;

/// Minutes.
pub fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

/// Answers with keys that are numbered by fetch.
#[derive(Clone, Default)]
pub struct Provider(Arc<State>);

#[derive(Default)]
struct State {
    fetches: AtomicUsize,
    rules: Mutex<Rules>,
}

#[derive(Clone, Copy, Default)]
pub struct Rules {
    /// How long an answer takes.
    pub takes: Duration,
    /// It is a failure.
    pub fails: bool,
    /// It is no answer at all.
    pub panics: bool,
    /// When the keys expire, from the start of the test.
    pub expire: Option<Duration>,
}

impl Provider {
    pub fn new(rules: Rules) -> Self {
        let provider = Self::default();
        provider.now(rules);
        provider
    }

    /// Other rules from here on.
    pub fn now(&self, rules: Rules) {
        *self.0.rules.lock().expect("nobody panics here") = rules;
    }

    pub fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }

    /// A cache of it, in tokio's time.
    pub fn cached(&self) -> CredentialsCache {
        CredentialsCache::with_timer(self.clone(), StartsAt::new(START))
    }
}

impl ProvideCredentials for Provider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let number = self.0.fetches.fetch_add(1, Ordering::SeqCst) + 1;
            let rules = *self.0.rules.lock().expect("nobody panics here");
            if !rules.takes.is_zero() {
                tokio::time::sleep(rules.takes).await;
            }
            assert!(!rules.panics, "the provider panics");
            if rules.fails {
                return Err(CredentialsError::new(format!("fetch {number} failed")));
            }
            let credentials = Credentials::new(format!("key {number}"), "secret");
            Ok(match rules.expire {
                Some(expire) => credentials.with_expiration(START + expire),
                None => credentials,
            })
        })
    }
}
