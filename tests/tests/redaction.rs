//! No secret in any `Debug`, log or error.

use std::sync::Mutex;

use aws_operation::{
    Client, Config, Credentials, ProvideCredentials, ServiceError, aws_error, aws_operation,
    aws_output, services, sigv4,
};
use aws_operation_tests::raw::RawServer;

const SECRET: &str = "hunter2-secret-access-key";
const TOKEN: &str = "hunter2/session+token==";
const SENSITIVE: &str = "hunter2-password";

/// Everything that any crate logs, at any level.
static LOG: Mutex<String> = Mutex::new(String::new());

struct Capture;

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write(&format!("{} {} {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// The same for crates that speak `tracing`.
struct Subscriber;

impl tracing::Subscriber for Subscriber {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        write(&format!("{span:?}"));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        write(&format!("{values:?}"));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        write(&format!("{event:?}"));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

fn write(line: &str) {
    let mut log = LOG.lock().expect("nobody panics while logging");
    log.push_str(line);
    log.push('\n');
}

fn check(what: &str, printed: &str) {
    for secret in [SECRET, TOKEN, &TOKEN.replace('/', "\\/"), SENSITIVE] {
        assert!(!printed.contains(secret), "{what} prints a secret: {printed}");
    }
}

#[aws_operation(method = "POST", uri = "/users/{name}", output = User, error = CreateUserError)]
#[derive(Debug, Clone)]
struct CreateUser {
    name: String,
    #[sensitive]
    password: String,
    #[query]
    #[sensitive]
    pin: Option<String>,
}

#[aws_output]
#[derive(Debug)]
#[allow(dead_code)]
struct User {
    #[sensitive]
    password: Option<String>,
    id: Option<String>,
}

#[aws_error]
#[derive(Debug)]
#[allow(dead_code)]
enum CreateUserError {
    WeakPassword {
        #[sensitive]
        password: Option<String>,
        message: Option<String>,
    },
    Other(ServiceError),
}

#[tokio::test]
async fn neither_types_nor_logs_nor_errors_hold_a_secret() {
    log::set_logger(&Capture).expect("it is the only one");
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(Subscriber).expect("it is the only one");

    let token_in_json = TOKEN.replace('/', "\\/");
    let refusal = format!(
        "{{\"message\": \"the canonical request was x-amz-security-token:{token_in_json}\", \
         \"password\": \"{SENSITIVE}\"}}"
    );
    let answer = |status: &str, kind: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\n{kind}content-length: {}\r\n\r\n{body}", body.len())
    };
    let answers = [
        answer("200 OK", "", &format!("{{\"password\": \"{SENSITIVE}\", \"id\": \"1\"}}")),
        answer("403 Forbidden", "x-amzn-errortype: WeakPassword\r\n", &refusal),
        answer("403 Forbidden", "x-amzn-errortype: Unknown\r\n", &refusal.replace("\\/", "/")),
        answer("200 OK", "", &format!("{{\"id\": [\"{SENSITIVE}\"]}}")),
        answer("200 OK", "", &format!("{{\"id\": \"{SENSITIVE}")),
    ];
    let server = RawServer::start(&answers.each_ref().map(|answer| answer.as_str()));
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET).with_session_token(TOKEN);
    check("Credentials", &format!("{credentials:?} {credentials:#?}"));
    check("provided", &format!("{:?}", credentials.credentials().await));
    let builder = Config::builder()
        .region("us-east-1")
        .credentials(credentials.clone())
        .endpoint_url(server.endpoint());
    check("ConfigBuilder", &format!("{builder:?}"));
    let config = builder.build().expect("it is whole");
    check("Config", &format!("{config:?}"));
    let client = Client::new(&config, services::API_GATEWAY);
    check("Client", &format!("{client:?} {client:#?}"));
    let params = sigv4::SigningParams::new(&credentials, "r", "s", std::time::SystemTime::now());
    check("SigningParams", &format!("{params:?}"));
    check("SigningKey", &format!("{:?}", sigv4::SigningKey::derive(SECRET, "20150830", "r", "s")));
    let mut request = http::Request::post("https://example.com/").body(()).expect("a request");
    let signature = sigv4::sign(&mut request, sigv4::Payload::StreamingSigned, &params);
    let signature = signature.expect("it can be signed");
    check("a signed request", &format!("{request:?}"));
    let printed = format!("{signature:?} {:?}", sigv4::ChunkSigner::new(&signature, &params));
    assert!(!printed.contains(signature.as_str()), "{printed}");
    check("a chunk signer", &printed);
    check("EcdsaKey", &format!("{:?}", sigv4::EcdsaKey::derive(&credentials)));
    let (body, life) = (sigv4::Payload::Bytes(b""), std::time::Duration::from_secs(60));
    let request = http::Request::get("https://example.com/").body(()).expect("a request");
    let presigned = sigv4::presign(&request, body, life, &params).expect("it can be presigned");
    let (_, signature) = presigned.url().split_once("X-Amz-Signature=").expect("a signature");
    let printed = format!("{presigned:?}");
    assert!(!printed.contains(signature), "{printed}");
    check("a presigned URL", &printed);
    let explained = sigv4::explain(&request, body, &params).expect("it can be explained");
    check("an explanation", &format!("{explained:?}"));
    assert!(explained.canonical_request.contains("x-amz-security-token:[redacted]\n"));
    let explained = sigv4::explain_presigned(&request, body, life, &params);
    let explained = explained.expect("it can be explained");
    check("the explanation of a URL", &format!("{explained:?}"));
    assert!(explained.canonical_request.contains("X-Amz-Security-Token=[redacted]"));

    let create =
        CreateUser { name: "me".into(), password: SENSITIVE.into(), pin: Some(SENSITIVE.into()) };
    check("the operation", &format!("{create:?}"));
    assert_eq!(
        format!("{create:?}"),
        "CreateUser { name: \"me\", password: [redacted], pin: [redacted] }"
    );
    let endpoint = "https://example.com".parse().expect("it is a URL");
    let service = services::API_GATEWAY;
    let encoded = aws_operation::encode(&create, &service, &endpoint, &mut String::new);
    let encoded = encoded.expect("it can be encoded");
    assert!(encoded.request.uri().query().is_some_and(|query| query.contains(SENSITIVE)));
    check("the encoded request", &format!("{encoded:?}"));
    let response = http::Response::new(bytes::Bytes::from_static(SENSITIVE.as_bytes()));
    let decoder = aws_operation::ResponseDecoder::new(&response);
    check("the decoder", &format!("{decoder:?}"));

    let payload = sigv4::Payload::Bytes(SENSITIVE.as_bytes());
    let as_numbers = format!("{:?}", SENSITIVE.as_bytes());
    let as_numbers = as_numbers.trim_matches(['[', ']']);
    let blob = aws_operation::Blob::from(SENSITIVE);
    for printed in [format!("{payload:?}"), format!("{blob:?}"), format!("{decoder:?}{encoded:?}")]
    {
        assert!(!printed.contains(as_numbers), "bytes are printed: {printed}");
    }
    let refused = Config::builder()
        .region("us-east-1")
        .credentials(credentials.clone())
        .endpoint_url(format!("https://user:{SECRET}@example.com"))
        .build()
        .expect_err("a URL with a password is no endpoint");
    check("ConfigError", &format!("{refused:?} {refused}"));
    let half = Credentials::new("AKIDEXAMPLE", SECRET).with_session_token("hunter2\n");
    let params = sigv4::SigningParams::new(&half, "r", "s", std::time::SystemTime::now());
    let mut request = http::Request::post("https://example.com/").body(()).expect("a request");
    let refused = sigv4::sign(&mut request, sigv4::Payload::Unsigned, &params)
        .expect_err("no header holds a line break");
    check("SignError", &format!("{refused:?} {refused}"));

    let user = client.send(&create).await.expect("it is created");
    check("the output", &format!("{user:?} {user:#?}"));
    assert_eq!(user.password.as_deref(), Some(SENSITIVE), "it is there all the same");
    for _ in 0..2 {
        let error = client.send(&create).await.expect_err("it is refused");
        check("the service's error", &format!("{error} {error:?} {:?}", error.service()));
        check(
            "its raw form",
            &format!("{:?} {}", error.raw(), error.message().unwrap_or_default()),
        );
        assert!(error.to_string().contains("x-amz-security-token:[redacted]"), "{error}");
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            check("a cause", &format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
    for _ in 0..2 {
        let error = client.send(&create).await.expect_err("it cannot be read");
        check("a decoding error", &format!("{error} {error:?} {:?}", error.raw()));
    }
    let broken = CreateUser { name: String::new(), ..create };
    check("an encoding error", &format!("{:?}", client.send(&broken).await));
    // A connection that is refused, for the transport's own error.
    let nobody = client.with_endpoint_url("http://127.0.0.1:1").expect("it is a URL");
    let create = CreateUser { name: "me".into(), ..broken };
    check("a transport error", &format!("{:?}", nobody.send(&create).await));

    let log = LOG.lock().expect("nobody panics while logging").clone();
    assert!(log.contains("connecting to 127.0.0.1:1"), "the capture works: {log}");
    check("a log", &log);
}
