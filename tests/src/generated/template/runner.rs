//! Reads cases as lines of JSON and answers each with a line.
//!
//! A case has `service`, `operation` and one of the following:
//!
//! - `encode`, with the members of the input, and `endpoint`: the answer is the request. If `config`
//!   has a `region`, it is the request that a client with this configuration sends to the endpoint
//!   that it resolves.
//! - `decode`, with a response: the answer is the output or error.
//! - `output`, with members of an output: the answer is the output with the defaults of omitted
//!   members.
//! - `exception`, with a `shape` and `members`: the answer is the exception with the defaults of
//!   omitted members.
//! - `receive`, with a response whose body is an event stream, and `input`: a client sends the operation
//!   with these members, and the answer is the output with the events.
//!
//! This file is compiled here and copied into each generated crate.

use std::io::{self, BufRead as _, Write as _};
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use aws_operation::{
    Blob, Body, Client, Config, Credentials, Endpoint, Failure, Operation, Retry, Service,
    Timeouts, Transport, TransportError, TransportFuture, decode_from, encode,
};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::node::{BLOBS_ARE_TEXT, Exception, Node, bytes_of, normal};

/// The idempotency token of every call.
pub const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Answers every line of standard input. `call` dispatches to the service and operation.
///
/// # Errors
///
/// Standard input or output fails, or a line is not a case.
pub fn serve(call: fn(&str, &str, &Value) -> Option<Value>) -> Result<(), String> {
    BLOBS_ARE_TEXT
        .store(std::env::args().any(|word| word == "--blobs-are-text"), Ordering::Relaxed);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let case: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let (service, operation) = (text(&case["service"]), text(&case["operation"]));
        let answer = call(&service, &operation, &case)
            .unwrap_or_else(|| failed(format!("no operation {operation} in {service}")));
        writeln!(out, "{answer}").map_err(|error| error.to_string())?;
    }
    out.flush().map_err(|error| error.to_string())
}

/// Answers a case of an operation.
pub fn call<O>(service: &Service, case: &Value) -> Value
where
    O: Operation<Output: Node, Error: Exception> + Node,
{
    let answer = if let Some(input) = case.get("encode") {
        match &case["config"] {
            config if config["region"].is_string() => sent::<O>(service, config, input),
            _ => request::<O>(service, &text(&case["endpoint"]), input),
        }
    } else if let Some(response) = case.get("decode") {
        answer::<O>(service, response)
    } else if let Some(response) = case.get("receive") {
        received::<O>(service, &case["input"], response)
    } else if let Some(output) = case.get("output") {
        normal::<O::Output>(output).map(|output| json!({ "output": output }))
    } else {
        exception::<O::Error>(&text(&case["exception"]["shape"]), &case["exception"]["members"])
    };
    answer.unwrap_or_else(failed)
}

fn exception<E: Exception>(shape: &str, members: &Value) -> Result<Value, String> {
    let members = E::normal(shape, members).ok_or("not an error of this operation")??;
    Ok(json!({ "error": { "shape": shape, "members": members } }))
}

fn failed(why: String) -> Value {
    json!({ "failed": why })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn request<O: Operation + Node>(
    service: &Service,
    endpoint: &str,
    input: &Value,
) -> Result<Value, String> {
    let operation = O::from_node(input).map_err(|error| format!("input: {error}"))?;
    let endpoint: Endpoint = endpoint.parse().map_err(|error| format!("endpoint: {error}"))?;
    let encoded = encode(&operation, service, &endpoint, &mut || TOKEN.to_owned());
    let encoded = encoded.map_err(|error| format!("encode: {error}"))?;
    Ok(match encoded.stream {
        Some(streamed) => parts(encoded.request.map(|_| bytes_of(streamed.stream))),
        None => parts(encoded.request),
    })
}

/// A transport that keeps the request that it was given.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<http::Request<Bytes>>>>);

impl Transport for Kept {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request =
            request.map(|body| body.as_bytes().cloned().expect("all bytes are in memory"));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        Box::pin(std::future::ready(Ok(http::Response::new(Body::empty()))))
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }
}

