//! A loopback credentials service of a container, with its faults.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_operation::providers::ContainerCredentials;
use aws_operation::{CredentialsError, ProvideCredentials as _};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Step};

const GOOD: &str = r#"{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"AKID","SecretAccessKey":"hunter2","Token":"t","Expiration":"2999-01-01T00:00:00Z"}"#;
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

fn provider(variables: &[(&str, &str)]) -> Result<ContainerCredentials, CredentialsError> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    ContainerCredentials::from_variables(&|name| variables.get(name).map(|&it| it.to_owned()))
}

fn at(server: &FaultServer) -> ContainerCredentials {
    provider(&[(FULL, &format!("{}/v1/x?id=1", server.endpoint())), (TOKEN, "Bearer hunter2")])
        .expect("a provider")
        // A busy machine is slow too.
        .timeout(Duration::from_secs(20))
}

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &[u8]) -> Self {
        let file = format!("providers-container-{}-{name}", std::process::id());
        let this = Self(std::env::temp_dir().join(file));
        this.write(text);
        this
    }

    fn write(&self, text: &[u8]) {
        std::fs::write(&self.0, text).expect("a file");
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a path")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn the_request_is_as_the_variables_say() {
    let server = FaultServer::start([Step::answer(&Answer::ok(GOOD))]);
    let credentials = at(&server).credentials().await.expect("credentials");
    assert_eq!(credentials.access_key_id(), "AKID");
    assert_eq!(credentials.session_token(), Some("t"));
    assert!(credentials.expiration().is_some());
    let seen = &server.counts().seen()[0];
    assert_eq!((seen.method(), seen.target()), ("GET", "/v1/x?id=1"));
    assert_eq!(seen.header("authorization"), "Bearer hunter2");
    assert_eq!(seen.header("host"), server.host());
    assert_eq!(seen.header("accept"), "application/json");
}

#[tokio::test]
async fn the_token_file_is_read_for_each_request() {
    let server = FaultServer::start([GOOD, GOOD].map(|good| Step::answer(&Answer::ok(good))));
    let file = File::new("rotated", b"first");
    let url = format!("{}/", server.endpoint());
    let provider = provider(&[(FULL, &url), (TOKEN_FILE, file.path()), (TOKEN, "other")]);
    let provider = provider.expect("a provider");
    assert!(provider.credentials().await.is_ok());
    file.write(b"second");
    assert!(provider.credentials().await.is_ok());
    let seen = server.counts().seen();
    let tokens: Vec<_> = seen.iter().map(|seen| seen.header("authorization")).collect();
    assert_eq!(tokens, ["first", "second"]);

    for (text, said) in [
        (&b"hunter2\n"[..], "contains a line break, perhaps at its end"),
        (b"hunter2\r\nx-evil: 1", "contains a line break, perhaps at its end"),
        (b"", "is empty"),
        (b"hunter2\0", "contains a character that is invalid in a header"),
        (b"hunter2\xff", "it is not UTF-8"),
        (&[b'x'; 70_000], "it is larger than 65536 bytes"),
    ] {
        file.write(text);
        let error = provider.credentials().await.expect_err(said).to_string();
        assert!(error.contains(said) && error.contains(file.path()), "{error}");
        assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
    }
    drop(file);
    let error = provider.credentials().await.expect_err("no file").to_string();
    assert!(error.contains("cannot be read: "), "{error}");
    assert_eq!(server.counts().requests(), 2, "nothing was sent");
}

#[tokio::test]
async fn a_name_is_called_where_its_address_may_be() {
    let server = FaultServer::start([Step::answer(&Answer::ok(GOOD))]);
    let port = server.host().rsplit_once(':').map(|(_, port)| port.to_owned()).expect("a port");
    // Its first address may be ::1, where nobody listens.
    let url = format!("http://localhost:{port}/");
    let provider = provider(&[(FULL, &url)]).expect("a provider");
    let credentials = provider.credentials().await;
    assert!(credentials.is_ok(), "{credentials:?}");
    assert_eq!(server.counts().seen()[0].header("host"), format!("localhost:{port}"));
}

