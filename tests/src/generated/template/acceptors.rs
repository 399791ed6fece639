//! Answers cases of waiters: for each acceptor, whether it matches an input and an output.
//!
//! This file is compiled here and copied into each generated crate.

use aws_operation::{Operation, Waiter};
use serde_json::{Value, json};

use super::node::Node;

/// Whether each acceptor of a waiter matches the `input` and the `output` of a case.
pub fn accepts<O, T>(waiter: &Waiter<O, T>, case: &Value) -> Value
where
    O: Operation<Output: Node> + Node,
{
    let read = || -> Result<Vec<bool>, String> {
        let input = O::from_node(&case["input"])?;
        let output = O::Output::from_node(&case["output"])?;
        Ok(waiter.accepts(&input, &output))
    };
    match read() {
        Ok(accepts) => json!(accepts),
        Err(failed) => json!({ "failed": failed }),
    }
}
