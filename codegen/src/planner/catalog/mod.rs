//! [`Catalog`]: the use of each shape of a service, and the names of the items for the shapes.
//!
//! It always covers the whole service, because a name must not depend on the selected operations.

mod events;
mod item_names;

use std::collections::{HashMap, HashSet};

use crate::model::{Member, Model, Shape, ShapeId};
use crate::select::Chosen;
use crate::{Protocol, traits};

/// An item that becomes a Rust type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Item {
    /// The struct of an operation.
    Operation(ShapeId),
    /// The error enum of an operation.
    Errors(ShapeId),
    /// A structure, union or enum in a document.
    Nested(ShapeId),
    /// A structure that is used only as an output, and has members outside the body.
    Output(ShapeId),
    /// The output of one operation, if its structure is also used in documents.
    OutputOf(ShapeId),
    /// A structure that is an exception.
    Exception(ShapeId),
    /// The union of an event stream.
    Events(ShapeId),
}

/// The use of each shape of a service.
#[derive(Debug)]
pub struct Catalog<'a> {
    pub model: &'a Model,
    pub service: &'a Chosen<'a>,
    protocol: Protocol,
    nested: HashSet<ShapeId>,
    /// Outputs whose only member is the whole document (`s3UnwrappedXmlOutput`).
    unwrapped: HashSet<ShapeId>,
    /// Structures that are the payload of a request.
    payloads: HashSet<ShapeId>,
    names: HashMap<Item, String>,
}

impl<'a> Catalog<'a> {
    pub fn new(model: &'a Model, service: &'a Chosen<'a>, protocol: Protocol) -> Self {
        let mut catalog = Self {
            model,
            service,
            protocol,
            nested: HashSet::new(),
            unwrapped: HashSet::new(),
            payloads: HashSet::new(),
            names: HashMap::new(),
        };
        if protocol == Protocol::RestXml {
            catalog.find_roots();
        }
        catalog.find_nested();
        catalog.name_items();
        catalog
    }

    /// The Rust type of an item.
    pub fn name(&self, item: &Item) -> String {
        self.names.get(item).cloned().unwrap_or_default()
    }

    /// The item for an operation's output. `None` for `()`.
    pub fn output(&self, operation: &ShapeId, output: &ShapeId) -> Option<Item> {
        let shape = self.model.shape(output)?;
        if shape.members.is_empty() {
            None
        } else if !self.is_bound(output, shape) {
            Some(Item::Nested(output.clone()))
        } else if self.nested.contains(output) {
            Some(Item::OutputOf(operation.clone()))
        } else {
            Some(Item::Output(output.clone()))
        }
    }

    /// Whether the output's only member is the whole document (`s3UnwrappedXmlOutput`).
    pub fn is_unwrapped(&self, output: &ShapeId) -> bool {
        self.unwrapped.contains(output)
    }

    /// Whether the structure is the XML payload of a request.
    pub fn is_xml_payload(&self, structure: &ShapeId) -> bool {
        self.payloads.contains(structure)
    }

