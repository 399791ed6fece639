//! Which acceptor decides, and what follows.

use aws_operation::{Error, ErrorKind, TransportError, Waiter};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use aws_operation_tests::scripted::Answer;

use super::fixtures::{
    DescribeTable, DescribeTableOutput, active, denied, error, has_status, not_found, orders,
    scripted, seconds, table,
};

cases! {
    success_at_once
    retry_then_success
    a_failure_acceptor_ends_the_wait
    an_output_that_no_acceptor_matches_is_retried
    an_error_that_no_acceptor_matches_fails_at_once
    a_waiter_without_acceptors
    success_on_an_error_code
    failure_on_an_error_code
    retry_on_an_error_code
    success_on_every_output
    failure_on_every_output
    retry_on_every_output
    success_on_every_error
    failure_on_every_error
    retry_on_every_error
    a_call_without_a_response_matches_no_acceptor
    a_predicate_sees_the_input
    predicates_are_not_called_for_errors
    the_first_acceptor_that_matches_decides
    adding_an_acceptor_to_a_clone_leaves_the_waiter_unchanged
}

async fn success_at_once() -> Checked {
    let (server, client) = scripted([table("ACTIVE")]);
    let output = client.wait(orders(), &active()).at_most(seconds(60)).await?;
    equal(&*output.table.table_name, "orders")?;
    equal(server.times(), vec![seconds(0)])?;
    equal(server.bodies().concat(), r#"{"TableName":"orders"}"#.to_owned())
}

async fn retry_then_success() -> Checked {
    let (server, client) = scripted([not_found(), table("CREATING"), table("ACTIVE")]);
    let output = client.wait(orders(), &active()).at_most(seconds(60)).await?;
    equal(&*output.table.table_status, "ACTIVE")?;
    equal(server.count(), 3)?;
    // Every attempt sends the same request.
    equal(server.bodies().concat(), r#"{"TableName":"orders"}"#.repeat(3))
}

async fn a_failure_acceptor_ends_the_wait() -> Checked {
    let (server, client) = scripted([table("CREATING"), table("ARCHIVED"), table("ACTIVE")]);
    let wait = client.wait(orders(), &active()).at_most(seconds(60));
    let error = wait.await.err().ok_or("a success")?;
    equal(error.acceptor(), Some("the table is archived"))?;
    equal(error.is_timeout(), false)?;
    equal(server.count(), 2)
}

async fn an_output_that_no_acceptor_matches_is_retried() -> Checked {
    let (server, client) = scripted([table("UPDATING"), table("?"), table("ACTIVE")]);
    client.wait(orders(), &active()).at_most(seconds(60)).await?;
    equal(server.count(), 3)
}

async fn an_error_that_no_acceptor_matches_fails_at_once() -> Checked {
    let (server, client) = scripted([denied()]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    let error = error.ok_or("a success")?;
    equal((error.acceptor(), error.is_timeout(), error.attempts()), (None, false, 1))?;
    equal(server.times(), vec![seconds(0)])?;
    // Also after other attempts.
    let (server, client) = scripted([not_found(), denied(), table("ACTIVE")]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.attempts(), 2)?;
    equal(server.count(), 2)
}

async fn a_waiter_without_acceptors() -> Checked {
    let (server, client) = scripted([]);
    let waiter: Waiter<DescribeTable> = Waiter::new("Never");
    let error = client.wait(orders(), &waiter).at_most(seconds(10)).await.err();
    equal(error.ok_or("a success")?.is_timeout(), true)?;
    equal(server.count() > 2, true)
}

async fn success_on_an_error_code() -> Checked {
    let gone = || Waiter::new("TableNotExists").success_on("ResourceNotFoundException");
    let (server, client) = scripted([table("ACTIVE"), table("DELETING"), not_found()]);
    let output = client.wait(orders(), &gone()).at_most(seconds(60)).await?;
    equal(output.is_none(), true)?;
    equal(server.count(), 3)?;
    // The same waiter may also succeed with an output.
    let (_, client) = scripted([table("ACTIVE"), table("ARCHIVED")]);
    let waiter = gone().success_when("the table is archived", has_status("ARCHIVED"));
    let output = client.wait(orders(), &waiter).at_most(seconds(60)).await?;
    equal(output.map(|output| output.table.table_status).as_deref(), Some("ARCHIVED"))
}

async fn failure_on_an_error_code() -> Checked {
    let (server, client) = scripted([not_found()]);
    let waiter = Waiter::new("TableActive")
        .failure_on("ResourceNotFoundException")
        .retry_on_any_error()
        .success_on_success();
    let error = client.wait(orders(), &waiter).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.acceptor(), Some("ResourceNotFoundException"))?;
    equal(server.count(), 1)
}

async fn retry_on_an_error_code() -> Checked {
    let (server, client) = scripted([not_found(), not_found(), table("ACTIVE")]);
    client.wait(orders(), &active()).at_most(seconds(60)).await?;
    equal(server.count(), 3)
}

async fn success_on_every_output() -> Checked {
    let waiter = Waiter::new("TableExists").success_on_success().retry_on_any_error();
    let (server, client) = scripted([not_found(), table("?")]);
    let output = client.wait(orders(), &waiter).at_most(seconds(60)).await?;
    equal(&*output.table.table_status, "?")?;
    equal(server.count(), 2)
}

async fn failure_on_every_output() -> Checked {
    let waiter =
        Waiter::new("TableNotExists").failure_on_success().success_on("ResourceNotFoundException");
    let (server, client) = scripted([table("ACTIVE")]);
    let error = client.wait(orders(), &waiter).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.acceptor(), Some("the call succeeded"))?;
    equal(server.count(), 1)
}

async fn retry_on_every_output() -> Checked {
    // The second acceptor is never asked.
    let waiter = Waiter::new("Never").retry_on_success().success_on_success();
    let (server, client) = scripted([table("ACTIVE"), table("ACTIVE")]);
    let error = client.wait(orders(), &waiter).at_most(seconds(10)).await.err();
    equal(error.ok_or("a success")?.is_timeout(), true)?;
    equal(server.count() > 2, true)
}

async fn success_on_every_error() -> Checked {
    let waiter = Waiter::new("TableNotExists").success_on_any_error();
    let (server, client) = scripted([table("ACTIVE"), denied()]);
    let output = client.wait(orders(), &waiter).at_most(seconds(60)).await?;
    equal(output.is_none(), true)?;
    equal(server.count(), 2)
}

async fn failure_on_every_error() -> Checked {
    let waiter =
        Waiter::new("TableActive").failure_on_any_error().retry_on("AccessDeniedException");
    let (server, client) = scripted([denied()]);
    let error = client.wait(orders(), &waiter).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.acceptor(), Some("the call failed"))?;
    equal(server.count(), 1)
}

