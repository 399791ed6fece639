//! Errors as a program meets them: one type for several calls, each fact once, a line from `main`.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Payload, SigningParams};
use aws_operation::{
    Call, Chain, Client, Config, ConfigError, Credentials, CredentialsError, CredentialsFuture,
    DecodeError, EncodeError, Endpoint, Error, ErrorKind, Operation, ProvideCredentials, Retry,
    Service, ServiceError, Timestamp, TransportError, aws_error, aws_operation, decode, services,
};
use aws_operation_tests::scripted::{Answer, Scripted};

#[aws_operation(method = "GET", uri = "/orders/{id}", error = GetOrderError)]
struct GetOrder {
    id: &'static str,
}

#[aws_error]
#[derive(Debug)]
enum GetOrderError {
    NotFoundException {
        message: Option<String>,
    },
    #[retryable(throttling)]
    BusyException,
    Other(ServiceError),
}

#[aws_operation(method = "DELETE", uri = "/orders/{id}")]
struct DeleteOrder {
    id: &'static str,
}

#[derive(Debug, serde::Deserialize)]
struct Count {
    #[allow(dead_code)]
    count: u32,
}

#[aws_operation(method = "GET", uri = "/count", output = Count)]
struct CountOrders {}

const GET: GetOrder = GetOrder { id: "1" };

fn config(transport: &Scripted) -> Config {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .retry(Retry::off())
        .transport(transport.clone());
    config.build().expect("it is whole")
}

fn client(transport: &Scripted) -> Client {
    Client::new(&config(transport), services::EXECUTE_API)
}

/// A function as people write it: every `?` becomes the same error.
async fn all(client: &Client, config: &Config) -> Result<(), Error> {
    client.send(GET).await?;
    client.send(&GET).await?;
    client.send(DeleteOrder { id: "1" }).await?;
    client.send(CountOrders {}).await?;
    generic(client, GET).await?;
    client.send_http(http::Request::new(bytes::Bytes::new())).await?;
    client.presign(GET, Duration::from_secs(60)).await?;
    let credentials = config.credentials().await?;
    let other = Client::for_url(config, "https://abc.lambda-url.eu-west-1.on.aws")?;
    drop(other.with_endpoint_url("https://example.com")?);
    let endpoint: Endpoint = "https://example.com".parse()?;
    let service = services::EXECUTE_API;
    let encoded = aws_operation::encode(&GET, &service, &endpoint, &mut String::new)?;
    let params = SigningParams::new(&credentials, "r", "s", SystemTime::UNIX_EPOCH);
    let minute = Duration::from_secs(60);
    drop(sigv4::presign(&encoded.request, Payload::Unsigned, minute, &params)?);
    decode::<GetOrder>(&http::Response::new(bytes::Bytes::new()))?;
    decode::<DeleteOrder>(&http::Response::new(bytes::Bytes::new()))?;
    Ok(())
}

async fn generic<O: Operation>(client: &Client, operation: O) -> Result<O::Output, Error> {
    client.send(operation).await.map_err(Error::into_untyped)
}

