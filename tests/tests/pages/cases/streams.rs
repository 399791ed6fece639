//! Pages and items as streams, and pages that are requested ahead.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use futures_core::Stream;

use super::{ListFunctions, count, denied, page, scripted, three};

cases! {
    items_and_pages_are_streams
    prefetch_requests_one_page_ahead
    without_prefetch_no_page_is_requested_early
    an_error_ahead_is_returned_in_order
}

/// The items of a stream, which is polled without a waker.
fn poll_all<S: Stream + ?Sized>(mut stream: Pin<&mut S>) -> Option<Vec<S::Item>> {
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return Some(items),
            Poll::Pending => return None,
        }
    }
}

async fn items_and_pages_are_streams() -> Checked {
    fn assert_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let (_, client) = three();
    let items = poll_all(pin!(assert_send(client.items(ListFunctions::default()))));
    let items: Result<Vec<_>, _> = items.ok_or("a stream is pending")?.into_iter().collect();
    equal(items?.concat(), "abcd".to_owned())?;
    let (_, client) = three();
    let pages = poll_all(pin!(assert_send(client.pages(ListFunctions::default()))));
    equal(pages.ok_or("a stream is pending")?.len(), 3)
}

async fn prefetch_requests_one_page_ahead() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default()).prefetch();
    let mut counts = Vec::new();
    while let Some(item) = items.next().await {
        item?;
        counts.push(transport.count());
    }
    // The second page is requested with the item a, and the third with c.
    equal(counts, vec![2, 2, 3, 3])?;

    let (transport, client) = three();
    let mut pages = client.pages(ListFunctions::default()).prefetch();
    pages.next().await.transpose()?;
    equal(transport.count(), 2)?;
    // The second page was requested, but not returned.
    equal(pages.token().as_deref(), Some("1"))?;
    equal(count(pages).await?, 2)
}

async fn without_prefetch_no_page_is_requested_early() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default());
    let mut counts = Vec::new();
    while let Some(item) = items.next().await {
        item?;
        counts.push(transport.count());
    }
    equal(counts, vec![1, 1, 2, 3])
}

async fn an_error_ahead_is_returned_in_order() -> Checked {
    let (transport, client) =
        scripted([page(&["a", "b"], Some("1")), denied(), page(&["c"], None)]);
    let mut items = client.items(ListFunctions::default()).prefetch();
    let mut found = String::new();
    while let Some(item) = items.next().await {
        found += item.as_deref().unwrap_or("-");
    }
    equal(&*found, "ab-c")?;
    equal(transport.count(), 3)
}
