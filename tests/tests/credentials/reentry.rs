//! A provider that makes a call which needs its own credentials: it is told so, and nothing hangs.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_operation::{
    Chain, Client, Config, ConfigBuilder, Credentials, CredentialsCache, CredentialsError,
    CredentialsFuture, ProvideCredentials, Retry, Timeouts, aws_operation, services,
};
use aws_operation_tests::scripted::Scripted;

#[aws_operation(method = "GET", uri = "/things")]
struct Get {}

/// How the provider makes its call.
#[derive(Clone, Copy, Debug)]
enum How {
    Itself,
    /// After other work, so that it is polled anew.
    Later,
    /// By the configuration alone.
    Config,
    Presign,
    /// On its thread, which waits for it.
    Blocking,
    /// On another thread, for which it waits.
    Thread,
    /// In a task.
    Task,
}

/// Asks a service with the client whose credentials it provides.
#[derive(Clone)]
struct Circular {
    how: How,
    client: Arc<OnceLock<(Client, Config)>>,
}

impl Circular {
    async fn ask(&self) -> Result<Credentials, CredentialsError> {
        let (client, config) = self.client.get().expect("it is set").clone();
        let failed = |error: String| CredentialsError::new(format!("inner: {error}"));
        let answer = match self.how {
            How::Itself => client.send(Get {}).await.map(drop).map_err(|it| it.to_string()),
            How::Later => {
                tokio::task::yield_now().await;
                client.send(Get {}).await.map(drop).map_err(|it| it.to_string())
            }
            How::Config => config.credentials().await.map(drop).map_err(|it| it.to_string()),
            How::Presign => {
                let url = client.presign(Get {}, Duration::from_secs(60)).await;
                url.map(drop).map_err(|it| it.to_string())
            }
            How::Blocking => {
                let mut call = std::pin::pin!(client.send(Get {}));
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                loop {
                    match call.as_mut().poll(&mut context) {
                        std::task::Poll::Ready(answer) => {
                            break answer.map(drop).map_err(|it| it.to_string());
                        }
                        std::task::Poll::Pending => std::thread::yield_now(),
                    }
                }
            }
            How::Thread => {
                let thread = std::thread::spawn(move || {
                    let mut runtime = tokio::runtime::Builder::new_current_thread();
                    let runtime = runtime.enable_all().build().expect("a runtime");
                    runtime.block_on(client.send(Get {})).map(drop).map_err(|it| it.to_string())
                });
                thread.join().expect("it does not panic")
            }
            How::Task => {
                let task = tokio::spawn(client.send(Get {}));
                task.await.expect("it does not panic").map(drop).map_err(|it| it.to_string())
            }
        };
        answer.map_err(failed)?;
        Ok(Credentials::new("AKIDEXAMPLE", "secret"))
    }
}

impl ProvideCredentials for Circular {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.ask())
    }
}

fn builder() -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .endpoint_url("https://example.com")
        .retry(Retry::off())
        .transport(Scripted::default())
}

/// What a call says whose credentials come from such a provider.
async fn call(how: How, cached: bool) -> String {
    let provider = Circular { how, client: Arc::default() };
    let timeouts = Timeouts::default().operation(Duration::from_millis(300));
    let config = match cached {
        true => {
            let chain = Chain::new().then("circular", provider.clone());
            builder().credentials_provider(CredentialsCache::new(chain))
        }
        false => builder().credentials_provider(provider.clone()),
    };
    let config = config.timeouts(timeouts).build().expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY);
    drop(provider.client.set((client.clone(), config)));
    let call = tokio::spawn(client.send(Get {}));
    let call = tokio::time::timeout(Duration::from_secs(20), call);
    let answer = call.await.expect("nothing hangs").expect("nothing panics");
    answer.expect_err("it asks itself").to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_provider_that_asks_itself_is_told_so() {
    const SAYS: &str = "makes a call that needs its own credentials";
    for cached in [true, false] {
        for how in [How::Itself, How::Later, How::Config, How::Presign, How::Blocking] {
            let error = call(how, cached).await;
            assert!(error.contains(SAYS), "{how:?}, {cached}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_that_asks_itself_from_elsewhere_waits_no_longer_than_its_timeouts() {
    for how in [How::Thread, How::Task] {
        let error = call(how, true).await;
        assert!(error.contains("longer than 300ms"), "{how:?}: {error}");
    }
}

#[tokio::test]
async fn a_provider_may_ask_with_another_client() {
    let inner = builder().credentials(Credentials::new("INNER", "secret"));
    let inner = inner.build().expect("it is whole");
    let client = Client::new(&inner, services::API_GATEWAY);
    let provider = Circular { how: How::Later, client: Arc::default() };
    drop(provider.client.set((client, inner)));
    let config = builder().credentials_provider(CredentialsCache::new(provider));
    let config = config.build().expect("it is whole");
    // Also many at a time, on the way to the same credentials.
    let client = Client::new(&config, services::API_GATEWAY);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        calls.spawn(client.send(Get {}));
    }
    for answer in calls.join_all().await {
        answer.expect("it is answered");
    }
}