fn sent<O: Operation + Node>(
    service: &Service,
    config: &Value,
    input: &Value,
) -> Result<Value, String> {
    let operation = O::from_node(input).map_err(|error| format!("input: {error}"))?;
    let kept = Kept::default();
    let mut builder = Config::builder()
        .region(text(&config["region"]))
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(kept.clone())
        .retry(Retry::off())
        .timeouts(Timeouts::none());
    let s3 = &config["s3"];
    let flag = |name: &str| s3[name].as_bool().unwrap_or_default();
    builder = builder.use_dual_stack(flag("use_dualstack_endpoint"));
    builder = builder.accelerate(flag("use_accelerate_endpoint"));
    if let Some(style) = s3["addressing_style"].as_str() {
        builder = builder.force_path_style(style == "path");
    }
    let config = builder.build().map_err(|error| format!("config: {error}"))?;
    let mut call = pin!(Client::new(&config, *service).send(operation));
    // The transport responds immediately. The response does not matter.
    let answer = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let request = kept.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (request, answer) {
        (Some(request), _) => Ok(parts(request)),
        (None, Poll::Ready(Err(error))) => Err(format!("send: {error}")),
        (None, _) => Err("send: nothing was sent".to_owned()),
    }
}

/// A transport that has one response.
#[derive(Clone)]
struct Answer(Arc<Mutex<Option<http::Response<Bytes>>>>);

impl Transport for Answer {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let response = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let response = response.ok_or_else(|| TransportError::other("there is one response"));
        Box::pin(std::future::ready(response.map(|response| response.map(Body::from))))
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }
}

fn received<O>(service: &Service, input: &Value, response: &Value) -> Result<Value, String>
where
    O: Operation<Output: Node> + Node,
{
    let operation = O::from_node(input).map_err(|error| format!("input: {error}"))?;
    let response = self::response(response)?;
    let config = Config::builder()
        .region("us-east-1")
        .endpoint_url("https://example.com")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(Answer(Arc::new(Mutex::new(Some(response)))))
        .retry(Retry::off())
        .timeouts(Timeouts::none())
        .build()
        .map_err(|error| format!("config: {error}"))?;
    let mut call = pin!(Client::new(&config, *service).send(operation));
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(mut output)) => {
            let mut node = output.to_node();
            let (member, events) = output.take_events().ok_or("it has no event stream")?;
            node[member] = events;
            Ok(json!({ "output": node }))
        }
        Poll::Ready(Err(error)) => Err(format!("send: {error}")),
        Poll::Pending => Err("send: it waits".to_owned()),
    }
}

/// A request as JSON.
pub fn parts(request: http::Request<Bytes>) -> Value {
    let headers: Vec<Value> = request
        .headers()
        .iter()
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect();
    json!({
        "method": request.method().as_str(),
        "host": request.uri().host(),
        "path": request.uri().path(),
        "query": request.uri().query(),
        "headers": headers,
        "body": Blob::from(request.into_body()),
    })
}

/// The response that JSON describes.
///
/// # Errors
///
/// The JSON does not describe a response.
pub fn response(response: &Value) -> Result<http::Response<Bytes>, String> {
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let body: Blob = serde_json::from_value(response["body"].clone())
        .map_err(|error| format!("body: {error}"))?;
    let mut built = http::Response::builder().status(status.unwrap_or_default());
    for header in response["headers"].as_array().into_iter().flatten() {
        built = built.header(text(&header[0]), text(&header[1]));
    }
    built.body(body.into_bytes()).map_err(|error| format!("response: {error}"))
}

fn answer<O>(service: &Service, response: &Value) -> Result<Value, String>
where
    O: Operation<Output: Node, Error: Exception>,
{
    match decode_from::<O>(service, &self::response(response)?) {
        Ok(output) => Ok(json!({ "output": output.to_node() })),
        Err(Failure::Decode(error)) => Err(format!("decode: {error}")),
        Err(Failure::Service(typed, raw)) => {
            let (shape, members) = match typed.exception() {
                Some((shape, members)) => (Some(shape), members),
                None => (None, Value::Object(Map::new())),
            };
            Ok(json!({
                "error": {
                    "shape": shape,
                    "members": members,
                    "code": raw.code(),
                    "message": raw.message(),
                }
            }))
        }
    }
}
