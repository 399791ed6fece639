//! The file of a recording: reads and writes the JSON document.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::error::RecordingError;
use super::exchange::{Exchange, Failure, Headers, Kind, Outcome, Request, Response};
use super::names::Redaction;
use crate::types::{Document, DocumentMap, Number};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::{Payload, json};

/// The member with the version of the format. It is the first one, because members are sorted.
const VERSION: &str = "aws-operation-recording";
const CURRENT: u64 = 1;

/// What is in a file.
#[derive(Debug)]
pub(super) struct Recording {
    pub exchanges: Vec<Exchange>,
    pub redaction: Redaction,
}

impl Recording {
    /// The text of the file.
    pub(super) fn to_text(&self) -> String {
        let names = |names: &BTreeSet<String>| {
            Document::from(names.iter().map(|name| name.as_str().into()).collect::<Vec<Document>>())
        };
        let redacted = [
            ("headers", names(&self.redaction.headers)),
            ("members", names(&self.redaction.members)),
        ];
        let exchanges: Vec<Document> = self.exchanges.iter().map(exchange).collect();
        let members = [
            (VERSION, CURRENT.into()),
            ("exchanges", exchanges.into()),
            ("redacted", object(redacted)),
        ];
        let mut text = String::new();
        push(&mut text, &object(members), 0);
        text.push('\n');
        text
    }

    pub(super) fn read(path: &Path) -> Result<Self, RecordingError> {
        let text = fs::read(path)
            .map_err(|error| RecordingError::io(path, "the file cannot be read", error))?;
        Self::parse(&text).map_err(|problem| RecordingError::new(path, problem))
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let document: Document = json::from_slice(text, MAX_MEMORY).map_err(|error| {
            let before = error.offset().and_then(|offset| text.get(..offset)).unwrap_or(text);
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            format!("line {line}: {error}; record it again")
        })?;
        let root = Node { value: Some(&document), path: String::new() };
        match root.get(VERSION).value {
            Some(Document::Number(Number::PosInt(CURRENT))) => {}
            Some(_) => {
                return Err(format!(
                    "`{VERSION}` is not {CURRENT}; it was written by another version of \
                     `aws-operation`, so record it again"
                ));
            }
            None => return Err(format!("it has no `{VERSION}`, so it is not a recording")),
        }
        let redacted = root.get("redacted");
        let names = |name| -> Result<BTreeSet<String>, String> {
            redacted.get(name).items()?.iter().map(Node::text).collect()
        };
        let redaction = Redaction { headers: names("headers")?, members: names("members")? };
        let exchanges = root.get("exchanges").items()?;
        let exchanges = exchanges.iter().map(read_exchange).collect::<Result<_, _>>()?;
        Ok(Self { exchanges, redaction })
    }
}

fn object<const N: usize>(members: [(&str, Document); N]) -> Document {
    let members = members.into_iter().filter(|(_, value)| *value != Document::Null);
    let members = members.map(|(name, value)| (name.to_owned(), value));
    DocumentMap::from_iter(members).into()
}

fn exchange(exchange: &Exchange) -> Document {
    let Request { method, host, path, query, headers, body, is_body_complete } = &exchange.request;
    let request = object([
        ("method", method.as_str().into()),
        ("host", host.as_str().into()),
        ("path", path.as_str().into()),
        ("query", optional(query)),
        ("headers", write_headers(headers)),
        ("body", write_body(body)),
        ("incomplete", if *is_body_complete { Document::Null } else { true.into() }),
    ]);
    let (name, outcome) = match &exchange.outcome {
        Outcome::Response(response) => {
            let response = object([
                ("status", u64::from(response.status).into()),
                ("headers", write_headers(&response.headers)),
                ("body", write_body(&response.body)),
                ("broken", optional(response.broken.as_deref().unwrap_or_default())),
            ]);
            ("response", response)
        }
        Outcome::Failed(Failure { kind, message }) => {
            let failure =
                object([("kind", kind.name().into()), ("message", message.as_str().into())]);
            ("failure", failure)
        }
    };
    object([("request", request), (name, outcome)])
}

fn optional(text: &str) -> Document {
    if text.is_empty() { Document::Null } else { text.into() }
}

fn write_headers(headers: &Headers) -> Document {
    let mut object = DocumentMap::new();
    for (name, value) in headers {
        let value = Document::from(value.as_str());
        let value = match object.get(name) {
            Some(Document::Array(values)) => [&values[..], &[value]].concat().into(),
            Some(first) => vec![first.clone(), value].into(),
            None => value,
        };
        object.insert(name.as_str(), value);
    }
    if object.is_empty() { Document::Null } else { object.into() }
}

