//! Random events of event streams: what ours encodes, botocore and ours decode.

use std::fs;

use aws_operation::Blob;
use aws_operation_codegen::model::{Member, Model, ShapeId};
use aws_operation_codegen::{Selection, plan, render};
use serde_json::{Map, Value, json};

use super::differential::Found;
use super::differential::peer::Peer;
use super::differential::values::{Style, Values};
use super::package::run_lines;
use super::protocol::Checked;
use super::protocols::{Protocol, operations, service, speaking_only};
use super::schema::{Reader, Schema};
use super::{Module, Package, leave_out, models};
use crate::python::script;
use crate::random::Random;

/// The number of values of each event.
const CASES: u64 = 24;
const SEED: u64 = 1;
const STYLES: [Style; 3] = [Style::All, Style::Required, Style::Edge];
/// What every check has in its name.
const NAME: &str = "random_events";

/// A service with event streams.
struct Subject {
    /// The name of the module.
    name: String,
    /// The name of the service in botocore, if botocore parses its streams.
    botocore: Option<String>,
    protocol: Protocol,
    model: Model,
}

/// An event to encode and decode.
struct Case<'a> {
    subject: &'a Subject,
    union: ShapeId,
    event: String,
    index: u64,
    value: Value,
    is_exception: bool,
}

/// Encodes and decodes random events of every event stream of botocore's services, and of the models
/// whose requests have event streams.
///
/// # Errors
///
/// The generator fails, the generated code does not compile, or a script fails.
pub fn check_random_events(filter: Option<&str>) -> Result<Vec<Checked>, String> {
    if filter.is_some_and(|word| !NAME.contains(word) && !word.starts_with(NAME)) {
        return Ok(Vec::new());
    }
    let mut subjects = of_botocore()?;
    subjects.extend(of_models()?);
    let modules = subjects.iter().map(Subject::module).collect::<Result<Vec<_>, _>>()?;
    let package = Package::build("random-events", &modules)?;
    let mut cases = Vec::new();
    for subject in &subjects {
        cases.extend(subject.cases()?);
    }
    let bodies = encode(&package, &cases)?;
    let ours = decode(&package, &cases, &bodies)?;
    let theirs = parse(&cases, &bodies)?;
    let mut checked: Vec<Checked> = Vec::new();
    let beside = theirs.iter().flatten().count();
    for (((case, body), ours), theirs) in cases.iter().zip(&bodies).zip(&ours).zip(&theirs) {
        let id = format!("{NAME} of {} {}", case.subject.name, case.union.name());
        if checked.last().is_none_or(|last| last.id != id) {
            checked.push(Checked { id, result: Ok(()), listed: None });
        }
        let compared = body.as_ref().map_err(String::clone);
        let compared = compared.and_then(|_| case.compare(ours, theirs.as_ref()));
        if let (Some(Checked { result: result @ Ok(()), .. }), Err(wrong)) =
            (checked.last_mut(), compared)
        {
            let Case { event, index, value, .. } = case;
            *result = Err(format!("{event}, case {index}: {value}\n{wrong}"));
        }
    }
    let streams = checked.len();
    println!(
        "{NAME}: {} events of {streams} streams, {beside} of them beside botocore",
        cases.len()
    );
    Ok(checked)
}

/// The services of botocore with event streams. Those with awsJson also use CBOR.
fn of_botocore() -> Result<Vec<Subject>, String> {
    let mut command = script("botocore_streams.py");
    command.arg("models");
    let lines = crate::python::run_with_input(&mut command, b"")?;
    let mut subjects = Vec::new();
    for line in serde_json::Deserializer::from_slice(&lines).into_iter::<Value>() {
        let line = line.map_err(|error| error.to_string())?;
        let botocore = line["service"].as_str().unwrap_or_default().to_owned();
        let text = line["model"].to_string();
        let subject = Subject::new(botocore.replace('-', "_"), Some(botocore), &text)?;
        if subject.protocol == Protocol::AwsJson11 {
            let text = speaking_only(&text, Protocol::RpcV2Cbor)?;
            let name = format!("{}_cbor", subject.name);
            subjects.push(Subject::new(name, subject.botocore.clone(), &text)?);
        }
        subjects.push(subject);
    }
    Ok(subjects)
}

