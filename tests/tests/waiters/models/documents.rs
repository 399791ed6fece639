//! [`Documents`]: random inputs and outputs for an acceptor.

use aws_operation_codegen::plan::{Member, Plan, Type};
use aws_operation_tests::random::Random;
use serde_json::{Map, Value, json};

/// The depth of a document. Below it, lists and maps are empty and members are missing.
const DEPTH: usize = 8;

/// Random documents. They have only members that an expression names, and the values in the expression
/// are frequent.
pub struct Documents<'a> {
    plan: &'a Plan,
    /// The names in the expression.
    names: Vec<&'a str>,
    texts: Vec<String>,
    /// The text of half of all strings, so that all strings of a list can be equal.
    usual: Option<String>,
    random: Random,
}

impl<'a> Documents<'a> {
    /// Documents for an acceptor with this path and expected value.
    pub fn new(plan: &'a Plan, path: &'a str, expected: &str, mut random: Random) -> Self {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let names = path.split(|c| !is_part(c)).filter(|name| !name.is_empty()).collect();
        let literals = path.split(['\'', '"']).skip(1).step_by(2).map(str::to_owned);
        let mut texts: Vec<String> = literals.collect();
        texts.extend([expected.to_owned(), "other".to_owned(), String::new()]);
        let usual = random.once_in(2).then(|| random.pick(&texts).clone());
        Self { plan, names, texts, usual, random }
    }

    /// The input of an operation.
    pub fn input(&mut self, operation: &str) -> Value {
        let operations = &self.plan.operations;
        let found = operations.iter().find(|it| it.name == operation);
        self.members(found.map_or(&[], |operation| &operation.members), 0)
    }

    /// The output of an operation.
    pub fn output(&mut self, output: Option<&str>) -> Value {
        let found = self.plan.structures.iter().find(|it| Some(it.name.as_str()) == output);
        self.members(found.map_or(&[], |structure| &structure.members), 0)
    }

    fn members(&mut self, members: &'a [Member], depth: usize) -> Value {
        let mut object = Map::new();
        for Member { name, ty, .. } in members {
            if self.names.contains(&name.as_str()) {
                object.extend(self.member(ty, depth).map(|value| (name.clone(), value)));
            }
        }
        Value::Object(object)
    }

    /// The value of a member, or `None` if it is missing.
    fn member(&mut self, ty: &'a Type, depth: usize) -> Option<Value> {
        match ty {
            Type::Option(_) if depth > DEPTH || self.random.once_in(6) => None,
            Type::Option(ty) => self.value(ty, depth),
            ty => self.value(ty, depth),
        }
    }

    fn value(&mut self, ty: &'a Type, depth: usize) -> Option<Value> {
        Some(match ty {
            Type::Option(_) => self.member(ty, depth).unwrap_or(Value::Null),
            Type::Boxed(ty) => self.value(ty, depth)?,
            Type::Bool => json!(self.random.once_in(2)),
            Type::I8 | Type::I16 | Type::I32 | Type::I64 => json!(self.random.between(-1, 3)),
            Type::F32 | Type::F64 => json!(self.random.between(-2, 4) as f64 / 2.0),
            Type::String => self.text(),
            Type::List(item) => {
                let length = self.length(depth);
                let items = (0..length).map(|_| self.value(item, depth + 1));
                Value::Array(items.collect::<Option<_>>()?)
            }
            Type::Map(_, value) => {
                let mut entries = Map::new();
                for _ in 0..self.length(depth) {
                    // The names in the expression may be keys.
                    let key = match self.random.once_in(3) {
                        true => self.random.pick(&self.names).to_string(),
                        false => self.random.text(b"abc", 1),
                    };
                    entries.insert(key, self.value(value, depth + 1)?);
                }
                Value::Object(entries)
            }
            Type::Named(name) => {
                if let Some(structure) = self.plan.structures.iter().find(|it| it.name == *name) {
                    return Some(self.members(&structure.members, depth + 1));
                }
                self.plan.enums.iter().find(|it| it.name == *name && !it.int)?;
                self.text()
            }
            Type::Timestamp
            | Type::Blob
            | Type::ByteStream
            | Type::EventStream(_)
            | Type::Document => return None,
        })
    }

    fn length(&mut self, depth: usize) -> usize {
        if depth > DEPTH { 0 } else { self.random.below(4) }
    }

    fn text(&mut self) -> Value {
        match &self.usual {
            Some(text) if !self.random.once_in(8) => json!(text),
            _ => json!(self.random.pick(&self.texts)),
        }
    }
}
