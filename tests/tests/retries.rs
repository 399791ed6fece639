//! Calls that are made again, in virtual time: how often, after what wait, signed by which clock,
//! and what the error says where they fail in the end. Nothing sleeps.

use std::time::{Duration, SystemTime};

use aws_operation::{
    Client, Config, ConfigBuilder, Credentials, ErrorKind, Retry, RetryReason, ServiceError,
    Timeouts, Timestamp, TimestampFormat, TransportError, aws_error, aws_operation, services,
};
use aws_operation_tests::scripted::{Answer, Scripted, StartsAt};
use bytes::Bytes;
use tokio::time::Instant;

#[aws_operation(method = "GET", uri = "/things/{id}", error = GetError)]
struct Get {
    id: &'static str,
}

#[aws_error]
#[derive(Debug)]
enum GetError {
    #[retryable]
    NotReadyException,
    #[retryable(throttling)]
    #[code("Busy")]
    BusyException {
        message: Option<String>,
    },
    Other(ServiceError),
}

#[aws_operation(method = "POST", uri = "/things")]
struct Create {
    #[query]
    #[idempotency_token]
    token: Option<String>,
}

#[aws_operation(method = "POST", uri = "/orders")]
struct Order {}

const GET: Get = Get { id: "a" };

/// 2015-08-30T12:36:00Z
const SECONDS: u64 = 1_440_938_160;

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(SECONDS)
}

fn builder(transport: &Scripted) -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url("https://example.com")
        .transport(transport.clone())
        .timer(StartsAt::new(start()))
}

fn client_of(builder: ConfigBuilder) -> Client {
    Client::new(&builder.build().expect("it is whole"), services::API_GATEWAY)
}

fn client(transport: &Scripted) -> Client {
    client_of(builder(transport))
}

fn http_date(time: SystemTime) -> String {
    Timestamp::from(time).format(TimestampFormat::HttpDate)
}

#[tokio::test(start_paused = true)]
async fn attempts_are_numbered_and_of_one_call() {
    let transport = Scripted::new([500, 503].map(Answer::status));
    let client = client(&transport);
    client.send(GET).await.expect("the third is answered");
    client.send(GET).await.expect("the first is answered");
    assert_eq!(
        transport.header("amz-sdk-request"),
        ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3", "attempt=1; max=3"]
    );
    let ids = transport.header("amz-sdk-invocation-id");
    assert!(ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3], "{ids:?}");
    assert_eq!(ids[0].len(), 36);
    assert!(transport.header("authorization").iter().all(|value| !value.contains("amz-sdk")));
}

