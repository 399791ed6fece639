//! What a caller sees of each fault, how often it was tried, and that the client goes on working.

mod common;

use std::time::Duration;

use aws_operation::{Error, ErrorKind, Timeouts};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Seen, Step};
use common::{NAMED, Put, client, line, predicates};
use tokio::task::JoinSet;

/// A fault that every attempt meets, and what the caller sees.
struct Case {
    name: &'static str,
    /// The step; it is told the URL of a server that nobody may call.
    step: fn(&str) -> Step,
    /// How large the request's body is.
    sends: usize,
    timeouts: Timeouts,
    sees: Sees,
}

enum Sees {
    /// The output: it is no fault to the caller.
    Output,
    /// An error: its line, without operation and host; its kind; those predicates that hold.
    Fails(&'static str, ErrorKind, &'static str),
}
use ErrorKind::{Decode, Service, Transport};
use Sees::{Fails, Output};

const MS: fn(u64) -> Duration = Duration::from_millis;

/// What is not retried again is tried once, and what is, three times.
const ALL: u32 = 3;

fn case(name: &'static str, step: fn(&str) -> Step, sees: Sees) -> Case {
    Case { name, step, sends: 10, timeouts: Timeouts::default(), sees }
}

fn raw(text: &str, end: End) -> Step {
    Step::send(text, end)
}

fn ok() -> Answer {
    Answer::ok(NAMED)
}

fn redirect(status: u16, to: &str) -> Step {
    Step::answer(&Answer::new(status).header("location", to))
}

fn resets() -> Vec<Case> {
    let fails = |line| Fails(line, Transport, "retryable");
    vec![
        case(
            "reset before the request is read",
            |_| Step::nothing(Read::Nothing, End::Reset),
            fails("?"),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "reset while the request is sent",
                |_| Step::nothing(Read::Head, End::Reset),
                fails("?"),
            )
        },
        case("reset after the request", |_| Step::nothing(Read::All, End::Reset), fails("?")),
        case(
            "reset in the answer's head",
            |_| Step::send(ok().half_head(), End::Reset),
            fails("?"),
        ),
        case(
            "reset in the answer's body",
            |_| Step::send(ok().half_body(), End::Reset),
            fails("?"),
        ),
        case("reset after the answer", |_| Step::send(ok().bytes(), End::Reset), Output),
        case("closed before the request is read", |_| Step::nothing(Read::Nothing, End::Close), fails("?")),
        case("closed after the request", |_| Step::nothing(Read::All, End::Close), fails("?")),
        case("half of the head", |_| Step::send(ok().half_head(), End::Close), fails("?")),
        case("half of the body", |_| Step::send(ok().half_body(), End::Close), fails("?")),
        case("a head and no body", |_| Step::send(ok().head(), End::Close), fails("?")),
        case(
            "half of a chunked body",
            |_| raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{\"name\"", End::Close),
            fails("?"),
        ),
        case(
            "a chunked body without its end",
            |_| raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n", End::Close),
            fails("?"),
        ),
        case("closed after the answer", |_| Step::send(ok().bytes(), End::Close), Output),
        case(
            "closed silently a while after the answer",
            |_| Step::send(ok().bytes(), End::CloseAfter(MS(20))),
            Output,
        ),
        case("content-length too long", |_| Step::send(ok().announcing("99").bytes(), End::Close), fails("?")),
    ]
}

