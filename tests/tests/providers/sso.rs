//! IAM Identity Center: the file of `aws sso login`, and a local stand-in for both services.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use aws_operation::internals::{ProfileFile, Profiles, Source, Variables, plan, profile_name};
use aws_operation::providers::{Connection, SsoCredentials};
use aws_operation::{ProvideCredentials as _, Timestamp};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Step};
use aws_operation_tests::scripted::{Answer as Say, Scripted, StartsAt};
use aws_operation_tests::sso::Sso;
use serde_json::{Value, json};

/// SHA-1 of `my-sso`, and of the start URL.
const NAMED: &str = "0ad374308c5a4e22f723adf10145eafad7c4031c.json";
const LEGACY: &str = "b343494cf15ba6b81449840ea93161cf3b27e5e3.json";
const START_URL: &str = "https://example.com/start";

/// A folder of tokens, removed with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = format!("providers-sso-{}-{name}", std::process::id());
        let this = Self(std::env::temp_dir().join(folder));
        let _ = fs::remove_dir_all(&this.0);
        fs::create_dir_all(&this.0).expect("a folder");
        this
    }

    /// A token's file, which ends so many seconds from now.
    fn write(&self, name: &str, access_token: &str, left: i64, with: Value) {
        let mut token = json!({
            "startUrl": START_URL,
            "region": "eu-west-1",
            "accessToken": access_token,
            "expiresAt": in_seconds(left),
        });
        if let (Value::Object(token), Value::Object(with)) = (&mut token, with) {
            token.extend(with);
        }
        fs::write(self.0.join(name), token.to_string()).expect("a file");
    }

    fn read(&self, name: &str) -> Value {
        let text = fs::read_to_string(self.0.join(name)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn in_seconds(left: i64) -> String {
    let now = Timestamp::from(SystemTime::now()).epoch_seconds();
    Timestamp::from_epoch_seconds(now + left).to_string()
}

fn renewal() -> Value {
    json!({
        "clientId": "client",
        "clientSecret": "hunter2c",
        "registrationExpiresAt": in_seconds(86_400),
        "refreshToken": "hunter2-refresh",
        "other": {"kept": [1, true, null, "x"]},
    })
}

fn role(folder: &Folder, endpoint: &str) -> SsoCredentials {
    SsoCredentials::new(START_URL, "eu-west-1", "123456789012", "Reader")
        .session_name("my-sso")
        .profile("reader")
        .cache_folder(&folder.0)
        .endpoint_urls(endpoint, endpoint)
}

async fn error(provider: &SsoCredentials) -> String {
    let error = provider.credentials().await.expect_err("an error");
    assert!(!error.is_not_configured(), "{error}");
    let error = error.to_string();
    assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
    error
}

/// The CLI and SDKs have written the end of a token in several ways.
#[tokio::test]
async fn the_end_of_a_token_is_read_however_it_is_written() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("times"));
    let role = role(&folder, &sso.endpoint());
    for end in [
        "2999-01-01T00:00:00UTC",
        "2999-01-01T00:00:00Z",
        "2999-01-01t00:00:00z",
        "2999-01-01 00:00:00+0000",
        "2999-01-01T00:00:00+00",
        "2999-01-01T00:00:00,000Z",
        "2999-01-01T00:00",
    ] {
        folder.write(NAMED, "hunter2-access", 0, json!({"expiresAt": end}));
        let credentials = role.credentials().await.expect(end);
        assert_eq!(credentials.access_key_id(), "ASIASSO", "{end}");
    }
    assert_eq!(sso.state(|state| state.renewals), 0);
    for end in ["2020-01-01T00:00:00UTC", "2020-01-01T00:00:00+0000"] {
        folder.write(NAMED, "hunter2-access", 0, json!({"expiresAt": end}));
        assert!(error(&role).await.contains("has expired"), "{end}");
    }
}

