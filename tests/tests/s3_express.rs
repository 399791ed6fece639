//! Buckets of S3 Express: sessions are created, cached and renewed, and calls are signed with them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Payload, PostPolicy, Settings, SigningParams};
use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, EndpointRules, Retry, Service, SleepFuture,
    Timeouts, Timer, Timestamp, TimestampFormat, Transport, TransportError, TransportFuture,
    aws_operation, services,
};
use aws_operation_tests::crc32;
use bytes::Bytes;

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase"
)]
struct PutObject {
    #[context_param]
    bucket: String,
    key: String,
    #[payload]
    body: Bytes,
}

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/{Bucket}?delete",
    rename_all = "PascalCase",
    http_checksum_required
)]
struct DeleteObjects {
    #[context_param]
    bucket: String,
    #[payload]
    delete: Bytes,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}?session",
    rename_all = "PascalCase",
    static_context_params(DisableS3ExpressSessionAuth = true)
)]
struct CreateSession {
    #[context_param]
    bucket: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "HEAD",
    uri = "/{Bucket}",
    rename_all = "PascalCase",
    auth = "none"
)]
struct HeadBucketUnsigned {
    #[context_param]
    bucket: String,
}

const BOOKS: &str = "books--use1-az4--x-s3";
const FILMS: &str = "films--use1-az5--x-s3";
const HOST_OF_BOOKS: &str = "books--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com";

/// A server of sessions. It numbers them, and answers other requests with successes.
#[derive(Clone, Default)]
struct Server(Arc<State>);

#[derive(Default)]
struct State {
    /// All requests in their order.
    requests: Mutex<Vec<http::Request<Bytes>>>,
    /// Answers to requests for sessions that come before the usual ones.
    of_sessions: Mutex<VecDeque<(u16, &'static str)>>,
    /// Answers to other requests that come before the usual ones.
    of_calls: Mutex<VecDeque<(u16, &'static str)>>,
    /// The clock of the service, in seconds since the epoch.
    now: Mutex<u64>,
    sessions: Mutex<usize>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

impl Server {
    fn answer(&self, is_session: bool) -> http::Response<Body> {
        let State { of_sessions, of_calls, now, sessions, .. } = &*self.0;
        let now = *lock(now);
        let text = |seconds, format| Timestamp::from(time(seconds)).format(format);
        let response = http::Response::builder()
            .header("date", text(now, TimestampFormat::HttpDate))
            .header("x-amz-request-id", "R1");
        let scripted = lock(if is_session { of_sessions } else { of_calls }).pop_front();
        let (status, body) = match scripted {
            Some((status, body)) => (status, body.to_owned()),
            None if !is_session => (200, String::new()),
            None => {
                let mut sessions = lock(sessions);
                *sessions += 1;
                let expiration = text(now + 300, TimestampFormat::DateTime);
                let body = format!(
                    "<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
                     <Credentials><SessionToken>token-{sessions}</SessionToken>\
                     <SecretAccessKey>secret-{sessions}</SecretAccessKey>\
                     <AccessKeyId>key-{sessions}</AccessKeyId>\
                     <Expiration>{expiration}</Expiration></Credentials></CreateSessionResult>"
                );
                (200, body)
            }
        };
        response.status(status).body(Body::from(body)).expect("a response")
    }

    /// The requests that were sent since the last time.
    fn taken(&self) -> Vec<http::Request<Bytes>> {
        std::mem::take(&mut *lock(&self.0.requests))
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request = request.map(|body| body.as_bytes().cloned().expect("no stream"));
        let is_session = request.uri().query() == Some("session");
        lock(&self.0.requests).push(request);
        Box::pin(async move {
            // Other tasks run in between.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            Ok::<_, TransportError>(self.answer(is_session))
        })
    }
}

/// The clock of the program, in seconds since the epoch.
#[derive(Clone, Default)]
struct Clock(Arc<Mutex<u64>>);

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        time(*lock(&self.0))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(*lock(&self.0))
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(std::future::pending())
    }
}

/// 2024-01-29, 18:48:01.
const BEGIN: u64 = 1_706_554_081;

struct Setting {
    server: Server,
    clock: Clock,
    s3: Client,
}

impl Setting {
    fn new() -> Self {
        Self::with(services::S3, |builder| builder)
    }

    fn with(service: Service, change: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        let (server, clock) = (Server::default(), Clock::default());
        let credentials = Credentials::new("AKIDEXAMPLE", "secret").with_session_token("usual");
        let builder = Config::builder()
            .region("us-east-1")
            .credentials(credentials)
            .transport(server.clone())
            .timer(clock.clone())
            .retry(Retry::off())
            .timeouts(Timeouts::none());
        let config = change(builder).build().expect("a configuration");
        let setting = Self { server, clock, s3: Client::new(&config, service) };
        setting.pass(BEGIN);
        setting
    }

