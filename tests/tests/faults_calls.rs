//! What the attempts of a call have in common and what not; storms, and clocks that are hours off.

use std::time::Duration;

use aws_operation::{Client, Error, Timeouts};
use aws_operation_tests::faults::calls::{
    Create, Get, NAMED, at, base, client_of, config, predicates, reason,
};
use aws_operation_tests::faults::{Answer, Complaint, FaultServer, Hasty, Seen, Step, TimeOfDay};

/// Seconds are 20 ms.
const TIMES: u32 = 50;

fn get() -> Get {
    Get { id: "a".into() }
}

fn hasty(server: &FaultServer) -> (Client, Hasty) {
    let timer = Hasty::new(TIMES);
    (client_of(config(&server.endpoint()).timer(timer.clone())), timer)
}

#[tokio::test]
async fn a_server_that_comes_up_again_is_reached_again() {
    let down = FaultServer::down();
    let client = at(&base(), &down.endpoint(), Timeouts::default());
    let error = client.send(get()).await.expect_err("nobody listens");
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
async fn attempts_share_id_and_token_and_each_is_signed_anew() {
    let busy = Answer::error(429, "SlowDown").header("retry-after", "3");
    let server = FaultServer::start(vec![Step::answer(&busy); 2]);
    let (client, _) = hasty(&server);
    for _ in 0..2 {
        client
            .send(Create { id: "a".into(), client_token: None })
            .await
            .expect("the third is well");
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
        assert!(call.iter().all(|attempt| of(attempt) == of(&seen[0])), "one {what}: {call:?}");
        assert_ne!(of(&seen[0]), of(&seen[3]), "another {what} for another call");
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
async fn storms_are_waited_out_as_long_as_the_service_asks() {
    struct Case {
        answer: Answer,
        /// Milliseconds before the second attempt, and before the third: from, to.
        waits: [(u128, u128); 2],
        is: &'static str,
    }
    let storm = |status, header: Option<(&str, &str)>, waits, is| {
        let answer = Answer::new(status);
        let answer = match header {
            Some((name, value)) => answer.header(name, value),
            None => answer,
        };
        Case { answer, waits, is }
    };
    let (busy, down) = ("throttled retryable", "retryable");
    for case in [
        storm(429, None, [(0, 1_000), (0, 2_000)], busy),
        storm(429, Some(("retry-after", "3")), [(3_000, 3_000); 2], busy),
        storm(429, Some(("x-amz-retry-after", "2500")), [(2_500, 2_500); 2], busy),
        storm(503, None, [(0, 50), (0, 100)], down),
        storm(503, Some(("x-amz-retry-after", "1500")), [(1_500, 1_500); 2], down),
        storm(503, Some(("retry-after", "3600")), [(5_000, 5_050), (5_000, 5_100)], down),
        storm(503, Some(("retry-after", "soon")), [(0, 50), (0, 100)], down),
    ] {
        for (times, attempts) in [(3, 3), (2, 3), (1, 2)] {
            let server = FaultServer::start(vec![Step::answer(&case.answer); times]);
            let (client, timer) = hasty(&server);
            let result = client.send(get()).await;
            assert_eq!(server.counts().requests(), attempts, "{:?}", case.answer);
            match result {
                Ok(_) => assert!(times < 3),
                Err(error) => {
                    assert_eq!((times, &*predicates(&error)), (3, case.is), "{error}");
                    assert!(error.to_string().ends_with(", 3 of 3 attempts]"), "{error}");
                    assert!(client.send(get()).await.is_ok(), "the storm is over");
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
async fn a_storm_over_all_calls_empties_the_bucket_and_nothing_is_sent_again() {
    let server = FaultServer::by(|_| Step::answer(&Answer::new(503)));
    let (client, _) = hasty(&server);
    let mut empty = 0;
    for _ in 0..60 {
        let error: Error = client.clone().send(get()).await.expect_err("it is down");
        empty += u32::from(error.to_string().contains("token bucket empty"));
    }
    // 500 tokens are 35 retries of 14: 17 calls of three attempts, one of two, and 42 of one.
    assert_eq!((server.counts().requests(), empty), (60 + 35, 43));
}

#[tokio::test]
async fn a_clock_that_is_hours_off_is_corrected_where_the_service_says_the_time() {
    struct Case {
        hours: i64,
        complaint: Complaint,
        corrects: bool,
        /// What the requests are that the server gets by the first call, and the error's end.
        sees: (usize, Option<&'static str>),
    }
    let complaint = |code| Complaint { status: 403, code, says_date: true };
    let case =
        |hours, code| Case { hours, complaint: complaint(code), corrects: true, sees: (2, None) };
    let fails = |case: Case, hint| Case { sees: (1, Some(hint)), ..case };
    let silent = Complaint { says_date: false, ..complaint("RequestTimeTooSkewed") };
    for case in [
        case(3, "RequestTimeTooSkewed"),
        case(-3, "RequestTimeTooSkewed"),
        case(3, "SignatureDoesNotMatch"),
        case(-26, "InvalidSignatureException"),
        // Within what services take.
        Case { sees: (1, None), ..case(0, "RequestTimeTooSkewed") },
        fails(
            Case { complaint: silent, ..case(3, "RequestTimeTooSkewed") },
            "1 attempt, not retryable]; check this machine's clock",
        ),
        fails(
            Case { corrects: false, ..case(3, "RequestTimeTooSkewed") },
            "1 attempt, not retryable]; this machine's clock is 3 h 0 min behind the service's; set it",
        ),
        fails(case(3, "SomethingElse"), "1 attempt, not retryable]"),
    ] {
        let (clock, complaint) = (TimeOfDay(case.hours * 3600 + 20), case.complaint);
        let server = FaultServer::by(move |seen| clock.step(seen, complaint, NAMED));
        let config = config(&server.endpoint()).clock_skew_correction(case.corrects);
        let client = client_of(config);
        let result = client.send(get()).await.map(|named| named.name).map_err(|e| e.to_string());
        let (requests, end) = case.sees;
        let what = format!("{} h, {complaint:?}: {result:?}", case.hours);
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
                "what was learned is kept: {what}"
            );
        }
    }
}
