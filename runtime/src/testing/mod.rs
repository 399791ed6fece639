//! Tests without AWS. Needs the feature `testing`, which belongs in `dev-dependencies`.
//!
//! - A [`Fake`] answers operations with values. Nothing is sent.
//! - [`verify::Server`] is a local server that refuses what AWS would refuse, and calls a function for all
//!   other requests. The client signs, sends and retries as usual.
//! - A [`Recorder`] writes real calls to a file without secrets, and a [`Playback`] answers from the file.
//!
//! ```
//! # use aws_operation::{aws_error, aws_operation, aws_structure, services};
//! use aws_operation::testing::Fake;
//!
//! # #[aws_operation(protocol = "awsJson1_0", output = GetItemOutput, error = GetItemError, rename_all = "PascalCase")]
//! # #[derive(Clone)]
//! # struct GetItem {
//! #     table_name: String,
//! # }
//! # #[aws_structure(rename_all = "PascalCase")]
//! # #[derive(Debug, PartialEq)]
//! # struct GetItemOutput {
//! #     item: Option<String>,
//! # }
//! # #[aws_error]
//! # #[derive(Debug)]
//! # enum GetItemError {
//! #     ResourceNotFoundException,
//! #     Other(aws_operation::ServiceError),
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let fake = Fake::new().on(|get: &GetItem| match get.table_name.as_str() {
//!     "orders" => Ok(GetItemOutput { item: Some("1".into()) }),
//!     _ => Err(GetItemError::ResourceNotFoundException),
//! });
//! let dynamodb = fake.client(services::DYNAMODB);
//!
//! let output = dynamodb.send(GetItem { table_name: "orders".into() }).await.unwrap();
//! assert_eq!(output.item.as_deref(), Some("1"));
//! let error = dynamodb.send(GetItem { table_name: "users".into() }).await.unwrap_err();
//! assert!(matches!(error.service(), Some(GetItemError::ResourceNotFoundException)));
//! assert_eq!(fake.calls::<GetItem>()[1].table_name, "users");
//! # }
//! ```

mod clock;
mod fake;
mod fault;
pub mod recording;
mod secrets;
pub mod verify;

pub use clock::FakeClock;
pub use fake::Fake;
pub use fault::Fault;
pub use recording::{Playback, Recorder};
