//! How a wait ends or is cancelled, and what the caller has then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_operation::{
    Body, Client, Error, ErrorKind, Retry, Transport, TransportFuture, WaitError, Waiter, services,
};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use aws_operation_tests::scripted::Answer;

use super::fixtures::{
    DescribeTable, DescribeTableOutput, Server, active, denied, has_status, not_found, orders,
    scripted, seconds, table,
};

cases! {
    a_wait_is_send_and_can_be_spawned
    a_waiter_may_be_static
    nothing_is_sent_before_the_first_poll
    dropping_a_running_call_sends_nothing_more
    dropping_during_a_delay_sends_nothing_more
    the_deadline_cancels_a_running_call
    the_last_answer_is_kept
    settings_are_checked_before_anything_is_sent
    polling_after_completion_is_an_error
    the_error_can_be_sent_and_boxed
    the_error_converts_into_the_error_of_calls
}

static ACTIVE: LazyLock<Waiter<DescribeTable>> =
    LazyLock::new(|| Waiter::new("TableActive").success_when("active", has_status("ACTIVE")));

static GONE: LazyLock<Waiter<DescribeTable, Option<DescribeTableOutput>>> =
    LazyLock::new(|| Waiter::new("TableNotExists").success_on("ResourceNotFoundException"));

async fn a_wait_is_send_and_can_be_spawned() -> Checked {
    fn is_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let (server, client) = scripted([table("CREATING"), table("ACTIVE")]);
    let wait = is_send(client.wait(orders(), &active()).at_most(seconds(60)));
    drop(client);
    let output = tokio::spawn(wait).await?.map_err(|error| error.to_string())?;
    equal(&*output.table.table_status, "ACTIVE")?;
    equal(server.count(), 2)
}

async fn a_waiter_may_be_static() -> Checked {
    let (server, client) = scripted([table("CREATING"), table("ACTIVE"), not_found()]);
    let output = client.wait(orders(), &ACTIVE).at_most(seconds(60)).await?;
    equal(&*output.table.table_name, "orders")?;
    equal(client.wait(orders(), &GONE).at_most(seconds(60)).await?.is_none(), true)?;
    equal(server.count(), 3)
}

async fn nothing_is_sent_before_the_first_poll() -> Checked {
    let (server, client) = scripted([]);
    let wait = client.wait(orders(), &active()).at_most(seconds(60));
    tokio::task::yield_now().await;
    drop(wait);
    equal(server.count(), 0)
}

async fn dropping_a_running_call_sends_nothing_more() -> Checked {
    let slow = Answer::After(seconds(5), Box::new(table("CREATING")));
    let (server, client) = scripted([slow]);
    let wait = client.wait(orders(), &active()).at_most(seconds(60));
    equal(tokio::time::timeout(seconds(1), wait).await.is_err(), true)?;
    tokio::time::sleep(seconds(1_000)).await;
    equal(server.count(), 1)
}

async fn dropping_during_a_delay_sends_nothing_more() -> Checked {
    let (server, client) = scripted([table("CREATING"), table("CREATING")]);
    let wait = client.wait(orders(), &active()).delays(seconds(5), seconds(5));
    let wait = wait.at_most(seconds(60));
    equal(tokio::time::timeout(seconds(7), wait).await.is_err(), true)?;
    equal(server.count(), 2)?;
    tokio::time::sleep(seconds(1_000)).await;
    equal(server.count(), 2)
}

/// Sets a flag when it is dropped.
struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A transport that never responds, and knows whether its call was dropped.
#[derive(Clone, Default)]
struct Silent(Arc<AtomicBool>);

impl Transport for Silent {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let dropped = Dropped(self.0.clone());
        Box::pin(async move {
            let _dropped = dropped;
            std::future::pending().await
        })
    }
}

