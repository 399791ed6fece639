//! [`Items`]: the items in all pages.

use std::fmt;
use std::future::poll_fn;
use std::iter::Peekable;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::state::Asking;
use super::too_many;
use crate::error::Error;
use crate::operation::Operation;
use crate::paginated::{PageSize, PaginatedItems};

/// The item of an operation.
type Item<O> = <<O as PaginatedItems>::Items as IntoIterator>::Item;

/// An item, or why there is none.
type Answer<O> = Result<Item<O>, Error<<O as Operation>::Error>>;

/// The items of an operation, from [`Client::items`](crate::Client::items). It is also a [`Stream`].
///
/// Everything said about [`Pages`](super::Pages) applies to the pages that the items are in. One page is
/// in memory at a time.
#[must_use = "items are asked for with `next`"]
pub struct Items<O: PaginatedItems> {
    asking: Asking<O>,
    rest: Option<Rest<O>>,
}

/// The items of a page that were not returned yet.
struct Rest<O: PaginatedItems> {
    items: Peekable<<O::Items as IntoIterator>::IntoIter>,
    /// The token of the page.
    token: Option<O::Token>,
}

impl<O: PaginatedItems> Items<O> {
    pub(super) fn new(asking: Asking<O>) -> Self {
        Self { asking, rest: None }
    }

    /// The next item; `None` after the last one.
    ///
    /// Dropping the returned future loses nothing: the next one continues the call.
    ///
    /// # Errors
    ///
    /// The errors of [`Pages::next`](super::Pages::next).
    pub async fn next(&mut self) -> Option<Result<Item<O>, Error<O::Error>>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The token of the page that the next item is in, to continue there later: put it in the
    /// operation's own field, and pass the operation to [`Client::items`](crate::Client::items). Items of
    /// this page that were returned before are then returned again. `None` if this is the first
    /// page, or if there are no more items.
    pub fn token(&self) -> Option<O::Token> {
        match &self.rest {
            Some(rest) => rest.token.clone(),
            None => self.asking.token(),
        }
    }

    /// The same as [`Pages::page_size`](super::Pages::page_size).
    pub fn page_size(mut self, size: u32) -> Self
    where
        O: PageSize,
    {
        self.asking.set_page_size(size);
        self
    }

    /// The same as [`Pages::follow`](super::Pages::follow).
    pub fn follow(mut self) -> Self {
        self.asking.follow = true;
        self
    }

    /// Asks for the next page as soon as one has arrived. It is received while the program works on
    /// the items of the page before. Two pages may then be in memory.
    pub fn prefetch(mut self) -> Self {
        self.asking.prefetch = true;
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

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Answer<O>>> {
        loop {
            if let Some(rest) = &mut self.rest {
                let item = rest.items.next();
                if rest.items.peek().is_none() {
                    self.rest = None;
                }
                self.asking.poll_ahead(context);
                if let Some(item) = item {
                    return Poll::Ready(Some(Ok(item)));
                }
            }
            let token = self.asking.token();
            match ready!(self.asking.poll_page(context)) {
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

// Nothing in it is pinned.
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
