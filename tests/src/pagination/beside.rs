//! Runs random scripts of pages through generated operations and through botocore's paginators.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;

use aws_operation_codegen::Selection;
use aws_operation_codegen::model::{Reference, ShapeId};
use serde_json::{Value, json};

use super::compare_pages::{Sides, compare};
use super::scripts::{Paged, Script, at, script, set};
use super::{Pages, Report, Service};
use crate::generated::differential::cases::Source;
use crate::generated::differential::peer::Peer;
use crate::generated::protocols::{Protocol, service};
use crate::generated::schema::Schema;
use crate::generated::{Module, Package, modules_of};

/// The number of scripts of each operation.
const SCRIPTS: u64 = 5;
const SEED: u64 = 1;
/// Services are put into one crate until it has this many operations.
const OPERATIONS_OF_CRATE: usize = 150;
/// The number of operations whose scripts are in memory at the same time.
const AT_ONCE: usize = 30;

/// botocore's paginators by service id and operation.
type Paginators = BTreeMap<String, BTreeMap<String, Value>>;

/// Compares all declared operations of the services. Differences are printed. `label` is in the names
/// of the crates, so that another selection of services does not cause a rebuild.
///
/// # Errors
///
/// The generator fails, the generated code does not compile, or botocore fails.
pub fn run(services: &[Service], botocore: &Paginators, label: &str) -> Result<Report, String> {
    let mut report = Report::default();
    let mut groups: Vec<Vec<&Service>> = Vec::new();
    let mut size = OPERATIONS_OF_CRATE;
    for service in services.iter().filter(|service| !service.declared.is_empty()) {
        if size >= OPERATIONS_OF_CRATE {
            groups.push(Vec::new());
            size = 0;
        }
        size += service.declared.len();
        groups.last_mut().into_iter().for_each(|group| group.push(service));
    }
    thread::scope(|scope| {
        let (sender, packages) = mpsc::channel();
        let to_build = &groups;
        // The next crate is built while the operations of the one before are compared.
        scope.spawn(move || {
            for (index, group) in to_build.iter().enumerate() {
                let package = build(&format!("pages-{label}{index}"), group);
                let failed = package.is_err();
                if sender.send(package).is_err() || failed {
                    break;
                }
            }
        });
        for group in &groups {
            let package = packages.recv().map_err(|error| error.to_string())??;
            for service in group {
                let known = botocore.get(&service.id);
                let at = |why: String| format!("{}: {why}", service.file);
                of_service(service, known, &package, &mut report).map_err(at)?;
            }
        }
        Ok(report)
    })
}

fn build(name: &str, services: &[&Service]) -> Result<Package, String> {
    let mut modules = Vec::new();
    for service in services {
        let at = |why: String| format!("{}: {why}", service.file);
        let selection = Selection::operations(service.declared.keys().map(String::as_str));
        let protocol = protocol(service).map_err(at)?;
        let of_service = modules_of(&service.model, protocol.id(), &selection).map_err(at)?;
        modules.extend(
            of_service.into_iter().map(|module| Module { name: module_name(service), ..module }),
        );
    }
    Package::of_pages(name, &modules)
}

/// The name of the module. Two files may have models of the same service.
fn module_name(service: &Service) -> String {
    let name = service.file.to_lowercase();
    format!("of_{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

fn protocol(of: &Service) -> Result<Protocol, String> {
    let (id, shape) = service(&of.model)?;
    Protocol::of_service(shape).ok_or_else(|| format!("{id} has no protocol that is known here"))
}

fn of_service(
    of: &Service,
    known: Option<&BTreeMap<String, Value>>,
    package: &Package,
    report: &mut Report,
) -> Result<(), String> {
    let (id, shape) = service(&of.model)?;
    let schema = Schema::new(&of.model, protocol(of)?);
    let version = shape.version.as_deref().unwrap_or_default();
    let peer = match Peer::of_service(&of.id, version, schema.protocol, id.name()) {
        Ok(peer) => peer,
        Err(why) => {
            report.left_out.push(format!("{}: {why}", of.file));
            return Ok(());
        }
    };
    let mut source = Source::new(schema, &peer, SEED);
    let declared: Vec<_> = of.declared.iter().collect();
    for declared in declared.chunks(AT_ONCE) {
        let mut cases = Vec::new();
        for (name, pages) in declared {
            let paginator = known.and_then(|known| known.get(*name));
            match cases_of(schema, &peer, &mut source, (name, pages), paginator) {
                Ok(case) => {
                    report.without_paginator += usize::from(paginator.is_none());
                    cases.push(case);
                }
                Err(why) => report.left_out.push(format!("{} {name}: {why}", of.file)),
            }
        }
        ask(of, schema, &peer, package, &cases, report)?;
    }
    Ok(())
}

/// An operation with its scripts.
struct Cases<'a> {
    operation: Paged<'a>,
    /// See [`Case::end`](crate::generated::differential::cases::Case::end).
    end: Option<&'static str>,
    paginator: Value,
    scripts: Vec<Script>,
}

fn cases_of<'a>(
    schema: Schema<'a>,
    peer: &Peer,
    source: &mut Source<'_>,
    (name, pages): (&str, &'a Pages),
    paginator: Option<&Value>,
) -> Result<Cases<'a>, String> {
    let (id, shape) = schema.operation(name).ok_or("the model lacks it")?;
    let target = |reference: &'a Option<Reference>| -> Result<&'a ShapeId, String> {
        Ok(&reference.as_ref().ok_or("it has no input or no output")?.target)
    };
    let (input, output) = (target(&shape.input)?, target(&shape.output)?);
    let operation = Paged { id, shape, input, output, pages };
    let end = source.end((id, shape))?;
    let scripts = (0..SCRIPTS).map(|index| script(schema, peer, source, operation, (SEED, index)));
    let scripts = scripts.collect::<Result<_, _>>()?;
    let mut paginator = paginator.cloned().unwrap_or_else(|| {
        json!({
            "input_token": pages.input_token,
            "output_token": pages.output_token,
            "result_key": pages.items,
            "limit_key": pages.page_size,
            "more_results": pages.more,
        })
    });
    if paginator["result_key"].is_null() {
        // botocore needs a path. This one finds nothing.
        paginator["result_key"] = json!("noItems");
    }
    Ok(Cases { operation, end, paginator, scripts })
}