#[tokio::test]
async fn one_error_type_keeps_all_that_is_known() {
    let count = Answer::Response(200, vec![], r#"{"count": 1}"#);
    let ok = || Answer::status(200);
    let transport = Scripted::new([ok(), ok(), ok(), count]);
    let config = config(&transport);
    let client = Client::new(&config, services::EXECUTE_API);
    all(&client, &config).await.expect("everything is answered");

    for (answer, code, throttled, retryable, typed) in [
        (Answer::code(404, "NotFoundException"), Some("NotFoundException"), false, false, true),
        (Answer::code(400, "BusyException"), Some("BusyException"), true, true, true),
        (Answer::code(400, "Throttling"), Some("Throttling"), true, true, true),
        (Answer::Fails(TransportError::timeout("slow")), None, false, true, false),
        (Answer::Fails(TransportError::connect("refused")), None, false, true, false),
    ] {
        transport.then([answer.with("x-amzn-requestid", "1-2")]);
        let error = client.send(GET).await.expect_err("it fails");
        let (line, predicates) = (error.to_string(), predicates(&error));
        let typed_before = error.service().is_some();
        let erased: Error = error.into();
        assert_eq!((erased.to_string(), self::predicates(&erased)), (line, predicates));
        assert_eq!((erased.code(), erased.is_throttled()), (code, throttled));
        assert_eq!((erased.is_retryable(), typed_before), (retryable, typed));
        assert_eq!(erased.service().is_some(), typed, "it is the `ServiceError`");
        assert_eq!(erased.request_id(), code.map(|_| "1-2"));
    }
}

fn predicates<E>(error: &Error<E>) -> String {
    format!(
        "{:?} {} {} {} {:?} {:?} {:?} {:?} {:?} {} {} {} {}",
        error.kind(),
        error.operation(),
        error.host(),
        error.attempts(),
        error.code(),
        error.message(),
        error.status(),
        error.request_id(),
        error.hint(),
        error.is_timeout(),
        error.is_connect(),
        error.is_throttled(),
        error.is_retryable(),
    )
}

#[test]
fn errors_can_be_built_for_tests() {
    let of = |status, code: &str| {
        let raw = ServiceError::new(status, code, "why").with_request_id("1-2").with_body("{}");
        let typed = match code {
            "NotFoundException" => GetOrderError::NotFoundException { message: None },
            "BusyException" => GetOrderError::BusyException,
            _ => GetOrderError::Other(raw.clone()),
        };
        Error::from_service(typed, raw).with_call("GetOrder", "example.com", 3)
    };
    type Made = Error<GetOrderError>;
    for (error, kind, is, line) in [
        (
            of(404, "NotFoundException"),
            ErrorKind::Service,
            "",
            "GetOrder: NotFoundException (404): why [host example.com, request id 1-2, 3 attempts, not retryable]",
        ),
        (
            of(400, "BusyException"),
            ErrorKind::Service,
            "throttled retryable",
            "GetOrder: BusyException (400): why [host example.com, request id 1-2, 3 attempts]",
        ),
        (
            of(503, "ServiceUnavailable"),
            ErrorKind::Service,
            "retryable",
            "GetOrder: ServiceUnavailable (503): why [host example.com, request id 1-2, 3 attempts]",
        ),
        (
            Made::from(TransportError::timeout("slow")),
            ErrorKind::Transport,
            "timeout retryable",
            "slow",
        ),
        (
            Made::from(TransportError::connect("refused")).with_call("GetOrder", "h", 2),
            ErrorKind::Transport,
            "connect retryable",
            "GetOrder: refused [host h, 2 attempts]",
        ),
        (
            Made::from(CredentialsError::new("sealed")).with_call("GetOrder", "h", 0),
            ErrorKind::Credentials,
            "",
            "GetOrder: sealed [host h, nothing was sent]",
        ),
        (Made::from(DecodeError::new("not JSON")), ErrorKind::Decode, "", "not JSON"),
        (Made::from(EncodeError::new("id", "is empty")), ErrorKind::Encode, "", "`id` is empty"),
        (
            Made::from(Config::builder().build().expect_err("it has no region")),
            ErrorKind::Config,
            "",
            "no region: set AWS_REGION",
        ),
    ] {
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().starts_with(line), "{error}");
        let all = [
            (error.is_connect(), "connect"),
            (error.is_timeout(), "timeout"),
            (error.is_throttled(), "throttled"),
            (error.is_retryable(), "retryable"),
        ];
        let words: Vec<_> = all.iter().filter(|(holds, _)| *holds).map(|(_, it)| *it).collect();
        assert_eq!(words.join(" "), is, "{error}");
    }
}

/// A chain of errors as `anyhow` and `eyre` print it.
fn chain(error: &dyn StdError) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        next = cause.source();
    }
    line
}

/// The parts of a line that stand in it more than once.
fn repeated(line: &str) -> Vec<String> {
    let parts = line.split([':', ';', '(', ')', '[', ']']).flat_map(|part| part.split(", "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| part.len() > 8).collect();
    // A word may be part of another fact: `Connect` and `Connection refused`.
    let says = |other: &str, part: &str| other == part || (part.len() > 12 && other.contains(part));
    let again = |part: &&&str| parts.iter().filter(|other| says(other, part)).count() > 1;
    parts.iter().filter(again).map(ToString::to_string).collect()
}

/// A cause that has a cause, both of which say something.
fn deep() -> Box<dyn StdError + Send + Sync> {
    #[derive(Debug)]
    struct Outer(std::io::Error);

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the tunnel is closed")
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.0)
        }
    }

    Box::new(Outer(std::io::Error::other("broken pipe")))
}

struct Sealed;

impl ProvideCredentials for Sealed {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async { Err(CredentialsError::new("the vault is sealed; unseal it")) })
    }
}

