//! Which members have to be boxed, for a shape holds itself through them.

use std::collections::{HashMap, HashSet};

use crate::model::{Model, ShapeId};

/// For each shape asked about, the structures and unions that its values hold directly: lists and
/// maps have their own allocation, so they are not looked through.
#[derive(Debug)]
pub struct Cycles<'a> {
    model: &'a Model,
    held: HashMap<&'a ShapeId, HashSet<&'a ShapeId>>,
}

impl<'a> Cycles<'a> {
    pub fn new(model: &'a Model) -> Self {
        Self { model, held: HashMap::new() }
    }

    /// Whether a member of `from` that is a `to` makes `from` hold itself.
    pub fn closes(&mut self, from: &ShapeId, to: &ShapeId) -> bool {
        if from == to {
            return true;
        }
        let Some(to) = self.model.id(to) else { return false };
        let model = self.model;
        self.held.entry(to).or_insert_with(|| held(model, to)).contains(from)
    }
}

fn held<'a>(model: &'a Model, root: &'a ShapeId) -> HashSet<&'a ShapeId> {
    let mut held = HashSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let Some(shape) = model.shape(id) else { continue };
        if shape.kind == "structure" || shape.kind == "union" {
            for (_, member) in &shape.members {
                if held.insert(&member.target) {
                    open.push(&member.target);
                }
            }
        }
    }
    held
}
