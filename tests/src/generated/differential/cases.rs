//! The cases of an operation: inputs, and responses of outputs and exceptions.

use std::collections::BTreeSet;
use std::fmt;

use aws_operation_codegen::model::{Model, Reference, ShapeId};
use aws_operation_codegen::plan::Operation;
use serde_json::{Value, json};

use super::peer::Peer;
use super::schema::{Place, Reader, Schema};
use super::server::{Response, Server};
use super::values::{Style, Values};
use crate::random::Random;

/// A call: what goes out, and what comes back.
pub struct Case {
    /// The operation's name in the model.
    pub operation: String,
    /// Which of the operation's cases it is.
    pub index: u64,
    /// What goes out.
    pub input: Input,
    /// What comes back.
    pub answer: Answer,
}

/// An input.
pub struct Input {
    /// Its shape.
    pub shape: ShapeId,
    /// Its value.
    pub value: Value,
    /// Whether it has an event stream, which botocore does not send.
    pub streams: bool,
}

/// A response, and what it is of.
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

/// What makes cases.
pub struct Source<'a> {
    model: &'a Model,
    schema: Schema<'a>,
    peer: &'a Peer,
    seed: u64,
    /// Members that are in no case, because botocore's model lacks them or has others.
    pub lacks: BTreeSet<String>,
}

/// A case of each style, in turn.
const STYLES: [Style; 3] = [Style::All, Style::Required, Style::Edge];

impl<'a> Source<'a> {
    /// The cases of a service.
    pub fn new(model: &'a Model, peer: &'a Peer, seed: u64) -> Self {
        Self { model, schema: Schema::new(model), peer, seed, lacks: BTreeSet::new() }
    }

    /// The first cases of an operation.
    ///
    /// # Errors
    ///
    /// Why botocore cannot be compared with.
    pub fn cases(&mut self, operation: &Operation, count: u64) -> Result<Vec<Case>, String> {
        let name = operation.shape.name();
        let peer = self.peer;
        let theirs = peer.operation(name).ok_or("botocore's model lacks it")?;
        let (method, uri) = (&theirs["http"]["method"], peer.uri(theirs));
        if method != &json!(operation.method) || uri != operation.uri {
            return Err(format!("botocore's model has {method} {uri}"));
        }
        let shape = self.model.shape(&operation.shape).ok_or("the plan has another model")?;
        let target = |reference: &Option<Reference>| {
            let unit = || ShapeId::new("smithy.api#Unit");
            reference.as_ref().map_or_else(unit, |reference| reference.target.clone())
        };
        let (input, output) = (target(&shape.input), target(&shape.output));
        let mut cases = Vec::new();
        for index in 0..count {
            let random = |part: &str| Random::of_case(self.seed, &format!("{name} {part}"), index);
            let (for_input, for_answer) = (random("input"), random("answer"));
            cases.push(Case {
                operation: name.to_owned(),
                index,
                input: self.input(&input, &theirs["input"], index, for_input)?,
                answer: self.answer(operation, &output, &theirs["output"], index, for_answer)?,
            });
        }
        Ok(cases)
    }

    fn input(
        &mut self,
        shape: &ShapeId,
        theirs: &Value,
        index: u64,
        random: Random,
    ) -> Result<Input, String> {
        let stream = self
            .schema
            .payload(shape)
            .filter(|(_, member)| self.schema.is_event_stream(&member.target));
        let mut values = self.values(style(index), Reader::Service, random);
        let mut value = values.top(shape, name_of(theirs))?;
        if let (Some((name, _)), Value::Object(members)) = (stream, &mut value) {
            members.remove(name);
        }
        Ok(Input { shape: shape.clone(), value, streams: stream.is_some() })
    }

    fn answer(
        &mut self,
        operation: &Operation,
        output: &ShapeId,
        theirs: &Value,
        index: u64,
        mut random: Random,
    ) -> Result<Answer, String> {
        let exceptions: Vec<&ShapeId> = operation
            .error
            .iter()
            .flat_map(|error| &error.variants)
            .map(|variant| &variant.shape)
            .filter(|shape| self.peer.shape(shape.name()).is_some())
            .collect();
        // Three outputs, of each style, then an exception, of each style in turn.
        let is_exception = index % 4 == 3 && !exceptions.is_empty();
        let style = style(if is_exception { index / 4 } else { index % 4 });
        let (shape, theirs) = match is_exception {
            true => {
                let shape = *random.pick(&exceptions);
                (shape, shape.name())
            }
            false => (output, name_of(theirs)),
        };
        let mut value = self.values(style, Reader::Client, random.fork()).top(shape, theirs)?;
        // Every response has a status.
        let mut members = self.schema.members(shape).iter();
        if let Some((name, _)) =
            members.find(|(_, member)| Reader::Client.place(member) == Place::Status)
        {
            value[name] = json!(random.between(200, 299));
        }
        let mut server = Server::new(self.schema, random.fork(), style == Style::Edge);
        let response = match is_exception {
            true => server.exception(shape, &value)?,
            false => server.output(shape, operation.code.into(), &value)?,
        };
        Ok(Answer { shape: shape.clone(), is_exception, value, response })
    }

    fn values(&mut self, style: Style, reader: Reader, random: Random) -> Values<'_> {
        Values::new(self.schema, self.peer, style, reader, random, &mut self.lacks)
    }
}

fn style(index: u64) -> Style {
    let index = usize::try_from(index).unwrap_or_default();
    STYLES[index % STYLES.len()]
}

/// The shape that botocore's reference names; botocore has none for no members.
fn name_of(reference: &Value) -> &str {
    reference["shape"].as_str().unwrap_or_default()
}
