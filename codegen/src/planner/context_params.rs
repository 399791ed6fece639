//! Endpoint parameters that operations set: static values, and JMESPath expressions over the input,
//! which become field accesses.

use serde_json::Value;

use super::Planner;
use crate::escape::literal;
use crate::jmespath::{self, Expression, Items};
use crate::model::{Shape, ShapeId};
use crate::names::{Scope, field};
use crate::plan::{Access, Member, OperationContextParam, Plan, Type};
use crate::traits;

impl Planner<'_> {
    /// The endpoint parameters with a fixed value that the endpoint rules use: their names, and their
    /// values as Rust literals.
    pub(super) fn static_context_params(
        &mut self,
        id: &ShapeId,
        shape: &Shape,
    ) -> Vec<(String, String)> {
        let params = shape.traits.get(traits::STATIC_CONTEXT_PARAMS).and_then(Value::as_object);
        let mut planned = Vec::new();
        for (name, param) in params.into_iter().flatten() {
            if !self.is_context_param(name) && !self.is_configuration_param(name) {
                continue;
            }
            match param.get("value").and_then(static_value) {
                Some(value) => planned.push((name.clone(), value)),
                None => self.note(format!(
                    "`{}`: the endpoint parameter `{name}` is omitted, because its value is not a \
                     boolean, a string or a list of strings",
                    id.name()
                )),
            }
        }
        planned
    }

    /// Whether the endpoint rules use this parameter and calls set it.
    pub(super) fn is_context_param(&self, name: &str) -> bool {
        let rules = self.plan.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| rules.call_parameters.iter().any(|used| used == name))
    }

    /// Whether the endpoint rules use this parameter and the configuration sets it. A static value of
    /// an operation overrides that of the configuration.
    fn is_configuration_param(&self, name: &str) -> bool {
        let rules = self.plan.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| rules.configuration_parameters.iter().any(|used| used == name))
    }

    /// Plans the endpoint parameters with an expression over the input. All structures must have been
    /// planned.
    pub(super) fn operation_context_params(&mut self) {
        for index in 0..self.plan.operations.len() {
            let (params, notes) = self.computed_params(index);
            notes.into_iter().for_each(|note| self.note(note));
            if let Some(operation) = self.plan.operations.get_mut(index) {
                operation.operation_context_params = params;
            }
        }
    }

    fn computed_params(&self, index: usize) -> (Vec<OperationContextParam>, Vec<String>) {
        let (mut params, mut notes) = (Vec::new(), Vec::new());
        let operation = self.plan.operations.get(index);
        let shape = operation.and_then(|operation| self.catalog.model.shape(&operation.shape));
        let (Some(operation), Some(shape)) = (operation, shape) else { return (params, notes) };
        let given = shape.traits.get(traits::OPERATION_CONTEXT_PARAMS).and_then(Value::as_object);
        let mut scope = Scope::new();
        for (name, param) in given.into_iter().flatten() {
            // Smithy 2.0, "Binding parameter values": the other traits take precedence.
            let is_static = operation.static_context_params.iter().any(|(other, _)| other == name);
            let is_member = |member: &Member| member.context_param.as_deref() == Some(name);
            let is_given = is_static || operation.members.iter().any(is_member);
            if !self.is_context_param(name) || is_given {
                continue;
            }
            let path = param.get("path").and_then(Value::as_str).unwrap_or_default();
            let found = jmespath::parse(path);
            let found = found.and_then(|path| value(&self.plan, &operation.members, &path));
            match found {
                Ok((is_list, access)) => params.push(OperationContextParam {
                    name: name.clone(),
                    function: scope.claim(&[field(name)]),
                    is_list,
                    access,
                }),
                Err(problem) => notes.push(format!(
                    "`{}`: the endpoint parameter `{name}` is omitted, because its path `{path}` is \
                     not understood: {problem}",
                    operation.shape.name()
                )),
            }
        }
        (params, notes)
    }
}

/// A value of `staticContextParams` as a Rust literal.
fn static_value(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(value) => value.to_string(),
        Value::String(text) => literal(text),
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(literal));
            format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", "))
        }
        _ => return None,
    })
}

