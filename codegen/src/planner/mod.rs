//! From model and selection to the plan.

mod catalog;
mod cycles;
mod default;
mod enums;
mod member;
mod notes;
mod operation;
mod service;
mod structures;
mod target;

use std::collections::HashSet;

use crate::model::{Model, Shape, ShapeId, Traits};
use crate::plan::Plan;
use crate::select::Chosen;
use crate::{Error, Selection, docs, select, traits};
use catalog::{Catalog, Item};
use cycles::Cycles;

/// Plans the items that the selected operations need.
///
/// # Errors
///
/// An operation or service that the model does not have, a protocol or kind of shape that is not
/// supported, and a model that lacks something.
pub fn plan(model: &Model, selection: &Selection) -> Result<Plan, Error> {
    let service = select::service(model, selection.service_name())?;
    select::check_protocol(&service)?;
    let operations = select::operations(&service, selection)?;
    let catalog = Catalog::new(model, &service);
    let mut planner = Planner {
        catalog: &catalog,
        cycles: Cycles::new(model),
        seen: HashSet::new(),
        open: Vec::new(),
        plan: Plan {
            service: service::plan(&service),
            operations: Vec::new(),
            structures: Vec::new(),
            unions: Vec::new(),
            enums: Vec::new(),
            notes: service::notes(&service),
        },
    };
    for id in operations {
        planner.operation(id).map_err(|error| error.at(format_args!("`{}`", id.name())))?;
    }
    let mut plan = planner.plan;
    plan.structures.sort_by(|a, b| a.name.cmp(&b.name));
    plan.unions.sort_by(|a, b| a.name.cmp(&b.name));
    plan.enums.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(plan)
}

/// What is planned so far, and what is left to plan.
struct Planner<'a> {
    catalog: &'a Catalog<'a>,
    cycles: Cycles<'a>,
    seen: HashSet<Item>,
    open: Vec<Item>,
    plan: Plan,
}

impl<'a> Planner<'a> {
    /// The type of an item, which is planned once its turn comes.
    fn need(&mut self, item: Item) -> String {
        let name = self.catalog.name(&item);
        if self.seen.insert(item.clone()) {
            self.open.push(item);
        }
        name
    }

    fn note(&mut self, note: String) {
        if !self.plan.notes.contains(&note) {
            self.plan.notes.push(note);
        }
    }

    /// A shape that the model must have.
    fn shape(&self, id: &ShapeId, from: &str) -> Result<&'a Shape, Error> {
        let Some(shape) = self.catalog.model.shape(id) else {
            return Err(Error::new(format!(
                "{from} is `{id}`, which the model does not have; use a complete model"
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

/// The documentation among these traits, as Markdown.
fn docs_of(traits: &Traits) -> String {
    traits.text(traits::DOCUMENTATION).map_or(String::new(), docs::to_markdown)
}