/// Errors of all types, each as a program gets it.
async fn errors() -> Vec<(&'static str, Box<dyn StdError>)> {
    let of = |answer| async move {
        let client = client(&Scripted::new([answer]));
        Box::new(client.send(GET).await.expect_err("it fails")) as Box<dyn StdError>
    };
    let decoded = client(&Scripted::new([Answer::Response(200, vec![], "<html>")]));
    let decoded = decoded.send(CountOrders {}).await.expect_err("it is no JSON");
    let unreachable = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("http://127.0.0.1:1")
        .retry(Retry::off());
    let unreachable = unreachable.build().expect("it is whole");
    let unreachable = Client::new(&unreachable, services::EXECUTE_API);
    let sealed = Config::builder()
        .region("eu-west-1")
        .credentials_provider(Chain::new().then("vault", Sealed))
        .endpoint_url("https://example.com")
        .transport(Scripted::default());
    let sealed = Client::new(&sealed.build().expect("it is whole"), services::EXECUTE_API);
    let transport = Scripted::default();
    let none = Client::new(&bare(&transport), Service::new("unknown"));
    let mut done = client(&transport).send(GET);
    (&mut done).await.expect("it is answered");
    let request = http::Request::new(());
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let params = SigningParams::new(&credentials, "r", "s", SystemTime::UNIX_EPOCH);
    let unsigned = sigv4::presign(&request, Payload::Bytes(b""), Duration::ZERO, &params);
    let failure = decode::<GetOrder>(&response(404, r#"{"__type": "Bad", "message": "why"}"#));
    let unreadable = decode::<CountOrders>(&response(200, "["));
    let config = Config::builder().build().expect_err("it is empty");
    vec![
        ("a service's error", of(Answer::code(404, "NotFoundException")).await),
        ("an error without a code", of(Answer::status(500)).await),
        ("an interruption", of(Answer::Fails(TransportError::interrupted("reset"))).await),
        (
            "an interruption with causes",
            of(Answer::Fails(TransportError::interrupted("reset").with_source(deep()))).await,
        ),
        (
            "a message that has its causes",
            of(Answer::Fails(
                TransportError::other("it broke: the tunnel is closed: broken pipe")
                    .with_source(deep()),
            ))
            .await,
        ),
        ("no server", Box::new(unreachable.send(GET).await.expect_err("nobody listens"))),
        ("no JSON", Box::new(decoded)),
        (
            "an empty label",
            Box::new(client(&transport).send(GetOrder { id: "" }).await.expect_err("")),
        ),
        ("no credentials", Box::new(sealed.send(GET).await.expect_err("the vault is sealed"))),
        ("no endpoint", Box::new(none.send(GET).await.expect_err("it is unknown"))),
        ("a call that is over", Box::new(done.await.expect_err("it is over"))),
        (
            "another host",
            Box::new(
                client(&transport)
                    .send_http(
                        http::Request::get("https://other.test/")
                            .body(bytes::Bytes::new())
                            .expect("a request"),
                    )
                    .await
                    .expect_err("its credentials are not for others"),
            ),
        ),
        ("ConfigError", Box::new(config.clone())),
        ("ConfigError as an error of calls", Box::new(Error::<GetOrderError>::from(config))),
        ("CredentialsError", Box::new(Sealed.credentials().await.expect_err("it is sealed"))),
        ("SignError", Box::new(unsigned.expect_err("it lives for no time"))),
        ("EncodeError", Box::new(EncodeError::new("id", "is empty; set it"))),
        ("DecodeError", Box::new(DecodeError::new("it is no number"))),
        ("EndpointError", Box::new("ftp://a".parse::<Endpoint>().expect_err("it is no endpoint"))),
        ("TransportError", Box::new(TransportError::other("it broke").with_source(deep()))),
        ("ServiceError", Box::new(ServiceError::new(404, "NotFoundException", "why"))),
        ("Failure", Box::new(failure.expect_err("it is an error"))),
        ("Failure of reading", Box::new(unreadable.expect_err("it is no JSON"))),
        ("ParseTimestampError", Box::new("x".parse::<Timestamp>().expect_err("it is no time"))),
    ]
}

fn response(status: u16, body: &'static str) -> http::Response<bytes::Bytes> {
    let response = http::Response::builder().status(status);
    response.body(bytes::Bytes::from_static(body.as_bytes())).expect("a response")
}

/// A configuration without an endpoint.
fn bare(transport: &Scripted) -> Config {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(transport.clone());
    config.build().expect("it is whole")
}

#[tokio::test]
async fn every_fact_stands_once_in_a_chain_and_main_prints_the_line() {
    for (name, error) in errors().await {
        let whole = chain(&*error);
        assert_eq!(repeated(&whole), Vec::<String>::new(), "{name}: {whole}");
        assert!(!whole.contains('\n'), "{name}: {whole}");
        // What `main` prints: the line, without the names of fields.
        let debug = format!("{error:?}");
        assert!(!debug.contains('{') || whole.contains('{'), "{name}: {debug}");
        assert!(!debug.contains("Error("), "{name}: {debug}");
        if name != "ConfigError" {
            assert_eq!(debug, error.to_string(), "{name}");
        }
    }
}

#[tokio::test]
async fn no_cause_is_lost() {
    for (name, error) in errors().await {
        let line = error.to_string();
        match name {
            "an interruption with causes" | "a message that has its causes" | "TransportError" => {
                assert!(line.contains("the tunnel is closed: broken pipe"), "{name}: {line}");
            }
            "no server" => assert!(line.contains("refused"), "{line}"),
            "no credentials" => assert!(line.contains("vault: the vault is sealed"), "{line}"),
            _ => {}
        }
    }
    let error = TransportError::other("it broke").with_source(deep());
    assert_eq!(error.get_ref().map(ToString::to_string).as_deref(), Some("the tunnel is closed"));
    let error = Error::<ServiceError>::from(error);
    let cause = error.get_ref().and_then(|error| error.downcast_ref::<TransportError>());
    assert!(cause.is_some_and(|cause| cause.get_ref().is_some()));
}

#[tokio::test]
async fn what_the_configuration_lacks_has_a_kind_of_its_own() {
    let transport = Scripted::default();
    let none = Client::new(&bare(&transport), Service::new("unknown"));
    let presigned = none.presign(GET, Duration::from_secs(60)).await.map(drop);
    let request = http::Request::get("/").body(bytes::Bytes::new()).expect("a request");
    let http = none.send_http(request).await.map(drop);
    let errors: [Error; 3] = [
        none.send(GET).await.expect_err("it has no endpoint").into(),
        presigned.expect_err("it has no endpoint").into(),
        http.expect_err("it has no endpoint"),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        assert!(error.to_string().contains("endpoint"), "{error}");
        assert!(error.get_ref().is_some_and(|error| error.is::<ConfigError>()));
    }
    assert_eq!(transport.count(), 0);
    let mut call = client(&transport).send(GET);
    (&mut call).await.expect("it is answered");
    let error = call.await.expect_err("it is over");
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("`Call` polled after completion"), "{error}");
}

#[test]
fn main_prints_a_line_for_each_problem_of_a_configuration() {
    let one = Config::builder().region("eu-west-1").build().expect_err("it has no credentials");
    assert_eq!(format!("{one:?}"), one.to_string());
    let two = Config::builder().build().expect_err("it has no region either");
    let problems: Vec<&str> = two.problems().collect();
    assert_eq!(problems.len(), 2);
    assert_eq!(
        format!("{two:?}"),
        format!("the configuration has 2 problems:\n- {}\n- {}", problems[0], problems[1]),
    );
    assert_eq!(two.to_string(), problems.join("; "));
}

#[tokio::test]
async fn calls_are_tasks_that_outlive_the_client_and_the_operation() {
    fn is_owned<T: Send + 'static>(call: T) -> T {
        call
    }
    let transport = Scripted::default();
    let call: Call<(), GetOrderError> = {
        let (client, operation) = (client(&transport), GetOrder { id: "1" });
        client.send(&operation)
    };
    tokio::spawn(call).await.expect("it does not panic").expect("it is answered");
    let (presigned, http, credentials) = {
        let config = config(&transport);
        let client = Client::new(&config, services::EXECUTE_API);
        let request = http::Request::get("/").body(bytes::Bytes::new()).expect("a request");
        (
            is_owned(client.presign(GET, Duration::from_secs(60))),
            is_owned(client.send_http(request)),
            is_owned(config.credentials()),
        )
    };
    tokio::spawn(presigned).await.expect("it does not panic").expect("it is presigned");
    tokio::spawn(http).await.expect("it does not panic").expect("it is answered");
    let credentials = tokio::spawn(credentials).await.expect("it does not panic");
    assert_eq!(credentials.expect("they are there").access_key_id(), "AKIDEXAMPLE");
}

#[tokio::test]
async fn credentials_and_provider_of_a_configuration_are_reachable() {
    let config = config(&Scripted::default());
    let credentials = config.credentials().await.expect("they are there");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    let params = SigningParams::new(&credentials, config.region(), "execute-api", now);
    let request = http::Request::get("https://example.com/prod").body(()).expect("a request");
    let url = sigv4::presign(&request, Payload::Bytes(b""), Duration::from_secs(60), &params);
    assert!(
        url.expect("a URL").url().contains("X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Feu-west-1")
    );
    let provider = config.credentials_provider();
    assert_eq!(provider.credentials().await.expect("the same"), credentials);
    let other = Config::builder().region("us-east-1").credentials_provider(provider);
    let other = other.transport(Scripted::default()).build().expect("it is whole");
    assert_eq!(other.credentials().await.expect("the same"), credentials);
}
