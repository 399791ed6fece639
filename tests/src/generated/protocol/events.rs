//! The official cases of event streams (`eventStreamTests`).
//!
//! Source: Smithy 2.0, event stream protocol compliance tests.

use std::fs;

use aws_operation::{Blob, Timestamp};
use aws_operation_codegen::model::{Model, Reference, ShapeId};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{no_members, read};
use crate::event_frames::messages;
use crate::generated::compare::differences;
use crate::generated::program::leave_out;
use crate::generated::protocols::{Protocol, operations, services};
use crate::generated::schema::{Kind, Schema};
use crate::generated::{Package, modules, vectors};

const PROTOCOL: Protocol = Protocol::RestJson1;
const FILE: &str = "restJson1.json";
/// The number of cases for clients.
const COUNT: usize = 84;

/// Cases that do not pass, with the relevant text of the Smithy specification.
const LISTED: [&str; 2] =
    ["DuplexMissingRequiredInitialResponseOutput", "MissingRequiredInitialResponseOutput"];
const REASON: &str = "a required member of the output is missing; it gets the zero value of its type: \
    Smithy 2.0, \"Client error correction\"";

/// A case, and its result.
#[derive(Debug)]
pub struct Checked {
    /// The name of the case.
    pub id: String,
    /// The differences from its expectations, one line for each.
    pub result: Result<(), String>,
    /// The reason why the case does not pass, if it is listed.
    pub listed: Option<&'static str>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventTest {
    id: String,
    #[serde(default = "no_members")]
    initial_request_params: Value,
    initial_request: Option<InitialRequest>,
    #[serde(default = "no_members")]
    initial_response_params: Value,
    initial_response: Option<InitialResponse>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    expectation: Expectation,
}

