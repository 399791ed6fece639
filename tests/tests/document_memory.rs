//! What a response takes in memory once it is decoded: bounded, however short its text is.
//!
//! Alone in its program, for it counts what the program's allocator gives.

use std::alloc::System;
use std::collections::BTreeMap;

use aws_operation::protocols::RestJson1;
use aws_operation::{Document, Operation, ResponseDecoder, aws_operation, aws_structure, decode};
use bytes::Bytes;
use http::Response;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[aws_operation(method = "GET", uri = "/", output = Document)]
struct GetAny {}

/// A list of `unit`, of about 256 KiB.
fn list(unit: &str) -> Response<Bytes> {
    let count = (1 << 18) / (unit.len() + 1);
    Response::new(Bytes::from(format!("[{}{unit}]", format!("{unit},").repeat(count - 1))))
}

/// How many bytes the output takes for each byte of the body.
fn ratio<O: Operation>(response: &Response<Bytes>) -> f64 {
    let region = Region::new(ALLOCATOR);
    let output = decode::<O>(response);
    let change = region.change();
    assert!(output.is_ok());
    let live = change.bytes_allocated - change.bytes_deallocated;
    live as f64 / response.body().len() as f64
}

/// One test, for tests of a program run at the same time.
#[test]
fn a_short_body_cannot_fill_the_memory() {
    a_document_is_not_much_larger_than_its_text();
    what_a_body_is_decoded_into_is_limited();
}

/// A `BTreeMap` for each small object took a hundred times the text.
fn a_document_is_not_much_larger_than_its_text() {
    for (unit, most) in [
        ("{\"\":0}", 14.0),
        ("{\"\":[]}", 12.0),
        ("{\"a\":0,\"b\":0}", 11.0),
        ("{}", 12.0),
        ("[0]", 17.0),
        ("[]", 12.0),
        ("0", 17.0),
        ("\"\"", 12.0),
        ("\"text\"", 6.0),
    ] {
        let ratio = ratio::<GetAny>(&list(unit));
        assert!(ratio < most, "{unit}: {ratio}");
    }
}

/// The limit holds for whatever type the output has.
fn what_a_body_is_decoded_into_is_limited() {
    #[aws_structure]
    #[derive(Default)]
    #[allow(dead_code, reason = "it only has a size")]
    struct Wide {
        a: Option<String>,
        b: Option<String>,
        c: Option<String>,
        d: Option<String>,
    }
    fn check<T: for<'de> serde::Deserialize<'de>>(unit: &str) {
        let response = list(unit);
        let limit = 4 * response.body().len();
        let decoder = ResponseDecoder::new(&response);
        assert!(decoder.body::<RestJson1, T>().is_ok(), "{unit} is within the usual limit");
        let region = Region::new(ALLOCATOR);
        let Err(error) = decoder.max_decoded_bytes(limit).body::<RestJson1, T>() else {
            panic!("{unit} is beyond its limit");
        };
        let change = region.change();
        assert!(error.to_string().contains("raise `max_decoded_bytes`"), "{error}");
        // A vector that grows is allocated anew, so more was given than is there at a time.
        assert!(change.bytes_allocated < 12 * limit, "{unit}: {change:?}");
    }
    check::<Document>("{\"\":0}");
    check::<Document>("0");
    check::<serde_json::Value>("{\"\":0}");
    check::<Vec<Wide>>("{}");
    check::<Vec<BTreeMap<String, String>>>("{\"\":\"\"}");
    check::<Vec<Vec<String>>>("[\"\"]");
}
