//! An operation: its struct, its error enum, and all that they reach.

use serde_json::Value;

use super::member::Place;
use super::{Item, Planner, service};
use crate::model::{Shape, ShapeId};
use crate::names::{Scope, type_name};
use crate::plan::{Binding, ErrorEnum, ErrorVariant, Member, Operation, Retryable};
use crate::{Error, case, customization, traits};

/// The parts of the trait `http`.
struct Http<'a> {
    method: &'a str,
    uri: &'a str,
    code: u16,
}

impl<'a> Planner<'a> {
    /// Plans an operation and what it reaches.
    pub fn operation(&mut self, id: &'a ShapeId) -> Result<(), Error> {
        let shape = self.shape(id, "the operation")?;
        let http = http(shape)?;
        let operation = self.operation_struct(id, shape, &http)?;
        self.note_operation(id, shape, &operation);
        self.plan.operations.push(operation);
        while let Some(item) = self.open.pop() {
            self.item(&item)?;
        }
        Ok(())
    }

    fn operation_struct(
        &mut self,
        id: &'a ShapeId,
        shape: &'a Shape,
        http: &Http<'_>,
    ) -> Result<Operation, Error> {
        let members = match &shape.input {
            Some(input) if input.target.as_str() != traits::UNIT => {
                let input_shape = self.shape(&input.target, "its input")?;
                self.members(&input.target, input_shape, Place::Input)?
            }
            _ => Vec::new(),
        };
        let service_id = service::service_id(self.service());
        let trait_value =
            |id: &str, key: &str| shape.traits.get(id).and_then(|value| value.get(key));
        let required = trait_value(traits::HTTP_CHECKSUM, "requestChecksumRequired")
            == Some(&Value::Bool(true));
        let gzip = trait_value(traits::REQUEST_COMPRESSION, "encodings")
            .and_then(Value::as_array)
            .is_some_and(|encodings| encodings.iter().any(|encoding| encoding == "gzip"));
        let (output, output_shape) = self.output(id, shape)?;
        Ok(Operation {
            shape: id.clone(),
            name: self.catalog.name(&Item::Operation(id.clone())),
            docs: self.docs_of(&shape.traits)?,
            method: http.method.to_owned(),
            uri: http.uri.to_owned(),
            code: http.code,
            host_prefix: trait_value(traits::ENDPOINT, "hostPrefix")
                .and_then(Value::as_str)
                .map(str::to_owned),
            unsigned: self.is_unsigned(shape),
            checksum_required: required || shape.traits.has(traits::HTTP_CHECKSUM_REQUIRED),
            gzip,
            tree_hash: customization::tree_hash(&service_id, id.name()),
            rename_all: case::for_fields(wire_names(&members)),
            members,
            output,
            output_shape,
            error: self.error_enum(id, shape)?,
        })
    }

    fn output(
        &mut self,
        id: &ShapeId,
        shape: &Shape,
    ) -> Result<(Option<String>, Option<ShapeId>), Error> {
        let Some(output) = shape.output.as_ref().map(|output| &output.target) else {
            return Ok((None, None));
        };
        if output.as_str() != traits::UNIT {
            self.shape(output, "its output")?;
        }
        Ok(match self.catalog.output(id, output) {
            Some(item) => (Some(self.need(item)), Some(output.clone())),
            None => (None, None),
        })
    }

    fn error_enum(&mut self, id: &ShapeId, shape: &'a Shape) -> Result<Option<ErrorEnum>, Error> {
        let errors = self.catalog.errors(shape);
        if errors.is_empty() {
            return Ok(None);
        }
        let mut scope = Scope::new();
        let mut variants = Vec::new();
        for error in errors {
            let exception = self.shape(error, "one of its errors")?;
            let docs = self.exception_docs(error, &exception.traits)?;
            self.grow(docs.len() + error.name().len())?;
            variants.push(ErrorVariant {
                name: scope.claim(&[type_name(error.name())]),
                code: error.name().to_owned(),
                retryable: exception.traits.get(traits::RETRYABLE).map(|says| {
                    match says.get("throttling").and_then(|value| value.as_bool()) {
                        Some(true) => Retryable::Throttling,
                        _ => Retryable::Transient,
                    }
                }),
                shape: error.clone(),
                ty: self.need(Item::Exception(error.clone())),
                docs,
            });
        }
        Ok(Some(ErrorEnum {
            name: self.catalog.name(&Item::Errors(id.clone())),
            variants,
            other: scope.claim(&["Other", "Unrecognized", "Unrecognized_"].map(str::to_owned)),
        }))
    }
}

/// The names of the members whose wire name `rename_all` can give.
pub fn wire_names(members: &[Member]) -> impl Iterator<Item = (&str, &str)> + Clone {
    members
        .iter()
        .filter(|member| matches!(member.binding, Binding::Body | Binding::Label | Binding::Query))
        .map(|member| (member.field.as_str(), member.wire.as_str()))
}

fn http(shape: &Shape) -> Result<Http<'_>, Error> {
    let Some(http) = shape.traits.get(traits::HTTP) else {
        return Err(Error::new(format!(
            "the operation has no trait {}; restJson1 needs one",
            traits::HTTP
        )));
    };
    let text = |key: &str| {
        http.get(key).and_then(Value::as_str).ok_or_else(|| {
            Error::new(format!("its trait {} has no `{key}`; complete the model", traits::HTTP))
        })
    };
    let code = http.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
    Ok(Http { method: text("method")?, uri: text("uri")?, code: code.unwrap_or(200) })
}