fn write_body(body: &Bytes) -> Document {
    match std::str::from_utf8(body) {
        Ok("") => Document::Null,
        Ok(text) => object([("text", text.into())]),
        Err(_) => object([("base64", STANDARD.encode(body).into())]),
    }
}

/// Writes a value with one member on each line.
fn push(out: &mut String, value: &Document, depth: usize) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    };
    match value {
        Document::Object(members) if !members.is_empty() => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                push(out, &name.as_str().into(), depth + 1);
                out.push_str(": ");
                push(out, value, depth + 1);
            }
            line(out, depth);
            out.push('}');
        }
        Document::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, value) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                push(out, value, depth + 1);
            }
            line(out, depth);
            out.push(']');
        }
        // Other values can always be written.
        value => match json::payload(value) {
            Ok(Payload::Document(json)) => out.push_str(&String::from_utf8_lossy(&json)),
            _ => out.push_str("null"),
        },
    }
}

/// A value of the document, and its path for errors.
struct Node<'a> {
    value: Option<&'a Document>,
    path: String,
}

impl<'a> Node<'a> {
    fn get(&self, name: &str) -> Node<'a> {
        Node {
            value: self.value.and_then(|value| value.get(name)),
            path: format!("{}/{name}", self.path),
        }
    }

    /// The items of a list, which may be missing.
    fn items(&self) -> Result<Vec<Node<'a>>, String> {
        let items = match self.value {
            None => &[],
            Some(Document::Array(items)) => &items[..],
            Some(_) => return Err(format!("{} is not a list", self.path)),
        };
        let node =
            |(index, value)| Node { value: Some(value), path: format!("{}/{index}", self.path) };
        Ok(items.iter().enumerate().map(node).collect())
    }

    fn text(&self) -> Result<String, String> {
        let text = self.value.and_then(Document::as_str).map(str::to_owned);
        text.ok_or_else(|| format!("{} is not a string", self.path))
    }

    fn optional_text(&self) -> Result<String, String> {
        if self.value.is_none() { Ok(String::new()) } else { self.text() }
    }
}

fn read_exchange(node: &Node<'_>) -> Result<Exchange, String> {
    let request = node.get("request");
    let request = Request {
        method: request.get("method").text()?,
        host: request.get("host").text()?,
        path: request.get("path").text()?,
        query: request.get("query").optional_text()?,
        headers: read_headers(&request.get("headers"))?,
        body: read_body(&request.get("body"))?,
        is_body_complete: request.get("incomplete").value != Some(&Document::Bool(true)),
    };
    let (response, failure) = (node.get("response"), node.get("failure"));
    let outcome = match failure.value {
        Some(_) => Outcome::Failed(read_failure(&failure)?),
        None => Outcome::Response(read_response(&response)?),
    };
    Ok(Exchange { request, outcome })
}

fn read_failure(node: &Node<'_>) -> Result<Failure, String> {
    let kind = node.get("kind").text()?;
    let kind = Kind::ALL.into_iter().find(|(_, name)| *name == kind);
    let (kind, _) = kind.ok_or_else(|| format!("{}/kind is unknown", node.path))?;
    Ok(Failure { kind, message: node.get("message").text()? })
}

fn read_response(node: &Node<'_>) -> Result<Response, String> {
    let status = match node.get("status").value {
        Some(Document::Number(Number::PosInt(status @ 100..=999))) => *status as u16,
        _ => return Err(format!("{}/status is not a status", node.path)),
    };
    let broken = node.get("broken").optional_text()?;
    Ok(Response {
        status,
        headers: read_headers(&node.get("headers"))?,
        body: read_body(&node.get("body"))?,
        broken: (!broken.is_empty()).then_some(broken),
    })
}

fn read_headers(node: &Node<'_>) -> Result<Headers, String> {
    let mut headers = Vec::new();
    let members = match node.value {
        None => return Ok(headers),
        Some(Document::Object(members)) => members,
        Some(_) => return Err(format!("{} is not an object", node.path)),
    };
    for name in members.keys() {
        let value = node.get(name);
        let values = match value.value {
            Some(Document::Array(_)) => value.items()?,
            _ => vec![value],
        };
        for value in values {
            headers.push((name.clone(), value.text()?));
        }
    }
    Ok(headers)
}

fn read_body(node: &Node<'_>) -> Result<Bytes, String> {
    let (text, base64) = (node.get("text"), node.get("base64"));
    match (node.value, base64.value) {
        (None, _) => Ok(Bytes::new()),
        (Some(_), Some(_)) => {
            let bytes = STANDARD.decode(base64.text()?);
            bytes.map(Bytes::from).map_err(|_| format!("{} is not base64", base64.path))
        }
        (Some(_), None) => text.text().map(Bytes::from),
    }
}