#[tokio::test]
async fn a_token_is_exchanged_for_credentials() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("plain"));
    let text = format!(
        "[profile named]\nsso_session = my-sso\nsso_account_id = 123456789012\n\
         sso_role_name = Reader\n[sso-session my-sso]\nsso_region = eu-west-1\n\
         sso_start_url = {START_URL}\n\
         [profile legacy]\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
         sso_region = eu-west-1\nsso_start_url = {START_URL}\n"
    );
    let file = ProfileFile { path: "config", text: &text };
    let profiles = Profiles::read(Some(file), None).expect("profiles");
    for (profile, file) in [("named", NAMED), ("legacy", LEGACY)] {
        folder.write(file, "hunter2-access", 3600, json!({}));
        let name = profile_name(Some(profile), Variables::new(&|_| None));
        let plan = plan(&profiles, &name).expect("a plan");
        let Source::Sso { session, account_id, role_name } = &plan.base.source else {
            panic!("no SSO: {plan:?}")
        };
        let provider = SsoCredentials::from_plan(session, account_id, role_name)
            .cache_folder(&folder.0)
            .endpoint_urls(&sso.endpoint(), &sso.endpoint());
        let credentials = provider.credentials().await.expect(profile);
        assert_eq!(credentials.access_key_id(), "ASIASSO");
        assert_eq!(credentials.session_token(), Some("hunter2t"));
        assert_eq!(credentials.account_id(), Some("123456789012"));
        let end = credentials.expiration().map(|end| Timestamp::from(end).epoch_seconds());
        assert_eq!(end, Some(32_472_144_000));
        fs::remove_file(folder.0.join(file)).expect("it was there");
    }
    assert_eq!(sso.requests(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_5_min_before_its_end_and_kept_for_its_owner() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("renew"));
    let provider = role(&folder, &sso.endpoint());
    folder.write(NAMED, "hunter2-access", 310, renewal());
    assert!(provider.credentials().await.is_ok());
    assert_eq!(sso.state(|state| state.renewals), 0, "not yet");

    for (left, renewals) in [(290, 1), (-10, 2)] {
        let refresh_token = sso.state(|state| state.refresh_token.clone());
        let mut with = renewal();
        with["refreshToken"] = refresh_token.into();
        folder.write(NAMED, "another", left, with);
        // A program of its own, which remembers nothing.
        let provider = role(&folder, &sso.endpoint());
        assert!(provider.credentials().await.is_ok(), "{left}");
        assert!(provider.credentials().await.is_ok(), "{left}");
        assert_eq!(sso.state(|state| state.renewals), renewals);
        let token = folder.read(NAMED);
        assert_eq!(token["accessToken"], format!("hunter2-access-{renewals}"));
        assert_eq!(token["refreshToken"], format!("hunter2-refresh-{renewals}"));
        assert_eq!(token["clientId"], "client");
        assert_eq!(token["other"], renewal()["other"], "what is not ours is kept");
        let end = token["expiresAt"].as_str().expect("text").parse::<Timestamp>().expect("time");
        let left = end.epoch_seconds() - Timestamp::from(SystemTime::now()).epoch_seconds();
        assert!((28_700..=28_800).contains(&left), "{left}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.0.join(NAMED)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let files = fs::read_dir(&folder.0).expect("a folder").count();
        assert_eq!(files, 1, "nothing is left beside it");
    }
}

#[tokio::test]
async fn whoever_reads_the_file_meanwhile_finds_it_whole() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("atomic"));
    let mut with = renewal();
    with["filler"] = "x".repeat(40_000).into();
    folder.write(NAMED, "hunter2-access", -10, with);
    let path = folder.0.join(NAMED);
    let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stop = Arc::clone(&done);
    let reader = std::thread::spawn(move || {
        let mut reads = 0;
        while !stop.load(std::sync::atomic::Ordering::SeqCst) {
            let text = fs::read_to_string(&path).expect("it is always there");
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{} bytes", text.len());
            reads += 1;
        }
        reads
    });
    for _ in 0..20 {
        assert!(role(&folder, &sso.endpoint()).credentials().await.is_ok());
        let mut token = folder.read(NAMED);
        token["expiresAt"] = in_seconds(-10).into();
        let beside = folder.0.join("beside");
        fs::write(&beside, token.to_string()).expect("a file");
        fs::rename(&beside, folder.0.join(NAMED)).expect("a name");
    }
    done.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(reader.join().expect("it was whole each time") > 0);
    assert_eq!(sso.state(|state| state.renewals), 20);
}

