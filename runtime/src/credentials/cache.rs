//! [`CredentialsCache`]: caches credentials, and fetches new ones before they expire. All callers
//! share one fetch.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::call::{asks_itself, guarded, id, is_within};
use crate::error::CredentialsError;
use crate::flight::{Flight, Landing, lock};
use crate::time::{NoTimer, Timer};
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// How long before the expiration new credentials are fetched in the background, while the current
/// ones are used.
const IN_BACKGROUND: Duration = Duration::from_secs(15 * 60);
/// How long before the expiration callers wait for the new credentials.
const WAITING: Duration = Duration::from_secs(10 * 60);
/// The minimum time between two fetches while the current credentials are valid.
const PAUSE: Duration = Duration::from_secs(60);

/// Caches the credentials of a provider, and fetches new ones before they expire.
///
/// - All callers share one fetch. If one of them is dropped, the fetch continues for the others.
/// - Credentials without an expiration are kept forever.
/// - Other credentials are renewed in the last 15 minutes before they expire. If there is a tokio
///   runtime (feature `tokio`), a background task renews them, otherwise one of the calls. In the
///   last 10 minutes, calls wait for the new credentials. If a fetch fails, calls use the current
///   credentials until they expire. It is retried at most once a minute.
/// - If a service rejects the credentials as expired, the next call fetches new ones, at most once
///   a minute. If the fetch fails, or if the new credentials are rejected too, calls use the
///   current credentials until they expire. Therefore an endpoint that rejects everything does not
///   stop calls to other endpoints.
///
/// A [`Config`](crate::Config) caches the credentials of its default chain. Wrap your own provider:
///
/// ```
/// use aws_operation::{Config, Credentials, CredentialsCache};
///
/// # let vault = Credentials::new("AKIDEXAMPLE", "secret");
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials_provider(CredentialsCache::new(vault))
///     .build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
pub struct CredentialsCache {
    inner: Arc<Inner>,
}

struct Inner {
    provider: Arc<dyn ProvideCredentials>,
    timer: Arc<dyn Timer>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Credentials>,
    /// True if a service rejected the current credentials as expired, and none were fetched since
    /// then.
    refused: bool,
    /// When the last fetch for this reason started.
    refetched: Option<SystemTime>,
    /// When the last fetch ended, successful or not.
    fetched: Option<SystemTime>,
    flight: Option<Arc<Flight>>,
}

/// What a caller does next.
enum Next {
    Serve(Credentials),
    Wait(Arc<Flight>),
}

/// How urgent new credentials are.
enum Need {
    None(Credentials),
    Soon(Credentials),
    Now,
}

impl CredentialsCache {
    /// Caches the provider's credentials, and uses this machine's clock.
    pub fn new(provider: impl ProvideCredentials) -> Self {
        Self::with_timer(provider, NoTimer)
    }

    /// Caches the provider's credentials, and uses the clock of `timer`.
    pub fn with_timer(provider: impl ProvideCredentials, timer: impl Timer) -> Self {
        Self::shared(Arc::new(provider), Arc::new(timer))
    }

    pub(crate) fn shared(provider: Arc<dyn ProvideCredentials>, timer: Arc<dyn Timer>) -> Self {
        Self { inner: Arc::new(Inner { provider, timer, state: Mutex::default() }) }
    }
}

impl ProvideCredentials for CredentialsCache {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let inner = &self.inner;
        match is_within(id(&**inner)) {
            true => Box::pin(std::future::ready(Err(asks_itself()))),
            false => Box::pin(inner.credentials()),
        }
    }

    fn refused(&self, credentials: &Credentials) {
        let mut state = lock(&self.inner.state);
        state.refused |= state.current.as_ref() == Some(credentials);
        drop(state);
        self.inner.provider.refused(credentials);
    }
}

