//! What a caller sees of each fault, how often it was tried, and that the client goes on working.

use std::time::Duration;

use aws_operation::{Client, ErrorKind, Timeouts};
use aws_operation_tests::faults::calls::{NAMED, Put, at, base, predicates, reason};
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Seen, Step};
use tokio::task::JoinSet;

/// A fault that every attempt meets, and what the caller sees.
struct Case {
    name: &'static str,
    /// What each attempt meets; it is told the URL of a server that nobody may call.
    step: fn(&str) -> Step,
    /// How large the request's body is.
    sends: usize,
    timeouts: Timeouts,
    sees: Sees,
}

enum Sees {
    /// The output: it is no fault to the caller.
    Output,
    /// An error: its line, without operation and host (any of those between `|`); its kind; those
    /// predicates that hold.
    Fails(&'static str, ErrorKind, &'static str),
}
use ErrorKind::{Decode, Service, Transport};
use Sees::{Fails, Output};

/// No case takes a tenth of it.
const GUARD: Duration = Duration::from_secs(20);

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
            fails(
                "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)",
            ),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "reset while the request is sent",
                |_| Step::nothing(Read::Head, End::Reset),
                fails(
                    "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)|error sending request: client error (SendRequest): connection error: Broken pipe (os error 32)|error sending request: client error (SendRequest): error writing a body to connection: Connection reset by peer (os error 104)",
                ),
            )
        },
        case(
            "reset after the request",
            |_| Step::nothing(Read::All, End::Reset),
            fails(
                "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)",
            ),
        ),
        case(
            "reset in the answer's head",
            |_| Step::send(ok().half_head(), End::Reset),
            fails(
                "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)",
            ),
        ),
        case(
            "reset in the answer's body",
            |_| Step::send(ok().half_body(), End::Reset),
            fails(
                "error decoding response body: error reading a body from connection: Connection reset by peer (os error 104)",
            ),
        ),
        case("reset after the answer", |_| Step::send(ok().bytes(), End::Reset), Output),
        case(
            "closed before the request is read",
            |_| Step::nothing(Read::Nothing, End::Close),
            fails(
                "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)",
            ),
        ),
        case(
            "closed after the request",
            |_| Step::nothing(Read::All, End::Close),
            fails(
                "error sending request: client error (SendRequest): connection closed before message completed",
            ),
        ),
        case(
            "half of the head",
            |_| Step::send(ok().half_head(), End::Close),
            fails(
                "error sending request: client error (SendRequest): connection closed before message completed",
            ),
        ),
        case(
            "half of the body",
            |_| Step::send(ok().half_body(), End::Close),
            fails(
                "error decoding response body: error reading a body from connection: end of file before message length reached",
            ),
        ),
        case(
            "a head and no body",
            |_| Step::send(ok().head(), End::Close),
            fails(
                "error decoding response body: error reading a body from connection: end of file before message length reached",
            ),
        ),
        case(
            "half of a chunked body",
            |_| {
                raw(
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{\"name\"",
                    End::Close,
                )
            },
            fails(
                "error decoding response body: error reading a body from connection: end of file before message length reached",
            ),
        ),
        case(
            "a chunked body without its end",
            |_| raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n", End::Close),
            fails(
                "error decoding response body: error reading a body from connection: unexpected EOF during chunk size line",
            ),
        ),
        case("closed after the answer", |_| Step::send(ok().bytes(), End::Close), Output),
        case(
            "closed silently a while after the answer",
            |_| Step::send(ok().bytes(), End::CloseAfter(MS(20))),
            Output,
        ),
        case(
            "content-length too long",
            |_| Step::send(ok().announcing("99").bytes(), End::Close),
            fails(
                "error decoding response body: error reading a body from connection: end of file before message length reached",
            ),
        ),
    ]
}

