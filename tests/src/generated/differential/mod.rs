//! Our requests and values beside botocore's, for random inputs and responses of every operation of
//! a model.

mod cases;
mod exchange;
mod peer;
mod random;
mod report;
mod rules;
mod scalars;
mod schema;
mod server;
mod values;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aws_operation_codegen::Model;
use aws_operation_codegen::model::ShapeId;
use serde_json::{Value, json};

use super::{Module, Package, compare, modules};
use cases::{Case, Source};
use peer::Peer;
pub use report::Report;
use report::Tally;
pub use rules::{RULES, Rule};
use schema::Schema;

/// How much is compared.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The cases of each operation.
    pub cases: u64,
    /// What the values come from.
    pub seed: u64,
}

const PROTOCOL: &str = "aws.protocols#restJson1";

/// Compares all operations of the model in a file.
///
/// # Errors
///
/// The model cannot be read or generated, what was generated does not compile, or botocore does not
/// have the service.
pub fn run(path: &Path, options: Options) -> Result<Report, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let model = Model::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let modules = modules(&model, PROTOCOL)?;
    let [module] = modules.as_slice() else {
        return Err(format!("{} has no service with {PROTOCOL}, or several", path.display()));
    };
    let package = Package::build(&format!("differential-{}", module.name), &modules)?;
    let version = model.shape(&module.plan.service.shape).and_then(|shape| shape.version.as_ref());
    let version = version.map_or("", String::as_str);
    let peer = Peer::of_service(&module.plan.service.service_id, version)?;

    let mut report = Report::new(&model, module, version);
    let mut source = Source::new(&model, &peer, options.seed);
    let mut cases = Vec::new();
    for operation in &module.plan.operations {
        match source.cases(operation, options.cases) {
            Ok(more) => cases.extend(more),
            Err(why) => report.left_out.push(format!("{}: {why}", operation.shape.name())),
        }
    }
    report.lacks = source.lacks;

    let theirs = peer.run(&cases.iter().map(for_botocore).collect::<Vec<_>>())?;
    let questions: Vec<[Value; 3]> = cases.iter().map(|case| for_ours(module, case)).collect();
    let ours = package.run(false, questions.as_flattened())?;
    let schema = Schema::new(&model);
    for ((case, theirs), ours) in cases.iter().zip(&theirs).zip(ours.chunks(3)) {
        let [request, decoded, expected] = ours else { continue };
        if !case.input.streams {
            let found = requests(schema, case, request, theirs);
            tally(&mut report.requests, found, case, options.seed, [request, theirs]);
        }
        let found = responses(schema, case, decoded, expected, theirs);
        tally(&mut report.responses, found, case, options.seed, [decoded, theirs]);
    }
    Ok(report)
}

fn for_botocore(case: &Case) -> Value {
    json!({
        "operation": case.operation,
        "input": case.input.value,
        "response": case.answer.response,
    })
}

fn for_ours(module: &Module, case: &Case) -> [Value; 3] {
    let with = |name: &str, value: Value| {
        json!({
            "service": module.name,
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
    [with("encode", case.input.value.clone()), with("decode", answer.response.clone()), expected]
}

/// What differs: a line each, and the names of the rules that cover what else does.
struct Found {
    differences: Vec<String>,
    rules: BTreeSet<&'static str>,
}

impl Found {
    fn wrong(what: String) -> Self {
        Self { differences: vec![what], rules: BTreeSet::new() }
    }

    /// The differences of two values of a shape, ours first.
    fn between(schema: Schema<'_>, top: &ShapeId, ours: &Value, theirs: &Value) -> Self {
        let mut found = Self { differences: Vec::new(), rules: BTreeSet::new() };
        for difference in compare::differences(ours, theirs) {
            match rules::covering(schema, top, &difference, [ours, theirs]) {
                Some(rule) => drop(found.rules.insert(rule.name)),
                None => found.differences.push(difference.to_string()),
            }
        }
        found
    }
}

fn requests(schema: Schema<'_>, case: &Case, ours: &Value, theirs: &Value) -> Found {
    let shape = &case.input.shape;
    let ours = match ours.get("failed") {
        Some(failed) => Err(format!("ours: {failed}")),
        None => exchange::request(schema, shape, ours),
    };
    let theirs = match theirs.get("request") {
        Some(request) => exchange::request(schema, shape, request),
        None => Err(format!("botocore: {}", theirs["failed"])),
    };
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => Found::between(schema, shape, &ours, &theirs),
        (Err(wrong), _) | (_, Err(wrong)) => Found::wrong(wrong),
    }
}

fn responses(
    schema: Schema<'_>,
    case: &Case,
    ours: &Value,
    expected: &Value,
    theirs: &Value,
) -> Found {
    let shape = &case.answer.shape;
    let decoded = |side: &str, answer: &Value| {
        exchange::answer(schema, shape, answer).map_err(|failed| format!("{side}: {failed}"))
    };
    let of =
        (decoded("ours", ours), decoded("the value itself", expected), decoded("botocore", theirs));
    let (ours, expected, theirs) = match of {
        (Ok(ours), Ok(expected), Ok(theirs)) => (ours, expected, theirs),
        (Err(wrong), _, _) | (_, Err(wrong), _) | (_, _, Err(wrong)) => return Found::wrong(wrong),
    };
    let mut found = Found::between(schema, shape, &ours, &theirs);
    // Of the value that the service wrote nothing may be lost.
    let lost = compare::differences(&ours, &expected);
    found.differences.extend(lost.iter().map(|at| format!("ours and what was sent, {at}")));
    found
}

fn tally(tally: &mut Tally, found: Found, case: &Case, seed: u64, [ours, theirs]: [&Value; 2]) {
    tally.compared += 1;
    if found.differences.is_empty() {
        tally.equal += 1;
        for rule in found.rules {
            *tally.rules.entry(rule).or_default() += 1;
        }
        return;
    }
    tally.first.get_or_insert_with(|| {
        format!(
            "{}, case {}, seed {seed}\n  {}\n  input: {}\n  value: {}\n  response: {}\n  \
             ours: {ours}\n  botocore: {theirs}",
            case.operation,
            case.index,
            found.differences.join("\n  "),
            case.input.value,
            case.answer.value,
            case.answer.response,
        )
    });
}
