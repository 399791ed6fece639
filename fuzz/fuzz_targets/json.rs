//! Any body in any type: no panic, a document as serde_json reads it, and what was read is written
//! and read again as the same.
#![no_main]

use aws_operation::{Document, Endpoint, Failure, Number, Operation, decode, encode, services};
use aws_operation_fuzz::line;
use aws_operation_fuzz::shapes::*;
use bytes::Bytes;
use http::Response;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    let response = Response::new(Bytes::copy_from_slice(body));
    check_document(&response);
    round_trip::<OfDocument>(&response, |output| OfDocument { payload: output.payload });
    round_trip::<OfEverything>(&response, |payload| OfEverything { payload });
    round_trip::<OfNode>(&response, |output| OfNode { payload: output.payload });
    round_trip::<OfOptionalDocument>(&response, |o| OfOptionalDocument { payload: o.payload });
    round_trip::<OfColor>(&response, |output| OfColor { payload: output.payload });
    round_trip::<OfClosed>(&response, |output| OfClosed { payload: output.payload });
    round_trip::<OfText>(&response, |output| OfText { payload: output.payload });
    round_trip::<OfBlob>(&response, |output| OfBlob { payload: output.payload });
    round_trip::<OfTimestamp>(&response, |output| OfTimestamp { payload: output.payload });
    read::<OfFloat>(&response);
    // An unset structure is written as an empty one.
    read::<OfOptionalEverything>(&response);
    // Their maps have no order, or they are read as what comes first.
    read::<OfPlain>(&response);
    read::<OfUntagged>(&response);
    check_output(body);
});

/// Reads the body. `None` where it is not of the type, and the error is a line that says so.
fn read<O: Operation>(response: &Response<Bytes>) -> Option<O::Output> {
    match decode::<O>(response) {
        Ok(output) => Some(output),
        Err(Failure::Decode(error)) => {
            line::check(O::METADATA.name, &error.to_string());
            None
        }
        Err(Failure::Service(..)) => panic!("a success is an error"),
    }
}

/// What is read, written, read and written again is the same from the first writing on.
fn round_trip<O: Operation>(response: &Response<Bytes>, again: fn(O::Output) -> O) {
    let endpoint: Endpoint = "https://example.com".parse().expect("an endpoint");
    let write = |output: O::Output| {
        let token = &mut || panic!("there is no idempotency token");
        encode(&again(output), &services::EXECUTE_API, &endpoint, token)
    };
    let Some(output) = read::<O>(response) else { return };
    // What has no wire form, a union without a member, is an error.
    let Ok(written) = write(output) else { return };
    let body = written.request.into_body();
    let Some(output) = read::<O>(&Response::new(body.clone())) else {
        panic!("{} does not read what it wrote: {body:?}", O::METADATA.name);
    };
    let rewritten = write(output).expect("it was written before").request.into_body();
    assert_eq!(body, rewritten, "{}", O::METADATA.name);
}

/// A document is what serde_json reads, except that no body and null are an object without members,
/// and that a number beyond all floats is kept.
fn check_document(response: &Response<Bytes>) {
    let ours = read::<OfDocument>(response).map(|output| output.payload);
    let body = response.body().trim_ascii();
    if body.is_empty() || body == b"null" {
        assert_eq!(ours, Some(Document::Object([].into())));
        return;
    }
    match (serde_json::from_slice(response.body()), ours) {
        (Ok(theirs), Some(ours)) => assert!(same(&ours, &theirs), "{ours:?} {theirs:?}"),
        (Ok(theirs), None) => assert!(depth(&theirs) >= 127, "not read: {theirs}"),
        (Err(error), Some(ours)) => {
            let error = error.to_string();
            let is_known = error.starts_with("number out of range")
                || error.starts_with("recursion limit exceeded");
            assert!(is_known, "read as {ours:?}: {error}");
        }
        (Err(_), None) => {}
    }
}

fn same(ours: &Document, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Document::Null, Value::Null) => true,
        (Document::Bool(a), Value::Bool(b)) => a == b,
        (Document::String(a), Value::String(b)) => a == b,
        (Document::Number(a), Value::Number(b)) => match a {
            Number::PosInt(a) => b.as_u64() == Some(*a),
            Number::NegInt(a) => b.as_i64() == Some(*a),
            // serde_json rounds a number that no float holds.
            Number::Float(_) | Number::Decimal(_) => b.as_f64() == Some(a.to_f64()),
        },
        (Document::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Document::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, a)| b.get(k).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// The first line, where it is a header, is one; the rest is the body.
fn check_output(body: &[u8]) {
    let (first, rest) = body.split_at(body.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let mut response = Response::new(Bytes::copy_from_slice(rest));
    for name in ["x-list", "x-document", "x-amz-meta-other"] {
        if let Ok(value) = http::HeaderValue::from_bytes(first) {
            response.headers_mut().append(name, value);
        }
    }
    if let Some(output) = read::<OfOutput>(&response) {
        assert_eq!(output.status, 200);
        line::check_one("Debug", &format!("{:?}", output.meta));
    }
}
