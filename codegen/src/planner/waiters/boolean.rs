//! Comparisons and the operators `&&`, `||` and `!`.

use super::number;
use super::translate::{Nulls, Result, Translator};
use super::value::{Kind, Number, Val};
use crate::jmespath::{Comparator, Expression};
use crate::plan::waiters::{Chain, Step};

/// The maximum length of two operands together. Longer ones are assigned to variables.
const BOTH: usize = 76;

/// A Rust condition.
pub struct Condition {
    pub text: String,
    /// Whether its operator is `||`, which needs parentheses beside `&&`.
    is_or: bool,
}

impl Condition {
    fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { is_or: text.contains(" || "), text }
    }

    fn constant(value: bool) -> Self {
        Self::new(value.to_string())
    }
}

/// `&&` or `||`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    Or,
}

impl Operator {
    fn text(self) -> &'static str {
        if self == Self::And { "&&" } else { "||" }
    }
}

impl<'a> Translator<'a> {
    /// The value of a comparison, or of `&&` or `||`.
    pub fn operator(
        &mut self,
        expression: &Expression,
        node: &Val<'a>,
        nulls: Nulls,
    ) -> Result<Val<'a>> {
        match expression {
            Expression::Compare(left, comparator, right) => {
                self.comparison(left, *comparator, right, node, nulls)
            }
            Expression::And(left, right) => {
                // If the left side is null, the whole expression is null.
                let left = self.value(left, node, nulls)?;
                if left.kind != Kind::Bool {
                    return Err("the sides of `&&` are not both conditions".to_owned());
                }
                let left = Condition::new(self.present(left)?.line());
                let condition = self.joined(left, Operator::And, |this| {
                    let right = this.value(right, node, nulls)?;
                    Ok(Condition::new(this.present(right)?.line()))
                })?;
                Ok(Val::new(condition.text, Kind::Bool))
            }
            Expression::Or(left, right) if self.is_bool(left, node) => {
                let left = self.condition(left, node, false)?;
                let condition = self.joined(left, Operator::Or, |this| {
                    let right = this.value(right, node, nulls)?;
                    Ok(Condition::new(this.present(right)?.line()))
                })?;
                Ok(Val::new(condition.text, Kind::Bool))
            }
            Expression::Or(left, right) => {
                let left = self.value(left, node, Nulls::Keep)?;
                let left = self.receiver(left);
                let right = self.value(right, node, Nulls::Keep)?;
                if (&left.kind, &right.kind) != (&Kind::Text, &Kind::Text) {
                    return Err("the sides of `||` are not both conditions or strings".to_owned());
                }
                Ok(or_text(left, right))
            }
            _ => Err("it is not an operator".to_owned()),
        }
    }

    /// Whether the value of an expression is a boolean, or null.
    fn is_bool(&self, expression: &Expression, node: &Val<'a>) -> bool {
        is_condition(expression) || self.kind(expression, node) == Some(Kind::Bool)
    }

    /// The value, which must be a boolean that is not null.
    fn present(&mut self, val: Val<'a>) -> Result<Val<'a>> {
        match val.optional || val.kind != Kind::Bool {
            true => Err("an operator has a side that can be null".to_owned()),
            false => Ok(val),
        }
    }

    fn comparison(
        &mut self,
        left: &Expression,
        comparator: Comparator,
        right: &Expression,
        node: &Val<'a>,
        nulls: Nulls,
    ) -> Result<Val<'a>> {
        let is_equality = matches!(comparator, Comparator::Equal | Comparator::NotEqual);
        let operands = if is_equality { Nulls::Keep } else { nulls };
        let left = self.value(left, node, operands)?;
        let left = self.atom_of_length(left);
        let right = self.value(right, node, operands)?;
        let right = self.atom_of_length(right);
        if is_equality {
            let condition = self.equality(comparator, left, right)?;
            return Ok(Val::new(condition.text, Kind::Bool));
        }
        let (left, right) = self.numbers(left, right)?;
        Ok(match (left.optional, right.optional) {
            (false, false) => Val::new(number::ordering(&left, comparator, &right), Kind::Bool),
            _ => {
                let (code, pattern, sides) = self.options(left, right);
                let compared = format!("{} {} {}", sides.0, comparator.text(), sides.1);
                let code = code.with(format!(".map(|{pattern}| {compared})"));
                Val { code, kind: Kind::Bool, optional: true, name: "compared" }
            }
        })
    }

    /// Whether two values are equal, or not equal.
    pub fn equality(
        &mut self,
        comparator: Comparator,
        left: Val<'a>,
        right: Val<'a>,
    ) -> Result<Condition> {
        let is_equal = comparator == Comparator::Equal;
        let null = |val: &Val<'_>| match (val.optional, is_equal) {
            (false, _) => Condition::constant(!is_equal),
            (true, true) => Condition::new(format!("{}.is_none()", val.line())),
            (true, false) => Condition::new(format!("{}.is_some()", val.line())),
        };
        let (left, right) = match (&left.kind, &right.kind) {
            (Kind::Null, Kind::Null) => return Ok(Condition::constant(is_equal)),
            (Kind::Null, _) => return Ok(null(&right)),
            (_, Kind::Null) => return Ok(null(&left)),
            (Kind::Text, Kind::Text) | (Kind::Bool, Kind::Bool) => (left, right),
            (Kind::Number(_), Kind::Number(_)) => self.numbers(left, right)?,
            (
                Kind::Text | Kind::Bool | Kind::Number(_),
                Kind::Text | Kind::Bool | Kind::Number(_),
            ) => {
                // Values of different types are equal only if both are null.
                return Ok(match (left.optional && right.optional, is_equal) {
                    (false, _) => Condition::constant(!is_equal),
                    (true, true) => {
                        let (left, right) = (left.line(), right.line());
                        Condition::new(format!("{left}.is_none() && {right}.is_none()"))
                    }
                    (true, false) => {
                        let (left, right) = (left.line(), right.line());
                        Condition::new(format!("{left}.is_some() || {right}.is_some()"))
                    }
                });
            }
            _ => return Err(format!("{} is compared with {}", left.what(), right.what())),
        };
        let text = match (left.optional, right.optional) {
            (false, false) => match (left.line().as_str(), right.line().as_str(), is_equal) {
                (it, "true", true)
                | ("true", it, true)
                | (it, "false", false)
                | ("false", it, false) => it.to_owned(),
                (it, "false", true)
                | ("false", it, true)
                | (it, "true", false)
                | ("true", it, false) => {
                    format!("!{it}")
                }
                _ => number::ordering(&left, comparator, &right),
            },
            (true, true) => format!("{} {} {}", left.line(), comparator.text(), right.line()),
            (true, false) => {
                format!("{} {} Some({})", left.line(), comparator.text(), right.line())
            }
            (false, true) => {
                format!("Some({}) {} {}", left.line(), comparator.text(), right.line())
            }
        };
        Ok(Condition::new(text))
    }

    /// Both numbers in the same type.
    fn numbers(&mut self, left: Val<'a>, right: Val<'a>) -> Result<(Val<'a>, Val<'a>)> {
        let (left, right) = number::same(left, right)?;
        Ok((self.atom_of_length(left), self.atom_of_length(right)))
    }

    /// Like [`atom`](Self::atom). The length of a list stays as it is, because `is_empty` may replace
    /// it.
    fn atom_of_length(&mut self, val: Val<'a>) -> Val<'a> {
        match &val.kind {
            Kind::Number(Number::Length(Some(_))) if val.line().len() <= BOTH / 2 => val,
            _ => self.atom(val),
        }
    }

    /// Whether the value of an expression is true in a condition. If `negated`, whether it is not true.
    pub fn condition(
        &mut self,
        expression: &Expression,
        node: &Val<'a>,
        negated: bool,
    ) -> Result<Condition> {
        match expression {
            Expression::Not(inner) => self.condition(inner, node, !negated),
            Expression::And(left, right) => {
                let operator = if negated { Operator::Or } else { Operator::And };
                let left = self.condition(left, node, negated)?;
                self.joined(left, operator, |this| this.condition(right, node, negated))
            }
            Expression::Or(left, right) => {
                let operator = if negated { Operator::And } else { Operator::Or };
                let left = self.condition(left, node, negated)?;
                self.joined(left, operator, |this| this.condition(right, node, negated))
            }
            Expression::Compare(left, comparator, right) => {
                self.compared(left, *comparator, right, node, negated)
            }
            list if list.makes_list() && !matches!(list, Expression::Select(_)) => {
                let found = self.has_items(list, node)?.line();
                Ok(Condition::new(if negated { format!("!{found}") } else { found }))
            }
            other => {
                let val = self.value(other, node, Nulls::Keep)?;
                let val = self.atom(val);
                truth(&val, negated)
            }
        }
    }

    fn compared(
        &mut self,
        left: &Expression,
        comparator: Comparator,
        right: &Expression,
        node: &Val<'a>,
        negated: bool,
    ) -> Result<Condition> {
        let left = self.value(left, node, Nulls::Keep)?;
        let left = self.atom_of_length(left);
        let right = self.value(right, node, Nulls::Keep)?;
        let right = self.atom_of_length(right);
        let is_equality = matches!(comparator, Comparator::Equal | Comparator::NotEqual);
        let comparator = if negated { comparator.negated() } else { comparator };
        if is_equality {
            return self.equality(comparator, left, right);
        }
        let (left, right) = self.numbers(left, right)?;
        if negated && (number::is_float(&left) || number::is_float(&right)) {
            return Err("a comparison of fractions is negated".to_owned());
        }
        Ok(Condition::new(match (left.optional, right.optional) {
            (false, false) => number::ordering(&left, comparator, &right),
            _ => {
                let (code, pattern, sides) = self.options(left, right);
                let compared = format!("{} {} {}", sides.0, comparator.text(), sides.1);
                // Without one of the numbers, the comparison is null, which is not true.
                let method = if negated { "is_none_or" } else { "is_some_and" };
                code.with(format!(".{method}(|{pattern}| {compared})")).line()
            }
        }))
    }

    /// An `Option` with the numbers that are `Option`s, the pattern for them, and the two numbers.
    fn options(
        &mut self,
        left: Val<'a>,
        right: Val<'a>,
    ) -> (Chain, &'static str, (String, String)) {
        let (left_line, right_line) = (left.line(), right.line());
        match (left.optional, right.optional) {
            (true, true) => {
                let code = left.code.clone().with(format!(".zip({right_line})"));
                let both = self.bind(Val { code, name: "both", ..left });
                (both.code, "(left, right)", ("left".to_owned(), "right".to_owned()))
            }
            (false, _) => (right.code, "it", (left_line, "it".to_owned())),
            _ => (left.code, "it", ("it".to_owned(), right_line)),
        }
    }

    /// Two conditions with an operator between them. The right side cannot return from the function if
    /// the left side determines the result.
    fn joined(
        &mut self,
        left: Condition,
        operator: Operator,
        right: impl FnOnce(&mut Self) -> Result<Condition>,
    ) -> Result<Condition> {
        let (steps, exits, right) = self.block_that_exits(right)?;
        if exits {
            let left = self.operand(left, operator, true);
            let name = match operator {
                Operator::And => self.variable("both"),
                Operator::Or => self.variable("either"),
            };
            let (operator, value) = (operator.text(), right.text);
            self.step(Step::Lazy { name: name.clone(), left, operator, steps, value });
            return Ok(Condition::new(name));
        }
        steps.into_iter().for_each(|step| self.step(step));
        let is_long = left.text.len() + right.text.len() > BOTH;
        let left = self.operand(left, operator, is_long);
        let right = self.operand(right, operator, is_long);
        Ok(Condition::new(format!("{left} {} {right}", operator.text())))
    }

    /// The text of a condition beside an operator.
    fn operand(&mut self, condition: Condition, operator: Operator, is_long: bool) -> String {
        let Condition { text, is_or } = condition;
        if is_long && text.len() > BOTH / 2 {
            let val = Val { name: "is_so", ..Val::new(text, Kind::Bool) };
            return self.bind(val).line();
        }
        match is_or && operator == Operator::And {
            true => format!("({text})"),
            false => text,
        }
    }
}

