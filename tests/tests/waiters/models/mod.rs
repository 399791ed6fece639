//! The waiters of models: each acceptor with an expression, beside the reference implementation of
//! JMESPath, on random inputs and outputs.

mod documents;

use std::fs;
use std::path::{Path, PathBuf};

use aws_operation_codegen::plan::waiters::{Expected, Matcher, Waiter};
use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use aws_operation_tests::generated::{Module, Package, leave_out, models, run_lines};
use aws_operation_tests::python::script;
use aws_operation_tests::random::Random;
use documents::Documents;
use serde_json::{Value, json};

/// Waiters of an invented service. Their expressions have the forms that AWS's models use or may use.
const EXPRESSIONS: &str = include_str!("expressions.json");

/// The number of documents for each acceptor.
const CASES: u64 = 300;

/// The trait of operations with waiters.
const WAITABLE: &str = "smithy.waiters#waitable";

/// A service with waiters.
struct Service {
    /// The name of the model's file.
    file: String,
    module: Module,
    /// The notes on waiters that the generator omits.
    omitted: Vec<String>,
}

/// An acceptor with an expression.
struct Subject<'a> {
    service: &'a Service,
    waiter: &'a Waiter,
    index: usize,
    path: &'a str,
    with_input: bool,
    comparator: &'static str,
    expected: String,
}

impl Subject<'_> {
    fn title(&self) -> String {
        let Self { service, waiter, index, .. } = self;
        format!("{}: {}, acceptor {index}", service.file, waiter.name)
    }
}

/// The result for an acceptor.
#[derive(Default)]
struct Tally {
    matched: u64,
    unmatched: u64,
    difference: Option<String>,
}

/// Checks every waiter of every model. Returns the numbers of acceptors that passed and failed.
///
/// # Errors
///
/// A model cannot be read, the generated code does not compile, or Python fails.
pub fn check(filter: Option<&str>) -> Result<(usize, usize), String> {
    let mut services = of_model("expressions", &Model::parse(EXPRESSIONS).map_err(text)?)?;
    let folder = models();
    if folder.exists() {
        for path in files(&folder)? {
            let model = Model::load(&path).map_err(text)?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            services.extend(of_model(&name, &model)?);
        }
    } else {
        leave_out("the waiters of AWS's models", &folder)?;
    }
    let is_chosen = |service: &Service| filter.is_none_or(|word| service.file.contains(word));
    services.retain(is_chosen);
    let mut failed = 0;
    for (service, problem) in services.iter().flat_map(|it| it.omitted.iter().map(move |o| (it, o)))
    {
        println!("{}: {problem}", service.file);
        failed += 1;
    }
    services.retain(|service| !service.module.plan.waiters.is_empty());
    if services.is_empty() {
        return Ok((0, failed));
    }
    let subjects: Vec<Subject<'_>> = services.iter().flat_map(subjects).collect();
    let tallies = compared(&services, &subjects)?;
    let mut passed = 0;
    for (subject, tally) in subjects.iter().zip(tallies) {
        match problem(&tally) {
            None => passed += 1,
            Some(problem) => {
                println!("{}, `{}`: {problem}", subject.title(), subject.path);
                failed += 1;
            }
        }
    }
    let waiters: usize = services.iter().map(|service| service.module.plan.waiters.len()).sum();
    let documents = subjects.len() as u64 * CASES;
    println!("{waiters} waiters of {} models; {documents} documents", services.len());
    Ok((passed, failed))
}

/// What is wrong with an acceptor. One that always or never matches is not tested well enough.
fn problem(tally: &Tally) -> Option<String> {
    match tally {
        Tally { difference: Some(difference), .. } => Some(difference.clone()),
        Tally { matched: 0, .. } => Some("it matched no document".to_owned()),
        Tally { unmatched: 0, .. } => Some("it matched every document".to_owned()),
        _ => None,
    }
}