fn bodies() -> Vec<Case> {
    vec![
        case(
            "content-length too short",
            |_| Step::answer(&ok().announcing("9")),
            Fails("cannot decode the response body: the JSON ends too early at byte 9", Decode, ""),
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
            Fails(
                "the response is larger than 1048576 bytes; raise `max_response_bytes` of the config",
                Transport,
                "",
            ),
        ),
        case(
            "an announced body beyond the cap",
            |_| Step::answer(&ok().announcing("9999999999999")),
            Fails(
                "the response is larger than 1048576 bytes; raise `max_response_bytes` of the config",
                Transport,
                "",
            ),
        ),
        Case {
            timeouts: Timeouts::default().stalled_stream(MS(150)),
            ..case(
                "a slow drip",
                |_| Step::answer(&ok()).pace(Pace::Drip(10, MS(1500))),
                Fails(
                    "the response body stalled: 0 bytes in 150ms",
                    Transport,
                    "timeout retryable",
                ),
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
            timeouts: Timeouts::default().read(MS(500)),
            ..case(
                "no answer",
                |_| Step::nothing(Read::All, End::Hang),
                Fails("no response for 500ms, the read timeout", Transport, "timeout retryable"),
            )
        },
        Case {
            timeouts: Timeouts::default().read(MS(500)),
            ..case(
                "a head that drips",
                |_| Step::answer(&ok()).pace(Pace::Drip(40, MS(60))),
                Fails("no response for 500ms, the read timeout", Transport, "timeout retryable"),
            )
        },
        case(
            "a page of a proxy, 502",
            |_| Step::answer(&Answer::new(502).header("content-type", "text/html").body(HTML)),
            Fails(
                "HTTP status 502, with the body \"<html> <body> <h1>Bad Gateway</h1> </body> </html>\"",
                Service,
                "retryable",
            ),
        ),
        case(
            "a page of a proxy, 200",
            |_| Step::answer(&Answer::ok(HTML).header("content-type", "text/html")),
            Fails(
                "cannot decode the response body: expected an object in the JSON at byte 0, which \
                 looks like an HTML or XML page",
                Decode,
                "",
            ),
        ),
        case(
            "gzip that nobody asked for",
            |_| {
                let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV\xcaK\xccMU\xb2RP*H-)V\xaa\x05\0";
                Step::answer(&Answer::new(200).header("content-encoding", "gzip").body(gzip))
            },
            Fails(
                "cannot decode the response body: expected an object in the JSON at byte 0, in the \
                 content-encoding gzip",
                Decode,
                "",
            ),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "an answer before the request was read",
                |_| Step {
                    read: Read::Head,
                    ..Step::send(Answer::error(400, "TooLarge").bytes(), End::CloseAfter(MS(300)))
                },
                Fails("TooLarge (400)", Service, ""),
            )
        },
    ]
}

const HTML: &str = "<html>\r\n<body>\r\n<h1>Bad Gateway</h1>\r\n</body>\r\n</html>";

