//! Pages: all outputs of a paginated operation, or all items in them.

mod items;
mod pager;
mod repeats;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::client::Client;
use crate::error::{CallError, Error};
use crate::paginated::{PageSize, Paginated, PaginatedItems};

pub use items::Items;
use pager::{OnRepeat, Pager};

impl Client {
    /// All pages of a paginated operation. If the operation has a token, they begin with the page of
    /// this token, otherwise with the first page. Nothing is sent before the first
    /// [`next`](Pages::next).
    ///
    /// ```
    /// use aws_operation::{Client, aws_operation};
    ///
    /// #[aws_operation(
    ///     method = "GET",
    ///     uri = "/2015-03-31/functions",
    ///     output = ListFunctionsOutput,
    ///     paginated(
    ///         input_token = marker,
    ///         output_token = next_marker,
    ///         items = functions: Vec<Function>,
    ///         page_size = max_items
    ///     ),
    ///     rename_all = "PascalCase"
    /// )]
    /// #[derive(Default)]
    /// struct ListFunctions {
    ///     #[query]
    ///     marker: Option<String>,
    ///     #[query]
    ///     max_items: Option<i32>,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "PascalCase")]
    /// struct ListFunctionsOutput {
    ///     next_marker: Option<String>,
    ///     functions: Vec<Function>,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "PascalCase")]
    /// struct Function {
    ///     function_name: String,
    /// }
    ///
    /// # async fn run(lambda: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut pages = lambda.pages(ListFunctions::default()).page_size(50);
    /// while let Some(page) = pages.next().await {
    ///     println!("a page of {} functions", page?.functions.len());
    /// }
    ///
    /// let mut functions = lambda.items(ListFunctions::default());
    /// while let Some(function) = functions.next().await {
    ///     println!("{}", function?.function_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<O> {
        Pages { pager: Pager::new(self.clone(), operation) }
    }

    /// All items of a paginated operation, from all [pages](Self::pages). The operation's
    /// `paginated(…)` names the field with the items: `items = functions: Vec<Function>`.
    pub fn items<O: PaginatedItems>(&self, operation: O) -> Items<O> {
        Items::new(Pager::new(self.clone(), operation))
    }
}

/// The pages of an operation, from [`Client::pages`]. It is also a [`Stream`].
///
/// A page without a token, or with an empty one, is the last page. If the operation's `paginated(…)`
/// has `more = is_truncated` and this member is set to `false`, the page is the last one even if it
/// has a token. A page without items is not necessarily the last page.
///
/// Each page is a separate [call](Client::send), with the client's retry policy and timeouts. If the
/// call fails, [`next`](Self::next) requests the same page again.
///
/// Only one page is requested at a time. To stop, drop this value.
#[must_use = "pages are requested by `next`"]
pub struct Pages<O: Paginated> {
    pager: Pager<O>,
}

impl<O: Paginated> Pages<O> {
    /// The next page; `None` after the last one.
    ///
    /// It is cancel safe: if the returned future is dropped, the next call of `next` continues the
    /// same request.
    ///
    /// # Errors
    ///
    /// - The call failed. The next call of `next` requests the same page again.
    /// - The service returned the token of an earlier page, so the pages would never end; or it
    ///   returned no token, but its flag says that there are more pages. The kind is
    ///   [`ErrorKind::Decode`](crate::ErrorKind::Decode). The next call of `next` returns `None`.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error<O::Error>>> {
        poll_fn(|context| self.pager.poll_page(context)).await
    }

    /// The token of the next page. To continue there later, set the operation's token field to it, and
    /// pass the operation to [`Client::pages`]. `None` if the next page is the first one, or if the
    /// last page was returned, except with [`stop_at_repeated_token`](Self::stop_at_repeated_token).
    pub fn token(&self) -> Option<O::Token> {
        self.pager.token()
    }

    /// Sets the maximum number of items in a page. A service may have a lower maximum, and may return
    /// fewer items.
    pub fn page_size(mut self, size: u32) -> Self
    where
        O: PageSize,
    {
        self.pager.set_page_size(size);
        self
    }

    /// Accepts repeated tokens, so the pages may never end. Use it to follow logs: the service returns
    /// the same token until there are more events. Wait before each call of [`next`](Self::next).
    pub fn follow(mut self) -> Self {
        self.pager.on_repeat = OnRepeat::Continue;
        self
    }

    /// Ends the pages at a page that has the token with which it was requested. Some services mark the
    /// last page this way, such as CloudWatch Logs in `GetLogEvents`. [`token`](Self::token) still
    /// returns this token after the last page, so that the program can continue there later. The token
    /// of another earlier page remains an error.
    pub fn stop_at_repeated_token(mut self) -> Self {
        self.pager.on_repeat = OnRepeat::Stop;
        self
    }

    /// Starts the call for the next page before [`next`](Self::next) returns a page. The service then
    /// responds while the program works on the page, if the credentials and a connection are ready.
    /// The call continues in `next`: retries and decoding happen there. At most two pages are in memory.
    pub fn prefetch(mut self) -> Self {
        self.pager.prefetch = true;
        self
    }

    /// All pages.
    ///
    /// # Errors
    ///
    /// The first error of [`next`](Self::next); or
    /// [`ErrorKind::Usage`](crate::ErrorKind::Usage) if there are more pages than `limit`.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<O::Output>, Error<O::Error>> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            let page = page?;
            if pages.len() == limit {
                return Err(too_many::<O>(limit, "pages"));
            }
            pages.push(page);
        }
        Ok(pages)
    }
}

fn too_many<O: Paginated>(limit: usize, what: &str) -> Error<O::Error> {
    let name = O::METADATA.name;
    let message = format!(
        "{name}: there are more than {limit} {what}; raise the limit of `collect`, or use `next`"
    );
    Error::call("", "", CallError::Usage(message.into()))
}

// No field is pinned.
impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Result<O::Output, Error<O::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().pager.poll_page(context)
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::METADATA.name).finish_non_exhaustive()
    }
}
