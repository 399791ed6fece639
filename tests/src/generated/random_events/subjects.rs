//! [`Subject`]: the services with event streams, and their generated operations.

use std::fs;

use aws_operation_codegen::model::{Member, Model, ShapeId};
use aws_operation_codegen::{Docs, Selection, plan, render};
use serde_json::{Value, json};

use crate::generated::protocols::{Protocol, operations, service, with_only_protocol};
use crate::generated::schema::Schema;
use crate::generated::{Module, leave_out, models};
use crate::python::{run_with_input, script};

/// A service with event streams.
pub(super) struct Subject {
    /// The name of the module.
    pub name: String,
    /// The name of the service in botocore, if botocore parses its streams.
    pub botocore: Option<String>,
    pub protocol: Protocol,
    pub model: Model,
}

/// The services of botocore with event streams. Those with awsJson also use CBOR.
pub(super) fn of_botocore() -> Result<Vec<Subject>, String> {
    let mut command = script("botocore_streams.py");
    command.arg("models");
    let lines = run_with_input(&mut command, b"")?;
    let mut subjects = Vec::new();
    for line in serde_json::Deserializer::from_slice(&lines).into_iter::<Value>() {
        let line = line.map_err(|error| error.to_string())?;
        let botocore = line["service"].as_str().unwrap_or_default().to_owned();
        let text = line["model"].to_string();
        let subject = Subject::new(botocore.replace('-', "_"), Some(botocore), &text)?;
        if subject.protocol == Protocol::AwsJson11 {
            let text = with_only_protocol(&text, Protocol::RpcV2Cbor)?;
            let name = format!("{}_cbor", subject.name);
            subjects.push(Subject::new(name, subject.botocore.clone(), &text)?);
        }
        subjects.push(subject);
    }
    Ok(subjects)
}

/// The models with event streams in requests. botocore does not send events.
pub(super) fn of_models() -> Result<Vec<Subject>, String> {
    let folder = models();
    let Ok(files) = fs::read_dir(&folder) else {
        return leave_out("random events of models", &folder).map(|()| Vec::new());
    };
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort_unstable();
    let mut subjects = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let at = |error: String| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
        if let Some(text) = with_both_directions(&text).map_err(at)? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name: String =
                stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            subjects.push(Subject::new(format!("model_{name}").to_lowercase(), None, &text)?);
        }
    }
    Ok(subjects)
}

/// The model with operations that send and receive each event stream of its requests. `None` if no
/// request has one.
fn with_both_directions(text: &str) -> Result<Option<String>, String> {
    let model = Model::parse(text).map_err(|error| error.to_string())?;
    let Ok((service_id, shape)) = service(&model) else { return Ok(None) };
    let Some(protocol) = Protocol::of_service(shape) else { return Ok(None) };
    let schema = Schema::new(&model, protocol);
    let mut unions: Vec<&Member> = Vec::new();
    for (_, operation) in operations(&model, shape) {
        let input = operation.input.as_ref().and_then(|input| schema.event_stream(&input.target));
        unions.extend(input.map(|(_, member)| member));
    }
    unions.sort_by(|a, b| a.target.cmp(&b.target));
    unions.dedup_by(|a, b| a.target == b.target);
    if unions.is_empty() {
        return Ok(None);
    }
    let mut json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (namespace, union_names) = (service_id.namespace(), unions.iter().map(|it| &it.target));
    for union in union_names {
        let stream = format!("{namespace}#{}Stream", union.name());
        json["shapes"][&stream] = json!({ "type": "structure", "members": { "stream": {
            "target": union.as_str(), "traits": { "smithy.api#httpPayload": {} } } } });
        for (prefix, end) in [("Send", "input"), ("Receive", "output")] {
            let name = format!("{prefix}{}", union.name());
            let id = format!("{namespace}#{name}");
            json["shapes"][&id] = json!({
                "type": "operation", end: { "target": stream },
                "traits": { "smithy.api#http": { "method": "POST", "uri": format!("/{name}") } },
            });
            let service = &mut json["shapes"][service_id.as_str()];
            // Some services have operations only in resources.
            if service["operations"].is_null() {
                service["operations"] = json!([]);
            }
            service["operations"].as_array_mut().into_iter().for_each(|operations| {
                operations.push(json!({ "target": id }));
            });
        }
    }
    Ok(Some(json.to_string()))
}

impl Subject {
    fn new(name: String, botocore: Option<String>, text: &str) -> Result<Self, String> {
        let model = Model::parse(text).map_err(|error| format!("{name}: {error}"))?;
        let (_, shape) = service(&model)?;
        let protocol = Protocol::of_service(shape).ok_or("it has no protocol")?;
        Ok(Self { name, botocore, protocol, model })
    }

    pub fn schema(&self) -> Schema<'_> {
        Schema::new(&self.model, self.protocol)
    }

    /// The generated operations with event streams.
    pub fn module(&self) -> Result<Module, String> {
        let schema = self.schema();
        let (_, shape) = service(&self.model)?;
        let operations = operations(&self.model, shape);
        let names = operations.iter().filter_map(|(id, operation)| {
            let mut ends = operation.input.iter().chain(&operation.output);
            ends.any(|end| schema.event_stream(&end.target).is_some()).then(|| id.name())
        });
        let selection = Selection::operations(names).protocol(self.protocol.id());
        let plan = plan(&self.model, &selection).map_err(|error| error.to_string())?;
        let text = render(&plan, Docs::Full, None);
        Ok(Module { name: self.name.clone(), plan, text })
    }

    /// The unions of the operations that send.
    pub fn unions(&self) -> Result<Vec<ShapeId>, String> {
        let schema = self.schema();
        let (_, shape) = service(&self.model)?;
        let operations = operations(&self.model, shape).into_iter();
        let inputs = operations.filter(|(id, _)| id.name().starts_with("Send"));
        let union = |input: &ShapeId| schema.event_stream(input).map(|(_, it)| it.target.clone());
        let unions = inputs.filter_map(|(id, operation)| {
            let union = union(&operation.input.as_ref()?.target)?;
            (id.name() == format!("Send{}", union.name())).then_some(union)
        });
        Ok(unions.collect())
    }
}
