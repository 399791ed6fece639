//! Makes the plan from a model and a selection.

mod catalog;
mod context_params;
mod cycles;
mod default;
mod enums;
mod errors;
mod events;
mod member;
mod notes;
mod operation;
mod pages;
mod place;
mod service;
mod structures;
mod target;
mod waiters;
mod xml;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::{Model, Shape, ShapeId, Traits};
use crate::plan::Plan;
use crate::select::Chosen;
use crate::{Error, Protocol, Selection, docs, escape, select, traits};
use catalog::{Catalog, Item};
use cycles::Cycles;
use enums::Known;

/// Plans the items that the selected operations need.
///
/// # Errors
///
/// The model does not contain the operation, the service, or a shape that they need. Or a protocol
/// or a kind of shape is not supported.
pub fn plan(model: &Model, selection: &Selection) -> Result<Plan, Error> {
    let service = select::service(model, selection.service_name())?;
    let protocol = select::protocol(&service, selection.protocol_name())?;
    let operations = select::operations(&service, selection)?;
    let catalog = Catalog::new(model, &service, protocol);
    let service_plan = service::plan(&service, protocol);
    let mut planner = Planner {
        catalog: &catalog,
        protocol,
        cycles: Cycles::new(model),
        seen: HashSet::new(),
        open: Vec::new(),
        plan: Plan {
            service: service_plan.map_err(|error| error.at(format_args!("`{}`", service.id)))?,
            operations: Vec::new(),
            structures: Vec::new(),
            unions: Vec::new(),
            enums: Vec::new(),
            events: Vec::new(),
            waiters: Vec::new(),
            waiter_functions: Vec::new(),
            notes: Vec::new(),
        },
        known: HashMap::new(),
        exception_docs: HashMap::new(),
        noted: HashSet::new(),
        size: 0,
    };
    let notes = service::notes(&service, &planner.plan.service.signing_name);
    notes.into_iter().for_each(|note| planner.note(note));
    for id in operations {
        planner.operation(id).map_err(|error| error.at(format_args!("`{}`", id.name())))?;
    }
    errors::share(&mut planner.plan.operations);
    planner.operation_context_params();
    planner.pages();
    planner.waiters()?;
    let mut plan = planner.plan;
    plan.structures.sort_by(|a, b| a.name.cmp(&b.name));
    plan.unions.sort_by(|a, b| a.name.cmp(&b.name));
    plan.enums.sort_by(|a, b| a.name.cmp(&b.name));
    plan.events.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(plan)
}

/// The items that are planned, and the items that still have to be planned.
struct Planner<'a> {
    catalog: &'a Catalog<'a>,
    protocol: Protocol,
    cycles: Cycles<'a>,
    seen: HashSet<Item>,
    open: Vec<Item>,
    plan: Plan,
    /// The variants of enums that are used in defaults of members.
    known: HashMap<ShapeId, Rc<Known>>,
    exception_docs: HashMap<ShapeId, String>,
    noted: HashSet<String>,
    /// The approximate size of the text so far, in bytes.
    size: usize,
}

/// The maximum size of the text in bytes: ten times that of AWS's largest service. Operations
/// repeat the documentation of their errors, so a short model can produce a long text.
const MAX_SIZE: usize = 64 * 1024 * 1024;

/// The approximate size of a member or variant without its names and documentation, in bytes.
const MEMBER: usize = 64;

impl<'a> Planner<'a> {
    /// The type of an item. The item itself is planned later.
    fn need(&mut self, item: Item) -> String {
        let name = self.catalog.name(&item);
        if self.seen.insert(item.clone()) {
            self.open.push(item);
        }
        name
    }

    fn note(&mut self, note: String) {
        let note = escape::line(&note);
        self.size += note.len();
        if self.noted.insert(note.clone()) {
            self.plan.notes.push(note);
        }
    }

    /// The documentation of an exception. It is cached, because many operations can repeat it.
    fn exception_docs(&mut self, id: &ShapeId, traits: &Traits) -> Result<String, Error> {
        if let Some(docs) = self.exception_docs.get(id) {
            return Ok(docs.clone());
        }
        let docs = self.docs_of(traits)?;
        self.exception_docs.insert(id.clone(), docs.clone());
        Ok(docs)
    }

    /// The documentation in these traits, as Markdown. Its size in the model is counted, even if
    /// the Markdown is shorter.
    fn docs_of(&mut self, traits: &Traits) -> Result<String, Error> {
        self.grow(traits.text(traits::DOCUMENTATION).map_or(0, str::len))?;
        Ok(docs_of(traits))
    }

    /// Adds a member or variant with this many bytes of names and documentation to the size.
    fn grow(&mut self, bytes: usize) -> Result<(), Error> {
        self.size += bytes + MEMBER;
        if self.size > MAX_SIZE {
            return Err(Error::new(format!(
                "the generated text is larger than {} MiB at this operation; select fewer \
                 operations",
                MAX_SIZE / 1024 / 1024
            )));
        }
        Ok(())
    }

    /// A shape that must be in the model.
    fn shape(&self, id: &ShapeId, from: &str) -> Result<&'a Shape, Error> {
        let Some(shape) = self.catalog.model.shape(id) else {
            return Err(Error::new(format!(
                "{from} is `{id}`, which is not in the model; use a complete model"
            )));
        };
        if shape
            .rest
            .get("mixins")
            .and_then(serde_json::Value::as_array)
            .is_some_and(|mixins| !mixins.is_empty())
        {
            return Err(Error::new(format!(
                "{from} is `{id}`, which has mixins; flatten the model with `smithy ast --flatten`"
            )));
        }
        Ok(shape)
    }

    fn service(&self) -> &'a Chosen<'a> {
        self.catalog.service
    }
}

/// The documentation in these traits, as Markdown.
fn docs_of(traits: &Traits) -> String {
    traits.text(traits::DOCUMENTATION).map_or(String::new(), docs::to_markdown)
}
