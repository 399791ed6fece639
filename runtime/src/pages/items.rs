//! [`Items`]: the items in all pages.

use std::fmt;
use std::future::poll_fn;
use std::iter::Peekable;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::pager::{OnRepeat, Pager};
use super::too_many;
use crate::error::Error;
use crate::operation::Operation;
use crate::paginated::{PageSize, PaginatedItems};

/// The type of an operation's items.
type Item<O> = <<O as PaginatedItems>::Items as IntoIterator>::Item;

/// An item, or the error of the call for its page.
type ItemResult<O> = Result<Item<O>, Error<<O as Operation>::Error>>;

/// The items of an operation, from [`Client::items`](crate::Client::items). It is also a [`Stream`].
///
/// The pages are requested as with [`Pages`](super::Pages). One page is in memory at a time.
#[must_use = "items are requested by `next`"]
pub struct Items<O: PaginatedItems> {
    pager: Pager<O>,
    /// What is left of the current page.
    rest: Option<Rest<O>>,
}

/// The items of a page that have not been returned yet.
struct Rest<O: PaginatedItems> {
    items: Peekable<<O::Items as IntoIterator>::IntoIter>,
    /// The token of the page.
    token: Option<O::Token>,
}

impl<O: PaginatedItems> Items<O> {
    pub(super) fn new(pager: Pager<O>) -> Self {
        Self { pager, rest: None }
    }

    /// The next item; `None` after the last one.
    ///
    /// It is cancel safe: if the returned future is dropped, the next call of `next` continues the
    /// same request.
    ///
    /// # Errors
    ///
    /// The errors of [`Pages::next`](super::Pages::next).
    pub async fn next(&mut self) -> Option<Result<Item<O>, Error<O::Error>>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The token of the page with the next item. To continue there later, set the operation's token
    /// field to it, and pass the operation to [`Client::items`](crate::Client::items). The items then
    /// begin with the first one of this page, so some may be returned a second time. `None` if this is
    /// the first page, or if there are no more items, except with
    /// [`stop_at_repeated_token`](Self::stop_at_repeated_token).
    pub fn token(&self) -> Option<O::Token> {
        match &self.rest {
            Some(rest) => rest.token.clone(),
            None => self.pager.token(),
        }
    }

    /// The same as [`Pages::page_size`](super::Pages::page_size).
    pub fn page_size(mut self, size: u32) -> Self
    where
        O: PageSize,
    {
        self.pager.set_page_size(size);
        self
    }

    /// The same as [`Pages::follow`](super::Pages::follow), but [`next`](Self::next) requests pages
    /// without a delay until one has an item. To wait after an empty page, use
    /// [`Client::pages`](crate::Client::pages).
    pub fn follow(mut self) -> Self {
        self.pager.on_repeat = OnRepeat::Continue;
        self
    }

    /// The same as [`Pages::stop_at_repeated_token`](super::Pages::stop_at_repeated_token).
    pub fn stop_at_repeated_token(mut self) -> Self {
        self.pager.on_repeat = OnRepeat::Stop;
        self
    }

    /// Starts the call for the next page before [`next`](Self::next) returns the first item of a page.
    /// The service then responds while the program works on the items. The call continues whenever
    /// [`next`](Self::next) is awaited. At most two pages are in memory.
    pub fn prefetch(mut self) -> Self {
        self.pager.prefetch = true;
        self
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// The first error of [`next`](Self::next); or
    /// [`ErrorKind::Usage`](crate::ErrorKind::Usage) if there are more items than `limit`.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<Item<O>>, Error<O::Error>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            let item = item?;
            if items.len() == limit {
                return Err(too_many::<O>(limit, "items"));
            }
            items.push(item);
        }
        Ok(items)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<ItemResult<O>>> {
        loop {
            if let Some(rest) = &mut self.rest {
                let item = rest.items.next();
                if rest.items.peek().is_none() {
                    self.rest = None;
                }
                self.pager.poll_ahead(context);
                if let Some(item) = item {
                    return Poll::Ready(Some(Ok(item)));
                }
            }
            let token = self.pager.token();
            match ready!(self.pager.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    let items = O::items(page).map(|items| items.into_iter().peekable());
                    self.rest = items.map(|items| Rest { items, token });
                }
            }
        }
    }
}

// No field is pinned.
impl<O: PaginatedItems> Unpin for Items<O> {}

impl<O: PaginatedItems> Stream for Items<O> {
    type Item = Result<Item<O>, Error<O::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<O: PaginatedItems> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &O::METADATA.name).finish_non_exhaustive()
    }
}
