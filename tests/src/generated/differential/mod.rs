//! Compares our requests and decoded values with botocore's, for random inputs and responses of
//! every operation of a model.

pub(crate) mod cases;
pub(crate) mod exchange;
pub(crate) mod peer;
mod report;
mod rules;
mod scalars;
pub(crate) mod server;
#[cfg(test)]
mod tests;
pub(crate) mod values;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aws_operation_codegen::model::{Shape, ShapeId};
use aws_operation_codegen::{Model, Selection};
use serde_json::{Value, json};

use super::protocols::{Protocol, service, with_only_protocol};
use super::schema::Schema;
use super::{Package, compare, documents, modules_of};
use cases::{Case, Input, Source};
use peer::Peer;
pub use report::Report;
pub use rules::{RULES, Rule};

/// How much is compared.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The number of cases of each operation.
    pub cases: u64,
    /// The seed of the random values.
    pub seed: u64,
    /// The protocol. `None` for the one that the generator chooses.
    pub protocol: Option<Protocol>,
    /// One of this many operations is generated and compared: 1 for all. Operations with streams of
    /// bytes always are.
    pub every: usize,
    /// Whether no code is generated. Then the service of the test reads botocore's requests, which
    /// must give the inputs, and botocore reads the service's responses, which must give the
    /// outputs.
    pub server_only: bool,
}

/// The number of operations whose cases are in memory at the same time.
const AT_ONCE: usize = 40;

/// Compares all operations of the model in a file.
///
/// # Errors
///
/// The model cannot be read, the generator fails, the generated code does not compile, or botocore
/// does not have the service.
pub fn run(path: &Path, options: Options) -> Result<Report, String> {
    let at = |error: String| format!("{}: {error}", path.display());
    let mut text = fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
    if let Some(protocol) = options.protocol {
        text = with_only_protocol(&text, protocol).map_err(at)?;
    }
    let model = Model::parse(&text).map_err(|error| at(error.to_string()))?;
    let (id, shape) = service(&model).map_err(at)?;
    let protocol = Protocol::of_service(shape)
        .ok_or_else(|| at(format!("{id} has no protocol that is known here")))?;
    let schema = Schema::new(&model, protocol);
    let sdk_id = shape.traits.get("aws.api#service").and_then(|service| service["sdkId"].as_str());
    let sdk_id = sdk_id.unwrap_or(id.name());
    let version = shape.version.as_deref().unwrap_or_default();
    let mut operations: Vec<(&ShapeId, &Shape)> = model
        .shapes
        .iter()
        .filter(|(_, shape)| shape.kind == "operation")
        .map(|(id, shape)| (id, shape))
        .collect();
    operations.sort_by_key(|(id, _)| id.as_str());
    let streams = |shape: &Shape| {
        let mut ends = shape.input.iter().chain(&shape.output);
        ends.any(|end| schema.has_byte_stream(&end.target))
    };
    let is_chosen =
        |at: usize, shape: &Shape| at.is_multiple_of(options.every.max(1)) || streams(shape);
    let operations: Vec<_> = operations
        .into_iter()
        .enumerate()
        .filter(|(at, (_, shape))| is_chosen(*at, shape))
        .map(|(_, operation)| operation)
        .collect();

    let name = id.name().to_lowercase();
    let (package, generated) = match options.server_only {
        true => (None, None),
        false => {
            let names = operations.iter().map(|(id, _)| id.name());
            let modules = modules_of(&model, protocol.id(), &Selection::operations(names))?;
            let [module] = modules.as_slice() else {
                return Err(at(format!("no service with {}", protocol.id())));
            };
            let package = Package::build(&package_name(&name, options), &modules)?;
            (Some(package), Some(module.plan.operations.len()))
        }
    };
    let peer = Peer::of_service(sdk_id, version, protocol, id.name())?;

    let title = format!("{sdk_id} {version}");
    let mut report = Report::new(title, protocol, operations.len(), generated);
    let mut source = Source::new(schema, &peer, options.seed);
    for operations in operations.chunks(AT_ONCE) {
        let mut cases = Vec::new();
        for operation in operations {
            match source.cases(*operation, options.cases) {
                Ok(more) => cases.extend(more),
                Err(why) => report.left_out.push(format!("{}: {why}", operation.0.name())),
            }
        }
        let theirs = peer.run(&cases.iter().map(for_botocore).collect::<Vec<_>>())?;
        let title = |case: &Case<'_>| {
            format!("{}, case {}, seed {}", case.operation, case.index, options.seed)
        };
        match &package {
            Some(package) => {
                let questions: Vec<[Value; 3]> =
                    cases.iter().map(|case| for_ours(&name, case)).collect();
                let ours = package.run(false, questions.as_flattened())?;
                for ((case, theirs), ours) in cases.iter().zip(&theirs).zip(ours.chunks(3)) {
                    let [request, decoded, expected] = ours else { continue };
                    if !case.input.streams {
                        report.requests.add(requests(schema, case, request, theirs), || {
                            format!("{}\n  input: {}", title(case), case.input.value)
                        });
                    }
                    let found = responses(schema, case, decoded, expected, theirs);
                    report.responses.add(found, || format!("{}\n  {}", title(case), case.answer));
                }
            }
            None => {
                for (case, theirs) in cases.iter().zip(&theirs) {
                    if !case.input.streams {
                        report.requests.add(request_and_input(schema, case, theirs), || {
                            format!("{}\n  botocore's: {}", title(case), theirs["request"])
                        });
                    }
                    let found = output_and_response(schema, case, theirs);
                    report.responses.add(found, || format!("{}\n  {}", title(case), case.answer));
                }
            }
        }
    }
    report.lacks = source.lacks;
    Ok(report)
}

