//! The waiters of operations: Smithy's trait `waitable`, with its expressions as Rust statements.

/// A waiter of an operation. It becomes a static.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Waiter {
    /// The waiter's name in the model.
    pub name: String,
    /// The static's name.
    pub constant: String,
    /// The operation's struct.
    pub operation: String,
    /// The output's type; `None` for `()`.
    pub output: Option<String>,
    /// Documentation, as Markdown.
    pub docs: String,
    /// The shortest delay between two attempts, in seconds.
    pub min_delay: u64,
    /// The longest delay between two attempts, in seconds.
    pub max_delay: u64,
    /// The acceptors, in the model's order.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor of a waiter.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Acceptor {
    /// What the wait does if the acceptor matches.
    pub state: State,
    /// When the acceptor matches.
    pub matcher: Matcher,
}

/// What a wait does if an acceptor matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It succeeds.
    Success,
    /// It fails.
    Failure,
    /// It makes another attempt.
    Retry,
}

/// When an acceptor matches.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Matcher {
    /// If `true`, after every successful call; if `false`, after every error of the service.
    Success(bool),
    /// After an error with this code.
    Error(String),
    /// If the value of an expression is as expected.
    Path {
        /// The function that evaluates the expression.
        function: String,
        /// Whether the expression is applied to an object with the input and the output
        /// (`inputOutput`), rather than to the output.
        with_input: bool,
        /// The expression in the model.
        path: String,
        /// The comparison of the value with the expected value.
        expected: Expected,
    },
}

/// How an acceptor compares a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `stringEquals`
    Text(String),
    /// `booleanEquals`
    Bool(bool),
    /// `anyStringEquals`
    Any(String),
    /// `allStringEquals`
    All(String),
}

/// A function that evaluates the expression of acceptors.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Function {
    /// The function's name.
    pub name: String,
    /// The expression in the model.
    pub path: String,
    /// The operation's struct, if the expression uses the input.
    pub input: Option<String>,
    /// The output's type, if the expression uses the output.
    pub output: Option<String>,
    /// The type of the value.
    pub returns: Returns,
    /// Whether the value is an `Option`, because the expression can be null or fail.
    pub optional: bool,
    /// The statements before the value.
    pub steps: Vec<Step>,
    /// The value.
    pub value: String,
}

/// The type of an expression's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Returns {
    /// `&str`
    Text,
    /// `bool`
    Bool,
    /// `Vec<&str>`
    Texts,
}

/// A statement of a function.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// `let name = value;`
    Let {
        /// The variable.
        name: String,
        /// Its value.
        value: Chain,
    },
    /// `let name = left && { … };`: the right side is evaluated only if the left side does not decide.
    Lazy {
        /// The variable.
        name: String,
        /// The left side.
        left: String,
        /// `&&` or `||`.
        operator: &'static str,
        /// The statements of the right side.
        steps: Vec<Step>,
        /// The value of the right side.
        value: String,
    },
    /// `for item in items { … }`
    For {
        /// The variable.
        item: String,
        /// What is iterated.
        items: Chain,
        /// The statements for each item.
        steps: Vec<Step>,
    },
    /// `if condition { … }`
    If {
        /// The condition: an expression, or `let Some(name) = value`.
        condition: String,
        /// The statements.
        steps: Vec<Step>,
    },
    /// Any other statement, on one line.
    Line(String),
}

/// A chain of field accesses and method calls, such as `output.table.as_ref()?`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// What it begins with.
    pub root: String,
    /// Fields and method calls, each with its dot.
    pub links: Vec<String>,
}

impl Chain {
    /// A chain without links.
    pub fn new(root: impl Into<String>) -> Self {
        Self { root: root.into(), links: Vec::new() }
    }

    /// The chain with another link.
    #[must_use]
    pub fn with(mut self, link: impl Into<String>) -> Self {
        self.links.push(link.into());
        self
    }

    /// The chain on one line.
    pub fn line(&self) -> String {
        format!("{}{}", self.root, self.links.concat())
    }
}
