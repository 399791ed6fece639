//! Simplifies conditions, so that equivalent conditions have the same text.

use super::rule_set::{Expression, Function};

/// A simplified condition. If it is negated, it holds exactly where the original one does not.
pub struct Simple {
    pub expression: Expression,
    pub is_negated: bool,
}

/// The simplest equivalent condition. It may have another value than the original one, so it cannot
/// be assigned to a name.
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
        // `not`, like a condition, treats a boolean without a value as false.
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
