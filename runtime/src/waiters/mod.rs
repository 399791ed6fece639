//! Waiters: repeat a call until a resource has the desired state.

mod acceptor;
mod codes;
mod error;
mod outcome;
mod schedule;
mod wait;
mod waiter;

use crate::client::Client;
use crate::operation::Operation;

pub use error::WaitError;
pub use wait::Wait;
pub use waiter::Waiter;

impl Client {
    /// Repeats a call until the waiter succeeds or fails, or until the deadline.
    ///
    /// The first attempt is made at once. Each attempt is a [call](Self::send), with the client's retry
    /// policy and timeouts. The delays between the attempts are random and grow with each attempt; see
    /// [`Waiter::delays`]. The last attempt is made one minimum delay before the deadline.
    ///
    /// A deadline is required: [`at_most`](Wait::at_most) sets it, and makes the wait a future. The
    /// wait borrows neither the client nor the waiter, so it can be spawned as a task. To stop, drop it.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use aws_operation::{Client, Waiter, aws_operation};
    ///
    /// #[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = DescribeTableOutput)]
    /// struct DescribeTable {
    ///     table_name: String,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "PascalCase")]
    /// struct DescribeTableOutput {
    ///     table: Table,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "PascalCase")]
    /// struct Table {
    ///     table_arn: String,
    ///     table_status: String,
    /// }
    ///
    /// # async fn run(dynamodb: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let active = Waiter::new("TableActive")
    ///     .success_when("the table is active", |_, output: &DescribeTableOutput| {
    ///         output.table.table_status == "ACTIVE"
    ///     })
    ///     .retry_on("ResourceNotFoundException");
    /// let output = dynamodb
    ///     .wait(DescribeTable { table_name: "orders".into() }, &active)
    ///     .at_most(Duration::from_secs(300))
    ///     .await?;
    /// println!("{} is active", output.table.table_arn);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`WaitError`] says in one line what ended the wait: a failure acceptor, an error that no acceptor
    /// matches, the deadline, or an invalid setting. It contains the last answer.
    pub fn wait<O: Operation, T>(&self, operation: O, waiter: &Waiter<O, T>) -> Wait<O, T> {
        Wait::new(self.clone(), operation, waiter.clone())
    }
}
