//! Roles, at moto's STS and at one with faults.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aws_operation::internals::{
    ProfileFile, Profiles, Variables, plan, profile_name, web_identity_from_variables,
};
use aws_operation::providers::{AssumeRole, AssumeRoleWithWebIdentity, Connection, MfaCallback};
use aws_operation::{
    Credentials, CredentialsError, CredentialsFuture, ProvideCredentials, Timestamp,
};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Seen, Step};
use aws_operation_tests::scripted::{Answer as Say, Scripted, StartsAt};
use aws_operation_tests::server;
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};

const ROLE: &str = "arn:aws:iam::123456789012:role/reader";
const REGION: &str = "eu-west-1";

fn own() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY)
}

fn left(credentials: &Credentials) -> u64 {
    let end = credentials.expiration().expect("an end");
    end.duration_since(SystemTime::now()).map_or(0, |left| left.as_secs())
}

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let file = format!("providers-sts-{}-{name}", std::process::id());
        let this = Self(std::env::temp_dir().join(file));
        std::fs::write(&this.0, text).expect("a file");
        this
    }

    fn path(&self) -> String {
        self.0.to_str().expect("a path").to_owned()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn moto_gives_credentials_for_roles_and_botocore_agrees_with_the_signature() {
    let moto = server::moto();
    let gate = server::gate(moto.endpoint(), ACCESS_KEY, SECRET_KEY);
    let role = AssumeRole::new(ROLE, REGION, own())
        .endpoint_url(gate.endpoint())
        .session_name("some.one@x")
        .external_id("a b&c=d/é")
        .duration(std::time::Duration::from_secs(900));
    let credentials = role.credentials().await.expect("credentials");
    assert!(credentials.access_key_id().starts_with("ASIA"), "{credentials:?}");
    assert!(credentials.session_token().is_some());
    assert_eq!(credentials.account_id(), ROLE.split(':').nth(4));
    assert!((800..=900).contains(&left(&credentials)), "{}", left(&credentials));
    assert_eq!(gate.requests()[0]["answer"]["status"], 200);

    // A token instead of credentials: nothing is signed.
    let file = File::new("moto", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.\n");
    let identity = AssumeRoleWithWebIdentity::new(ROLE, file.path(), REGION)
        .endpoint_url(moto.endpoint())
        .session_name("me");
    let credentials = identity.credentials().await.expect("credentials");
    assert!(credentials.access_key_id().starts_with("ASIA"), "{credentials:?}");
    assert!((3000..=3600).contains(&left(&credentials)), "{}", left(&credentials));
}

#[tokio::test]
async fn a_chain_of_a_profile_goes_from_role_to_role() {
    let moto = server::moto();
    let text = "\
[profile last]
role_arn = arn:aws:iam::123456789012:role/last
source_profile = middle
duration_seconds = 1000
role_session_name = last-session
[profile middle]
role_arn = arn:aws:iam::123456789012:role/middle
source_profile = keys
external_id = 42
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile keys]
aws_access_key_id = AKIDEXAMPLE
aws_secret_access_key = secret
";
    let file = ProfileFile { path: "config", text };
    let profiles = Profiles::read(Some(file), None).expect("profiles");
    let name = profile_name(Some("last"), Variables::new(&|_| None));
    let plan = plan(&profiles, &name).expect("a plan");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let remember = Arc::clone(&asked);
    let mfa: MfaCallback = Arc::new(move |serial: &str| {
        remember.lock().unwrap().push(serial.to_owned());
        Box::pin(async { Ok("123456\n".to_owned()) })
    });
    let mut provider: Arc<dyn ProvideCredentials> = Arc::new(own());
    for role in &plan.roles {
        let next = AssumeRole::from_plan(role, REGION, provider, Some(Arc::clone(&mfa)));
        provider = Arc::new(next.endpoint_url(moto.endpoint()));
    }
    let credentials = provider.credentials().await.expect("credentials");
    assert!((900..=1000).contains(&left(&credentials)), "{}", left(&credentials));
    assert_eq!(*asked.lock().unwrap(), ["arn:aws:iam::123456789012:mfa/me"]);
}

fn success(action: &str, id: &str) -> String {
    format!(
        r#"<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <{action}Result>
    <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>{id}</AccessKeyId><SecretAccessKey>hunter2&amp;</SecretAccessKey>
      <SessionToken>hunter2t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
    </Credentials>
  </{action}Result>
</{action}Response>"#
    )
}

fn refusal(status: u16, code: &str, message: &str) -> Step {
    Step::answer(&Answer::new(status).body(format!(
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>id-1</RequestId></ErrorResponse>"#
    )))
}

fn form(seen: &Seen) -> String {
    assert_eq!((seen.method(), seen.target()), ("POST", "/"));
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
    String::from_utf8_lossy(&seen.body).into_owned()
}

#[tokio::test]
async fn requests_are_forms_and_tokens_are_read_anew() {
    let answer = |action: &str, id: &str| Step::answer(&Answer::ok(&success(action, id)));
    let server = FaultServer::start([
        answer("AssumeRole", "first"),
        answer("AssumeRoleWithWebIdentity", "second"),
        answer("AssumeRoleWithWebIdentity", "third"),
    ]);
    let role = AssumeRole::new(ROLE, REGION, own())
        .endpoint_url(&server.endpoint())
        .session_name("s")
        .external_id("a b&c")
        .mfa("arn:mfa", |serial| async move {
            assert_eq!(serial, "arn:mfa");
            Ok(" 123456\r\n".to_owned())
        });
    let credentials = role.credentials().await.expect("credentials");
    assert_eq!(credentials.access_key_id(), "first");
    assert_eq!(credentials.secret_access_key(), "hunter2&");
    assert_eq!(credentials.account_id(), Some("1"));

    let file = File::new("anew", "token-1");
    let (path, find) = (file.path(), |name: &str| (name == "AWS_ROLE_ARN").then_some(ROLE));
    let identity = web_identity_from_variables(Variables::new(&|name| match name {
        "AWS_WEB_IDENTITY_TOKEN_FILE" => Some(path.clone()),
        name => find(name).map(str::to_owned),
    }));
    let identity = AssumeRoleWithWebIdentity::from_plan(&identity.expect("set"), REGION)
        .endpoint_url(&server.endpoint());
    assert!(identity.credentials().await.is_ok());
    std::fs::write(&file.0, "token-2").expect("a file");
    assert!(identity.credentials().await.is_ok());

    let seen = server.counts().seen();
    let role = "Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader";
    assert_eq!(
        form(&seen[0]),
        format!(
            "Action=AssumeRole&{role}&RoleSessionName=s&ExternalId=a%20b%26c\
             &SerialNumber=arn%3Amfa&TokenCode=123456"
        )
    );
    assert!(seen[0].header("authorization").contains("/eu-west-1/sts/aws4_request"));
    for (seen, token) in seen[1..].iter().zip(["token-1", "token-2"]) {
        let form = form(seen);
        let begin =
            format!("Action=AssumeRoleWithWebIdentity&{role}&RoleSessionName=aws-operation-");
        assert!(form.starts_with(&begin), "{form}");
        assert!(form.ends_with(&format!("&WebIdentityToken={token}")), "{form}");
        assert_eq!(seen.header("authorization"), "");
    }
}

#[tokio::test]
async fn a_refusal_is_a_line_with_code_message_and_what_to_do() {
    let denied = "User: arn:aws:iam::1:user/x is not authorized\nto perform: sts:AssumeRole";
    let huge = Answer::new(200).unannounced().bytes();
    let missing = success("AssumeRole", "");
    let endless =
        success("AssumeRole", "id").replace("<Expiration>2999-01-01T00:00:00Z</Expiration>", "");
    let timeless = success("AssumeRole", "id").replace("2999-01-01T00:00:00Z", "hunter2");
    for (step, said) in [
        (
            refusal(403, "AccessDenied", denied),
            "cannot be assumed: AccessDenied (403): User: arn:aws:iam::1:user/x is not authorized to",
        ),
        (refusal(403, "AccessDenied", denied), "request id id-1, 1 attempt]; check the role's"),
        (refusal(400, "ValidationError", "1 &lt; 2"), "ValidationError (400): 1 < 2 ["),
        (Step::answer(&Answer::ok("<html>hunter2</html>")), "expected XML, found an HTML page"),
        (
            Step::answer(&Answer::ok("<A><B>hunter2</B></A>")),
            "status 200, 1 attempt]; check the endpoint",
        ),
        (Step::answer(&Answer::ok("hunter2")), "not XML at byte 0 [host "),
        (Step::answer(&Answer::ok("")), "of STS has no AccessKeyId; check the endpoint"),
        (Step::answer(&Answer::ok(&missing)), "of STS has no AccessKeyId; check the endpoint"),
        (Step::answer(&Answer::ok(&endless)), "of STS has no Expiration; check the endpoint"),
        (Step::answer(&Answer::ok(&timeless)), " in `Credentials.Expiration`, "),
        (Step::answer(&Answer::ok("").announcing("9000000")), "larger than 262144 bytes"),
        (Step::send(huge, End::Close).pace(Pace::Endless), "larger than 262144 bytes"),
        (
            Step::answer(&Answer::new(407).body("hunter2")),
            "cannot be assumed: HTTP status 407 [host ",
        ),
        (
            Step::answer(&Answer::new(407).body("hunter2")),
            "1 attempt]; the response is not from STS",
        ),
        (
            Step::answer(&Answer::new(302).header("location", "http://127.0.0.1:1/")),
            "cannot be assumed: HTTP status 302 [host ",
        ),
    ] {
        let server = FaultServer::by(move |_| step.clone());
        let provider = AssumeRole::new(ROLE, REGION, own()).endpoint_url(&server.endpoint());
        let error = provider.credentials().await.expect_err(said).to_string();
        assert!(error.contains(said) && error.contains(ROLE), "{error}");
        assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
        assert_eq!(server.counts().requests(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_token_is_in_no_error() {
    let file = File::new("secret", "hunter2.token");
    let identity = |endpoint: &str| {
        AssumeRoleWithWebIdentity::new(ROLE, file.path(), REGION).endpoint_url(endpoint)
    };
    for (step, said) in [
        (refusal(400, "InvalidIdentityToken", "no: hunter2.token"), "no: [redacted]"),
        (Step::answer(&Answer::new(400).body("you sent hunter2.token")), "HTTP status 400 [host "),
    ] {
        let server = FaultServer::by(move |_| step.clone());
        let error = identity(&server.endpoint()).credentials().await.expect_err(said).to_string();
        assert!(error.contains(said) && !error.contains("hunter2"), "{error}");
    }
    std::fs::write(&file.0, " \n").expect("a file");
    let error = identity("https://x").credentials().await.expect_err("empty").to_string();
    assert!(error.contains("it is empty; look at AWS_WEB_IDENTITY_TOKEN_FILE"), "{error}");
    let (path, provider) = (file.path(), identity("https://x"));
    drop(file);
    let error = provider.credentials().await.expect_err("no file");
    assert!(error.to_string().contains(&path) && !error.is_not_configured(), "{error}");
}

/// Whoever is asked has none.
struct Nobody;

impl ProvideCredentials for Nobody {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let error = CredentialsError::not_configured("there are none");
        Box::pin(std::future::ready(Err(error)))
    }
}

#[tokio::test]
async fn what_cannot_be_sent_says_why() {
    let role = || AssumeRole::new(ROLE, REGION, own()).endpoint_url("https://127.0.0.1:1");
    let code = |code: &'static str| role().mfa("arn:mfa", move |_| async move { Ok(code.into()) });
    let profile = "[default]\nrole_arn = r\nsource_profile = default\nmfa_serial = arn:mfa\naws_access_key_id = a\naws_secret_access_key = b";
    let file = ProfileFile { path: "config", text: profile };
    let profiles = Profiles::read(Some(file), None).expect("profiles");
    let plan = plan(&profiles, &profile_name(None, Variables::new(&|_| None))).expect("a plan");
    let alone = AssumeRole::from_plan(&plan.roles[0], REGION, Arc::new(own()), None);
    let refused = role().mfa("arn:mfa", |_| async { Err(CredentialsError::new("nobody is here")) });
    for (provider, said) in [
        (code("hunter2"), "the code of the MFA device arn:mfa is not six digits; enter"),
        (alone, "has no callback that asks for it; add one"),
        (refused, "nobody is here"),
        (AssumeRole::new(ROLE, "x@y/#", own()), "invalid region"),
        (role().endpoint_url("http://192.0.2.1"), "plain HTTP to another machine"),
        (role().endpoint_url("hunter2"), "the endpoint of STS: "),
        (AssumeRole::new(ROLE, REGION, Nobody), "cannot be assumed: AssumeRole: there are none"),
    ] {
        let error = provider.credentials().await.expect_err(said);
        assert!(error.to_string().contains(said), "{error}");
        assert!(!error.to_string().contains("hunter2") && !error.is_not_configured(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_fails_for_a_moment_is_asked_again() {
    let error = |code: &str, message: &str| {
        let text = format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        );
        Say::Response(400, Vec::new(), text.leak())
    };
    let good = || Say::Response(200, Vec::new(), success("AssumeRole", "AKID").leak());
    let start = "2026-01-01T00:00:00Z".parse::<Timestamp>().expect("a time");
    let skewed = error("SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2");
    for (answers, requests, skews) in [
        (vec![error("Throttling", "slow"), good()], 2, false),
        (vec![error("IDPCommunicationError", "slow"), Say::status(503), good()], 3, false),
        (vec![skewed.with("date", "Thu, 01 Jan 2026 01:00:00 GMT"), good()], 2, true),
    ] {
        let transport = Scripted::new(answers);
        let timer = Arc::new(StartsAt::new(start.into()));
        let connection = Connection::new(Arc::new(transport.clone()), timer);
        let provider = AssumeRole::new(ROLE, REGION, own()).connection(connection);
        assert!(provider.credentials().await.is_ok());
        assert_eq!(transport.count(), requests);
        let dates = transport.header("x-amz-date");
        assert!(dates[0].starts_with("20260101T00"), "{dates:?}");
        assert_eq!(dates[1].starts_with("20260101T01"), skews, "{dates:?}");
    }
}

#[tokio::test]
async fn the_endpoint_is_the_regions() {
    for (region, host) in [
        ("eu-west-1", "sts.eu-west-1.amazonaws.com"),
        ("us-east-1", "sts.us-east-1.amazonaws.com"),
        ("cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
    ] {
        let transport = Scripted::new([Say::status(400)]);
        let timer = Arc::new(StartsAt::new(SystemTime::now()));
        let connection = Connection::new(Arc::new(transport), timer);
        let provider = AssumeRole::new(ROLE, region, own()).connection(connection);
        let error = provider.credentials().await.expect_err("refused").to_string();
        assert!(error.contains(&format!("[host {host}, ")), "{error}");
    }
}
