//! The cases of an operation: inputs, and responses with outputs and exceptions.

use std::collections::BTreeSet;
use std::fmt;

use aws_operation_codegen::model::{Reference, Shape, ShapeId};
use serde_json::{Value, json};

use super::exchange::unit;
use super::peer::Peer;
use super::server::{Response, Server};
use super::values::{Style, Values};
use crate::generated::protocols::Protocol;
use crate::generated::schema::{Place, Reader, Schema};
use crate::random::Random;

/// A call: its input and its response.
pub struct Case<'a> {
    /// The operation's name in the model.
    pub operation: &'a str,
    /// The operation.
    pub shape: &'a Shape,
    /// The case's number among the cases of the operation.
    pub index: u64,
    /// The slash, or the empty string, that the model's URI ends with. `None` if the URI is the
    /// same in botocore's model.
    pub end: Option<&'static str>,
    /// The input.
    pub input: Input,
    /// The response.
    pub answer: Answer,
}

/// An input.
pub struct Input {
    /// Its shape.
    pub shape: ShapeId,
    /// Its value.
    pub value: Value,
    /// Whether the input has an event stream, which botocore does not send.
    pub streams: bool,
}

/// A response, with the value that it was made from.
pub struct Answer {
    /// The shape of the output or exception.
    pub shape: ShapeId,
    /// Whether it is an exception.
    pub is_exception: bool,
    /// Its value.
    pub value: Value,
    /// The response.
    pub response: Response,
}

/// The value and the response, its body as text.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Response { status, headers, body } = &self.response;
        let body = String::from_utf8_lossy(body);
        write!(f, "value: {}\n  response: {status} {headers:?} {body:?}", self.value)
    }
}

/// Why an operation cannot be compared with botocore.
const NOT_IN_BOTOCORE: &str = "botocore's model lacks it";

/// Generates cases.
pub struct Source<'a> {
    schema: Schema<'a>,
    peer: &'a Peer,
    seed: u64,
    /// Members that occur in no case, because botocore's model does not have them or has different
    /// ones.
    pub lacks: BTreeSet<String>,
}

/// The checksum algorithms that botocore and ours have without further dependencies.
const ALGORITHMS: [&str; 3] = ["CRC32", "SHA1", "SHA256"];

/// The styles of the cases, in turn.
const STYLES: [Style; 3] = [Style::All, Style::Required, Style::Edge];

impl<'a> Source<'a> {
    /// A generator for the cases of a service.
    pub fn new(schema: Schema<'a>, peer: &'a Peer, seed: u64) -> Self {
        Self { schema, peer, seed, lacks: BTreeSet::new() }
    }

