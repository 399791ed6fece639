//! [`Translator`]: the statements of a function that evaluates an expression.
//!
//! JMESPath distinguishes null from an error, such as the length of null. An acceptor matches neither.
//! But `!`, `||` and `==` have a value if an operand is null, so null is handled in several ways: see
//! [`Nulls`].

use std::cell::Cell;

use serde_json::Value;

use super::function;
use super::value::{Kind, Number, Val, of_option, of_place};
use crate::escape::literal;
use crate::jmespath::Expression;
use crate::names::Scope;
use crate::plan::waiters::{Chain, Step};
use crate::plan::{Member, Plan, Type};

/// The longest chain on one line. Rustfmt has this limit.
pub const CHAIN: usize = 60;

/// The longest name of a variable.
const NAME: usize = 30;

/// The maximum number of values in the translation of an expression, trials included. Without it, the
/// time and the text can grow exponentially with the length of an expression.
const MAX_VALUES: u32 = 5_000;

/// How null is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// The function returns `None`: null has the same effect as an error.
    Exit,
    /// The value is an `Option`.
    Keep,
    /// Null is an empty list.
    Empty,
}

pub type Result<T> = std::result::Result<T, String>;

/// Writes the statements of a function.
pub struct Translator<'a> {
    pub plan: &'a Plan,
    scope: Scope,
    steps: Vec<Step>,
    exits: bool,
    /// The variables that can be used here, with their values.
    bound: Vec<(Chain, String)>,
    /// The number of values so far.
    values: Cell<u32>,
}