    /// Lets time pass, for the program and the service.
    fn pass(&self, seconds: u64) {
        *lock(&self.clock.0) += seconds;
        *lock(&self.server.0.now) += seconds;
    }

    async fn put(&self, bucket: &str) -> Result<(), String> {
        put(&self.s3, bucket).await
    }

    /// The tokens of the requests that were sent since the last time; `session` for one that
    /// creates a session.
    fn sent(&self) -> Vec<String> {
        self.server.taken().iter().map(token).collect()
    }
}

async fn put(s3: &Client, bucket: &str) -> Result<(), String> {
    let (bucket, body) = (bucket.to_owned(), Bytes::from_static(b"hello"));
    let put = s3.send(PutObject { bucket, key: "a b".into(), body }).await;
    put.map(drop).map_err(|error| error.to_string())
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn token(request: &http::Request<Bytes>) -> String {
    match request.uri().query() {
        Some("session") => "session".to_owned(),
        _ => header(request, "x-amz-s3session-token").to_owned(),
    }
}

/// Checks the signature of a request: signs it again with these credentials.
fn check_signature(sent: &http::Request<Bytes>, credentials: &Credentials, is_session: bool) {
    let mut request = http::Request::builder().method(sent.method()).uri(sent.uri());
    let of_signer = ["authorization", "x-amz-date", "x-amz-content-sha256"];
    let unsigned = ["amz-sdk-invocation-id", "amz-sdk-request"];
    let tokens = ["x-amz-security-token", "x-amz-s3session-token"];
    for (name, value) in sent.headers() {
        let is_other = |names: &[&str]| !names.contains(&name.as_str());
        if is_other(&of_signer) && is_other(&unsigned) && is_other(&tokens) {
            request = request.header(name, value);
        }
    }
    let mut request = request.body(sent.body().clone()).expect("a request");
    let mut settings = Settings::S3;
    settings.s3_express = is_session;
    let params = SigningParams::new(credentials, "us-east-1", "s3express", time(BEGIN));
    let params = params.with_settings(settings);
    sigv4::sign(&mut request, Payload::Bytes(sent.body()), &params).expect("signed");
    for name in of_signer.iter().chain(&tokens) {
        assert_eq!(header(sent, name), header(&request, name), "{name}");
    }
}

#[tokio::test]
async fn a_call_is_signed_with_the_credentials_of_a_session() {
    let setting = Setting::new();
    setting.put(BOOKS).await.expect("it succeeds");
    let requests = setting.server.taken();
    let [session, put] = &*requests else { panic!("{requests:?}") };
    assert_eq!(session.method(), "GET");
    assert_eq!(session.uri().to_string(), format!("https://{HOST_OF_BOOKS}/?session"));
    let usual = Credentials::new("AKIDEXAMPLE", "secret").with_session_token("usual");
    check_signature(session, &usual, false);
    assert_eq!(header(session, "x-amz-security-token"), "usual");

    assert_eq!(put.method(), "PUT");
    assert_eq!(put.uri().to_string(), format!("https://{HOST_OF_BOOKS}/a%20b"));
    check_signature(
        put,
        &Credentials::new("key-1", "secret-1").with_session_token("token-1"),
        true,
    );
    assert_eq!(header(put, "x-amz-s3session-token"), "token-1");
    assert!(!put.headers().contains_key("x-amz-security-token"));
    assert!(header(put, "authorization").contains("/us-east-1/s3express/aws4_request"));
}

/// The expected signatures are from `S3ExpressAuth` and `S3ExpressQueryAuth` of botocore 1.43.11.
#[test]
fn signatures_are_those_of_botocore() {
    let credentials = Credentials::new("key-1", "secret-1").with_session_token("token-1");
    let mut settings = Settings::S3;
    settings.s3_express = true;
    let params = SigningParams::new(&credentials, "us-east-1", "s3express", time(BEGIN));
    let params = params.with_settings(settings);
    let url = format!("https://{HOST_OF_BOOKS}/a%20b");
    let mut request = http::Request::put(&url).body(()).expect("a request");
    let signature = sigv4::sign(&mut request, Payload::Bytes(b"hello"), &params).expect("signed");
    assert_eq!(
        signature.as_str(),
        "25337a79da09ea8b370747d768f0c5ebb8a977bc4e683acb9549188308b12d25"
    );
    let request = http::Request::get(&url).body(()).expect("a request");
    let presigned = sigv4::presign(&request, Payload::Unsigned, Duration::from_secs(300), &params);
    let expected =
        "&X-Amz-Signature=0cdbe810ee3f7ad55e75a9e146d68f0f800d2b4ed05b4c0e170170df7521b0c7";
    let presigned = presigned.expect("signed");
    assert!(presigned.url().ends_with(expected), "{}", presigned.url());
}

#[tokio::test]
async fn a_session_is_used_again_and_each_bucket_has_its_own() {
    let setting = Setting::new();
    for bucket in [BOOKS, BOOKS, FILMS, BOOKS, FILMS] {
        setting.put(bucket).await.expect("it succeeds");
    }
    let expected = ["session", "token-1", "token-1", "session", "token-2", "token-1", "token-2"];
    assert_eq!(setting.sent(), expected);

    // Clones share the sessions, and so do clients with another retry policy.
    let clone = setting.s3.clone().with_retry(Retry::off());
    put(&clone, BOOKS).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["token-1"]);

    // Other buckets have none.
    setting.put("books").await.expect("it succeeds");
    let requests = setting.server.taken();
    assert_eq!(header(&requests[0], "x-amz-security-token"), "usual");
    assert!(requests[0].headers().get("x-amz-s3session-token").is_none());
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn a_session_is_renewed_in_the_last_minute() {
    let setting = Setting::new();
    setting.put(BOOKS).await.expect("it succeeds");
    setting.pass(239);
    setting.put(BOOKS).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-1", "token-1"]);
    setting.pass(1);
    setting.put(BOOKS).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-2"]);
    // The service has been idle for long.
    setting.pass(100_000);
    setting.put(BOOKS).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-3"]);
}

#[tokio::test]
async fn a_session_is_used_until_it_expires_if_it_cannot_be_renewed() {
    let setting = Setting::new();
    setting.put(BOOKS).await.expect("it succeeds");
    lock(&setting.server.0.of_sessions).extend([(503, ""), (503, ""), (503, "")]);
    setting.pass(245);
    setting.put(BOOKS).await.expect("the session is still valid");
    // The next request for a session comes after a pause.
    setting.put(BOOKS).await.expect("the session is still valid");
    setting.pass(10);
    setting.put(BOOKS).await.expect("the session is still valid");
    let expected = ["session", "token-1", "session", "token-1", "token-1", "session", "token-1"];
    assert_eq!(setting.sent(), expected);
    setting.pass(45);
    let error = setting.put(BOOKS).await.expect_err("the session has expired");
    assert!(error.contains("503"), "{error}");
    assert_eq!(setting.sent(), ["session"]);
    setting.put(BOOKS).await.expect("the service answers again");
    assert_eq!(setting.sent(), ["session", "token-2"]);
}

#[tokio::test]
async fn a_session_that_the_service_refuses_is_replaced() {
    let setting = Setting::new();
    setting.put(BOOKS).await.expect("it succeeds");
    setting.pass(20);
    lock(&setting.server.0.of_calls)
        .push_back((400, "<Error><Code>ExpiredToken</Code><Message>no</Message></Error>"));
    setting.put(BOOKS).await.expect_err("it is refused");
    setting.put(BOOKS).await.expect("the new session is good");
    assert_eq!(setting.sent(), ["session", "token-1", "token-1", "session", "token-2"]);
}

#[tokio::test]
async fn a_wrong_clock_does_not_shorten_or_prolong_sessions() {
    for skew in [-100_000_i64, -200, 200, 100_000] {
        let setting = Setting::new();
        let now = &setting.server.0.now;
        let theirs = lock(now).saturating_add_signed(skew);
        *lock(now) = theirs;
        setting.put(BOOKS).await.expect("it succeeds");
        setting.pass(200);
        setting.put(BOOKS).await.expect("it succeeds");
        setting.pass(40);
        setting.put(BOOKS).await.expect("it succeeds");
        let expected = ["session", "token-1", "token-1", "session", "token-2"];
        assert_eq!(setting.sent(), expected, "{skew}");
    }
}

#[tokio::test]
async fn concurrent_calls_share_one_request_for_a_session() {
    let setting = Setting::new();
    let calls = || {
        let calls: Vec<_> = (0..20).map(|_| Box::pin(setting.put(BOOKS))).collect();
        async {
            for call in futures(calls).await {
                call.expect("it succeeds");
            }
        }
    };
    calls().await;
    let sent = setting.sent();
    assert_eq!(sent.iter().filter(|it| *it == "session").count(), 1, "{sent:?}");
    assert_eq!(sent.iter().filter(|it| *it == "token-1").count(), 20, "{sent:?}");
    // So do they when it is renewed.
    setting.pass(250);
    calls().await;
    let sent = setting.sent();
    assert_eq!(sent.iter().filter(|it| *it == "session").count(), 1, "{sent:?}");
    assert_eq!(sent.iter().filter(|it| *it == "token-2").count(), 20, "{sent:?}");

    // A call that is dropped while it waits does not stop the others.
    setting.pass(1_000);
    let mut first = Box::pin(setting.put(BOOKS));
    let polled = std::future::poll_fn(|context| {
        std::task::Poll::Ready(first.as_mut().poll(context).is_pending())
    });
    assert!(polled.await);
    let second = setting.put(BOOKS);
    drop(first);
    second.await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-3"]);
}

/// Polls all futures until they have ended.
async fn futures<F: Future + Unpin>(futures: Vec<F>) -> Vec<F::Output> {
    let mut results: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    let mut futures = futures;
    std::future::poll_fn(|context| {
        let mut is_pending = false;
        for (future, result) in futures.iter_mut().zip(&mut results) {
            if result.is_none() {
                match std::pin::Pin::new(future).poll(context) {
                    std::task::Poll::Ready(output) => *result = Some(output),
                    std::task::Poll::Pending => is_pending = true,
                }
            }
        }
        if is_pending { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    results.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_session_needs_no_place_among_the_calls_in_flight() {
    let setting = Setting::new();
    let s3 = setting.s3.clone().with_concurrency_limit(1);
    put(&s3, BOOKS).await.expect("it does not wait for itself");
    assert_eq!(setting.sent(), ["session", "token-1"]);
}

#[tokio::test]
async fn a_session_that_cannot_be_created_is_an_error_that_names_the_bucket() {
    let setting = Setting::new();
    let denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    for ((status, body), expected) in [
        (
            (403, denied),
            "PutObject: no session for the S3 Express bucket `books--use1-az4--x-s3`: CreateSession: \
             AccessDenied (403): Access Denied",
        ),
        (
            (200, "<html>a proxy</html>"),
            "PutObject: no session for the S3 Express bucket `books--use1-az4--x-s3`: CreateSession: ",
        ),
        (
            (200, "<CreateSessionResult><Credentials/></CreateSessionResult>"),
            "PutObject: no session for the S3 Express bucket `books--use1-az4--x-s3`: ",
        ),
    ] {
        lock(&setting.server.0.of_sessions).push_back((status, body));
        let error = setting.put(BOOKS).await.expect_err("no session");
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains('\n') && error.contains("nothing was sent"), "{error}");
        // Nothing but the request for a session was sent.
        assert_eq!(setting.sent(), ["session"]);
    }
}

#[tokio::test]
async fn no_session_is_created_if_sessions_are_disabled_or_the_operation_needs_none() {
    let setting = Setting::with(services::S3, |it| it.disable_s3_express_session_auth(true));
    setting.put(BOOKS).await.expect("it succeeds");
    let requests = setting.server.taken();
    let [put] = &*requests else { panic!("{requests:?}") };
    let usual = Credentials::new("AKIDEXAMPLE", "secret").with_session_token("usual");
    check_signature(put, &usual, false);

    // An operation that is called to create a session.
    let setting = Setting::new();
    let create = CreateSession { bucket: BOOKS.into() };
    setting.s3.send(create).await.expect("it succeeds");
    let requests = setting.server.taken();
    let [session] = &*requests else { panic!("{requests:?}") };
    check_signature(session, &usual, false);

    // An operation without a signature.
    setting.s3.send(HeadBucketUnsigned { bucket: BOOKS.into() }).await.expect("it succeeds");
    let requests = setting.server.taken();
    let [head] = &*requests else { panic!("{requests:?}") };
    assert!(!head.headers().contains_key("authorization"));
}

#[tokio::test]
async fn a_checksum_that_is_required_is_not_an_md5() {
    let setting = Setting::new();
    let delete = || Bytes::from_static(b"<Delete/>");
    let send = async |bucket: &str| {
        let delete = DeleteObjects { bucket: bucket.into(), delete: delete() };
        setting.s3.send(delete).await.expect("it succeeds");
        setting.server.taken().pop().expect("a request")
    };
    let request = send(BOOKS).await;
    assert!(!request.headers().contains_key("content-md5"));
    assert_eq!(header(&request, "x-amz-checksum-crc32"), crc32(b"<Delete/>"));
    assert!(header(&request, "authorization").contains("x-amz-checksum-crc32;"));

    let request = send("books").await;
    assert!(request.headers().contains_key("content-md5"));
    assert!(!request.headers().contains_key("x-amz-checksum-crc32"));
}

#[tokio::test]
async fn presigned_urls_and_forms_have_the_token_of_the_session() {
    let setting = Setting::new();
    let body = Bytes::from_static(b"hello");
    let put = PutObject { bucket: BOOKS.into(), key: "a".into(), body };
    let presigned = setting.s3.presign(put, Duration::from_secs(900)).await.expect("signed");
    assert_eq!(setting.sent(), ["session"]);
    let query = presigned.url().split_once('?').expect("a query").1;
    assert!(query.contains("&X-Amz-S3session-Token=token-1&X-Amz-SignedHeaders="), "{query}");
    assert!(query.contains("X-Amz-Credential=key-1%2F20240129%2Fus-east-1%2Fs3express"), "{query}");
    assert!(!query.contains("Security-Token"), "{query}");
    // The URL is valid as long as the session.
    assert_eq!(presigned.expires(), time(BEGIN + 300));
    assert!(presigned.warning().is_some_and(|it| it.contains("expire in 300 s")));

    let policy = PostPolicy::key(BOOKS, "k", Duration::from_secs(60));
    let post = setting.s3.presign_post(policy).await.expect("signed");
    assert_eq!(post.url(), format!("https://{HOST_OF_BOOKS}/"));
    let field = |name: &str| post.fields().iter().find(|(it, _)| it == name);
    assert_eq!(field("x-amz-s3session-token").map(|it| it.1.as_str()), Some("token-1"));
    assert_eq!(field("x-amz-security-token"), None);
    assert!(setting.sent().is_empty(), "the session is used again");
}

#[tokio::test]
async fn a_hundred_sessions_are_cached_and_the_least_recently_used_is_dropped() {
    let setting = Setting::new();
    let bucket = |number: usize| format!("b{number}--use1-az4--x-s3");
    for number in 0..100 {
        setting.put(&bucket(number)).await.expect("it succeeds");
    }
    // The first bucket is used again, so that the second one is dropped for another bucket.
    setting.put(&bucket(0)).await.expect("it succeeds");
    setting.put(&bucket(100)).await.expect("it succeeds");
    setting.server.taken();
    setting.put(&bucket(0)).await.expect("it succeeds");
    setting.put(&bucket(2)).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["token-1", "token-3"]);
    setting.put(&bucket(1)).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-102"]);
}

#[tokio::test]
async fn at_a_configured_url_the_bucket_has_a_session_there() {
    let at = |url: &'static str| Setting::with(services::S3, move |it| it.endpoint_url(url));
    for (url, session, put) in [
        (
            "https://s3.example.com",
            "https://books--use1-az4--x-s3.s3.example.com/?session",
            "https://books--use1-az4--x-s3.s3.example.com/a%20b",
        ),
        (
            "http://127.0.0.1:9000",
            "http://127.0.0.1:9000/books--use1-az4--x-s3/?session",
            "http://127.0.0.1:9000/books--use1-az4--x-s3/a%20b",
        ),
    ] {
        let setting = at(url);
        setting.put(BOOKS).await.expect("it succeeds");
        let requests = setting.server.taken();
        let uris: Vec<_> = requests.iter().map(|request| request.uri().to_string()).collect();
        assert_eq!(uris, [session, put]);
    }
}

#[tokio::test]
async fn rules_without_sessions_say_how_to_get_them() {
    const RULES: EndpointRules = EndpointRules::new(
        &["isSet(Bucket)"],
        &["https://{Bucket}.example.com\nsigv4-s3express name=s3express once", "!no bucket"],
        &[[0, -1, -2]],
    )
    .call_parameters(&["Bucket"]);
    let own = Service::new("s3").s3_signing().endpoint_rules(&RULES);
    let setting = Setting::with(own, |builder| builder);
    let error = setting.put(BOOKS).await.expect_err("no session");
    assert!(error.contains("call `s3_express_sessions` on the `EndpointRules`"), "{error}");
    assert!(setting.sent().is_empty());

    const WITH: EndpointRules = EndpointRules::new(
        &["isSet(Bucket)"],
        &["https://{Bucket}.example.com\nsigv4-s3express name=s3express once", "!no bucket"],
        &[[0, -1, -2]],
    )
    .call_parameters(&["Bucket"])
    .s3_express_sessions();
    let own = Service::new("s3").s3_signing().endpoint_rules(&WITH);
    let setting = Setting::with(own, |builder| builder);
    setting.put(BOOKS).await.expect("it succeeds");
    assert_eq!(setting.sent(), ["session", "token-1"]);
}