/// The models with event streams in requests. botocore does not send events.
fn of_models() -> Result<Vec<Subject>, String> {
    let folder = models();
    let Ok(files) = fs::read_dir(&folder) else {
        return leave_out("random events of models", &folder).map(|()| Vec::new());
    };
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort_unstable();
    let mut subjects = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let at = |error: String| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
        if let Some(text) = with_both_directions(&text).map_err(at)? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name: String =
                stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            subjects.push(Subject::new(format!("model_{name}").to_lowercase(), None, &text)?);
        }
    }
    Ok(subjects)
}

/// The model with operations that send and receive each event stream of its requests. `None` if no
/// request has one.
fn with_both_directions(text: &str) -> Result<Option<String>, String> {
    let model = Model::parse(text).map_err(|error| error.to_string())?;
    let Ok((service_id, shape)) = service(&model) else { return Ok(None) };
    let Some(protocol) = Protocol::of_service(shape) else { return Ok(None) };
    let schema = Schema::new(&model, protocol);
    let mut unions: Vec<&Member> = Vec::new();
    for (_, operation) in operations(&model, shape) {
        let input = operation.input.as_ref().and_then(|input| schema.event_stream(&input.target));
        unions.extend(input.map(|(_, member)| member));
    }
    unions.sort_by(|a, b| a.target.cmp(&b.target));
    unions.dedup_by(|a, b| a.target == b.target);
    if unions.is_empty() {
        return Ok(None);
    }
    let mut json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (namespace, union_names) = (service_id.namespace(), unions.iter().map(|it| &it.target));
    for union in union_names {
        let stream = format!("{namespace}#{}Stream", union.name());
        json["shapes"][&stream] = json!({ "type": "structure", "members": { "stream": {
            "target": union.as_str(), "traits": { "smithy.api#httpPayload": {} } } } });
        for (prefix, end) in [("Send", "input"), ("Receive", "output")] {
            let name = format!("{prefix}{}", union.name());
            let id = format!("{namespace}#{name}");
            json["shapes"][&id] = json!({
                "type": "operation", end: { "target": stream },
                "traits": { "smithy.api#http": { "method": "POST", "uri": format!("/{name}") } },
            });
            let service = &mut json["shapes"][service_id.as_str()];
            // Some services have operations only in resources.
            if service["operations"].is_null() {
                service["operations"] = json!([]);
            }
            service["operations"].as_array_mut().into_iter().for_each(|operations| {
                operations.push(json!({ "target": id }));
            });
        }
    }
    Ok(Some(json.to_string()))
}

impl Subject {
    fn new(name: String, botocore: Option<String>, text: &str) -> Result<Self, String> {
        let model = Model::parse(text).map_err(|error| format!("{name}: {error}"))?;
        let (_, shape) = service(&model)?;
        let protocol = Protocol::of_service(shape).ok_or("it has no protocol")?;
        Ok(Self { name, botocore, protocol, model })
    }