impl<'a> Translator<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let mut scope = Scope::new();
        // The arguments of the function and of its closures. No variable can have their names.
        for name in [function::INPUT, function::OUTPUT, "it"] {
            scope.claim(&[name.to_owned()]);
        }
        let (steps, bound, values) = (Vec::new(), Vec::new(), Cell::new(0));
        Self { plan, scope, steps, exits: false, bound, values }
    }

    /// The statements.
    pub fn finish(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    /// Whether the function can return `None` before its end.
    pub fn exits(&self) -> bool {
        self.exits
    }

    pub fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// The statements that `write` adds, and its result.
    pub fn block<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(Vec<Step>, T)> {
        let outer = std::mem::take(&mut self.steps);
        let bound = self.bound.len();
        let result = write(self);
        self.bound.truncate(bound);
        let steps = std::mem::replace(&mut self.steps, outer);
        Ok((steps, result?))
    }

    /// Like [`block`](Self::block), and says whether the statements can return from the function.
    pub fn block_that_exits<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(Vec<Step>, bool, T)> {
        let before = std::mem::replace(&mut self.exits, false);
        let block = self.block(write);
        let exits = std::mem::replace(&mut self.exits, before);
        self.exits |= exits;
        block.map(|(steps, result)| (steps, exits, result))
    }

    /// The name of a new variable.
    pub fn variable(&mut self, wish: &str) -> String {
        let wish = if wish.len() > NAME || wish.is_empty() { "value" } else { wish };
        self.scope.claim(&[wish.to_owned()])
    }

    /// Assigns the value to a variable, unless there is a variable with this value.
    pub fn bind(&mut self, val: Val<'a>) -> Val<'a> {
        if let Some((_, name)) = self.bound.iter().find(|(value, _)| *value == val.code) {
            return Val { code: Chain::new(name), ..val };
        }
        let name = self.variable(val.name);
        self.bound.push((val.code.clone(), name.clone()));
        self.steps.push(Step::Let { name: name.clone(), value: val.code });
        Val { code: Chain::new(name), ..val }
    }

    /// The value as a variable, unless it is a short expression already.
    pub fn atom(&mut self, val: Val<'a>) -> Val<'a> {
        let is_field = matches!(val.code.links.as_slice(), [link] if !link.contains('('));
        let is_short = val.code.line().len() <= 40;
        let is_atom = val.code.links.is_empty() || is_field && is_short;
        match is_atom && !val.is_copied_option() && !val.has_operator() {
            true => val,
            false => self.bind(val),
        }
    }

    /// The value as something that methods can be called on.
    pub fn receiver(&mut self, val: Val<'a>) -> Val<'a> {
        let is_prefixed = val.code.root.starts_with(['&', '*', '-']);
        let is_long = val.code.line().len() > CHAIN / 2;
        match is_prefixed || val.has_operator() || (is_long && !val.code.links.is_empty()) {
            true => self.bind(val),
            false => val,
        }
    }

    /// Returns from the function if the value is null.
    pub fn exit(&mut self, val: Val<'a>) -> Val<'a> {
        if !val.optional {
            return val;
        }
        self.exits = true;
        let val = if val.is_copied_option() { self.bind(val) } else { val };
        let mut code = val.code;
        // `.as_ref()?.as_str()` rather than `.as_ref().map(Enum::as_str)?`.
        let is_enum = code.links.last().is_some_and(|link| link.starts_with(".map(super::"));
        let as_str = is_enum.then(|| ".as_str()".to_owned());
        if is_enum {
            code.links.pop();
        }
        match code.links.last_mut() {
            Some(last) => last.push('?'),
            None => code.root.push('?'),
        }
        code.links.extend(as_str);
        self.bind(Val { code, optional: false, ..val })
    }

    /// The type of the value of an expression, if the expression is understood.
    pub fn kind(&self, expression: &Expression, node: &Val<'a>) -> Option<Kind<'a>> {
        let mut trial = Self { values: self.values.clone(), ..Self::new(self.plan) };
        let val = trial.value(expression, node, Nulls::Keep);
        self.values.set(trial.values.get());
        val.ok().map(|val| val.kind)
    }

    fn with_nulls(&mut self, val: Val<'a>, nulls: Nulls) -> Val<'a> {
        if nulls == Nulls::Exit { self.exit(val) } else { val }
    }

    /// The value of an expression that is applied to another value.
    pub fn value(
        &mut self,
        expression: &Expression,
        node: &Val<'a>,
        nulls: Nulls,
    ) -> Result<Val<'a>> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MAX_VALUES {
            return Err("it is too complex".to_owned());
        }
        let val = match expression {
            Expression::Current => node.clone(),
            Expression::Member(name) => self.member(name, node)?,
            Expression::Index(index) => self.index(*index, node)?,
            Expression::Literal(value) => literal_value(value)?,
            Expression::Sub(left, right) => {
                let of_left = if is_null_of_null(right) { nulls } else { Nulls::Keep };
                let left = self.value(left, node, of_left)?;
                self.value(right, &left, nulls)?
            }
            Expression::Project { .. } | Expression::Filter { .. } | Expression::Keys(_) => {
                self.collect(expression, node, nulls)?
            }
            Expression::Select(selected) => self.select(selected, node)?,
            Expression::Length(of) => self.length(of, node)?,
            Expression::Contains(subject, search) => self.contains(subject, search, node)?,
            Expression::Compare(..) | Expression::And(..) | Expression::Or(..) => {
                self.operator(expression, node, nulls)?
            }
            Expression::Not(value) => {
                let condition = self.condition(value, node, true)?;
                Val::new(condition.text, Kind::Bool)
            }
        };
        Ok(self.with_nulls(val, nulls))
    }

    fn member(&mut self, name: &str, node: &Val<'a>) -> Result<Val<'a>> {
        let members = match &node.kind {
            Kind::Both(input, output) => {
                let (argument, members) = match name {
                    function::INPUT => (function::INPUT, *input),
                    function::OUTPUT => (function::OUTPUT, *output),
                    _ => return Err(format!("there is no `{name}` beside `input` and `output`")),
                };
                return Ok(Val::new(argument, Kind::Structure(members)));
            }
            Kind::Structure(members) => *members,
            Kind::Map(key, value) if **key == Type::String => return self.entry(name, node, value),
            _ => return Err(format!("the member `{name}` is of {}", node.what())),
        };
        let member = members.iter().find(|member| member.name == name);
        let member: &Member = member.ok_or_else(|| format!("there is no member `{name}`"))?;
        let node = self.receiver(node.clone());
        let field = &member.field;
        let val = match node.optional {
            false => {
                let place = node.code.with(format!(".{field}"));
                of_place(self.plan, place, false, &member.ty)
            }
            true => of_option(self.plan, node.code, &format!("it.{field}"), false, &member.ty),
        };
        Ok(Val { name: field, ..val })
    }

    /// The value of an entry in a map.
    fn entry(&mut self, key: &str, node: &Val<'a>, value: &'a Type) -> Result<Val<'a>> {
        let node = self.receiver(node.clone());
        let key = literal(key);
        let code = match node.optional {
            false => node.code.with(format!(".get({key})")),
            true => node.code.with(format!(".and_then(|it| it.get({key}))")),
        };
        Ok(of_option(self.plan, code, "it", true, value))
    }

    fn index(&mut self, index: i64, node: &Val<'a>) -> Result<Val<'a>> {
        let what = node.what();
        let node = self.receiver(node.clone());
        let get = match (index, usize::try_from(index), index.unsigned_abs()) {
            (0, ..) => "first()".to_owned(),
            (_, Ok(index), _) => format!("get({index})"),
            (-1, ..) => "last()".to_owned(),
            (_, _, distance) => format!("iter().nth_back({})", distance - 1),
        };
        let code = match node.optional {
            false => node.code.with(format!(".{get}")),
            true => node.code.with(format!(".and_then(|it| it.{get})")),
        };
        match node.kind {
            Kind::List(item) => Ok(of_option(self.plan, code, "it", true, item)),
            Kind::Made(item) => {
                let code = code.with(".copied()");
                Ok(Val { code, kind: *item, optional: true, name: "value" })
            }
            _ => Err(format!("the index {index} is of {what}")),
        }
    }

    /// A multi-select list. In JMESPath it is null if the node is null.
    fn select(&mut self, selected: &[Expression], node: &Val<'a>) -> Result<Val<'a>> {
        if node.optional {
            return Err("a multi-select list of a value that can be null".to_owned());
        }
        let values = selected.iter().map(|it| {
            let val = self.value(it, node, Nulls::Keep)?;
            Ok(self.atom(val))
        });
        let values = values.collect::<Result<Vec<_>>>()?;
        Ok(Val::new(String::new(), Kind::Select(values)))
    }
}

/// Whether an expression that is applied to null gives null, or an error.
fn is_null_of_null(expression: &Expression) -> bool {
    match expression {
        Expression::Current
        | Expression::Member(_)
        | Expression::Index(_)
        | Expression::Project { .. }
        | Expression::Filter { .. }
        | Expression::Select(_) => true,
        Expression::Keys(of) | Expression::Length(of) | Expression::Sub(of, _) => {
            is_null_of_null(of)
        }
        _ => false,
    }
}

fn literal_value<'a>(value: &Value) -> Result<Val<'a>> {
    Ok(match value {
        Value::Null => Val::new("None", Kind::Null),
        Value::Bool(value) => Val::new(value.to_string(), Kind::Bool),
        Value::String(text) => Val::new(literal(text), Kind::Text),
        Value::Number(number) => {
            Val::new(number.to_string(), Kind::Number(Number::Literal(number.clone())))
        }
        other => return Err(format!("the literal {other} is not a scalar")),
    })
}