#[tokio::test]
async fn a_session_that_is_over_says_how_to_sign_in() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("over"));
    let provider = role(&folder, &sso.endpoint());
    let run = "; run: aws sso login --profile reader";
    let text = error(&provider).await;
    assert!(text.starts_with("the SSO session my-sso has no token in "), "{text}");
    assert!(text.ends_with(run), "{text}");

    let mut unregistered = renewal();
    unregistered["registrationExpiresAt"] = in_seconds(-1).into();
    let mut used = renewal();
    used["refreshToken"] = "hunter2-used".into();
    for (left, with, requests, said) in [
        (-1, json!({}), 0, "has expired; run"),
        (-1, unregistered, 0, "has expired; run"),
        (-1, used, 1, "was not renewed (CreateToken: InvalidGrantException (400)"),
        (
            3600,
            json!({"accessToken": "hunter2-ended"}),
            1,
            "has expired or was ended, according to SSO; run",
        ),
        (3600, json!({"expiresAt": "hunter2"}), 0, "its expiresAt is not a time"),
        (3600, json!({"expiresAt": null}), 0, "it has no expiresAt"),
        (3600, json!({"accessToken": ""}), 0, "it has no accessToken"),
    ] {
        let before = sso.requests();
        folder.write(NAMED, "hunter2-access", left, with);
        let text = error(&provider).await;
        assert!(text.contains(said) && text.ends_with(run), "{text}");
        assert_eq!(sso.requests() - before, requests, "{text}");
    }
    for (file, said) in [
        (&b"hunter2"[..], "cannot be used"),
        (b"[\"hunter2\"]", "it is not a JSON object"),
        (&[b' '; 70_000], "it is larger than 65536 bytes"),
        (b"{\"accessToken\": \"hunter2\xff\"}", "it is not UTF-8"),
    ] {
        fs::write(folder.0.join(NAMED), file).expect("a file");
        let text = error(&provider).await;
        assert!(text.contains(said) && text.ends_with(run), "{text}");
    }
    let named = SsoCredentials::new(START_URL, "eu-west-1", "1", "r").session_name("s");
    let nowhere = Folder::new("nowhere");
    let text = error(&named.cache_folder(&nowhere.0)).await;
    assert!(text.ends_with("; run: aws sso login --sso-session s"), "{text}");
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_yet_serves_to_its_end() {
    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("serves"));
    let provider = role(&folder, &sso.endpoint());
    folder.write(NAMED, "hunter2-access", 200, renewal());
    sso.state(|state| state.oidc_fault = Some((400, json!({"error": "slow_down"}))));
    assert!(provider.credentials().await.is_ok());
    assert!(provider.credentials().await.is_ok());
    assert_eq!(sso.requests(), 3, "not again within 30 s");
    // One that cannot be renewed at all does so too.
    folder.write(NAMED, "hunter2-access", 200, json!({}));
    assert!(provider.credentials().await.is_ok());
}

