//! Requests the pages of a generated operation from scripted responses.
//!
//! A case has `service`, `operation`, `input` and `responses`; `page_size` if one is set; and `items`,
//! which is true for the items instead of the pages. The answer has the `requests`; the `pages`, each
//! with its `output` and the token of the `next` page, or the `items`; and the `error`, if they
//! ended with one.
//!
//! This file is compiled here and copied into crates of paginated operations.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use aws_operation::{
    Body, Client, Config, Credentials, Items, Operation, Pages, Paginated, PaginatedItems, Retry,
    Service, Timeouts, Transport, TransportError, TransportFuture,
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::node::Node;
use super::runner::{parts, response};

/// Sets the page size. `None` for an operation without a page size.
pub type SetPageSize<P> = Option<fn(P, u32) -> P>;

/// Answers a case with pages.
pub fn pages<O>(service: &Service, case: &Value, set_page_size: SetPageSize<Pages<O>>) -> Value
where
    O: Paginated<Output: Node, Token: Node> + Node,
{
    run(service, case, |client, operation: O, page_size, answer| {
        let mut pages = client.pages(operation);
        if let Some(size) = page_size {
            pages = set_page_size.ok_or("it has no page size")?(pages, size);
        }
        let mut found = Vec::new();
        let error = loop {
            match now(pages.next())? {
                None => break None,
                Some(Err(error)) => break Some(error.to_string()),
                Some(Ok(output)) => {
                    let next = pages.token().map(|token| token.to_node());
                    found.push(json!({ "output": output.to_node(), "next": next }));
                }
            }
        };
        answer["pages"] = json!(found);
        Ok(error)
    })
}

/// Answers a case with items.
pub fn items<O>(service: &Service, case: &Value, set_page_size: SetPageSize<Items<O>>) -> Value
where
    O: PaginatedItems<Items: IntoIterator<Item: Node>> + Node,
{
    run(service, case, |client, operation: O, page_size, answer| {
        let mut items = client.items(operation);
        if let Some(size) = page_size {
            items = set_page_size.ok_or("it has no page size")?(items, size);
        }
        let mut found = Vec::new();
        let error = loop {
            match now(items.next())? {
                None => break None,
                Some(Err(error)) => break Some(error.to_string()),
                Some(Ok(item)) => found.push(item.to_node()),
            }
        };
        answer["items"] = json!(found);
        Ok(error)
    })
}

/// Makes the client of a case, and adds its requests to the answer. `read` adds the rest, and returns
/// the error at the end of the pages.
fn run<O: Operation + Node>(
    service: &Service,
    case: &Value,
    read: impl FnOnce(&Client, O, Option<u32>, &mut Value) -> Result<Option<String>, String>,
) -> Value {
    let mut answer = json!({});
    let go = || {
        let operation = O::from_node(&case["input"]).map_err(|error| format!("input: {error}"))?;
        let page_size = case["page_size"].as_u64().and_then(|size| u32::try_from(size).ok());
        let script = Script::new(&case["responses"])?;
        let config = Config::builder()
            .region("us-east-1")
            .endpoint_url("https://example.com")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .transport(script.clone())
            .retry(Retry::off())
            .timeouts(Timeouts::none())
            .build()
            .map_err(|error| format!("config: {error}"))?;
        let error = read(&Client::new(&config, *service), operation, page_size, &mut answer)?;
        answer["requests"] = Value::Array(std::mem::take(&mut script.lock().requests));
        answer["error"] = json!(error);
        Ok(())
    };
    match go() {
        Ok(()) => answer,
        Err::<(), String>(why) => json!({ "failed": why }),
    }
}

/// The result of a future that does not wait: the transport responds immediately.
fn now<T>(future: impl Future<Output = T>) -> Result<T, String> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Ok(result),
        Poll::Pending => Err("a call waits".to_owned()),
    }
}

/// A transport that responds with one response after the other.
#[derive(Clone)]
struct Script(Arc<Mutex<State>>);

struct State {
    responses: VecDeque<http::Response<Bytes>>,
    requests: Vec<Value>,
}

impl Script {
    fn new(responses: &Value) -> Result<Self, String> {
        let responses = responses.as_array().into_iter().flatten().map(response);
        let responses = responses.collect::<Result<_, String>>()?;
        Ok(Self(Arc::new(Mutex::new(State { responses, requests: Vec::new() }))))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request =
            request.map(|body| body.as_bytes().cloned().expect("all bytes are in memory"));
        let mut state = self.lock();
        state.requests.push(parts(request));
        let response = state.responses.pop_front().map(|response| response.map(Body::from));
        let response = response.ok_or_else(|| TransportError::other("the script is over"));
        Box::pin(std::future::ready(response))
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }
}
