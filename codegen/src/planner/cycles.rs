//! Finds the members that must be boxed, because a shape contains itself through them.

use std::collections::HashMap;

use crate::model::{Model, Shape, ShapeId};

/// Groups of the structures and unions of a model. Two shapes are in the same group if each
/// contains the other. Containment through lists and maps does not count, because they allocate.
#[derive(Debug)]
pub struct Cycles<'a> {
    groups: HashMap<&'a ShapeId, usize>,
}

impl<'a> Cycles<'a> {
    /// Finds the groups in one pass (Tarjan's algorithm). It does not recurse, so a deep model cannot
    /// overflow the stack.
    pub fn new(model: &'a Model) -> Self {
        let mut search = Search {
            model,
            numbers: HashMap::new(),
            groups: HashMap::new(),
            ungrouped: Vec::new(),
        };
        for (id, shape) in &model.shapes {
            if holds_members(shape) {
                search.visit(id, shape);
            }
        }
        Self { groups: search.groups }
    }

    /// Whether `from`, which has a member of type `to`, contains itself through that member.
    pub fn closes(&self, from: &ShapeId, to: &ShapeId) -> bool {
        from == to || self.groups.get(from).is_some_and(|group| self.groups.get(to) == Some(group))
    }
}

fn holds_members(shape: &Shape) -> bool {
    shape.kind == "structure" || shape.kind == "union"
}

/// A shape whose members are being visited.
struct Open<'a> {
    id: &'a ShapeId,
    shape: &'a Shape,
    next_member: usize,
    /// The number of the earliest shape that can be reached from this shape.
    low: usize,
}

struct Search<'a> {
    model: &'a Model,
    /// The order in which the shapes were reached.
    numbers: HashMap<&'a ShapeId, usize>,
    groups: HashMap<&'a ShapeId, usize>,
    /// The shapes that were reached and are not in a group yet.
    ungrouped: Vec<&'a ShapeId>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, id: &'a ShapeId, shape: &'a Shape) {
        if self.numbers.contains_key(id) {
            return;
        }
        let mut path = vec![self.open(id, shape)];
        while let Some(open) = path.last_mut() {
            let Some((_, member)) = open.shape.members.get(open.next_member) else {
                let Some(done) = path.pop() else { return };
                self.close(&done);
                if let Some(holder) = path.last_mut() {
                    holder.low = holder.low.min(done.low);
                }
                continue;
            };
            open.next_member += 1;
            let Some(target) = self.model.id(&member.target) else { continue };
            let Some(shape) = self.model.shape(target).filter(|shape| holds_members(shape)) else {
                continue;
            };
            match self.numbers.get(target) {
                None => {
                    let target = self.open(target, shape);
                    path.push(target);
                }
                Some(number) if !self.groups.contains_key(target) => {
                    open.low = open.low.min(*number);
                }
                Some(_) => {}
            }
        }
    }

    fn open(&mut self, id: &'a ShapeId, shape: &'a Shape) -> Open<'a> {
        let number = self.numbers.len();
        self.numbers.insert(id, number);
        self.ungrouped.push(id);
        Open { id, shape, next_member: 0, low: number }
    }

    /// Makes a group of the shape and the shapes that were reached after it, unless an earlier
    /// shape can be reached from it.
    fn close(&mut self, done: &Open<'a>) {
        if self.numbers.get(done.id) != Some(&done.low) {
            return;
        }
        while let Some(id) = self.ungrouped.pop() {
            self.groups.insert(id, done.low);
            if id == done.id {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// A model of structures. `members` lists, for each structure, the structures that its members
    /// have.
    fn model(members: &[Vec<usize>]) -> Model {
        let shapes: Vec<String> = members
            .iter()
            .enumerate()
            .map(|(from, members)| {
                let members: Vec<String> = members
                    .iter()
                    .enumerate()
                    .map(|(i, to)| format!(r#""m{i}": {{"target": "a#S{to}"}}"#))
                    .collect();
                let members = members.join(",");
                format!(r#""a#S{from}": {{"type": "structure", "members": {{{members}}}}}"#)
            })
            .collect();
        Model::parse(&format!(r#"{{"smithy": "2", "shapes": {{{}}}}}"#, shapes.join(",")))
            .expect("a model")
    }

    fn id(shape: usize) -> ShapeId {
        ShapeId::new(format!("a#S{shape}"))
    }

    #[test]
    fn a_member_closes_a_cycle_where_its_type_leads_back() {
        let mut state = 3_u64;
        let mut random = move |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).expect("31 bits") % bound
        };
        for _ in 0..300 {
            let shapes = 1 + random(8);
            let members: Vec<Vec<usize>> = (0..shapes)
                .map(|_| (0..random(3)).map(|_| random(shapes)).collect::<Vec<_>>())
                .collect();
            let model = model(&members);
            let cycles = Cycles::new(&model);
            for (from, targets) in members.iter().enumerate() {
                for to in targets {
                    let mut reached = HashSet::new();
                    let mut open = vec![*to];
                    while let Some(shape) = open.pop() {
                        if reached.insert(shape) {
                            open.extend(&members[shape]);
                        }
                    }
                    let leads_back = reached.contains(&from);
                    assert_eq!(cycles.closes(&id(from), &id(*to)), leads_back, "{members:?}");
                }
            }
        }
    }

    /// Storing the contents of each shape would take two hundred million entries.
    #[test]
    fn a_long_chain_takes_no_recursion_and_no_square() {
        let members: Vec<Vec<usize>> =
            (0..20_000).map(|shape| vec![(shape + 1) % 19_000]).collect();
        let model = model(&members);
        let cycles = Cycles::new(&model);
        assert!(cycles.closes(&id(5), &id(6)));
        assert!(!cycles.closes(&id(19_500), &id(501)));
    }
}
