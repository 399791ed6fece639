//! When requests are sent.

use std::time::Duration;

use aws_operation::{Retry, Timeouts};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use aws_operation_tests::scripted::Answer;

use super::fixtures::{active, orders, scripted, seconds, table};

cases! {
    delays_are_within_their_bounds
    delays_can_be_set_per_wait
    the_last_attempt_is_made_min_before_the_deadline
    nothing_is_sent_after_the_deadline
    the_time_of_calls_counts
    the_time_begins_with_the_first_poll
    a_limit_that_is_shorter_than_min_allows_one_attempt
    a_limit_may_be_as_long_as_possible
    throttled_requests_are_retried_within_one_attempt
    the_timeouts_of_the_client_apply_to_each_attempt
}

/// The delays between the requests.
fn delays(times: &[Duration]) -> Vec<Duration> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Whether a duration is at most `longest`. tokio's timer rounds up to milliseconds.
fn at_most(found: Duration, longest: Duration) -> bool {
    found <= longest + Duration::from_millis(1)
}

fn within(found: Duration, shortest: Duration, longest: Duration) -> Checked {
    match found >= shortest && at_most(found, longest) {
        true => Ok(()),
        false => Err(format!("{found:?} is not from {shortest:?} to {longest:?}").into()),
    }
}

async fn delays_are_within_their_bounds() -> Checked {
    // The longest delay before attempt 2, 3, …; the shortest is always 2 s.
    const LONGEST: [u64; 8] = [2, 4, 8, 16, 20, 20, 20, 20];
    let waiter = active().delays(seconds(2), seconds(20));
    let mut greatest = [Duration::ZERO; LONGEST.len()];
    for _ in 0..40 {
        let answers = LONGEST.map(|_| table("CREATING"));
        let (server, client) = scripted(answers.into_iter().chain([table("ACTIVE")]));
        client.wait(orders(), &waiter).at_most(seconds(1_000)).await?;
        let delays = delays(&server.times());
        equal(delays.len(), LONGEST.len())?;
        for ((delay, longest), greatest) in delays.iter().zip(LONGEST).zip(&mut greatest) {
            within(*delay, seconds(2), seconds(longest))?;
            *greatest = (*greatest).max(*delay);
        }
    }
    // All of 40 random delays are in the lower half with a probability of 2^-40.
    for (greatest, longest) in greatest.iter().zip(LONGEST) {
        within(*greatest, seconds(2 + longest) / 2, seconds(longest))?;
    }
    Ok(())
}

async fn delays_can_be_set_per_wait() -> Checked {
    let waiter = active().delays(seconds(50), seconds(60));
    let answers = || [table("CREATING"), table("CREATING"), table("ACTIVE")];
    let (server, client) = scripted(answers());
    let wait = client.wait(orders(), &waiter).delays(seconds(1), seconds(1));
    wait.at_most(seconds(60)).await?;
    equal(at_most(server.times()[2], seconds(2)), true)?;
    // Also after `at_most`; the waiter itself is unchanged.
    let (server, client) = scripted(answers());
    let wait = client.wait(orders(), &waiter).at_most(seconds(60));
    wait.delays(seconds(3), seconds(3)).await?;
    within(server.times()[2], seconds(6), seconds(6))?;
    let (server, client) = scripted(answers());
    client.wait(orders(), &waiter).at_most(seconds(600)).await?;
    within(server.times()[1], seconds(50), seconds(50))
}

async fn the_last_attempt_is_made_min_before_the_deadline() -> Checked {
    for limit in [5, 9, 30, 299] {
        let (server, client) = scripted((0..200).map(|_| table("CREATING")));
        let start = tokio::time::Instant::now();
        let error = client.wait(orders(), &active()).at_most(seconds(limit)).await.err();
        let error = error.ok_or("a success")?;
        equal(error.is_timeout(), true)?;
        let last = server.times().last().copied().unwrap_or_default();
        within(last, seconds(limit - 2), seconds(limit - 2))?;
        // The wait ends with the last attempt, not at the deadline.
        within(start.elapsed(), last, last)?;
        equal(error.attempts() as usize, server.count())?;
    }
    // The last attempt may succeed.
    let (server, client) = scripted([table("CREATING"), table("ACTIVE")]);
    client.wait(orders(), &active()).at_most(seconds(3)).await?;
    within(server.times()[1], seconds(1), seconds(1))
}

