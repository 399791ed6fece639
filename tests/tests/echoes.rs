//! Services that answer with the secret they were sent, each in its own way: no error and no trace
//! shows it.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::time::SystemTime;

use aws_operation::providers::{
    AssumeRoleWithWebIdentity, Connection, ContainerCredentials, InstanceMetadata, SsoCredentials,
};
use aws_operation::{
    Body, Client, Config, Credentials, ProvideCredentials as _, Retry, ServiceError, Transport,
    TransportError, TransportFuture, aws_error, aws_operation, services,
};
use aws_operation_tests::scripted::StartsAt;

/// As tokens are: with characters that encodings change.
const TOKEN: &str = "hunter2/sess+tok=en==";
/// What no text may hold: parts of the token, encoded or not.
const PARTS: [&str; 3] = ["hunter2", "sess", "tok"];

/// The token as services write it.
fn spellings() -> Vec<String> {
    let each = |write: fn(char) -> String, all: bool| -> String {
        let keeps = |c: char| !all && c.is_ascii_alphanumeric();
        TOKEN.chars().map(|c| if keeps(c) { c.to_string() } else { write(c) }).collect()
    };
    let mut spellings =
        vec![TOKEN.to_owned(), TOKEN.replace('/', "\\/"), TOKEN.replace("tok=en", "to\\u006b=en")];
    for all in [false, true] {
        spellings.extend([
            each(|c| format!("\\u{:04x}", u32::from(c)), all),
            each(|c| format!("\\u{:04X}", u32::from(c)), all),
            each(|c| format!("%{:02X}", u32::from(c)), all),
            each(|c| format!("%{:02x}", u32::from(c)), all),
            each(|c| format!("%25{:02X}", u32::from(c)), all),
            each(|c| format!("&#{};", u32::from(c)), all),
            each(|c| format!("&#x{:X};", u32::from(c)), all),
            each(|c| format!("&amp;#x{:x};", u32::from(c)), all),
            each(|c| format!("\\\\u{:04x}", u32::from(c)), all),
            each(|c| format!("\\u0025{:02X}", u32::from(c)), all),
        ]);
    }
    spellings
}

/// Where a service writes it.
#[derive(Debug, Clone, Copy)]
enum Place {
    Message,
    Code,
    Page,
    OtherMember,
    ErrorType,
    RequestId,
    SuccessId,
    Unreadable,
    UnreadableKey,
    /// The transport quotes the request.
    Transport,
}

const PLACES: [Place; 10] = [
    Place::Message,
    Place::Code,
    Place::Page,
    Place::OtherMember,
    Place::ErrorType,
    Place::RequestId,
    Place::SuccessId,
    Place::Unreadable,
    Place::UnreadableKey,
    Place::Transport,
];

/// Answers everything so.
struct Echo(Place, String);

