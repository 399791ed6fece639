//! The official protocol tests: the cases of a model, and what each says of a request or response.

mod request;
mod response;

use aws_operation_codegen::model::{Model, Shape, ShapeId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Module;
pub use request::RequestTest;
pub use response::ResponseTest;

/// A case of `httpRequestTests` or `httpResponseTests`.
#[derive(Debug, Clone)]
pub struct Case {
    /// The module of the operation.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The exception of the case, where it is of one.
    pub exception: Option<ShapeId>,
    /// What it says.
    pub test: Test,
}

/// What a case says.
#[derive(Debug, Clone)]
pub enum Test {
    /// Of a request.
    Request(Box<RequestTest>),
    /// Of a response.
    Response(ResponseTest),
}

impl Case {
    /// The case's name.
    pub fn id(&self) -> &str {
        match &self.test {
            Test::Request(test) => &test.id,
            Test::Response(test) => &test.id,
        }
    }

    /// The questions that the case asks a generated crate.
    pub fn questions(&self) -> Vec<Value> {
        let questions = match &self.test {
            Test::Request(test) => vec![test.question()],
            Test::Response(test) => test.questions(self.exception.as_ref()),
        };
        let named = |mut question: Value| {
            question["service"] = json!(self.service);
            question["operation"] = json!(self.operation);
            question
        };
        questions.into_iter().map(named).collect()
    }

    /// Whether the answers to the questions are what the case says.
    ///
    /// # Errors
    ///
    /// What is wrong, a line each.
    pub fn check(&self, answers: &[Value]) -> Result<(), String> {
        if let Some(failed) = answers.iter().find_map(|answer| answer.get("failed")) {
            return Err(failed.as_str().unwrap_or_default().to_owned());
        }
        let wrong = match (&self.test, answers) {
            (Test::Request(test), [request]) => test.problems(request),
            (Test::Response(_), [decoded, expected]) => response::problems(decoded, expected),
            _ => vec![format!("{} answers", answers.len())],
        };
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }
}

/// The client's cases of these modules, in the model's order.
///
/// # Errors
///
/// A trait is not what Smithy says, or an exception is no operation's.
pub fn cases(model: &Model, protocol: &str, modules: &[Module]) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for Module { name, plan, .. } in modules {
        for operation in &plan.operations {
            let shape = model.shape(&operation.shape).ok_or("the plan has another model")?;
            let case = |test| Case {
                service: name.clone(),
                operation: operation.shape.name().to_owned(),
                exception: None,
                test,
            };
            cases.extend(requests(shape, protocol)?.map(&case));
            cases.extend(responses(shape, protocol)?.map(&case));
        }
        let errors = plan.operations.iter().flat_map(|operation| {
            let variants = operation.error.iter().flat_map(|error| &error.variants);
            variants.map(move |variant| (&variant.shape, operation))
        });
        let mut seen = Vec::new();
        for (exception, operation) in errors {
            if seen.contains(&exception) {
                continue;
            }
            seen.push(exception);
            let shape = model.shape(exception).ok_or("the plan has another model")?;
            cases.extend(responses(shape, protocol)?.map(|test| Case {
                service: name.clone(),
                operation: operation.shape.name().to_owned(),
                exception: Some(exception.clone()),
                test,
            }));
        }
    }
    Ok(cases)
}

/// What tests of both directions have for the choice of cases.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Choice {
    protocol: String,
    applies_to: Option<String>,
}

fn requests(shape: &Shape, protocol: &str) -> Result<impl Iterator<Item = Test>, String> {
    let tests = read(shape, "smithy.test#httpRequestTests", protocol)?;
    Ok(tests.into_iter().map(|test| Test::Request(Box::new(test))))
}

fn responses(shape: &Shape, protocol: &str) -> Result<impl Iterator<Item = Test>, String> {
    let tests = read(shape, "smithy.test#httpResponseTests", protocol)?;
    Ok(tests.into_iter().map(Test::Response))
}

fn read<T: DeserializeOwned>(shape: &Shape, id: &str, protocol: &str) -> Result<Vec<T>, String> {
    let mut tests = Vec::new();
    for value in shape.traits.get(id).and_then(Value::as_array).into_iter().flatten() {
        let wrong = |error| format!("{id}: {error} in {value}");
        let choice = Choice::deserialize(value).map_err(wrong)?;
        if choice.protocol == protocol && choice.applies_to.is_none_or(|side| side == "client") {
            tests.push(T::deserialize(value).map_err(wrong)?);
        }
    }
    Ok(tests)
}

fn no_members() -> Value {
    json!({})
}
