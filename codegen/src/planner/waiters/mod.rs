//! The waiters of operations: Smithy's trait `waitable`. Its JMESPath expressions become functions.
//!
//! Source: Smithy 2.0, Waiters.

mod boolean;
mod function;
mod lists;
mod number;
mod translate;
mod value;

use std::collections::HashMap;

use serde_json::Value;

use super::Planner;
use crate::model::{Shape, ShapeId};
use crate::names::{Scope, constant, field, words};
use crate::plan::waiters::{Acceptor, Expected, Function, Matcher, Returns, State, Waiter};
use crate::plan::{Operation, Plan};
use crate::{Error, docs, traits};

/// Smithy's default delays, in seconds.
const DELAYS: (u64, u64) = (2, 120);

/// An expression in an acceptor, as Smithy's `PathMatcher` has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Path {
    /// Whether it is applied to the input and the output, rather than to the output only.
    with_input: bool,
    /// The type of value that the comparator needs.
    returns: Returns,
    text: String,
}

/// The names of the items in the module `waiters`. They are the same for every selection of operations.
struct Names {
    /// By operation and name of the waiter.
    constants: HashMap<(ShapeId, String), String>,
    /// By operation and expression.
    functions: HashMap<(ShapeId, Path), String>,
}

impl Planner<'_> {
    /// Plans the waiters of all operations. All structures must have been planned.
    pub(super) fn waiters(&mut self) -> Result<(), Error> {
        let names = self.waiter_names();
        for index in 0..self.plan.operations.len() {
            let operation = self.plan.operations.get(index);
            let shape = operation.and_then(|operation| self.catalog.model.shape(&operation.shape));
            let Some(shape) = shape else { continue };
            for (name, waiter) in waiters(shape) {
                match self.waiter(index, name, waiter, &names) {
                    Ok((waiter, functions)) => {
                        self.grow(waiter.docs.len() + waiter.name.len())?;
                        self.plan.waiters.push(waiter);
                        for function in functions {
                            self.grow(function.path.len() * 4)?;
                            self.plan.waiter_functions.push(function);
                        }
                    }
                    Err(problem) => self.note(format!(
                        "`{}`: its waiter `{name}` is omitted, because {problem}",
                        shape_name(&self.plan, index)
                    )),
                }
            }
        }
        self.plan.waiters.sort_by(|a, b| a.constant.cmp(&b.constant));
        self.plan.waiter_functions.sort_by(|a, b| a.name.cmp(&b.name));
        self.plan.waiter_functions.dedup_by(|a, b| a.name == b.name);
        Ok(())
    }

    fn waiter_names(&self) -> Names {
        let mut operations = self.service().operations.clone();
        operations.sort();
        let (mut constants, mut functions) = (HashMap::new(), HashMap::new());
        let mut scope = Scope::new();
        for name in function::RESERVED {
            scope.claim(&[name.to_owned()]);
        }
        for id in operations {
            let Some(shape) = self.catalog.model.shape(id) else { continue };
            for (name, waiter) in waiters(shape) {
                let words = words(name).join("_");
                constants.insert((id.clone(), name.clone()), scope.claim(&[constant(&words)]));
                let paths = acceptors(waiter).filter_map(|acceptor| matcher(acceptor).ok());
                for path in paths.filter_map(|matcher| matcher.path()) {
                    let key = (id.clone(), path);
                    let wishes = function_names(&key.1.text, name);
                    functions.entry(key).or_insert_with(|| scope.claim(&wishes));
                }
            }
        }
        Names { constants, functions }
    }

    /// A waiter and the functions that it needs, or why it is omitted.
    fn waiter(
        &self,
        index: usize,
        name: &str,
        waiter: &Value,
        names: &Names,
    ) -> Result<(Waiter, Vec<Function>), String> {
        let operation = self.plan.operations.get(index).ok_or("the operation is not planned")?;
        let id = &operation.shape;
        let (mut planned, mut functions) = (Vec::new(), Vec::new());
        for acceptor in acceptors(waiter) {
            let state = match acceptor.get("state").and_then(Value::as_str) {
                Some("success") => State::Success,
                Some("failure") => State::Failure,
                Some("retry") => State::Retry,
                _ => return Err("an acceptor has an unknown `state`".to_owned()),
            };
            match matcher(acceptor)? {
                ModelMatcher::Success(success) => {
                    planned.push(Acceptor { state, matcher: Matcher::Success(success) });
                }
                ModelMatcher::Error(error) => planned.extend(
                    self.codes(operation, error)
                        .into_iter()
                        .map(|code| Acceptor { state, matcher: Matcher::Error(code) }),
                ),
                ModelMatcher::Path(path, expected) => {
                    let not_understood = |problem: String| {
                        format!("its path `{}` is not understood: {problem}", path.text)
                    };
                    let key = (id.clone(), path.clone());
                    let function = names.functions.get(&key).cloned().unwrap_or_default();
                    let made = function::function(&self.plan, operation, &path, function.clone());
                    functions.push(made.map_err(not_understood)?);
                    let Path { with_input, text: path, .. } = path;
                    let matcher = Matcher::Path { function, with_input, path, expected };
                    planned.push(Acceptor { state, matcher });
                }
            }
        }
        if planned.is_empty() {
            return Err("it has no acceptors".to_owned());
        }
        let delay = |key: &str| waiter.get(key).and_then(Value::as_u64).filter(|delay| *delay > 0);
        let min_delay = delay("minDelay").unwrap_or(DELAYS.0);
        let max_delay = delay("maxDelay").unwrap_or(DELAYS.1).max(min_delay);
        let key = (id.clone(), name.to_owned());
        let waiter = Waiter {
            name: name.to_owned(),
            constant: names.constants.get(&key).cloned().unwrap_or_default(),
            operation: operation.name.clone(),
            output: operation.output.clone(),
            docs: waiter
                .get("documentation")
                .and_then(Value::as_str)
                .map_or(String::new(), docs::to_markdown),
            min_delay,
            max_delay,
            acceptors: planned,
        };
        Ok((waiter, functions))
    }

    /// The codes of an error: the one that the service sends under its protocol, and the error's name if
    /// it differs.
    fn codes(&self, operation: &Operation, error: &str) -> Vec<String> {
        let name = error.rsplit('#').next().unwrap_or(error);
        let shape = self.catalog.model.shape(&operation.shape);
        let errors = shape.map(|shape| self.catalog.errors(shape)).unwrap_or_default();
        let code = errors
            .into_iter()
            .find(|id| id.as_str() == error || id.name() == name)
            .and_then(|id| Some(self.error_code(id, self.catalog.model.shape(id)?)));
        let name = name.to_owned();
        match code {
            Some(code) if code != name => vec![code, name],
            _ => vec![name],
        }
    }
}

