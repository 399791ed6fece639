//! An operation: its struct, its error enum, and the items that both need.

use serde_json::Value;

use super::place::Place;
use super::{Item, Planner, service, xml};
use crate::model::{Shape, ShapeId};
use crate::names::{Scope, type_name};
use crate::plan::{
    Binding, ErrorEnum, ErrorVariant, Http, HttpChecksum, Member, Operation, Retryable,
};
use crate::{Error, Protocol, case, customization, traits};

impl<'a> Planner<'a> {
    /// Plans an operation and the items that it needs.
    pub fn operation(&mut self, id: &'a ShapeId) -> Result<(), Error> {
        let shape = self.shape(id, "the operation")?;
        let operation = self.operation_struct(id, shape)?;
        self.note_operation(id, shape, &operation);
        self.plan.operations.push(operation);
        while let Some(item) = self.open.pop() {
            self.item(&item)?;
        }
        Ok(())
    }

    fn operation_struct(&mut self, id: &'a ShapeId, shape: &'a Shape) -> Result<Operation, Error> {
        let name = self.catalog.name(&Item::Operation(id.clone()));
        let http = if self.protocol.is_rest() { Some(self.http(shape)?) } else { None };
        let (mut members, mut xml_name, mut xml_namespace) = (Vec::new(), None, None);
        let input = shape.input.as_ref().map(|input| &input.target);
        let input = input.filter(|input| input.as_str() != traits::UNIT);
        if let Some(input) = input {
            let input_shape = self.shape(input, "its input")?;
            members = self.members(input, input_shape, Place::Input)?;
            (xml_name, xml_namespace) = self
                .root(input, input_shape, &members)
                .map_err(|error| error.at(format_args!("`{}`", input.name())))?;
        }
        let service_id = service::service_id(self.service());
        let trait_value =
            |id: &str, key: &str| shape.traits.get(id).and_then(|value| value.get(key));
        let http_checksum = http_checksum(shape);
        let gzip = trait_value(traits::REQUEST_COMPRESSION, "encodings")
            .and_then(Value::as_array)
            .is_some_and(|encodings| encodings.iter().any(|encoding| encoding == "gzip"));
        let host_prefix = trait_value(traits::ENDPOINT, "hostPrefix").and_then(Value::as_str);
        let host_prefix = host_prefix.map(|prefix| with_wire_names(prefix, &members));
        let static_context_params = self.static_context_params(id, shape);
        for member in &mut members {
            // Smithy 2.0, "Binding parameter values": the value of the operation takes precedence.
            let is_given = |name: &String| static_context_params.iter().any(|(it, _)| it == name);
            member.context_param.take_if(|name| is_given(name));
        }
        let (output, output_shape) = self.output(id, shape)?;
        let unsigned = self.is_unsigned(shape);
        Ok(Operation {
            shape: id.clone(),
            docs: self.docs_of(&shape.traits)?,
            wire_name: (http.is_none() && name != id.name()).then(|| id.name().to_owned()),
            http,
            // Without an argument, the macros give the root element this name.
            xml_name: xml_name.filter(|root| *root != format!("{name}Request")),
            xml_namespace,
            host_prefix,
            unsigned,
            // AWS protocols, `httpChecksum`: the trait replaces `httpChecksumRequired`.
            checksum_required: http_checksum == HttpChecksum::default()
                && shape.traits.has(traits::HTTP_CHECKSUM_REQUIRED),
            http_checksum,
            gzip,
            tree_hash: customization::tree_hash(&service_id, id.name()),
            unsigned_payload: !unsigned && shape.traits.has(traits::UNSIGNED_PAYLOAD),
            no_stalled_stream: customization::no_stalled_stream(&service_id, id.name()),
            rename_all: case::for_fields(wire_names(&members)),
            static_context_params,
            operation_context_params: Vec::new(),
            paginated: None,
            has_input: input.is_some(),
            members,
            output,
            output_shape,
            error: self.error_enum(id, shape)?,
            name,
        })
    }