    /// The first `count` cases of an operation.
    ///
    /// # Errors
    ///
    /// The reason why the operation cannot be compared with botocore.
    pub fn cases(
        &mut self,
        (id, shape): (&'a ShapeId, &'a Shape),
        count: u64,
    ) -> Result<Vec<Case<'a>>, String> {
        let name = id.name();
        let peer = self.peer;
        let theirs = peer.operation(name).ok_or(NOT_IN_BOTOCORE)?;
        let end = self.end((id, shape))?;
        let target = |reference: &Option<Reference>| {
            reference.as_ref().map_or_else(unit, |reference| reference.target.clone())
        };
        let (input, output) = (target(&shape.input), target(&shape.output));
        let streams = |id: &ShapeId| self.schema.event_stream(id).is_some();
        // An output with an event stream is not a document, so only the exceptions are compared.
        let only_exceptions = !self.schema.protocol.is_rest() && streams(&output);
        // A request for an event stream has another `Accept` header than a request for a document.
        if only_exceptions && self.schema.protocol == Protocol::RpcV2Cbor {
            return Err("it has an event stream".to_owned());
        }
        let mut cases = Vec::new();
        for index in 0..count {
            let random = |part: &str| Random::of_case(self.seed, &format!("{name} {part}"), index);
            let (for_input, for_answer) = (random("input"), random("answer"));
            cases.push(Case {
                operation: name,
                shape,
                index,
                end,
                input: self.input((shape, &input), index, &theirs["input"], for_input)?,
                answer: match only_exceptions {
                    true => self.exception((id, shape), index, for_answer)?,
                    false => {
                        self.answer((id, shape), &output, &theirs["output"], index, for_answer)?
                    }
                },
            });
        }
        Ok(cases)
    }

    /// The end of the model's URI, if that of botocore's model differs: see [`Case::end`].
    ///
    /// # Errors
    ///
    /// The reason why the operation cannot be compared with botocore.
    pub fn end(&self, (id, shape): (&ShapeId, &Shape)) -> Result<Option<&'static str>, String> {
        let theirs = self.peer.operation(id.name()).ok_or(NOT_IN_BOTOCORE)?;
        if !self.schema.protocol.is_rest() {
            return Ok(None);
        }
        let http = shape.traits.get("smithy.api#http").unwrap_or(&Value::Null);
        let (method, uri) = (&theirs["http"]["method"], self.peer.uri(theirs));
        let ours = http["uri"].as_str().unwrap_or_default();
        let ours = without_id(ours, id.name());
        if method != &http["method"] || without_end(&ours) != without_end(&uri) {
            return Err(format!("botocore's model has {method} {uri}"));
        }
        Ok((ours != uri).then_some(if ours.ends_with('/') { "/" } else { "" }))
    }

    /// The input of a case. `theirs` is botocore's reference to its shape.
    ///
    /// # Errors
    ///
    /// The reason why the operation cannot be compared with botocore.
    pub fn input(
        &mut self,
        (operation, shape): (&Shape, &ShapeId),
        index: u64,
        theirs: &Value,
        random: Random,
    ) -> Result<Input, String> {
        let stream = self.schema.event_stream(shape);
        let mut values = self.values(style(index), Reader::Service, random);
        let mut value = values.top(shape, name_of(theirs))?;
        if let (Some((name, _)), Value::Object(members)) = (stream, &mut value) {
            members.remove(name);
        }
        let checksum = operation.traits.get("aws.protocols#httpChecksum");
        let algorithm = checksum.and_then(|it| it.get("requestAlgorithmMember")?.as_str());
        if let Some(algorithm) = algorithm.and_then(|name| value.get_mut(name)) {
            // Both sides refuse an algorithm that they cannot compute.
            let turn = usize::try_from(index).unwrap_or_default() / STYLES.len();
            *algorithm = json!(ALGORITHMS[turn % ALGORITHMS.len()]);
        }
        // For a key without its MD5, ours adds the MD5. botocore also does, but in a part that does not
        // run here.
        for key in ["SSECustomerKey", "CopySourceSSECustomerKey"] {
            if let (true, Some(members)) = (value.get(key).is_some(), value.as_object_mut()) {
                members.entry(format!("{key}MD5")).or_insert_with(|| json!("MD5"));
            }
        }
        Ok(Input { shape: shape.clone(), value, streams: stream.is_some() })
    }

    /// An output with all members. `theirs` is botocore's reference to its shape.
    ///
    /// # Errors
    ///
    /// The reason why the operation cannot be compared with botocore.
    pub fn output(
        &mut self,
        shape: &ShapeId,
        theirs: &Value,
        random: Random,
    ) -> Result<Value, String> {
        self.values(Style::All, Reader::Client, random).top(shape, name_of(theirs))
    }

    /// The answer of a case. Every fourth one is an exception. The styles of outputs and of exceptions
    /// alternate.
    fn answer(
        &mut self,
        operation: (&ShapeId, &'a Shape),
        output: &ShapeId,
        theirs: &Value,
        index: u64,
        mut random: Random,
    ) -> Result<Answer, String> {
        if index % 4 == 3 && !self.exceptions(operation.1).is_empty() {
            return self.exception(operation, index / 4, random);
        }
        let style = style(index % 4);
        let theirs = name_of(theirs);
        let mut value = self.values(style, Reader::Client, random.fork()).top(output, theirs)?;
        // Every response has a status code.
        let mut members = self.schema.members(output).iter();
        if let Some((name, _)) =
            members.find(|(_, member)| self.schema.place(Reader::Client, member) == Place::Status)
        {
            value[name] = json!(random.between(200, 299));
        }
        let mut server = Server::new(self.schema, random.fork(), style == Style::Edge);
        let response = server.output((operation.0.name(), operation.1), output, &value)?;
        Ok(Answer { shape: output.clone(), is_exception: false, value, response })
    }

    fn exception(
        &mut self,
        (_, operation): (&ShapeId, &'a Shape),
        index: u64,
        mut random: Random,
    ) -> Result<Answer, String> {
        let exceptions = self.exceptions(operation);
        if exceptions.is_empty() {
            return Err("it has an event stream, and no exceptions".to_owned());
        }
        let style = style(index);
        let shape = *random.pick(&exceptions);
        let mut value =
            self.values(style, Reader::Client, random.fork()).top(shape, shape.name())?;
        let mut members = self.schema.members(shape).iter();
        if let Some((name, _)) =
            members.find(|(_, member)| self.schema.place(Reader::Client, member) == Place::Status)
        {
            value[name] = json!(random.between(200, 299));
        }
        let mut server = Server::new(self.schema, random.fork(), style == Style::Edge);
        let response = server.exception(operation, shape, &value)?;
        Ok(Answer { shape: shape.clone(), is_exception: true, value, response })
    }

    /// The exceptions of an operation that are also in botocore's model.
    fn exceptions(&self, operation: &'a Shape) -> Vec<&'a ShapeId> {
        let service = self.schema.service().map(|(_, service)| service.errors.as_slice());
        operation
            .errors
            .iter()
            .chain(service.unwrap_or_default())
            .map(|reference| &reference.target)
            .filter(|shape| self.peer.shape(shape.name()).is_some())
            .collect()
    }

    fn values(&mut self, style: Style, reader: Reader, random: Random) -> Values<'_> {
        Values::new(self.schema, self.peer, style, reader, random, &mut self.lacks)
    }
}

/// A URI without the query parameter that names the operation. botocore's models of S3 do not have
/// it.
fn without_id(uri: &str, operation: &str) -> String {
    let parameter = format!("x-id={operation}");
    match uri.strip_suffix(&parameter).and_then(|uri| uri.strip_suffix(['?', '&'])) {
        Some(uri) => uri.to_owned(),
        None => uri.to_owned(),
    }
}

fn without_end(uri: &str) -> &str {
    uri.strip_suffix('/').unwrap_or(uri)
}

fn style(index: u64) -> Style {
    let index = usize::try_from(index).unwrap_or_default();
    STYLES[index % STYLES.len()]
}

/// The name of the shape in botocore's reference. Empty if botocore has no shape, because there are
/// no members.
fn name_of(reference: &Value) -> &str {
    reference["shape"].as_str().unwrap_or_default()
}