fn shape_name(plan: &Plan, index: usize) -> &str {
    plan.operations.get(index).map_or("", |operation| operation.shape.name())
}

/// The waiters of an operation, by name.
fn waiters(shape: &Shape) -> impl Iterator<Item = (&String, &Value)> {
    shape.traits.get(traits::WAITABLE).and_then(Value::as_object).into_iter().flatten()
}

fn acceptors(waiter: &Value) -> impl Iterator<Item = &Value> {
    waiter.get("acceptors").and_then(Value::as_array).into_iter().flatten()
}

/// The matcher of an acceptor in the model.
enum ModelMatcher<'a> {
    Success(bool),
    Error(&'a str),
    Path(Path, Expected),
}

impl ModelMatcher<'_> {
    fn path(self) -> Option<Path> {
        match self {
            Self::Path(path, _) => Some(path),
            _ => None,
        }
    }
}

fn matcher(acceptor: &Value) -> Result<ModelMatcher<'_>, String> {
    let matcher = acceptor.get("matcher").and_then(Value::as_object);
    let Some((kind, value)) = matcher.and_then(|matcher| matcher.iter().next()) else {
        return Err("an acceptor has no `matcher`".to_owned());
    };
    let unknown = || format!("the matcher `{kind}` has an unknown value");
    match kind.as_str() {
        "success" => value.as_bool().map(ModelMatcher::Success).ok_or_else(unknown),
        "errorType" => value.as_str().map(ModelMatcher::Error).ok_or_else(unknown),
        "output" | "inputOutput" => {
            let text = |key: &str| value.get(key).and_then(Value::as_str).ok_or_else(unknown);
            let expected = text("expected")?;
            let expected = match text("comparator")? {
                "stringEquals" => Expected::Text(expected.to_owned()),
                "booleanEquals" => Expected::Bool(expected.parse().map_err(|_| unknown())?),
                "anyStringEquals" => Expected::Any(expected.to_owned()),
                "allStringEquals" => Expected::All(expected.to_owned()),
                other => return Err(format!("the comparator `{other}` is unknown")),
            };
            let returns = match expected {
                Expected::Text(_) => Returns::Text,
                Expected::Bool(_) => Returns::Bool,
                Expected::Any(_) | Expected::All(_) => Returns::Texts,
            };
            let with_input = kind == "inputOutput";
            let path = Path { with_input, returns, text: text("path")?.to_owned() };
            Ok(ModelMatcher::Path(path, expected))
        }
        other => Err(format!("the matcher `{other}` is unknown")),
    }
}

/// The preferred names of the function for an expression. For a path of names, such as `a[].b`, they
/// are `b`, `a_b` and the waiter's name with `b`; for other expressions, the waiter's name.
fn function_names(path: &str, waiter: &str) -> Vec<String> {
    let is_simple = path.chars().all(|c| c.is_ascii_alphanumeric() || "_.[]*".contains(c));
    let names: Vec<&str> = path
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|name| !name.is_empty() && is_simple)
        .collect();
    match names.as_slice() {
        [.., last] => {
            vec![field(last), field(&names.join("_")), field(&format!("{waiter}_{last}"))]
        }
        [] => vec![field(waiter)],
    }
}
