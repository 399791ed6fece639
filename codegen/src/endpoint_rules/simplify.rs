//! Conditions in their simplest form, so that those that mean the same have the same text.

use super::rule_set::{Expression, Function};

/// A condition, and whether it holds where the original one does not.
pub struct Simple {
    pub expression: Expression,
    pub is_negated: bool,
}

/// The simplest condition that means the same. The value of the original one is not kept.
pub fn simplify(expression: &Expression) -> Simple {
    let same =
        |expression: &Expression| Simple { expression: expression.clone(), is_negated: false };
    let negated = |of: &Expression| {
        let simple = simplify(of);
        Simple { is_negated: !simple.is_negated, ..simple }
    };
    let Expression::Call(function, arguments) = expression else {
        return same(expression);
    };
    match (function, arguments.as_slice()) {
        // A boolean that is not set is false for `not`, and as a condition.
        (Function::Not, [of]) if of.is_boolean() => negated(of),
        (
            Function::BooleanEquals,
            [of, Expression::Bool(value)] | [Expression::Bool(value), of],
        ) => match *value {
            true if of.is_boolean() => simplify(of),
            false if of.is_boolean() && of.is_always_set() => negated(of),
            value => same(&Expression::Call(*function, vec![of.clone(), Expression::Bool(value)])),
        },
        (Function::StringEquals, [text @ Expression::Template(_), of]) => {
            same(&Expression::Call(*function, vec![of.clone(), text.clone()]))
        }
        (Function::IsSet, [of]) if of.is_always_set() => same(&Expression::Bool(true)),
        _ => same(expression),
    }
}
