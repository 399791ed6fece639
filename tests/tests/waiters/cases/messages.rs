//! The messages of errors.

use std::error::Error as _;
use std::time::Duration;

use aws_operation::{Operation, Retry, TransportError, WaitError, Waiter};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use aws_operation_tests::scripted::Answer;

use super::fixtures::{
    DescribeTable, active, denied, error, has_status, not_found, orders, scripted, seconds, table,
};

cases! {
    messages_of_failures
    messages_of_timeouts
    messages_of_invalid_settings
    debug_is_the_same_line_without_the_output
}

/// Checks the error's line.
fn says<T, O: Operation>(result: Result<T, WaitError<O>>, line: &str) -> Checked {
    let error = result.err().ok_or("a success")?;
    equal(&*error.to_string(), line)?;
    // The line includes the error of the call.
    equal(error.source().is_none(), true)
}

/// Fails with all lines that differ.
fn no_differences(wrong: &[Box<dyn std::error::Error>]) -> Checked {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    if lines.is_empty() { Ok(()) } else { Err(lines.join("\n").into()) }
}

async fn messages_of_failures() -> Checked {
    let failing = || active().failure_on("ValidationException");
    let mut wrong = Vec::new();
    for (answers, line) in [
        (
            vec![table("CREATING"), table("ARCHIVED")],
            "TableActive: failed after 2 attempts of DescribeTable, with an output that a \
             failure acceptor matches: the table is archived",
        ),
        (
            vec![error(400, "ValidationException", "no such name")],
            "TableActive: failed after 1 attempt, with an error that a failure acceptor \
             matches: DescribeTable: ValidationException (400): no such name [host \
             example.com, 1 attempt, not retryable]",
        ),
        (
            vec![not_found(), denied()],
            "TableActive: failed after 2 attempts, with an error that no acceptor \
             matches: DescribeTable: AccessDeniedException (403): not allowed [host \
             example.com, 1 attempt, not retryable]; the caller needs a policy that \
             allows this action",
        ),
        (
            vec![Answer::Fails(TransportError::other("no route"))],
            "TableActive: failed after 1 attempt: DescribeTable: no route [host \
             example.com, 1 attempt, not retryable]",
        ),
        (
            vec![Answer::Response(200, Vec::new(), "[]")],
            "TableActive: failed after 1 attempt: DescribeTable: cannot decode the \
             response body: expected an object in the JSON at byte 0 [host example.com, \
             status 200, 1 attempt]",
        ),
        (
            vec![error(400, "Odd\r\nCode", "two\nlines")],
            "TableActive: failed after 1 attempt, with an error that no acceptor matches: \
             DescribeTable: Odd Code (400): two lines [host example.com, 1 attempt, not \
             retryable]",
        ),
    ] {
        let (_, client) = scripted(answers);
        let client = client.with_retry(Retry::off());
        wrong
            .extend(says(client.wait(orders(), &failing()).at_most(seconds(60)).await, line).err());
    }
    no_differences(&wrong)
}

async fn messages_of_timeouts() -> Checked {
    let mut wrong = Vec::new();
    for (answers, limit, line) in [
        (
            vec![table("UPDATING"), table("UPDATING")],
            seconds(3),
            "TableActive: timed out after 2 attempts of DescribeTable (at most 3s); the \
             last answer matches no acceptor",
        ),
        (
            vec![table("CREATING"), table("CREATING")],
            seconds(3),
            "TableActive: timed out after 2 attempts of DescribeTable (at most 3s); the \
             last answer matches a retry acceptor: the table is being created",
        ),
        (
            vec![table("UPDATING"), not_found()],
            seconds(3),
            "TableActive: timed out after 2 attempts (at most 3s); the last answer: \
             DescribeTable: ResourceNotFoundException (400): Requested resource not found \
             [host example.com, 1 attempt, not retryable]",
        ),
        (
            vec![table("UPDATING")],
            Duration::from_millis(500),
            "TableActive: timed out after 1 attempt of DescribeTable (at most 500ms): \
             only one attempt fits, because the minimum delay is 2s; the last answer \
             matches no acceptor",
        ),
        (
            vec![not_found()],
            seconds(2),
            "TableActive: timed out after 1 attempt (at most 2s): only one attempt fits, \
             because the minimum delay is 2s; the last answer: DescribeTable: \
             ResourceNotFoundException (400): Requested resource not found [host \
             example.com, 1 attempt, not retryable]",
        ),
        (
            vec![Answer::Never],
            seconds(60),
            "TableActive: timed out after 1 attempt of DescribeTable (at most 60s); the \
             last attempt was still running",
        ),
        (
            vec![Answer::Never],
            seconds(1),
            "TableActive: timed out after 1 attempt of DescribeTable (at most 1s); the \
             last attempt was still running",
        ),
        (
            vec![table("UPDATING"), Answer::Never],
            seconds(60),
            "TableActive: timed out after 2 attempts of DescribeTable (at most 60s); the \
             last attempt was still running; the answer before it matches no acceptor",
        ),
        (
            vec![table("CREATING"), Answer::Never],
            seconds(60),
            "TableActive: timed out after 2 attempts of DescribeTable (at most 60s); the \
             last attempt was still running; the answer before it matches a retry \
             acceptor: the table is being created",
        ),
        (
            vec![not_found(), Answer::Never],
            seconds(60),
            "TableActive: timed out after 2 attempts (at most 60s); the last attempt was \
             still running; the answer before it: DescribeTable: \
             ResourceNotFoundException (400): Requested resource not found [host \
             example.com, 1 attempt, not retryable]",
        ),
    ] {
        let (_, client) = scripted(answers);
        wrong.extend(says(client.wait(orders(), &active()).at_most(limit).await, line).err());
    }
    no_differences(&wrong)
}

async fn messages_of_invalid_settings() -> Checked {
    let mut wrong = Vec::new();
    for (min, max, limit, line) in [
        (
            0,
            1,
            60,
            "TableActive: DescribeTable: the minimum delay is zero; set a longer one with \
             `delays` [nothing was sent]",
        ),
        (
            3,
            2,
            60,
            "TableActive: DescribeTable: the minimum delay is longer than the maximum; \
             change it with `delays` [nothing was sent]",
        ),
        (
            1,
            2,
            0,
            "TableActive: DescribeTable: the time limit is zero; set a longer one with \
             `at_most` [nothing was sent]",
        ),
    ] {
        let (_, client) = scripted([]);
        let wait = client.wait(orders(), &active()).delays(seconds(min), seconds(max));
        wrong.extend(says(wait.at_most(seconds(limit)).await, line).err());
    }
    no_differences(&wrong)
}

async fn debug_is_the_same_line_without_the_output() -> Checked {
    let (_, client) = scripted([table("ARCHIVED")]);
    let waiter: Waiter<DescribeTable> =
        Waiter::new("TableActive").failure_when("archived", has_status("ARCHIVED"));
    equal(
        &*format!("{waiter:?}"),
        r#"Waiter { name: "TableActive", operation: "DescribeTable", .. }"#,
    )?;
    let wait = client.wait(orders(), &waiter).at_most(seconds(60));
    equal(
        &*format!("{wait:?}"),
        r#"Wait { waiter: "TableActive", operation: "DescribeTable", .. }"#,
    )?;
    let error = wait.await.err().ok_or("a success")?;
    equal(format!("{error:?}"), error.to_string())
}