fn text(error: aws_operation_codegen::Error) -> String {
    error.to_string()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The services of a model, with their operations that have waiters.
fn of_model(file: &str, model: &Model) -> Result<Vec<Service>, String> {
    let mut services = Vec::new();
    let ids = model.shapes.iter().filter(|(_, shape)| shape.kind == "service");
    let waitable = model.shapes.iter().filter(|(_, shape)| shape.traits.has(WAITABLE));
    let names: Vec<&str> = waitable.map(|(id, _)| id.name()).collect();
    if names.is_empty() {
        return Ok(services);
    }
    for (id, _) in ids {
        let selection = Selection::operations(names.iter().copied()).service(id.as_str());
        let at = |error: aws_operation_codegen::Error| format!("{file}: {error}");
        let plan = plan(model, &selection).map_err(at)?;
        let text = render(&plan, Docs::Full, None);
        let name: String =
            file.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let name = format!("{}_{}", name.to_lowercase(), services.len());
        let notes = plan.notes.iter().filter(|note| note.contains("its waiter"));
        let omitted = notes.cloned().collect();
        let module = Module { name, plan, text };
        services.push(Service { file: file.to_owned(), module, omitted });
    }
    Ok(services)
}

fn subjects(service: &Service) -> Vec<Subject<'_>> {
    let mut subjects = Vec::new();
    for waiter in &service.module.plan.waiters {
        for (index, acceptor) in waiter.acceptors.iter().enumerate() {
            let Matcher::Path { path, with_input, expected, .. } = &acceptor.matcher else {
                continue;
            };
            let (comparator, expected) = match expected {
                Expected::Text(text) => ("stringEquals", text.clone()),
                Expected::Bool(value) => ("booleanEquals", value.to_string()),
                Expected::Any(text) => ("anyStringEquals", text.clone()),
                Expected::All(text) => ("allStringEquals", text.clone()),
            };
            let with_input = *with_input;
            let subject =
                Subject { service, waiter, index, path, with_input, comparator, expected };
            subjects.push(subject);
        }
    }
    subjects
}

/// Evaluates each acceptor with both implementations.
fn compared(services: &[Service], subjects: &[Subject<'_>]) -> Result<Vec<Tally>, String> {
    let modules: Vec<&Module> = services.iter().map(|service| &service.module).collect();
    let package = Package::of_acceptors("waiters", &modules)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for subject in subjects {
        for index in 0..CASES {
            let [our_case, their_case] = case(subject, index);
            ours.push(our_case);
            theirs.push(their_case);
        }
    }
    let our_answers = package.run(false, &ours)?;
    let their_answers = run_lines(&mut script("acceptors.py"), &theirs)?;
    let mut answers = our_answers.iter().zip(&their_answers).zip(&theirs);
    let mut tallies = Vec::new();
    for subject in subjects {
        let mut tally = Tally::default();
        for _ in 0..CASES {
            let Some(((ours, theirs), case)) = answers.next() else { break };
            match theirs.as_bool() {
                Some(true) => tally.matched += 1,
                _ => tally.unmatched += 1,
            }
            if ours.get(subject.index) != Some(theirs) && tally.difference.is_none() {
                tally.difference =
                    Some(format!("we answer {ours}, and the reference {theirs}, to\n  {case}"));
            }
        }
        tallies.push(tally);
    }
    Ok(tallies)
}

/// The same random case for both implementations.
fn case(subject: &Subject<'_>, index: u64) -> [Value; 2] {
    let Subject { service, waiter, path, comparator, expected, .. } = subject;
    let random = Random::of_case(1, &subject.title(), index);
    let mut documents = Documents::new(&service.module.plan, path, expected, random);
    let input = documents.input(&waiter.operation);
    let output = documents.output(waiter.output.as_deref());
    let document = match subject.with_input {
        true => json!({ "input": input, "output": output }),
        false => output.clone(),
    };
    let ours = json!({
        "service": service.module.name,
        "operation": waiter.name,
        "input": input,
        "output": output,
    });
    let theirs = json!({
        "path": path,
        "comparator": comparator,
        "expected": expected,
        "document": document,
    });
    [ours, theirs]
}
