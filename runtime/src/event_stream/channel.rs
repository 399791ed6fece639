//! [`EventSender`]: sends events to a request through a bounded channel.
//!
//! The channel is not tokio's, because this module uses no async runtime.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use super::source::source_failed;
use crate::error::BodyError;

/// Sends events to a request. [`EventStream::channel`](super::EventStream::channel) creates it.
///
/// If the last sender is dropped, the request ends after the events that were sent. The responses to
/// them can still be received. [`fail`](Self::fail) ends the request with an error.
pub struct EventSender<E> {
    channel: Arc<Channel<E>>,
}

/// The error of [`EventSender::send`]: the request has ended. It contains the event that was not sent.
///
/// The call, or the stream of its output, says why the request has ended.
pub struct EventSendError<E>(pub E);

/// A channel without events. It has room for one event at least.
pub(super) fn channel<E>(capacity: usize) -> (EventSender<E>, SentEvents<E>) {
    let state = State {
        events: VecDeque::new(),
        capacity: capacity.max(1),
        senders: 1,
        end: End::Open,
        request: None,
        waiting: Vec::new(),
    };
    let channel = Arc::new(Channel(Mutex::new(state)));
    (EventSender { channel: Arc::clone(&channel) }, SentEvents(channel))
}

struct Channel<E>(Mutex<State<E>>);

struct State<E> {
    events: VecDeque<E>,
    capacity: usize,
    senders: usize,
    end: End,
    /// Wakes the request when there is an event or an end.
    request: Option<Waker>,
    /// Wakes the senders when an event was taken, or when the request has ended.
    waiting: Vec<Waker>,
}

/// Whether events can be sent.
enum End {
    Open,
    /// The request ends with this error after the events that were sent.
    Failed(BodyError),
    Ended,
}

impl<E> Channel<E> {
    /// Ignores poisoning: the state is consistent after every statement.
    fn state(&self) -> MutexGuard<'_, State<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E> State<E> {
    fn is_open(&self) -> bool {
        matches!(self.end, End::Open)
    }

    fn wait(&mut self, context: &Context<'_>) {
        if !self.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            self.waiting.push(context.waker().clone());
        }
    }
}

impl<E> EventSender<E> {
    /// Sends an event. Waits while the channel is full, so that a program does not produce events
    /// faster than the service reads them.
    ///
    /// It is cancel safe: if the returned future is dropped before it is ready, the event is not sent.
    ///
    /// # Errors
    ///
    /// The request has ended: the call failed, the output's stream has ended or was dropped, or a
    /// sender called [`fail`](Self::fail).
    pub async fn send(&self, event: E) -> Result<(), EventSendError<E>> {
        let mut event = Some(event);
        poll_fn(|context| self.poll_send(&mut event, context)).await
    }

    fn poll_send(
        &self,
        event: &mut Option<E>,
        context: &Context<'_>,
    ) -> Poll<Result<(), EventSendError<E>>> {
        let mut state = self.channel.state();
        if state.is_open() && state.events.len() >= state.capacity {
            state.wait(context);
            return Poll::Pending;
        }
        let Some(event) = event.take() else { return Poll::Ready(Ok(())) };
        if !state.is_open() {
            return Poll::Ready(Err(EventSendError(event)));
        }
        state.events.push_back(event);
        let request = state.request.take();
        drop(state);
        wake(request);
        Poll::Ready(Ok(()))
    }

    /// Ends the request with an error, after the events that were sent. The service does not see an end
    /// of the events: the connection or the HTTP/2 stream is reset. The call, or the stream of its
    /// output, fails with this error.
    pub fn fail(self, error: impl Into<Box<dyn StdError + Send + Sync>>) {
        // Converted before the lock is held, because this runs code of the program.
        let error = source_failed(error);
        let mut state = self.channel.state();
        if !state.is_open() {
            return;
        }
        state.end = End::Failed(error);
        let wakers = std::mem::take(&mut state.waiting);
        let request = state.request.take();
        drop(state);
        wake(wakers.into_iter().chain(request));
    }

    /// Whether the request has ended, so that events can no longer be sent.
    pub fn is_closed(&self) -> bool {
        !self.channel.state().is_open()
    }

    /// Waits until the request has ended.
    pub async fn closed(&self) {
        poll_fn(|context| {
            let mut state = self.channel.state();
            if !state.is_open() {
                return Poll::Ready(());
            }
            state.wait(context);
            Poll::Pending
        })
        .await;
    }
}

/// The clone sends to the same request.
impl<E> Clone for EventSender<E> {
    fn clone(&self) -> Self {
        self.channel.state().senders += 1;
        Self { channel: Arc::clone(&self.channel) }
    }
}

impl<E> Drop for EventSender<E> {
    fn drop(&mut self) {
        let mut state = self.channel.state();
        state.senders -= 1;
        let request = if state.senders == 0 { state.request.take() } else { None };
        drop(state);
        wake(request);
    }
}

impl<E> fmt::Debug for EventSender<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSender").finish_non_exhaustive()
    }
}

/// The events of a channel, as a request reads them.
pub(super) struct SentEvents<E>(Arc<Channel<E>>);

impl<E> Stream for SentEvents<E> {
    type Item = Result<E, BodyError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.0.state();
        if let Some(event) = state.events.pop_front() {
            let waiting = std::mem::take(&mut state.waiting);
            drop(state);
            wake(waiting);
            return Poll::Ready(Some(Ok(event)));
        }
        match std::mem::replace(&mut state.end, End::Ended) {
            End::Failed(error) => return Poll::Ready(Some(Err(error))),
            End::Open if state.senders > 0 => state.end = End::Open,
            End::Open | End::Ended => return Poll::Ready(None),
        }
        state.request = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<E> Drop for SentEvents<E> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.end = End::Ended;
        let events = std::mem::take(&mut state.events);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        drop(events);
        wake(waiting);
    }
}

fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}

impl<E> fmt::Display for EventSendError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event was not sent, because the request has ended")
    }
}

/// Prints the line of `Display`, so that `E` needs no `Debug`.
impl<E> fmt::Debug for EventSendError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> StdError for EventSendError<E> {}
