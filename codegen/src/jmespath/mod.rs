//! Parses JMESPath expressions, as far as Smithy's traits use them.
//!
//! The forms are identifiers, sub-expressions, indices, wildcards, filters, the flatten operator,
//! multi-select lists, pipes, the current node, literals, comparisons, the operators `&&`, `||` and
//! `!`, and the functions `keys`, `length` and `contains`.
//!
//! Source: JMESPath specification, "Grammar" and "Precedence"; Smithy 2.0, traits
//! `operationContextParams` and `waitable`.

mod expression;
mod parser;
#[cfg(test)]
mod tests;
mod tokens;

pub use expression::{Comparator, Expression, Items};
pub use parser::parse;
