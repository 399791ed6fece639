//! Calls that block the current thread, for programs that are not async. It needs the feature `blocking`.
//!
//! The declarations and the [`Config`](crate::Config) are those of the async client:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use aws_operation::{Config, Timeouts, aws_operation, blocking, services};
//!
//! #[aws_operation(
//!     method = "GET",
//!     uri = "/2015-03-31/functions",
//!     output = ListFunctionsOutput,
//!     paginated(
//!         input_token = marker,
//!         output_token = next_marker,
//!         items = functions: Vec<Function>
//!     ),
//!     rename_all = "PascalCase"
//! )]
//! #[derive(Default)]
//! struct ListFunctions {
//!     #[query]
//!     marker: Option<String>,
//! }
//!
//! #[derive(serde::Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct ListFunctionsOutput {
//!     next_marker: Option<String>,
//!     functions: Vec<Function>,
//! }
//!
//! #[derive(serde::Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Function {
//!     function_name: String,
//! }
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let config = blocking::run(Config::load())?;
//!     let lambda = blocking::Client::new(&config, services::LAMBDA);
//!
//!     let first = lambda.send(ListFunctions::default())?;
//!     println!("{} functions in the first page", first.functions.len());
//!
//!     let soon = Timeouts::default().operation(Duration::from_secs(1));
//!     lambda.call(ListFunctions::default()).timeouts(soon).send()?;
//!
//!     for function in lambda.items(ListFunctions::default()) {
//!         println!("{}", function?.function_name);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! - [`Client`] makes calls, and so do its [`pages`](Client::pages), [`items`](Client::items) and
//!   [`wait`](Client::wait).
//! - [`run`] waits for any other future of this crate: `Config::load()`, transfers of
//!   [`s3`](crate::s3#), [`ByteStream::collect`](crate::ByteStream::collect) and
//!   [`write_to_path`](crate::ByteStream::write_to_path), and
//!   [`EventSender::send`](crate::EventSender::send).
//! - [`Reader`] reads the stream of an output, [`Events`] iterates over the events of an output, and
//!   [`from_reader`] makes the stream of a request.
//!
//! # Threads
//!
//! A call is made on the thread that waits for it. One more thread, which the first call starts, does the
//! I/O of all calls. It keeps connections alive between calls, so that a client can be used on many threads
//! at once. It does not delay the end of the process.
//!
//! # In async code
//!
//! Everything here works on the threads of a tokio runtime, too, and may be dropped there. But it blocks the
//! thread, like `std::fs`: other tasks of the thread do not run meanwhile. In async code, use the async
//! [`Client`](crate::Client), or make the call within `tokio::task::spawn_blocking`.
//!
//! The call must not wait for a task that needs the blocked thread, for example a credentials provider that
//! asks a task of a single-threaded runtime. Such a call ends at its timeouts, if it has any.

mod client;
mod pages;
mod run;
mod streams;

pub use client::{Call, Client};
pub use pages::{Items, Pages, Wait};
pub use run::run;
pub use streams::{Events, Reader, from_reader};
