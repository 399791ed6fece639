//! The attempts of a call: what they share, the waits between them, and a wrong clock.

use std::time::Duration;

use aws_operation::{Client, Error, Timeouts};
use aws_operation_tests::faults::calls::{
    Create, Get, NAMED, at, base, client_of, config, predicates, reason,
};
use aws_operation_tests::faults::{
    Answer, FastTimer, FaultServer, Seen, ServiceClock, SkewError, Step,
};

/// The timer is this many times faster: a second takes 20 ms.
const SPEED: u32 = 50;

fn get() -> Get {
    Get { id: "a".into() }
}

fn hasty(server: &FaultServer) -> (Client, FastTimer) {
    let timer = FastTimer::new(SPEED);
    (client_of(config(&server.endpoint()).timer(timer.clone())), timer)
}

#[tokio::test]
async fn a_server_that_was_down_is_reached_after_its_start() {
    let down = FaultServer::down();
    let client = at(&base(), &down.endpoint(), Timeouts::default());
    let error = client.send(get()).await.expect_err("the server is down");
    assert_eq!((error.attempts(), predicates(&error)), (3, "connect retryable".to_owned()));
    let host = down.endpoint().replace("http://", "");
    let line = "cannot connect: error sending request: client error (Connect): tcp connect error: \
                Connection refused (os error 111)";
    assert_eq!(reason(&error, &host, "3 of 3 attempts"), line);
    let server = down.up();
    assert!(client.send(get()).await.is_ok());
    assert_eq!(server.counts().seen()[0].attempt(), (1, 3));
}

#[tokio::test]
async fn attempts_share_the_id_and_the_token_and_have_their_own_signatures() {
    let busy = Answer::error(429, "SlowDown").header("retry-after", "3");
    let server = FaultServer::start(vec![Step::answer(&busy); 2]);
    let (client, _) = hasty(&server);
    for _ in 0..2 {
        client
            .send(Create { id: "a".into(), client_token: None })
            .await
            .expect("the third attempt succeeds");
    }
    let seen = server.counts().seen();
    assert_eq!(
        seen.iter().map(Seen::attempt).collect::<Vec<_>>(),
        [(1, 3), (2, 3), (3, 3), (1, 3)]
    );
    let call = &seen[..3];
    for (what, of) in [
        ("id", Seen::invocation as fn(&Seen) -> &str),
        ("body", |seen| std::str::from_utf8(&seen.body).unwrap_or_default()),
    ] {
        assert!(
            call.iter().all(|attempt| of(attempt) == of(&seen[0])),
            "the {what} of the attempts differs: {call:?}"
        );
        assert_ne!(of(&seen[0]), of(&seen[3]), "two calls have the same {what}");
        assert!(of(&seen[0]).len() >= 36, "{what}: {}", of(&seen[0]));
    }
    for two in call.windows(2) {
        let (one, next) = (&two[0], &two[1]);
        assert!(one.header("x-amz-date") < next.header("x-amz-date"), "{one:?}, then {next:?}");
        assert_ne!(signature(one), signature(next));
    }
}

fn signature(seen: &Seen) -> &str {
    let signature = seen.header("authorization").rsplit_once("Signature=");
    signature.expect("it is signed").1
}