/// Runs the scripts of operations on both sides, and compares.
fn ask(
    of: &Service,
    schema: Schema<'_>,
    peer: &Peer,
    package: &Package,
    cases: &[Cases<'_>],
    report: &mut Report,
) -> Result<(), String> {
    let all =
        || cases.iter().flat_map(|case| case.scripts.iter().map(move |script| (case, script)));
    let theirs: Vec<Value> = all().map(|(case, script)| for_botocore(case, script)).collect();
    let mut theirs = peer.pages(&theirs)?;
    for ((case, script), theirs) in all().zip(&mut theirs) {
        if script.is_number {
            tokens_as_text(case.operation.pages, theirs);
        }
    }
    let mut questions = Vec::new();
    for ((case, script), theirs) in all().zip(&theirs) {
        questions.extend(for_ours(of, case, script, theirs));
    }
    let mut answers = package.run(false, &questions)?.into_iter();
    let mut theirs = theirs.iter();
    for case in cases {
        let mut first = None;
        for (index, script) in case.scripts.iter().enumerate() {
            let theirs = theirs.next().ok_or("an answer is missing")?;
            let mut next = || answers.next().ok_or("an answer is missing");
            let pages = next()?;
            let items = case.operation.pages.items.as_ref().map(|_| next()).transpose()?;
            let resumed = theirs["resumed"].is_object().then(&mut next).transpose()?;
            report.pages += pages["pages"].as_array().map_or(0, Vec::len);
            report.resumed += usize::from(resumed.is_some());
            let sides = Sides { pages, items, resumed, theirs };
            let (differences, rules) = compare(schema, case.operation, case.end, script, &sides);
            report.rules.extend(rules);
            if first.is_none() && !differences.is_empty() {
                first =
                    Some(format!("script {index}, {:?}: {}", script.end, differences.join("\n  ")));
            }
        }
        match first {
            None => report.equal += 1,
            Some(first) => {
                println!("{} {} failed: {first}", of.file, case.operation.id.name());
                report.differ += 1;
            }
        }
    }
    Ok(())
}

/// Converts the tokens in botocore's answer from numbers to strings.
fn tokens_as_text(pages: &Pages, theirs: &mut Value) {
    let as_text = |value: Option<&Value>| value.filter(|it| it.is_number()).map(Value::to_string);
    let convert = |answer: &mut Value| {
        for page in answer["pages"].as_array_mut().into_iter().flatten() {
            if let Some(text) = as_text(at(&page["output"], &pages.output_token)) {
                set(&mut page["output"], &pages.output_token, json!(text));
            }
        }
    };
    convert(theirs);
    if let Some(resumed) = theirs.get_mut("resumed").filter(|resumed| resumed.is_object()) {
        convert(resumed);
        if let Some(text) = as_text(resumed["token"].get(&pages.input_token)) {
            resumed["token"][&pages.input_token] = json!(text);
        }
    }
}

fn for_botocore(case: &Cases<'_>, script: &Script) -> Value {
    json!({
        "operation": case.operation.id.name(),
        "input": script.input,
        "responses": script.responses,
        "paginator": case.paginator,
        "items": case.operation.pages.items,
        "page_size": script.page_size,
        "after": script.after,
    })
}

/// The pages; the items, if there are any; and the pages from botocore's token, if it can resume.
fn for_ours(of: &Service, case: &Cases<'_>, script: &Script, theirs: &Value) -> Vec<Value> {
    let whole = json!({
        "service": module_name(of),
        "operation": case.operation.id.name(),
        "input": script.input,
        "responses": script.responses,
        "page_size": script.page_size,
    });
    let mut questions = vec![whole.clone()];
    if case.operation.pages.items.is_some() {
        let mut items = whole.clone();
        items["items"] = json!(true);
        questions.push(items);
    }
    if let Some(token) = theirs["resumed"]["token"].get(&case.operation.pages.input_token) {
        let mut resumed = whole;
        resumed["input"][&case.operation.pages.input_token] = token.clone();
        let rest = script.responses.get(script.after.unwrap_or_default()..);
        resumed["responses"] = json!(rest);
        questions.push(resumed);
    }
    questions
}
