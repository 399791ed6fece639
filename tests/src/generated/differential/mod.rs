//! Our requests and values beside botocore's, for random inputs and responses of every operation of
//! a model.

mod cases;
mod exchange;
mod peer;
mod report;
mod rules;
mod scalars;
mod schema;
mod server;
#[cfg(test)]
mod tests;
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
        let title = format!("{}, case {}, seed {}", case.operation, case.index, options.seed);
        if !case.input.streams {
            let found = requests(schema, case, request, theirs);
            let given = format!("input: {}", case.input.value);
            report.requests.add(found, || format!("{title}\n  {given}"));
        }
        let found = responses(schema, case, decoded, expected, theirs);
        report.responses.add(found, || format!("{title}\n  {}", case.answer));
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
    [with("encode", case.input.value.clone()), with("decode", json!(answer.response)), expected]
}

/// What differs between ours and botocore's.
struct Found {
    /// A line each.
    differences: Vec<String>,
    /// The names of the rules that cover what else differs.
    rules: BTreeSet<&'static str>,
    /// Ours and botocore's.
    sides: [Value; 2],
}

impl Found {
    fn wrong(what: String, sides: [&Value; 2]) -> Self {
        Self { differences: vec![what], rules: BTreeSet::new(), sides: sides.map(Value::clone) }
    }

    /// The differences of two values of a shape.
    fn between(schema: Schema<'_>, top: &ShapeId, ours: Value, theirs: Value) -> Self {
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

fn requests(schema: Schema<'_>, case: &Case, ours: &Value, theirs: &Value) -> Found {
    let shape = &case.input.shape;
    let our_request = match ours.get("failed") {
        Some(failed) => Err(format!("ours: {failed}")),
        None => exchange::request(schema, shape, ours),
    };
    let their_request = match theirs.get("request") {
        Some(request) => exchange::request(schema, shape, request),
        None => Err(format!("botocore: {}", theirs["failed"])),
    };
    match (our_request, their_request) {
        (Ok(ours), Ok(theirs)) => Found::between(schema, shape, ours, theirs),
        (Err(wrong), _) | (_, Err(wrong)) => Found::wrong(wrong, [ours, theirs]),
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
    // Of the value that the service wrote nothing may be lost.
    let lost = compare::differences(&ours, &expected);
    let mut found = Found::between(schema, shape, ours, theirs);
    found.differences.extend(lost.iter().map(|at| format!("ours and what was sent, {at}")));
    found
}
