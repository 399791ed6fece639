//! The decision graph. Nodes are built from the last rule to the first, and equal nodes are merged.

use std::collections::HashMap;
use std::hash::Hash;

/// The target of a branch: a node or a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    Node(usize),
    Result(usize),
}

/// The condition's index, the target if it holds, and the target if it does not.
type Node = (usize, Target, Target);

/// Conditions, results and nodes. Each is stored once.
#[derive(Default)]
pub struct Graph {
    conditions: Once<String>,
    results: Once<String>,
    nodes: Once<Node>,
}

/// The graph as the runtime needs it. The last node is the root.
pub struct Numbered {
    pub conditions: Vec<String>,
    pub results: Vec<String>,
    pub nodes: Vec<[i16; 3]>,
}

impl Graph {
    pub fn result(&mut self, text: String) -> Target {
        Target::Result(self.results.insert(text))
    }

    /// The node of a condition, or its target if both branches have the same one. The value that
    /// the condition assigns is not needed then: it is out of scope where the condition does not
    /// hold.
    pub fn node(&mut self, condition: String, then: Target, otherwise: Target) -> Target {
        if then == otherwise {
            return then;
        }
        let condition = self.conditions.insert(condition);
        Target::Node(self.nodes.insert((condition, then, otherwise)))
    }

    /// The conditions, results and nodes that can be reached from the root, numbered.
    ///
    /// # Errors
    ///
    /// There are too many rules.
    pub fn numbered(&self, root: Target) -> Result<Numbered, String> {
        // Each node comes after the nodes that its branches lead to.
        let mut is_reached = vec![false; self.nodes.items.len()];
        let reach = |target: Target, is_reached: &mut [bool]| {
            if let Target::Node(node) = target {
                if let Some(is_reached) = is_reached.get_mut(node) {
                    *is_reached = true;
                }
            }
        };
        reach(root, &mut is_reached);
        for (node, (_, then, otherwise)) in self.nodes.items.iter().enumerate().rev() {
            if is_reached[node] {
                reach(*then, &mut is_reached);
                reach(*otherwise, &mut is_reached);
            }
        }
        let mut numbers = Numbers::default();
        for (node, (condition, then, otherwise)) in self.nodes.items.iter().enumerate() {
            if is_reached[node] {
                let (otherwise, then) = (numbers.target(*otherwise)?, numbers.target(*then)?);
                let condition = index(numbers.conditions.insert(*condition))?;
                numbers.by_node.insert(node, index(numbers.nodes.len())?);
                numbers.nodes.push([condition, then, otherwise]);
            }
        }
        // If the root is a result, there are no nodes, and the runtime uses the first result.
        numbers.target(root)?;
        Ok(Numbered {
            conditions: self.conditions.of(&numbers.conditions),
            results: self.results.of(&numbers.results),
            nodes: numbers.nodes,
        })
    }
}

#[derive(Default)]
struct Numbers {
    conditions: Once<usize>,
    results: Once<usize>,
    nodes: Vec<[i16; 3]>,
    by_node: HashMap<usize, i16>,
}

impl Numbers {
    /// The number of a result, or of a node that already has a number.
    fn target(&mut self, target: Target) -> Result<i16, String> {
        match target {
            Target::Result(result) => Ok(-1 - index(self.results.insert(result))?),
            Target::Node(node) => {
                self.by_node.get(&node).copied().ok_or_else(|| "a node is missing".to_owned())
            }
        }
    }
}

fn index(index: usize) -> Result<i16, String> {
    // `i16::MAX` is not used. The number of a result, `-1 - index`, must be an `i16` as well.
    i16::try_from(index)
        .ok()
        .filter(|index| *index < i16::MAX)
        .ok_or_else(|| "there are too many rules".to_owned())
}

/// Items in the order of insertion, each stored once.
struct Once<T> {
    items: Vec<T>,
    indexes: HashMap<T, usize>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { items: Vec::new(), indexes: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Once<T> {
    /// The index of an item. Adds the item if it is new.
    fn insert(&mut self, item: T) -> usize {
        if let Some(index) = self.indexes.get(&item) {
            return *index;
        }
        let index = self.items.len();
        self.items.push(item.clone());
        self.indexes.insert(item, index);
        index
    }

    /// The items at these indexes.
    fn of(&self, indexes: &Once<usize>) -> Vec<T> {
        indexes.items.iter().filter_map(|index| self.items.get(*index).cloned()).collect()
    }
}