/// How the value of an expression over an operation's members is read, and whether it is a list.
fn value(
    plan: &Plan,
    members: &[Member],
    expression: &Expression,
) -> Result<(bool, Access), String> {
    let paths = Paths { plan };
    let node = Node::Operation(members);
    let is_list = paths.is_list(expression, node)?;
    let access = match is_list {
        true => paths.each(expression, node, &mut |item| paths.text(item))?,
        false => paths.one(expression, node, &mut |value| match value {
            Node::Value(Type::Bool) => Ok(Access::Bool),
            value => paths.text(value),
        })?,
    };
    Ok((is_list, access))
}

/// What an expression is applied to.
#[derive(Clone, Copy)]
enum Node<'a> {
    Operation(&'a [Member]),
    Value(&'a Type),
}

/// What comes after a value that was found.
type Then<'a, 't> = &'t mut dyn FnMut(Node<'a>) -> Result<Access, String>;

/// Follows expressions through the types of a plan.
#[derive(Clone, Copy)]
struct Paths<'a> {
    plan: &'a Plan,
}

impl<'a> Paths<'a> {
    /// A string or an enum.
    fn text(self, node: Node<'a>) -> Result<Access, String> {
        match node {
            Node::Value(Type::String) => Ok(Access::Text),
            Node::Value(Type::Named(name))
                if self.plan.enums.iter().any(|it| it.name == *name && !it.int) =>
            {
                Ok(Access::Text)
            }
            node => Err(format!("it ends at {}", self.describe(node))),
        }
    }

    fn describe(self, node: Node<'a>) -> String {
        match node {
            Node::Operation(_) => "the input".to_owned(),
            Node::Value(ty) => format!("`{}`", ty.to_rust()),
        }
    }