impl Inner {
    async fn credentials(self: &Arc<Self>) -> Result<Credentials, CredentialsError> {
        // After an abandoned fetch, no task is used, because its runtime may be shutting down.
        let mut by_task = true;
        loop {
            let flight = match self.next(by_task) {
                Next::Serve(credentials) => return Ok(credentials),
                Next::Wait(flight) => flight,
            };
            let landing = flight.landing().await;
            self.land(&flight, &landing);
            match landing {
                Landing::Answered(Ok(credentials)) => return Ok(credentials),
                Landing::Answered(Err(error)) => return self.still_valid().ok_or(error),
                Landing::Abandoned => by_task = false,
            }
        }
    }

    fn next(self: &Arc<Self>, by_task: bool) -> Next {
        let now = self.timer.now();
        let mut state = lock(&self.state);
        let need = state.need(now);
        if state.refused && !matches!(need, Need::None(_)) {
            state.refetched = Some(now);
        }
        let current = match need {
            Need::None(credentials) => return Next::Serve(credentials),
            Need::Soon(credentials) => Some(credentials),
            Need::Now => None,
        };
        let (flight, has_task) = match &state.flight {
            // A fetch is in progress.
            Some(flight) => (Arc::clone(flight), true),
            None => {
                let provider = Arc::clone(&self.provider);
                let id = id(&**self);
                let fetch = Box::pin(async move { guarded(id, provider.credentials()).await });
                let flight = Arc::new(Flight::new(fetch));
                state.flight = Some(Arc::clone(&flight));
                let has_task = by_task && self.spawn(&flight);
                (flight, has_task)
            }
        };
        match current {
            Some(credentials) if has_task => Next::Serve(credentials),
            _ => Next::Wait(flight),
        }
    }

    /// Spawns a task that polls the fetch, if there is a runtime.
    #[cfg(feature = "tokio")]
    fn spawn(self: &Arc<Self>, flight: &Arc<Flight>) -> bool {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return false };
        let (inner, flight, driver) = (Arc::clone(self), Arc::clone(flight), flight.driver());
        drop(runtime.spawn(async move {
            let landing = driver.await;
            inner.land(&flight, &landing);
        }));
        true
    }

    #[cfg(not(feature = "tokio"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn spawn(self: &Arc<Self>, _: &Arc<Flight>) -> bool {
        false
    }

    /// Stores the result of a fetch. The first caller does so for all.
    fn land(&self, flight: &Arc<Flight>, landing: &Landing) {
        let now = self.timer.now();
        let mut state = lock(&self.state);
        if !state.flight.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
            return;
        }
        state.flight = None;
        let Landing::Answered(answer) = landing else { return };
        state.fetched = Some(now);
        state.refused = false;
        if let Ok(credentials) = answer {
            state.current = Some(credentials.clone());
        }
    }

    /// The current credentials, unless they are expired. They are used even if a service rejected
    /// them, because the service may be wrong.
    fn still_valid(&self) -> Option<Credentials> {
        let now = self.timer.now();
        let state = lock(&self.state);
        let current = state.current.as_ref()?;
        let valid = current.expiration().is_none_or(|expiration| expiration > now);
        valid.then(|| current.clone())
    }
}

impl State {
    fn need(&self, now: SystemTime) -> Need {
        // If the clock was set back, there is no pause.
        let is_pause = |since: Option<SystemTime>| {
            since.is_some_and(|since| now.duration_since(since).is_ok_and(|passed| passed < PAUSE))
        };
        let Some(current) = self.current.as_ref() else { return Need::Now };
        if self.refused && (self.flight.is_some() || !is_pause(self.refetched)) {
            return Need::Now;
        }
        let Some(expiration) = current.expiration() else { return Need::None(current.clone()) };
        let left = expiration.duration_since(now).unwrap_or_default();
        if left.is_zero() {
            return Need::Now;
        }
        if left > IN_BACKGROUND || is_pause(self.fetched) {
            return Need::None(current.clone());
        }
        match left > WAITING {
            true => Need::Soon(current.clone()),
            false => Need::Now,
        }
    }
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.inner.state);
        f.debug_struct("CredentialsCache")
            .field("current", &state.current)
            .field("is_fetching", &state.flight.is_some())
            .finish_non_exhaustive()
    }
}