#[tokio::test]
async fn a_name_of_another_machine_is_never_called() {
    // A name that the resolver answers without a name server, with an address that is not allowed.
    for (host, said) in [
        // inet_aton's forms, which resolvers take for addresses.
        ("0x0a000001", "is plain HTTP to 0x0a000001 (10.0.0.1); use https"),
        ("167772161", "is plain HTTP to 167772161 (10.0.0.1); use https"),
        ("no-such-host.invalid", "cannot be resolved"),
    ] {
        let provider = provider(&[(FULL, &format!("http://{host}/")), (TOKEN, "hunter2")]);
        let error = provider.expect("a name").credentials().await.expect_err(host).to_string();
        assert!(error.contains(said), "{host}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    for url in ["http://10.0.0.1/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/"] {
        let error = provider(&[(FULL, url)]).expect_err("not allowed");
        assert!(!error.is_not_configured() && error.to_string().contains("is plain HTTP to"));
    }
    assert!(provider(&[]).expect_err("nothing is set").is_not_configured());
}

#[tokio::test]
async fn an_address_in_ipv6_clothes_is_called_as_what_it_is() {
    let server = FaultServer::start([Step::answer(&Answer::ok(GOOD))]);
    let port = server.host().rsplit_once(':').map(|(_, port)| port.to_owned()).expect("a port");
    let url = format!("http://[::ffff:127.0.0.1]:{port}/");
    let credentials = provider(&[(FULL, &url)]).expect("a provider").credentials().await;
    assert!(credentials.is_ok(), "{credentials:?}");
}

#[tokio::test]
async fn what_fails_for_a_moment_is_asked_again_and_nothing_else() {
    // What is shown of it ends within the token.
    const LONG: &str = concat!(
        "............................................................................................",
        "............................................................................................",
        "...... Bearer hunter2 ........"
    );
    for (status, body, requests, said) in [
        (500, "", 3, "HTTP status 500"),
        (501, "", 3, "HTTP status 501"),
        (503, r#"{"code":"Busy","message":"a\nmoment"}"#, 3, "Busy (503): a moment"),
        (401, "", 1, "HTTP status 401"),
        (403, r#"{"code":"AccessDenied","message":"no"}"#, 1, "AccessDenied (403): no"),
        (403, "you sent Bearer hunter2", 1, "you sent [redacted]"),
        (403, LONG, 1, "HTTP status 403"),
        (404, "", 1, "HTTP status 404"),
    ] {
        let count = Arc::new(AtomicUsize::new(0));
        let server = FaultServer::by({
            let count = Arc::clone(&count);
            move |_| {
                count.fetch_add(1, Ordering::SeqCst);
                Step::answer(&Answer::new(status).body(body))
            }
        });
        let error = at(&server).credentials().await.expect_err(said);
        let text = error.to_string();
        assert_eq!(count.load(Ordering::SeqCst), requests, "{text}");
        assert!(text.contains(said) && !text.contains("Bearer") && !text.contains('\n'), "{text}");
        assert!(!error.is_not_configured());
    }
    let busy = FaultServer::start([
        Step::answer(&Answer::new(503)),
        Step::nothing(Read::All, End::Reset),
        Step::answer(&Answer::ok(GOOD)),
    ]);
    assert!(at(&busy).credentials().await.is_ok());
}

#[tokio::test]
async fn answers_that_are_none_are_errors_without_secrets() {
    let huge = Answer::new(200).unannounced().bytes();
    let expired =
        r#"{"AccessKeyId":"A","SecretAccessKey":"hunter2","Expiration":"2020-01-01T00:00:00Z"}"#;
    let to = |place: &str| Step::answer(&Answer::new(302).header("location", place));
    let elsewhere = FaultServer::start([]);
    for (step, said) in [
        (Step::answer(&Answer::ok("<html>hunter2")), "an invalid credentials document"),
        (Step::answer(&Answer::ok(r#"{"SecretAccessKey":"hunter2"}"#)), "returned no AccessKeyId"),
        (Step::answer(&Answer::ok(r#"{"Code":"Odd","Message":"why"}"#)), "refused: Odd: why"),
        (Step::answer(&Answer::ok(expired)), "expired at 2020-01-01T00:00:00Z"),
        (Step::answer(&Answer::ok("").announcing("9000000")), "larger than 65536 bytes"),
        (Step::send(huge, End::Close).pace(Pace::Endless), "larger than 65536 bytes"),
        (Step::send(*b"hunter2\r\n\r\n", End::Close), "failed: GetContainerCredentials: "),
        (to(&elsewhere.endpoint()), "HTTP status 302"),
    ] {
        let server = FaultServer::by(move |_| step.clone());
        let error = at(&server).credentials().await.expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
    }
    assert_eq!(elsewhere.counts().requests(), 0, "no redirect is followed");
}

#[tokio::test]
async fn a_service_that_hangs_is_given_up() {
    let server = FaultServer::by(|_| Step::nothing(Read::All, End::Hang));
    let start = Instant::now();
    let provider = at(&server).timeout(Duration::from_millis(100));
    let error = provider.credentials().await.expect_err("it hangs");
    assert!(error.to_string().contains("took longer than 100ms"), "{error}");
    assert!(!error.is_not_configured() && start.elapsed() < Duration::from_secs(10));
}
