//! Checks that a connection takes the request. A request that is never taken must not block its
//! call forever.
//!
//! A request is passed to its connection's task through a tokio channel. If that task ends at the
//! same moment, the channel may keep the request: `Rx::drop` has drained the channel before the
//! request was added. Nothing then reads or drops the request while its call holds the sender.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use hyper_util::client::legacy;
use tokio::time::timeout;

use super::errors::failed;
use super::request_body::ReadProgress;
use crate::error::TransportError;
use crate::types::Timeouts;

/// How long after connecting a connection may take to accept the request. It accepts it at once
/// unless the machine is busy.
const HANDOVER: Duration = Duration::from_secs(5);

/// The same limit if it is unknown when connecting ends, or if requests may queue on a connection.
const LONG_HANDOVER: Duration = Duration::from_secs(5 * 60);

/// How long a request may wait until a connection takes it.
fn patience(connect_timeout: Option<Duration>) -> Duration {
    match connect_timeout {
        Some(limit) if !cfg!(feature = "http2") => limit.saturating_add(HANDOVER),
        limit => limit.unwrap_or_default().saturating_add(LONG_HANDOVER),
    }
}

/// The running request. It is a trait object because it is awaited in several places, and its code
/// is large.
pub(super) type Sent<'a, T> = dyn Future<Output = Result<T, legacy::Error>> + Send + Unpin + 'a;

/// The output of `sent`, within the read timeout. Without a read timeout, there is no limit after a
/// connection has taken the request. For a stream, the read timeout begins when its last byte has
/// been taken.
pub(super) async fn answer<T>(
    sent: &mut Sent<'_, T>,
    progress: &ReadProgress,
    is_stream: bool,
    timeouts: Timeouts,
) -> Result<T, TransportError> {
    let (read_timeout, patience) = (timeouts.read_timeout(), patience(timeouts.connect_timeout()));
    let mut left = read_timeout;
    if read_timeout.is_none_or(|limit| limit > patience) {
        if let Some(answer) = soon(sent).await {
            return answer.map_err(failed);
        }
        // In most cases the request has been taken here, so no timer is needed.
        if !progress.has_begun() {
            match timeout(patience, &mut *sent).await {
                Ok(answer) => return answer.map_err(failed),
                Err(_) if !progress.has_begun() => {
                    return Err(TransportError::interrupted(format!(
                        "no connection accepted the request within {patience:?}"
                    )));
                }
                Err(_) => left = read_timeout.map(|limit| limit - patience),
            }
        }
    }
    let (Some(limit), Some(mut left)) = (read_timeout, left) else {
        return sent.await.map_err(failed);
    };
    loop {
        if let Ok(answer) = timeout(left, &mut *sent).await {
            return answer.map_err(failed);
        }
        let passed = match progress.ended() {
            _ if !is_stream => limit,
            Some(ended) => ended.elapsed(),
            None => Duration::ZERO,
        };
        left = limit.saturating_sub(passed);
        if left.is_zero() {
            return Err(TransportError::timeout(format!(
                "no response for {limit:?}, the read timeout"
            )));
        }
    }
}

/// The result of `sent` after the connection's task could run. That task is woken before this
/// future wakes itself.
async fn soon<T>(sent: &mut Sent<'_, T>) -> Option<Result<T, legacy::Error>> {
    let mut had_its_turn = false;
    poll_fn(|context| match Pin::new(&mut *sent).poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if had_its_turn => Poll::Ready(None),
        Poll::Pending => {
            had_its_turn = true;
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::{Instant, sleep};

    use super::*;
    use crate::types::Body;

    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);

    /// The result of a call within an hour, and the time it took. Its body is read if `asked` is
    /// true, and otherwise only held.
    async fn of_lost(
        asked: bool,
        read_timeout: Option<Duration>,
    ) -> (Option<TransportError>, Duration) {
        let (begin, progress) = (Instant::now(), ReadProgress::default());
        let body = progress.body(Body::empty());
        let _ = hyper::body::Body::size_hint(&body);
        let sent = async {
            if asked {
                sleep(SECOND).await;
                assert!(hyper::body::Body::is_end_stream(&body));
            }
            let never = pending::<Result<(), legacy::Error>>().await;
            drop(body);
            never
        };
        let mut timeouts = Timeouts::none().connect(3 * SECOND);
        if let Some(limit) = read_timeout {
            timeouts = timeouts.read(limit);
        }
        let mut sent = std::pin::pin!(sent);
        let end = timeout(HOUR, answer(&mut sent, &progress, false, timeouts)).await;
        (end.ok().and_then(Result::err), begin.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_no_connection_takes_is_given_up_and_may_be_sent_again() {
        // 8 s; minutes with HTTP/2.
        let patience = patience(Some(3 * SECOND));
        for read_timeout in [None, Some(patience + SECOND)] {
            let (error, passed) = of_lost(false, read_timeout).await;
            let error = error.expect("it ends");
            let line = format!("no connection accepted the request within {patience:?}");
            assert_eq!(error.to_string(), line);
            assert!(error.is_retryable() && !error.is_timeout() && !error.is_connect());
            assert_eq!(passed.as_secs(), patience.as_secs());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_was_taken_waits_for_its_answer() {
        let (error, passed) = of_lost(true, None).await;
        assert!(error.is_none() && passed >= HOUR, "{error:?} after {passed:?}");
        for limit in [2, 8, 20] {
            let (error, passed) = of_lost(true, Some(limit * SECOND)).await;
            let line = format!("no response for {limit}s, the read timeout");
            assert_eq!(error.map(|error| error.to_string()), Some(line));
            assert_eq!(passed.as_secs(), u64::from(limit));
        }
    }

    #[test]
    fn connecting_has_its_time_before() {
        let short = patience(Some(3 * SECOND));
        assert!(short >= 8 * SECOND);
        assert_eq!(patience(None), LONG_HANDOVER);
        assert_eq!(patience(Some(Duration::MAX)), Duration::MAX);
        #[cfg(not(feature = "http2"))]
        assert_eq!(short, 8 * SECOND);
    }
}
