//! Real programs that print credentials, or do something else.

use std::time::{Duration, Instant};

use aws_operation::internals::{Platform, ProfileFile, Profiles, Source, Variables};
use aws_operation::internals::{plan, profile_name};
use aws_operation::providers::ProcessCredentials;
use aws_operation::{Credentials, CredentialsError, ProvideCredentials as _};

const GOOD: &str = r#"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"hunter2","SessionToken":"t","Expiration":"2999-01-01T00:00:00Z"}"#;

fn shell(script: &str) -> ProcessCredentials {
    // `$0` is the good answer.
    ProcessCredentials::new("sh", ["-c", script, GOOD])
}

async fn run(script: &str) -> Result<Credentials, CredentialsError> {
    shell(script).credentials().await
}

#[tokio::test]
async fn what_a_program_prints_are_credentials() {
    let credentials = run(r#"printf %s "$0""#).await.expect("credentials");
    assert_eq!(credentials.access_key_id(), "AKID");
    assert_eq!(credentials.secret_access_key(), "hunter2");
    assert_eq!(credentials.session_token(), Some("t"));
    assert!(credentials.expiration().is_some());
    // What it says on the side does no harm, however much it is.
    let noisy = r#"i=0; while [ $i -lt 5000 ]; do echo "warning: a line of noise" >&2; i=$((i+1)); done; echo "$0""#;
    assert!(run(noisy).await.is_ok());
}

#[tokio::test]
async fn what_a_program_does_wrong_is_said_in_one_line_without_a_secret() {
    let long = "printf '%070000d' 0";
    let expired = r#"echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hunter2","Expiration":"2020-01-01T00:00:00Z"}'"#;
    let no_secret = r#"echo '{"Version":1,"AccessKeyId":"hunter2"}'"#;
    for (script, expected) in [
        ("exit 3", "failed with exit status: 3; run it by hand"),
        ("kill -9 $$", "failed with signal: 9"),
        (
            "echo no such profile >&2; echo >&2; echo 'log in' >&2; exit 1",
            "failed with exit status: 1, and wrote to standard error: no such profile log in; run",
        ),
        ("echo hunter2", "returned an invalid credentials document"),
        ("echo '<html>hunter2'; echo careful >&2", "and wrote to standard error: careful"),
        ("", "did not print `\"Version\": 1`"),
        (r#"echo '{"Version":2,"AccessKeyId":"hunter2"}'"#, "did not print `\"Version\": 1`"),
        (r#"echo '{"Version":"1","AccessKeyId":"hunter2"}'"#, "did not print `\"Version\": 1`"),
        (r#"echo '{"AccessKeyId":"hunter2"}'"#, "did not print `\"Version\": 1`"),
        (no_secret, "returned no SecretAccessKey"),
        (expired, "returned credentials that expired at 2020-01-01T00:00:00Z"),
        (long, "printed more than 65536 bytes"),
        ("exec cat /dev/zero", "printed more than 65536 bytes"),
    ] {
        let error = run(script).await.expect_err(script);
        let text = error.to_string();
        assert!(text.contains(expected), "{script}: {text}");
        assert!(text.starts_with("the program `sh` of `credential_process` "), "{text}");
        assert!(!text.contains("hunter2") && !text.contains('\n'), "{text}");
        assert!(text.len() < 1500 && !error.is_not_configured(), "{text}");
    }
    let flood = run("head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1").await.expect_err("fails");
    assert!(flood.to_string().len() < 1500, "{flood}");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let provider = ProcessCredentials::new("/nowhere/credentials", ["hunter2"]);
    let error = provider.credentials().await.expect_err("there is none").to_string();
    assert!(error.contains("`/nowhere/credentials`") && error.contains("cannot be started"));
    assert!(!format!("{error}{provider:?}").contains("hunter2"));
}

/// The program writes its id first; it is gone once nobody waits for it any more.
fn is_running(file: &std::path::Path) -> bool {
    let id = std::fs::read_to_string(file).expect("it was started");
    let state = std::fs::read_to_string(format!("/proc/{}/stat", id.trim()));
    // One that has ended and was not waited for yet is no longer running.
    state.is_ok_and(|state| !state.contains(") Z "))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_program_that_hangs_is_killed() {
    let file = std::env::temp_dir().join(format!("providers-hang-{}", std::process::id()));
    let script = format!("echo $$ > {}; exec sleep 1000", file.display());
    let start = Instant::now();
    let provider = shell(&script).timeout(Duration::from_millis(400));
    let error = provider.credentials().await.expect_err("it hangs").to_string();
    assert!(error.contains("took longer than 400ms and was killed"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(20));
    gone(&file).await;

    // The same for a caller who does not wait that long.
    let provider = shell(&script);
    let waited = tokio::time::timeout(Duration::from_millis(400), provider.credentials()).await;
    assert!(waited.is_err());
    gone(&file).await;
    let _ = std::fs::remove_file(&file);
}

async fn gone(file: &std::path::Path) {
    for _ in 0..200 {
        if !is_running(file) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it still runs");
}

#[tokio::test]
async fn a_program_that_leaves_a_child_behind_is_not_waited_for() {
    let start = Instant::now();
    // The child holds standard output open.
    let credentials = run(r#"sleep 30 & echo "$0""#).await;
    assert!(credentials.is_ok(), "{credentials:?}");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_command_of_a_profile_is_run_without_a_shell() {
    let text = "[default]\ncredential_process = printf \"%s\" '{\"Version\":1,\"AccessKeyId\":\"$HOME\",\"SecretAccessKey\":\"`id`;exit\"}'\n";
    let file = ProfileFile { path: "config", text };
    let profiles = Profiles::read(Some(file), None).expect("a profile");
    let name = profile_name(None, Variables::new(&|_| None));
    let plan = plan(&profiles, &name).expect("a plan");
    let Source::Process(process) = plan.base.source else { panic!("no process") };
    assert!(process.words(Platform::HERE).is_ok());
    let provider = ProcessCredentials::from_plan(&process).expect("a program");
    let credentials = provider.credentials().await.expect("credentials");
    assert_eq!(credentials.access_key_id(), "$HOME");
    assert_eq!(credentials.secret_access_key(), "`id`;exit");
}
