//! [`Pages`], [`Items`] and [`Wait`]: what consists of several calls.

use std::time::Duration;

use super::run;
use crate::error::Error;
use crate::operation::Operation;
use crate::paginated::{PageSize, Paginated, PaginatedItems};
use crate::waiters::{self, WaitError};

/// The pages of an operation, from [`Client::pages`](super::Client::pages), as an iterator. The first
/// [`next`](Iterator::next) requests the first page. See [`crate::Pages`].
///
/// After an error of a call, [`next`](Iterator::next) requests the same page again. A loop must therefore
/// end at an error, or count the errors.
#[must_use = "pages are requested by the iterator"]
#[derive(Debug)]
pub struct Pages<O: Paginated>(pub(super) crate::pages::Pages<O>);

/// The items of an operation, from [`Client::items`](super::Client::items), as an iterator. The pages are
/// requested as with [`Pages`]. One page is in memory at a time. See [`crate::Items`].
#[must_use = "items are requested by the iterator"]
#[derive(Debug)]
pub struct Items<O: PaginatedItems>(pub(super) crate::pages::Items<O>);

macro_rules! methods {
    ($name:ident: $bound:ident) => {
        impl<O: $bound> $name<O> {
            #[doc = concat!("See [`", stringify!($name), "::token`](aws_operation::", stringify!($name), "::token).")]
            pub fn token(&self) -> Option<O::Token> {
                self.0.token()
            }

            #[doc = concat!("See [`", stringify!($name), "::page_size`](aws_operation::", stringify!($name), "::page_size).")]
            pub fn page_size(self, size: u32) -> Self
            where
                O: PageSize,
            {
                Self(self.0.page_size(size))
            }

            #[doc = concat!("See [`", stringify!($name), "::follow`](aws_operation::", stringify!($name), "::follow).")]
            pub fn follow(self) -> Self {
                Self(self.0.follow())
            }

            #[doc = concat!("See [`", stringify!($name), "::stop_at_repeated_token`](aws_operation::", stringify!($name), "::stop_at_repeated_token).")]
            pub fn stop_at_repeated_token(self) -> Self {
                Self(self.0.stop_at_repeated_token())
            }

            #[doc = concat!("See [`", stringify!($name), "::prefetch`](aws_operation::", stringify!($name), "::prefetch).")]
            pub fn prefetch(self) -> Self {
                Self(self.0.prefetch())
            }
        }
    };
}

methods!(Pages: Paginated);
methods!(Items: PaginatedItems);

impl<O: Paginated> Iterator for Pages<O> {
    type Item = Result<O::Output, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        run(self.0.next())
    }
}

impl<O: PaginatedItems> Iterator for Items<O> {
    type Item = Result<<O::Items as IntoIterator>::Item, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        run(self.0.next())
    }
}

/// A wait, from [`Client::wait`](super::Client::wait), that [`at_most`](Self::at_most) begins.
#[must_use = "a wait begins with `at_most`"]
#[derive(Debug)]
pub struct Wait<O: Operation, T = <O as Operation>::Output>(pub(super) waiters::Wait<O, T>);

impl<O: Operation, T> Wait<O, T> {
    /// Overrides the waiter's delays for this wait. See [`Waiter::delays`](crate::Waiter::delays).
    pub fn delays(self, min: Duration, max: Duration) -> Self {
        Self(self.0.delays(min, max))
    }

    /// Waits at most this long. See [`Wait::at_most`](crate::Wait::at_most).
    ///
    /// # Errors
    ///
    /// Those of [`Client::wait`](crate::Client::wait) and of [`run`].
    pub fn at_most(self, limit: Duration) -> Result<T, WaitError<O>> {
        run(self.0.at_most(limit))
    }
}