/// The name of the crate. Each selection has its own, so that changing the selection does not cause
/// a rebuild.
fn package_name(service: &str, options: Options) -> String {
    let protocol = options.protocol.map(|protocol| protocol.name().to_lowercase());
    let protocol = protocol.map_or_else(String::new, |name| format!("-{}", name.replace('_', "-")));
    let every = if options.every > 1 { format!("-{}", options.every) } else { String::new() };
    format!("differential-{service}{protocol}{every}")
}

fn for_botocore(case: &Case<'_>) -> Value {
    json!({
        "operation": case.operation,
        "input": case.input.value,
        "response": case.answer.response,
    })
}

fn for_ours(service: &str, case: &Case<'_>) -> [Value; 3] {
    let with = |name: &str, value: Value| {
        json!({
            "service": service,
            "operation": case.operation,
            "endpoint": "https://example.com",
            name: value,
        })
    };
    let answer = &case.answer;
    let expected = match answer.is_exception {
        true => {
            let shape = answer.shape.as_str();
            with("exception", json!({ "shape": shape, "members": answer.value }))
        }
        false => with("output", answer.value.clone()),
    };
    [with("encode", case.input.value.clone()), with("decode", json!(answer.response)), expected]
}

/// The differences between ours and botocore's.
pub(crate) struct Found {
    /// The differences without a rule, one line for each.
    pub(crate) differences: Vec<String>,
    /// The names of the rules that cover the other differences.
    pub(crate) rules: BTreeSet<&'static str>,
    /// Our value and botocore's.
    sides: [Value; 2],
}

impl Found {
    fn wrong(what: String, sides: [&Value; 2]) -> Self {
        Self { differences: vec![what], rules: BTreeSet::new(), sides: sides.map(Value::clone) }
    }

    /// The differences between two values of a shape.
    pub(crate) fn between(schema: Schema<'_>, top: &ShapeId, ours: Value, theirs: Value) -> Self {
        let (mut uncovered, mut rules) = (Vec::new(), BTreeSet::new());
        for difference in compare::differences(&ours, &theirs) {
            match rules::covering(schema, top, &difference, [&ours, &theirs]) {
                Some(rule) => drop(rules.insert(rule.name)),
                None => uncovered.push(difference.to_string()),
            }
        }
        Self { differences: uncovered, rules, sides: [ours, theirs] }
    }
}