async fn retry_on_every_error() -> Checked {
    let waiter = Waiter::new("TableExists").retry_on_any_error().success_on_success();
    let (server, client) = scripted([denied(), not_found(), table("ACTIVE")]);
    client.wait(orders(), &waiter).at_most(seconds(60)).await?;
    equal(server.count(), 3)
}

/// A transport error does not mean that the resource does not exist.
async fn a_call_without_a_response_matches_no_acceptor() -> Checked {
    let waiter = Waiter::new("TableNotExists")
        .success_on_any_error()
        .success_on_success()
        .failure_on("")
        .retry_when("always", |_, _| true);
    for (answer, kind) in [
        (Answer::Fails(TransportError::other("no route")), ErrorKind::Transport),
        (Answer::Response(200, Vec::new(), "no document"), ErrorKind::Decode),
    ] {
        let (server, client) = scripted([answer]);
        let error = client.wait(orders(), &waiter).at_most(seconds(60)).await.err();
        let error = error.ok_or("a success")?;
        equal((error.acceptor(), error.is_timeout()), (None, false))?;
        equal(error.last().and_then(Result::err).map(Error::kind), Some(kind))?;
        equal(server.count(), 1)?;
    }
    Ok(())
}

async fn a_predicate_sees_the_input() -> Checked {
    let waiter = Waiter::new("TableNamed").success_when(
        "the table has the name of the input",
        |input: &DescribeTable, output: &DescribeTableOutput| {
            input.table_name == output.table.table_name
        },
    );
    for (name, succeeds) in [("orders", true), ("others", false)] {
        let (_, client) = scripted([table("ACTIVE")]);
        let operation = DescribeTable { table_name: name.into() };
        let result = client.wait(operation, &waiter).at_most(seconds(10)).await;
        equal(result.is_ok(), succeeds)?;
    }
    Ok(())
}

async fn predicates_are_not_called_for_errors() -> Checked {
    let waiter = Waiter::new("Asked").retry_when("always", |_, _| true);
    let (server, client) = scripted([denied()]);
    let error = client.wait(orders(), &waiter).at_most(seconds(10)).await.err();
    equal(error.ok_or("a success")?.is_timeout(), false)?;
    equal(server.count(), 1)
}

async fn the_first_acceptor_that_matches_decides() -> Checked {
    let acceptors = |first: bool| {
        let waiter = Waiter::<DescribeTable>::new("Ordered");
        match first {
            true => waiter
                .success_when("it is named", |_, it| it.table.table_name == "orders")
                .failure_when("it is active", has_status("ACTIVE"))
                .retry_on("Busy")
                .failure_on("Busy"),
            false => waiter
                .failure_when("it is active", has_status("ACTIVE"))
                .success_when("it is named", |_, it| it.table.table_name == "orders")
                .failure_on("Busy")
                .retry_on("Busy"),
        }
    };
    let busy = || error(400, "Busy", "wait");
    let (server, client) = scripted([busy(), table("ACTIVE")]);
    client.wait(orders(), &acceptors(true)).at_most(seconds(60)).await?;
    equal(server.count(), 2)?;

    let (_, client) = scripted([busy(), table("ACTIVE")]);
    let failed = client.wait(orders(), &acceptors(false)).at_most(seconds(60)).await.err();
    equal(failed.ok_or("a success")?.acceptor(), Some("Busy"))?;
    let (_, client) = scripted([table("ACTIVE")]);
    let failed = client.wait(orders(), &acceptors(false)).at_most(seconds(60)).await.err();
    equal(failed.ok_or("a success")?.acceptor(), Some("it is active"))
}

async fn adding_an_acceptor_to_a_clone_leaves_the_waiter_unchanged() -> Checked {
    let plain = Waiter::new("TableActive").success_when("it is active", has_status("ACTIVE"));
    let patient = plain.clone().retry_on("ResourceNotFoundException");
    let (_, client) = scripted([not_found(), table("ACTIVE")]);
    client.wait(orders(), &patient).at_most(seconds(60)).await?;
    let (server, client) = scripted([not_found(), table("ACTIVE")]);
    let error = client.wait(orders(), &plain).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.acceptor(), None)?;
    equal(server.count(), 1)
}
