//! Calls step by step: the decision after each attempt, the delay, and the tokens left.

use bytes::Bytes;

use super::*;
use crate::error::{ServiceError, TransportError};
use crate::retry::quota::CAPACITY;
use RetryReason::{Throttling, Transient};

/// What came back, and the expected decision: the delay in ms before the next attempt, or why there
/// is none; and the tokens left.
enum Outcome {
    Status(u16),
    Throttled(&'static str),
    Timeout,
    Reset,
    Success,
}
use Outcome::{Reset, Status, Success, Throttled, Timeout};

#[derive(Debug, PartialEq)]
enum Then {
    Again(u64),
    Fails(Stop),
    FailsAfter(u64, Stop),
    Done,
}
use Then::{Again, Done, Fails, FailsAfter};

struct Scenario {
    name: &'static str,
    retry: Retry,
    service: &'static str,
    operation: &'static str,
    tokens: u32,
    idempotent: bool,
    replayable: bool,
    left: Option<u64>,
    steps: &'static [(Outcome, Option<u64>, Then, u32)],
}

fn of(name: &'static str, retry: Retry) -> Scenario {
    Scenario {
        name,
        retry,
        service: "API Gateway",
        operation: "GetRestApi",
        tokens: CAPACITY,
        idempotent: true,
        replayable: true,
        left: None,
        steps: &[],
    }
}

fn answer(status: u16, code: Option<&'static str>) -> ServiceError {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    if let Some(code) = code {
        let code = http::HeaderValue::from_static(code);
        response.headers_mut().insert("x-amzn-errortype", code);
    }
    ServiceError::read(&response, None, None)
}

fn run(scenario: &Scenario) {
    let name = scenario.name;
    let policy = Policy::new(&scenario.retry, scenario.service, scenario.operation);
    let mut quota = Quota::default();
    assert!(quota.take(CAPACITY - scenario.tokens));
    let mut last_cost = None;
    for (i, (outcome, asked, then, tokens)) in scenario.steps.iter().enumerate() {
        let number = u32::try_from(i).unwrap_or(u32::MAX) + 1;
        let (service, transport);
        let failed = match outcome {
            Status(status) => {
                service = answer(*status, None);
                Failed::Service(&service)
            }
            Throttled(code) => {
                service = answer(400, Some(code));
                Failed::Service(&service)
            }
            Timeout => {
                transport = TransportError::timeout("slow");
                Failed::Transport(&transport)
            }
            Reset => {
                transport = TransportError::interrupted("reset");
                Failed::Transport(&transport)
            }
            Success => {
                quota.succeeded(last_cost);
                assert_eq!((&Done, quota.available()), (then, *tokens), "{name}, step {number}");
                continue;
            }
        };
        let attempt = Attempt {
            number,
            failed: &failed,
            reason: crate::retry::classify(&failed, &[], false),
            asked: asked.map(Duration::from_millis),
            is_idempotent: scenario.idempotent,
            is_replayable: scenario.replayable,
            left: scenario.left.map(Duration::from_millis),
        };
        // The longest delay, because the random number is 1.
        let got = match policy.decide(&attempt, &mut quota, 1.0) {
            Decision::Again { delay, cost } => {
                last_cost = Some(cost);
                Again(delay.as_millis() as u64)
            }
            Decision::Fail { delay, stop } if delay.is_zero() => Fails(stop),
            Decision::Fail { delay, stop } => FailsAfter(delay.as_millis() as u64, stop),
        };
        assert_eq!((&got, quota.available()), (then, *tokens), "{name}, step {number}");
    }
}