    /// The exceptions of an operation that are in the model: its own, then the service's.
    pub fn errors(&self, operation: &'a Shape) -> Vec<&'a ShapeId> {
        let mut errors = self.all_errors(operation);
        errors.retain(|id| self.model.shape(id).is_some());
        errors
    }

    /// The exceptions that an operation names but that are not in the model.
    pub fn missing_errors(&self, operation: &'a Shape) -> Vec<&'a ShapeId> {
        let mut errors = self.all_errors(operation);
        errors.retain(|id| self.model.shape(id).is_none());
        errors
    }

    fn all_errors(&self, operation: &'a Shape) -> Vec<&'a ShapeId> {
        let mut seen = HashSet::new();
        let errors = operation.errors.iter().chain(&self.service.shape.errors);
        errors.map(|error| &error.target).filter(|error| seen.insert(*error)).collect()
    }

    /// Whether the member is a stream of bytes.
    pub fn is_stream_of_bytes(&self, member: &Member) -> bool {
        self.model
            .shape(&member.target)
            .is_some_and(|shape| shape.kind == "blob" && shape.traits.has(traits::STREAMING))
    }

    /// Whether an output cannot be a nested structure: a member is outside the body, or the body
    /// has no element around its member.
    fn is_bound(&self, id: &ShapeId, shape: &Shape) -> bool {
        const BINDINGS: [&str; 4] = [
            traits::HTTP_HEADER,
            traits::HTTP_PREFIX_HEADERS,
            traits::HTTP_PAYLOAD,
            traits::HTTP_RESPONSE_CODE,
        ];
        let bindings = if self.protocol.is_rest() { &BINDINGS[..] } else { &[] };
        let is_bound = shape.members.iter().any(|(_, member)| {
            bindings.iter().any(|binding| member.traits.has(binding))
                || self.is_event_stream(member)
        });
        is_bound || self.is_unwrapped(id)
    }

    fn operation_shapes(&self) -> impl Iterator<Item = (&'a ShapeId, &'a Shape)> + use<'a> {
        let (model, service) = (self.model, self.service);
        service.operations.iter().filter_map(move |id| Some((*id, model.shape(id)?)))
    }

    /// The targets of the structure's members. For an event stream, the targets in its events.
    fn members_of(&self, shape: Option<&'a Shape>) -> Vec<&'a ShapeId> {
        let mut targets = Vec::new();
        for (_, member) in shape.into_iter().flat_map(|shape| &shape.members) {
            if self.is_event_stream(member) {
                self.targets_in_events(&member.target, &mut targets);
            } else {
                targets.push(&member.target);
            }
        }
        targets
    }

    /// Finds the outputs and payloads for which restXml has special rules.
    fn find_roots(&mut self) {
        for (_, operation) in self.operation_shapes() {
            if let Some(output) = &operation.output {
                if operation.traits.has(traits::S3_UNWRAPPED_XML_OUTPUT) {
                    self.unwrapped.insert(output.target.clone());
                }
            }
            let input = operation.input.as_ref().and_then(|input| self.model.shape(&input.target));
            for (_, member) in input.into_iter().flat_map(|input| &input.members) {
                if self.is_event_stream(member) {
                    let mut targets = Vec::new();
                    self.targets_in_events(&member.target, &mut targets);
                    self.payloads.extend(targets.into_iter().cloned());
                } else if member.traits.has(traits::HTTP_PAYLOAD) {
                    self.payloads.insert(member.target.clone());
                }
            }
        }
    }

    fn find_nested(&mut self) {
        let mut open: Vec<&ShapeId> = Vec::new();
        for error in &self.service.shape.errors {
            let shape = self.model.shape(&error.target);
            open.extend(self.members_of(shape));
        }
        for (_, operation) in self.operation_shapes() {
            let output = operation.output.as_ref().map(|output| &output.target);
            let input = operation.input.as_ref().map(|input| &input.target);
            let errors = operation.errors.iter().map(|error| &error.target);
            for id in input.into_iter().chain(output).chain(errors) {
                let Some(shape) = self.model.shape(id) else { continue };
                open.extend(self.members_of(Some(shape)));
                if Some(id) == output && !shape.members.is_empty() && !self.is_bound(id, shape) {
                    self.nested.insert(id.clone());
                }
            }
        }
        let mut seen: HashSet<&ShapeId> = HashSet::new();
        while let Some(id) = open.pop() {
            let Some(shape) = self.model.shape(id).filter(|_| seen.insert(id)) else { continue };
            if gets_a_type(shape) {
                self.nested.insert(id.clone());
            }
            if shape.kind != "enum" && shape.kind != "intEnum" {
                open.extend(shape.members.iter().map(|(_, member)| &member.target));
            }
            for member in [&shape.member, &shape.key, &shape.value].into_iter().flatten() {
                open.push(&member.target);
            }
        }
    }
}

/// Whether a shape in a document becomes an item. Other shapes become types of the standard library
/// or the runtime.
fn gets_a_type(shape: &Shape) -> bool {
    match shape.kind.as_str() {
        "structure" | "union" | "enum" | "intEnum" => true,
        "string" => shape.traits.has(traits::ENUM),
        _ => false,
    }
}
