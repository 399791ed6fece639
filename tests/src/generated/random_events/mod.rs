//! Random events of event streams: ours encodes them, and ours and botocore decode them.

mod cases;
mod subjects;

use aws_operation::Blob;
use serde_json::{Map, Value, json};

use super::Package;
use super::package::run_lines;
use super::protocol::Checked;
use crate::python::script;
use cases::Case;
use subjects::{Subject, of_botocore, of_models};

/// The start of the names of all checks.
const NAME: &str = "random_events";

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
        cases.extend(cases::of(subject)?);
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
        "{NAME}: {} events of {streams} streams, {beside} of them compared with botocore",
        cases.len()
    );
    Ok(checked)
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
