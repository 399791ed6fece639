//! The official protocol tests: the cases of a model, and their expected requests and responses.

mod events;
mod request;
mod response;
mod suite;

use aws_operation_codegen::model::{Model, Shape, ShapeId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::protocols::{Protocol, operations, services};
use super::schema::Schema;
pub use events::{Checked, check_events};
pub use request::RequestTest;
pub use response::ResponseTest;
pub use suite::run;

/// A case of `httpRequestTests` or `httpResponseTests`.
#[derive(Debug, Clone)]
pub struct Case {
    /// The name of the operation's module.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The input of the operation, if it has one.
    pub input: Option<ShapeId>,
    /// The exception, if the case tests one.
    pub exception: Option<ShapeId>,
    /// The expectations of the case.
    pub test: Test,
}

/// The expectations of a case.
#[derive(Debug, Clone)]
pub enum Test {
    /// Expectations of a request.
    Request(Box<RequestTest>),
    /// Expectations of a response.
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

    /// The lines that are sent to the generated crate for this case.
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

    /// Compares the generated crate's answers with the expectations of the case.
    ///
    /// # Errors
    ///
    /// The differences, one line for each.
    pub fn check(&self, schema: Schema<'_>, answers: &[Value]) -> Result<(), String> {
        if let Some(failed) = answers.iter().find_map(|answer| answer.get("failed")) {
            return Err(failed.as_str().unwrap_or_default().to_owned());
        }
        let wrong = match (&self.test, answers) {
            (Test::Request(test), [request]) => {
                let unit = ShapeId::new("smithy.api#Unit");
                test.problems(schema, self.input.as_ref().unwrap_or(&unit), request)
            }
            (Test::Response(test), [decoded, expected]) => test.problems(decoded, expected),
            _ => vec![format!("{} answers", answers.len())],
        };
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }
}

/// The cases of a protocol for clients, in the model's order. A case of an exception uses the first
/// operation that has the exception.
///
/// # Errors
///
/// A trait does not have the form that Smithy defines.
pub fn cases(model: &Model, protocol: Protocol) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (service_id, service) in services(model, protocol.id()) {
        let operations = operations(model, service);
        for (id, operation) in &operations {
            let input = operation.input.as_ref().map(|input| input.target.clone());
            let case = |test| Case {
                service: service_id.name().to_lowercase(),
                operation: id.name().to_owned(),
                input: input.clone(),
                exception: None,
                test,
            };
            cases.extend(requests(operation, protocol.id())?.map(&case));
            cases.extend(responses(operation, protocol.id())?.map(&case));
        }
        let mut seen = Vec::new();
        for (id, operation) in operations {
            for exception in operation.errors.iter().chain(&service.errors) {
                let exception = &exception.target;
                if seen.contains(&exception) {
                    continue;
                }
                seen.push(exception);
                // A model can name an exception of another model. It has no cases in this one.
                let Some(shape) = model.shape(exception) else { continue };
                cases.extend(responses(shape, protocol.id())?.map(|test| Case {
                    service: service_id.name().to_lowercase(),
                    operation: id.name().to_owned(),
                    input: None,
                    exception: Some(exception.clone()),
                    test,
                }));
            }
        }
    }
    Ok(cases)
}

/// Fields that request tests and response tests both have, and that select cases.
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