async fn nothing_is_sent_after_the_deadline() -> Checked {
    // Each attempt takes 3 s.
    let slow = || Answer::After(seconds(3), Box::new(table("CREATING")));
    for limit in 3..40 {
        let (server, client) = scripted((0..40).map(|_| slow()));
        let start = tokio::time::Instant::now();
        let error = client.wait(orders(), &active()).at_most(seconds(limit)).await.err();
        equal(error.ok_or("a success")?.is_timeout(), true)?;
        within(start.elapsed(), seconds(limit - 2), seconds(limit))?;
        let count = server.count();
        within(server.times()[count - 1], seconds(0), seconds(limit - 2))?;
        tokio::time::sleep(seconds(1_000)).await;
        equal(server.count(), count)?;
    }
    Ok(())
}

/// After slow calls, less time is left for attempts.
async fn the_time_of_calls_counts() -> Checked {
    let slow = Answer::After(seconds(57), Box::new(table("CREATING")));
    let (server, client) = scripted([slow, table("CREATING"), table("ACTIVE")]);
    let error = client.wait(orders(), &active()).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.attempts(), 2)?;
    within(server.times()[1], seconds(58), seconds(58))
}

async fn the_time_begins_with_the_first_poll() -> Checked {
    let (server, client) = scripted([table("CREATING"), table("ACTIVE")]);
    let wait = client.wait(orders(), &active()).at_most(seconds(10));
    tokio::time::sleep(seconds(100)).await;
    equal(server.count(), 0)?;
    wait.await?;
    equal(server.count(), 2)
}

async fn a_limit_that_is_shorter_than_min_allows_one_attempt() -> Checked {
    for limit in [Duration::from_nanos(1), seconds(1), seconds(2)] {
        let (server, client) = scripted([table("CREATING"), table("ACTIVE")]);
        let error = client.wait(orders(), &active()).at_most(limit).await.err();
        let error = error.ok_or("a success")?;
        equal((error.is_timeout(), error.attempts()), (true, 1))?;
        tokio::time::sleep(seconds(100)).await;
        equal(server.count(), 1)?;
        // The only attempt may succeed.
        let (_, client) = scripted([table("ACTIVE")]);
        client.wait(orders(), &active()).at_most(limit).await?;
    }
    Ok(())
}

async fn a_limit_may_be_as_long_as_possible() -> Checked {
    let (server, client) = scripted([table("CREATING"), table("CREATING"), table("ACTIVE")]);
    client.wait(orders(), &active()).at_most(Duration::MAX).await?;
    equal(server.count(), 3)
}

async fn throttled_requests_are_retried_within_one_attempt() -> Checked {
    let throttled = || Answer::code(400, "ThrottlingException");
    let (server, client) = scripted([throttled(), throttled(), table("ARCHIVED")]);
    let error = client.wait(orders(), &active()).at_most(seconds(100)).await.err();
    equal(error.ok_or("a success")?.attempts(), 1)?;
    equal(server.count(), 3)?;
    // After the last retry, the error is an answer like any other.
    let (server, client) = scripted([throttled(), throttled(), throttled(), throttled()]);
    let client = client.with_retry(Retry::standard().max_attempts(2));
    let error = client.wait(orders(), &active()).at_most(seconds(100)).await.err();
    let error = error.ok_or("a success")?;
    equal((error.attempts(), error.acceptor(), server.count()), (1, None, 2))?;
    let last = error.into_last().and_then(Result::err).ok_or("no error")?;
    equal((last.attempts(), last.is_throttled()), (2, true))
}

async fn the_timeouts_of_the_client_apply_to_each_attempt() -> Checked {
    let (server, client) = scripted([table("CREATING"), Answer::Never]);
    let timeouts = Timeouts::default().operation(seconds(7));
    let client = client.with_timeouts(timeouts).with_retry(Retry::off());
    let start = tokio::time::Instant::now();
    let error = client.wait(orders(), &active()).at_most(seconds(100)).await.err();
    let error = error.ok_or("a success")?;
    within(start.elapsed(), seconds(9), seconds(9))?;
    // The call failed, not the wait's deadline.
    equal((error.is_timeout(), error.attempts(), server.count()), (false, 2, 2))?;
    let last = error.into_last().and_then(Result::err).ok_or("no error")?;
    equal(last.is_timeout(), true)
}