fn bodies() -> Vec<Case> {
    vec![
        case(
            "content-length too short",
            |_| Step::answer(&ok().announcing("9")),
            Fails("?", Decode, ""),
        ),
        case(
            "another answer behind the answer",
            |_| {
                let mut two = ok().bytes();
                two.extend(Answer::ok(r#"{"name": "somebody else's"}"#).bytes());
                Step::send(two, End::Keep)
            },
            Output,
        ),
        case(
            "an endless body",
            |_| Step::send(ok().unannounced().bytes(), End::Hang).pace(Pace::Endless),
            Fails("?", Transport, ""),
        ),
        case(
            "an announced body beyond the cap",
            |_| Step::answer(&ok().announcing("9999999999999")),
            Fails("?", Transport, ""),
        ),
        Case {
            timeouts: Timeouts::default().stalled_stream(MS(150)),
            ..case(
                "a slow drip",
                |_| Step::answer(&ok()).pace(Pace::Drip(10, MS(1500))),
                Fails("?", Transport, "timeout retryable"),
            )
        },
        Case {
            timeouts: Timeouts::default().stalled_stream(MS(150)),
            ..case(
                "a drip that is not too slow",
                |_| Step::answer(&ok()).pace(Pace::Drip(10, MS(30))),
                Output,
            )
        },
        Case {
            timeouts: Timeouts::default().read(MS(150)),
            ..case(
                "no answer",
                |_| Step::nothing(Read::All, End::Hang),
                Fails("?", Transport, "timeout retryable"),
            )
        },
        Case {
            timeouts: Timeouts::default().read(MS(150)),
            ..case(
                "a head that drips",
                |_| Step::answer(&ok()).pace(Pace::Drip(40, MS(40))),
                Fails("?", Transport, "timeout retryable"),
            )
        },
        case(
            "a page of a proxy, 502",
            |_| Step::answer(&Answer::new(502).header("content-type", "text/html").body(HTML)),
            Fails("?", Service, "retryable"),
        ),
        case(
            "a page of a proxy, 200",
            |_| Step::answer(&Answer::ok(HTML).header("content-type", "text/html")),
            Fails("?", Decode, ""),
        ),
        case(
            "gzip that nobody asked for",
            |_| {
                let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV\xcaK\xccMU\xb2RP*H-)V\xaa\x05\0";
                Step::answer(&Answer::new(200).header("content-encoding", "gzip").body(gzip))
            },
            Fails("?", Decode, ""),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "an answer before the request was read",
                |_| Step { read: Read::Head, ..Step::send(Answer::error(400, "TooLarge").bytes(), End::Hang) },
                Fails("?", Service, ""),
            )
        },
    ]
}

const HTML: &str = "<html>\r\n<body>\r\n<h1>Bad Gateway</h1>\r\n</body>\r\n</html>";

fn heads() -> Vec<Case> {
    let parse = || Fails("?", Transport, "");
    vec![
        case(
            "a header of 100 KB",
            |_| Step::answer(&ok().header("x-long", &"x".repeat(100 * 1024))),
            Output,
        ),
        case(
            "100 KB of headers",
            |_| {
                let header = |answer: Answer, i| answer.header(&format!("x-{i}"), &"x".repeat(90));
                Step::answer(&(0..1024).fold(ok(), header))
            },
            parse(),
        ),
        case(
            "a head without end",
            |_| raw("HTTP/1.1 200 OK\r\nx: y", End::Hang).pace(Pace::Endless),
            parse(),
        ),
        case("301 to another port", |to| redirect(301, to), Fails("?", Service, "")),
        case("302 to another port", |to| redirect(302, to), Fails("?", Service, "")),
        case("303 to another port", |to| redirect(303, to), Fails("?", Service, "")),
        case("307 to another port", |to| redirect(307, to), Fails("?", Service, "")),
        case("308 to another port", |to| redirect(308, to), Fails("?", Service, "")),
        case("another protocol", |_| raw("220 mail.example.com ESMTP\r\n\r\n", End::Keep), parse()),
        case("TLS", |_| Step::send([0x15, 3, 1, 0, 2, 2, 40], End::Close), parse()),
        case("no status", |_| raw("HTTP/1.1 abc\r\n\r\n", End::Keep), parse()),
        case("a version of its own", |_| raw("HTTP/7.3 200 OK\r\n\r\n", End::Keep), parse()),
        case("a header without a colon", |_| raw("HTTP/1.1 200 OK\r\noops\r\n\r\n", End::Keep), parse()),
        case(
            "two lengths",
            |_| raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}", End::Keep),
            parse(),
        ),
        case("a length that is none", |_| Step::answer(&ok().announcing("-1")), parse()),
        case(
            "a chunk without a length",
            |_| raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", End::Keep),
            parse(),
        ),
        case(
            "101 that nobody asked for",
            |_| raw("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", End::Hang),
            parse(),
        ),
        case(
            "100 before the answer",
            |_| {
                let mut bytes = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
                bytes.extend(ok().bytes());
                Step::send(bytes, End::Keep)
            },
            Output,
        ),
    ]
}