impl Transport for Echo {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let Self(place, written) = self;
        let mut status = 403;
        let mut header = ("x-other", String::new());
        let mut body = r#"{"message": "no"}"#.to_owned();
        match place {
            Place::Message => {
                body = format!(r#"{{"code": "Bad", "message": "you sent {written}"}}"#)
            }
            Place::Code => body = format!(r#"{{"__type": "{written}"}}"#),
            Place::Page => body = format!("<html><p>{written}</p>"),
            Place::OtherMember => body = format!(r#"{{"code": "Bad", "sent": "{written}"}}"#),
            Place::ErrorType => header = ("x-amzn-errortype", written.clone()),
            Place::RequestId => header = ("x-amzn-requestid", written.clone()),
            Place::SuccessId => (status, header) = (200, ("x-amzn-requestid", written.clone())),
            Place::Unreadable => (status, body) = (200, format!(r#"{{"count": "{written}"}}"#)),
            Place::UnreadableKey => {
                (status, body) = (200, format!(r#"{{"counts": {{"{written}": "x"}}}}"#));
            }
            Place::Transport => {
                let error = TransportError::other(format!("cannot send {written}"))
                    .with_source(format!("the header {written}"));
                return Box::pin(std::future::ready(Err(error)));
            }
        }
        let response = http::Response::builder().status(status).header(header.0, header.1);
        let response = response.body(Body::from(body)).expect("a response");
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[aws_operation(method = "GET", uri = "/count", output = Count, error = CountError)]
struct CountThings {}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code)]
struct Count {
    #[serde(default)]
    count: u32,
    #[serde(default)]
    counts: std::collections::HashMap<String, u32>,
}

#[aws_error]
#[derive(Debug)]
#[allow(dead_code)]
enum CountError {
    Bad { message: Option<String>, sent: Option<String> },
    Other(ServiceError),
}

thread_local! {
    /// All that the spans and events of this thread hold.
    static LOGGED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The subscriber of the whole process. `tracing` remembers for each place whether anybody
/// listens there: with a subscriber for one thread only, a test on another thread that comes
/// there first makes it remember that nobody does.
struct Log;

impl Log {
    fn start() {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            tracing::subscriber::set_global_default(Self).expect("it is the only one");
        });
    }

    fn push(text: &str) {
        LOGGED.with_borrow_mut(|logged| logged.push_str(text));
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        Self::push(&format!("{span:?}"));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        Self::push(&format!("{values:?}"));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        Self::push(&format!("{event:?}"));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

fn check(what: &str, written: &str, text: &str) {
    for part in PARTS.into_iter().chain([written]) {
        assert!(!text.contains(part), "{what}: {text}");
    }
}

#[tokio::test]
async fn no_session_token_is_shown() {
    Log::start();
    for place in PLACES {
        for written in spellings() {
            let what = format!("{place:?} {written}");
            let config = Config::builder()
                .region("eu-west-1")
                .credentials(Credentials::new("AKID", "secret").with_session_token(TOKEN))
                .endpoint_url("https://example.com")
                .retry(Retry::off())
                .transport(Echo(place, written.clone()));
            let config = config.build().expect("it is whole");
            let client = Client::new(&config, services::EXECUTE_API);
            match client.send(CountThings {}).await {
                Ok(_) => assert!(matches!(place, Place::SuccessId), "{what}"),
                Err(error) => {
                    let raw = error.raw();
                    let body = raw.map(|raw| String::from_utf8_lossy(raw.body()).into_owned());
                    let headers = raw.map(|raw| format!("{:?}", raw.headers()));
                    let under = error.get_ref().map(|it| format!("{it} {it:?}"));
                    let text = format!(
                        "{error} {error:?} {raw:?} {body:?} {headers:?} {under:?} {:?} {:?} {:?}",
                        error.service(),
                        error.code(),
                        error.request_id(),
                    );
                    check(&what, &written, &text);
                    assert!(text.contains("[redacted]"), "{what}: {text}");
                    let untyped: aws_operation::Error = error.into();
                    check(&what, &written, &format!("{untyped} {:?}", untyped.service()));
                }
            }
            let traced = LOGGED.take();
            assert!(traced.contains("call"), "{what}: it is traced");
            check(&what, &written, &traced);
        }
    }
}

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("echoes-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test(start_paused = true)]
async fn no_token_of_a_provider_is_shown() {
    Log::start();
    let token = File::new("web-identity", TOKEN);
    // SHA-1 of the start URL.
    let folder = std::env::temp_dir().join(format!("echoes-{}-sso", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let login = format!(r#"{{"accessToken": "{TOKEN}", "expiresAt": "2999-01-01T00:00:00Z"}}"#);
    std::fs::write(folder.join("b343494cf15ba6b81449840ea93161cf3b27e5e3.json"), login)
        .expect("a file");
    for place in PLACES {
        for written in spellings() {
            let connection = || {
                let echo = Arc::new(Echo(place, written.clone()));
                Connection::new(echo, Arc::new(StartsAt::new(SystemTime::now())))
            };
            let variables = |name: &str| match name {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI" => Some("http://127.0.0.1:1/x".to_owned()),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN" => Some(format!("Bearer {TOKEN}")),
                _ => None,
            };
            let container = ContainerCredentials::from_variables(&variables);
            let container = container.expect("a provider").connection(connection());
            let identity = AssumeRoleWithWebIdentity::new(
                "arn:aws:iam::123456789012:role/reader",
                token.0.to_string_lossy(),
                "eu-west-1",
            )
            .connection(connection());
            let sso = SsoCredentials::new(
                "https://example.com/start",
                "eu-west-1",
                "123456789012",
                "Reader",
            )
            .cache_folder(&folder)
            .connection(connection());
            let answers = [
                ("container", container.credentials().await),
                ("web identity", identity.credentials().await),
                ("SSO", sso.credentials().await),
            ];
            for (name, answer) in answers {
                let error = answer.expect_err("these are no credentials");
                check(&format!("{name} {place:?}"), &written, &format!("{error} {error:?}"));
            }
        }
    }
    std::fs::remove_dir_all(&folder).expect("it is removed");
}

/// A service of a container or an instance that refuses with a success.
struct Refusal(String);

impl Transport for Refusal {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let refusal = format!(r#"{{"Code": "Bad{0}", "Message": "you sent {0}"}}"#, self.0);
        let body = match request.uri().path() {
            "/latest/api/token" => TOKEN.to_owned(),
            path if path.ends_with("/security-credentials/") => "reader".to_owned(),
            _ => refusal,
        };
        Box::pin(std::future::ready(Ok(http::Response::new(Body::from(body)))))
    }
}

#[tokio::test(start_paused = true)]
async fn no_token_is_shown_where_a_success_is_a_refusal() {
    for written in spellings() {
        let connection = || {
            let refusal = Arc::new(Refusal(written.clone()));
            Connection::new(refusal, Arc::new(StartsAt::new(SystemTime::now())))
        };
        let variables = |name: &str| match name {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI" => Some("http://127.0.0.1:1/x".to_owned()),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN" => Some(TOKEN.to_owned()),
            _ => None,
        };
        let container = ContainerCredentials::from_variables(&variables);
        let container = container.expect("a provider").connection(connection());
        let instance = InstanceMetadata::new().connection(connection());
        for answer in [container.credentials().await, instance.credentials().await] {
            let error = answer.expect_err("these are no credentials").to_string();
            check("a refusal", &written, &error);
            assert!(error.contains("you sent [redacted]"), "{error}");
        }
    }
}