#[tokio::test]
async fn another_program_may_have_been_faster() {
    let folder = Arc::new(Folder::new("faster"));
    let shared = Arc::clone(&folder);
    // While it refuses, somebody else writes a new token.
    let server = FaultServer::by(move |seen| {
        let answer = match seen.method() {
            "POST" => {
                shared.write(NAMED, "hunter2-new", 3600, renewal());
                Answer::error(400, "InvalidGrantException")
            }
            _ if seen.header("x-amz-sso_bearer_token") == "hunter2-new" => Answer::ok(
                r#"{"roleCredentials": {"accessKeyId": "A", "secretAccessKey": "hunter2"}}"#,
            ),
            _ => Answer::error(401, "UnauthorizedException"),
        };
        Step::answer(&answer)
    });
    folder.write(NAMED, "hunter2-old", -10, renewal());
    let credentials = role(&folder, &server.endpoint()).credentials().await.expect("the other's");
    assert_eq!((credentials.access_key_id(), credentials.expiration()), ("A", None));
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_that_cannot_be_kept_is_used_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;

    let (sso, folder) = (Sso::start("hunter2-access", "hunter2-refresh"), Folder::new("readonly"));
    folder.write(NAMED, "hunter2-access", -10, renewal());
    let mode = |mode| fs::set_permissions(&folder.0, fs::Permissions::from_mode(mode));
    mode(0o500).expect("a folder");
    let is_root = fs::write(folder.0.join("probe"), "").is_ok();
    let provider = role(&folder, &sso.endpoint());
    assert!(provider.credentials().await.is_ok());
    assert!(provider.credentials().await.is_ok());
    assert_eq!(sso.state(|state| state.renewals), 1, "it is remembered");
    let kept = if is_root { "hunter2-access-1" } else { "hunter2-access" };
    assert_eq!(folder.read(NAMED)["accessToken"], kept);
    mode(0o700).expect("a folder");
}

#[tokio::test]
async fn answers_that_are_none_are_errors_without_secrets() {
    let folder = Folder::new("faults");
    folder.write(NAMED, "hunter2-access", 3600, json!({}));
    let huge = Answer::new(200).unannounced().bytes();
    let null = r#"{"roleCredentials": {"accessKeyId": "hunter2", "secretAccessKey": null}}"#;
    for (step, said) in [
        (Step::answer(&Answer::error(403, "ForbiddenException")), "ForbiddenException (403)"),
        (Step::answer(&Answer::error(404, "ResourceNotFoundException")), "role Reader in the acc"),
        (Step::answer(&Answer::ok("<html>hunter2")), "GetRoleCredentials"),
        (Step::answer(&Answer::new(400).body("you sent hunter2-access")), "HTTP status 400 ["),
        (
            Step::answer(&Answer::error(400, "X").body(r#"{"message": "not hunter2-access"}"#)),
            "X (400): not [redacted] [",
        ),
        (Step::answer(&Answer::ok("{}")), "without credentials of the role Reader; look at"),
        (Step::answer(&Answer::ok(null)), "without credentials of the role Reader"),
        (Step::answer(&Answer::ok("").announcing("9000000")), "larger than 262144 bytes"),
        (Step::send(huge, End::Close).pace(Pace::Endless), "larger than 262144 bytes"),
        (
            Step::answer(&Answer::new(302).header("location", "http://127.0.0.1:1/")),
            "HTTP status 302",
        ),
    ] {
        let server = FaultServer::by(move |_| step.clone());
        let text = error(&role(&folder, &server.endpoint())).await;
        assert!(text.contains(said), "{text}");
        assert_eq!(server.counts().requests(), 1, "{text}");
    }
    for (sso, said) in [("http://192.0.2.1", "plain HTTP to another machine"), ("x", "of SSO: ")] {
        let text = error(&role(&folder, sso)).await;
        assert!(text.contains(said), "{text}");
    }
}

/// Tokio's clock, so that waits are over at once.
#[tokio::test(start_paused = true)]
async fn the_hosts_are_the_regions_and_what_fails_for_a_moment_is_asked_again() {
    let folder = Folder::new("hosts");
    for (region, host) in [
        ("eu-west-1", "portal.sso.eu-west-1.amazonaws.com"),
        ("cn-north-1", "portal.sso.cn-north-1.amazonaws.com.cn"),
    ] {
        folder.write(LEGACY, "hunter2-access", 3600, json!({}));
        let transport = Scripted::new([Say::status(503), Say::code(429, "Slow"), Say::status(400)]);
        let timer = Arc::new(StartsAt::new(SystemTime::now()));
        let connection = Connection::new(Arc::new(transport.clone()), timer);
        let provider = SsoCredentials::new(START_URL, region, "1", "r")
            .cache_folder(&folder.0)
            .connection(connection);
        let text = error(&provider).await;
        assert!(text.contains(&format!("[host {host}")), "{text}");
        assert_eq!(transport.count(), 3);
    }
}