async fn the_deadline_cancels_a_running_call() -> Checked {
    let silent = Silent::default();
    let config = Server::new([]).config().transport(silent.clone()).build()?;
    let client = Client::new(&config, services::DYNAMODB).with_retry(Retry::off());
    let start = tokio::time::Instant::now();
    let mut wait = client.wait(orders(), &active()).at_most(seconds(9));
    let error = (&mut wait).await.err().ok_or("a success")?;
    equal(start.elapsed().as_secs(), 9)?;
    equal((error.is_timeout(), error.attempts(), error.last().is_none()), (true, 1, true))?;
    // The call is dropped at the deadline, not with the wait.
    equal(silent.0.load(Ordering::Relaxed), true)?;
    drop(wait);

    // The answer before it is kept.
    let (server, client) = scripted([not_found(), Answer::Never]);
    let error = client.wait(orders(), &active()).at_most(seconds(9)).await.err();
    let error = error.ok_or("a success")?;
    equal((error.is_timeout(), error.attempts(), server.count()), (true, 2, 2))?;
    let last = error.last().and_then(Result::err).ok_or("no error")?;
    equal(last.code(), Some("ResourceNotFoundException"))
}

async fn the_last_answer_is_kept() -> Checked {
    let (_, client) = scripted([not_found(), table("ARCHIVED")]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    let error = error.ok_or("a success")?;
    equal((error.waiter(), error.operation()), ("TableActive", "DescribeTable"))?;
    let output = error.last().and_then(Result::ok).ok_or("no output")?;
    equal(&*output.table.table_status, "ARCHIVED")?;
    let output = error.into_last().ok_or("no answer")?.map_err(|_| "an error")?;
    equal(&*output.table.table_name, "orders")?;

    let (_, client) = scripted([table("CREATING"), denied()]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    let error = error.ok_or("a success")?;
    let last = error.last().and_then(Result::err).ok_or("no error")?;
    equal(last.status().map(|status| status.as_u16()), Some(403))?;
    let last = error.into_last().and_then(Result::err).ok_or("no error")?;
    equal(last.message(), Some("not allowed"))
}

async fn settings_are_checked_before_anything_is_sent() -> Checked {
    let zero = Duration::ZERO;
    for (min, max, limit) in [
        (zero, seconds(1), seconds(60)),
        (zero, zero, seconds(60)),
        (seconds(3), seconds(2), seconds(60)),
        (seconds(1), seconds(2), zero),
    ] {
        let (server, client) = scripted([table("ACTIVE")]);
        let error = client.wait(orders(), &active().delays(min, max)).at_most(limit).await.err();
        let error = error.ok_or("a success")?;
        equal((error.attempts(), error.is_timeout(), error.last().is_none()), (0, false, true))?;
        equal(server.count(), 0)?;
    }
    Ok(())
}

async fn polling_after_completion_is_an_error() -> Checked {
    let (server, client) = scripted([table("ACTIVE")]);
    let mut wait = client.wait(orders(), &active()).at_most(seconds(60));
    (&mut wait).await?;
    let error = (&mut wait).await.err().ok_or("a success")?;
    equal(error.to_string().contains("polled after completion"), true)?;
    equal(server.count(), 1)
}

async fn the_error_can_be_sent_and_boxed() -> Checked {
    let (_, client) = scripted([denied()]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    let error: Box<dyn std::error::Error + Send + Sync> = error.ok_or("a success")?.into();
    let error = error.downcast_ref::<WaitError<DescribeTable>>();
    equal(error.map(WaitError::attempts), Some(1))
}

async fn the_error_converts_into_the_error_of_calls() -> Checked {
    async fn wait(client: &Client, limit: u64) -> Result<(), Error> {
        client.wait(orders(), &active()).at_most(seconds(limit)).await?;
        Ok(())
    }
    for (answer, limit, kind, code, line) in [
        (denied(), 60, ErrorKind::Service, Some("AccessDeniedException"), "DescribeTable: Acc"),
        (table("ARCHIVED"), 60, ErrorKind::Wait, None, "TableActive: failed after 1 attempt"),
        (not_found(), 1, ErrorKind::Wait, None, "TableActive: timed out after 1 attempt"),
        (not_found(), 0, ErrorKind::Usage, None, "TableActive: DescribeTable: the time limit is"),
    ] {
        let (_, client) = scripted([answer]);
        let error = wait(&client, limit).await.err().ok_or("a success")?;
        equal((error.kind(), error.code()), (kind, code))?;
        equal(error.to_string().starts_with(line), true)?;
    }
    Ok(())
}
