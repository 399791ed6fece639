//! Makes calls with boto3, to compare them with ours.

use serde_json::{Value, json};

use crate::python::{run_with_input, script};
use crate::{ACCESS_KEY, REGION, SECRET_KEY};

/// Makes the `calls` with boto3 against `endpoint`, as [`ACCESS_KEY`] in [`REGION`].
///
/// `calls` is a list of `{"service", "method", "args"}` in boto3's names, such as
/// `[{"service": "apigateway", "method": "get_rest_apis", "args": {"limit": 5}}]`. The result is a
/// list with one object per call: `{"ok": result}`, without `ResponseMetadata`, with timestamps as
/// ISO-8601 in UTC and bytes as base64; or `{"error": {"code", "message", "status"}}`.
///
/// # Panics
/// When boto3 gets no answer, or does not know a method or an argument.
pub fn boto3(endpoint: &str, calls: &Value) -> Value {
    let document = json!({
        "endpoint_url": endpoint,
        "region": REGION,
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": null,
        "calls": calls,
    });
    let mut command = script("boto3_calls.py");
    let output = run_with_input(&mut command, document.to_string().as_bytes())
        .unwrap_or_else(|problem| panic!("{problem}"));
    serde_json::from_slice(&output)
        .unwrap_or_else(|error| panic!("boto3_calls.py printed no JSON: {error}"))
}
