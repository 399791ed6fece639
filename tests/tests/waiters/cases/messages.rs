//! What errors say.

use std::error::Error as _;
use std::time::Duration;

use aws_operation::{Operation, Retry, TransportError, WaitError, Waiter};
use aws_operation_tests::scripted::Answer;

use super::setting::{
    DescribeTable, active, denied, error, has_status, not_found, orders, scripted, seconds, table,
};
use super::{Checked, cases, equal};

cases! {
    messages_of_failures
    messages_of_timeouts
    messages_of_wrong_settings
    debug_is_the_same_line_without_the_output
}

/// Checks the error's line.
fn says<T, O: Operation>(result: Result<T, WaitError<O>>, line: &str) -> Checked {
    let error = result.err().ok_or("a success")?;
    equal(&*error.to_string(), line)?;
    // All of it is in the line.
    equal(error.source().is_none(), true)
}

async fn messages_of_failures() -> Checked {
    let failing = || active().failure_on("ValidationException");
    for (answers, line) in [
        (vec![table("CREATING"), table("ARCHIVED")], "A"),
        (vec![error(400, "ValidationException", "no such name")], "B"),
        (vec![not_found(), denied()], "C"),
        (vec![Answer::Fails(TransportError::other("no route"))], "D"),
        (vec![Answer::Response(200, Vec::new(), "[]")], "E"),
        (vec![error(400, "Odd\r\nCode", "two\nlines")], "F"),
    ] {
        let (_, client) = scripted(answers);
        let client = client.with_retry(Retry::off());
        says(client.wait(orders(), &failing()).at_most(seconds(60)).await, line)?;
    }
    Ok(())
}

async fn messages_of_timeouts() -> Checked {
    for (answers, limit, line) in [
        (vec![table("UPDATING"), table("UPDATING")], seconds(3), "A"),
        (vec![table("CREATING"), table("CREATING")], seconds(3), "B"),
        (vec![table("UPDATING"), not_found()], seconds(3), "C"),
        (vec![table("UPDATING")], Duration::from_millis(500), "D"),
        (vec![not_found()], seconds(2), "E"),
        (vec![Answer::Never], seconds(60), "F"),
        (vec![Answer::Never], seconds(1), "G"),
        (vec![table("UPDATING"), Answer::Never], seconds(60), "H"),
        (vec![table("CREATING"), Answer::Never], seconds(60), "I"),
        (vec![not_found(), Answer::Never], seconds(60), "J"),
    ] {
        let (_, client) = scripted(answers);
        says(client.wait(orders(), &active()).at_most(limit).await, line)?;
    }
    Ok(())
}

async fn messages_of_wrong_settings() -> Checked {
    for (min, max, limit, line) in [(0, 1, 60, "A"), (3, 2, 60, "B"), (1, 2, 0, "C")] {
        let (_, client) = scripted([]);
        let wait = client.wait(orders(), &active()).delays(seconds(min), seconds(max));
        says(wait.at_most(seconds(limit)).await, line)?;
    }
    Ok(())
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