fn heads() -> Vec<Case> {
    let parse = |line| Fails(line, Transport, "");
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
            parse("error sending request: client error (SendRequest): message head is too large"),
        ),
        case(
            "a head without end",
            |_| raw("HTTP/1.1 200 OK\r\nx: y", End::Hang).pace(Pace::Endless),
            parse("error sending request: client error (SendRequest): message head is too large"),
        ),
        case("301 to another port", |to| redirect(301, to), Fails("HTTP status 301", Service, "")),
        case("302 to another port", |to| redirect(302, to), Fails("HTTP status 302", Service, "")),
        case("303 to another port", |to| redirect(303, to), Fails("HTTP status 303", Service, "")),
        case("307 to another port", |to| redirect(307, to), Fails("HTTP status 307", Service, "")),
        case("308 to another port", |to| redirect(308, to), Fails("HTTP status 308", Service, "")),
        case(
            "another protocol",
            |_| raw("220 mail.example.com ESMTP\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "TLS",
            |_| Step::send([0x15, 3, 1, 0, 2, 2, 40], End::Close),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "no status",
            |_| raw("HTTP/1.1 abc\r\n\r\n", End::Keep),
            parse(
                "error sending request: client error (SendRequest): invalid HTTP status-code parsed",
            ),
        ),
        case(
            "a version of its own",
            |_| raw("HTTP/7.3 200 OK\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "a header without a colon",
            |_| raw("HTTP/1.1 200 OK\r\noops\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP header parsed"),
        ),
        case(
            "two lengths",
            |_| {
                raw(
                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                    End::Keep,
                )
            },
            parse(
                "error sending request: client error (SendRequest): invalid content-length parsed",
            ),
        ),
        case(
            "a length that is none",
            |_| Step::answer(&ok().announcing("-1")),
            parse(
                "error sending request: client error (SendRequest): invalid content-length parsed",
            ),
        ),
        case(
            "a chunk without a length",
            |_| raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", End::Keep),
            parse(
                "error decoding response body: error reading a body from connection: Invalid chunk size line: missing size digit",
            ),
        ),
        case(
            "101 that nobody asked for",
            |_| {
                raw(
                    "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
                    End::Hang,
                )
            },
            Fails("HTTP status 101", Service, ""),
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
    let base = base();
    let mut running = JoinSet::new();
    for case in cases {
        let base = base.clone();
        running.spawn(async move {
            let ran = tokio::time::timeout(GUARD, run(&case, &base)).await;
            (case.name, ran.unwrap_or_else(|_| vec![format!("it hangs for {GUARD:?}")]))
        });
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
async fn run(case: &Case, base: &Client) -> Vec<String> {
    let mut wrong = Vec::new();
    // Met by every attempt, then by the first one only.
    for times in [ALL, 1] {
        let other = FaultServer::start([]);
        let server = FaultServer::start(vec![(case.step)(&other.endpoint()); times as usize]);
        let client = at(base, &server.endpoint(), case.timeouts);
        let put = || client.send(Put { id: "a".into(), content: vec![b'x'; case.sends] });
        let mut check = |is_right: bool, what: String| {
            if !is_right {
                wrong.push(format!("met {times} times: {what}"));
            }
        };

        let result = put().await;
        let attempts = match &case.sees {
            Output => {
                check(
                    result.as_ref().is_ok_and(|named| named.name == "pets"),
                    format!("{result:?}"),
                );
                1
            }
            Fails(_, _, is) if is.contains("retryable") && times == 1 => {
                check(
                    result.as_ref().is_ok_and(|named| named.name == "pets"),
                    format!("{result:?}"),
                );
                2
            }
            Fails(line, kind, is) => {
                let attempts = if is.contains("retryable") { ALL } else { 1 };
                match result {
                    Ok(named) => check(false, format!("no error, but {named:?}")),
                    Err(error) => {
                        let end = match (attempts, kind) {
                            (ALL, _) => "3 of 3 attempts",
                            (_, Decode) => "status 200, 1 attempt",
                            _ => "1 attempt, not retryable",
                        };
                        let found = reason(&error, &server.host(), end);
                        check(
                            line.split('|').any(|line| found == line),
                            format!("it says {found:?}"),
                        );
                        check(error.kind() == *kind, format!("the kind is {:?}", error.kind()));
                        check(predicates(&error) == *is, format!("it is {}", predicates(&error)));
                        check(
                            error.attempts() == attempts,
                            format!("{} attempts", error.attempts()),
                        );
                    }
                }
                attempts
            }
        };
        let unread = (case.step)("").read == Read::Nothing;
        let seen = server.counts().seen();
        let expected: Vec<_> =
            (1..=attempts).skip(if unread { times as usize } else { 0 }).collect();
        check_attempts(&seen, &expected, &mut check);
        if unread {
            let made = server.counts().connections();
            check(made == attempts as usize, format!("{made} connections"));
        }

        server.next([]);
        // What the server closes a while after its answer is closed by then.
        tokio::time::sleep(MS(60)).await;
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
    check(found == expected, format!("the attempts that arrived are {found:?}"));
    let ids: Vec<_> = seen.iter().map(Seen::invocation).collect();
    let alike = ids.iter().all(|id| id.len() == 36 && *id == ids[0]);
    check(alike, format!("the ids are {ids:?}"));
}