    fn schema(&self) -> Schema<'_> {
        Schema::new(&self.model, self.protocol)
    }

    /// The generated operations with event streams.
    fn module(&self) -> Result<Module, String> {
        let schema = self.schema();
        let (_, shape) = service(&self.model)?;
        let operations = operations(&self.model, shape);
        let names = operations.iter().filter_map(|(id, operation)| {
            let mut ends = operation.input.iter().chain(&operation.output);
            ends.any(|end| schema.event_stream(&end.target).is_some()).then(|| id.name())
        });
        let selection = Selection::operations(names).protocol(self.protocol.id());
        let plan = plan(&self.model, &selection).map_err(|error| error.to_string())?;
        let text = render(&plan, aws_operation_codegen::Docs::Full, None);
        Ok(Module { name: self.name.clone(), plan, text })
    }

    /// The unions of the operations that send.
    fn unions(&self) -> Result<Vec<ShapeId>, String> {
        let schema = self.schema();
        let (_, shape) = service(&self.model)?;
        let operations = operations(&self.model, shape).into_iter();
        let inputs = operations.filter(|(id, _)| id.name().starts_with("Send"));
        let union = |input: &ShapeId| schema.event_stream(input).map(|(_, it)| it.target.clone());
        let unions = inputs.filter_map(|(id, operation)| {
            let union = union(&operation.input.as_ref()?.target)?;
            (id.name() == format!("Send{}", union.name())).then_some(union)
        });
        Ok(unions.collect())
    }

    fn cases(&self) -> Result<Vec<Case<'_>>, String> {
        let (schema, peer) = (self.schema(), Peer::same());
        let mut cases = Vec::new();
        for union in self.unions()? {
            for (event, member) in schema.members(&union) {
                let structure = schema.shape(&member.target);
                let is_exception =
                    structure.is_some_and(|shape| shape.traits.has("smithy.api#error"));
                let of = format!("{}{}{event}", self.name, union.name());
                for index in 0..CASES {
                    let random = Random::of_case(SEED, &of, index);
                    let style = STYLES[usize::try_from(index).unwrap_or_default() % STYLES.len()];
                    let mut lacks = std::collections::BTreeSet::new();
                    let mut values =
                        Values::new(schema, &peer, style, Reader::Client, random, &mut lacks);
                    let value = values.top(&member.target, "")?;
                    let (subject, union, event) = (self, union.clone(), event.clone());
                    cases.push(Case { subject, union, event, index, value, is_exception });
                }
            }
        }
        Ok(cases)
    }
}

impl Case<'_> {
    fn question(&self, prefix: &str, question: Value) -> Value {
        let mut question = question;
        question["service"] = json!(self.subject.name);
        question["operation"] = json!(format!("{prefix}{}", self.union.name()));
        question
    }

    /// Compares the decoded events with the one that was encoded.
    fn compare(&self, ours: &Value, theirs: Option<&Value>) -> Result<(), String> {
        let node = |value: &Value| Map::from_iter([(self.event.clone(), value.clone())]);
        let expected = Value::Object(node(&self.value));
        let (ours, code) = self.only_event("ours", ours, &["output", "stream"])?;
        self.same("ours and what was encoded", ours, &expected)?;
        let Some(theirs) = theirs else { return Ok(()) };
        let (theirs, _) = self.only_event("botocore", theirs, &["events"])?;
        if !self.is_exception {
            return self.same("ours and botocore", ours, theirs);
        }
        let members = &ours[&self.event];
        let message = members.get("message").or_else(|| members.get("Message"));
        let message = message.cloned().unwrap_or_else(|| json!(""));
        let ours = json!({ "code": code, "message": message });
        match ours == *theirs {
            true => Ok(()),
            false => Err(format!("ours and botocore: {ours} and {theirs}")),
        }
    }

    /// The only event of an answer, and its code if it is an exception.
    fn only_event<'a>(
        &self,
        side: &str,
        answer: &'a Value,
        path: &[&str],
    ) -> Result<(&'a Value, &'a Value), String> {
        let events = path.iter().fold(answer, |value, key| &value[*key]);
        let Some([event]) = events.as_array().map(Vec::as_slice) else {
            return Err(format!("{side}: {answer}"));
        };
        match (self.is_exception, event.get("exception")) {
            (true, Some(exception)) => Ok((exception, &event["code"])),
            _ => Ok((event, &Value::Null)),
        }
    }

    fn same(&self, sides: &str, left: &Value, right: &Value) -> Result<(), String> {
        let output = |value: &Value| json!({ "output": self.without_empty_payload(value) });
        let schema = self.subject.schema();
        let found = Found::between(schema, &self.union, output(left), output(right));
        match found.differences.is_empty() {
            true => Ok(()),
            false => Err(format!("{sides}: {}", found.differences.join("\n"))),
        }
    }
}

