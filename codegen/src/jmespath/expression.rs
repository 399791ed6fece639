//! [`Expression`]: a parsed expression.

use serde_json::Value;

/// An expression. It is applied to a value: the current node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `@`, the value itself.
    Current,
    /// `name`, a member of a structure or an entry of a map.
    Member(String),
    /// `[0]`, an item of a list. A negative index counts from the end.
    Index(i64),
    /// A literal: JSON in backticks, or a raw string in single quotes.
    Literal(Value),
    /// `left.right`, `left[0]` or `left | right`: the right side is applied to the value of the left
    /// side.
    Sub(Box<Expression>, Box<Expression>),
    /// A projection: `then` is applied to each item of a list or map. Results that are null are
    /// omitted.
    Project {
        /// The list or map.
        of: Box<Expression>,
        /// Which items it is applied to.
        items: Items,
        /// What is applied to each item.
        then: Box<Expression>,
    },
    /// `of[?condition]`: a projection of the items of a list for which the condition is true.
    Filter {
        /// The list.
        of: Box<Expression>,
        /// The condition. It is applied to each item.
        condition: Box<Expression>,
        /// What is applied to each item for which the condition is true.
        then: Box<Expression>,
    },
    /// `[a, b]`, a list of the values of these expressions.
    Select(Vec<Expression>),
    /// `keys(map)`, the keys of a map.
    Keys(Box<Expression>),
    /// `length(value)`, of a list, a map or a string.
    Length(Box<Expression>),
    /// `contains(subject, search)`: whether a list contains an item, or a string another one.
    Contains(Box<Expression>, Box<Expression>),
    /// `left == right` and so on.
    Compare(Box<Expression>, Comparator, Box<Expression>),
    /// `left && right`
    And(Box<Expression>, Box<Expression>),
    /// `left || right`
    Or(Box<Expression>, Box<Expression>),
    /// `!value`
    Not(Box<Expression>),
}

impl Expression {
    /// Whether the expression makes a new list, rather than selecting one in the document.
    pub fn makes_list(&self) -> bool {
        match self {
            Self::Project { .. } | Self::Filter { .. } | Self::Select(_) | Self::Keys(_) => true,
            Self::Sub(_, right) => right.makes_list(),
            _ => false,
        }
    }
}

/// The items of a projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// `[*]`, the items of a list.
    OfList,
    /// `*`, the values of a map.
    OfMap,
    /// `[]`, the items of a list; an item that is a list is replaced by its items.
    Flattened,
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparator {
    /// The operator, which is the same in Rust.
    pub fn text(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that is true when this one is false.
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The comparison with the sides exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}