#[tokio::test]
async fn the_client_waits_as_long_as_the_service_asks() {
    struct Case {
        answer: Answer,
        /// The waits before the second and the third attempt in milliseconds: from, to.
        waits: [(u128, u128); 2],
        predicates: &'static str,
    }
    let case = |status, header: Option<(&str, &str)>, waits, predicates| {
        let answer = Answer::new(status);
        let answer = match header {
            Some((name, value)) => answer.header(name, value),
            None => answer,
        };
        Case { answer, waits, predicates }
    };
    let (busy, down) = ("throttled retryable", "retryable");
    for case in [
        case(429, None, [(0, 1_000), (0, 2_000)], busy),
        case(429, Some(("retry-after", "3")), [(3_000, 3_000); 2], busy),
        case(429, Some(("x-amz-retry-after", "2500")), [(2_500, 2_500); 2], busy),
        case(503, None, [(0, 50), (0, 100)], down),
        case(503, Some(("x-amz-retry-after", "1500")), [(1_500, 1_500); 2], down),
        case(503, Some(("retry-after", "3600")), [(5_000, 5_050), (5_000, 5_100)], down),
        case(503, Some(("retry-after", "soon")), [(0, 50), (0, 100)], down),
    ] {
        for (times, attempts) in [(3, 3), (2, 3), (1, 2)] {
            let server = FaultServer::start(vec![Step::answer(&case.answer); times]);
            let (client, timer) = hasty(&server);
            let result = client.send(get()).await;
            assert_eq!(server.counts().requests(), attempts, "{:?}", case.answer);
            match result {
                Ok(_) => assert!(times < 3),
                Err(error) => {
                    assert_eq!((times, &*predicates(&error)), (3, case.predicates), "{error}");
                    assert!(error.to_string().ends_with(", 3 of 3 attempts]"), "{error}");
                    assert!(client.send(get()).await.is_ok(), "the server works again");
                }
            }
            let slept: Vec<u128> = timer.slept().iter().map(Duration::as_millis).collect();
            assert_eq!(slept.len(), attempts - 1, "{slept:?}");
            for (slept, (from, to)) in slept.iter().zip(case.waits) {
                assert!((from..=to).contains(slept), "{slept} ms for {:?}", case.answer);
            }
        }
    }
}

#[tokio::test]
async fn calls_are_not_retried_if_the_token_bucket_is_empty() {
    let server = FaultServer::by(|_| Step::answer(&Answer::new(503)));
    let (client, _) = hasty(&server);
    let mut not_retried = 0;
    for _ in 0..60 {
        let error: Error = client.clone().send(get()).await.expect_err("it is down");
        not_retried += u32::from(error.to_string().contains("token bucket empty"));
    }
    // 500 tokens are 35 retries of 14: 17 calls of three attempts, one of two, and 42 of one.
    assert_eq!((server.counts().requests(), not_retried), (60 + 35, 43));
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_if_the_service_sends_the_time() {
    struct Case {
        hours: i64,
        error: SkewError,
        corrects: bool,
        /// The number of requests of the first call.
        requests: usize,
        /// The end of its error.
        end: Option<&'static str>,
    }
    let error = |code| SkewError { status: 403, code, sends_date: true };
    let case =
        |hours, code| Case { hours, error: error(code), corrects: true, requests: 2, end: None };
    let fails = |case: Case, end| Case { requests: 1, end: Some(end), ..case };
    let without_date = SkewError { sends_date: false, ..error("RequestTimeTooSkewed") };
    for case in [
        case(3, "RequestTimeTooSkewed"),
        case(-3, "RequestTimeTooSkewed"),
        case(3, "SignatureDoesNotMatch"),
        case(-26, "InvalidSignatureException"),
        // Within the tolerance of services.
        Case { requests: 1, ..case(0, "RequestTimeTooSkewed") },
        fails(
            Case { error: without_date, ..case(3, "RequestTimeTooSkewed") },
            "1 attempt, not retryable]; check this machine's clock",
        ),
        fails(
            Case { corrects: false, ..case(3, "RequestTimeTooSkewed") },
            "1 attempt, not retryable]; this machine's clock is 3 h 0 min behind the service's; set it",
        ),
        fails(case(3, "SomethingElse"), "1 attempt, not retryable]"),
    ] {
        let (clock, error) = (ServiceClock(case.hours * 3600 + 20), case.error);
        let server = FaultServer::by(move |seen| clock.step(seen, error, NAMED));
        let config = config(&server.endpoint()).clock_skew_correction(case.corrects);
        let client = client_of(config);
        let result = client.send(get()).await.map(|named| named.name).map_err(|e| e.to_string());
        let Case { hours, requests, end, .. } = case;
        let what = format!("{hours} h, {error:?}: {result:?}");
        assert_eq!(server.counts().requests(), requests, "{what}");
        match end {
            None => assert!(result.is_ok(), "{what}"),
            Some(end) => assert!(result.is_err_and(|line| line.ends_with(end)), "{what}"),
        }
        if end.is_none() {
            assert!(client.send(get()).await.is_ok());
            assert_eq!(
                server.counts().requests(),
                requests + 1,
                "the client keeps the correction: {what}"
            );
        }
    }
}