/// Whether the form of an expression shows that its value is a boolean or null.
fn is_condition(expression: &Expression) -> bool {
    match expression {
        Expression::Compare(..) | Expression::Not(_) | Expression::Contains(..) => true,
        Expression::And(left, right) | Expression::Or(left, right) => {
            is_condition(left) && is_condition(right)
        }
        _ => false,
    }
}

/// The left string, or the right one if the left one is null or empty.
fn or_text<'a>(left: Val<'a>, right: Val<'a>) -> Val<'a> {
    let right_line = right.line();
    let option = match left.optional {
        true => left.code,
        false => Chain::new(format!("Some({})", left.line())),
    };
    let code = option.with(".filter(|it| !it.is_empty())");
    let code = match right.optional {
        true => code.with(format!(".or({right_line})")),
        false => code.with(format!(".unwrap_or({right_line})")),
    };
    Val { code, kind: Kind::Text, optional: right.optional, name: "text" }
}

/// Whether a value is true in a condition. If `negated`, whether it is not true. Null, `false`, and an
/// empty string, list or map are not true.
fn truth(val: &Val<'_>, negated: bool) -> Result<Condition> {
    let text = val.line();
    Ok(Condition::new(match (&val.kind, val.optional, negated) {
        (Kind::Null, ..) => negated.to_string(),
        (Kind::Bool, false, false) => text,
        (Kind::Bool, false, true) => format!("!{text}"),
        (Kind::Bool, true, false) => format!("{text} == Some(true)"),
        (Kind::Bool, true, true) => format!("{text} != Some(true)"),
        (Kind::Number(_), false, negated) => (!negated).to_string(),
        (Kind::Number(_), true, false) => format!("{text}.is_some()"),
        (Kind::Number(_), true, true) => format!("{text}.is_none()"),
        (Kind::Text | Kind::List(_) | Kind::Map(..) | Kind::Made(_), optional, negated) => {
            match (optional, negated) {
                (false, false) => format!("!{text}.is_empty()"),
                (false, true) => format!("{text}.is_empty()"),
                (true, false) => format!("{text}.is_some_and(|it| !it.is_empty())"),
                (true, true) => format!("{text}.is_none_or(|it| it.is_empty())"),
            }
        }
        _ => return Err(format!("{} is used as a condition", val.what())),
    }))
}