    fn member(self, name: &str, node: Node<'a>) -> Result<&'a Member, String> {
        let members = match node {
            Node::Operation(members) => Some(members),
            Node::Value(ty) => match unboxed(ty) {
                Type::Named(name) => {
                    let found = self.plan.structures.iter().find(|it| it.name == *name);
                    found.map(|structure| structure.members.as_slice())
                }
                _ => None,
            },
        };
        let members =
            members.ok_or_else(|| format!("{} is not a structure", self.describe(node)))?;
        let found = members.iter().find(|member| member.name == name);
        found.ok_or_else(|| format!("{} has no member `{name}`", self.describe(node)))
    }

    /// The type of a value that the input contains, without `Option`.
    fn type_of(self, expression: &Expression, node: Node<'a>) -> Result<Node<'a>, String> {
        match expression {
            Expression::Current => Ok(node),
            Expression::Member(name) => Ok(Node::Value(present(&self.member(name, node)?.ty).1)),
            Expression::Sub(left, right) => self.type_of(right, self.type_of(left, node)?),
            Expression::Project { .. } | Expression::Select(_) | Expression::Keys(_) => {
                Err("a list that the path makes is not in the input".to_owned())
            }
            other => Err(unsupported(other)),
        }
    }

    fn is_list(self, expression: &Expression, node: Node<'a>) -> Result<bool, String> {
        match expression {
            Expression::Project { .. } | Expression::Select(_) | Expression::Keys(_) => Ok(true),
            Expression::Sub(left, right) => self.is_list(right, self.type_of(left, node)?),
            other => Ok(matches!(self.type_of(other, node)?, Node::Value(Type::List(_)))),
        }
    }

    /// Reads a value that the input contains.
    fn one(
        self,
        expression: &Expression,
        node: Node<'a>,
        then: Then<'a, '_>,
    ) -> Result<Access, String> {
        match expression {
            Expression::Current => then(node),
            Expression::Member(name) => {
                let member = self.member(name, node)?;
                let (optional, ty) = present(&member.ty);
                let then = Box::new(then(Node::Value(ty))?);
                Ok(Access::Member { field: member.field.clone(), optional, then })
            }
            Expression::Sub(left, right) => {
                self.one(left, node, &mut |left| self.one(right, left, then))
            }
            Expression::Project { .. } | Expression::Select(_) | Expression::Keys(_) => {
                Err("a list that the path makes is used as one value".to_owned())
            }
            other => Err(unsupported(other)),
        }
    }

    /// Reads each item of a list.
    fn each(
        self,
        expression: &Expression,
        node: Node<'a>,
        then: Then<'a, '_>,
    ) -> Result<Access, String> {
        match expression {
            Expression::Project { of, items, then: right } => {
                let then = &mut |item| self.one(right, item, then);
                self.items(of, *items, node, then)
            }
            Expression::Select(selected) => {
                let read = |it: &Expression| self.one(it, node, then);
                Ok(Access::All(selected.iter().map(read).collect::<Result<_, _>>()?))
            }
            Expression::Keys(of) => self.one(of, node, &mut |map| match map {
                Node::Value(Type::Map(key, _)) => {
                    Ok(Access::Keys(Box::new(then(Node::Value(key))?)))
                }
                other => Err(format!("{} is not a map", self.describe(other))),
            }),
            Expression::Sub(left, right) if self.is_made(right) => {
                self.one(left, node, &mut |left| self.each(right, left, then))
            }
            _ => self.one(expression, node, &mut |list| match list {
                Node::Value(Type::List(item)) => {
                    let (sparse, item) = present(item);
                    Ok(Access::Items { sparse, then: Box::new(then(Node::Value(item))?) })
                }
                other => Err(format!("{} is not a list", self.describe(other))),
            }),
        }
    }

    /// Whether the expression makes a list, which is then not a value of the input.
    fn is_made(self, expression: &Expression) -> bool {
        match expression {
            Expression::Project { .. } | Expression::Select(_) | Expression::Keys(_) => true,
            Expression::Sub(_, right) => self.is_made(right),
            _ => false,
        }
    }

    /// Reads the items that a projection is applied to.
    fn items(
        self,
        of: &Expression,
        items: Items,
        node: Node<'a>,
        then: Then<'a, '_>,
    ) -> Result<Access, String> {
        match items {
            Items::OfList => self.each(of, node, then),
            Items::OfMap => self.one(of, node, &mut |map| match map {
                Node::Value(Type::Map(_, value)) => {
                    let (sparse, value) = present(value);
                    Ok(Access::Values { sparse, then: Box::new(then(Node::Value(value))?) })
                }
                other => Err(format!("{} is not a map", self.describe(other))),
            }),
            Items::Flattened => self.flattened(of, node, then),
        }
    }

    /// Reads each item of a list. An item that is a list is replaced by its items.
    fn flattened(
        self,
        expression: &Expression,
        node: Node<'a>,
        then: Then<'a, '_>,
    ) -> Result<Access, String> {
        match expression {
            Expression::Project { of, items, then: right } => {
                let then = &mut |item| self.merged(right, item, then);
                self.items(of, *items, node, then)
            }
            Expression::Select(selected) => {
                let read = |it: &Expression| self.merged(it, node, then);
                Ok(Access::All(selected.iter().map(read).collect::<Result<_, _>>()?))
            }
            Expression::Sub(left, right) if self.is_made(right) => {
                self.one(left, node, &mut |left| self.flattened(right, left, then))
            }
            _ => self
                .each(expression, node, &mut |item| self.merged(&Expression::Current, item, then)),
        }
    }

    /// Reads a value, or each item of a value that is a list.
    fn merged(
        self,
        expression: &Expression,
        node: Node<'a>,
        then: Then<'a, '_>,
    ) -> Result<Access, String> {
        match self.is_list(expression, node)? {
            true => self.each(expression, node, then),
            false => self.one(expression, node, then),
        }
    }
}

/// The message for a form that cannot select a value of the input.
fn unsupported(expression: &Expression) -> String {
    let form = match expression {
        Expression::Index(_) => "an index",
        Expression::Literal(_) => "a literal",
        Expression::Filter { .. } => "a filter",
        Expression::Length(_) => "the function `length`",
        Expression::Contains(..) => "the function `contains`",
        _ => "an operator",
    };
    format!("{form} is not supported")
}

/// Whether a type is an `Option`, and the type of the value.
fn present(ty: &Type) -> (bool, &Type) {
    match ty {
        Type::Option(ty) => (true, ty),
        ty => (false, ty),
    }
}

fn unboxed(ty: &Type) -> &Type {
    match ty {
        Type::Boxed(ty) => ty,
        ty => ty,
    }
}
