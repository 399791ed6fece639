//! A loopback metadata service of version 2, with its faults.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::internals::{Profiles, Settings, Variables};
use aws_operation::providers::{Connection, InstanceMetadata};
use aws_operation::{ProvideCredentials as _, Timestamp};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Seen, Step};
use aws_operation_tests::scripted::{Answer as Say, Scripted, StartsAt};

const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

fn document(expiration: &str) -> String {
    format!(
        r#"{{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"AKID","SecretAccessKey":"hunter2","Token":"hunter2t","Expiration":"{expiration}"}}"#
    )
}

/// What a healthy service answers: tokens are counted, and only the newest is good.
fn healthy(seen: &Seen, tokens: &AtomicUsize) -> Step {
    let token = |number: usize| format!("token-{number}");
    let answer = match (seen.method(), seen.target()) {
        ("PUT", "/latest/api/token") => {
            assert_eq!(seen.header("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
            let number = tokens.fetch_add(1, Ordering::SeqCst) + 1;
            Answer::ok(&token(number)).header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        }
        ("GET", _)
            if seen.header("x-aws-ec2-metadata-token") != token(tokens.load(Ordering::SeqCst)) =>
        {
            Answer::new(401)
        }
        ("GET", ROLES) => Answer::ok("my-role\n"),
        ("GET", path) if path == format!("{ROLES}my-role") => {
            Answer::ok(&document("2999-01-01T00:00:00Z"))
        }
        ("GET", "/latest/meta-data/placement/region") => Answer::ok("eu-west-1"),
        _ => Answer::new(404),
    };
    assert_eq!(seen.header("authorization"), "", "nothing is signed");
    Step::answer(&answer)
}

type Fault = Box<dyn Fn(&Seen, usize) -> Option<Step> + Send + Sync>;

/// A service that is healthy but where `fault` says otherwise, which knows how often it was asked
/// for the same before.
fn service(fault: Fault) -> (FaultServer, Arc<AtomicUsize>) {
    let tokens = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&tokens);
    let asked = Mutex::new(Vec::<String>::new());
    let server = FaultServer::by(move |seen| {
        let mut asked = asked.lock().unwrap();
        let before = asked.iter().filter(|target| *target == seen.target()).count();
        asked.push(seen.target().to_owned());
        fault(seen, before).unwrap_or_else(|| healthy(seen, &tokens))
    });
    (server, counted)
}

fn provider(server: &FaultServer) -> InstanceMetadata {
    // A busy machine is slow too.
    InstanceMetadata::new().endpoint_url(&server.endpoint()).timeout(Duration::from_secs(20))
}

#[tokio::test]
async fn credentials_and_region_take_one_token() {
    let (server, tokens) = service(Box::new(|_, _| None));
    let provider = provider(&server);
    let credentials = provider.credentials().await.expect("credentials");
    assert_eq!(credentials.access_key_id(), "AKID");
    assert_eq!(credentials.session_token(), Some("hunter2t"));
    assert!(credentials.expiration().is_some());
    assert_eq!(provider.region().await.as_deref(), Ok("eu-west-1"));
    assert_eq!((tokens.load(Ordering::SeqCst), server.counts().requests()), (1, 4));
    assert_eq!(provider.warning(), None);
    // A token that the service has forgotten is got anew.
    tokens.store(7, Ordering::SeqCst);
    assert!(provider.credentials().await.is_ok());
    assert_eq!(tokens.load(Ordering::SeqCst), 8);
}

#[tokio::test]
async fn what_fails_for_a_moment_is_asked_again_and_nothing_else() {
    type Row = (&'static str, u16, bool, usize, bool, &'static str);
    let token = "/latest/api/token";
    let rows: [Row; 12] = [
        // where, status, once only, requests, not configured, what is said (empty: it works)
        (token, 500, true, 4, false, ""),
        (token, 503, true, 4, false, ""),
        (token, 501, true, 4, false, ""),
        (token, 500, false, 3, false, "GetMetadataToken: HTTP status 500 [host 127.0.0.1:"),
        (token, 403, false, 1, true, "is disabled (403); enable it"),
        (token, 404, false, 1, false, "only version 2 of the metadata service is supported"),
        (token, 400, false, 1, false, "HTTP status 400"),
        (ROLES, 502, true, 4, false, ""),
        (ROLES, 401, true, 5, false, ""),
        (ROLES, 401, false, 4, false, "HTTP status 401"),
        (ROLES, 403, false, 2, false, "HTTP status 403"),
        (ROLES, 404, false, 2, true, "the instance has no role"),
    ];
    for (at, status, once, requests, not_configured, said) in rows {
        let (server, _) = service(Box::new(move |seen, before| {
            let fails = seen.target() == at && (before == 0 || !once);
            fails.then(|| Step::answer(&Answer::new(status)))
        }));
        let outcome = provider(&server).credentials().await;
        let row = format!("{at} {status} {once}");
        assert_eq!(server.counts().requests(), requests, "{row}: {outcome:?}");
        match outcome {
            Ok(_) => assert_eq!(said, "", "{row}"),
            Err(error) => {
                assert!(!said.is_empty() && error.to_string().contains(said), "{row}: {error}");
                assert_eq!(error.is_not_configured(), not_configured, "{row}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn answers_that_are_none_are_errors_without_secrets() {
    let at = |path: &'static str, step: Step| -> Fault {
        Box::new(move |seen, _| (seen.target() == path).then(|| step.clone()))
    };
    let role = "/latest/meta-data/iam/security-credentials/my-role";
    let huge = Answer::new(200).unannounced().bytes();
    let refused = r#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot\nassume it"}"#;
    for (fault, said) in [
        (at(role, Step::answer(&Answer::ok("<html>hunter2"))), "an invalid credentials document"),
        (at(role, Step::answer(&Answer::ok(refused))), "AssumeRoleUnauthorizedAccess: EC2 cannot"),
        (
            at(role, Step::answer(&Answer::ok(r#"{"AccessKeyId":"hunter2"}"#))),
            "returned no SecretAccessKey",
        ),
        (at(role, Step::answer(&Answer::ok("").announcing("9000000"))), "larger than 65536 bytes"),
        (at(role, Step::send(huge, End::Close).pace(Pace::Endless)), "larger than 65536 bytes"),
        (
            at(role, Step::answer(&Answer::new(302).header("location", "http://127.0.0.1:1/x"))),
            "HTTP status 302",
        ),
        (at(ROLES, Step::answer(&Answer::ok("\n"))), "the instance has no role"),
        (at(ROLES, Step::answer(&Answer::new(400).body("you sent token-1"))), "HTTP status 400 ["),
        (at(ROLES, Step::answer(&Answer::ok("../../x"))), "cannot be sent"),
        (at(role, Step::send(*b"hunter2\r\n\r\n", End::Close)), "failed: GetMetadata: "),
    ] {
        let (server, _) = service(fault);
        let error = provider(&server).credentials().await.expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
        assert!(!error.contains("token-1"), "{error}");
    }
    let (server, _) = service(at(
        "/latest/meta-data/placement/region",
        Step::answer(&Answer::ok("x@attacker.com:443/#")),
    ));
    let error = provider(&server).region().await.expect_err("none").to_string();
    assert!(error.contains("an invalid region; set AWS_REGION"), "{error}");
}

#[tokio::test]
async fn where_nobody_answers_nothing_is_configured_and_nobody_waits_long() {
    let (slow, _) = service(Box::new(|_, _| Some(Step::nothing(Read::All, End::Hang))));
    let start = Instant::now();
    let by_default = InstanceMetadata::new().endpoint_url(&slow.endpoint());
    let error = by_default.credentials().await.expect_err("too slow");
    assert!(
        error.is_not_configured()
            && error.to_string().contains("no response from the instance metadata service")
    );
    assert!((1000..10_000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert_eq!(slow.counts().requests(), 1);

    let patient = provider(&slow).timeout(Duration::from_millis(400)).max_attempts(4);
    assert!(patient.credentials().await.is_err());
    assert_eq!(slow.counts().requests(), 5);

    let down = FaultServer::down();
    let provider = InstanceMetadata::new().endpoint_url(&down.endpoint());
    let error = provider.credentials().await.expect_err("nobody");
    assert!(error.is_not_configured(), "{error}");
    assert!(
        error.to_string().contains("no response from the instance metadata service at http://127")
    );
}

#[test]
fn settings_are_those_of_the_environment_and_the_profile() {
    let with = |variables: &'static [(&str, &str)]| {
        let find = move |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let profiles = Profiles::default();
        let settings = Settings::new(Variables::new(&find), &profiles, "default");
        InstanceMetadata::from_settings(&settings).map(|provider| format!("{provider:?}"))
    };
    let off = with(&[("AWS_EC2_METADATA_DISABLED", "true")]).expect_err("off");
    assert!(off.is_not_configured(), "{off}");
    let wrong = with(&[("AWS_METADATA_SERVICE_TIMEOUT", "0")]).expect_err("wrong");
    assert!(!wrong.is_not_configured(), "{wrong}");
    let set = with(&[
        ("AWS_METADATA_SERVICE_TIMEOUT", "5"),
        ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://example.com"),
    ]);
    let set = set.expect("settings");
    assert!(set.contains("http://example.com") && set.contains("5s"), "{set}");
}

/// The proxy is in the environment of a process of its own: this one.
#[tokio::test]
async fn no_proxy_is_asked() {
    const CHILD: &str = "PROVIDERS_IMDS_CHILD";
    let name = "http://no-such-host.invalid";
    if std::env::var_os(CHILD).is_some() {
        let provider = InstanceMetadata::new().endpoint_url(name);
        let error = provider.credentials().await.expect_err("there is no such host");
        assert!(error.is_not_configured(), "{error}");
        return;
    }
    let proxy = FaultServer::start([]);
    let binary = std::env::current_exe().expect("a test");
    let output = std::process::Command::new(binary)
        .args(["--exact", "imds::no_proxy_is_asked"])
        .env(CHILD, "1")
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, proxy.endpoint())))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    assert_eq!(proxy.counts().connections(), 0);
}

fn at(time: &str) -> SystemTime {
    time.parse::<Timestamp>().expect("a time").into()
}

fn scripted(answers: Vec<Say>) -> (Scripted, InstanceMetadata) {
    let transport = Scripted::new(answers);
    let timer = Arc::new(StartsAt::new(at("2026-01-01T00:00:00Z")));
    let connection = Connection::new(Arc::new(transport.clone()), timer);
    (transport, InstanceMetadata::new().connection(connection))
}

fn say(body: String) -> Say {
    Say::Response(200, Vec::new(), body.leak())
}

#[tokio::test(start_paused = true)]
async fn credentials_that_cannot_be_renewed_are_used_on_with_a_warning() {
    let fresh = || {
        vec![
            Say::Response(200, vec![], "token"),
            Say::Response(200, vec![], "my-role"),
            say(document("2026-01-01T01:00:00Z")),
        ]
    };
    let (transport, provider) = scripted(fresh());
    let first = provider.credentials().await.expect("credentials");
    assert_eq!(first.expiration(), Some(at("2026-01-01T01:00:00Z")));

    // A failure before the end: the same ones, as they were.
    tokio::time::advance(Duration::from_secs(30 * 60)).await;
    transport.then([Say::status(500), Say::status(500), Say::status(500)]);
    let second = provider.credentials().await.expect("the last ones");
    assert_eq!((second, provider.warning()), (first, None));

    // After their end: for another 20 to 25 min.
    tokio::time::advance(Duration::from_secs(60 * 60)).await;
    let now = at("2026-01-01T01:30:00Z");
    transport.then([Say::status(500), Say::status(500), Say::status(500)]);
    let third = provider.credentials().await.expect("extended");
    let left = third.expiration().and_then(|end| end.duration_since(now).ok()).expect("an end");
    assert!((20 * 60..=25 * 60 + 5).contains(&left.as_secs()), "{left:?}");
    let warning = provider.warning().expect("a warning");
    assert!(
        warning.contains("have expired, and are used for another") && warning.contains("500"),
        "{warning}"
    );

    // The same where the service itself has none but these.
    transport.then([Say::Response(200, vec![], "my-role"), say(document("2026-01-01T01:00:00Z"))]);
    let fourth = provider.credentials().await.expect("extended");
    assert!(fourth.expiration() > Some(now + Duration::from_secs(19 * 60)));
    assert!(provider.warning().is_some_and(|warning| warning.contains("has no newer credentials")));

    // The instance's role was taken away.
    transport.then([Say::status(404)]);
    assert!(provider.credentials().await.is_err());

    // And renewed.
    transport.then([Say::Response(200, vec![], "my-role"), say(document("2026-01-01T08:00:00Z"))]);
    assert!(provider.credentials().await.is_ok());
    assert_eq!(provider.warning(), None);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_end() {
    let role = || Say::Response(200, vec![], "eu-west-1");
    let seconds = "x-aws-ec2-metadata-token-ttl-seconds";
    let (transport, provider) = scripted(vec![
        Say::Response(200, vec![(seconds, "21600".to_owned())], "token-1"),
        role(),
        role(),
        Say::Response(200, vec![(seconds, "300".to_owned())], "token-2"),
        role(),
        Say::Response(200, vec![], "token-3"),
        role(),
    ]);
    for wait in [0, 21_400, 100, 200] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        assert!(provider.region().await.is_ok());
    }
    let tokens = ["", "token-1", "token-1", "", "token-2", "", "token-3"];
    assert_eq!(transport.header("x-aws-ec2-metadata-token"), tokens);
}