impl Case<'_> {
    /// The event without its payload if that has no bytes. Ours takes such a payload for an unset
    /// member, as in the body of a response; botocore takes it for an empty value.
    fn without_empty_payload(&self, event: &Value) -> Value {
        let schema = self.subject.schema();
        let mut event = event.clone();
        let mut events = schema.members(&self.union).iter();
        if let Some((name, member)) = events.find(|(name, _)| *name == self.event)
            && let Some(members) = event[name].as_object_mut()
        {
            let payloads = schema.members(&member.target).iter();
            for (name, _) in payloads.filter(|(_, it)| it.traits.has("smithy.api#eventPayload")) {
                members.retain(|member, value| {
                    member != name || (*value != json!("") && *value != json!({}))
                });
            }
        }
        event
    }
}

/// The messages of each event.
fn encode(package: &Package, cases: &[Case<'_>]) -> Result<Vec<Result<Vec<u8>, String>>, String> {
    let questions: Vec<Value> = cases
        .iter()
        .map(|case| {
            let event = Map::from_iter([(case.event.clone(), case.value.clone())]);
            let input = json!({ "stream": [event] });
            case.question("Send", json!({ "encode": input, "endpoint": "https://example.com" }))
        })
        .collect();
    let answers = package.run(false, &questions)?;
    let bodies = cases.iter().zip(&answers).map(|(case, answer)| {
        let body: Blob = serde_json::from_value(answer["body"].clone())
            .map_err(|_| format!("ours: {answer}"))?;
        if case.subject.protocol.is_rest() {
            return Ok(body.to_vec());
        }
        // The message with the other members of the input comes first.
        let (length, _) = body.split_first_chunk().ok_or("there is no message")?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        body.get(length..).map(<[u8]>::to_vec).ok_or_else(|| "a message is cut".to_owned())
    });
    Ok(bodies.collect())
}

/// Ours, for each event.
fn decode(
    package: &Package,
    cases: &[Case<'_>],
    bodies: &[Result<Vec<u8>, String>],
) -> Result<Vec<Value>, String> {
    let questions: Vec<Value> = cases
        .iter()
        .zip(bodies)
        .map(|(case, body)| {
            let body = Blob::from(body.clone().unwrap_or_default());
            let headers = json!([["content-type", "application/vnd.amazon.eventstream"]]);
            let response = json!({ "status": 200, "headers": headers, "body": body });
            case.question("Receive", json!({ "receive": response, "input": {} }))
        })
        .collect();
    package.run(false, &questions)
}

/// botocore's, for each event of a service that botocore has.
fn parse(
    cases: &[Case<'_>],
    bodies: &[Result<Vec<u8>, String>],
) -> Result<Vec<Option<Value>>, String> {
    let question = |case: &Case<'_>, body: &Result<Vec<u8>, String>| {
        let body = Blob::from(body.clone().unwrap_or_default());
        Some(json!({
            "service": case.subject.botocore.as_ref()?,
            "protocol": case.subject.protocol.in_botocore(),
            "union": case.union.name(),
            "body": body,
        }))
    };
    let questions: Vec<Option<Value>> =
        cases.iter().zip(bodies).map(|(case, body)| question(case, body)).collect();
    let mut command = script("botocore_streams.py");
    command.arg("parse");
    let asked: Vec<Value> = questions.iter().flatten().cloned().collect();
    let mut answers = run_lines(&mut command, &asked)?.into_iter();
    Ok(questions.into_iter().map(|question| question.and_then(|_| answers.next())).collect())
}
