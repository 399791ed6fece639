//! The names of the items.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Catalog, Item};
use crate::model::ShapeId;
use crate::names::{Scope, type_name};

impl Catalog<'_> {
    /// Names all items. The names do not collide with each other, nor with the imports.
    pub(super) fn name_items(&mut self) {
        let mut scope = Scope::of_types();
        if self.event_unions().next().is_some() {
            // The text imports these names.
            scope.claim(&["EventStream".to_owned()]);
            scope.claim(&["RawEvent".to_owned()]);
        }
        let mut names = HashMap::new();
        for (id, _) in self.operation_shapes() {
            let name = type_name(id.name());
            let name = scope.claim(&[name.clone(), format!("{name}Operation")]);
            names.insert(Item::Operation(id.clone()), name);
        }
        for ((name, _), items) in self.shape_items() {
            let mut items = items.into_iter();
            if let Some(item) = items.next() {
                names.insert(item, scope.claim(&[name.clone(), format!("{name}Shape")]));
            }
            for item in items {
                names.insert(
                    item,
                    scope.claim(&[format!("{name}Error"), format!("{name}Exception")]),
                );
            }
        }
        for (id, operation) in self.operation_shapes() {
            let name = names.get(&Item::Operation(id.clone())).cloned().unwrap_or_default();
            let mut errors = operation.errors.iter().chain(&self.service.shape.errors);
            if errors.any(|error| self.model.shape(&error.target).is_some()) {
                let wishes = [format!("{name}Error"), format!("{name}OperationError")];
                names.insert(Item::Errors(id.clone()), scope.claim(&wishes));
            }
            let output = operation.output.as_ref().and_then(|o| self.output(id, &o.target));
            if let Some(item @ Item::OutputOf(_)) = output {
                let wishes = [format!("{name}Output"), format!("{name}OperationOutput")];
                names.insert(item, scope.claim(&wishes));
            }
        }
        self.names = names;
    }

    /// The items of each shape, sorted by name. The first item of a shape gets the shape's name.
    fn shape_items(&self) -> BTreeMap<(String, ShapeId), Vec<Item>> {
        let mut items: BTreeMap<(String, ShapeId), Vec<Item>> = BTreeMap::new();
        let renamed = self.service.shape.rest.get("rename");
        let mut add = |id: &ShapeId, item: Item| {
            let renamed = renamed.and_then(|names| names.get(id.as_str())).and_then(Value::as_str);
            let name = type_name(renamed.unwrap_or(id.name()));
            let items = items.entry((name, id.clone())).or_default();
            if !items.contains(&item) {
                items.push(item);
            }
        };
        for id in &self.nested {
            add(id, Item::Nested(id.clone()));
        }
        for id in self.event_unions() {
            add(id, Item::Events(id.clone()));
        }
        for (id, operation) in self.operation_shapes() {
            if let Some(output) = &operation.output {
                if let Some(item @ Item::Output(_)) = self.output(id, &output.target) {
                    add(&output.target, item);
                }
            }
        }
        let own = self.operation_shapes().flat_map(|(_, operation)| &operation.errors);
        for error in own.chain(&self.service.shape.errors).map(|error| &error.target) {
            if self.model.shape(error).is_some() {
                add(error, Item::Exception(error.clone()));
            }
        }
        items
    }
}
