//! The error that a caller gets for each fault, the number of attempts, and that the next call works.

mod bodies;
mod connections;
mod heads;

use std::time::Duration;

use aws_operation::ErrorKind::{self, Decode};
use aws_operation::{Client, Timeouts};
use aws_operation_tests::faults::calls::{NAMED, Named, Put, at, base, predicates, reason};
use aws_operation_tests::faults::{Answer, FaultServer, Read, Seen, Step};
use tokio::task::JoinSet;

use Expected::{Fails, Output};

/// The maximum duration of a case. Every case takes less than a tenth of it.
const GUARD: Duration = Duration::from_secs(20);

const MS: fn(u64) -> Duration = Duration::from_millis;

/// The number of attempts of a call that is retried until it fails.
const MAX_ATTEMPTS: u32 = 3;

/// A fault, and the result of a call if every attempt meets it.
struct Case {
    name: &'static str,
    /// How the server handles an attempt. The argument is the URL of a second server, which must not
    /// be called.
    step: fn(&str) -> Step,
    /// The length of the request's body.
    sends: usize,
    timeouts: Timeouts,
    expected: Expected,
}

/// The result of a call.
enum Expected {
    /// The output.
    Output,
    /// An error: its line, without operation and host (alternatives are separated by `|`), its kind, and
    /// the predicates that are true.
    Fails(&'static str, ErrorKind, &'static str),
}

fn case(name: &'static str, step: fn(&str) -> Step, expected: Expected) -> Case {
    Case { name, step, sends: 10, timeouts: Timeouts::default(), expected }
}

fn ok() -> Answer {
    Answer::ok(NAMED)
}

/// A response with this body, which is already in chunks of HTTP.
fn chunked(body: &str) -> Answer {
    Answer::ok(body).unannounced().header("transfer-encoding", "chunked")
}

#[tokio::test]
async fn a_fault_is_retried_or_reported_and_the_next_call_works() {
    let cases = [connections::cases(), bodies::cases(), heads::cases()];
    let base = base();
    let mut running = JoinSet::new();
    for case in cases.into_iter().flatten() {
        let base = base.clone();
        running.spawn(async move {
            let ran = tokio::time::timeout(GUARD, run(&case, &base)).await;
            (case.name, ran.unwrap_or_else(|_| vec![format!("it hangs for {GUARD:?}")]))
        });
    }
    let results = running.join_all().await;
    let mut wrong: Vec<String> = Vec::new();
    for (name, differences) in results {
        wrong.extend(differences.into_iter().map(|difference| format!("{name}: {difference}")));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns the differences from the case.
async fn run(case: &Case, base: &Client) -> Vec<String> {
    let mut wrong = Vec::new();
    // Every attempt meets the fault, and then only the first one.
    for times in [MAX_ATTEMPTS, 1] {
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
        let attempts = match &case.expected {
            Output => {
                check(is_output(&result), format!("{result:?}"));
                1
            }
            Fails(_, _, words) if words.contains("retryable") && times == 1 => {
                check(is_output(&result), format!("{result:?}"));
                2
            }
            Fails(line, kind, words) => {
                let attempts = if words.contains("retryable") { MAX_ATTEMPTS } else { 1 };
                match result {
                    Ok(named) => check(false, format!("no error, but {named:?}")),
                    Err(error) => {
                        let end = match (attempts, kind) {
                            (MAX_ATTEMPTS, _) => "3 of 3 attempts",
                            (_, Decode) => "status 200, 1 attempt",
                            _ => "1 attempt, not retryable",
                        };
                        let found = reason(&error, &server.host(), end);
                        let is_line = line.split('|').any(|line| found == line);
                        check(is_line, format!("the line is {found:?}"));
                        check(error.kind() == *kind, format!("the kind is {:?}", error.kind()));
                        let found = predicates(&error);
                        check(found == *words, format!("the predicates are {found:?}"));
                        let found = error.attempts();
                        check(found == attempts, format!("{found} attempts"));
                    }
                }
                attempts
            }
        };
        let is_unread = (case.step)("").read == Read::Nothing;
        let seen = server.counts().seen();
        let unread = if is_unread { times as usize } else { 0 };
        let expected: Vec<_> = (1..=attempts).skip(unread).collect();
        check_attempts(&seen, &expected, &mut check);
        if is_unread {
            let opened = server.counts().connections();
            check(opened == attempts as usize, format!("{opened} connections"));
        }

        server.next([]);
        // Some servers close their connection at most 20 ms after the response. The next call must
        // come later.
        tokio::time::sleep(MS(60)).await;
        let next = put().await;
        check(is_output(&next), format!("the next call: {next:?}"));
        let all = server.counts().seen();
        check_attempts(&all[seen.len()..], &[1], &mut check);
        if let (Some(first), Some(next)) = (seen.first(), all.last()) {
            let is_other = first.invocation() != next.invocation();
            check(is_other, "two calls have the same invocation id".into());
        }
        check(other.counts().connections() == 0, "the second server was called".into());
    }
    wrong
}

fn is_output(result: &Result<Named, aws_operation::Error>) -> bool {
    result.as_ref().is_ok_and(|named| named.name == "pets")
}

/// Checks that the requests are these attempts of one call.
fn check_attempts(seen: &[Seen], attempts: &[u32], check: &mut impl FnMut(bool, String)) {
    let found: Vec<_> = seen.iter().map(Seen::attempt).collect();
    let expected: Vec<_> = attempts.iter().map(|attempt| (*attempt, MAX_ATTEMPTS)).collect();
    check(found == expected, format!("the attempts that arrived are {found:?}"));
    let ids: Vec<_> = seen.iter().map(Seen::invocation).collect();
    let is_one_id = ids.iter().all(|id| id.len() == 36 && *id == ids[0]);
    check(is_one_id, format!("the invocation ids are {ids:?}"));
}