#[derive(Debug, Clone, Deserialize)]
struct InitialRequest {
    method: String,
    uri: String,
    headers: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
struct InitialResponse {
    code: u16,
    headers: Map<String, Value>,
    #[serde(default)]
    body: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Event {
    #[serde(rename = "type")]
    direction: Direction,
    params: Option<Value>,
    /// The message, in base64.
    bytes: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Request,
    Response,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Expectation {
    failure: Option<ExpectedFailure>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExpectedFailure {
    /// The exception. Without it, the failure is any other error.
    error_id: Option<String>,
}

/// A case, with its operation.
struct Case {
    service: String,
    operation: ShapeId,
    input: Option<ShapeId>,
    output: Option<ShapeId>,
    test: EventTest,
}

/// Checks the cases for clients whose names contain the filter. Returns no case if the vectors are missing.
///
/// # Errors
///
/// The vectors do not have the form that Smithy defines, or have another number of cases; or the
/// generated code does not compile.
pub fn check_events(filter: Option<&str>) -> Result<Vec<Checked>, String> {
    let path = vectors().join("protocol").join(FILE);
    let Ok(text) = fs::read_to_string(&path) else {
        return leave_out("the official cases of event streams", &path).map(|()| Vec::new());
    };
    let model = Model::parse(&text).map_err(|error| error.to_string())?;
    let mut cases = cases(&model)?;
    if cases.len() != COUNT {
        return Err(format!(
            "{} has {} event stream cases, not {COUNT}",
            path.display(),
            cases.len()
        ));
    }
    cases.retain(|case| filter.is_none_or(|word| case.test.id.contains(word)));
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let package = Package::build("protocol-rest-json-1", &modules(&model, PROTOCOL.id())?)?;
    let schema = Schema::new(&model, PROTOCOL);
    let questions =
        cases.iter().map(|case| case.question(schema)).collect::<Result<Vec<_>, _>>()?;
    let answers = package.run(true, &questions)?;
    let checked = cases.into_iter().zip(answers);
    let checked = checked.map(|(case, answer)| Checked {
        result: case.check(schema, &answer),
        listed: LISTED.contains(&case.test.id.as_str()).then_some(REASON),
        id: case.test.id,
    });
    Ok(checked.collect())
}

fn cases(model: &Model) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (service, shape) in services(model, PROTOCOL.id()) {
        for (id, operation) in operations(model, shape) {
            let tests = read(operation, "smithy.test#eventStreamTests", PROTOCOL.id())?;
            let target = |it: &Reference| it.target.clone();
            cases.extend(tests.into_iter().map(|test| Case {
                service: service.name().to_lowercase(),
                operation: id.clone(),
                input: operation.input.as_ref().map(target),
                output: operation.output.as_ref().map(target),
                test,
            }));
        }
    }
    Ok(cases)
}

/// The headers and the payload of each message. The order of headers has no meaning.
fn parts(bytes: Bytes) -> Result<Value, String> {
    let parts = messages(bytes)?.into_iter().map(|message| {
        let mut headers: Vec<String> =
            message.headers().map(|header| format!("{header:?}")).collect();
        headers.sort_unstable();
        json!({ "headers": headers, "payload": Blob::from(message.payload_bytes()) })
    });
    Ok(parts.collect())
}

impl Case {
    /// The events of a direction.
    fn events(&self, direction: Direction) -> impl Iterator<Item = &Event> {
        self.test.events.iter().filter(move |event| event.direction == direction)
    }

    /// The messages of a direction, one after the other.
    fn messages(&self, direction: Direction) -> Result<Vec<u8>, String> {
        let messages = self.events(direction).map(|event| {
            STANDARD.decode(&event.bytes).map_err(|error| format!("{}: {error}", self.test.id))
        });
        Ok(messages.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Whether the case is about the request.
    fn is_request(&self) -> bool {
        self.test.initial_request.is_some() || self.events(Direction::Request).next().is_some()
    }

    /// The name of the member that is the stream.
    fn stream<'a>(schema: Schema<'a>, shape: Option<&ShapeId>) -> Result<&'a str, String> {
        let stream = shape.and_then(|shape| schema.event_stream(shape));
        stream.map(|(name, _)| name.as_str()).ok_or_else(|| "it has no event stream".to_owned())
    }

    /// The line that is sent to the generated crate.
    fn question(&self, schema: Schema<'_>) -> Result<Value, String> {
        let mut question = if self.is_request() {
            let mut input = self.test.initial_request_params.clone();
            let stream = Self::stream(schema, self.input.as_ref())?;
            input[stream] = json!(self.params(schema, self.input.as_ref(), Direction::Request));
            json!({ "encode": input, "endpoint": "https://example.com" })
        } else {
            let head = self.test.initial_response.as_ref();
            let mut headers: Vec<Value> = head
                .into_iter()
                .flat_map(|head| &head.headers)
                .map(|(name, value)| json!([name, value]))
                .collect();
            let status = head.map_or(200, |head| head.code);
            let is_error = status >= 300;
            let body = match head.filter(|_| is_error) {
                Some(head) => head.body.clone().into_bytes(),
                None => self.messages(Direction::Response)?,
            };
            if !is_error {
                headers.push(json!(["content-type", "application/vnd.amazon.eventstream"]));
            }
            let response = json!({
                "status": status, "headers": headers, "body": Blob::from(body),
            });
            match is_error {
                true => json!({ "decode": response }),
                false => json!({ "receive": response, "input": {} }),
            }
        };
        question["service"] = json!(self.service);
        question["operation"] = json!(self.operation.name());
        Ok(question)
    }

    /// Compares the generated crate's answer with the expectations of the case.
    fn check(&self, schema: Schema<'_>, answer: &Value) -> Result<(), String> {
        if let Some(failed) = answer.get("failed") {
            return Err(failed.as_str().unwrap_or_default().to_owned());
        }
        let wrong = match self.is_request() {
            true => self.check_request(answer)?,
            false => self.check_response(schema, answer)?,
        };
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    fn check_request(&self, request: &Value) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let mut equal = |what: &str, found: &Value, expected: &Value| {
            if found != expected {
                wrong.push(format!("{what}: {found}, expected {expected}"));
            }
        };
        let header = |name: &str| -> Value {
            let headers = request["headers"].as_array().into_iter().flatten();
            let mut found =
                headers.filter(|it| it[0].as_str().is_some_and(|it| it.eq_ignore_ascii_case(name)));
            found.next().map_or(Value::Null, |it| it[1].clone())
        };
        let found: Blob = serde_json::from_value(request["body"].clone())
            .map_err(|error| format!("the body: {error}"))?;
        let messages = self.messages(Direction::Request)?;
        equal("the messages", &parts(found.into_bytes())?, &parts(messages.into())?);
        let media_type = json!("application/vnd.amazon.eventstream");
        equal("content-type", &header("content-type"), &media_type);
        if let Some(initial) = &self.test.initial_request {
            equal("the method", &request["method"], &json!(initial.method));
            equal("the path", &request["path"], &json!(initial.uri));
            for (name, value) in &initial.headers {
                equal(name, &header(name), value);
            }
        }
        Ok(wrong)
    }

    fn check_response(&self, schema: Schema<'_>, answer: &Value) -> Result<Vec<String>, String> {
        let failure = self.test.expectation.failure.as_ref();
        if self.test.initial_response.as_ref().is_some_and(|head| head.code >= 300) {
            let expected = failure.and_then(|failure| failure.error_id.as_ref());
            let found = &answer["error"]["shape"];
            return Ok(match !answer["error"].is_null() && *found == json!(expected) {
                true => Vec::new(),
                false => vec![format!("{answer}, expected the error {expected:?}")],
            });
        }
        let stream = Self::stream(schema, self.output.as_ref())?;
        let mut output = answer["output"].clone();
        let events = output.as_object_mut().and_then(|members| members.remove(stream));
        let mut wrong = differences(&output, &self.test.initial_response_params);
        let mut found = match &events {
            Some(Value::Array(events)) => events.as_slice(),
            _ => return Err(format!("there are no events: {answer}")),
        };
        let mut problems = Vec::new();
        let mut expected = self.params(schema, self.output.as_ref(), Direction::Response);
        if let Some(failure) = failure {
            // The last message of the case is the one that fails.
            let exception = if failure.error_id.is_some() { expected.pop() } else { None };
            if failure.error_id.is_none() {
                expected.clear();
            }
            let [rest @ .., last] = found else { return Err("nothing failed".to_owned()) };
            found = rest;
            match exception {
                _ if last.get("error").is_none() => problems.push(format!("no error: {last}")),
                Some(exception) => {
                    wrong.extend(differences(&last["exception"], &exception));
                    let name = exception.as_object().and_then(|it| it.keys().next());
                    let target = name.and_then(|name| self.target(schema, name));
                    if target.as_ref().map(ShapeId::as_str) != failure.error_id.as_deref() {
                        problems.push(format!("{target:?}, expected {:?}", failure.error_id));
                    }
                }
                None if !last["exception"].is_null() => problems.push(format!("known: {last}")),
                None => {}
            }
        }
        wrong.extend(differences(&json!(found), &json!(expected)));
        problems.extend(wrong.iter().map(ToString::to_string));
        Ok(problems)
    }

    /// The events of a direction. Timestamps are seconds since 1970.
    fn params(
        &self,
        schema: Schema<'_>,
        shape: Option<&ShapeId>,
        direction: Direction,
    ) -> Vec<Value> {
        let stream = shape.and_then(|shape| schema.event_stream(shape));
        let events = stream.map_or(&[][..], |(_, stream)| schema.members(&stream.target));
        let mut params: Vec<Value> =
            self.events(direction).filter_map(|event| event.params.clone()).collect();
        let members = params.iter_mut().filter_map(Value::as_object_mut).flatten();
        for (event, members) in members {
            let Some((_, event)) = events.iter().find(|(name, _)| name == event) else { continue };
            for (name, member) in schema.members(&event.target) {
                let value = members.get_mut(name);
                let is_time = schema.kind(&member.target) == Ok(Kind::Timestamp);
                if let Some(value) = value.filter(|value| is_time && value.is_string()) {
                    // Text that is not a timestamp is kept, so it differs from every timestamp.
                    if let Ok(time) = serde_json::from_value::<Timestamp>(value.clone()) {
                        *value = json!(time.epoch_seconds());
                    }
                }
            }
        }
        params
    }

    /// The structure of an event of the output's stream.
    fn target(&self, schema: Schema<'_>, event: &str) -> Option<ShapeId> {
        let (_, stream) = schema.event_stream(self.output.as_ref()?)?;
        let mut events = schema.members(&stream.target).iter();
        Some(events.find(|(name, _)| name == event)?.1.target.clone())
    }
}