#[tokio::test(start_paused = true)]
async fn waits_are_what_the_rules_and_the_service_say() {
    let seconds = Duration::from_secs_f64;
    let in_a_minute = http_date(start() + Duration::from_secs(60));
    for (name, retry, answers, least, most) in [
        ("two waits", Retry::standard(), vec![Answer::status(500), Answer::status(500)], 0.0, 3.0),
        (
            "2026",
            Retry::standard().rules_2026(true),
            vec![Answer::status(500), Answer::status(500)],
            0.0,
            0.15,
        ),
        (
            "asked for in milliseconds",
            Retry::standard(),
            vec![Answer::status(503).with("x-amz-retry-after", "7500")],
            7.5,
            7.5,
        ),
        (
            "asked for in seconds",
            Retry::standard(),
            vec![Answer::status(429).with("retry-after", "7")],
            7.0,
            7.0,
        ),
        (
            "asked for by a date, but no longer than is believed",
            Retry::standard(),
            vec![Answer::status(429).with("retry-after", in_a_minute)],
            20.0,
            20.0,
        ),
        (
            "asked for under the rules of 2026",
            Retry::standard().rules_2026(true),
            vec![Answer::status(503).with("x-amz-retry-after", "60000")],
            5.0,
            5.05,
        ),
        (
            "asked for in words",
            Retry::standard().rules_2026(true),
            vec![Answer::status(503).with("x-amz-retry-after", "soon")],
            0.0,
            0.05,
        ),
    ] {
        let transport = Scripted::new(answers);
        let client = client_of(builder(&transport).retry(retry));
        let begin = Instant::now();
        client.send(GET).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let took = begin.elapsed();
        let (least, most) = (seconds(least), seconds(most) + Duration::from_millis(5));
        assert!(least <= took && took <= most, "{name}: {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_says_why_the_call_was_not_made_again() {
    let reset = || Answer::Fails(TransportError::interrupted("connection reset"));
    let host = "[host example.com";
    for (retry, timeouts, answers, line) in [
        (
            Retry::standard(),
            Timeouts::default(),
            [503, 503, 503].map(Answer::status).into(),
            format!("Get: HTTP status 503, with the body \"{{}}\" {host}, 3 of 3 attempts]"),
        ),
        (
            Retry::standard(),
            Timeouts::default(),
            vec![Answer::code(404, "NotFoundException")],
            format!("Get: NotFoundException (404) {host}, 1 attempt, not retryable]"),
        ),
        (
            Retry::standard(),
            Timeouts::default(),
            vec![reset(), Answer::code(404, "NotFoundException")],
            format!("Get: NotFoundException (404) {host}, 2 attempts, not retryable]"),
        ),
        (
            Retry::off(),
            Timeouts::default(),
            vec![reset()],
            format!("Get: connection reset {host}, 1 attempt, retries are off]"),
        ),
        (
            Retry::standard(),
            Timeouts::default().operation(Duration::from_secs(3)),
            vec![Answer::code(503, "SlowDown").with("retry-after", "3")],
            format!(
                "Get: SlowDown (503) {host}, 1 attempt, the operation timeout leaves no time for \
                 another attempt]"
            ),
        ),
        (
            Retry::standard(),
            Timeouts::default().attempt(Duration::from_secs(2)),
            vec![Answer::Never, Answer::Never, Answer::Never],
            format!("Get: the attempt took longer than 2s, its timeout {host}, 3 of 3 attempts]"),
        ),
        (
            Retry::standard(),
            Timeouts::default().operation(Duration::from_secs(9)),
            vec![Answer::status(500), Answer::Never],
            format!("Get: the call took longer than 9s, its operation timeout {host}, 2 attempts]"),
        ),
        (
            Retry::standard(),
            Timeouts::default(),
            vec![Answer::code(403, "ExpiredTokenException")],
            format!(
                "Get: ExpiredTokenException (403) {host}, 1 attempt, not retryable]; the session \
                 token has expired; get new credentials"
            ),
        ),
    ] {
        let transport = Scripted::new(answers);
        let client = client(&transport).with_retry(retry).with_timeouts(timeouts);
        let error = client.send(GET).await.expect_err("it fails");
        assert_eq!(error.to_string(), line);
        client.send(GET).await.expect("the next call is none the worse");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_tell_what_may_help() {
    type Is = fn(&aws_operation::Error<GetError>) -> bool;
    let (throttled, timeout): (Is, Is) = (|e| e.is_throttled(), |e| e.is_timeout());
    let (connect, retryable): (Is, Is) = (|e| e.is_connect(), |e| e.is_retryable());
    for (answer, kind, all) in [
        (Answer::code(400, "Throttling"), ErrorKind::Service, &[throttled, retryable][..]),
        (Answer::code(400, "Busy"), ErrorKind::Service, &[throttled, retryable]),
        (Answer::code(400, "NotReadyException"), ErrorKind::Service, &[retryable]),
        (Answer::status(502), ErrorKind::Service, &[retryable]),
        (Answer::status(404), ErrorKind::Service, &[]),
        (
            Answer::Fails(TransportError::timeout("slow")),
            ErrorKind::Transport,
            &[timeout, retryable],
        ),
        (Answer::Fails(TransportError::connect("no")), ErrorKind::Transport, &[connect, retryable]),
        (Answer::Fails(TransportError::other("what?")), ErrorKind::Transport, &[]),
    ] {
        let client = client(&Scripted::new([answer]));
        let error = client.send(GET).retry(Retry::off()).await.expect_err("it fails");
        assert_eq!(error.kind(), kind, "{error}");
        for is in [throttled, timeout, connect, retryable] {
            let expected = all.iter().any(|known| std::ptr::fn_addr_eq(*known, is));
            assert_eq!(is(&error), expected, "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_modelled_exception_is_retryable_and_then_typed() {
    let transport = Scripted::new([Answer::code(400, "NotReadyException"), Answer::status(200)]);
    client(&transport).send(GET).await.expect("it is ready");
    let busy = || {
        Answer::Response(400, vec![("x-amzn-errortype", "Busy".into())], r#"{"message": "later"}"#)
    };
    let transport = Scripted::new([busy(), busy(), busy()]);
    let error = client(&transport).send(GET).await.expect_err("it stays busy");
    assert_eq!(transport.count(), 3);
    assert!(matches!(
        error.service(),
        Some(GetError::BusyException { message: Some(message) }) if message == "later"
    ));
    let transport = Scripted::new([Answer::code(400, "NotReadyException")]);
    let order = client(&transport).send(Order {}).await;
    assert_eq!(order.expect_err("it is no error of this one").attempts(), 1);
    assert!(matches!(
        client(&Scripted::new([Answer::code(400, "Else")])).send(GET).await.map_err(|e| e.into_service()),
        Err(Ok(GetError::Other(error))) if error.code() == Some("Else")
    ));
}

#[tokio::test(start_paused = true)]
async fn a_classifier_decides_for_an_operation() {
    let retry = Retry::standard().classifier(|attempt| {
        match (attempt.operation(), attempt.status()?.as_u16()) {
            ("Get", 409) => Some(RetryReason::Transient),
            ("Order", 503) => Some(RetryReason::Never),
            _ => None,
        }
    });
    let transport = Scripted::new([409, 200, 409, 503].map(Answer::status));
    let client = client_of(builder(&transport).retry(retry));
    client.send(GET).await.expect("the second is answered");
    assert_eq!(client.send(Order {}).await.expect_err("409 is one for Get").attempts(), 1);
    assert_eq!(client.send(Order {}).await.expect_err("503 is none for Order").attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_differ_from_its_client() {
    let transport = Scripted::new([500, 500, 500, 500, 200].map(Answer::status));
    let client = client(&transport);
    let error = client.send(GET).retry(Retry::standard().max_attempts(1)).await;
    assert_eq!(error.expect_err("it is one attempt").attempts(), 1);
    client
        .send(GET)
        .retry(Retry::standard().max_attempts(9))
        .await
        .expect("the fourth is answered");
    assert_eq!(transport.count(), 5);
}

#[tokio::test(start_paused = true)]
async fn what_may_be_done_is_not_done_twice_where_that_is_said() {
    let reset = || Answer::Fails(TransportError::interrupted("connection reset"));
    let connect = || Answer::Fails(TransportError::connect("refused"));
    let retry = Retry::standard().idempotent_only();
    let transport = Scripted::new([reset()]);
    let client = client_of(builder(&transport).retry(retry.clone()));
    let error = client.send(Order {}).await.expect_err("it may have been placed");
    assert_eq!(
        error.to_string(),
        "Order: connection reset [host example.com, 1 attempt, the request may have been processed \
         and is not idempotent]"
    );
    transport.then([connect(), Answer::code(503, "SlowDown")]);
    client.send(Order {}).await.expect("it was not placed before");
    transport.then([reset(), reset()]);
    client.send(GET).await.expect("getting does no harm");
    transport.then([reset(), reset()]);
    client.send(Create { token: None }).await.expect("its token is the same");
    assert_eq!(transport.count(), 1 + 3 + 3 + 3);
    transport.then([reset()]);
    let request = http::Request::post("/orders").body(Bytes::new()).expect("a request");
    assert_eq!(client.send_http(request).await.expect_err("no more is known").attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_an_answer_that_proves_that_nothing_was_done_is_followed_by_a_second_order() {
    let late = || {
        let date = http_date(start() + Duration::from_secs(7_200));
        Answer::code(403, "RequestTimeTooSkewed").with("date", date)
    };
    let connect = || Answer::Fails(TransportError::connect("refused"));
    for (name, answer, attempts) in [
        ("no connection", connect(), 2),
        ("a timeout", Answer::Fails(TransportError::timeout("slow")), 1),
        ("a broken connection", Answer::Fails(TransportError::interrupted("reset")), 1),
        ("500", Answer::status(500), 1),
        ("502", Answer::status(502), 1),
        ("503", Answer::status(503), 1),
        ("504", Answer::status(504), 1),
        ("429", Answer::status(429), 1),
        ("a code of its own at 429", Answer::code(429, "TooBusy"), 1),
        ("ServiceUnavailable", Answer::code(503, "ServiceUnavailable"), 1),
        ("RequestTimeout", Answer::code(400, "RequestTimeout"), 1),
        ("RequestTimeoutException", Answer::code(408, "RequestTimeoutException"), 1),
        ("another in progress", Answer::code(400, "TransactionInProgressException"), 1),
        ("a prior one", Answer::code(400, "PriorRequestNotComplete"), 1),
        ("throttling", Answer::code(400, "ThrottlingException"), 2),
        ("throttling of API Gateway", Answer::code(429, "TooManyRequestsException"), 2),
        ("throttling of S3", Answer::code(503, "SlowDown"), 2),
        ("a wrong clock", late(), 2),
    ] {
        let transport = Scripted::new([answer]);
        let retry = Retry::standard().idempotent_only();
        let client = client_of(builder(&transport).retry(retry));
        let result = client.send(Order {}).await;
        assert_eq!(transport.count(), attempts, "{name}: {result:?}");
        assert_eq!(result.is_ok(), attempts == 2, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_operation_is_sent_again_too() {
    let transport = Scripted::new([503, 500, 404].map(Answer::status));
    let client = client(&transport);
    let get = || http::Request::get("/a").body(Bytes::new()).expect("a request");
    assert_eq!(client.send_http(get()).await.expect("it is answered").status(), 404);
    assert_eq!(transport.count(), 3);
    transport.then([503, 503, 503].map(Answer::status));
    assert_eq!(client.send_http(get()).await.expect("whatever it was").status(), 503);
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_tokens_and_successes_bring_them_back() {
    let failures = || (0..300).map(|_| Answer::status(500));
    let transport = Scripted::new(failures());
    let client = client(&transport);
    let mut attempts = 0;
    let empty = loop {
        let error = client.clone().send(GET).await.expect_err("all of them fail");
        attempts += error.attempts();
        if error.to_string().contains("token bucket empty") {
            break error;
        }
    };
    // 500 tokens, 5 for each of two retries a call: 50 calls, and one without a token.
    assert_eq!((attempts, empty.attempts()), (151, 1));
    let other =
        Client::new(&builder(&transport).build().expect("it is whole"), services::API_GATEWAY);
    assert_eq!(
        other.send(GET).await.expect_err("it fails").attempts(),
        3,
        "another client has its own"
    );
    transport.then([]);
    while transport.count() < 300 {
        let _ = client.send(GET).await;
    }
    for _ in 0..5 {
        client.send(GET).await.expect("the service is back");
    }
    transport.then([Answer::status(500)]);
    client.send(GET).await.expect("five successes bring a retry");
}

#[tokio::test(start_paused = true)]
async fn adaptive_mode_waits_for_its_turn_after_the_first_throttling() {
    let transport = Scripted::new((0..30).map(|_| Answer::status(200)));
    let client = client_of(builder(&transport).retry(Retry::adaptive()));
    let begin = Instant::now();
    for _ in 0..30 {
        client.send(GET).await.expect("it is answered");
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
    transport.then([Answer::code(400, "Throttling")]);
    client.send(GET).await.expect("the second attempt is answered");
    let begin = Instant::now();
    for _ in 0..12 {
        client.send(GET).await.expect("it is answered");
    }
    assert!(begin.elapsed() > Duration::from_secs(1), "{:?}", begin.elapsed());
    // Without it, nobody waits.
    let transport = Scripted::new([Answer::code(400, "Throttling")]);
    let client = self::client(&transport);
    client.send(GET).await.expect("the second attempt is answered");
    let begin = Instant::now();
    for _ in 0..100 {
        client.send(GET).await.expect("it is answered");
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_made_up_for() {
    for (code, status) in [
        ("SignatureDoesNotMatch", 403),
        ("RequestTimeTooSkewed", 403),
        ("InvalidSignatureException", 403),
        ("AuthFailure", 401),
        ("AccessDeniedException", 403),
    ] {
        let there = start() + Duration::from_secs(3 * 3600);
        let refused = Answer::code(status, code).with("date", http_date(there));
        let transport = Scripted::new([refused]);
        let client = client_of(builder(&transport).retry(Retry::standard().rules_2026(true)));
        client.send(GET).await.expect("the second is signed by the service's clock");
        client.send(GET).await.expect("and so is the next");
        let dates = transport.header("x-amz-date");
        assert_eq!(dates[0], "20150830T123600Z");
        assert!(dates[1].starts_with("20150830T153600Z") && dates[2].starts_with("20150830T1536"));
        let url = client.presign(GET, Duration::from_secs(60)).await.expect("a URL");
        assert!(url.url().contains("X-Amz-Date=20150830T1236"), "whoever opens it reads our clock");
    }
}

/// Which clock signs a call that is sent once, after what came before it.
#[tokio::test(start_paused = true)]
async fn no_server_moves_the_clock_beyond_its_bounds() {
    const HOUR: i64 = 3_600;
    let date = |seconds: i64| {
        let by = Duration::from_secs(seconds.unsigned_abs());
        http_date(if seconds < 0 { start() - by } else { start() + by })
    };
    let says = |status, code: &str, seconds| Answer::code(status, code).with("date", date(seconds));
    let ok = |seconds| Answer::status(200).with("date", date(seconds));
    let skewed = |seconds| says(403, "RequestTimeTooSkewed", seconds);
    let at = |date: &str| Answer::code(403, "SignatureDoesNotMatch").with("date", date);
    for (name, answers, signed_at) in [
        ("a success", vec![ok(3 * HOUR)], 0),
        ("a success in the year 9999", vec![Answer::status(200).with("date", FAR)], 0),
        ("a success after a correction", vec![skewed(3 * HOUR), ok(-5 * HOUR)], 3 * HOUR),
        ("an error of another kind", vec![says(404, "NotFoundException", 3 * HOUR)], 0),
        ("an error of the server", vec![says(500, "InternalFailure", 3 * HOUR)], 0),
        ("throttling", vec![says(429, "TooManyRequestsException", 3 * HOUR)], 0),
        ("an expired token", vec![says(403, "ExpiredTokenException", 3 * HOUR)], 0),
        ("an error without a code", vec![Answer::status(403).with("date", date(3 * HOUR))], 0),
        ("the clock", vec![skewed(3 * HOUR)], 3 * HOUR),
        ("the clock, ahead", vec![skewed(-3 * HOUR)], -3 * HOUR),
        ("an expired request", vec![says(400, "RequestExpired", 3 * HOUR)], 3 * HOUR),
        ("a signature", vec![says(403, "SignatureDoesNotMatch", 3 * HOUR)], 3 * HOUR),
        ("four minutes", vec![skewed(240)], 0),
        ("two days", vec![skewed(48 * HOUR)], 48 * HOUR),
        ("more than two days", vec![skewed(48 * HOUR + 1)], 0),
        ("more than two days, ahead", vec![skewed(-48 * HOUR - 1)], 0),
        ("the year 9999", vec![at(FAR)], 0),
        ("the year 1970", vec![at("Thu, 01 Jan 1970 00:00:00 GMT")], 0),
        ("the answer of a cache", vec![skewed(3 * HOUR).with("age", "1")], 0),
        ("a contradiction", vec![skewed(3 * HOUR), skewed(HOUR)], HOUR),
        ("the right time again", vec![skewed(3 * HOUR), skewed(0)], 0),
        ("the right time, and a success", vec![skewed(3 * HOUR), skewed(0), ok(9 * HOUR)], 0),
        ("a correction that is refused", vec![skewed(3 * HOUR), Answer::code(403, LATE)], 0),
        ("a correction, and a lie", vec![skewed(3 * HOUR), at(FAR)], 0),
        // The service agrees on the time: it is the secret that is wrong.
        ("a wrong secret", vec![skewed(3 * HOUR), says(403, SIGNATURE, 3 * HOUR)], 3 * HOUR),
    ] {
        let count = answers.len();
        let transport = Scripted::new(answers);
        let client = client_of(builder(&transport).retry(Retry::off()));
        for _ in 0..=count {
            drop(client.send(GET).await);
        }
        let signed = transport.header("x-amz-date").pop().expect("it was sent");
        let signed = signed.parse::<Timestamp>().or_else(|_| compact(&signed).parse());
        let seconds = signed.expect("a time").epoch_seconds() - SECONDS as i64;
        assert_eq!(seconds, signed_at, "{name}");
    }
}

const FAR: &str = "Fri, 31 Dec 9999 23:59:59 GMT";
const LATE: &str = "RequestTimeTooSkewed";
const SIGNATURE: &str = "SignatureDoesNotMatch";

/// `20150830T123600Z` as a date-time.
fn compact(date: &str) -> String {
    let at = |range: std::ops::Range<usize>| date.get(range).unwrap_or_default();
    let (day, time) = ([at(0..4), at(4..6), at(6..8)], [at(9..11), at(11..13), at(13..15)]);
    format!("{}T{}Z", day.join("-"), time.join(":"))
}

#[tokio::test(start_paused = true)]
async fn a_clock_is_blamed_once_and_only_where_it_is_wrong() {
    let at = |seconds| http_date(start() + Duration::from_secs(seconds));
    for (name, answers, attempts, hint) in [
        ("no date", vec![Answer::code(403, "SignatureDoesNotMatch")], 1, "the secret access key"),
        (
            "the date of a cache",
            vec![Answer::code(403, "RequestTimeTooSkewed").with("date", at(9999)).with("age", "5")],
            1,
            "check this machine's clock",
        ),
        (
            "less than what services take",
            vec![Answer::code(403, "SignatureDoesNotMatch").with("date", at(200))],
            1,
            "the secret access key",
        ),
        (
            "refused by the right clock too",
            vec![
                Answer::code(403, "SignatureDoesNotMatch").with("date", at(10_800)),
                Answer::code(403, "SignatureDoesNotMatch").with("date", at(10_800)),
            ],
            2,
            "this machine's clock is",
        ),
        (
            "another error",
            vec![Answer::code(404, "NotFoundException").with("date", at(10_800))],
            1,
            "",
        ),
    ] {
        let transport = Scripted::new(answers);
        let client = client_of(builder(&transport).retry(Retry::standard().rules_2026(true)));
        let error = client.send(GET).await.expect_err(name);
        assert_eq!(error.attempts(), attempts, "{name}: {error}");
        assert!(error.hint().unwrap_or_default().starts_with(hint), "{name}: {error}");
    }
    let transport =
        Scripted::new([Answer::code(403, "SignatureDoesNotMatch").with("date", at(10_800))]);
    let client = client_of(builder(&transport).clock_skew_correction(false));
    let error = client.send(GET).await.expect_err("it is off");
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        error.hint(),
        Some("this machine's clock is 3 h 0 min behind the service's; set it")
    );
    client.send(GET).await.expect("it is answered");
    assert!(transport.header("x-amz-date")[1].starts_with("20150830T1236"));
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_signed_after_its_wait() {
    let transport = Scripted::new([Answer::status(503).with("x-amz-retry-after", "5000")]);
    client(&transport).send(GET).await.expect("the second is answered");
    assert_eq!(transport.header("x-amz-date"), ["20150830T123600Z", "20150830T123605Z"]);
    let signatures = transport.header("authorization");
    assert_ne!(signatures[0], signatures[1]);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_over_says_so_rather_than_panicking() {
    let transport = Scripted::default();
    let client = client(&transport);
    let mut call = Box::pin(client.send(GET));
    call.as_mut().await.expect("it is answered");
    let error = call.await.expect_err("it is over");
    assert_eq!(
        error.to_string(),
        "Get: `Call` polled after completion; make another call [host example.com, nothing was sent]"
    );
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(transport.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_rate_is_kept_and_time_in_the_queue_counts() {
    let transport = Scripted::default();
    let client = client(&transport).with_rate_limit(10.0);
    let begin = Instant::now();
    for _ in 0..30 {
        client.send(GET).await.expect("it is answered");
    }
    // As many as a second's at once, and then one each 100 ms.
    let took = begin.elapsed().as_millis();
    assert!((1_990..=2_100).contains(&took), "{took}");
    let error =
        client.send(GET).timeouts(Timeouts::default().operation(Duration::from_millis(50))).await;
    let error = error.expect_err("its turn comes later");
    assert!(error.is_timeout());
    assert!(error.to_string().ends_with("nothing was sent]"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_in_flight_than_allowed() {
    let second = Duration::from_secs(1);
    let transport =
        Scripted::new((0..10).map(|_| Answer::After(second, Box::new(Answer::status(200)))));
    let client = client(&transport).with_concurrency_limit(2);
    let begin = Instant::now();
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(GET).await.map_err(|error| error.to_string()) })
        })
        .collect();
    tokio::task::yield_now().await;
    // A call that is dropped gives its place back.
    calls[0].abort();
    for (i, call) in calls.into_iter().enumerate() {
        let answered = call.await;
        assert!(i == 0 || answered.is_ok_and(|call| call.is_ok()), "call {i}");
    }
    let took = begin.elapsed();
    assert!((second * 4..=second * 5).contains(&took), "{took:?}");
}
