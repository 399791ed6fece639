//! A mistake in a struct with parameters, whose output has them too.

use aws_operation::{Client, aws_operation, aws_output};
use serde::de::DeserializeOwned;

#[aws_operation(method = "GET", uri = "/items/{itemId}", output = Page<T>)]
struct GetItems<'a, T, const N: usize>
where
    T: DeserializeOwned,
{
    names: [&'a str; N],
    item: Option<T>,
}

#[aws_output]
struct Page<T> {
    items: Vec<T>,
}

fn main() {}

fn call<T: DeserializeOwned>(client: &Client, operation: GetItems<'_, T, 2>) {
    drop(client.send(operation));
}
