//! The channel that a program sends events through.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use aws_operation::{EventSendError, EventStream};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};

cases! {
    a_full_channel_waits_for_the_request
    a_channel_has_room_for_one_event_at_least
    a_dropped_send_sends_nothing
    the_stream_ends_when_all_senders_are_dropped
    an_error_follows_the_events_before_it
    the_event_of_a_failed_send_is_returned
    senders_that_wait_see_the_end
}

/// The result of a future, if it is ready at the first poll.
async fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}

/// The next event, if there is one.
async fn next(stream: &mut EventStream<u32>) -> Result<Option<u32>, String> {
    match now(stream.next()).await {
        Some(Some(Ok(event))) => Ok(Some(event)),
        Some(Some(Err(error))) => Err(error.to_string()),
        Some(None) => Err("it has ended".to_owned()),
        None => Ok(None),
    }
}

async fn a_full_channel_waits_for_the_request() -> Checked {
    let (sender, mut stream) = EventStream::channel(2);
    for event in 0..2 {
        now(sender.send(event)).await.ok_or("there is room")??;
    }
    let waiting = tokio::spawn({
        let sender = sender.clone();
        async move { sender.send(2).await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished(), "the channel is full");
    equal(next(&mut stream).await?, Some(0))?;
    waiting.await??;
    for event in 1..3 {
        equal(next(&mut stream).await?, Some(event))?;
    }
    equal(next(&mut stream).await?, None)?;
    // The stream waits, and the next event wakes it.
    let reading = tokio::spawn(async move { stream.next().await });
    tokio::task::yield_now().await;
    sender.send(3).await?;
    equal(reading.await?.transpose()?, Some(3))
}

async fn a_channel_has_room_for_one_event_at_least() -> Checked {
    let (sender, _stream) = EventStream::channel(0);
    now(sender.send(1)).await.ok_or("there is room")??;
    assert!(now(sender.send(2)).await.is_none());
    Ok(())
}

async fn a_dropped_send_sends_nothing() -> Checked {
    let (sender, mut stream) = EventStream::channel(1);
    sender.send(1).await?;
    assert!(now(sender.send(2)).await.is_none());
    equal(next(&mut stream).await?, Some(1))?;
    equal(next(&mut stream).await?, None)
}

async fn the_stream_ends_when_all_senders_are_dropped() -> Checked {
    let (sender, mut stream) = EventStream::channel(1);
    let other = sender.clone();
    sender.send(1).await?;
    drop(sender);
    equal(next(&mut stream).await?, Some(1))?;
    equal(next(&mut stream).await?, None)?;
    let reading = tokio::spawn(async move { stream.next().await.is_none() });
    tokio::task::yield_now().await;
    assert!(!reading.is_finished());
    drop(other);
    assert!(reading.await?, "it has ended");
    Ok(())
}

async fn an_error_follows_the_events_before_it() -> Checked {
    let (sender, mut stream) = EventStream::channel(2);
    let other = sender.clone();
    sender.send(1).await?;
    sender.send(2).await?;
    let waiting = tokio::spawn({
        let other = other.clone();
        async move { other.send(3).await }
    });
    tokio::task::yield_now().await;
    sender.fail("no microphone");
    equal(waiting.await?.map_err(|error| error.0), Err(3))?;
    assert!(other.is_closed());
    equal(other.send(4).await.map_err(|error| error.0), Err(4))?;
    equal(next(&mut stream).await?, Some(1))?;
    equal(next(&mut stream).await?, Some(2))?;
    let error = next(&mut stream).await.expect_err("an error");
    equal(
        error.as_str(),
        "the event stream broke: the source of the events failed: no microphone",
    )?;
    equal(next(&mut stream).await, Err("it has ended".to_owned()))
}

async fn the_event_of_a_failed_send_is_returned() -> Checked {
    let (sender, stream) = EventStream::<u32>::channel(1);
    assert!(!sender.is_closed());
    drop(stream);
    assert!(sender.is_closed());
    now(sender.closed()).await.ok_or("it is closed")?;
    let error: EventSendError<u32> = sender.send(7).await.expect_err("the stream was dropped");
    equal(error.0, 7)
}

async fn senders_that_wait_see_the_end() -> Checked {
    let (sender, stream) = EventStream::channel(1);
    sender.send(1).await?;
    let other = sender.clone();
    let sending = tokio::spawn(async move { other.send(2).await });
    let closed = tokio::spawn(async move { sender.closed().await });
    tokio::task::yield_now().await;
    assert!(!sending.is_finished() && !closed.is_finished());
    drop(stream);
    closed.await?;
    equal(sending.await?.map_err(|error| error.0), Err(2))
}