#[test]
fn each_step_of_a_call_has_its_outcome_its_delay_and_its_tokens() {
    let standard = Retry::standard;
    let of_2026 = || Retry::standard().rules_2026(true);
    let scenarios = [
        Scenario { steps: &[(Success, None, Done, 500)], ..of("at once", standard()) },
        Scenario {
            tokens: 100,
            steps: &[(Success, None, Done, 101)],
            ..of("a success brings a token", standard())
        },
        Scenario {
            steps: &[
                (Status(500), None, Again(1_000), 495),
                (Status(500), None, Again(2_000), 490),
                (Success, None, Done, 495),
            ],
            ..of("a third attempt succeeds", standard())
        },
        Scenario {
            steps: &[
                (Status(500), None, Again(50), 486),
                (Status(500), None, Again(100), 472),
                (Success, None, Done, 486),
            ],
            ..of("2026: a third attempt succeeds", of_2026())
        },
        Scenario {
            steps: &[
                (Status(502), None, Again(1_000), 495),
                (Status(503), None, Again(2_000), 490),
                (Status(504), None, Fails(Stop::Exhausted { max: 3 }), 490),
            ],
            ..of("all attempts fail", standard())
        },
        Scenario {
            steps: &[
                (Status(502), None, Again(50), 486),
                (Status(502), None, Again(100), 472),
                (Status(502), None, Fails(Stop::Exhausted { max: 3 }), 472),
            ],
            ..of("2026: all attempts fail", of_2026())
        },
        Scenario {
            tokens: 5,
            steps: &[
                (Status(500), None, Again(1_000), 0),
                (Status(500), None, Fails(Stop::QuotaEmpty), 0),
            ],
            ..of("the bucket empties", standard())
        },
        Scenario {
            tokens: 18,
            steps: &[
                (Status(500), None, Again(50), 4),
                (Status(500), None, Fails(Stop::QuotaEmpty), 4),
            ],
            ..of("2026: the bucket empties", of_2026())
        },
        Scenario {
            tokens: 0,
            service: "SQS",
            operation: "ReceiveMessage",
            steps: &[(Status(500), None, FailsAfter(50, Stop::QuotaEmpty), 0)],
            ..of("2026: a long poll waits before it fails", of_2026())
        },
        Scenario {
            tokens: 0,
            service: "SQS",
            operation: "ReceiveMessage",
            steps: &[(Status(500), None, Fails(Stop::QuotaEmpty), 0)],
            ..of("a long poll fails at once before 2026", standard())
        },
        Scenario {
            steps: &[
                (Throttled("ThrottlingException"), None, Again(1_000), 495),
                (Status(429), None, Again(2_000), 490),
                (Success, None, Done, 495),
            ],
            ..of("throttled", standard())
        },
        Scenario {
            steps: &[
                (Throttled("SlowDown"), None, Again(1_000), 495),
                (Status(500), None, Again(100), 481),
                (Success, None, Done, 495),
            ],
            ..of("2026: throttling is another delay and cost", of_2026())
        },
        Scenario {
            steps: &[
                (Timeout, None, Again(1_000), 490),
                (Reset, None, Again(2_000), 485),
                (Success, None, Done, 490),
            ],
            ..of("a timeout costs more", standard())
        },
        Scenario {
            steps: &[(Timeout, None, Again(50), 486), (Success, None, Done, 500)],
            ..of("2026: a timeout costs the same", of_2026())
        },
        Scenario {
            service: "DynamoDB",
            steps: &[
                (Status(500), None, Again(25), 486),
                (Status(500), None, Again(50), 472),
                (Status(500), None, Again(100), 458),
                (Status(500), None, Fails(Stop::Exhausted { max: 4 }), 458),
            ],
            ..of("2026: DynamoDB", of_2026())
        },
        Scenario {
            service: "DynamoDB",
            steps: &[
                (Status(500), None, Again(1_000), 495),
                (Status(500), None, Again(2_000), 490),
                (Status(500), None, Fails(Stop::Exhausted { max: 3 }), 490),
            ],
            ..of("DynamoDB is as any other before 2026", standard())
        },
        Scenario {
            steps: &[
                (Status(503), Some(60_000), Again(20_000), 495),
                (Status(503), Some(10), Again(10), 490),
                (Success, None, Done, 495),
            ],
            ..of("the service says when", standard())
        },
        Scenario {
            steps: &[
                (Status(503), Some(60_000), Again(5_050), 486),
                (Status(503), Some(10), Again(100), 472),
                (Success, None, Done, 486),
            ],
            ..of("2026: the service says when, within bounds", of_2026())
        },
        Scenario {
            steps: &[(Status(404), None, Fails(Stop::NotRetryable), 500)],
            ..of("what would fail alike", standard())
        },
        Scenario {
            steps: &[(Status(503), None, Fails(Stop::Off), 500)],
            ..of("off", Retry::off().max_attempts(7))
        },
        Scenario {
            steps: &[(Status(503), None, Fails(Stop::Exhausted { max: 1 }), 500)],
            ..of("one attempt", standard().max_attempts(0))
        },
        Scenario {
            replayable: false,
            steps: &[(Status(503), None, Fails(Stop::NotReplayable), 500)],
            ..of("a body that is gone is not sent again", standard())
        },
        Scenario {
            replayable: false,
            steps: &[(Status(404), None, Fails(Stop::NotRetryable), 500)],
            ..of("nor is it the reason where nothing would be sent again", standard())
        },
        Scenario {
            idempotent: false,
            steps: &[(Reset, None, Fails(Stop::NotIdempotent), 500)],
            ..of("what may be done is not done twice", standard().idempotent_only())
        },
        Scenario {
            idempotent: false,
            steps: &[
                (Throttled("Throttling"), None, Again(1_000), 495),
                (Throttled("SlowDown"), None, Again(2_000), 490),
                (Success, None, Done, 495),
            ],
            ..of("what was refused may be sent again", standard().idempotent_only())
        },
        Scenario {
            idempotent: false,
            steps: &[(Status(503), None, Fails(Stop::NotIdempotent), 500)],
            ..of("a status alone refuses nothing", standard().idempotent_only())
        },
        Scenario {
            left: Some(1_000),
            steps: &[(Status(503), None, Fails(Stop::OutOfTime), 500)],
            ..of("no time is left", standard())
        },
        Scenario {
            left: Some(1_001),
            steps: &[(Status(503), None, Again(1_000), 495)],
            ..of("some time is left", standard())
        },
    ];
    scenarios.iter().for_each(run);
}

#[test]
fn ten_attempts_wait_no_longer_than_twenty_seconds_each() {
    let policy = Policy::new(&Retry::standard().max_attempts(10), "x", "y");
    let error = answer(503, None);
    let failed = Failed::Service(&error);
    let mut quota = Quota::default();
    let delays: Vec<u64> = (1..10)
        .map(|number| {
            let attempt = Attempt {
                number,
                failed: &failed,
                reason: Some(Transient),
                asked: None,
                is_idempotent: true,
                is_replayable: true,
                left: None,
            };
            match policy.decide(&attempt, &mut quota, 1.0) {
                Decision::Again { delay, .. } => delay.as_secs(),
                Decision::Fail { .. } => 0,
            }
        })
        .collect();
    assert_eq!(delays, [1, 2, 4, 8, 16, 20, 20, 20, 20]);
    assert_eq!(policy.base_delay(Throttling), Duration::from_secs(1));
}
