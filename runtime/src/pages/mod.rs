//! Pages: all outputs of a paginated operation, or all items in them.

mod items;
mod repeats;
mod state;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::client::Client;
use crate::error::{CallError, Error};
use crate::paginated::{PageSize, Paginated, PaginatedItems};

pub use items::Items;
use state::Asking;

impl Client {
    /// All pages of a paginated operation, beginning with the one that the operation's token says,
    /// or else the first. Nothing is sent before the first [`next`](Pages::next).
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
        Pages { asking: Asking::new(self.clone(), operation) }
    }

    /// All items of a paginated operation, from all [pages](Self::pages). The operation's
    /// `paginated(…)` says where they are: `items = functions: Vec<Function>`.
    pub fn items<O: PaginatedItems>(&self, operation: O) -> Items<O> {
        Items::new(Asking::new(self.clone(), operation))
    }
}

/// The pages of an operation, from [`Client::pages`]. It is also a [`Stream`].
///
/// The pages end where the service returns no token, or an empty one. If the operation's
/// `paginated(…)` has `more = is_truncated`, that member decides instead. A page without items is not
/// the end.
///
/// Each page is a [call](Client::send) of its own, with the client's retry policy and timeouts. After
/// an error, [`next`](Self::next) asks for the same page again.
///
/// One page is asked for at a time, and none is kept. Drop it to stop.
#[must_use = "pages are asked for with `next`"]
pub struct Pages<O: Paginated> {
    asking: Asking<O>,
}

impl<O: Paginated> Pages<O> {
    /// The next page; `None` after the last one.
    ///
    /// Dropping the returned future loses nothing: the next one continues the call.
    ///
    /// # Errors
    ///
    /// The call failed; `next` then asks for the same page again. Or the service returned a token
    /// again, so that the pages would never end ([`ErrorKind::Decode`](crate::ErrorKind::Decode)), or
    /// says that there is more, without a token. Then there is no next page.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error<O::Error>>> {
        poll_fn(|context| self.asking.poll_page(context)).await
    }

    /// The token of the next page, to continue there later: put it in the operation's own field, and
    /// pass the operation to [`Client::pages`]. `None` if the next page is the first one, or if there
    /// is none.
    pub fn token(&self) -> Option<O::Token> {
        self.asking.token()
    }

    /// Sets how many items a page has at most. Services have maxima of their own, and may return
    /// fewer.
    pub fn page_size(mut self, size: u32) -> Self
    where
        O: PageSize,
    {
        self.asking.set_page_size(size);
        self
    }

    /// Accepts repeated tokens: the pages may never end. For logs, which return the last token again
    /// and again until there are more events. Wait between two pages then.
    pub fn follow(mut self) -> Self {
        self.asking.follow = true;
        self
    }

    /// Asks for the next page as soon as one has arrived. It is received while the program works on
    /// the page before. Two pages may then be in memory.
    pub fn prefetch(mut self) -> Self {
        self.asking.prefetch = true;
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

// Nothing in it is pinned.
impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Result<O::Output, Error<O::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().asking.poll_page(context)
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::METADATA.name).finish_non_exhaustive()
    }
}
