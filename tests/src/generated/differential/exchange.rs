//! Requests and answers of both sides in one form, in which they can be compared.

use std::collections::BTreeMap;

use aws_operation::Blob;
use aws_operation_codegen::model::ShapeId;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};

use super::schema::Schema;

/// Headers that are the client's rather than the operation's.
const CLIENT_HEADERS: [&str; 7] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "user-agent",
    "x-amz-date",
    "x-amz-security-token",
];

/// The request of either side.
#[derive(Deserialize)]
struct Request {
    method: String,
    /// Of botocore.
    url: Option<String>,
    /// Ours.
    host: Option<String>,
    path: Option<String>,
    query: Option<String>,
    headers: Vec<(String, String)>,
    body: Blob,
}

/// A request: its method, host and path, its decoded query with the values of each name in order,
/// its headers in lowercase, and its body as JSON or, where it is none, as base64.
///
/// # Errors
///
/// It is no request.
pub fn request(schema: Schema<'_>, input: &ShapeId, request: &Value) -> Result<Value, String> {
    let request = Request::deserialize(request).map_err(|error| format!("{error}: {request}"))?;
    let (host, path, query) = match &request.url {
        Some(url) => split(url).ok_or_else(|| format!("no URL: {url}"))?,
        None => (
            request.host.as_deref().unwrap_or_default(),
            request.path.as_deref().unwrap_or_default(),
            request.query.as_deref(),
        ),
    };
    let mut parameters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.entry(decoded(name)?).or_default().push(decoded(value)?);
    }
    for values in parameters.values_mut() {
        values.sort();
    }
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &request.headers {
        let name = name.to_ascii_lowercase();
        if !CLIENT_HEADERS.contains(&name.as_str()) || binds(schema, input, &name) {
            let joined = headers.entry(name).or_default();
            if !joined.is_empty() {
                joined.push_str(", ");
            }
            joined.push_str(value);
        }
    }
    let body = match serde_json::from_slice(&request.body) {
        Ok(document) if !schema.is_raw(input) => document,
        _ if request.body.is_empty() => Value::Null,
        _ => json!({ "base64": request.body }),
    };
    Ok(json!({
        "method": request.method,
        "host": host,
        "path": path,
        "query": parameters,
        "headers": headers,
        "body": body,
    }))
}

/// Host, path and query of a URL.
fn split(url: &str) -> Option<(&str, &str, Option<&str>)> {
    let (_, rest) = url.split_once("://")?;
    let start = rest.find('/')?;
    let (host, target) = rest.split_at_checked(start)?;
    match target.split_once('?') {
        Some((path, query)) => Some((host, path, Some(query))),
        None => Some((host, target, None)),
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|error| format!("{text}: {error}"))
}

fn binds(schema: Schema<'_>, input: &ShapeId, header: &str) -> bool {
    schema.bound(input, "smithy.api#httpHeader", header).is_some()
}

/// What a response was decoded to: the `output`, or the `error` with its `code` and `members`.
/// Members of a newer model than this one are not in it: botocore's may take the status for one.
///
/// # Errors
///
/// It was not decoded.
pub fn answer(schema: Schema<'_>, top: &ShapeId, answer: &Value) -> Result<Value, String> {
    if let Some(failed) = answer.get("failed") {
        return Err(failed.as_str().unwrap_or_default().to_owned());
    }
    let known = |members: &Value| {
        let is_known = |name: &str| schema.members(top).iter().any(|(known, _)| known == name);
        let members = members.as_object().into_iter().flatten();
        let members = members.filter(|(name, _)| is_known(name));
        members.map(|(name, value)| (name.clone(), value.clone())).collect::<Value>()
    };
    match (answer.get("output"), answer.get("error")) {
        (Some(output), None) => Ok(json!({ "output": known(output) })),
        (None, Some(error)) => {
            let code = error["shape"].as_str().and_then(|shape| shape.split('#').next_back());
            let code = code.or_else(|| error["code"].as_str());
            Ok(json!({ "error": { "code": code, "members": known(&error["members"]) } }))
        }
        _ => Err(format!("neither an output nor an error: {answer}")),
    }
}