    /// The name of a root element whose children are the body members, and its own namespace.
    fn root(
        &self,
        input: &ShapeId,
        shape: &Shape,
        members: &[Member],
    ) -> Result<(Option<String>, Option<String>), Error> {
        let has_body = members.iter().any(|member| member.binding == Binding::Body);
        if self.protocol != Protocol::RestXml || !has_body {
            return Ok((None, None));
        }
        let name = xml::xml_name(&shape.traits)?.unwrap_or_else(|| input.name().to_owned());
        Ok((Some(name), xml::xml_namespace(&shape.traits)?))
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
            let code = self.error_code(error, exception);
            let same = |variant: &&ErrorVariant| variant.code == code;
            if let Some(first) = variants.iter().find(same) {
                self.note(format!(
                    "`{}`: its errors `{}` and `{}` have the same code; both are read as `{}`",
                    id.name(),
                    first.shape.name(),
                    error.name(),
                    first.shape.name()
                ));
                continue;
            }
            let docs = self.exception_docs(error, &exception.traits)?;
            self.grow(docs.len() + code.len())?;
            variants.push(ErrorVariant {
                name: scope.claim(&[type_name(error.name())]),
                code,
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
            alias_of: None,
            variants,
            other: scope.claim(&["Other", "Unrecognized", "Unrecognized_"].map(str::to_owned)),
        }))
    }
}

impl Planner<'_> {
    /// The error code of an exception.
    pub(super) fn error_code(&self, id: &ShapeId, exception: &Shape) -> String {
        let of_query = exception.traits.get(traits::AWS_QUERY_ERROR);
        let of_query = of_query.and_then(|error| error.get("code")).and_then(Value::as_str);
        match of_query {
            Some(code) if self.protocol.is_query() || self.plan.service.query_compatible => code,
            _ => id.name(),
        }
        .to_owned()
    }

    fn http(&self, shape: &Shape) -> Result<Http, Error> {
        let Some(http) = shape.traits.get(traits::HTTP) else {
            return Err(Error::new(format!(
                "the operation has no trait {}; {} needs one",
                traits::HTTP,
                self.protocol
            )));
        };
        let text = |key: &str| {
            http.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
                Error::new(format!("its trait {} has no `{key}`; complete the model", traits::HTTP))
            })
        };
        let code = http.get("code").and_then(Value::as_u64);
        let code = code.and_then(|code| u16::try_from(code).ok()).unwrap_or(200);
        Ok(Http { method: text("method")?, uri: text("uri")?, code })
    }
}

/// The checksums that the trait `httpChecksum` gives an operation.
fn http_checksum(shape: &Shape) -> HttpChecksum {
    let value = |key: &str| shape.traits.get(traits::HTTP_CHECKSUM).and_then(|it| it.get(key));
    let required = value("requestChecksumRequired") == Some(&Value::Bool(true));
    HttpChecksum {
        request: required || value("requestAlgorithmMember").is_some(),
        required,
        response: value("requestValidationModeMember").is_some()
            || value("responseAlgorithms").is_some(),
    }
}

/// Replaces the labels of the host prefix, which are names of members in the model, with wire
/// names.
fn with_wire_names(prefix: &str, members: &[Member]) -> String {
    members.iter().filter(|member| member.host_label).fold(prefix.to_owned(), |prefix, member| {
        prefix.replace(&format!("{{{}}}", member.name), &format!("{{{}}}", member.wire))
    })
}

/// The names of the members whose wire name can come from `rename_all`.
pub fn wire_names(members: &[Member]) -> impl Iterator<Item = (&str, &str)> + Clone {
    members
        .iter()
        .filter(|member| matches!(member.binding, Binding::Body | Binding::Label | Binding::Query))
        .map(|member| (member.field.as_str(), member.wire.as_str()))
}