fn requests(schema: Schema<'_>, case: &Case<'_>, ours: &Value, theirs: &Value) -> Found {
    let our_request = match ours.get("failed") {
        Some(failed) => Err(format!("ours: {failed}")),
        None => exchange::request(schema, case.shape, &case.input.value, ours),
    };
    let their_request = match theirs.get("request") {
        Some(request) => exchange::request(schema, case.shape, &case.input.value, request),
        None => Err(format!("botocore: {}", theirs["failed"])),
    };
    match (our_request, their_request) {
        (Ok(ours), Ok(theirs)) => {
            between_requests(schema, &case.input.shape, case.end, [ours, theirs])
        }
        (Err(wrong), _) | (_, Err(wrong)) => Found::wrong(wrong, [ours, theirs]),
    }
}

/// The differences between two requests in the form of [`exchange`]. `end` is that of the
/// [case](Case::end).
pub(crate) fn between_requests(
    schema: Schema<'_>,
    input: &ShapeId,
    end: Option<&str>,
    [ours, mut theirs]: [Value; 2],
) -> Found {
    if let Some(end) = end {
        let path = theirs["path"].as_str().unwrap_or_default();
        theirs["path"] = json!(format!("{}{end}", path.trim_end_matches('/')));
    }
    let mut found = Found::between(schema, input, ours, theirs);
    found.rules.extend(end.map(|_| rules::SLASH.name));
    found
}

fn responses(
    schema: Schema<'_>,
    case: &Case<'_>,
    ours: &Value,
    expected: &Value,
    theirs: &Value,
) -> Found {
    let shape = &case.answer.shape;
    let decoded = |side: &str, answer: &Value| {
        exchange::answer(schema, shape, answer).map_err(|failed| format!("{side}: {failed}"))
    };
    let sides = [ours, theirs];
    let (ours, expected, theirs) = match (
        decoded("ours", ours),
        decoded("the value itself", expected),
        decoded("botocore", theirs),
    ) {
        (Ok(ours), Ok(expected), Ok(theirs)) => (ours, expected, theirs),
        (Err(wrong), _, _) | (_, Err(wrong), _) | (_, _, Err(wrong)) => {
            return Found::wrong(wrong, sides);
        }
    };
    // Ours must have the whole value that the service wrote.
    let lost = compare::differences(&ours, &expected);
    let mut found = Found::between(schema, shape, ours, theirs);
    found.differences.extend(lost.iter().map(|at| format!("ours and what was sent, {at}")));
    found
}

/// The differences between an input and what a service reads in botocore's request.
fn request_and_input(schema: Schema<'_>, case: &Case<'_>, theirs: &Value) -> Found {
    let Input { shape, value, .. } = &case.input;
    let read = match theirs.get("request") {
        Some(request) => exchange::input(schema, shape, request),
        None => Err(format!("botocore: {}", theirs["failed"])),
    };
    let carried = documents::carried(schema, shape, value);
    let has_document = schema.protocol == Protocol::RestXml && !schema.is_raw(shape);
    let is_sent = has_document
        && match schema.payload(shape) {
            Some((name, _)) => value.get(name).is_some(),
            None => carried.as_object().is_some_and(|members| !members.is_empty()),
        };
    let root = is_sent.then(|| schema.root(shape).0);
    match read {
        Ok(theirs) => {
            Found::between(schema, shape, json!({ "input": carried, "root": root }), theirs)
        }
        Err(wrong) => Found::wrong(wrong, [value, theirs]),
    }
}

/// The differences between an output or exception and what botocore reads in the service's
/// response.
fn output_and_response(schema: Schema<'_>, case: &Case<'_>, theirs: &Value) -> Found {
    let answer = &case.answer;
    let sent = match answer.is_exception {
        true => json!({ "error": { "shape": answer.shape.as_str(), "members": answer.value } }),
        false => json!({ "output": answer.value }),
    };
    let normal = |value| exchange::answer(schema, &answer.shape, value);
    match (normal(&sent), normal(theirs)) {
        (Ok(sent), Ok(theirs)) => Found::between(schema, &answer.shape, sent, theirs),
        (Err(wrong), _) | (_, Err(wrong)) => Found::wrong(wrong, [&sent, theirs]),
    }
}