#[tokio::test]
async fn a_caller_sees_what_went_wrong_and_the_next_call_works() {
    let cases: Vec<Case> = resets().into_iter().chain(bodies()).chain(heads()).collect();
    let count = cases.len();
    let mut running = JoinSet::new();
    for case in cases {
        running.spawn(async move { (case.name, run(&case).await) });
    }
    let mut wrong = Vec::new();
    let mut done = 0;
    while let Some(ran) = running.join_next().await {
        let (name, found) = ran.expect("it does not panic");
        wrong.extend(found.into_iter().map(|found| format!("{name}: {found}")));
        done += 1;
    }
    assert_eq!(done, count);
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is otherwise than the case says.
async fn run(case: &Case) -> Vec<String> {
    let mut wrong = Vec::new();
    // Met by every attempt, then by the first one only.
    for times in [ALL, 1] {
        let other = FaultServer::start([]);
        let server = FaultServer::start(vec![(case.step)(&other.endpoint()); times as usize]);
        let client = client(&server.endpoint(), case.timeouts);
        let put = || client.send(Put { id: "a", content: vec![b'x'; case.sends] });
        let mut check = |is_right: bool, what: String| {
            if !is_right {
                wrong.push(format!("met {times} times: {what}"));
            }
        };

        let result = put().await;
        let attempts = match &case.sees {
            Output => {
                check(result.as_ref().is_ok_and(|named| named.name == "pets"), format!("{result:?}"));
                1
            }
            Fails(_, _, is) if is.contains("retryable") && times == 1 => {
                check(result.as_ref().is_ok_and(|named| named.name == "pets"), format!("{result:?}"));
                2
            }
            Fails(line, kind, is) => {
                let attempts = if is.contains("retryable") { ALL } else { 1 };
                match result {
                    Ok(named) => check(false, format!("no error, but {named:?}")),
                    Err(error) => {
                        let (found, stop) = parts(&error, &server.host(), attempts);
                        check(found == *line, format!("it says {found:?}"));
                        check(stop, format!("how it stopped: {error}"));
                        check(error.kind() == *kind, format!("the kind is {:?}", error.kind()));
                        check(predicates(&error) == *is, format!("it is {}", predicates(&error)));
                        check(error.attempts() == attempts, format!("{} attempts", error.attempts()));
                    }
                }
                attempts
            }
        };
        let unread = (case.step)("").read == Read::Nothing;
        let seen = server.counts().seen();
        let expected: Vec<_> = (1..=attempts).skip(if unread { times as usize } else { 0 }).collect();
        check_attempts(&seen, &expected, &mut check);
        if unread {
            let made = server.counts().connections();
            check(made == attempts as usize, format!("{made} connections"));
        }

        server.next([]);
        let next = put().await;
        check(next.as_ref().is_ok_and(|named| named.name == "pets"), format!("the next: {next:?}"));
        let all = server.counts().seen();
        check_attempts(&all[seen.len()..], &[1], &mut check);
        if let (Some(first), Some(next)) = (seen.first(), all.last()) {
            check(first.invocation() != next.invocation(), "two calls have one id".into());
        }
        check(other.counts().connections() == 0, "a second host was called".into());
    }
    wrong
}

/// The heads are of these attempts of one call.
fn check_attempts(seen: &[Seen], attempts: &[u32], check: &mut impl FnMut(bool, String)) {
    let found: Vec<_> = seen.iter().map(Seen::attempt).collect();
    let expected: Vec<_> = attempts.iter().map(|attempt| (*attempt, ALL)).collect();
    check(found == expected, format!("the attempts that came are {found:?}"));
    let ids: Vec<_> = seen.iter().map(Seen::invocation).collect();
    let alike = ids.iter().all(|id| id.len() == 36 && *id == ids[0]);
    check(alike, format!("the ids are {ids:?}"));
}

/// The part of the error's line that is the fault's own; and whether the rest is as it must be.
fn parts(error: &Error, host: &str, attempts: u32) -> (String, bool) {
    let stop = match (attempts, error.kind()) {
        (ALL, _) => "3 of 3 attempts",
        (_, Decode) => "1 attempt",
        _ => "1 attempt, not retryable",
    };
    line(error, "Put", host, stop)
}
