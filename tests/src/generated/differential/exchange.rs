//! Converts requests and responses of both sides to a common form, to compare them.

use std::collections::BTreeMap;

use aws_operation::Blob;
use aws_operation_codegen::model::{Shape, ShapeId};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use ring::digest;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::crc32;
use crate::generated::documents;
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;

/// Headers that the client sets, not the operation.
const CLIENT_HEADERS: [&str; 7] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "user-agent",
    "x-amz-date",
    "x-amz-security-token",
];

/// What stands in the common form for a correct checksum.
pub const CHECKSUM_OF_BODY: &str = "the checksum of the body";

type Compute = fn(&[u8]) -> String;

/// The headers with a checksum of the body, and the functions that compute it.
const CHECKSUMS: [(&str, Compute); 3] = [
    ("x-amz-checksum-crc32", crc32),
    ("x-amz-checksum-sha1", |bytes| hash(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)),
    ("x-amz-checksum-sha256", |bytes| hash(&digest::SHA256, bytes)),
];

fn hash(algorithm: &'static digest::Algorithm, bytes: &[u8]) -> String {
    STANDARD.encode(digest::digest(algorithm, bytes))
}

/// A request of either side.
#[derive(Deserialize)]
struct Request {
    method: String,
    /// Set by botocore.
    url: Option<String>,
    /// Set by ours.
    host: Option<String>,
    path: Option<String>,
    query: Option<String>,
    headers: Vec<(String, String)>,
    body: Blob,
}

/// A request of an operation in the common form: its method, host and path; its decoded query, with
/// the values of each name in order; its headers with lowercase names; and its body as
/// [`documents::read`] returns it. Headers that the client adds are omitted, unless the `given`
/// input has them.
///
/// # Errors
///
/// The value is not a request, or its body is not a document of the protocol.
pub fn request(
    schema: Schema<'_>,
    operation: &Shape,
    given: &Value,
    request: &Value,
) -> Result<Value, String> {
    let request = Request::deserialize(request).map_err(|error| format!("{error}: {request}"))?;
    let input = operation.input.as_ref().map_or_else(unit, |input| input.target.clone());
    // The requests of all protocols except restJson1 come from botocore's serializer, which adds none.
    let md5 = schema.protocol != Protocol::RestJson1
        && operation.traits.has("smithy.api#httpChecksumRequired");
    let checksum = operation.traits.get("aws.protocols#httpChecksum");
    let (host, path, query) = match &request.url {
        Some(url) => split(url).ok_or_else(|| format!("not a URL: {url}"))?,
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
        let client = CLIENT_HEADERS.contains(&name.as_str()) || md5 && name == "content-md5";
        if !client || gives(schema, &input, given, &name) {
            let joined = headers.entry(name).or_default();
            if !joined.is_empty() {
                joined.push_str(", ");
            }
            joined.push_str(value);
        }
    }
    if checksum.is_some() {
        // The bodies may differ in what has no meaning, and so may their checksums.
        for (name, of) in CHECKSUMS {
            let value = headers.get_mut(name).filter(|value| **value == of(&request.body));
            if let Some(value) = value.filter(|_| !gives(schema, &input, given, name)) {
                *value = CHECKSUM_OF_BODY.to_owned();
            }
        }
    }
    let body = documents::read(schema, &input, &request.body)?;
    Ok(json!({
        "method": request.method,
        "host": host,
        "path": path,
        "query": parameters,
        "headers": headers,
        "body": body,
    }))
}

/// Splits a URL into host, path and query.
fn split(url: &str) -> Option<(&str, &str, Option<&str>)> {
    let (_, rest) = url.split_once("://")?;
    let start = rest.find('/')?;
    let (host, target) = rest.split_at_checked(start)?;
    match target.split_once('?') {
        Some((path, query)) => Some((host, path, Some(query))),
        None => Some((host, target, None)),
    }
}

/// The input members in the body of a request, as values of the model, and the name of the root
/// element for XML.
///
/// # Errors
///
/// The value is not a request, or its body is not a document of the protocol.
pub fn input(schema: Schema<'_>, input: &ShapeId, request: &Value) -> Result<Value, String> {
    let request = Request::deserialize(request).map_err(|error| format!("{error}: {request}"))?;
    let body = documents::read(schema, input, &request.body)?;
    let root = match (&body, schema.protocol) {
        (Value::Object(root), Protocol::RestXml) if !schema.is_raw(input) => root.keys().next(),
        _ => None,
    };
    Ok(json!({ "input": documents::typed(schema, input, &body)?, "root": root }))
}

/// The shape of an input or output without members.
pub fn unit() -> ShapeId {
    ShapeId::new("smithy.api#Unit")
}

fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|error| format!("{text}: {error}"))
}

/// Whether an input value sets the member that is bound to this header.
fn gives(schema: Schema<'_>, input: &ShapeId, given: &Value, header: &str) -> bool {
    schema.members(input).iter().any(|(name, member)| {
        let bound = member.traits.text("smithy.api#httpHeader");
        bound.is_some_and(|bound| bound.eq_ignore_ascii_case(header)) && given.get(name).is_some()
    })
}

/// The result of decoding a response: the `output`, or the `error` with its `code` and `members`.
/// Members that are not in the model are omitted: botocore's model may be newer, and may bind the
/// status code to a member.
///
/// # Errors
///
/// The response was not decoded.
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
            // The code of a modelled error is the code of its shape.
            let shape = error["shape"].as_str().map(ShapeId::new);
            let code = shape.as_ref().map(|shape| schema.error_code(shape));
            let code = code.or_else(|| error["code"].as_str());
            Ok(json!({ "error": { "code": code, "members": known(&error["members"]) } }))
        }
        _ => Err(format!("neither an output nor an error: {answer}")),
    }
}
