//! Any bytes as CBOR in any type: no panic, a document as ciborium reads it, and what was read is
//! written and read again as the same.
#![no_main]

use aws_operation::fuzzing::{read_cbor, read_cbor_members, write_cbor};
use aws_operation::{Blob, Document, DocumentMap, Number, Timestamp};
use aws_operation_fuzz::line;
use aws_operation_fuzz::shapes::{Closed, Color, Everything, Node, Plain, Untagged};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ciborium::Value;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|body: &[u8]| {
    check_document(body);
    check_members(body);
    round_trip::<Document>(body);
    round_trip::<Everything>(body);
    round_trip::<Node>(body);
    round_trip::<Option<Vec<Option<Node>>>>(body);
    round_trip::<Color>(body);
    round_trip::<Closed>(body);
    round_trip::<String>(body);
    round_trip::<Blob>(body);
    round_trip::<f32>(body);
    round_trip::<f64>(body);
    round_trip::<(i64, u64, i128, u128)>(body);
    round_trip::<Timestamp>(body);
    // Their maps have no order, or they are read as what comes first.
    read::<Plain>(body);
    read::<Vec<Untagged>>(body);
});

/// Reads the body. `None` where it is not of the type, and the error is a line that says so.
fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    match read_cbor(body) {
        Ok(value) => Some(value),
        Err(error) => {
            line::check(std::any::type_name::<T>(), &error);
            None
        }
    }
}

/// What is read, written, read and written again is the same from the first writing on.
fn round_trip<T: DeserializeOwned + Serialize>(body: &[u8]) {
    let Some(value) = read::<T>(body) else { return };
    // What has no wire form, a union without a member, is an error.
    let Ok(written) = write_cbor(&value) else { return };
    if written == [0xf6] {
        // A null with a tag was read as null; one without, as a body, is an empty structure.
        return;
    }
    let Some(value) = read::<T>(&written) else {
        panic!("{} does not read what it wrote: {written:x?}", std::any::type_name::<T>());
    };
    let rewritten = write_cbor(&value).expect("it was written before");
    assert_eq!(written, rewritten, "{}", std::any::type_name::<T>());
}

/// Members that are read one by one, and those that are passed over, are the same as all at once.
fn check_members(body: &[u8]) {
    let Some(Document::Object(all)) = read::<Document>(body) else { return };
    for is_skipped in [false, true] {
        for name in read_cbor_members(body, is_skipped).expect("it was read before") {
            assert!(all.contains_key(&name));
        }
    }
}

/// A document that both readers accept is the same for both.
fn check_document(body: &[u8]) {
    let Some(ours) = read::<Document>(body) else { return };
    if let Ok(theirs) = ciborium::from_reader::<Value, _>(body) {
        if theirs.is_null() {
            // Null as a body is an empty structure.
            assert_eq!(ours, Document::Object(DocumentMap::default()));
            return;
        }
        assert!(same(&ours, &theirs), "{ours:?} {theirs:?}");
    }
}

fn same(ours: &Document, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Document::Null, Value::Null) => true,
        (Document::Bool(a), Value::Bool(b)) => a == b,
        (Document::String(a), Value::Text(b)) => a == b,
        (Document::String(a), Value::Bytes(b)) => *a == STANDARD.encode(b),
        (Document::Number(a), Value::Integer(b)) => is_integer(a, i128::from(*b)),
        (Document::Number(Number::Float(a)), Value::Float(b)) => a == b || a.is_nan() && b.is_nan(),
        (Document::Number(a), Value::Tag(tag @ (2 | 3), b)) => {
            let Value::Bytes(bytes) = &**b else { return same(ours, b) };
            let value = bytes.iter().fold(0_u128, |value, byte| value << 8 | u128::from(*byte));
            match (tag, i128::try_from(value)) {
                (2, Ok(value)) => is_integer(a, value),
                (3, Ok(value)) => is_integer(a, -1 - value),
                _ => a.to_string() == value.to_string(),
            }
        }
        (Document::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        // The last of equal keys wins.
        (Document::Object(a), Value::Map(b)) => b.iter().all(|(key, _)| {
            let Some(key) = key_text(key) else { return false };
            let last = b.iter().rfind(|(other, _)| key_text(other) == Some(key));
            matches!((a.get(key), last), (Some(a), Some((_, b))) if same(a, b))
        }),
        (_, Value::Tag(_, b)) => same(ours, b),
        _ => false,
    }
}

fn without_tags(mut value: &Value) -> &Value {
    while let Value::Tag(_, inner) = value {
        value = inner;
    }
    value
}

fn key_text(key: &Value) -> Option<&str> {
    without_tags(key).as_text()
}

fn is_integer(ours: &Number, theirs: i128) -> bool {
    match ours {
        Number::PosInt(a) => i128::from(*a) == theirs,
        Number::NegInt(a) => i128::from(*a) == theirs,
        Number::Decimal(a) => i64::try_from(theirs).is_err() && a.as_str() == theirs.to_string(),
        Number::Float(_) => false,
    }
}
