//! Requests may borrow and have parameters; outputs may have parameters.

use std::borrow::Cow;

use aws_operation::{Operation, PageSize, PageToken, PaginatedItems, aws_operation, aws_output};
use serde::Serialize;

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = Vec<String>)]
struct Borrowed<'a> {
    rest_api_id: &'a str,
    #[query]
    names: Option<&'a [Cow<'a, str>]>,
    #[header("x-amz-acl")]
    acl: &'static str,
}

#[aws_operation(method = "PUT", uri = "/items", output = Page<T>)]
struct PutItem<T>
where
    T: Clone,
{
    #[payload]
    item: T,
}

#[aws_operation(method = "PUT", uri = "/items/{id}")]
struct PutItems<'a, Id, T, const N: usize> {
    id: Id,
    items: &'a [T],
    pages: [T; N],
}

#[aws_output]
struct Page<T> {
    items: Vec<T>,
    next: Option<T>,
    #[header("x-amz-id")]
    id: String,
}

#[aws_operation(method = "GET", uri = "/page", output = Page<Vec<u32>>)]
struct GetPage {}

#[aws_operation(method = "POST", uri = "/secrets")]
#[derive(Debug)]
struct PutSecret<T> {
    name: T,
    #[sensitive]
    secret: String,
}

#[aws_operation(
    method = "POST",
    uri = "/page",
    output = Page<T>,
    paginated(input_token = token, output_token = next, items = items: Vec<T>, page_size = size)
)]
struct GetPages<'a, T>
where
    T: Clone + PageToken,
{
    token: Option<T>,
    size: u64,
    name: &'a str,
}

fn is_paginated<O: PaginatedItems + PageSize>(_: &O) {}

fn is_operation<O: Operation>(_: &O) {}

fn put_any<T: Serialize>(id: u32, items: &[T]) {
    is_operation(&PutItems::<_, &T, 1> { id, items: &[], pages: [&items[0]] });
}

fn main() {
    is_paginated(&GetPages { token: Some(String::new()), size: 0, name: "a" });
    let name = String::from("a");
    is_operation(&Borrowed { rest_api_id: &name, names: None, acl: "private" });
    is_operation(&PutItem { item: name.clone() });
    put_any(1, &["a"]);
    is_operation(&GetPage {});
    let secret = PutSecret { name: 1, secret: "hidden".into() };
    is_operation(&secret);
    assert_eq!(format!("{secret:?}"), "PutSecret { name: 1, secret: [redacted] }");
}
